from functools import lru_cache

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools.misc import formatLang

from ...tools.strategy.value import confirmation_rate
from ..common.days import today_of
from ..common.known import KnownFloat, KnownMonetary, is_known
from .kam_value_agreement import CLAIMED

# The steps of the ladder, and the states whose values stand on each.
STEPS = {
    "promised": ("agreed", *CLAIMED),
    "delivered": CLAIMED,
    "confirmed": ("confirmed", "partly"),
    "disputed": ("disputed",),
}
TOTAL = {
    "compute": "_compute_totals",
    "store": True,
    "currency_field": "company_currency_id",
    "aggregator": "sum",
}
# What belongs together stays on one line.
SPACE = "\N{NO-BREAK SPACE}"
UNIT_SIGNS = {"percent": f"{SPACE}%", "hours": f"{SPACE}h"}


class KamValueTotal(models.AbstractModel):
    """How an amount is made, as a sentence; and what is promised, delivered, confirmed and
    disputed, in the company's money by the rate of the day of agreement. None of it is ever added
    to another.
    """

    _name = "kam.value.total"
    _description = "Totals of Values"
    _inherit = ["kam.value.agreement"]
    _confirm_depends = ("state",)

    promise_formula = fields.Char("Promise", compute="_compute_promise_formula")
    formula = fields.Char("So Far", compute="_compute_formula")
    company_currency_id = fields.Many2one(related="company_id.currency_id", string="Company Money")
    promised_total = KnownMonetary("Promised", **TOTAL)
    delivered_total = KnownMonetary("Delivered", **TOTAL)
    confirmed_total = KnownMonetary("Confirmed", **TOTAL)
    disputed_total = KnownMonetary("Disputed", **TOTAL)
    confirmation_rate = KnownFloat(
        "Confirmation Rate (%)",
        compute="_compute_totals",
        store=True,
        aggregator="avg",
        ratio="_get_confirmation_parts_sql",
        help="Confirmed in percent of delivered.",
    )

    @api.depends("promised_amount")
    @api.depends_context("lang")
    def _compute_promise_formula(self):
        # By type: what is not known (False) is no 0.
        tell = lru_cache(maxsize=None, typed=True)(self._format_number)
        for value in self:
            value.promise_formula = value._explain(
                tell, value.target_value, value.volume, value.promised_amount
            )

    @api.depends("amount")
    @api.depends_context("lang")
    def _compute_formula(self):
        tell = lru_cache(maxsize=None, typed=True)(self._format_number)
        for value in self:
            value.formula = is_known(value.current_value) and value._explain(
                tell, value.current_value, value._get_volume(), value.amount
            )

    def _explain(self, tell, reached, volume, amount, value=None):
        """The amount as a sentence: what it is made of, in the words of the user's language.

        :param tell: `_format_number`, which the values of a list ask for the same numbers
        :param value: what has its factors, where it is not this record
        """
        value = value or self
        factors = [
            tell(volume),
            tell(value.unit_value, value.currency_id),
            tell(value.our_share, sign=f"{SPACE}%"),
        ]
        if value.unit == "currency" and not is_known(value.unit_value):
            factors.pop(1)
        currency = value.currency_id if value.unit == "currency" else None
        sign = UNIT_SIGNS.get(value.unit, "")
        ends = [tell(end, currency, sign) for end in (value.baseline_value, reached)]
        first, second = reversed(ends) if value.direction == "up" else ends
        result = self.env._("not known")
        if is_known(amount):
            result = tell(amount, value.currency_id)
        return f"({first} − {second}) × {' × '.join(factors)} = {result}"

    @api.model
    def _format_number(self, number, currency=None, sign=""):
        """A number with the decimals that it has, at most four, and its unit."""
        if not is_known(number):
            return "?"
        decimals = len(f"{number:.4f}".rstrip("0").partition(".")[2])
        if currency and decimals:
            decimals = max(decimals, currency.decimal_places)
        text = formatLang(self.env, number, digits=decimals)
        if not currency:
            return f"{text}{sign}"
        parts = (text, currency.symbol)
        return SPACE.join(parts if currency.position == "after" else reversed(parts))

    @api.depends(
        *("state", "version", "rate", "promised_amount", "amount"),
        *("answer_ids.decision", "answer_ids.confirmed_amount", "answer_ids.claimed_amount"),
        *("answer_ids.version", "answer_ids.date", "company_id.currency_id"),
    )
    def _compute_totals(self):
        for value in self:
            is_claimed, answer = value.state in CLAIMED, value._get_last_answer()
            promised = value.state != "proposed" and value.promised_amount
            value.promised_total = value._convert(promised)
            value.delivered_total = value._convert(is_claimed and value.amount)
            value.confirmed_total = value._convert(is_claimed and answer._get_confirmed())
            value.disputed_total = value._convert(is_claimed and answer._get_disputed())
            rate = confirmation_rate(none_of(value.confirmed_total), none_of(value.delivered_total))
            value.confirmation_rate = False if rate is None else rate

    def _read_rate(self):
        """The company's money for one of the value's currency, today."""
        company = self.company_id
        currency = self.currency_id or company.currency_id
        return self.env["res.currency"]._get_conversion_rate(
            currency, company.currency_id, company, today_of(company)
        )

    def _convert(self, amount):
        """An amount in the company's money, by the rate of the day of agreement."""
        is_sum = is_known(amount) and is_known(self.rate)
        return is_sum and self.company_id.currency_id.round(amount * self.rate)

    @api.model
    def _get_confirmation_parts_sql(self, query):
        names = ("confirmed_total", "delivered_total")
        return tuple(self._get_amount_sql(name, query) for name in names)

    @api.model
    def _get_confirm_domain(self):
        """Once the customer was asked it is he who confirms."""
        return Domain("state", "not in", CLAIMED)

    @api.model
    def _read_ladders(self, plans):
        """What was promised, delivered, confirmed and disputed in each plan; nothing of it is added
        up.

        :param plans: kam.plan records
        :return: dict {plan id: dict ``steps`` (list of dicts ``name``, ``amount``, ``count``),
            ``promised_all`` (also what is due later), ``rate`` (percent), ``unknown`` (how many
            have no amount), ``currency_id``}; None is not known
        """
        domain = Domain("plan_id", "in", plans.ids) & Domain("state", "!=", "proposed")
        names = [f"{step}_total:sum" for step in STEPS]
        sums = [*names, "confirmation_rate:avg", "promised_total:count", "__count"]
        totals = {row[0].id: row[1:] for row in self._read_group(domain, ["plan_id"], sums)}
        states, due = {}, {}
        for plan, state, count in self._read_group(domain, ["plan_id", "state"], ["__count"]):
            states[plan.id, state] = count
        is_due = domain & Domain("date_deadline", "<=", "today")
        for plan, amount, count in self._read_group(is_due, ["plan_id"], [names[0], "__count"]):
            due[plan.id] = (amount, count)
        return {
            plan.id: self._prepare_ladder(plan, totals.get(plan.id), due.get(plan.id), states)
            for plan in plans
        }

    @api.model
    def _prepare_ladder(self, plan, totals, due, states):
        *sums, rate, known, count = totals or (None,) * len(STEPS) + (None, 0, 0)
        amounts = [(due or (None, 0))[0], *sums[1:]]
        counts = [sum(states.get((plan.id, one), 0) for one in STEPS[step]) for step in STEPS]
        counts[0] = (due or (None, 0))[1]
        return {
            "steps": [
                {"name": step, "amount": amount, "count": number}
                for step, amount, number in zip(STEPS, amounts, counts, strict=True)
            ],
            "promised_all": sums[0],
            "rate": rate,
            "unknown": count - known,
            "currency_id": plan.company_id.currency_id.id,
        }


def none_of(value):
    """Give None where a number is not known."""
    return value if is_known(value) else None
