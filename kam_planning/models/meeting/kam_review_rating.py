from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

from ...tools.rows import NaturalKey

SCORES = [("1", "1"), ("2", "2"), ("3", "3"), ("4", "4")]


class KamReviewRating(models.Model):
    """What one colleague thinks of a review by one criterion.

    Each writes his own. The account manager and managers see those of the others once they rated
    themselves, or the review was held: nobody is swayed. Everybody else sees his own only.
    """

    _name = "kam.review.rating"
    _description = "Rating of a Review"
    _inherit = ["kam.plan.line"]
    _order = "review_id, criterion_id, id"
    _rec_name = "criterion_id"
    # Who rates need not work on the plan, and changes nothing of it.
    _owner_fields = ()
    _natural_keys = (NaturalKey(("review_id", "criterion_id", "user_id")),)
    _unoffered_fields = ("is_revealed",)

    # No part of the review: it goes with it by `kam.review.rubric`.
    review_id = fields.Many2one("kam.review", required=True, index=True, ondelete="restrict")
    plan_id = fields.Many2one(
        related="review_id.plan_id", store=True, precompute=True, required=False
    )
    criterion_id = fields.Many2one(
        "kam.review.criterion", required=True, index=True, ondelete="restrict"
    )
    user_id = fields.Many2one(
        "res.users",
        "Rated By",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.user,
    )
    score = fields.Selection(SCORES, help="Empty: not rated yet.")
    reason = fields.Char("Why")
    scale = fields.Text(compute="_compute_scale", export_string_translation=False)
    anchor = fields.Char("Means", compute="_compute_anchor")
    is_revealed = fields.Boolean(
        compute="_compute_is_revealed",
        search="_search_is_revealed",
        export_string_translation=False,
    )

    _own_uniq = models.UniqueIndex(
        "(review_id, criterion_id, user_id)",
        "You rated this review by this criterion already: change that rating.",
    )

    @api.depends("criterion_id")
    def _compute_scale(self):
        for rating in self:
            rating.scale = rating.criterion_id and rating.criterion_id._prepare_scale()

    @api.depends("criterion_id", "score")
    def _compute_anchor(self):
        for rating in self:
            known = rating.criterion_id and rating.score
            rating.anchor = known and rating.criterion_id[f"anchor_{rating.score}"]

    @api.depends("review_id.state", "score")
    @api.depends_context("uid")
    def _compute_is_revealed(self):
        rated = self._find_rated_reviews_sudo()
        for rating in self:
            rating.is_revealed = rating.review_id.state == "held" or rating.review_id in rated

    def _search_is_revealed(self, operator, value):
        if operator != "in":
            return NotImplemented
        mine = Domain("user_id", "=", self.env.uid) & Domain("score", "!=", False)
        revealed = Domain("review_id.state", "=", "held")
        revealed |= Domain("review_id", "any!", Domain("kam_rating_ids", "any!", mine))
        return revealed if True in value else ~revealed

    def _find_rated_reviews_sudo(self):
        """Which of their reviews the user rated himself; as superuser, for the record rules ask."""
        mine = Domain("user_id", "=", self.env.uid) & Domain("score", "!=", False)
        own = self.sudo().search(mine & Domain("review_id", "in", self.review_id.ids))
        return own.review_id.with_env(self.env)

    @api.model_create_multi
    def create(self, vals_list):
        """Let those rate who take part, who work on the plan, and managers."""
        ratings = super().create(vals_list)
        ratings._check_raters()
        return ratings

    def write(self, vals):
        """The same of the review that a rating moves to."""
        result = super().write(vals)
        if "review_id" in vals:
            self._check_raters()
        return result

    def _check_raters(self):
        """No constraint, for Odoo checks those as superuser.

        :raise AccessError: naming the review
        """
        for review in self.review_id:
            if not (self.env.su or review.may_rate):
                raise AccessError(
                    self.env._(
                        "“%s” is rated by those who take part in it or work on its plan: ask its "
                        "account manager to add you to the participants.",
                        review.name,
                    )
                )

    @api.model
    def _get_measured_domain(self):
        """What people think is in nobody's figures."""
        return Domain.FALSE
