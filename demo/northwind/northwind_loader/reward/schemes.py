"""Two schemes with the statements of those who lead a plan."""

from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import Command

from ..plans import read_staff
from ..portfolio.who import as_user, at
from ..shifting import standing_at
from ..trade_facts import read_facts
from . import texts
from .people import KEEPER, MEMBERS
from .rules import KEPT, ON_TIME, count_months, count_on_time, judge, propose, read_invoiced

# What is paid at 100 %, for a year.
AMOUNTS = {"Davolio": 12000.0, "Leverling": 10000.0}
DAY = timedelta(days=1)


def find_plans(run):
    """The plans by whose figures it is reckoned: dict, or nothing where somebody took one away."""
    plans = {kind: run.ref(f"plan_{kind}") for kind in ("running", "renewed", "falling")}
    ended = plans["renewed"] and plans["renewed"].previous_plan_id
    if not (all(plans.values()) and ended and ended.objective_ids):
        return {}
    return {**plans, "ended": ended}


def agree_targets(run):
    """What last year's plans were to bring, as the two who lead them agreed when they began."""
    plans = find_plans(run)
    if not plans:
        return
    for kind in ("ended", "falling"):
        plan = as_user(plans[kind], plans[kind].user_id)
        start, end = plan.date_start, plans["ended"].date_end
        with standing_at(run.env, start + 7 * DAY):
            targets = _create_targets(run, plan, start, end)
            run.env.flush_all()
        run.name_records("rewarded", [f"{kind}_all", f"{kind}_largest"], targets)


def _create_targets(run, plan, start, end):
    """Two targets: of all that they buy, and of the category that they bought most of."""
    customer = plan.partner_id.ref
    before = _read_before(run, customer, start)
    known = count_months(run.data, run.calendar, customer, start)
    months = 12 * (end.year - start.year) + end.month - start.month + 1
    largest = max(before, key=before.get)
    values = {
        "plan_id": plan.id,
        "measure_id": run.env.ref("kam_planning.measure_revenue").id,
        "date_start": start,
        "date_end": end,
        "note": texts.HOW_TARGET,
    }
    amounts = {False: sum(before.values()), run.ref(f"offering_{largest}").id: before[largest]}
    return plan.env["kam.target"].create(
        [
            {**values, "offering_id": offering, "target_value": propose(amount, known, months)}
            for offering, amount in amounts.items()
        ]
    )


def _read(run, customer, start, end):
    return read_invoiced(run.data, run.calendar, customer, start, end)


def _read_before(run, customer, day):
    """All that they were invoiced before a day: the files begin less than two years ago."""
    return _read(run, customer, day - relativedelta(years=3), day - DAY)


def grant_past(run):
    """Last year's scheme: opened, judged, approved; one is paid, one objected and was answered."""
    plans, staff = find_plans(run), read_staff(run)
    if not (plans and run.ref("rewarded_ended_all") and run.ref("rewarded_falling_all")):
        return
    end, keeper = plans["ended"].date_end, staff[KEEPER]
    with standing_at(run.env, plans["falling"].date_start + 14 * DAY) as move_to:
        scheme = at(run, "kam.reward.scheme", keeper).create(_prepare_past(run, plans, staff))
        scheme.action_open()
        run.env.flush_all()
        move_to(end + 25 * DAY)
        _judge(run, scheme, plans)
        scheme.statement_ids.action_approve()
        run.env.flush_all()
        paid, objected = scheme.statement_ids.sorted("target_amount", reverse=True)
        move_to(end + 30 * DAY)
        paid.action_pay()
        as_user(objected, objected.user_id).objection = _write_objection(run, plans)
        run.env.flush_all()
        move_to(end + 37 * DAY)
        objected.answer = texts.ANSWER
        scheme.action_close()
        run.env.flush_all()
    run.name_records("scheme", ["past"], scheme)
    run.name_records("statement", ["paid", "objected"], paid | objected)


def _prepare_past(run, plans, staff):
    start, end = plans["ended"].date_start, plans["ended"].date_end
    nancy, janet = (staff[name] for name in MEMBERS)
    objectives = plans["ended"].objective_ids
    return {
        **_name_scheme(start, end),
        "line_ids": [
            _link("team", 50, target_id=run.ref("rewarded_ended_all")),
            _link("team", 30, target_id=run.ref("rewarded_falling_all")),
            _judged("team", 20, texts.ON_TIME),
            _link("own", 40, nancy, target_id=run.ref("rewarded_ended_largest")),
            *(_link("own", 60 / len(objectives), nancy, objective_id=one) for one in objectives),
            _link("own", 60, janet, target_id=run.ref("rewarded_falling_largest")),
            _judged("own", 40, texts.KEPT, janet),
        ],
        "statement_ids": [
            _member(nancy, AMOUNTS["Davolio"]),
            # Since she leads a plan.
            _member(janet, AMOUNTS["Leverling"], date_start=plans["falling"].date_start),
        ],
    }


