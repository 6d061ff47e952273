"""How the example plans came to be what they are: numbers, reviews and changes of the past.

Made by the same methods that the nightly jobs and the buttons call, while the clock stands at
another day (`shifting.standing_at`).
"""

from ..strategy_story import Story
from .changes import look_at_last, look_at_now, look_back
from .more_plans import load_more_plans
from .reviews import (
    hold_first_review,
    hold_second_review,
    judge_changes,
    lose_contact,
    put_off_agreement,
    revise,
)
from .scores import score_now, score_past
from .surveys import ask_both_sides
from .sharing import agree_on_it, propose_again, share_plan

# In their order, each one transaction. Scores of the past are kept before those of later days.
STEPS = {
    "plans": load_more_plans,
    "scores": score_past,
    "survey": ask_both_sides,
    "shared": share_plan,
    "agreed": agree_on_it,
    "review_1": hold_first_review,
    "looked_back": look_back,
    "revision": revise,
    "review_2": hold_second_review,
    "left": lose_contact,
    "put_off": put_off_agreement,
    "proposed": propose_again,
    "looked": look_at_last,
    "now": look_at_now,
    "judged": judge_changes,
    "scored": score_now,
}


def load_history(run):
    """Make what is not there yet. Each step is marked by an external id; what a user judges or
    deletes afterwards stays so.

    :param Run run: after the strategy is loaded
    """
    missing = [name for name in STEPS if not run.ref(f"history_{name}")]
    if not missing:
        return
    story = Story(run, "running")
    for name in missing:
        STEPS[name](story)
        run.env.flush_all()
        run.name_records("history", [name], story.plan)
        run.env.flush_all()
        run.commit()
        run.env.invalidate_all()
    run.say(f"  history: {len(missing)} steps")
