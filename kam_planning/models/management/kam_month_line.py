from collections.abc import Collection

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..common.arguments import check_one
from ..common.days import day_to_sql, group_by_zone, today_of_user
from ..plan.kam_plan_workflow import STATES
from ..portfolio.kam_assessment_result import QUADRANTS

# So many months back a report goes. Ids are made of the record's own and of the month's number,
# which comes again only after more months than that.
MOST_MONTHS, MONTH_PLACE = 120, 128


class KamMonthLine(models.AbstractModel):
    """A row of a report month by month: what stood at the end of a month, of a record of a plan.

    Who reads the plan reads it, by the same four rules as the plan's lines. It is none of those:
    nothing of it is kept, so nothing of it is merged, copied or carried over. What is said of the
    plan itself (its manager, tier, state, quadrant) is as it is today.
    """

    _name = "kam.month.line"
    _description = "Row of a Report Month by Month"
    _inherit = ["kam.guarded"]
    # Field that leads to the record of which a row tells.
    _subject_field = "plan_id"

    date = fields.Date("Month", readonly=True, help="The first day of the month.")
    plan_id = fields.Many2one("kam.plan", "Account Plan", readonly=True)
    active = fields.Boolean("Plan Is Not Archived", readonly=True)
    partner_id = fields.Many2one("res.partner", "Customer", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    user_id = fields.Many2one("res.users", "Key Account Manager", readonly=True)
    tier_id = fields.Many2one("kam.tier", "Tier of the Plan", readonly=True)
    state = fields.Selection(STATES, "State of the Plan", readonly=True)
    quadrant = fields.Selection(
        QUADRANTS,
        readonly=True,
        help="Where the customer stands in the portfolio by the last closed round, to those who "
        "may read it.",
    )

    @api.model
    def _get_measured_domain(self):
        """In nobody's figures: these are figures already."""
        return Domain.FALSE

    @api.model
    def _search(self, domain, *args, **kwargs):
        """Find rows by their records: the ids are reckoned, so no index finds them."""

        def narrow(condition):
            is_ids = condition.field_expr == "id" and condition.operator == "in"
            if not (is_ids and isinstance(condition.value, Collection)):
                return condition
            subjects = {number // MONTH_PLACE for number in condition.value if number}
            return condition & Domain(self._subject_field, "in", subjects)

        return super()._search(Domain(domain).map_conditions(narrow), *args, **kwargs)

    # the parts of the statement

    @api.model
    def _select_months(self, first, last):
        """SQL of the months from one day to another, both SQL: ``day`` is the first day of each,
        ``ends`` its last one, ``last`` that or today, whichever comes first.
        """
        return SQL(
            """
            (SELECT CAST(series.day AS date) AS day, %(ends)s AS ends,
                    LEAST(%(ends)s, %(today)s) AS last
               FROM generate_series(
                    date_trunc('month', GREATEST(
                        %(first)s, %(today)s - make_interval(months => %(most)s))::timestamp),
                    LEAST(%(last)s, %(today)s)::timestamp, INTERVAL '1 month') AS series(day)
              LIMIT %(limit)s) AS month
            """,
            first=first,
            last=last,
            ends=SQL("CAST(series.day + INTERVAL '1 month' - INTERVAL '1 day' AS date)"),
            today=SQL("%s::date", today_of_user(self)),
            most=MOST_MONTHS - 1,
            # There are no more; without it the database reckons with a thousand.
            limit=MOST_MONTHS,
        )

    @api.model
    def _select_id(self, subject):
        """SQL of the id of a row.

        :param SQL subject: id of the record that it tells of
        """
        return SQL(
            "%s::bigint * %s + (EXTRACT(YEAR FROM month.day)::int * 12 "
            "+ EXTRACT(MONTH FROM month.day)::int) %% %s",
            subject,
            MONTH_PLACE,
            MONTH_PLACE,
        )

    @api.model
    def _select_plan(self):
        """SQL of the columns that tell of the plan."""
        return SQL(
            "month.day AS date, plan.id AS plan_id, plan.active, plan.partner_id, "
            "plan.company_id, plan.user_id, plan.tier_id, plan.state, %s AS quadrant",
            self._select_quadrant(),
        )

    @api.model
    def _select_quadrant(self):
        """SQL of the customer's quadrant, where the user may read his last assessment."""
        # Odoo checks rules as superuser: what it would read then, its user would find in the cache.
        reader = self if self.env.user._is_superuser() else self.sudo(False)
        results = reader.env["kam.assessment.result"]
        if not results.has_access("read"):
            return SQL("NULL::varchar")
        readable = results._search([("is_last", "=", True)], order="id")
        return SQL(
            "(SELECT result.quadrant FROM kam_assessment_result result "
            "WHERE result.account_id = plan.partner_id AND result.company_id = plan.company_id "
            "AND result.id IN %s LIMIT 1)",
            readable.subselect(),
        )

    @api.model
    def _get_day_sql(self, moment):
        """SQL of the day of a moment, where the plan's company is."""
        (first, _same), *others = group_by_zone(self.env.companies, lambda one: one)
        sql = day_to_sql(moment, first)
        for one, same in others:
            here = SQL("plan.company_id IN %s", tuple(same.ids))
            sql = SQL("CASE WHEN %s THEN %s ELSE %s END", here, day_to_sql(moment, one), sql)
        return sql

    def action_open_plan(self):
        """Open the plan of the row.

        :return: window action
        :raise AccessError: when the user may not read it
        """
        check_one(self)
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": "kam.plan",
            "res_id": self.plan_id.id,
            "views": [(False, "form")],
        }
