"""Two rounds of scores of all customers, a year apart, as raters and managers hold them."""

from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import Command

from ..plans import read_staff
from ..shifting import standing_at
from .facts import read_spans
from .rules import RATERS, score
from .who import as_user, at

# So many days before the loading customers are scored in the second round; the first one was a
# year before. Results are made so many days later.
SCORED, LATER = timedelta(days=21), timedelta(days=9)
APART = relativedelta(years=1)
# Every customer of the files has a number, whether he ever ordered or not.
CANDIDATES = "[('is_company', '=', True), ('ref', '!=', False)]"
PILOT = 4
LINES = {"cut_attractiveness": 55.0, "cut_strength": 55.0}
# Where we want to be: so much stronger with who has a plan and with the largest stars.
STRONGER, MOST, STARS = 15.0, 80.0, 6


def hold_first(run):
    """A year ago, before there were plans: what the records of that day do not tell, raters say."""
    day, staff = run.calendar.today - SCORED - APART, read_staff(run)
    with standing_at(run.env, day) as move_to:
        one = at(run, "kam.assessment.round", staff["Fuller"]).create(
            {
                "name": f"Portfolio {day.year}",
                "candidate_domain": CANDIDATES,
                "rater_ids": [Command.set([staff[name].id for name in RATERS])],
                "pilot_size": PILOT,
                **LINES,
            }
        )
        one.action_add_candidates()
        _hold(run, one, day, move_to)
    run.name_records("round", ["first"], one)


def hold_second(run):
    """The same raters and candidates a year later; what plans know by now is read there."""
    day, manager = run.calendar.today - SCORED, read_staff(run)["Fuller"]
    if not run.ref("round_first"):
        # Somebody deleted it.
        return
    with standing_at(run.env, day) as move_to:
        one = as_user(run.ref("round_first"), manager).copy({"name": f"Portfolio {day.year}"})
        _hold(run, one, day, move_to)
        _aim(one)
        run.env.flush_all()
    run.name_records("round", ["second"], one)


def _hold(run, one, day, move_to):
    """Open a round, let all raters score, close it some days later, and select."""
    staff = read_staff(run)
    one.action_open()
    for name, (months, criteria) in RATERS.items():
        spans = read_spans(run.data, run.calendar, day, months)
        _score(run, as_user(one, staff[name]), spans, criteria)
    run.env.flush_all()
    move_to(day + LATER)
    one.action_close()
    one.action_select()
    run.env.flush_all()


def _score(run, one, spans, names):
    """What one rater says of all customers by his criteria, where the round asks him.

    :param dict spans: of `read_spans`
    :param names: of criteria
    """
    criteria = {run.env.ref(f"kam_planning.criterion_{name}").id: name for name in names}
    customers = {key_id: key for key, key_id in run.ids("res.partner", "customer").items()}
    scores, lines = one.env["kam.assessment"], []
    for account_id, criterion_id in scores._find_asked_pairs_sudo(one):
        if criterion_id not in criteria or account_id not in customers:
            continue
        number, reason = score(criteria[criterion_id], spans.get(customers[account_id]))
        if number is not None:
            place = {"account_id": account_id, "criterion_id": criterion_id}
            lines.append({"round_id": one.id, **place, "score": number, "reason": reason})
    scores.create(lines)


def _aim(one):
    """Say where we want to be."""
    results = one.result_ids
    stars = results.filtered(lambda result: result.quadrant == "star")
    chosen = results.filtered("plan_id") | stars.sorted("margin", reverse=True)[:STARS]
    for result in chosen.filtered(lambda result: result.quadrant):
        if result.strength < MOST:
            result.target_strength = round(min(result.strength + STRONGER, MOST))
