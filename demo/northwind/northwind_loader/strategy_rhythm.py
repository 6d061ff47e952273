"""What is said of deliveries, and the days on which the customers decide."""

from dateutil.relativedelta import relativedelta

from odoo import Command

from .strategy_story import Link

LEFT_LATE = "Left {days} days after the day asked for; the reason is told, the freight was on us."
WAITS_LATE = "Waits in our warehouse for its last item, {days} days behind; it leaves this week."
WAITS = "Packed; the lorry is booked for the day asked for."
NEEDS_WORD = "Their word on whether a part of it may leave at once."
NEEDS_SLOT = "A time at the ramp before ten o'clock."
# Free samples for a tasting, promised in so many days: ordered, delivered so far, note, and what is
# needed. They cost nothing, so no figure of the customer moves.
SAMPLES_IN = 5
SAMPLES = (
    (24, 20, "Arrived but for one carton, which follows.", False),
    (
        36,
        12,
        "The rest comes with the next lorry.",
        "A table with a power socket in each of the three shops.",
    ),
)

PRICE_TALKS = {
    "kind": "price_talks",
    "name": "Price talks for the coming year",
    "date": relativedelta(days=75),
    "is_yearly": True,
    "lead_days": 60,
    "buying_center_id": Link("buying_center", "Central purchasing"),
    "note": "We want the yearly agreement on {first} agreed before; {first_share} hangs on it.",
}
FISCAL_YEAR = {
    "kind": "fiscal_year",
    "name": "Their fiscal year begins",
    "date": relativedelta(years=1, month=1, day=1),
    "is_yearly": True,
    "lead_days": 30,
    "note": "New budgets; the figures of the year before are known six weeks later.",
}
KEY_DATES = {
    "running": {
        "contract": {
            "kind": "contract_end",
            "name": "Supply agreement of {customer} ends",
            "date": relativedelta(months=5),
            "lead_days": 120,
            "buying_center_id": Link("buying_center", "Central purchasing"),
            "note": "{revenue} a year rest on it. Renewal as a yearly agreement on {first}.",
        },
        "tender": {
            "kind": "tender",
            "name": "Tender for {weakest}",
            "date": relativedelta(months=3),
            "lead_days": 45,
            "user_id": Link("user", "sales"),
            "note": "Today {weakest_revenue} a year. The tasting has to be held before.",
        },
        "budget": {
            "kind": "budget",
            "name": "Budget round of central purchasing",
            "date": relativedelta(months=10, day=15),
            "is_yearly": True,
            "lead_days": 90,
            "buying_center_id": Link("buying_center", "Central purchasing"),
            "note": "The shelf service needs a line of its own in it.",
        },
        "prices": PRICE_TALKS,
        "year": FISCAL_YEAR,
    },
    "submitted": {
        "store": {
            "kind": "other",
            "name": "Opening of the next new store",
            "date": relativedelta(days=110),
            "lead_days": 60,
            "note": "First assortment in one delivery.",
        },
        "tender": {
            "kind": "tender",
            "name": "Tender for {weakest}",
            "date": relativedelta(months=4),
            "lead_days": 45,
            "note": "Today {weakest_revenue} a year.",
        },
        "prices": PRICE_TALKS,
        "year": FISCAL_YEAR,
    },
    "renewed": {"prices": PRICE_TALKS},
}


def send_samples(story):
    """Order free samples of the category that they buy least, and note how far they are."""
    sale = story.env["sale.order"].create(
        {
            "partner_id": story.partner.id,
            "commitment_date": story.moment(SAMPLES_IN),
            "client_order_ref": story.prepare({"name": "Samples of {weakest}"})["name"],
            "order_line": [
                Command.create(
                    {
                        "product_id": product.id,
                        "product_uom_qty": quantity,
                        "price_unit": 0.0,
                        "tax_ids": [Command.clear()],
                    }
                )
                for product, (quantity, *_rest) in zip(_find_samples(story), SAMPLES, strict=False)
            ],
        }
    )
    sale.action_confirm()
    for line, (_quantity, delivered, note, needs) in zip(sale.order_line, SAMPLES, strict=False):
        line.qty_delivered = delivered
        _note(story, [("res_model", "=", line._name), ("res_id", "=", line.id)], note, needs)


def _find_samples(story):
    """Products of the category that they buy least, as far as we still sell them."""
    category = story.offering("{weakest}").category_ids
    domain = [("categ_id", "in", category.ids), ("sale_ok", "=", True)]
    return story.env["product.product"].search(domain, order="default_code", limit=len(SAMPLES))


def note_deliveries(story):
    """Say something to every order that left late, and to every one that still waits."""
    late = {one.key: one for one in story.facts.late}
    for key in dict.fromkeys([*late, *story.facts.open]):
        order = story.run.ref(f"order_{key}")
        waits = key in story.facts.open
        days = late[key].days if key in late else 0
        text = (WAITS_LATE if days else WAITS) if waits else LEFT_LATE
        needs = (NEEDS_WORD if days else NEEDS_SLOT) if waits else False
        _note(story, [("order_id", "=", order.id)], text.format(days=days), needs)


def _note(story, domain, note, needs):
    """Write to the delivery that is worth most of those to the customer."""
    domain = [("account_id", "=", story.partner.id), *domain]
    delivery = story.env["kam.delivery"].search(domain, order="amount desc, id", limit=1)
    delivery.note = note
    if needs:
        delivery.needs = needs


def tell_key_dates(story):
    """Write the days down that lie ahead."""
    story.make("kam.key.date", "key_date", KEY_DATES[story.kind])
