"""A customer who buys less is stepped down: what we owe him is decided piece by piece."""

from datetime import timedelta

from dateutil.relativedelta import relativedelta

from ..plans import read_staff
from .who import as_user

PROMISED = "Visit the customer: what do they want to achieve this year?"
REVIEW_IN, TOLD_IN = timedelta(days=35), timedelta(days=14)
PRICES = {
    "kind": "price_talks",
    "name": "Talks about next year's prices",
    "lead_days": 30,
}
REASON = (
    "Attractive a year ago and not any more: they buy less than the year before, and our time went "
    "there all the same (see the attention audit)."
)
REVIEW_ENDS = "One talk a year from now on, together with the talks about prices."


def owe_something(run):
    """The account manager promised a visit, planned a review, and talks about prices come."""
    plan = _find_plan(run)
    if not plan:
        return
    plan = as_user(plan, plan.user_id)
    promised = plan.action_ids.filtered(lambda one: one.is_open)
    named = promised.filtered(lambda one: one.name == PROMISED)
    (named or promised)[:1].is_shared = True
    today = run.calendar.today
    review = {"plan_id": plan.id, "kind": "internal", "date_planned": today + REVIEW_IN}
    plan.env["kam.review"].create(review)
    place = {"account_id": plan.partner_id.id, "company_id": plan.company_id.id}
    date = today + relativedelta(months=2)
    plan.env["kam.key.date"].create({**place, **PRICES, "date": date})


def step_down(run):
    """A manager decides it in the dialogue of the plan."""
    plan, staff = _find_plan(run), read_staff(run)
    if not plan:
        return
    action = as_user(plan, staff["Fuller"]).action_step()
    manager = as_user(run.env[action["res_model"]], staff["Fuller"])
    dialogue = manager.browse(action["res_id"])
    dialogue.write(
        {
            "tier_id": run.env.ref("kam_planning.tier_watch").id,
            "reason": REASON,
            "date": dialogue.date + TOLD_IN,
        }
    )
    decisions = {
        "kam.review": {"decision": "ended", "words": REVIEW_ENDS},
        "kam.key.date": {"decision": "handed", "user_id": staff["Callahan"].id},
    }
    for line in dialogue.line_ids:
        line.write(decisions.get(line.res_model, {"decision": "kept"}))
    step = run.env["kam.step"].browse(dialogue.action_take()["res_id"])
    run.name_records("step", ["falling"], step)


def _find_plan(run):
    """The plan of who buys less, while it is in force."""
    plan = run.ref("plan_falling")
    return plan if plan and plan.state == "active" else None
