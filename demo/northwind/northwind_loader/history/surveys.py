"""A round of the survey of both sides, asked and closed some weeks before the first review."""

from datetime import timedelta

from ..shifting import standing_at

OPENED, CLOSED = 70, 56
# Of the questions in their order, from 1 to 5: all of us see the deliveries better than they do.
OURS = ((4, 5, 4, 4, 4, 4, 3, 4), (4, 4, 5, 4, 5, 3, 4, 4), (5, 4, 4, 4, 4, 4, 3, 5))
THEIRS = {
    "contact": (4, 4, 2, 3, 4, 4, 3, 4),
    "goods_in": (4, 4, 2, 3, 5, 4, 2, 3),
    "shop": (3, 4, 3, 4, 4, 3, 3, 4),
}
LATE = (2, "We hear of a late order from our own goods-in.")


def ask_both_sides(story):
    """Open a round, let both sides answer, and close it: by the buttons of the plan."""
    opened = story.today - timedelta(days=OPENED)
    with standing_at(story.env, opened) as move_to:
        story.plan.show_survey = True
        story.plan.action_open_survey()
        survey = story.plan.open_survey_id
        move_to(opened + timedelta(days=7))
        for user, scores in zip(story.plan.access_user_ids, OURS, strict=False):
            _answer(survey.with_user(user), scores, side="ours")
        for key, scores in THEIRS.items():
            contact = story.person(key)
            if contact:
                _answer(survey, scores, side="theirs", contact_id=contact.id)
        move_to(story.today - timedelta(days=CLOSED))
        story.plan.action_close_survey()
        story.env.flush_all()


def _answer(survey, scores, **person):
    """Fill in the form of one person."""
    number, comment = LATE if person["side"] == "theirs" else (None, "")
    answers = {
        str(line.question_id.id): {"score": score, "comment": comment if one == number else ""}
        for one, (line, score) in enumerate(zip(survey.line_ids, scores, strict=False))
    }
    replies = survey.env["kam.survey.reply"]
    replies.create({"round_id": survey.id, "answers": answers, **person}).action_save()
