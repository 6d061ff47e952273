from dateutil.relativedelta import relativedelta

from odoo import api, models
from odoo.fields import Domain

from ..common.days import today_of

# So long what was said in the survey says how things stand.
MONTHS = 12


class KamValueRating(models.Model):
    """Beside the scorecard stands what both sides said in the survey to the same subject."""

    _inherit = "kam.value.rating"

    @api.model
    def _read_scorecards(self, plans):
        """Add ``survey`` to the criteria of whose question both sides said something: dict ``us``,
        ``customer`` (means from 1 to 5) and ``gap``, or None.
        """
        cards = super()._read_scorecards(plans)
        told = self._read_survey(plans.filtered("show_survey"))
        for plan_id, card in cards.items():
            for row in card["criteria"]:
                row["survey"] = told.get((plan_id, row["id"]))
        return cards

    @api.model
    def _read_survey(self, plans):
        """{(plan id, criterion id): what both sides said}, of last rounds not older than a year."""
        if not plans:
            return {}
        domain = Domain("plan_id", "in", plans.ids) & Domain("round_id.is_latest", "=", True)
        domain &= Domain("gap", "!=", False) & Domain("question_id.criterion_id", "!=", False)
        year = relativedelta(months=MONTHS)
        return {
            (line.plan_id.id, line.question_id.criterion_id.id): {
                "us": line.ours_mean,
                "customer": line.theirs_mean,
                "gap": line.gap,
            }
            for line in self.env["kam.survey.line"].search(domain)
            if line.round_id.date_closed > today_of(line.company_id) - year
        }
