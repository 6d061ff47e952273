"""Two plans of one page: a customer who buys less, and one of whom we know nothing yet."""

from collections import Counter

from dateutil.relativedelta import relativedelta

from ..desk import Desk
from ..plans import LIGHT, read_staff

# Kind: who it is in the files, and the months since the plan began. The first one's largest
# category fell to nothing; the other one never ordered, so he has no health.
PLANS = {"falling": ("MEREP", 10), "prospect": ("PARIS", 1)}


def load_more_plans(story):
    """Make the plans whose customers are there."""
    run = story.run
    for kind, (customer, months) in PLANS.items():
        partner = run.ref(f"customer_{customer}")
        if not partner or run.ref(f"plan_{kind}"):
            continue
        partner.user_id = partner.user_id or _find_salesperson(run, partner)
        desk = Desk(run.env, partner, read_staff(run))
        desk.create_plan(LIGHT, story.today.replace(day=1) - relativedelta(months=months))
        desk.approve()
        desk.plan.action_refresh_figures()
        run.name_records("plan", [kind], desk.plan)


def _find_salesperson(run, partner):
    """Who sells to most of the other customers in this country, or else leads the running plan."""
    customers = run.env["res.partner"].browse(run.ids("res.partner", "customer").values())
    near = customers.filtered(lambda one: one.user_id and one.country_id == partner.country_id)
    counts = Counter(one.user_id for one in near)
    return min(
        counts,
        key=lambda user: (-counts[user], user.id),
        default=run.ref("plan_running").user_id,
    )
