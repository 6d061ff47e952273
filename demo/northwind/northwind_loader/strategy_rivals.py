"""Who else sells to the customers: cells that competitors hold, their positions, what we lost."""

from dateutil.relativedelta import relativedelta

from odoo import Command

from .strategy_story import Number

# The competitor of each rich plan: name, and what is known of him.
RIVALS = {"running": "Hanse Feinkost Kontor", "submitted": "Snake River Foods"}
# Where he stands: figure that names the category, months until his contract ends, what it shows in.
CELLS = (
    (
        "lapsed",
        3,
        "Nothing ordered since {lapsed_since}, {lapsed_before} in the twelve months up "
        "to then: they buy it from the competitor now.",
    ),
    (
        "fall",
        7,
        "{fall_before} in one half-year, {fall_now} in the next: they buy it in two places now.",
    ),
)
POSITIONS = {
    "rival": {
        "strength": 4,
        "customer_values": "Delivers twice a week, in the morning, also in small lots.",
        "our_answer": "A fixed delivery day for all departments; a reserve of {first} for them.",
        "evidence": (
            "{contact} named the competitor in the quarterly talk; our order records show the "
            "category that went."
        ),
    },
    "regional": {
        "strength": 2,
        "customer_values": "Short way: missing goods come on the same day.",
        "our_answer": "Tasting of {weakest}, then a standing order together with {first}.",
        "evidence": "Seen on the shelf at our last visit; {weakest_revenue} a year come from us.",
    },
}
LOST = {
    "name": "Spring range of {fall} for {customer}",
    "expected_revenue": Number("fall"),
}
LOST_FEEDBACK = "Ten percent cheaper, and delivered twice a week."


def tell_rivals(story):
    """Note where the competitors stand, judge them, and close what was lost to them."""
    rival = _find_rival(story)
    taken = _take_cells(story, rival)
    _take_center_cells(story, rival)
    positions = {"rival": rival, "regional": story.run.ref("partner_competitor")}
    for key, competitor in positions.items():
        domain = [("account_id", "=", story.partner.id), ("competitor_id", "=", competitor.id)]
        position = story.env["kam.competitor.position"].search(domain)
        if position and story.can_tell(POSITIONS[key]):
            position.write(story.prepare(POSITIONS[key]))
    if "fall" in taken:
        _lose(story, taken["fall"], rival)


def _find_rival(story):
    """The competitor as a contact of ours, made once."""
    run, name = story.run, RIVALS[story.kind]
    run.create_missing(
        "res.partner",
        "rival",
        {story.kind: name},
        lambda _key, name: {"name": name, "is_company": True},
    )
    return run.ref(f"rival_{story.kind}")


def _take_cells(story, rival):
    """The categories of which the orders say that somebody else sells them now."""
    taken = {}
    for name, months, need in CELLS:
        values = {"need": need}
        if not story.can_tell(values):
            continue
        cell = _find_cells(story, story.offering(f"{{{name}}}"))
        cell.write(
            {
                **story.prepare(values),
                "competitor_id": rival.id,
                "contract_end": story.today + relativedelta(months=months),
            }
        )
        taken[name] = cell
    return taken


def _find_cells(story, offering):
    domain = [("account_id", "=", story.partner.id), ("buying_center_id", "=", False)]
    return story.env["kam.whitespace"].search([*domain, ("offering_id", "=", offering.id)])


def _take_center_cells(story, rival):
    """In the buying centres he holds what was marked as a competitor's already."""
    cells = story.env["kam.whitespace"].search(
        [
            ("account_id", "=", story.partner.id),
            ("buying_center_id", "!=", False),
            ("state", "=", "competitor"),
            ("competitor_id", "=", False),
        ]
    )
    cells.write({"competitor_id": rival.id, "contract_end": story.today + relativedelta(months=10)})


def _lose(story, cell, rival):
    """An opportunity in his cell, lost to him through Odoo's own dialogue."""
    lead = story.env["crm.lead"].browse(cell.action_create_opportunity()["res_id"])
    lead.write(story.prepare(LOST))
    story.run.name_records("lost", [story.kind], lead)
    dialogue = story.env["crm.lead.lost"].create(
        {
            "lead_ids": [Command.set(lead.ids)],
            "lost_reason_id": story.env.ref("crm.lost_reason_1").id,
            "lost_feedback": LOST_FEEDBACK,
            "kam_lost_to_id": rival.id,
        }
    )
    dialogue.action_lost_reason_apply()
