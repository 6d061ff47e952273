from odoo import fields, models

from ...tools.portfolio.capacity import EXPECTED_PEOPLE, PERSON_HOURS


class KamTier(models.Model):
    """What an account of a tier takes, and what it gets for it."""

    _inherit = "kam.tier"

    person_hours = fields.Float(
        "Hours for Each Person (a month)",
        default=PERSON_HOURS,
        required=True,
        aggregator=None,
        help="What it takes to look after one person whom a key account manager is to know.",
    )
    expected_people = fields.Integer(
        "People Without a Map",
        default=EXPECTED_PEOPLE,
        required=True,
        aggregator=None,
        help="How many people a key account manager is to know at such an account, as long as "
        "nobody has drawn its relationship map.",
    )
    service = fields.Text(
        "What the Customer Gets",
        translate=True,
        help="One service a line, such as: visited every month.",
    )

    _capacity_positive = models.Constraint(
        "CHECK (person_hours >= 0 AND expected_people >= 0)",
        "Hours and people of a tier cannot be negative: correct them.",
    )
