"""A plan with a survey; no tests of its own."""

from ..strategy.common import StrategyCommon


class SurveyCommon(StrategyCommon):
    """Acme with four people and a plan in force, on which `kam`, `mate` and `manager` work."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._activate(cls.plan)
        cls.plan.show_survey = True
        cls._join_team(cls.mate, cls.manager)
        cls.people = cls.contact | cls.env["res.partner"].create(
            [{"name": f"Person {n}", "parent_id": cls.customer.id} for n in range(3)]
        )
        cls.questions = cls.env["kam.survey.question"].search([])

    @classmethod
    def _open(cls, user=None, **values):
        return (
            cls.env["kam.survey.round"]
            .with_user(user or cls.kam)
            .create({"plan_id": cls.plan.id, **values})
        )

    @classmethod
    def _answer(cls, survey_round, user, scores, contact=None):
        """Answers to the first questions, typed in by `user`."""
        return (
            cls.env["kam.survey.answer"]
            .with_user(user)
            .create(
                [
                    {
                        "round_id": survey_round.id,
                        "question_id": question.id,
                        "contact_id": contact.id if contact else False,
                        "score": score,
                    }
                    for question, score in zip(cls.questions, scores, strict=False)
                ]
            )
        )

    @classmethod
    def _answer_both(cls, survey_round):
        """The worked example: we 4.33 and 3, they 2.67 and 3."""
        for user, first in ((cls.kam, 5), (cls.mate, 4), (cls.manager, 4)):
            cls._answer(survey_round, user, [first, 3])
        for contact, first in zip(cls.people[:3], (3, 3, 2), strict=True):
            cls._answer(survey_round, cls.kam, [first, 3], contact)
