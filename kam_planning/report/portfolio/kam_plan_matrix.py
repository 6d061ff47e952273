from odoo import api, models
from odoo.exceptions import UserError

from ...models.common.days import today_of_user


class ReportMatrix(models.AbstractModel):
    """The matrix of a round on paper: the drawing of the screen, and its table."""

    _name = "report.kam_planning.report_matrix"
    _description = "Portfolio Matrix"

    @api.model
    def _get_report_values(self, docids, data=None):
        """Draw with the user's own rights.

        :param list docids: ids of rounds
        :return: dict for the template
        :raise UserError: on what is no closed round
        """
        rounds = self.env["kam.assessment.round"].sudo(False)
        rounds = rounds.search([("id", "in", docids or []), ("state", "=", "closed")])
        if not rounds:
            raise UserError(self.env._("Choose a round that is closed: only those have a matrix."))
        results = self.env["kam.assessment.result"].sudo(False)
        return {
            "doc_ids": rounds.ids,
            "doc_model": rounds._name,
            "docs": rounds,
            "today": today_of_user(self),
            "matrices": {
                one.id: results.get_matrix([("round_id", "=", one.id)], one.id) for one in rounds
            },
        }
