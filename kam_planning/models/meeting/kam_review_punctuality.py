from odoo import api, fields, models

from ...tools.meeting import punctuality
from ...tools.meeting.punctuality import Planned
from ..common.known import KnownInteger

STATES = [("on_time", "On Time"), ("late", "Late"), ("unknown", "Not Known")]


class KamReviewPunctuality(models.Model):
    """Whether a review was punctual: one line for each that was held or skipped.

    It says something of the account manager, so it is no field of the review, which the team
    reads: only he and managers read these lines, also by searches, groups and exports.
    """

    _name = "kam.review.punctuality"
    _description = "Punctuality of a Review"
    _inherit = ["kam.plan.line"]
    _order = "date desc, id desc"
    _rec_name = "review_id"

    review_id = fields.Many2one(
        "kam.review", required=True, readonly=True, index=True, ondelete="cascade"
    )
    plan_id = fields.Many2one(
        related="review_id.plan_id", store=True, precompute=True, required=False
    )
    kind = fields.Selection(related="review_id.kind", store=True, precompute=True)
    date = fields.Date("Held or Skipped On", required=True, readonly=True)
    date_due = fields.Date("Fixed Day", readonly=True, help="The day planned 30 days before.")
    state = fields.Selection(STATES, "Punctuality", required=True, readonly=True, index=True)
    days_late = KnownInteger(
        "Days After",
        readonly=True,
        aggregator="avg",
        help="After the fixed day; less than 0: before.",
    )

    _review_uniq = models.UniqueIndex("(review_id)", "A review is judged once.")

    @api.model
    def _record_sudo(self, reviews):
        """Judge reviews that were held or skipped; those that are planned again are not judged.

        As superuser: nobody writes it, and who holds the review need not see it.

        :param reviews: kam.review records
        """
        lines, reviews = self.sudo(), reviews.sudo()
        there = {line.review_id: line for line in lines.search([("review_id", "in", reviews.ids)])}
        ended = reviews.filtered(lambda review: review.state != "planned")
        values = {review: vals for review in ended if (vals := self._prepare_line(review))}
        lines.concat(*(line for review, line in there.items() if review not in values)).unlink()
        for review in values.keys() & there.keys():
            there[review].write(values[review])
        lines.create([vals for review, vals in values.items() if review not in there])

    @api.model
    def _prepare_line(self, review):
        """Values of the line of a review that was held or skipped, None where nobody is to judge:
        it was skipped by the system, or on the day on which it was planned.
        """
        last = review.move_ids.sorted("id")[-1:]
        is_held = review.state == "held"
        if not is_held and (last.kind != "skipped" or last.is_automatic):
            return None
        end = review.date_held if is_held else last.date
        found = punctuality.judge(review._get_planned_days(), end, is_held)
        return {
            "review_id": review.id,
            "date": end,
            "date_due": found.due or False,
            "state": found.state,
            "days_late": False if found.days is None else found.days,
        }

    @api.model
    def _prepare_history(self, review):
        """The days for which a review was planned, from which day on each."""
        moves = review.move_ids.filtered("date_to").sorted("id")
        first = moves[:1].date_from or review.date_planned
        return [
            Planned(review.planned_on, first),
            *(Planned(move.date, move.date_to) for move in moves),
        ]
