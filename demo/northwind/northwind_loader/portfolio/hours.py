"""A year of visits and calls with the customers who have a plan."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from odoo import Command

from ..account_figures import find_contact
from ..plans import read_staff
from ..shifting import standing_at
from .who import as_user

CALL = "mail.mail_activity_data_call"
# Visits begin at nine in Seattle; the last one was so many days ago, the first one a year.
VISIT_HOUR = time(17)
FIRST, LAST = 350, 9
SATURDAY = 5


@dataclass(frozen=True)
class Time:
    """What a year with one customer took: ``colleagues`` come along to each visit."""

    visits: int
    hours: float
    colleagues: int = 0
    calls: int = 0


# By the plans' external ids. The largest customer gets what he is worth; another one of his size
# hardly anything, and one who buys less each year the most of all. With the last ones of the pilot
# nobody has spent time yet.
YEAR = {
    "running": Time(visits=10, hours=2.0, colleagues=1, calls=12),
    "submitted": Time(visits=6, hours=2.0, colleagues=1, calls=6),
    "renewed": Time(visits=1, hours=1.0, calls=3),
    "falling": Time(visits=8, hours=3.0, colleagues=1, calls=6),
    "prospect": Time(visits=2, hours=1.5, calls=2),
    "pilot_1": Time(visits=3, hours=1.0, calls=2),
    "pilot_2": Time(visits=2, hours=1.0, calls=1),
}


def spend_time(run):
    """Enter the visits, accepted by who came along, and tick the calls off on their days."""
    calls = []
    for kind, one in YEAR.items():
        plan = run.ref(f"plan_{kind}")
        if not plan:
            continue
        _visit(run, plan, one)
        calls += [(day, plan) for day in _spread(run, one.calls)]
    _call(run, sorted(calls, key=lambda call: call[0]))


def _spread(run, count):
    """So many working days, evenly over the year."""
    step = (FIRST - LAST) // max(count, 1)
    days = [run.calendar.today - timedelta(days=LAST + number * step) for number in range(count)]
    return [day - timedelta(days=max(0, day.weekday() - SATURDAY + 1)) for day in days]


def _visit(run, plan, one):
    owner, helpers = plan.user_id, _find_helpers(run, plan)[: one.colleagues]
    contact = find_contact(plan.partner_id)
    guests = contact | owner.partner_id
    for helper in helpers:
        guests |= helper.partner_id
    moments = [datetime.combine(day, VISIT_HOUR) for day in _spread(run, one.visits)]
    events = (
        as_user(run.env["calendar.event"], owner)
        .with_context(dont_notify=True)
        .create(
            [
                {
                    "name": f"Visit to {plan.partner_id.name}",
                    "start": moment,
                    "stop": moment + timedelta(hours=one.hours),
                    "partner_ids": [Command.set(guests.ids)],
                }
                for moment in moments
            ]
        )
    )
    for helper in helpers:
        own = events.attendee_ids.filtered(lambda a, h=helper: a.partner_id == h.partner_id)
        as_user(own, helper).do_accept()


def _find_helpers(run, plan):
    """Who comes along: whoever else sells, or answers the customers' orders."""
    staff = read_staff(run)
    others = [staff[name] for name in ("Leverling", "Davolio", "Callahan")]
    return [user for user in others if user != plan.user_id]


def _call(run, calls):
    """Make the calls, the earliest first, and tick them off on their days."""
    if not calls:
        return
    with standing_at(run.env, calls[0][0]) as move_to:
        for day, plan in calls:
            move_to(day)
            called = as_user(plan, plan.user_id).activity_schedule(
                CALL,
                user_id=plan.user_id.id,
                date_deadline=day,
                summary=f"Call {find_contact(plan.partner_id).name}",
            )
            called.action_feedback()
            run.env.flush_all()
