from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    kam_peer_segment = fields.Selection(
        [("industry", "Industry"), ("country", "Country"), ("none", "All customers")],
        "Peers Share Their",
        config_parameter="kam_planning.peer_segment",
        default="industry",
    )
    kam_size_measure_id = fields.Many2one(
        "kam.measure",
        "Size of a Customer",
        config_parameter="kam_planning.size_measure_id",
        help="Empty: the revenue with us of the other offerings.",
    )
    kam_size_bands = fields.Char(
        "Size Bands Begin At",
        config_parameter="kam_planning.size_bands",
        default="1000; 10000; 100000; 1000000",
    )

    @api.constrains("kam_size_bands")
    def _check_kam_size_bands(self):
        for settings in self.filtered("kam_size_bands"):
            try:
                self.env["kam.whitespace"]._parse_size_bands(settings.kam_size_bands)
            except ValueError:
                raise ValidationError(
                    self.env._(
                        "“%s” is no list of amounts. Write the sizes at which a band begins, such "
                        "as: 10000; 100000",
                        settings.kam_size_bands,
                    )
                ) from None
