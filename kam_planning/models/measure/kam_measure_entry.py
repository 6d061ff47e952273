from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...tools.rows import NaturalKey
from ..common.days import today_of_user


class KamMeasureEntry(models.Model):
    """A figure that somebody entered by hand, such as the customer's satisfaction."""

    _name = "kam.measure.entry"
    _description = "Figure Entered by Hand"
    _inherit = ["kam.account.line"]
    _order = "date desc, id desc"
    _rec_name = "measure_id"
    _natural_keys = (
        NaturalKey(("account_id", "measure_id", "date", "company_id"), is_unique=True),
    )

    measure_id = fields.Many2one(
        "kam.measure",
        required=True,
        index=True,
        ondelete="restrict",
        domain="[('source', '=', 'manual')]",
    )
    date = fields.Date(required=True, default=today_of_user)
    value = fields.Float(required=True, aggregator="avg", total_within=("measure_id", "company_id"))
    user_id = fields.Many2one(
        "res.users",
        "Author",
        required=True,
        readonly=True,
        default=lambda self: self.env.user,
        ondelete="restrict",
    )
    note = fields.Char()

    _day_uniq = models.UniqueIndex(
        "(account_id, measure_id, date, company_id)",
        "A figure of this measure was entered for this customer and day already. Change that one.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        """The author is who enters the figure, whatever the caller says."""
        if not self.env.su:
            vals_list = [{**vals, "user_id": self.env.uid} for vals in vals_list]
        return super().create(vals_list)

    @api.constrains("measure_id", "value")
    def _check_entry(self):
        for entry in self:
            if entry.measure_id.source != "manual":
                raise ValidationError(
                    self.env._(
                        "“%s” is read from Odoo's records and cannot be entered by hand.",
                        entry.measure_id.name,
                    )
                )
            if entry.measure_id.unit == "percent" and not 0 <= entry.value <= 100:
                raise ValidationError(
                    self.env._(
                        "“%(measure)s” of %(account)s is a percentage from 0 to 100: correct "
                        "%(value)s.",
                        measure=entry.measure_id.name,
                        account=entry.account_id.display_name,
                        value=entry.value,
                    )
                )

    def _get_merge_key(self):
        return self.company_id, self.measure_id, self.date

    def _absorb_line(self, other):
        """Of two figures of a day this one counts; the other one stands in its note."""
        said = f"{other.account_id.name}: {other.value}"
        self.note = " · ".join(filter(None, (self.note, said, other.note)))
