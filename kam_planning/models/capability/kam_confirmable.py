from odoo import api, fields, models
from odoo.fields import Domain

from ...tools import dates
from ..common.days import day_of, today_of_user
from ..common.switches import is_on

# Where nothing gives a cadence a confirmation holds for so many months.
CONFIRM_MONTHS = 6


class KamConfirmable(models.AbstractModel):
    """Lines that somebody stands by: confirmed when, by whom, and until when that holds.

    Writing one of `_confirming_fields` by hand is a confirmation; so is "still true".
    The model gives the cadence through `_get_confirm_interval`.
    """

    _name = "kam.confirmable"
    _description = "Confirmable Line"
    _unoffered_fields = ("stale_date",)

    # Fields whose change by a person says that the line is true as it now stands.
    _confirming_fields = ()
    # Dotted fields on which `_get_confirm_interval` depends.
    _confirm_interval_depends = ()
    # Fields on which `_get_confirm_domain` and `_get_asked_domain` depend.
    _confirm_depends = ()

    confirmed_date = fields.Datetime(
        "Confirmed On", default=fields.Datetime.now, readonly=True, copy=False
    )
    confirmed_by_id = fields.Many2one(
        "res.users",
        default=lambda self: self.env.uid,
        ondelete="set null",
        readonly=True,
        copy=False,
    )
    stale_date = fields.Date(
        "Holds Until",
        compute="_compute_stale_date",
        store=True,
        help="From this day on somebody should say that the line is still true.",
    )
    is_stale = fields.Boolean("To Confirm", compute="_compute_is_stale", search="_search_is_stale")

    def _get_confirm_interval(self):
        """Give the months for which a confirmation of this line holds."""
        self.ensure_one()
        return 0

    @api.depends(lambda self: ("confirmed_date", "company_id", *self._confirm_interval_depends))
    def _compute_stale_date(self):
        for line in self:
            confirmed = day_of(line.confirmed_date, line.company_id)
            line.stale_date = dates.add_months(confirmed, line._get_confirm_interval())

    @api.model
    def _get_confirm_domain(self):
        """Which lines there is something to confirm of: not of what is over, nor of what says
        nothing.

        :return: Domain, of fields in `_confirm_depends`
        """
        return Domain.TRUE

    @api.model
    def _get_asked_domain(self):
        """Which of them wait to be confirmed however short ago they were.

        :return: Domain, of fields in `_confirm_depends`
        """
        return Domain.FALSE

    def _get_confirm_text(self):
        """What somebody confirms who confirms this line, in short."""
        self.ensure_one()
        return ""

    @api.depends(lambda self: ("stale_date", *self._confirm_depends))
    @api.depends_context("tz", "uid")
    def _compute_is_stale(self):
        today, living = today_of_user(self), self.filtered_domain(self._get_confirm_domain())
        asked = living.filtered_domain(self._get_asked_domain())
        for line in self:
            is_old = not line.stale_date or line.stale_date <= today
            line.is_stale = line in asked or (is_old and line in living)

    def _search_is_stale(self, operator, value):
        if operator != "in":
            return NotImplemented
        is_old = Domain("stale_date", "=", False) | Domain("stale_date", "<=", "today")
        return (is_old | self._get_asked_domain()) & self._get_confirm_domain()

    def write(self, vals):
        """Take the change of a confirming field as a confirmation."""
        by_hand = not is_on(self, "kam_no_confirmation")
        if by_hand and not set(self._confirming_fields).isdisjoint(vals):
            vals = {**self._prepare_confirmation_values(), **vals}
        return super().write(vals)

    @api.model
    def _prepare_confirmation_values(self):
        return {"confirmed_date": fields.Datetime.now(), "confirmed_by_id": self.env.uid}

    def action_confirm_still_true(self):
        """Confirm the lines, one or many, as they stand: now, by the current user.

        :return: True
        :raise AccessError: when a line may not be written
        """
        self.check_access("write")
        self._confirm_sudo()
        return True

    def _confirm_sudo(self):
        """Stamp the lines; no user writes the stamps."""
        self.sudo().write(self._prepare_confirmation_values())
