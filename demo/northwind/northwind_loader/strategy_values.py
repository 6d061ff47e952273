"""What the customers gain in money, in all states up to their answers; and the value scorecard."""

import base64

from dateutil.relativedelta import relativedelta

from odoo import Command

from .strategy_goals import PURCHASES, RELIABLE, SHARED_PLAN
from .strategy_story import Link, Number

ON_TIME = {
    "name": "Orders that leave by the day asked for",
    "kind": "quality",
    "is_hard": False,
    "goal_id": Link("goal", "shelves"),
    "objective_id": Link("objective", RELIABLE),
    "offering_id": Link("offering", "{first}"),
    "method": (
        "Orders of twelve months that left by the day asked for, in percent (our order records), "
        "times the orders of a year, times what a late order costs them by their own estimate."
    ),
    "unit": "percent",
    "direction": "up",
    "baseline_value": Number("before_share"),
    "target_value": 98.0,
    "volume": Number("orders"),
    "unit_value": 180.0,
    "evidence": "{before_orders} orders in time in the year before, {on_time_orders} since then.",
}
INVOICES = {
    "name": "One invoice a month",
    "kind": "cost",
    "goal_id": Link("goal", "invoice"),
    "objective_id": Link("objective", SHARED_PLAN),
    "method": "Invoices of twelve months, times their cost of checking and paying one.",
    "unit": "count",
    "baseline_value": Number("orders"),
    "target_value": 12.0,
    "volume": 1.0,
    "unit_value": 35.0,
    "evidence": "{year_orders} orders in twelve months, an invoice for each (our order records).",
}
GAPS = {
    "name": "Fewer empty shelves in {first}",
    "kind": "revenue",
    "goal_id": Link("goal", "shelves"),
    "objective_id": Link("objective", RELIABLE),
    "offering_id": Link("offering", "{first}"),
    "method": (
        "Days with an empty shelf in three shops, in percent, times their yearly sales of "
        "{first}: our invoices of {first_revenue} and a mark-up of 40 %."
    ),
    "unit": "percent",
    "baseline_value": 6.5,
    "target_value": 3.0,
    "volume": 1.0,
    "unit_value": Number("first_shelf"),
    "our_share": 60.0,
}
GOODS_IN = {
    "name": "Less time at the ramp for each delivery",
    "kind": "people",
    "goal_id": Link("goal", "deliveries"),
    "objective_id": Link("objective", RELIABLE),
    "method": (
        "Hours from the arrival of the lorry to the goods on the shelf, measured by goods-in, "
        "times the deliveries of a year, times their cost of an hour."
    ),
    "unit": "hours",
    "baseline_value": 6.0,
    "target_value": 4.0,
    "volume": Number("orders"),
    "unit_value": 42.0,
}
# What was due already.
DUE = {"date_deadline": relativedelta(days=-10)}
VALUES = {
    "running": {
        "on_time": {**ON_TIME, **DUE},
        "goods_in": {**GOODS_IN, **DUE},
        "terms": {
            **DUE,
            "name": "Discounts on their orders",
            "kind": "cost",
            "objective_id": Link("objective", PURCHASES),
            "method": "Discounts on the invoices of twelve months, against none.",
            "unit": "currency",
            "direction": "up",
            "baseline_value": 0.0,
            "target_value": Number("discounts"),
            "volume": 1.0,
            "evidence": "Our order records of twelve months.",
        },
        "gaps": {**GAPS, **DUE},
        "invoices": INVOICES,
    },
    "submitted": {
        "gaps": GAPS,
        "goods_in": GOODS_IN,
        "invoices": {**INVOICES, "goal_id": Link("goal", "deliveries")},
    },
}
# Value: days ago, how far it was, where that comes from.
READINGS = {
    "on_time": ((30, Number("on_time_share"), "Our order records: {on_time_orders} in time."),),
    "goods_in": (
        (120, 5.5, "Stop-watch of goods-in, first week."),
        (60, 5.0, "Stop-watch of goods-in."),
        (14, 4.5, "Stop-watch of goods-in, two of three shops."),
    ),
    "terms": ((40, Number("discounts"), "Our order records of twelve months."),),
    "gaps": ((75, 5.0, "Counted in three shops."), (20, 4.2, "Counted in three shops.")),
}
# What they said: value, days ago, who, decision, reason. The one that is not here waits.
ANSWERS = (
    ("on_time", 21, "contact", "full", False),
    (
        "goods_in",
        7,
        "goods_in",
        "partly",
        "Two of three shops have measured; the third one has not reported yet.",
    ),
    (
        "terms",
        28,
        "contact",
        "disputed",
        "These discounts were there before we had a plan. They are no gain that came from it.",
    ),
)
MAIL = """From: {who}
To: {owner}
Subject: {value}

{decision}. {reason}
We looked at: {formula}
"""
# Importance, us and next best from 1 to 5, for each criterion in its order. Theirs by who told
# them, ours by who of us.
THEIRS = {
    "contact": "544 535 435 424 343 222 523 535",
    "goods_in": "443 524 334 534 433 132 523 434",
    "shop": "544 534 444 433 344 333 423 534",
}
OURS = {
    "owner": "554 544 434 443 354 333 434 543",
    "sales": "544 545 435 443 344 232 434 544",
    "sponsor": "554 434 434 343 444 332 334 544",
}


