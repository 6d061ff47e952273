from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.rows import NaturalKey
from ..common.days import today_of_user
from ..common.known import KnownFloat, KnownMonetary, is_known
from .kam_value_agreement import CLAIMED

# What was read, and when: another reading is another record.
READ = ("value_id", "date", "current_value", "volume")


class KamValueReading(models.Model):
    """How far a value was on a day, and what that was worth by what was agreed then."""

    _name = "kam.value.reading"
    _description = "Reading of a Value"
    _inherit = ["kam.plan.line"]
    _order = "date desc, id desc"
    _rec_name = "date"
    _owner_fields = ("value_id",)
    _unoffered_fields = ("version",)
    _natural_keys = (NaturalKey(("value_id", "date"), ties=("current_value", "volume")),)

    value_id = fields.Many2one("kam.value", required=True, index=True, ondelete="cascade")
    plan_id = fields.Many2one(
        related="value_id.plan_id", store=True, precompute=True, required=False
    )
    date = fields.Date(required=True, default=lambda self: today_of_user(self))
    version = fields.Integer(
        compute="_compute_amount", store=True, precompute=True, aggregator=None
    )
    # In the unit of its value.
    current_value = KnownFloat(
        "Current",
        compute="_compute_proposal",
        store=True,
        readonly=False,
        precompute=True,
        aggregator=None,
    )
    volume = KnownFloat(
        "Actual Volume",
        compute="_compute_proposal",
        store=True,
        readonly=False,
        precompute=True,
        aggregator=None,
        help="How often the change counted so far; the agreed volume where nothing else is known.",
    )
    unit = fields.Selection(related="value_id.unit")
    currency_id = fields.Many2one(
        "res.currency", compute="_compute_amount", store=True, precompute=True
    )
    # Each reading tells of the same: there is nothing to add up.
    amount = KnownMonetary(compute="_compute_amount", store=True, precompute=True, aggregator=None)
    evidence = fields.Char(help="Where the figure comes from.")

    @api.depends("value_id")
    def _compute_proposal(self):
        for reading in self:
            value = reading.value_id
            for name, former in (
                ("current_value", value.current_value),
                ("volume", value._get_volume()),
            ):
                kept = reading[name]
                reading[name] = kept if is_known(kept) else former

    # Not on what the value says: a reading is worth what it was by the version of its day.
    @api.depends("value_id", "current_value", "volume")
    def _compute_amount(self):
        for reading in self:
            value = reading.value_id
            reading.version = value.version
            reading.currency_id = value.currency_id
            reading.amount = value and value._get_amount(reading.current_value, reading.volume)

    @api.model_create_multi
    def create(self, vals_list):
        """The values stand where their newest readings say."""
        readings = super().create(vals_list)
        for reading in readings:
            reading._check_reading()
            if reading == reading.value_id._get_last_reading():
                reading.value_id._note_reading_sudo(reading)
        return readings

    def _check_reading(self):
        names = {"value": self.value_id.name}
        if not is_known(self.current_value):
            raise UserError(
                self.env._("Reading of “%(value)s”: say how far it is in “Current”.", **names)
            )
        if is_known(self.volume) and self.volume <= 0:
            raise UserError(
                self.env._(
                    "Reading of “%(value)s”: a volume of 0 or less says nothing. Give one above 0, "
                    "or none.",
                    **names,
                )
            )
        if self.date > today_of_user(self):
            raise UserError(
                self.env._("Reading of “%(value)s”: nothing is read ahead of its day.", **names)
            )

    def write(self, vals):
        """What was read stays as it was."""
        read = {name: vals[name] for name in READ if name in vals}
        if read:
            self.check_access("write")
            self._check_as_given(read)
        return super().write(vals)

    def _get_given_text(self):
        return self.env._(
            "The reading of “%s” stays as it was recorded. Record another one, or delete it.",
            self.value_id.name,
        )

    def _check_not_asked_about(self):
        for reading in self:
            value = reading.value_id
            if value.state in CLAIMED and reading == value._get_last_reading():
                raise UserError(
                    self.env._(
                        "“%s”: the customer was asked about its last reading. Record another one.",
                        value.name,
                    )
                )

    def unlink(self):
        """What the customer was asked about stays; else the reading before counts again."""
        self.check_access("unlink")
        self._check_not_asked_about()
        values = self.value_id
        result = super().unlink()
        for value in values:
            if newest := value._get_last_reading():
                value._note_reading_sudo(newest)
            else:
                value._set_sudo(delivered_volume=False)
        return result
