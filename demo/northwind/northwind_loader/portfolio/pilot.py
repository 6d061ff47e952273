"""Plans of the customers that the second round proposed as a pilot."""

from ..plans import LIGHT, read_staff
from .who import as_user

# So many of them are in force, the others are being written.
APPROVED = 2


def start_pilot(run):
    """Begin the plans by the button of the candidates, as a manager."""
    staff, one = read_staff(run), run.ref("round_second")
    if not one:
        return
    results = as_user(one, staff["Fuller"]).result_ids
    pilot = results.filtered(lambda one: one.proposal == "pilot").sorted("rank")
    for number, one in enumerate(pilot, start=1):
        plan = _start_plan(one, run.calendar.today)
        if number <= APPROVED:
            _approve(plan, staff)
        as_user(plan, plan.user_id).action_refresh_figures()
        run.name_records("plan", [f"pilot_{number}"], plan)


def _start_plan(result, today):
    action = result.action_start_plan()
    dialogue = (
        result.env[action["res_model"]]
        .with_context(**action["context"])
        .create({"template_id": result.env.ref(LIGHT).id, "date_start": today.replace(day=1)})
    )
    plan = result.env["kam.plan"].browse(dialogue.action_create_plan()["res_id"])
    # Tried for a year.
    plan.stage_key = "incubation"
    return plan


def _approve(plan, staff):
    """Nobody approves a plan of his own."""
    managers = [staff[name] for name in ("Fuller", "Buchanan") if staff[name] != plan.user_id]
    as_user(plan, plan.user_id).action_submit()
    as_user(plan, managers[0]).action_approve()
