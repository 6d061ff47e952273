from odoo.tests import HttpCase, tagged

from ..survey.common import SurveyCommon


@tagged("standard", "post_install", "-at_install")
class TestSurveyBrowser(SurveyCommon, HttpCase):
    """Both sides are asked, by one of the team with a phone."""

    browser_size = "390x844"
    touch_enabled = True

    def test_asked_answered_and_closed(self):
        address = f"/odoo/kam-plans/{self.plan.id}?chapter=survey"
        self.start_tour(address, "kam_survey_answer", login="mate")
        survey = self.plan.open_survey_id
        self.assertEqual(survey.create_uid, self.mate)
        own = self.env["kam.survey.answer"].search([("round_id", "=", survey.id)])
        self.assertEqual((own.user_id, own.mapped("score")), (self.mate, [4, 3]))
        # The others: we 4.33 and 3, they 2.67 and 3.
        for user, first in ((self.kam, 5), (self.manager, 4)):
            self._answer(survey, user, [first, 3])
        for contact, first in zip(self.people[:3], (3, 3, 2), strict=True):
            self._answer(survey, self.kam, [first, 3], contact)
        self.start_tour(address, "kam_survey_close", login="mate")
        self.assertEqual(survey.state, "closed")
