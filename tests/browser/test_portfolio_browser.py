from odoo.tests import HttpCase

from ..portfolio.common import PortfolioCommon


class TestPortfolioBrowser(PortfolioCommon, HttpCase):
    """From the scores of a rater to the choice of a manager, in a real browser."""

    browser_size = "1400x900"

    def test_scores_matrix_and_choice(self):
        self.round.criterion_ids = self.attractive[0] | self.strong[0]
        self.customer.user_id = self.kam
        self.round.action_open()
        self.start_tour("/odoo/kam-rounds", "kam_portfolio_rater", login="kam")
        (score,) = self.env["kam.assessment"].search([("score", "!=", False)])
        self.assertEqual((score.score, score.rater_id), (8.0, self.kam))
        strength = {"account_id": self.customer.id, "criterion_id": self.strong[0].id, "score": 6}
        self.env["kam.assessment"].with_user(self.mate).create(
            {"round_id": self.round.id, **strength}
        )
        address = f"/odoo/kam-rounds/{self.round.id}"
        self.start_tour(address, "kam_portfolio_manager", login="manager")
        result = self._result(self.round, self.customer)
        self.assertEqual((result.quadrant, result.proposal), ("strategic", "pilot"))