def _name_scheme(start, end):
    return {
        "name": f"Variable pay {start:%Y-%m} to {end:%Y-%m}",
        "date_start": start,
        "date_end": end,
    }


def _link(side, weight, user=None, **source):
    """A component that is a target or an objective."""
    ((name, record),) = source.items()
    values = {"component": side, "weight": weight, "user_id": user and user.id}
    return Command.create({**values, "kind": name.removesuffix("_id"), name: record.id})


def _judged(side, weight, name, user=None):
    values = {"component": side, "weight": weight, "user_id": user and user.id}
    return Command.create({**values, "kind": "judged", "name": name})


def _member(user, amount, **dates):
    return Command.create({"user_id": user.id, "target_amount": amount, **dates})


def _judge(run, scheme, plans):
    """Judge in steps what no target measures, by the records and with them as the reason."""
    start, end = scheme.date_start, scheme.date_end
    on_time, left = count_on_time(run.data, run.calendar, start, end)
    since, customer = plans["falling"].date_start, plans["falling"].partner_id.ref
    had = set(_read_before(run, customer, since))
    kept = had.intersection(_read(run, customer, since, end))
    found = {
        texts.ON_TIME: (on_time, left, ON_TIME, texts.WHY_ON_TIME),
        texts.KEPT: (len(kept), len(had), KEPT, texts.WHY_KEPT),
    }
    for line in scheme.line_ids.filtered(lambda one: one.kind == "judged"):
        count, of_all, steps, why = found[line.name]
        reason = why.format(count=count, of_all=of_all)
        line.write({"step": judge(100 * count / max(of_all, 1), steps), "step_reason": reason})


def _write_objection(run, plans):
    """What the files say of the category that they do not buy any more."""
    facts = read_facts(run.data, run.calendar, plans["falling"].partner_id.ref)
    names = [lapse.category for lapse in facts.lapses[:2]] or [one.category for one in facts.falls]
    return texts.OBJECTION.format(
        customer=plans["falling"].partner_id.name, categories=" and ".join(names[:2])
    )


def open_current(run):
    """This year's scheme runs: one statement is known so far, one waits for a judgement."""
    plans, staff = find_plans(run), read_staff(run)
    targets = plans and _find_current_targets(run, plans)
    if not (targets and all(targets)):
        return
    start, end = plans["renewed"].date_start, plans["renewed"].date_end
    with standing_at(run.env, start + 7 * DAY):
        scheme = at(run, "kam.reward.scheme", staff[KEEPER]).create(
            {
                **_name_scheme(start, end),
                "line_ids": _prepare_current_lines(targets, *(staff[name] for name in MEMBERS)),
                "statement_ids": [_member(staff[name], AMOUNTS[name]) for name in MEMBERS],
            }
        )
        scheme.action_open()
        run.env.flush_all()
    drafts = scheme.statement_ids.sorted("target_amount", reverse=True)
    run.name_records("scheme", ["current"], scheme)
    run.name_records("statement", ["draft", "waiting"], drafts)


def _find_current_targets(run, plans):
    """Revenue of both plans, orders in time; revenue of the first quarter and days to pay."""
    quarters = _find_targets(run, plans["renewed"], "kam_planning.measure_revenue")
    year = run.ref("target_renewed")
    first = quarters.filtered(lambda one: one != year).sorted("date_start")[:1]
    return (
        run.ref("target_running"),
        year,
        _find_targets(run, plans["running"], "__northwind__.measure_on_time")[:1],
        first,
        _find_targets(run, plans["renewed"], "kam_planning.measure_days_to_pay")[:1],
    )


def _find_targets(run, plan, measure):
    measure = run.env.ref(measure, raise_if_not_found=False)
    return plan.target_ids.filtered(lambda one: one.measure_id == measure)


def _prepare_current_lines(targets, nancy, janet):
    largest, second, on_time, quarter, days = targets
    return [
        _link("team", 50, target_id=largest),
        _link("team", 30, target_id=second),
        _link("team", 20, target_id=on_time),
        _link("own", 50, nancy, target_id=quarter),
        _link("own", 50, nancy, target_id=days),
        _judged("own", 100, texts.KEPT, janet),
    ]
