"""Example plans for the three customers with most revenue, each in another state."""

from datetime import timedelta

from dateutil.relativedelta import relativedelta

from . import plan_texts as texts
from .account_figures import rank_customers, read_figures
from .desk import Desk
from .plan_texts import fill

FULL = "kam_planning.plan_template_full"
LIGHT = "kam_planning.plan_template_light"
SHARED_SECTIONS = ("Charter statement", "Business overview", "Their goals and initiatives")


def load_plans(run):
    """Make the example plans that are not there yet, each in one transaction.

    :param Run run: after the trading records are loaded
    """
    stories = {"running": _tell_running, "renewed": _tell_renewed, "submitted": _tell_submitted}
    ids = run.ids("res.partner", "customer").values()
    customers = rank_customers(run.env, ids, len(stories))
    for (kind, tell), partner in zip(stories.items(), customers, strict=True):
        if run.ref(f"plan_{kind}"):
            continue
        desk = Desk(run.env, partner, read_staff(run), has_second_sponsor=kind == "renewed")
        tell(desk, read_figures(run.env, partner, run.calendar.today), run.calendar.today)
        run.name_records("plan", [kind], desk.plan)
        run.env.flush_all()
        run.commit()
        run.say(f"  plan for {partner.name}: {desk.plan.state}")


def read_staff(run):
    """The employees as users, by their last names."""
    ids = run.ids("res.users", "employee")
    users = run.env["res.users"]
    return {row["last_name"]: users.browse(ids[key]) for key, row in run.data.employees.items()}


def _tell_running(desk, figures, today):
    """A strategic account in the middle of its plan: some done, one thing late, one at risk."""
    start = today.replace(day=1) - relativedelta(months=5)
    desk.create_plan(FULL, start)
    _describe(desk, figures, texts.FULL_SECTIONS)
    goal = _add_revenue_objective(desk, figures)
    desk.approve()
    _work_off_half(desk, figures)
    _win_opportunity(desk, figures, goal, today)
    following = desk.plan_review(
        "customer", today + timedelta(days=10), fill(texts.AGENDA, figures)
    )
    # Ten days before the next review, which was planned then: the last one was a quarter ago.
    held = today + timedelta(days=10) - relativedelta(months=desk.plan.review_interval)
    review = desk.hold_review("customer", held, fill(texts.MINUTES, figures))
    decisions = [fill(text, figures) for text in texts.DECISIONS]
    made = desk.decide(review, decisions, today + timedelta(weeks=3), goal)
    made[:1].action_start()
    goal.write(
        {
            "progress_mode": "manual",
            "progress_manual": 45.0,
            "progress_reason": fill(texts.MANUAL_REASON, figures),
        }
    )
    desk.schedule_meeting(following)
    desk.share(SHARED_SECTIONS, goal | desk.plan.objective_ids[:2])
    (desk.plan.objective_ids[:2] | goal).action_confirm_still_true()


def _tell_renewed(desk, figures, today):
    """A year closed and the next one begun: what was still open came along."""
    start = today.replace(day=1) - relativedelta(months=14)
    desk.create_plan(LIGHT, start, tier="kam_planning.tier_strategic")
    _describe(desk, figures, texts.LIGHT_SECTIONS)
    desk.approve()
    *finished, carried = desk.plan.action_ids.sorted("date_deadline")
    desk.tick_off(finished, fill(texts.FEEDBACK, figures))
    desk.plan.objective_ids.filtered(lambda o: carried not in o.action_ids).action_achieve()
    desk.hold_review(
        "internal", start + relativedelta(months=6), fill(texts.INTERNAL_MINUTES, figures)
    )
    desk.prepare_next_period()
    desk.pair_sponsor()
    goal = _add_revenue_objective(desk, figures)
    _win_opportunity(desk, figures, goal, today)
    # The approval closes the old plan and moves what is still open there.
    desk.approve()
    desk.postpone(carried, 20)
    desk.plan.section_ids.action_confirm_still_true()
    desk.plan_review("internal", desk.plan.next_review_date, fill(texts.AGENDA, figures))


def _tell_submitted(desk, figures, today):
    """A plan that waits for its approval."""
    desk.create_plan(FULL, today.replace(day=1) + relativedelta(months=1))
    _describe(desk, figures, texts.FULL_SECTIONS)
    _add_revenue_objective(desk, figures)
    desk.plan.action_submit()


def _describe(desk, figures, sections):
    desk.complete_team()
    desk.write_sections(fill(sections, figures))
    desk.write_gains({name: fill(gains, figures) for name, gains in texts.GAINS.items()})


def _add_revenue_objective(desk, figures):
    values = fill(texts.NEW_OBJECTIVE, figures)
    return desk.at("kam.objective").create({"plan_id": desk.plan.id, **values})


def _work_off_half(desk, figures):
    """The earlier half of the actions is done, the next one late, the rest lies ahead."""
    actions = desk.plan.action_ids.sorted(lambda action: (action.date_deadline, action.id))
    half = len(actions) // 2
    desk.tick_off(actions[:half], fill(texts.FEEDBACK, figures))
    desk.let_slip(actions[half], 12)
    desk.postpone(actions[half + 1 :], 12)
    actions[half + 1 :][:2].action_start()


def _win_opportunity(desk, figures, objective, today):
    """Plan an agreement as an action and follow it as an opportunity."""
    action = desk.at("kam.action").create(
        {
            "plan_id": desk.plan.id,
            "objective_id": objective.id,
            "name": fill(texts.OPPORTUNITY, figures),
            "user_id": desk.sales.id,
            "contact_id": desk.contact.id,
            "date_start": today,
            "date_deadline": today + timedelta(days=60),
            "priority": "2",
            "effort": 3.0,
        }
    )
    lead = desk.at("crm.lead").browse(action.action_create_lead()["res_id"])
    lead.expected_revenue = round(figures.revenue * 0.1, -2)
