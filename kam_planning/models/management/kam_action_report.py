from odoo import fields, models
from odoo.tools import SQL

from ..common.arguments import check_one
from ..common.known import KnownFloat, KnownInteger

# What stands at the end of one month and at that of the next has no sum.
STANDING = {"readonly": True, "aggregator": "sum", "total_within": ("date",)}
COUNT = {"readonly": True, "aggregator": "sum"}
MEAN = {"readonly": True, "aggregator": "avg"}


class KamActionReport(models.Model):
    """An action in a month in which it was open: how many came, were done, stood open and were
    overdue, and how long they took. Cancelled ones, and those that go on in the next plan, are not
    told of: when they ended is not kept.

    Who was to do it is not told: colleagues are not compared by it.
    """

    _name = "kam.action.report"
    _description = "Account Action Month by Month"
    _inherit = ["kam.month.line"]
    _auto = False
    _order = "date desc, id desc"
    _rec_name = "action_id"
    _subject_field = "action_id"

    action_id = fields.Many2one("kam.action", readonly=True)
    objective_id = fields.Many2one("kam.objective", readonly=True)
    begun_count = KnownInteger("Begun", help="Began in the month.", **COUNT)
    done_count = KnownInteger("Done", help="Done in the month.", **COUNT)
    open_count = KnownInteger(
        "Open",
        help="Open at the end of the month; in the running month, now. Months have no total.",
        **STANDING,
    )
    overdue_count = KnownInteger(
        "Overdue",
        help="Open at the end of the month, the plan submitted and the deadline over. Months have "
        "no total.",
        **STANDING,
    )
    on_time = KnownFloat(
        "Done in Time (%)", help="Of those done in the month: by their deadline.", **MEAN
    )
    days_late = KnownInteger(
        "Days After the Deadline",
        help="Of those done in the month; less than 0: before it.",
        **MEAN,
    )
    lead_days = KnownInteger("Days From Begin to Done", help="Of those done in the month.", **MEAN)
    age_days = KnownInteger(
        "Days Open", help="Of those open at the end of the month: how long already.", **MEAN
    )

    _depends = {
        "kam.action": [
            *("date_deadline", "date_done", "date_start", "is_open", "is_under_way", "plan_id"),
            *("objective_id", "state"),
        ],
        "kam.assessment.result": ["account_id", "company_id", "quadrant", "round_id"],
        "kam.assessment.round": ["date", "state"],
        "kam.plan": [
            *("active", "company_id", "partner_id", "state", "tier_id", "user_id"),
        ],
    }

    @property
    def _table_query(self):
        """An action begins on its start, or when it was written down, whichever was first."""
        first = SQL(
            "LEAST(action.date_start, %s, action.date_done)",
            self._get_day_sql(SQL("action.create_date")),
        )
        return SQL(
            """
            SELECT %(id)s AS id, action.id AS action_id, action.objective_id, %(plan)s,
                   (%(first)s >= month.day)::int AS begun_count,
                   %(is_done)s::int AS done_count,
                   (NOT %(is_done)s)::int AS open_count,
                   (NOT %(is_done)s AND action.is_under_way
                    AND action.date_deadline < month.last)::int AS overdue_count,
                   CASE WHEN %(is_done)s AND action.date_done <= action.date_deadline THEN 100.0
                        WHEN %(is_done)s THEN 0.0 END AS on_time,
                   CASE WHEN %(is_done)s THEN action.date_done - action.date_deadline
                        END AS days_late,
                   CASE WHEN %(is_done)s THEN action.date_done - %(first)s END AS lead_days,
                   CASE WHEN NOT %(is_done)s THEN month.last - %(first)s END AS age_days
              FROM kam_action action JOIN kam_plan plan ON plan.id = action.plan_id
        CROSS JOIN LATERAL %(months)s
             WHERE action.is_open OR action.state = 'done' AND action.date_done IS NOT NULL
            """,
            id=self._select_id(SQL("action.id")),
            plan=self._select_plan(),
            first=first,
            is_done=SQL("(action.date_done IS NOT NULL AND action.date_done <= month.last)"),
            months=self._select_months(first, SQL("COALESCE(action.date_done, 'infinity'::date)")),
        )

    def action_open_action(self):
        """Open the action of the row.

        :return: window action
        :raise AccessError: when the user may not read it
        """
        check_one(self)
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": "kam.action",
            "res_id": self.action_id.id,
            "views": [(False, "form")],
        }
