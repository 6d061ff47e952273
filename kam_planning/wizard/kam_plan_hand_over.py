from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.common.arguments import check_one
from ..models.plan.kam_plan_team import LEAD_ROLES
from .kam_plan_dialogue import PROPOSED

# Lists of work to choose from, and what they hold.
LISTS = {
    "action_ids": "kam.action",
    "objective_ids": "kam.objective",
    "review_ids": "kam.review",
}


class KamPlanHandOver(models.TransientModel):
    """Asks who leads plans from now on, and which open work of the former leads goes along."""

    _name = "kam.plan.hand.over"
    _description = "Hand Over Account Plan"
    _inherit = ["kam.guarded"]

    plan_ids = fields.Many2many("kam.plan", string="Account Plans", required=True)
    user_id = fields.Many2one(
        "res.users",
        "Key Account Manager",
        ondelete="cascade",
        domain=lambda self: self.env["kam.plan"]._get_kam_user_domain(),
        help="Empty: stays who it is.",
    )
    sponsor_id = fields.Many2one(
        "res.users",
        "Executive Sponsor",
        ondelete="cascade",
        domain=lambda self: self.env["kam.plan"]._get_kam_user_domain(),
        help="Empty: stays who it is.",
    )
    action_ids = fields.Many2many(
        "kam.action",
        string="Open Actions",
        compute="_compute_work",
        domain="[('plan_id', 'in', plan_ids), ('is_open', '=', True)]",
        **PROPOSED,
    )
    objective_ids = fields.Many2many(
        "kam.objective",
        string="Objectives",
        compute="_compute_work",
        domain="[('plan_id', 'in', plan_ids), ('state', '=', 'open')]",
        **PROPOSED,
    )
    review_ids = fields.Many2many(
        "kam.review",
        string="Planned Reviews",
        compute="_compute_work",
        domain="[('plan_id', 'in', plan_ids), ('state', '=', 'planned')]",
        **PROPOSED,
    )
    lead_ids = fields.Many2many(
        "crm.lead",
        string="Opportunities",
        compute="_compute_lead_ids",
        store=True,
        readonly=False,
        domain="[('kam_plan_id', 'in', plan_ids), ('won_status', '=', 'pending')]",
    )

    @api.depends("plan_ids", "user_id", "sponsor_id")
    def _compute_work(self):
        """Propose all that lies with the former leads and that the user may see."""
        for wizard in self:
            work = {name: self.env[name] for name in LISTS.values()}
            for (former, _heir), plans in wizard._get_changes().items():
                found = plans._find_lead_work_sudo(former)
                for name in work:
                    work[name] |= found[name].with_env(self.env)._filtered_access("read")
            for field, name in LISTS.items():
                wizard[field] = work[name]

    # As superuser: others than salespeople may not even hold an empty list of opportunities. What
    # is proposed, the user may read.
    @api.depends("plan_ids", "user_id", "sponsor_id")
    def _compute_lead_ids(self):
        for wizard in self:
            leads = self.env["crm.lead"]
            for (former, _heir), plans in wizard._get_changes().items():
                leads |= wizard._find_leads(plans, former)
            wizard.lead_ids = leads

    def _find_leads(self, plans, user):
        """Opportunities of the plans that are still to be won by a user, and may be given away."""
        Lead = self.env["crm.lead"].sudo(False)
        if not Lead.has_access("write"):
            return Lead
        domain = [
            ("kam_plan_id", "in", plans.ids),
            ("user_id", "=", user.id),
            ("won_status", "=", "pending"),
        ]
        return Lead.search(domain)._filtered_access("write")

    def _get_values(self):
        """The new leads that were chosen: values for the plans."""
        return {name: self[name].id for name in LEAD_ROLES if self[name]}

    def _get_changes(self):
        """Who gives up which plans to whom: dict {(former, heir): plans of the database}."""
        plans = self.plan_ids._origin
        return plans._get_lead_changes(self._get_values()) if plans else {}

    def action_hand_over(self):
        """Change the leads, and pass on the work that was not removed.

        :return: action that closes the dialogue
        :raise AccessError: when the user may not write a plan
        :raise UserError: when nobody was chosen, or who leads the plans already
        """
        check_one(self)
        plans, changes = self.plan_ids._origin, self._get_changes()
        values = self._get_values()
        if all(plan[name].id == value for plan in plans for name, value in values.items()):
            raise UserError(
                self.env._(
                    "Nothing changes: choose who becomes key account manager or executive sponsor."
                )
            )
        plans.check_access("write")
        self._give_leads(changes)
        chosen = {name: self[field]._origin for field, name in LISTS.items()}
        plans._hand_over(values, chosen)
        return {"type": "ir.actions.act_window_close"}

    def _give_leads(self, changes):
        """Opportunities go to the new leads with the user's own rights, before the plans do."""
        if not self.env["crm.lead"].has_access("write"):
            return
        for (former, heir), plans in changes.items():
            leads = self._find_leads(plans, former) & self.lead_ids._origin
            leads.write({"user_id": heir.id})
