from odoo import api, models
from odoo.fields import Domain

from ..models.common.days import today_of_user
from ..models.relationship.kam_gap import LIVE
from ..models.relationship.kam_stakeholder_judgement import PEOPLE_GROUP

MOST_PROMISES = 40
# A sheet of more lines of each kind is read by nobody, and printed for minutes.
MOST_PRINTED = 200
STRONGEST = "strength desc, id"


class ReportHandover(models.AbstractModel):
    """What a new key account manager has to know: people, relationships, open gaps, promises.

    Of large maps the first ones of each, which the sheet says.
    """

    _name = "report.kam_planning.report_handover"
    _description = "Hand-over Sheet"

    @api.model
    def _get_report_values(self, docids, data=None):
        """Prepare the sheets with the user's own rights: judgements only for their group.

        :param list docids: ids of the plans
        :return: dict for the template
        :raise AccessError: when the user may not read one of the plans
        """
        plans = self.env["kam.plan"].sudo(False).browse(docids)
        plans.check_access("read")
        sees = plans.env.user.has_group(PEOPLE_GROUP)
        return {
            "doc_ids": docids,
            "doc_model": "kam.plan",
            "docs": plans,
            "sees": sees,
            "today": today_of_user(self),
            "sheets": {plan.id: self._prepare_sheet(plan) for plan in plans},
        }

    @api.model
    def _prepare_sheet(self, plan):
        env = plan.env
        place = plan._get_places_domain()
        wanted = {
            "people": (
                env["kam.stakeholder"],
                place & Domain("parked_reason", "=", False),
                STRONGEST,
                MOST_PRINTED,
            ),
            "relationships": (env["kam.relationship"], place, STRONGEST, MOST_PRINTED),
            "gaps": (
                env["kam.gap"],
                place & Domain("state", "in", LIVE),
                "date_deadline, id",
                MOST_PRINTED,
            ),
            "promises": (
                env["kam.action"],
                self._get_promise_domain(plan),
                "date_deadline, id",
                MOST_PROMISES,
            ),
            "decisions": (
                env["kam.review.decision"],
                Domain("plan_id", "=", plan.id) & Domain("action_id", "=", False),
                "review_id, sequence, id",
                MOST_PROMISES,
            ),
        }
        parts = {name: self._find_first(*what) for name, what in wanted.items()}
        return {
            **{name: records for name, (records, _total) in parts.items()},
            "totals": {name: total for name, (_records, total) in parts.items()},
        }

    @api.model
    def _find_first(self, model, domain, order, most):
        """The first records of a domain, and how many there are: counted only when more."""
        records = model.search(domain, order=order, limit=most)
        total = model.search_count(domain) if len(records) == most else len(records)
        return records, total

    @api.model
    def _get_promise_domain(self, plan):
        """What somebody was promised: open actions with a person of theirs, or shared with them.

        What is to close a gap in the map is our own affair.
        """
        domain = Domain("plan_id", "=", plan.id) & Domain("is_open", "=", True)
        domain &= Domain("contact_id", "!=", False) | Domain("is_shared", "=", True)
        return domain & Domain("id", "not in", self._find_closing_sudo(plan))

    @api.model
    def _find_closing_sudo(self, plan):
        """Query of the actions that close gaps, also of those gaps that the user may not see."""
        closing = Domain("action_id.plan_id", "=", plan.id)
        return plan.env["kam.gap"].sudo()._search(closing).subselect("action_id")
