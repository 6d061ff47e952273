from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...tools.portfolio.matrix import HIGHEST
from ..common.accents import AlikeChar

AXES = [("attractiveness", "Attractiveness"), ("strength", "Relative Strength")]
SOURCES = [("hand", "Scored by Raters"), ("measure", "Measure"), ("method", "Computed")]
READINGS = [("value", "The figure"), ("growth", "Growth a year (%)")]
METHODS = [
    ("potential", "Whitespace potential"),
    ("wallet", "Share of wallet (%)"),
    ("maturity", "Maturity of the relationship map (0–3)"),
    ("value_ratio", "Value ratio of the customer's scorecard"),
]
ANCHORS = ("anchor_0", "anchor_3", "anchor_7", "anchor_10")
TRANSLATED = ("name", *ANCHORS)
# Measures of what they buy.
REVENUE = ("revenue", "order_intake")
# What a round keeps as it was when it opened.
FROZEN = (
    *("sequence", "axis", "weight", "is_revenue_based", "validity_months", "source"),
    *("measure_id", "reading", "method", "months", "bad", "good"),
)


class KamCriterionDefinition(models.AbstractModel):
    """What a criterion says: of the list that is in use, and as a round keeps it."""

    _name = "kam.criterion.definition"
    _description = "Definition of a Criterion"

    name = AlikeChar("Criterion", required=True, translate=True)
    sequence = fields.Integer(default=10)
    axis = fields.Selection(AXES, required=True, default="attractiveness")
    weight = fields.Float(required=True, default=10.0, aggregator=None)
    is_revenue_based = fields.Boolean(
        "Rests on Revenue",
        help="Share of wallet and the measures of revenue and order intake count as such by "
        "themselves. At most half of an axis may rest on what they buy today: else the largest "
        "accounts are the most attractive ones whatever comes.",
    )
    validity_months = fields.Integer(
        "Scores Hold For (months)",
        required=True,
        default=12,
        aggregator=None,
        help="A rater's score of an earlier round counts again for so long. 0: each round is "
        "scored anew.",
    )
    source = fields.Selection(
        SOURCES,
        required=True,
        default="hand",
        help="Where a figure is not known, what raters say counts.",
    )
    measure_id = fields.Many2one("kam.measure", index="btree_not_null", ondelete="restrict")
    reading = fields.Selection(READINGS, "How", required=True, default="value")
    method = fields.Selection(METHODS, "Computed From")
    months = fields.Integer(
        required=True,
        default=12,
        aggregator=None,
        help="Figures of the last so many months; growth is that of 12 months on those so many "
        "months before.",
    )
    bad = fields.Float("0 Points At", required=True, default=0.0, aggregator=None)
    good = fields.Float("10 Points At", required=True, default=100.0, aggregator=None)
    anchor_0 = fields.Char("0 Means", translate=True)
    anchor_3 = fields.Char("3 Means", translate=True)
    anchor_7 = fields.Char("7 Means", translate=True)
    anchor_10 = fields.Char("10 Means", translate=True)

    _weight_positive = models.Constraint(
        "CHECK (weight >= 0)", "The weight of a criterion cannot be negative: correct the weight."
    )
    _months_positive = models.Constraint(
        "CHECK (months > 0 AND months <= 120 AND validity_months >= 0)",
        "Figures are read of 1 to 120 months, and scores hold for 0 months or more: correct them.",
    )

    @api.constrains("bad", "good")
    def _check_thresholds(self):
        for one in self:
            if one.bad == one.good:
                raise ValidationError(
                    self.env._(
                        "Criterion “%(name)s”: %(number)s cannot give both 0 and 10 points. Change "
                        "“0 Points At” or “10 Points At”.",
                        name=one.name,
                        number=f"{one.bad:g}",
                    )
                )

    @api.constrains("source", "measure_id", "method", "reading", "months")
    def _check_source(self):
        for one in self:
            needed = {"measure": one.measure_id, "method": one.method}
            if not needed.get(one.source, True):
                raise ValidationError(
                    self.env._(
                        "Criterion “%s”: say which measure it is read from, or what it is computed "
                        "from.",
                        one.name,
                    )
                )
            if one.source == "measure" and one.reading == "growth" and one.months < 12:
                raise ValidationError(
                    self.env._(
                        "Criterion “%s”: growth compares 12 months with 12 months at least a year "
                        "before. Say 12 months or more.",
                        one.name,
                    )
                )

    def _rests_on_revenue(self):
        """Whether it counts as revenue: said so, or read from what they buy."""
        if self.is_revenue_based or (self.source == "method" and self.method == "wallet"):
            return True
        measures = {self.env["kam.measure"]._get_standard_sudo(name).id for name in REVENUE}
        return self.source == "measure" and self.measure_id.id in measures

    def _prepare_scale(self):
        """The anchors in words, one a line."""
        steps = ((name.removeprefix("anchor_"), self[name]) for name in ANCHORS)
        return "\n".join(f"{step}: {words}" for step, words in steps if words)

    def _get_source_words(self):
        """Where the value comes from, for who asks why."""
        if self.source == "measure":
            return self.sudo(False).measure_id.name or self.env._("Measure")
        options = dict(self._fields["method"]._description_selection(self.env))
        return options[self.method] if self.source == "method" else self.env._("Raters")

    def _format_number(self, number, currency):
        """A figure as a person reads it.

        :param number: float, or None
        :param currency: res.currency of amounts
        """
        if number is None or self.source == "hand":
            return ""
        if self.source == "measure":
            is_value = self.reading == "value"
            return self.measure_id._format(number, currency) if is_value else f"{number:+.1f} %"
        if self.method == "potential":
            return currency.format(number)
        return f"{number:.1f} %" if self.method == "wallet" else f"{number:.2f}"

    @api.model
    def _is_on_scale(self, score):
        return 0 <= score <= HIGHEST
