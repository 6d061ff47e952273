from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from ...tools.strategy import risk as calculation
from ..common.known import KnownFloat, KnownInteger, KnownMonetary, is_known

PROBABILITIES = [
    ("1", "1 – rare (≤ 10 %)"),
    ("2", "2 – unlikely (≤ 30 %)"),
    ("3", "3 – possible (≤ 50 %)"),
    ("4", "4 – likely (≤ 70 %)"),
    ("5", "5 – almost certain (> 70 %)"),
]
IMPACTS = [
    ("1", "1 – minor (< 1 %)"),
    ("2", "2 – small (< 5 %)"),
    ("3", "3 – noticeable (< 10 %)"),
    ("4", "4 – severe (≤ 25 %)"),
    ("5", "5 – existential (> 25 %)"),
]
LEVELS = [("low", "Low"), ("medium", "Medium"), ("high", "High"), ("critical", "Critical")]
# Points from 1 to 5, and what they are points of.
POINTS = ("probability", "impact")
POINTS += tuple(f"{stage}_{name}" for stage in ("inherent", "target") for name in POINTS)
# What somebody says when he rates a risk.
RATING = {"probability", "impact", "amount"}
READ = ("probability", "impact", "rating", "level", "amount", "reason")
# Of a risk that was copied to the plan of the next period one counts.
AMOUNT = {"aggregator": "sum", "total_once": True}


