"""Two reviews of the running plan, what was revised between them, and what happened since."""

from datetime import timedelta

from dateutil.relativedelta import relativedelta

from ..desk import SILENT
from ..plan_texts import OPPORTUNITY, fill
from ..shifting import standing_at
from ..strategy_goals import RELIABLE
from ..strategy_story import Link

FIRST_REVIEW, REVISED, SECOND_REVIEW, LEFT, PUT_OFF = 42, 24, 7, 4, 3
PUT_OFF_BY = 45
FIRST_MINUTES = (
    "What we promise to goods-in has to be seen by us before they see it. Who watches the "
    "deliveries, and who warns the customer? To be settled by the next review."
)
SECOND_MINUTES = (
    "The watch on deliveries is settled: customer service warns goods-in the day before. A pilot "
    "in a new division has no sponsor on their side, so we do not push it. "
    "Orders that left by the day asked for: {on_time_orders}."
)
EVIDENCE = (
    " Asked again in the service talk: what they want is not fewer orders, but one delivery for "
    "several of them."
)
GAIN = "All goods on the day that was agreed, and a warning the day before where they are not."
ADDED_ACTION = {
    "name": "Warn goods-in the day before when an order leaves late",
    "objective_id": Link("objective", RELIABLE),
    "date_deadline": relativedelta(days=14),
    "effort": 1.0,
}
ADDED_DATE = {
    "kind": "other",
    "name": "We present our service report",
    "date": relativedelta(days=18),
    "lead_days": 21,
    "note": "{late_count} orders left late in all; {on_time_orders} of the last twelve months did.",
}
DROPPED_ACTION = "Propose a pilot to one new division"
NO_NEWS = "An ordinary order of the season: nothing in the plan hangs on it."


def hold_first_review(story):
    """Hold a review six weeks ago; it keeps the plan as it stood."""
    _hold(story, FIRST_REVIEW, FIRST_MINUTES)


def hold_second_review(story):
    """Hold the next one a week ago."""
    _hold(story, SECOND_REVIEW, SECOND_MINUTES)


def _hold(story, days, minutes):
    day = story.today - timedelta(days=days)
    with standing_at(story.env, day):
        review = story.env["kam.review"].create(
            {
                "plan_id": story.plan.id,
                "kind": "internal",
                "date_planned": day,
                "minutes": f"<p>{fill(minutes, story)}</p>",
            }
        )
        review.action_hold()
        story.env.flush_all()


def revise(story):
    """Change what the first review asked for: lines that are added, changed, dropped and gone."""
    with standing_at(story.env, story.today - timedelta(days=REVISED)):
        goal = story.goal("deliveries")
        goal.evidence = f"{goal.evidence or ''}{EVIDENCE}"
        goal.action_confirm_still_true()
        story.objective(RELIABLE).customer_gain = GAIN
        story.action(DROPPED_ACTION).action_cancel()
        story.get("kam.appraisal", "appraisal", "regional").unlink()
        story.make("kam.action", "history", {"action": ADDED_ACTION})
        story.make("kam.key.date", "history", {"date": ADDED_DATE})
        story.env.flush_all()


def lose_contact(story):
    """Somebody on the map is not with the customer any more."""
    with standing_at(story.env, story.today - timedelta(days=LEFT)):
        contact = story.person("goods_in").sudo()
        contact.with_context(**SILENT).action_archive()
        story.env.flush_all()


def put_off_agreement(story):
    """The agreement closes later than was first expected."""
    lead = story.plan.lead_ids.filtered(
        lambda one: one.name == fill(OPPORTUNITY, story) and one.date_deadline
    )[:1]
    with standing_at(story.env, story.today - timedelta(days=PUT_OFF)):
        for one in lead:
            one.date_deadline += timedelta(days=PUT_OFF_BY)
        story.env.flush_all()


def judge_changes(story):
    """One change is no news, of another the account manager says that all is still true."""
    changes = story.env["kam.change"].search(
        [("plan_id", "=", story.plan.id), ("state", "=", "open")]
    )
    won = changes.filtered(lambda change: change.kind == "order_won")[:1]
    won._dismiss(NO_NEWS)
    ends = changes.filtered(lambda change: change.kind == "contract")
    ends.sorted("new_value")[-1:].action_still_true()
