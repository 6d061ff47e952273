"""What may go wrong, rated on several days, and what drives the objectives or holds them back."""

from dateutil.relativedelta import relativedelta

from odoo import Command

from .strategy_goals import CONTACT, NEW_BUSINESS, PURCHASES, RELIABLE
from .strategy_story import Link, Number

SERVICE_LEVELS = "Agree on service levels and report them every quarter"
RESERVE = "Reserve {first} for their orders in our warehouse"
# For each plan: values of the risks as they are raised.
RISKS = {
    "late": {
        "name": "Late orders cost us our place on the shelf",
        "description": (
            "{late_count} of their orders left after the day asked for: {late_orders}, together "
            "{late_amount} (our order records). One more and {contact} looks for a second source."
        ),
        "amount": Number("late"),
        "inherent_probability": "5",
        "inherent_impact": "4",
        "probability": "4",
        "reason": "{late_most} days late at worst; no reserve, no warning to the customer.",
        "target_probability": "1",
        "target_impact": "2",
        "response": "reduce",
        "action_ids": [Link("action", RESERVE)],
    },
    "moved": {
        "name": "{fall} moves to a competitor altogether",
        "description": (
            "Our order records: {fall_before} in one half-year, {fall_now} in the next "
            "({fall_percent} less). Others may follow; the buyers talk to each other."
        ),
        "amount": Number("fall"),
        "inherent_probability": "4",
        "inherent_impact": "3",
        "probability": "3",
        "reason": "Half a year of falling orders, nothing said by the customer.",
        "target_probability": "2",
        "target_impact": "2",
        "response": "reduce",
        "action_ids": [Link("action", SERVICE_LEVELS)],
        "user_id": Link("user", "sales"),
    },
    "overdue": {
        "name": "They pay late",
        "description": "{overdue} is overdue on their account; paid in the end every time so far.",
        "amount": Number("overdue"),
        "inherent_probability": "2",
        "probability": "2",
        "reason": "Our books: open invoices past their due day.",
        "target_probability": "2",
        "response": "accept",
        "accepted_by_id": Link("user", "sponsor"),
        "accepted_until": relativedelta(months=6),
    },
    "person": {
        "name": "{contact} leaves, and nobody else knows us",
        "description": "Everything goes through one person; two of the shops know us by name only.",
        "probability": "2",
        "impact": "4",
        "inherent_probability": "3",
        "inherent_impact": "4",
        "target_probability": "2",
        "target_impact": "2",
        "reason": "No sign of a change; others know us a little by now.",
        "response": "share",
        "user_id": Link("user", "sponsor"),
    },
    # Raised, and not looked at yet.
    "prices": {
        "name": "A price war on {first} among the discounters",
        "description": "{first_share} of what they buy from us is {first}.",
    },
}
# Later ratings: risk, days ago, values. The first rating lies `FIRST` days back.
FIRST = 110
# The forces were judged later; a judgement holds for a quarter.
JUDGED_AGO = 60
RATINGS = {
    "late": (
        (45, {"probability": "3", "reason": "Deliveries watched every week since then."}),
        (
            8,
            {
                "probability": "2",
                "reason": "{on_time_orders} orders of a year left in time.",
            },
        ),
    ),
    "moved": ((20, {"probability": "5", "reason": "The spring range was lost, too."}),),
}

