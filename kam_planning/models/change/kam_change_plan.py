from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL
from odoo.tools.misc import format_date

from ..common.days import of_each_day, start_of_today
from ..common.jobs import Step
from ..common.switches import is_loading

MOST_CHANGES = 3
PLANS_AT_ONCE = 2000


class KamChangePlan(models.AbstractModel):
    """What a plan has to do with the changes at its customer."""

    _name = "kam.change.plan"
    _description = "Plan That Changes Touch"
    _unoffered_fields = ("changes_date",)

    changes_date = fields.Datetime("Changes As Of", readonly=True, copy=False)

    # finding

    @api.model
    def _get_change_steps_sudo(self):
        """What the job does: plans whose changes were not looked for today."""
        plans = self.env["kam.plan"].sudo()
        old = Domain("changes_date", "=", False) | of_each_day(
            self.env, lambda company: Domain("changes_date", "<", start_of_today(company))
        )
        domain = Domain("state", "=", "active") & Domain("show_changes", "=", True) & old
        failure = "Looking for changes of account plan %s (%s) failed"
        return [Step(plans, domain, "_find_changes", failure, PLANS_AT_ONCE)]

    def _find_changes(self):
        """Find what changed at the customers of these plans, and note when that was done."""
        self.env["kam.change"]._follow_sudo(self)
        now = fields.Datetime.now()
        self._store_figures({plan_id: {"changes_date": now} for plan_id in self.ids})

    @api.model
    def _follow_documents_sudo(self, documents, kinds):
        """Find changes of some kinds at once, for the plans of the customers of these documents and
        of those above.

        Costs no query where none of them has a plan, nor a company above.

        :param documents: crm.lead or sale.order
        :param set kinds: of changes
        """
        if is_loading(self.env):
            return
        planned, accounts = self.env["res.partner"]._get_planned_partner_ids(), set()
        above = documents.sudo().kam_customer_id.commercial_partner_id if planned else ()
        seen = self.env["res.partner"].sudo()
        while above:
            seen |= above
            accounts |= planned.intersection(above.ids)
            above = above.parent_id.commercial_partner_id - seen
        if accounts:
            domain = Domain("partner_id", "in", list(accounts)) & Domain("state", "=", "active")
            self.env["kam.change"]._follow_sudo(self.sudo().search(domain), kinds)

    # showing

    def _add_change_marks(self, marks):
        """Add what is to be judged, and for each chapter how many of its lines are touched."""
        shown = self.filtered("show_changes")
        shown._add_marks(marks, "changes", "kam.change", changed=Domain("state", "=", "open"))
        counts = shown._count_touched()
        blocks = {**self._get_confirm_blocks(), "targets": ("show_targets", "kam.target", "")}
        for chapter, (switch, model, _title) in blocks.items():
            for plan in shown.filtered(switch):
                if count := counts.get((plan.id, model)):
                    marks[plan].setdefault(chapter, {})["changed"] = count

    def _count_touched(self):
        """How many lines of each model the changes of these plans touch that the user may read.

        :return: dict {(plan id, model): int}, in one query for all plans
        """
        changes = self.env["kam.change.mark"]._get_open_changes_sql() if self else None
        if changes is None:
            return {}
        query = SQL(
            "SELECT change.plan_id, line.res_model, COUNT(DISTINCT line.res_id) "
            "FROM kam_change_line line JOIN kam_change change ON change.id = line.change_id "
            "WHERE change.plan_id = ANY(%s) AND change.id IN %s "
            "AND NOT COALESCE(line.is_judged, FALSE) GROUP BY 1, 2",
            *(self.ids, changes),
        )
        return {(plan, model): count for plan, model, count in self.env.execute_query(query)}

    def _prepare_change_part(self):
        changes = self.env["kam.change"]
        domain = Domain("plan_id", "=", self.id) & Domain("state", "=", "open")
        lines = changes.search(domain, limit=MOST_CHANGES)
        return {
            "name": "changes",
            "rank": 15,
            "title": self.env._("What changed"),
            "chapter": "changes",
            "empty": self.env._("Nothing changed that is to be judged."),
            "lines": [
                {
                    "res_model": change._name,
                    "res_id": change.id,
                    "label": change.name,
                    "note": " · ".join(filter(None, (day, change.explanation))),
                }
                for change in lines
                for day in [format_date(self.env, change.date)]
            ],
        }

    @api.model
    def _prepare_changes_today(self):
        mine = Domain("plan_id.access_user_ids", "in", self.env.uid)
        mine &= Domain("plan_id.state", "=", "active") & Domain("plan_id.active", "=", True)
        return {
            "name": "changes",
            "domain": mine & Domain("state", "=", "open"),
            "action": "kam_planning.kam_change_action",
            "label": self.env._("Changes to judge: %s"),
        }
