from odoo import api, models
from odoo.tools.misc import format_date

from ..common.days import today_of_user
from ..common.known import is_known
from .customer_choices import tell_choice


class KamPaperWords(models.AbstractModel):
    """What papers are written of: lists of dicts of texts, in the language of the records."""

    _name = "kam.paper.words"
    _description = "Words on Papers"

    @api.model
    def _get_day_printed(self):
        return today_of_user(self)

    @api.model
    def _tell_day(self, day):
        return format_date(self.env, day) if day else ""

    @api.model
    def _tell_choice(self, model, name, value):
        """What a choice is called for the customer, in the language of these records."""
        return tell_choice(self.env, self.env[model]._fields[name], value)

    @api.model
    def _tell_score(self, number):
        return f"{number:.0f}" if is_known(number) else ""

    @api.model
    def _tell_percent(self, number):
        return f"{number:.0f}\N{NO-BREAK SPACE}%" if is_known(number) else ""
