from odoo.tests import HttpCase, tagged

from ..strategy.value import RETURNS, ValueCommon


@tagged("standard", "post_install", "-at_install")
class TestValueBrowser(ValueCommon, HttpCase):
    """A confirmation by hand and an answer to the scorecard, in a real browser."""

    def _tour(self, name, chapter, size="1400x900"):
        self.browser_size = size
        address = f"/odoo/kam-plans/{self.plan.id}?chapter={chapter}"
        self.start_tour(address, name, login="kam")

    def test_a_value_is_confirmed_by_hand(self):
        self.value.action_agree()
        self._tour("kam_value_confirm", "values")
        self.assertEqual((self.value.state, self.value.confirmed_total), ("partly", 4158))
        answer = self.value.answer_ids
        self.assertEqual(answer.attachment_ids.mapped("name"), ["mail.txt"])
        self.assertEqual(answer.attachment_ids.res_id, answer.id)
        self.assertEqual(answer.claimed_amount, 5544)
        self.assertEqual(answer.create_uid, self.kam)
        self.assertEqual(self.value.baseline_value, RETURNS["baseline_value"])

    def test_an_answer_to_the_scorecard(self):
        self._tour("kam_value_scorecard", "scorecard")
        rating = self.env["kam.value.rating"].with_user(self.kam).search([])
        self.assertEqual((rating.importance, rating.us, rating.next_best), (4, 4, 4))
        self.assertEqual(rating.side, "us")