class KamRiskRating(models.AbstractModel):
    """How grave a risk is: before anything is done, today, and after what is to be done.

    A rating is somebody's: it changes when somebody rates, never by itself. What was rated when, by
    whom and why is kept in `kam.risk.reading`.
    """

    _name = "kam.risk.rating"
    _description = "Rating of a Risk"
    _inherit = ["kam.plan.line"]

    # To rate a risk is to confirm it, and nothing else is.
    _confirming_fields = tuple(sorted(RATING))
    _confirm_interval_depends = ("level", "plan_id.review_interval")

    currency_id = fields.Many2one(related="plan_id.currency_id")
    inherent_probability = fields.Selection(PROBABILITIES)
    inherent_impact = fields.Selection(IMPACTS)
    inherent_rating = KnownInteger(compute="_compute_ratings", store=True, aggregator=None)
    probability = fields.Selection(PROBABILITIES, tracking=True)
    impact = fields.Selection(
        IMPACTS,
        compute="_compute_impact",
        store=True,
        readonly=False,
        precompute=True,
        tracking=True,
        copy=True,
        help="Found from the amount at risk where the revenue of the account is known, else typed.",
    )
    rating = KnownInteger(
        compute="_compute_ratings",
        store=True,
        aggregator=None,
        tracking=True,
        help="Probability times impact: up to 4 is low, up to 9 medium, up to 14 high, above that "
        "critical.",
    )
    level = fields.Selection(LEVELS, compute="_compute_ratings", store=True, index=True)
    target_probability = fields.Selection(PROBABILITIES)
    target_impact = fields.Selection(IMPACTS)
    target_rating = KnownInteger(compute="_compute_ratings", store=True, aggregator=None)
    reason = fields.Char("Why This Rating", copy=False)

    amount = KnownMonetary(
        "Amount at Risk",
        tracking=True,
        help="What we would lose in a year if it happened.",
        **AMOUNT,
    )
    rated_revenue = KnownMonetary(
        "Of Yearly Revenue",
        compute="_compute_rated_revenue",
        store=True,
        precompute=True,
        aggregator=None,
        help="The revenue of twelve months when the risk was rated.",
    )
    revenue_share = KnownFloat(
        "Share of Revenue (%)", compute="_compute_revenue_share", aggregator=None
    )
    money = KnownMonetary(
        "Expected Loss",
        compute="_compute_money",
        store=True,
        help="The amount at risk times the middle of the probability.",
        **AMOUNT,
    )

    rate_again = fields.Boolean(
        readonly=True,
        copy=False,
        help="All its actions are closed: somebody should say how grave the risk is now.",
    )
    first_risk_id = fields.Integer(
        readonly=True, copy=False, aggregator=None, index="btree_not_null"
    )

    _amount_positive = models.Constraint(
        "CHECK (amount >= 0)", "The amount at risk cannot be negative: correct it."
    )

    @api.depends("amount")
    def _compute_impact(self):
        """Found when the amount is given or changed: a moving revenue moves no rating."""
        for risk in self:
            risk.impact = risk._prepare_impact()["impact"]

    @api.depends("amount")
    def _compute_rated_revenue(self):
        for risk in self:
            risk.rated_revenue = risk._prepare_impact()["rated_revenue"]

    def _prepare_impact(self):
        """The impact in the revenue as it is now; without amount or revenue it stays."""
        revenue = self.plan_id.revenue
        share = calculation.share(self.amount, revenue)
        if share is None:
            return {"impact": self.impact, "rated_revenue": False}
        return {"impact": str(calculation.impact(share)), "rated_revenue": revenue}

    @api.depends("amount", "rated_revenue")
    def _compute_revenue_share(self):
        for risk in self:
            share = calculation.share(risk.amount, risk.rated_revenue)
            risk.revenue_share = False if share is None else share

    @api.depends(*POINTS)
    def _compute_ratings(self):
        for risk in self:
            risk.rating = risk._rate("probability", "impact")
            risk.inherent_rating = risk._rate("inherent_probability", "inherent_impact")
            risk.target_rating = risk._rate("target_probability", "target_impact")
            risk.level = calculation.level(risk.rating)

    def _rate(self, *names):
        return calculation.rating(*(int(self[name] or 0) for name in names))

    @api.depends("probability", "amount")
    def _compute_money(self):
        for risk in self:
            risk.money = calculation.money(int(risk.probability or 0), risk.amount)

    def _get_confirm_interval(self):
        """The graver, the sooner somebody rates again."""
        return calculation.REVIEW_MONTHS.get(self.level) or super()._get_confirm_interval()

    @api.model_create_multi
    def create(self, vals_list):
        """Keep how the new risks are rated."""
        risks = super().create([self._spell_points(vals) for vals in vals_list])
        risks._settle_impact_sudo()
        risks._keep_readings_sudo()
        return risks

    def write(self, vals):
        """Keep each rating; another one has another reason, or none."""
        vals = self._spell_points(vals)
        if RATING.isdisjoint(vals):
            result = super().write(vals)
            if "reason" in vals:
                self._correct_reason_sudo()
            return result
        before = {risk.id: risk._get_rating() for risk in self}
        result = super().write({"reason": False, **vals})
        self._settle_impact_sudo()
        self.filtered(lambda risk: risk._get_rating() != before[risk.id])._note_rating_sudo()
        return result

    @api.model
    def _spell_points(self, vals):
        """Points may be given as numbers as well."""
        numbers = {name: str(vals[name]) for name in POINTS if type(vals.get(name)) is int}
        return {**vals, **numbers} if numbers else vals

    def _tell(self, name):
        """A value to compare: no amount is not an amount of 0, which Python takes for the same."""
        return is_known(self[name]), self[name]

    def _get_rating(self):
        return [self._tell(name) for name in sorted(RATING)]

    def _settle_impact_sudo(self):
        """An impact that the amount gives is not typed beside it."""
        for risk in self.sudo():
            share = risk.revenue_share
            if is_known(share) and risk.impact != str(calculation.impact(share)):
                risk._write_within_rating({"impact": str(calculation.impact(share))})

    def _write_within_rating(self, vals):
        """Past our own `write`: this belongs to the rating that is being kept."""
        above = super()
        return above.write(vals)

    def _note_rating_sudo(self):
        """Somebody rated these risks."""
        self.sudo().filtered("rate_again").rate_again = False
        self._keep_readings_sudo()

    def _keep_readings_sudo(self):
        """Keep how these risks are rated now. As superuser: nobody writes that by hand."""
        rated = self.sudo().filtered(lambda risk: is_known(risk.rating))
        readings = self.env["kam.risk.reading"].sudo()
        readings.create([risk._prepare_reading() for risk in rated])

    def _prepare_reading(self):
        return {
            "risk_id": self.id,
            "date": self.confirmed_date or fields.Datetime.now(),
            "user_id": self.confirmed_by_id.id,
            "revenue": self.rated_revenue,
            **{name: self[name] for name in READ},
        }

    def _correct_reason_sudo(self):
        """As superuser: nobody writes by hand why somebody rated as he did; he may correct it."""
        for risk in self.sudo():
            reading = risk.reading_ids.sorted()[:1]
            author = reading.user_id
            if author not in (author.browse(), self.env.user) and not self.env.su:
                raise UserError(
                    self.env._(
                        "“%(risk)s” was rated by %(author)s, with that reason. Rate it anew to "
                        "give one of your own.",
                        risk=risk.name,
                        author=author.name,
                    )
                )
            reading.reason = risk.reason

    @api.model
    def _get_confirm_domain(self):
        """What is over needs nobody to stand by it."""
        return Domain("state", "!=", "closed")

    @api.model
    def _get_asked_domain(self):
        """All actions against it are closed."""
        return Domain("rate_again", "=", True)

    def _confirm_sudo(self):
        """Who says that a risk is rated right rates it: in the revenue as it is today."""
        result = super()._confirm_sudo()
        for risk in self.sudo():
            risk._write_within_rating(risk._prepare_impact())
        self._note_rating_sudo()
        return result

    @api.model
    def _get_total_rows_sql(self, ids):
        """A risk that goes on in the next period is told twice: the later one counts. Only of what
        goes on there can be two.
        """
        return SQL(
            "SELECT risk.id, risk.company_id, risk.partner_id, COALESCE(risk.first_risk_id, "
            "risk.id), ARRAY[COALESCE(risk.first_risk_id, risk.id)], risk.id "
            "FROM kam_risk risk WHERE risk.id IN (%s) AND (risk.first_risk_id IS NOT NULL "
            "OR risk.id IN (SELECT first_risk_id FROM kam_risk WHERE first_risk_id IS NOT NULL))",
            ids,
        )
