from dateutil.relativedelta import relativedelta

from odoo import api, fields, models

from ...tools.rows import NaturalKey
from ..common.days import today_of_user


class KamReviewDecision(models.Model):
    """What a review decided; one click makes it an action of the plan."""

    _name = "kam.review.decision"
    _description = "Review Decision"
    _inherit = ["kam.plan.line"]
    _order = "sequence, id"
    _owner_fields = ("review_id",)
    _same_plan_fields = ("objective_id",)
    _natural_keys = (NaturalKey(("review_id", "name")),)

    review_id = fields.Many2one("kam.review", required=True, index=True, ondelete="cascade")
    plan_id = fields.Many2one(
        related="review_id.plan_id", store=True, precompute=True, required=False
    )
    sequence = fields.Integer(default=10)
    name = fields.Char("Decision", required=True)
    user_id = fields.Many2one(
        "res.users",
        "Who of Ours",
        ondelete="restrict",
        check_company=True,
        domain=lambda self: self.env["kam.plan"]._get_kam_user_domain(),
    )
    contact_id = fields.Many2one(
        "res.partner",
        "Who of Theirs",
        ondelete="set null",
        domain="[('is_company', '=', False), ('partner_share', '=', True)]",
    )
    date_deadline = fields.Date(
        "By When", default=lambda self: today_of_user(self) + relativedelta(weeks=2)
    )
    objective_id = fields.Many2one(
        "kam.objective", ondelete="set null", domain="[('plan_id', '=', plan_id)]"
    )
    action_id = fields.Many2one(
        "kam.action", ondelete="set null", index="btree_not_null", readonly=True, copy=False
    )
    action_state = fields.Selection(related="action_id.state", string="State of the Action")

    @api.constrains("user_id")
    def _check_user_group(self):
        self.user_id._check_kam_access(self)

    def action_make_action(self):
        """Make an action of each decision that has none yet.

        :return: True
        """
        pending = self.filtered(lambda decision: not decision.action_id)
        actions = self.env["kam.action"].create(
            [decision._prepare_action_values() for decision in pending]
        )
        pending._link_actions_sudo(actions)
        return True

    def _link_actions_sudo(self, actions):
        """Note which action was made of which decision; no user writes that link."""
        for decision, action in zip(self.sudo(), actions, strict=True):
            decision.action_id = action

    def _prepare_action_values(self):
        today = today_of_user(self)
        deadline = self.date_deadline or today + relativedelta(weeks=2)
        owner = self.user_id
        if not owner and not self.contact_id:
            owner = self.plan_id.user_id
        return {
            "plan_id": self.plan_id.id,
            "objective_id": self.objective_id.id,
            "name": self.name,
            "user_id": owner.id,
            "contact_id": self.contact_id.id,
            "date_start": min(today, deadline),
            "date_deadline": deadline,
        }
