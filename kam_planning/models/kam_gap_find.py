import logging
from datetime import datetime, time

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from .kam_reminder import work_off

_logger = logging.getLogger(__name__)

PLANS_AT_ONCE = 200
LIVE = ("open", "planned")


class KamGap(models.Model):
    """Finds the gaps of many maps at once, and tests again those that were to be closed."""

    _inherit = "kam.gap"

    @api.model
    def _refresh_all(self):
        """Find the gaps of all customers with an active plan, at night.

        :return: False when the scheduler's time is used up
        """
        midnight = datetime.combine(fields.Date.context_today(self), time.min)
        due = Domain("gaps_date", "=", False) | Domain("gaps_date", "<", midnight)
        return work_off(
            self.env["kam.plan"],
            Domain("state", "=", "active") & due,
            lambda plans: plans._refresh_gaps(is_job=True),
            "Gaps of account plan %s (%s) failed",
            PLANS_AT_ONCE,
            _logger,
        )

    def _get_plans(self, must_exist=False):
        """The open plan of each gap's customer, an active one first.

        :return: dict {(account, company): kam.plan}
        :raise UserError: if one must exist and does not
        """
        plans = self.env["kam.plan"].search(
            [
                ("partner_id", "in", self.account_id.ids),
                ("company_id", "in", self.company_id.ids),
                ("state", "in", ("active", "submitted", "draft")),
            ]
        )
        found = {}
        for plan in plans:
            found.setdefault((plan.partner_id, plan.company_id), plan)
        for gap in self if must_exist else ():
            if (gap.account_id, gap.company_id) not in found:
                raise UserError(
                    self.env._(
                        "“%(account)s” has no open account plan that could take the action "
                        "“%(gap)s”. Create a plan first.",
                        account=gap.account_id.display_name,
                        gap=gap.name,
                    )
                )
        return found

    def _test_again(self):
        """The actions of these gaps are done: close the gaps, or say why they are still there."""
        plans = self._get_plans()
        self.env["kam.plan"].concat(*plans.values())._refresh_gaps(done=self)

    def _follow_actions(self):
        """Actions of these gaps were closed: test again what was done, open what was given up."""
        given_up = self.filtered(lambda gap: gap.action_id.state == "cancelled")
        given_up.filtered(lambda gap: gap.state == "planned").state = "open"
        done = self.filtered(lambda gap: gap.action_id.state == "done" and gap.state == "planned")
        if done:
            done._test_again()

    @api.model
    def _record_found(self, plan, found, known, done):
        """Bring the recorded gaps of one map in line with those found now.

        :param list found: tools.gaps.Gap
        :param known: recorded gaps of the map
        :param done: those among them whose action was just completed
        :return: values of the gaps to create
        """
        recorded = {gap._get_key(): gap for gap in known}
        keys = {gap.key for gap in found}
        missing = []
        for gap in found:
            record = recorded.get(gap.key)
            if record:
                record._find_again(gap, record in done)
            else:
                missing.append(self._prepare_gap_values(plan, gap))
        gone = known.filtered(lambda gap: gap.state in LIVE and gap._get_key() not in keys)
        gone.write({"state": "closed", "date_closed": fields.Date.context_today(self)})
        return missing

    def _get_key(self):
        return (self.kind, self.stakeholder_id.id or 0, self.role_id.id or 0, self.user_id.id or 0)

    def _find_again(self, gap, is_done):
        """The gap is there: refresh its figures, and open it again where it was thought closed."""
        values = {
            name: value
            for name, value in {"days": gap.days, "count": gap.count}.items()
            if self[name] != value
        }
        if is_done or self.state == "closed":
            values.update(
                state="open",
                date_closed=False,
                times_back=self.times_back + 1,
                owner_id=gap.owner or self.owner_id.id,
                date_deadline=gap.due,
            )
        if values:
            self.write(values)
        if "state" in values:
            self.back_reason = self._get_explanation()

    @api.model
    def _prepare_gap_values(self, plan, gap):
        return {
            "account_id": plan.partner_id.id,
            "company_id": plan.company_id.id,
            "kind": gap.kind,
            "stakeholder_id": gap.person or False,
            "role_id": gap.role or False,
            "user_id": gap.user or False,
            "owner_id": gap.owner or False,
            "date_deadline": gap.due,
            "days": gap.days,
            "count": gap.count,
        }
