from odoo import fields, models

MOVES = [
    ("postponed", "Postponed"),
    ("advanced", "Brought Forward"),
    ("skipped", "Skipped"),
    ("reopened", "Planned Again"),
]


class KamReviewMove(models.Model):
    """A planned review was moved or skipped: by whom, from which day to which, and why.

    Kept by the system with each such step; nobody changes it. The calendar cannot ask: a reason for
    what was postponed there is given later.
    """

    _name = "kam.review.move"
    _description = "Move of a Review"
    _inherit = ["kam.plan.line"]
    _order = "date desc, id desc"
    _rec_name = "kind"

    review_id = fields.Many2one(
        "kam.review", required=True, readonly=True, index=True, ondelete="cascade"
    )
    plan_id = fields.Many2one(
        related="review_id.plan_id", store=True, precompute=True, required=False
    )
    date = fields.Date("On", required=True, readonly=True)
    user_id = fields.Many2one(
        "res.users", "By", required=True, readonly=True, index=True, ondelete="restrict"
    )
    kind = fields.Selection(MOVES, "Step", required=True, readonly=True)
    date_from = fields.Date("From", readonly=True)
    date_to = fields.Date("To", readonly=True)
    reason = fields.Text("Why", readonly=True)
    is_automatic = fields.Boolean("By the System", readonly=True)
    is_unexplained = fields.Boolean(
        "Not Explained", readonly=True, help="Postponed in the calendar: nobody said why yet."
    )
