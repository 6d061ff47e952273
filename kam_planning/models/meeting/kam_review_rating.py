from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import SQL

from ...tools.rows import NaturalKey

SCORES = [("1", "1"), ("2", "2"), ("3", "3"), ("4", "4")]


class KamReviewRating(models.Model):
    """What one colleague thinks of a review by one criterion.

    Each writes his own. The account manager and managers see those of the others by a criterion
    once they rated by it themselves, or the review was held: nobody is swayed. A score that showed
    them those of the others stays. Everybody else sees his own only.
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

    @api.depends("review_id.state", "criterion_id", "score")
    @api.depends_context("uid")
    def _compute_is_revealed(self):
        rated = self._find_rated_sudo()
        for rating in self:
            is_held = rating.review_id.state == "held"
            rating.is_revealed = is_held or rating._get_rated_sudo() in rated

    def _search_is_revealed(self, operator, value):
        if operator != "in":
            return NotImplemented
        revealed = Domain("review_id.state", "=", "held")
        revealed |= Domain.custom(
            to_sql=lambda model, alias, _query: model._prepare_rated_sql(alias),
            predicate=lambda rating: rating.is_revealed,
        )
        return revealed if True in value else ~revealed

    @api.model
    def _prepare_rated_sql(self, alias):
        """Condition: the user rated the same review by the same criterion himself, by whichever
        version of its words.
        """
        fields_asked = ("review_id", "criterion_id", "user_id", "score")
        review, criterion, user, score = (
            SQL.identifier("own", name, to_flush=self._fields[name]) for name in fields_asked
        )
        return SQL(
            "EXISTS (SELECT FROM kam_review_rating own"
            " JOIN kam_review_criterion mine ON mine.id = %s"
            " JOIN kam_review_criterion theirs ON theirs.id = %s"
            " WHERE %s = %s AND %s IS NOT NULL AND %s = %s"
            " AND COALESCE(mine.current_id, mine.id) = COALESCE(theirs.current_id, theirs.id))",
            *(criterion, SQL.identifier(alias, "criterion_id")),
            *(user, self.env.uid, score, review, SQL.identifier(alias, "review_id")),
        )

    def _get_rated_sudo(self):
        """What is rated by what: pair (review id, id of the criterion in its newest words)."""
        criterion = self.sudo().criterion_id
        return self.review_id.id, (criterion.current_id or criterion).id

    def _find_rated_sudo(self):
        """What of it the user rated himself, as `_get_rated_sudo` gives it; as superuser, for the
        record rules ask.
        """
        mine = Domain("user_id", "=", self.env.uid) & Domain("score", "!=", False)
        own = self.sudo().search(mine & Domain("review_id", "in", self.review_id.ids))
        return {rating._get_rated_sudo() for rating in own}

    @api.model_create_multi
    def create(self, vals_list):
        """Let those rate who take part, who work on the plan, and managers."""
        ratings = super().create(vals_list)
        ratings._check_raters()
        return ratings

    def write(self, vals):
        """The same of the review that a rating moves to; what the user knows of the others sways
        no score.
        """
        self.check_access("write")
        rated = ("review_id", "criterion_id", "score")
        self.filtered(lambda one: one._is_changed(vals, rated))._check_unswayed()
        result = super().write(vals)
        if "review_id" in vals:
            self._check_raters()
        return result

    def unlink(self):
        """Nor is one taken back."""
        self.check_access("unlink")
        self._check_unswayed()
        return super().unlink()

    def _is_changed(self, vals, names):
        """Whether these values change one of these fields."""
        return any(
            self._fields[name].convert_to_write(self[name], self) != (vals[name] or False)
            for name in names
            if name in vals
        )

    def _check_unswayed(self):
        """Refuse to change a score of the user by what he sees of the others.

        :raise UserError: naming the criterion
        """
        given = self.filtered("score")
        if self.env.su or not given:
            return
        others = Domain("user_id", "!=", self.env.uid) & Domain("score", "!=", False)
        seen = self.search(others & Domain("review_id", "in", given.review_id.ids))
        known = {rating._get_rated_sudo() for rating in seen}
        for rating in given:
            if rating._get_rated_sudo() in known:
                raise UserError(
                    self.env._(
                        "You see already how others rated “%(review)s” by “%(criterion)s”: your "
                        "score stays as it is. Write into its reason what you think now.",
                        review=rating.review_id.name,
                        criterion=rating.criterion_id.name,
                    )
                )

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
