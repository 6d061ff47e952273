from odoo import api, fields, models

from ...tools.meeting.rubric import summarize
from ..common.arguments import check_one


class KamReviewRubric(models.AbstractModel):
    """What those who heard a review think of it, criterion by criterion."""

    _name = "kam.review.rubric"
    _description = "Rubric of a Review"
    _unoffered_fields = ("rubric", "may_rate")

    # Odoo's own ratings, where that app is installed, have the shorter name.
    kam_rating_ids = fields.One2many("kam.review.rating", "review_id", "Ratings", readonly=True)
    may_rate = fields.Boolean(compute="_compute_may_rate", export_string_translation=False)
    rubric = fields.Html(compute="_compute_rubric", compute_sudo=False)

    @api.depends("user_ids", "plan_id.access_user_ids")
    @api.depends_context("uid")
    def _compute_may_rate(self):
        user = self.env.user
        is_manager = user.has_group("kam_planning.group_kam_manager")
        for review in self:
            # In this order: who takes part is read with the review.
            review.may_rate = (
                is_manager or user in review.user_ids or user in review.plan_id.access_user_ids
            )

    @api.depends("kam_rating_ids.score", "kam_rating_ids.criterion_id")
    @api.depends_context("uid")
    def _compute_rubric(self):
        summaries = self._get_rubrics()
        for review in self:
            rows = summaries.get(review._origin.id)
            template = "kam_planning.review_rubric"
            review.rubric = rows and self.env["ir.qweb"]._render(template, {"rows": rows})

    def _get_rubrics(self):
        """Medians and spreads of the ratings that the user may read.

        :return: dict {review id: list of tuples (criterion, Summary)}
        """
        domain = [("review_id", "in", self._origin.ids), ("score", "!=", False)]
        ratings = self.env["kam.review.rating"].search(domain)
        result = {}
        for review, given in ratings.grouped("review_id").items():
            by_criterion = given.grouped("criterion_id")
            result[review.id] = [
                (criterion, summarize([int(one.score) for one in by_criterion[criterion]]))
                for criterion in given.criterion_id.sorted()
            ]
        return result

    def _delete_ratings_sudo(self):
        """Ratings go with their review. As superuser: those of others, too."""
        self.env["kam.review.rating"].sudo().search([("review_id", "in", self.ids)]).unlink()

    def action_rate(self):
        """Open the user's own ratings of the review, one line for each criterion in use.

        :return: window action
        """
        check_one(self)
        ratings = self.env["kam.review.rating"]
        own = ratings.search([("review_id", "=", self.id), ("user_id", "=", self.env.uid)])
        done = own.criterion_id | own.criterion_id.current_id
        missing = self.env["kam.review.criterion"].search([("id", "not in", done.ids)])
        ratings.create([{"review_id": self.id, "criterion_id": one.id} for one in missing])
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "kam_planning.kam_review_rating_action"
        )
        domain = [("review_id", "=", self.id), ("user_id", "=", self.env.uid)]
        return {**action, "domain": domain, "context": {"default_review_id": self.id}}
