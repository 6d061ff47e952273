from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...tools.sharing.warnings import parse_words


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    kam_share_second_look = fields.Boolean(
        related="company_id.kam_share_second_look", readonly=False
    )
    kam_price_words = fields.Char(
        "Words About Prices",
        config_parameter="kam_planning.price_words",
        help="Amounts beside them are warned of before a plan is shared. What is typed for a "
        "language replaces its words, a star stands for any letters: “de: *marge*, *preis; "
        "en: margin”. Empty: the words that are shipped.",
    )

    @api.constrains("kam_price_words")
    def _check_kam_price_words(self):
        for settings in self:
            try:
                parse_words(settings.kam_price_words)
            except ValueError as error:
                raise ValidationError(
                    self.env._(
                        "“%(field)s”: “%(part)s” has no language. Write “en: margin, price; de: "
                        "Marge”.",
                        field=self._fields["kam_price_words"]._description_string(self.env),
                        part=str(error),
                    )
                ) from error
