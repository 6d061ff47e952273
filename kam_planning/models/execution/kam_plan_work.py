from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools.misc import format_date

from ...tools import dates
from ..common.days import today_of
from ..common.switches import is_on, switch_on

DATES = {"date_start", "date_deadline"}
# Of objectives, and of actions.
NOT_OVER = ("open", "todo", "in_progress")


class KamPlanWork(models.AbstractModel):
    """What is to be done in a plan, by a deadline: nobody's until the plan is submitted.

    What a template brings is dated from the start of the period. Where the plan is submitted or
    approved later than that, what would be overdue at birth counts from that day; what a person
    dated stays.
    """

    _name = "kam.plan.work"
    _description = "Work of a Plan"
    _unoffered_fields = ("counted_from",)

    _confirm_depends = ("state",)

    counted_from = fields.Date(
        readonly=True,
        copy=False,
        help="Day from which the template's days were counted. Empty for what a person dated, and "
        "once the plan is in force.",
    )

    def write(self, vals):
        """What a person dates is not counted anew."""
        if not DATES.isdisjoint(vals) and not is_on(self, "kam_counting"):
            self.filtered("counted_from")._stop_counting_sudo()
        return super().write(vals)

    @api.model
    def _get_confirm_domain(self):
        """What is over is not confirmed any more."""
        return Domain("state", "in", NOT_OVER)

    def _get_confirm_text(self):
        """Who does it, and until when."""
        deadline = self.date_deadline and format_date(self.env, self.date_deadline)
        return " · ".join(text for text in (self.user_id.name, deadline) if text)

    def _filter_news(self, user, occasion):
        """Nobody is told of work in a draft; its submission tells of all of it."""
        told = super()._filter_news(user, occasion)
        if occasion == "assigned":
            told = told.filtered(lambda record: record.plan_id._is_under_way())
        return told

    def _start_counting_sudo(self):
        """Note that the dates were counted from the start of the period."""
        work = switch_on(self.sudo(), "kam_counting")
        for start, lines in work.grouped(lambda line: line.plan_id.date_start).items():
            lines.write({"counted_from": start})

    def _count_anew_sudo(self):
        """Count from today what was counted from an earlier day and would be overdue.

        As superuser: who approves a plan need not be on its team.
        """
        work, ids = switch_on(self.sudo(), "kam_counting"), {}
        for record in work.filtered(lambda record: record.counted_from and record.date_deadline):
            plan, deadline = record.plan_id, record.date_deadline
            today, counted_from = today_of(plan.company_id), record.counted_from
            start, end = dates.count_anew(
                record.date_start, deadline, counted_from, today, plan.date_end
            )
            if end != deadline:
                ids.setdefault((start, end, today), []).append(record.id)
        for (start, end, today), moved in ids.items():
            work.browse(moved).write(
                {"date_start": start, "date_deadline": end, "counted_from": today}
            )

    def _stop_counting_sudo(self):
        """As superuser: nobody writes by hand from where the days are counted."""
        counted = self.sudo().filtered("counted_from")
        switch_on(counted, "kam_counting").write({"counted_from": False})
