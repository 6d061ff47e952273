from odoo import Command, api, models

from ..common.defaults import with_defaults
from ..common.switches import switch_on

# Who leads a plan: field of the plan, role in the team.
LEAD_ROLES = {
    "user_id": "kam_planning.team_role_kam",
    "sponsor_id": "kam_planning.team_role_sponsor",
}


class KamPlanTeam(models.AbstractModel):
    """The account team: its leads stand on it under their roles; who fills which role."""

    _name = "kam.plan.team"
    _description = "Team of a Plan"

    @api.model_create_multi
    def create(self, vals_list):
        """Put the leads of new plans, and who makes them, on the team."""
        vals_list = with_defaults(self, vals_list, ("user_id", "sponsor_id"))
        vals_list = [self._add_creator(vals) for vals in vals_list]
        # Its first members make the plan their own: no right on it comes before.
        plans = super(KamPlanTeam, switch_on(self, "kam_new_owner")).create(vals_list)
        plans = plans.with_env(self.env)
        plans._sync_lead_members()
        return plans

    def write(self, vals):
        """Keep key account manager and sponsor on the team under their roles."""
        result = super().write(vals)
        if "user_id" in vals or "sponsor_id" in vals:
            self._sync_lead_members()
        return result

    @api.model
    def _add_creator(self, vals):
        """Put a user who plans for a colleague on the team, to be able to go on."""
        user = self.env.user
        if self.env.su or user.has_group("kam_planning.group_kam_manager"):
            return vals
        if user.id in (vals.get("user_id", user.id), vals.get("sponsor_id")):
            return vals
        members = vals.get("member_ids") or []
        if any(
            command[0] == Command.CREATE and command[2].get("user_id") == user.id
            for command in members
        ):
            return vals
        return {**vals, "member_ids": [*members, Command.create({"user_id": user.id})]}

    def _get_role_user(self, role):
        """The first of our people who fills the role in this plan's team, or nobody."""
        return self.member_ids.filtered(lambda m: m.role_id == role and m.user_id).user_id[:1]

    def _get_assignee(self, role, deputy_role):
        """Who gets work meant for a role: its holder, else the deputy, else the account manager."""
        return (
            self._get_role_user(role) or (deputy_role and self._get_role_user(deputy_role))
        ) or self.user_id

    def _reassign_role_actions(self):
        """Hand over what waits for a role to whoever fills it now: a hook for such work."""

    def _sync_lead_members(self):
        """Put key account manager and sponsor on the team, each in one line under their role."""
        find = self.env["ir.model.data"]._xmlid_to_res_id
        role_ids = {name: find(xmlid) for name, xmlid in LEAD_ROLES.items()}
        roles = {name: self.env["kam.team.role"].browse(role_ids[name] or []) for name in role_ids}
        missing, gone = [], self.env["kam.team.member"]
        for plan in self:
            for name, role in roles.items():
                if not role:
                    continue
                user = plan[name]
                lines = plan.member_ids.filtered(lambda m, r=role: m.role_id == r and m.user_id)
                gone |= lines.filtered(lambda m, u=user: m.user_id != u)
                if user and user not in lines.user_id:
                    missing.append({"plan_id": plan.id, "user_id": user.id, "role_id": role.id})
        gone._step_back()
        self.env["kam.team.member"].create(missing)

    def _get_role_users(self, role):
        """All of ours who fill the role in this plan's team, in the team's order."""
        return self.member_ids.filtered(lambda member: member.role_id == role).user_id
