"""The local plans in London, the global plan above them, and who works together in both."""

from odoo import Command

from ..plans import LIGHT, read_staff
from ..portfolio.who import as_user
from . import texts
from .figures import propose_target

# Who leads the local plans, who stands by and approves them, and who leads the whole.
LOCAL, SPONSOR, WHOLE = "Dodsworth", "Buchanan", "Fuller"
# What the local plans have of her working time, in percent.
SHARE = 20


def write_local_plans(run):
    """One plan in force, where they buy; and a draft, where they do not yet."""
    company, whole = run.ref("company_london"), _find_global(run)
    if not (company and whole):
        return
    starts = {"uk": whole.date_start, "ireland": run.calendar.today.replace(day=1)}
    for kind, start in starts.items():
        plan = _create_plan(run, company, run.ref(f"subsidiary_{kind}"), start)
        run.name_records("plan", [kind], plan)
    plan = _act(run, run.ref("plan_uk"), LOCAL)
    _describe(run, plan)
    plan.action_submit()
    _act(run, plan, SPONSOR).action_approve()
    _set_share(run, company)
    for one in _find_locals(run):
        _act(run, one, LOCAL).action_refresh_figures()
    _find_locals(run).sudo()._refresh_scores()


def _find_global(run):
    """The plan of the whole customer, while it is in force."""
    plan = run.ref("plan_running")
    return plan if plan and plan.state == "active" else None


def _act(run, records, name):
    """Records as a colleague sees them who has chosen both companies, the one in London first."""
    companies = run.ref("company_london") | run.env.ref("base.main_company")
    records = as_user(records, read_staff(run)[name])
    return records.with_context(allowed_company_ids=companies.ids)


def _create_plan(run, company, partner, start):
    staff = read_staff(run)
    wizard = _act(run, run.env["kam.plan.create"], LOCAL).create(
        {
            "partner_id": partner.id,
            "company_id": company.id,
            "template_id": run.env.ref(LIGHT).id,
            "date_start": start,
            "user_id": staff[LOCAL].id,
            "sponsor_id": staff[SPONSOR].id,
        }
    )
    return wizard.env["kam.plan"].browse(wizard.action_create_plan()["res_id"])


def _describe(run, plan):
    """What it says, what it is to bring, and who leads the whole customer."""
    _write_sections(plan.section_ids, texts.UK_SECTIONS)
    plan.env["kam.target"].create(
        {
            "plan_id": plan.id,
            "measure_id": run.env.ref("kam_planning.measure_revenue").id,
            "target_value": propose_target(run.data),
            "note": texts.HOW_TARGET,
        }
    )
    role = run.env["kam.team.role"].create(texts.LEADER)
    run.name_records("role", ["global"], role)
    plan.member_ids = [Command.create({"user_id": read_staff(run)[WHOLE].id, "role_id": role.id})]


def _set_share(run, company):
    """Her time for accounts at home is a line of its own."""
    place = {"user_id": read_staff(run)[LOCAL].id, "company_id": company.id}
    capacity = _act(run, run.env["kam.capacity"], SPONSOR)
    line = capacity.search([(name, "=", value) for name, value in place.items()], limit=1)
    (line or capacity.create(place)).share = SHARE


def _write_sections(sections, written):
    for section in sections.filtered(lambda one: one.name in written):
        section.content = f"<p>{written[section.name]}</p>"


def add_up_worldwide(run):
    """Make the plan of the whole customer a global one, with the local plans below it."""
    whole, below = _find_global(run), _find_locals(run)
    if not (whole and below):
        return
    whole = _act(run, whole, WHOLE)
    whole.is_global = True
    _act(run, below, WHOLE).global_plan_id = whole
    colleague = {
        "user_id": read_staff(run)[LOCAL].id,
        "role_id": run.env.ref("kam_planning.team_role_sales").id,
        "responsibilities": texts.COLLEAGUE,
    }
    whole.member_ids = [Command.create(colleague)]


def _find_locals(run):
    return run.env["kam.plan"].union(*filter(None, (run.ref("plan_uk"), run.ref("plan_ireland"))))


def write_charter(run):
    """How the teams of both companies work together: in the global plan a part of its own."""
    whole, local = _find_global(run), run.ref("plan_uk")
    if not (whole and local):
        return
    local = _act(run, local, LOCAL)
    local.action_begin_charter()
    _write_sections(local.charter_ids, texts.UK_CHARTER)
    whole = _act(run, whole, WHOLE)
    whole.env["kam.plan.section"].create(
        {
            "plan_id": whole.id,
            "chapter": "team",
            "sequence": max(whole.charter_ids.mapped("sequence"), default=100) + 1,
            **texts.ACROSS,
            "content": f"<p>{texts.ACROSS['content']}</p>",
        }
    )
