from odoo import fields, models

from ..brief.res_users import MAIL, NEITHER


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    kam_band_mail = fields.Selection(
        [(MAIL, "In their weekly mail"), (NEITHER, "Not at all")],
        "New Managers Are Told What Moved",
        config_parameter="kam_planning.band_mail",
        default=MAIL,
    )
