from odoo import api, fields, models
from odoo.fields import Command

ROLES = ("presenter_id", "coach_id", "reviewer_ids")


class KamReviewRoles(models.AbstractModel):
    """Who does what in a review. Whoever has a role takes part, and is invited with the others."""

    _name = "kam.review.roles"
    _description = "Roles in a Review"

    presenter_id = fields.Many2one(
        "res.users",
        index="btree_not_null",
        ondelete="restrict",
        tracking=True,
        check_company=True,
        domain=lambda self: self.env["kam.plan"]._get_kam_user_domain(),
        help="Presents the plan.",
    )
    coach_id = fields.Many2one(
        "res.users",
        index="btree_not_null",
        ondelete="restrict",
        tracking=True,
        check_company=True,
        domain=lambda self: self.env["kam.plan"]._get_kam_user_domain(),
        help="Prepares it with the presenter, and sees to what was agreed.",
    )
    reviewer_ids = fields.Many2many(
        "res.users",
        "kam_review_reviewer_rel",
        "review_id",
        "user_id",
        "Reviewers",
        check_company=True,
        domain=lambda self: self.env["kam.plan"]._get_kam_user_domain(),
        context={"active_test": False},
        help="Ask, and rate what they hear.",
    )

    @api.constrains(*ROLES)
    def _check_roles(self):
        for review in self.filtered(lambda review: review.state == "planned"):
            review._get_role_users()._check_kam_access(review)

    def _get_role_users(self):
        return self.presenter_id | self.coach_id | self.reviewer_ids

    def _invite_roles(self):
        """Whoever has a role takes part."""
        for review in self.filtered(lambda review: review.state == "planned"):
            absent = review._get_role_users() - review.user_ids
            if absent:
                review.user_ids = [Command.link(user.id) for user in absent]

    def _prepare_roles(self):
        """The roles in the next review of the same kind, of those who can still do it."""
        able = self._get_role_users()
        able -= able._filter_absent_sudo(self.company_id).with_env(self.env)
        return {
            "presenter_id": (self.presenter_id & able).id,
            "coach_id": (self.coach_id & able).id,
            "reviewer_ids": [Command.set((self.reviewer_ids & able).ids)],
        }
