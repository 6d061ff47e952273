from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL

from ...tools.rows import NaturalKey
from ..common.accents import AlikeChar

SOURCES = [("measure", "Measure"), ("method", "Named Method")]
READINGS = [
    ("value", "The figure"),
    ("growth", "Growth on a year before (%)"),
    ("change", "Change on a year before (points)"),
    ("of_revenue", "In percent of yearly revenue"),
]
METHODS = [
    ("heard", "Key people heard of (%)"),
    ("confirmed", "Value confirmed of what was promised (%)"),
]
# Another value of these is another definition: scores say by which one they were made.
DEFINING = (
    *("source", "measure_id", "reading", "method", "months", "minimum_count"),
    *("bad", "good", "weight", "tier_id"),
)
QUESTION = ("source", "measure_id", "reading", "method")


class KamHealthInput(models.Model):
    """What the health of an account is made of: a figure of the customer's behaviour, the number
    that is bad and the one that is good.

    Nothing of it is work on the plan. How it is read stands in `kam.health.reading`.
    """

    _name = "kam.health.input"
    _description = "Input of Health"
    _inherit = ["kam.health.reading", "kam.health.test", "kam.guarded"]
    _order = "sequence, id"
    _natural_keys = (NaturalKey(("name", "tier_id"), empty=("tier_id",)),)
    _unoffered_fields = ("version",)

    name = AlikeChar("Input", required=True, translate=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    tier_id = fields.Many2one(
        "kam.tier",
        "Only For Tier",
        index="btree_not_null",
        ondelete="restrict",
        help="For accounts of this tier it stands for the input of all tiers that reads the same; "
        "with weight 0 it takes that one away.",
    )
    source = fields.Selection(SOURCES, required=True, default="measure")
    measure_id = fields.Many2one("kam.measure", index="btree_not_null", ondelete="restrict")
    reading = fields.Selection(READINGS, "How", required=True, default="value")
    method = fields.Selection(METHODS)
    months = fields.Integer(
        "Holds For (months)",
        required=True,
        default=12,
        aggregator=None,
        help="Figures of the last so many months; 0: as it stands today.",
    )
    minimum_count = fields.Integer(
        "Least Number",
        aggregator=None,
        help="Of fewer cases nothing is known: a win rate of two decisions says nothing.",
    )
    bad = fields.Float("0 Points At", required=True, default=0.0, aggregator=None)
    good = fields.Float("100 Points At", required=True, default=100.0, aggregator=None)
    weight = fields.Float(required=True, default=10.0, aggregator=None)
    version = fields.Integer(default=1, readonly=True, copy=False, aggregator=None)
    alarm = fields.Char(
        "Said When It Collapsed",
        translate=True,
        help="E.g. “nobody who decides is heard of”. Said of an input of weight 15 or more that "
        "has at most 10 points.",
    )
    todo = fields.Char("Next Step", translate=True, help="What brings the next point.")
    minutes = fields.Integer("Takes (minutes)", default=15, aggregator=None)

    _weight_positive = models.Constraint(
        "CHECK (weight >= 0)", "The weight of an input cannot be negative: correct the weight."
    )
    _months_positive = models.Constraint(
        "CHECK (months >= 0 AND months <= 120)",
        "A figure is read of up to 120 months, or of 0 for today: correct the months.",
    )
    _minimum_positive = models.Constraint(
        "CHECK (minimum_count >= 0 AND minutes >= 0)",
        "Numbers of cases and minutes cannot be negative: correct them.",
    )

    @api.constrains("bad", "good")
    def _check_thresholds(self):
        for one in self:
            if one.bad == one.good:
                raise ValidationError(
                    self.env._(
                        "Input “%(name)s”: %(number)s cannot give both 0 and 100 points. Change "
                        "“0 Points At” or “100 Points At”.",
                        name=one.name,
                        number=f"{one.bad:g}",
                    )
                )

    @api.constrains("source", "measure_id", "method", "reading", "months")
    def _check_source(self):
        for one in self:
            if not one[{"measure": "measure_id", "method": "method"}[one.source]]:
                raise ValidationError(
                    self.env._(
                        "Input “%s”: say which measure or which method it is read by.", one.name
                    )
                )
            compares = one.source == "measure" and one.reading in ("growth", "change")
            if not one.months and (compares or one.source == "method"):
                raise ValidationError(
                    self.env._(
                        "Input “%s”: what is compared or counted needs a span of time. Say for how "
                        "many months it holds.",
                        one.name,
                    )
                )

    @api.constrains("reading", "measure_id")
    def _check_reading(self):
        for one in self.filtered(lambda i: i.source == "measure" and i.reading == "of_revenue"):
            if one.measure_id.unit != "currency":
                raise ValidationError(
                    self.env._(
                        "Input “%(name)s”: “%(measure)s” is no amount of money and cannot be put "
                        "in percent of revenue. Choose another way of reading.",
                        name=one.name,
                        measure=one.measure_id.name,
                    )
                )

    def write(self, vals):
        """Another definition is another version: scores that were made before stay explained."""
        if set(DEFINING).isdisjoint(vals):
            return super().write(vals)
        before = {one: one._get_definition() for one in self}
        result = super().write(vals)
        self.filtered(lambda one: one._get_definition() != before[one])._raise_version_sudo()
        return result

    def _get_definition(self):
        return [self[name] for name in DEFINING]

    def _raise_version_sudo(self):
        """As superuser: nobody tells the version."""
        for version, inputs in self.sudo().grouped("version").items():
            inputs.version = version + 1

    @api.ondelete(at_uninstall=False)
    def _unlink_except_counted(self):
        """Kept scores name their inputs."""
        if self and self._are_counted_sudo():
            raise ValidationError(
                self.env._(
                    "Scores were made with “%s” and stay explained by it. Archive it instead of "
                    "deleting it.",
                    self[0].name,
                )
            )

    def _are_counted_sudo(self):
        """Whether any score was made with one of these."""
        keys = [one._get_key() for one in self]
        self.env["kam.score"].sudo().flush_model()
        return bool(
            self.env.execute_query(
                SQL(
                    "SELECT 1 FROM kam_score WHERE kind = 'health' "
                    "AND jsonb_exists_any(components, %s) LIMIT 1",
                    keys,
                )
            )
        )

    def _select(self, tier):
        """The inputs that count for accounts of a tier.

        :param tier: kam.tier, or none
        """
        own = self.filtered(lambda one: one.tier_id and one.tier_id == tier)
        told = {one._get_question() for one in own}
        common = self.filtered(lambda one: not one.tier_id and one._get_question() not in told)
        return (own | common).filtered(lambda one: one.weight > 0).sorted("sequence")

    def _get_question(self):
        """What an input reads: the same question of a tier stands for that of all."""
        if self.source == "method":
            return self.source, self.method
        return self.source, self.measure_id, self.reading
