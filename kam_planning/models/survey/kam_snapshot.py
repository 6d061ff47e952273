from odoo import api, models

OWN_DAYS = "is kept with its own days, and never changed once it is closed"


class KamSnapshot(models.Model):
    """Rounds of the survey are no part of how the plan stood."""

    _inherit = "kam.snapshot"

    @api.model
    def _get_left_out(self):
        return {
            **super()._get_left_out(),
            "kam.survey.round": OWN_DAYS,
            "kam.survey.line": OWN_DAYS,
            "kam.survey.answer": "is read by nobody but who typed it in",
        }
