from odoo import fields, models


class KamReviewCadence(models.AbstractModel):
    """How often plans are reviewed with the customer and before the board: of a tier, or of a
    template, which comes first. Among ourselves the plan's own cadence counts.
    """

    _name = "kam.review.cadence"
    _description = "Cadence of Reviews by Kind"

    customer_review_interval = fields.Integer(
        "With the Customer Every (months)",
        aggregator=None,
        help="Holding a review with the customer plans the next one so many months later. 0: none.",
    )
    board_review_interval = fields.Integer(
        "For the Board Every (months)",
        aggregator=None,
        help="Holding a review for the board plans the next one so many months later. 0: none.",
    )

    _customer_review_interval_positive = models.Constraint(
        "CHECK (customer_review_interval >= 0)",
        "Reviews with the customer are so many months apart: correct the cadence (0: none).",
    )
    _board_review_interval_positive = models.Constraint(
        "CHECK (board_review_interval >= 0)",
        "Reviews for the board are so many months apart: correct the cadence (0: none).",
    )
