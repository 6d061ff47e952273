from dateutil.relativedelta import relativedelta

from odoo import Command, api, models

from ..tools import dates
from .kam_guarded import with_defaults


class KamPlan(models.Model):
    """A new plan takes from its template what was not given."""

    _inherit = "kam.plan"

    @api.model_create_multi
    def create(self, vals_list):
        """Fill new plans from their templates and put their leads on the team."""
        vals_list = with_defaults(self, vals_list, ("template_id", "user_id", "sponsor_id"))
        vals_list = [self._add_creator(self._add_template_values(vals)) for vals in vals_list]
        plans = super().create(vals_list)
        plans._sync_lead_members()
        bare = plans.filtered("template_id")
        bare = bare.filtered(lambda p: not (p.section_ids or p.objective_ids or p.action_ids))
        if not self.env.context.get("kam_no_template_lines"):
            bare._create_template_lines()
        return plans

    def write(self, vals):
        """Keep key account manager and sponsor on the team under their roles."""
        result = super().write(vals)
        if "user_id" in vals or "sponsor_id" in vals:
            self._sync_lead_members()
        return result

    @api.model
    def _add_template_values(self, vals):
        """Values of a new plan completed by its template: blocks, cadence, end of the period."""
        template = self.env["kam.plan.template"].browse(vals.get("template_id") or [])
        if not template:
            return vals
        proposed = {
            **template._prepare_block_values(),
            "review_interval": template.review_interval,
        }
        if vals.get("date_start"):
            start = self._fields["date_start"].to_date(vals["date_start"])
            proposed["date_end"] = template._get_period_end(start)
        return {**proposed, **vals}

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

    def _create_template_lines(self):
        """Create sections, objectives and actions of the templates, in one batch per model."""
        sections, objectives = [], []
        for plan in self:
            template = plan.template_id
            sections += [plan._prepare_section_values(line) for line in template.section_ids]
            objectives += [plan._prepare_objective_values(line) for line in template.objective_ids]
        self.env["kam.plan.section"].create(sections)
        created = iter(self.env["kam.objective"].create(objectives))
        twins = {
            (plan, line): next(created) for plan in self for line in plan.template_id.objective_ids
        }
        self.env["kam.action"].create(
            [
                plan._prepare_action_values(line, twins.get((plan, line.objective_id)))
                for plan in self
                for line in plan.template_id.action_ids
            ]
        )

    def _prepare_section_values(self, line):
        return {
            "plan_id": self.id,
            "sequence": line.sequence,
            "name": line.name,
            "question": line.question,
            "is_overview": line.is_overview,
        }

    def _prepare_objective_values(self, line):
        owner = self._get_role_user(line.role_id)
        return {
            "plan_id": self.id,
            "sequence": line.sequence,
            "name": line.name,
            "benefit_for": line.benefit_for,
            "customer_gain": line.customer_gain,
            "our_gain": line.our_gain,
            "horizon": line.horizon,
            "weight": line.weight,
            "user_id": (owner or self.user_id).id,
            "date_deadline": dates.add_months(self.date_start, line.due_months),
        }

    def _prepare_action_values(self, line, objective):
        return {
            "plan_id": self.id,
            "sequence": line.sequence,
            "objective_id": objective.id if objective else False,
            "name": line.name,
            "description": line.description,
            "role_id": line.role_id.id,
            "deputy_role_id": line.deputy_role_id.id,
            "user_id": self._get_assignee(line.role_id, line.deputy_role_id).id,
            "date_start": self.date_start + relativedelta(days=line.start_days),
            "date_deadline": self.date_start + relativedelta(days=line.due_days),
            "effort": line.effort,
            "priority": line.priority,
        }

    def _get_role_user(self, role):
        """The first of our people who fills the role in this plan's team, or nobody."""
        return self.member_ids.filtered(lambda m: m.role_id == role and m.user_id).user_id[:1]

    def _get_assignee(self, role, deputy_role):
        """Who gets work meant for a role: its holder, else the deputy, else the account manager."""
        return (
            self._get_role_user(role) or (deputy_role and self._get_role_user(deputy_role))
        ) or self.user_id

    def _reassign_role_actions(self):
        """Hand open actions that wait for a role to the member who fills it now.

        Moves only actions that lie with the account manager for want of a better holder, so that
        nobody's own choice of assignee is undone.
        """
        moves = {}
        for plan in self:
            for action in plan.action_ids.filtered(lambda a: a.role_id and a.is_open):
                holder = plan._get_assignee(action.role_id, action.deputy_role_id)
                if action.user_id == plan.user_id != holder:
                    moves.setdefault(holder, []).append(action.id)
        for holder, ids in moves.items():
            self.env["kam.action"].browse(ids).write({"user_id": holder.id})

    def _sync_lead_members(self):
        """Put key account manager and sponsor on the team, each in one line under their role."""
        roles = {
            "user_id": self.env.ref("kam_planning.team_role_kam", raise_if_not_found=False),
            "sponsor_id": self.env.ref("kam_planning.team_role_sponsor", raise_if_not_found=False),
        }
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
