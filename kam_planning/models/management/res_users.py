from odoo import api, fields, models

from ..brief.res_users import MAIL, NEITHER
from ..common.parameters import read_parameter

SWITCH = "kam_remind_band"
MOMENT = {"readonly": True, "copy": False, "groups": "base.group_system"}


class ResUsers(models.Model):
    """Whether a manager is told by the weekly mail which accounts moved, and since when."""

    _inherit = "res.users"

    kam_remind_band = fields.Selection(
        [(MAIL, "Weekly mail"), (NEITHER, "Not in the weekly mail")],
        "Accounts in Another Band",
        default=lambda self: self._default_kam_remind_band(),
        required=True,
        copy=False,
        help="For managers: accounts whose health, plan quality or quadrant is another than at "
        "the last mail.",
    )
    kam_bands_before = fields.Datetime("Bands Told Until, Before", **MOMENT)
    kam_bands_date = fields.Datetime("Bands Told Until", **MOMENT)

    @property
    def SELF_READABLE_FIELDS(self):
        """A user sees his own switch."""
        return [*super().SELF_READABLE_FIELDS, SWITCH]

    @property
    def SELF_WRITEABLE_FIELDS(self):
        """A user sets his own switch."""
        return [*super().SELF_WRITEABLE_FIELDS, SWITCH]

    @api.model
    def _default_kam_remind_band(self):
        ways = {MAIL: MAIL, NEITHER: NEITHER}
        return read_parameter(self.env, "band_mail", lambda text: ways.get(text, MAIL), MAIL)

    def _send_kam_digest(self):
        """Each mail begins where the last one ended; what is written with it goes with it."""
        now = self.env["kam.digest"]._get_told_moment()
        for user in self:
            user.write({"kam_bands_before": user.kam_bands_date, "kam_bands_date": now})
        return super()._send_kam_digest()
