from odoo import api, fields, models
from odoo.tools import SQL

from ..common.known import KnownFloat, KnownMonetary
from ..plan.kam_plan_workflow import OPEN_STATES
from ..pulse.kam_plan_scores import BANDS
from .kam_month_line import MONTH_PLACE

MEAN = {"readonly": True, "aggregator": "avg"}
# A group and its subsidiary, and two plans of a customer in one month, tell of the same money.
ONCE = {"readonly": True, "aggregator": "sum", "total_once": True}


class KamPlanReport(models.Model):
    """A plan in a month: its numbers as they stood at the end of it, as the nightly job kept them,
    and what its targets of revenue wanted of that month.

    What was not recorded is not known. In the running month it is what stands now.
    """

    _name = "kam.plan.report"
    _description = "Account Plan Month by Month"
    _inherit = ["kam.month.line"]
    _auto = False
    _order = "date desc, id desc"
    _rec_name = "plan_id"

    currency_id = fields.Many2one(related="company_id.currency_id")
    health = KnownFloat(help="How the customer behaved, 0-100, at the end of the month.", **MEAN)
    health_band = fields.Selection(
        [*BANDS, ("unknown", "Not known")], "Health in Words", readonly=True
    )
    confidence = KnownFloat("Confidence (%)", **MEAN)
    hygiene = KnownFloat(
        "Plan Quality", help="How good the plan was, 0-100, at the end of the month.", **MEAN
    )
    target_amount = KnownMonetary(
        "Target of Revenue",
        help="The month's share, by days, of the target of revenue for the whole customer; of "
        "several the one of the shortest period.",
        **ONCE,
    )
    actual_amount = KnownMonetary(
        "Revenue",
        help="What was reached, where there is a target for just this month.",
        **ONCE,
    )
    attainment = KnownFloat(
        "Attainment (%)",
        help="Revenue in percent of the target, of the months of which both are known.",
        ratio="_get_attainment_parts_sql",
        **{**ONCE, "aggregator": "avg"},
    )

    _depends = {
        "kam.assessment.result": ["account_id", "company_id", "quadrant", "round_id"],
        "kam.assessment.round": ["date", "state"],
        "kam.plan": [
            *("active", "company_id", "date_end", "date_start", "partner_id", "scores_date"),
            *("state", "tier_id", "user_id"),
        ],
        "kam.score": [
            *("components", "confidence", "date", "kind", "res_id", "res_model", "total"),
        ],
        "kam.target": [
            *("actual_amount", "date_end", "date_start", "measure_id", "offering_id", "plan_id"),
            "target_amount",
        ],
    }

    @property
    def _table_query(self):
        """The numbers are kept by month. What is reckoned of targets is a subselect, which the
        database leaves out unless it is asked for.
        """
        return SQL(
            """
            SELECT %(id)s AS id, %(plan)s, kept.total AS health, kept.confidence,
                   COALESCE(kept.components ->> 'band', 'unknown') AS health_band,
                   (kept.components ->> 'hygiene')::float8 AS hygiene,
                   %(target)s AS target_amount, %(actual)s AS actual_amount,
                   CASE WHEN %(target)s > 0 THEN 100 * %(actual)s / %(target)s END AS attainment
              FROM kam_plan plan CROSS JOIN LATERAL %(months)s
         LEFT JOIN kam_score kept ON kept.res_model = 'kam.plan' AND kept.kind = 'month'
                   AND kept.res_id = plan.id AND kept.date = month.day::timestamp
            """,
            id=self._select_id(SQL("plan.id")),
            plan=self._select_plan(),
            target=self._select_target(),
            actual=self._select_actual(),
            months=self._select_months(*self._get_span_sql()),
        )

    @api.model
    def _get_span_sql(self):
        """SQL of the first and the last day of a plan. Before its start it is being made; when it
        is over is not kept, but when it was scored the last time, since only open plans are.
        """
        first = SQL("LEAST(plan.date_start, %s)", self._get_day_sql(SQL("plan.create_date")))
        scored = self._get_day_sql(SQL("plan.scores_date"))
        last = SQL(
            "CASE WHEN plan.state NOT IN %s THEN COALESCE(%s, plan.date_end) "
            "ELSE 'infinity'::date END",
            OPEN_STATES,
            scored,
        )
        return first, last

    @api.model
    def _get_revenue_sql(self):
        """SQL of the targets of revenue for the whole customer, in money."""
        measure_id, _model = self.env["kam.measure"]._get_standards_sudo()["revenue"]
        return SQL(
            "FROM kam_target target WHERE target.plan_id = plan.id AND target.measure_id = %s "
            "AND target.offering_id IS NULL",
            measure_id,
        )

    @api.model
    def _select_target(self):
        """SQL of the month's share of the target of the shortest period that reaches into it."""
        return SQL(
            """
            (SELECT target.target_amount * (
                    LEAST(target.date_end, month.ends) - GREATEST(target.date_start, month.day) + 1
                    ) / (target.date_end - target.date_start + 1) %(revenue)s
                    AND target.target_amount IS NOT NULL
                    AND target.date_start <= month.ends AND target.date_end >= month.day
              ORDER BY target.date_end - target.date_start, target.id LIMIT 1)
            """,
            revenue=self._get_revenue_sql(),
        )

    @api.model
    def _select_actual(self):
        """SQL of what was reached of a target for just this month."""
        return SQL(
            "(SELECT target.actual_amount %s AND target.date_start = month.day "
            "AND target.date_end = month.ends LIMIT 1)",
            self._get_revenue_sql(),
        )

    @api.model
    def _get_attainment_parts_sql(self, query):
        names = ("actual_amount", "target_amount")
        return tuple(self._get_amount_sql(name, query) for name in names)

    @api.model
    def _get_total_rows_sql(self, ids):
        """A row tells of the month of its customer and of every company below. Of most customers
        nobody else tells: asked for are plans of a customer with another plan, or with one of a
        company above or below. Of two plans of one customer the one that is or was in force counts.
        """
        return SQL(
            """
            WITH RECURSIVE above(plan_id, company_id, place_id) AS (
                SELECT plan.id, plan.company_id, partner.parent_id
                  FROM kam_plan plan JOIN res_partner partner ON partner.id = plan.partner_id
                 WHERE partner.parent_id IS NOT NULL
                 UNION
                SELECT above.plan_id, above.company_id, partner.parent_id
                  FROM above JOIN res_partner partner ON partner.id = above.place_id
                 WHERE partner.parent_id IS NOT NULL
            ), told AS (
                SELECT above.plan_id AS one_id, other.id AS other_id
                  FROM above JOIN kam_plan other ON other.partner_id = above.place_id
                       AND other.company_id = above.company_id AND other.id != above.plan_id
                 UNION
                SELECT one.id, other.id
                  FROM kam_plan one JOIN kam_plan other ON other.partner_id = one.partner_id
                       AND other.company_id = one.company_id AND other.id != one.id
            )
            SELECT line.id, plan.company_id, plan.partner_id, line.id %% %(place)s,
                   ARRAY[line.id %% %(place)s],
                   (plan.state IN ('active', 'closed'))::int * 4294967296.0 + plan.id
              FROM (%(ids)s) AS line(id) JOIN kam_plan plan ON plan.id = line.id / %(place)s
             WHERE plan.id IN (SELECT one_id FROM told UNION SELECT other_id FROM told)
            """,
            ids=ids,
            place=MONTH_PLACE,
        )