def tell_values(story):
    """Propose the values, and take those of the plan in force as far as they have come."""
    values = story.make("kam.value", "value", VALUES[story.kind])
    if "invoices" in values:
        values["invoices"].action_agree()
    if story.kind != "running":
        return
    for key, readings in READINGS.items():
        if key in values:
            values[key].action_agree()
            _read(story, values[key], readings)
            values[key].action_deliver()
    for key, days, who, decision, reason in ANSWERS:
        if key in values:
            _answer(story, values[key], days, story.person(who), decision, reason)
    if "on_time" in values:
        values["on_time"].rewarded_lead_id = story.plan.lead_ids.sorted("id")[:1]


def _read(story, value, readings):
    for days, current, evidence in readings:
        story.env["kam.value.reading"].create(
            story.prepare(
                {
                    "value_id": value.id,
                    "date": relativedelta(days=-days),
                    "current_value": current,
                    "evidence": evidence,
                }
            )
        )


def _answer(story, value, days, person, decision, reason):
    """What somebody of the customer wrote, recorded by hand with the mail as evidence."""
    part = value.currency_id.round(value.amount * 2 / 3)
    choices = dict(story.env["kam.value.answer"]._fields["decision"].selection)
    mail = MAIL.format(
        who=person.name,
        owner=story.plan.user_id.name,
        value=value.name,
        decision=choices[decision],
        reason=reason or "",
        formula=value.formula,
    )
    file = story.env["ir.attachment"].create(
        {"name": f"{person.name}.eml", "datas": base64.b64encode(mail.encode())}
    )
    story.env["kam.value.answer"].create(
        {
            "value_id": value.id,
            "contact_id": person.id,
            "date": story.today - relativedelta(days=days),
            "decision": decision,
            "reason": reason,
            "confirmed_amount": part if decision == "partly" else False,
            "attachment_ids": [Command.set(file.ids)],
        }
    )


def answer_scorecard(story):
    """Three of theirs and three of ours answer, each through the dialogue."""
    template = story.plan.template_id
    criteria = story.env["kam.value.criterion"]._get_of_templates(template)[template]
    for who, points in THEIRS.items():
        _rate(story, criteria, points, story.plan.user_id, story.person(who))
    for who, points in OURS.items():
        _rate(story, criteria, points, story.user(who))


def _rate(story, criteria, points, user, person=None):
    answers = zip(criteria, points.split(), strict=False)
    dialogue = story.env["kam.value.rate"].with_user(user)
    dialogue.create(
        {
            "plan_id": story.plan.id,
            "contact_id": person.id if person else False,
            "line_ids": [
                Command.create(
                    {
                        "criterion_id": criterion.id,
                        **dict(zip(("importance", "us", "next_best"), three, strict=True)),
                    }
                )
                for criterion, three in answers
            ],
        }
    ).action_save()
