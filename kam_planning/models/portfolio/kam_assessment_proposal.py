from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.portfolio import steps
from ...tools.portfolio.matrix import ATTENTION, INTERVALS
from ..common.arguments import check_one
from ..common.known import KnownFloat, KnownInteger
from ..common.parameters import read_parameter

PROPOSALS = [
    ("kept", "Has a Plan"),
    ("pilot", "Pilot"),
    ("selected", "Selected"),
    ("waiting", "No Room"),
    ("unknown", "Not Known"),
]
# The tiers that are shipped, while the settings say nothing else.
TIERS = {"strategic": "strategic", "star": "key", "status": "key", "streamline": "watch"}


class KamAssessmentProposal(models.AbstractModel):
    """What follows for a candidate: proposed, and taken over by a click."""

    _name = "kam.assessment.proposal"
    _description = "What Follows For a Candidate"

    proposal = fields.Selection(PROPOSALS, readonly=True, copy=False)
    rank = KnownInteger("Place", readonly=True, copy=False, aggregator=None)
    proposed_user_id = fields.Many2one(
        "res.users",
        "Proposed Manager",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )
    plan_id = fields.Many2one("kam.plan", compute="_compute_plan_id", compute_sudo=False)
    proposed_tier_id = fields.Many2one("kam.tier", compute="_compute_proposed")
    proposed_interval = fields.Integer(
        "Review Every (months)", compute="_compute_proposed", aggregator=None
    )
    attention = KnownFloat(
        "Attention",
        compute="_compute_proposed",
        aggregator=None,
        help="Share of our hours by its share of value that its quadrant deserves.",
    )
    proposal_text = fields.Char("For This Quadrant", compute="_compute_proposal_text")

    @api.depends("account_id.kam_plan_ids.state", "company_id")
    @api.depends_context("uid")
    def _compute_plan_id(self):
        plans = self.env["kam.plan"]
        in_force = plans._find_in_force(self.account_id, self.company_id)
        for one in self:
            one.plan_id = in_force.get((one.account_id._origin, one.company_id), plans)

    @api.depends("quadrant")
    def _compute_proposed(self):
        tiers = {
            key: self._get_tier_sudo(key) for key in filter(None, set(self.mapped("quadrant")))
        }
        for one in self:
            key = one.quadrant
            one.proposed_tier_id = tiers.get(key, False)
            one.proposed_interval = key and self._get_interval(key)
            one.attention = ATTENTION.get(key, False)

    @api.depends("quadrant")
    @api.depends_context("lang")
    def _compute_proposal_text(self):
        for one in self:
            one.proposal_text = one.quadrant and self.env._(
                "%(tier)s · review every %(months)s months · attention %(attention)s × its share "
                "of the value",
                tier=one.proposed_tier_id.name or self.env._("no tier"),
                months=one.proposed_interval,
                attention=f"{one.attention:g}",
            )

    @api.model
    def _get_interval(self, quadrant):
        name = f"quadrant_interval_{quadrant}"
        return read_parameter(self.env, name, int, INTERVALS[quadrant]) or INTERVALS[quadrant]

    @api.model
    def _get_tier_sudo(self, quadrant):
        """The tier of the settings, else the one that is shipped for the quadrant."""
        tiers = self.env["kam.tier"].sudo()
        tier = tiers.browse(read_parameter(self.env, f"quadrant_tier_{quadrant}", int, 0)).exists()
        name = f"kam_planning.tier_{TIERS[quadrant]}"
        return tier or self.env.ref(name, raise_if_not_found=False) or tiers

    def action_take_over(self):
        """Give the plans of these accounts the tier and the cadence of their quadrants.

        A lower tier of a plan in force is a step down, which is decided with what we owe.

        :return: True, the dialogue of the step of one account, or a notice on several ones
        :raise UserError: when an account has no plan, no quadrant, or a later assessment
        """
        self.check_access("write")
        for one in self:
            if not (one.plan_id and one.quadrant):
                raise UserError(
                    self.env._(
                        "“%s” has no account plan or no quadrant yet: start a plan first.",
                        one.account_id.display_name,
                    )
                )
            if not one.is_last:
                raise UserError(
                    self.env._(
                        "“%(account)s” was assessed again after “%(round)s”: take over from its "
                        "last round.",
                        account=one.account_id.display_name,
                        round=one.round_id.name,
                    )
                )
        down = self.filtered(lambda one: one._steps_down())
        for one in self:
            one.plan_id.write({"review_interval": one.proposed_interval})
        for one in (self - down).filtered("proposed_tier_id"):
            customer = one.account_id.with_company(one.company_id)
            customer._set_kam_tier(one.proposed_tier_id)
        return down._ask_for_steps() if down else True

    def _steps_down(self):
        """Whether the proposed tier is lower than that of a plan in force."""
        now = self.account_id.with_company(self.company_id).kam_tier_id
        if not (self.plan_id.state == "active" and now and self.proposed_tier_id):
            return False
        places = [tier.sequence * 10**6 + tier.id for tier in (now, self.proposed_tier_id)]
        return steps.find_direction(*places, False) == steps.DOWN

    def _ask_for_steps(self):
        """The dialogue of one step down, with the proposed tier; of several ones their names."""
        if len(self) == 1:
            action = self.plan_id.action_step()
            dialogue = self.env[action["res_model"]].browse(action["res_id"])
            dialogue.tier_id = self.proposed_tier_id
            return action
        names = ", ".join(self.account_id.mapped("display_name"))
        message = self.env._(
            "The cadence is taken over. These step down: decide it one by one with “Step Down / "
            "Up” of their plans, for what we owe is decided with it: %s",
            names,
        )
        params = {"type": "warning", "sticky": True, "message": message}
        reload = {"type": "ir.actions.client", "tag": "soft_reload"}
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {**params, "next": reload},
        }

    def action_start_plan(self):
        """Open the dialogue that makes an account plan, filled in for this customer.

        :return: window action
        """
        check_one(self)
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "kam_planning.kam_plan_create_action"
        )
        defaults = {
            "default_partner_id": self.account_id.id,
            "default_company_id": self.company_id.id,
        }
        if self.proposed_user_id:
            defaults["default_user_id"] = self.proposed_user_id.id
        return {**action, "context": defaults}