# Of the objective: values of a force. The first two chapters of each are the same in both plans.
FORCES = {
    "suppliers": {
        "objective_id": Link("objective", RELIABLE),
        "name": "They want fewer suppliers",
        "kind": "driving",
        "strength": 4,
        "alterable": "no",
        "source": "customer",
        "evidence": "Their annual report, and {contact} in the quarterly talk.",
    },
    "record": {
        "objective_id": Link("objective", RELIABLE),
        "name": "Orders leave in time now",
        "kind": "driving",
        "strength": 3,
        "alterable": "yes",
        "source": "assumed",
        "evidence": "Our order records: {on_time_orders} orders of twelve months left in time.",
    },
    "late": {
        "objective_id": Link("objective", RELIABLE),
        "name": "Late orders are remembered",
        "kind": "restraining",
        "strength": 5,
        "alterable": "yes",
        "source": "customer",
        "evidence": "Goods-in names them by number: {late_orders}.",
        "reason": "Said at the ramp, in front of our driver.",
    },
    "warehouse": {
        "objective_id": Link("objective", RELIABLE),
        "name": "An order leaves after {leave_days} days on average, {leave_most} at worst",
        "kind": "restraining",
        "strength": 3,
        "alterable": "partly",
        "source": "assumed",
        "evidence": "Our order records of twelve months, from the day of the order.",
    },
    "invoices": {
        "objective_id": Link("objective", RELIABLE),
        "name": "Invoices make work in their accounting",
        "kind": "restraining",
        "strength": 2,
        "alterable": "yes",
        "source": "customer",
        "evidence": "{contact}, asked on the phone.",
    },
    "width": {
        "objective_id": Link("objective", PURCHASES),
        "name": "They buy in all our {all_categories} categories already",
        "kind": "driving",
        "strength": 3,
        "alterable": "no",
        "source": "assumed",
        "evidence": "Our invoices: {first} leads with {first_revenue}, {second} follows.",
    },
    "growth": {
        "objective_id": Link("objective", PURCHASES),
        "name": "Their orders grow: {change}",
        "kind": "driving",
        "strength": 4,
        "alterable": "partly",
        "source": "assumed",
        "evidence": "Our invoices: {revenue} in twelve months, {before} in the twelve before.",
    },
    "rival": {
        "objective_id": Link("objective", PURCHASES),
        "name": "A competitor delivers twice a week",
        "kind": "restraining",
        "strength": 4,
        "alterable": "partly",
        "source": "customer",
        "evidence": "{contact} when the spring range was decided.",
    },
    "budget": {
        "objective_id": Link("objective", PURCHASES),
        "name": "Their budget for the year is given out",
        "kind": "restraining",
        "strength": 2,
        "alterable": "no",
        "source": "assumed",
        "evidence": "The budget round was in the autumn; the next one is in the key dates.",
    },
    "pilot": {
        "objective_id": Link("objective", NEW_BUSINESS),
        "name": "Fresh food orders by itself up to its weekly limit",
        "kind": "driving",
        "strength": 3,
        "alterable": "no",
        "source": "customer",
        "evidence": "The decision process of the buying centre.",
    },
}
# What an action is to make of a force. The reserve is done and the force was judged again.
EFFECTS = {
    "running": (("late", RESERVE, 3), ("invoices", SERVICE_LEVELS, 1)),
    "submitted": (("late", RESERVE, 2), ("invoices", SERVICE_LEVELS, 1)),
}
JUDGED = {"strength": 3, "reason": "Nobody at the ramp mentioned it at the last two visits."}


def tell_risks(story):
    """Raise the risks, rate them as time went on, and answer them."""
    reserve = _plan_reserve(story)
    risks = story.make("kam.risk", "risk", RISKS)
    for key, risk in risks.items():
        if risk.reading_ids:
            story.date_last_reading(risk, FIRST)
        for days, values in RATINGS.get(key, ()):
            if story.can_tell(values):
                risk.write(story.prepare(values))
                story.date_last_reading(risk, days)
    if "overdue" in risks:
        risks["overdue"].action_accept()
    if story.kind == "running":
        # Done: the risk asks to be rated again.
        activity = reserve.with_user(reserve.user_id).activity_id
        activity.action_feedback(feedback="Two pallets are set aside for them from now on.")


def _plan_reserve(story):
    days = 21 if story.kind == "running" else -60
    (action,) = story.make(
        "kam.action",
        "reserve",
        {
            "action": {
                "name": RESERVE,
                "objective_id": Link("objective", RELIABLE),
                "user_id": Link("user", "sales"),
                "contact_id": CONTACT,
                "date_start": story.plan.date_start,
                "date_deadline": story.today - relativedelta(days=days),
                "effort": 2.0,
            }
        },
    ).values()
    return action


def tell_forces(story):
    """Write down the forces, what their actions are to change, and what was found since."""
    forces = story.make("kam.force", "force", FORCES)
    for force in forces.values():
        story.date_last_reading(force, JUDGED_AGO)
    for key, name, expected in EFFECTS[story.kind]:
        action = story.action(name)
        if key in forces and action:
            forces[key].effect_ids = [
                Command.create({"action_id": action.id, "expected_strength": expected})
            ]
    if story.kind == "running" and "late" in forces:
        forces["late"].write(JUDGED)
