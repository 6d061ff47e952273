from dateutil.relativedelta import relativedelta

from odoo import api, fields, models

from ...tools import dates
from ..common.defaults import with_defaults
from ..common.switches import is_on
from ..plan.kam_plan_workflow import OPEN_STATES


class KamPlan(models.Model):
    """A new plan takes from its template what was not given."""

    _name = "kam.plan"
    _inherit = ["kam.plan", "kam.plan.carry.over", "kam.plan.successor", "kam.plan.copy"]
    _unoffered_fields = ("template_version_id",)

    # template
    template_id = fields.Many2one("kam.plan.template", index="btree_not_null", ondelete="restrict")
    template_version_id = fields.Many2one(
        "kam.plan.template.version",
        compute="_compute_template_version_id",
        store=True,
        precompute=True,
        ondelete="restrict",
    )

    properties = fields.Properties(
        "Own Fields", definition="template_version_id.plan_properties_definition", copy=True
    )

    @api.model_create_multi
    def create(self, vals_list):
        """Fill new plans from their templates."""
        for vals in vals_list:
            # Before anything is reckoned with them.
            self._check_values(vals)
        vals_list = with_defaults(self, vals_list, ("template_id",))
        plans = super().create([self._add_template_values(vals) for vals in vals_list])
        bare = plans.filtered("template_id")
        bare = bare.filtered(lambda p: not (p.section_ids or p.objective_ids or p.action_ids))
        if bare and not is_on(self, "kam_no_template_lines"):
            bare._create_template_lines()
            bare.filtered(lambda plan: plan.state in ("submitted", "active"))._begin()
        return plans

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

    def _create_template_lines(self):
        """Create sections, objectives and actions of the templates, in one batch per model."""
        sections = [
            plan._prepare_section_values(line)
            for plan in self
            for line in plan.template_id.section_ids
        ]
        self.env["kam.plan.section"].create(sections)
        # No work is begun in a plan that is over before it is written here.
        self.filtered(lambda plan: plan.state in OPEN_STATES)._create_template_work()

    def _create_template_work(self):
        """Create objectives and actions of the templates, in one batch per model."""
        objectives = []
        for plan in self:
            template = plan.template_id
            objectives += [plan._prepare_objective_values(line) for line in template.objective_ids]
        objectives = self.env["kam.objective"].create(objectives)
        created = iter(objectives)
        twins = {
            (plan, line): next(created) for plan in self for line in plan.template_id.objective_ids
        }
        pairs = [(plan, line) for plan in self for line in plan.template_id.action_ids]
        actions = self.env["kam.action"].create(
            [
                plan._prepare_action_values(line, twins.get((plan, line.objective_id)))
                for plan, line in pairs
            ]
        )
        self._link_template_actions(dict(zip(pairs, actions, strict=True)))
        for lines in (objectives, actions):
            lines._start_counting_sudo()

    @api.model
    def _link_template_actions(self, made):
        """Let actions come after others as in their templates.

        :param dict made: {(plan, template action): action}
        """
        for (plan, line), action in made.items():
            # Few come after another one.
            if line.after_id:
                action.after_id = made[plan, line.after_id]

    def _prepare_section_values(self, line):
        return {
            "plan_id": self.id,
            "sequence": line.sequence,
            "name": line.name,
            "chapter": line.chapter,
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

    @api.depends("template_id")
    def _compute_template_version_id(self):
        for template, plans in self.grouped("template_id").items():
            plans.template_version_id = template._get_current_version_sudo() if template else False

    def _propose_tier(self):
        """That of the template, for a plan that begins with it."""
        if is_on(self, "kam_no_template_lines"):
            return super()._propose_tier()
        return super()._propose_tier() or self.template_id.tier_id

    def write(self, vals):
        """Let the work follow the state, through every door."""
        if "state" not in vals:
            return super().write(vals)
        changed = self.filtered(lambda plan: plan.state != vals["state"])
        written = self
        if vals["state"] == "active" and changed:
            self._check_is_manager()
            # Chosen together with its successor, a running plan closes and does not start again.
            written -= changed._close_running_predecessors()
        return super(KamPlan, written).write(vals)

    def _settle_work(self, before):
        """Move the work between the periods before it is brought in line with their states."""
        changed = self.filtered(lambda plan: before[plan][0] != plan.state)
        running = changed.filtered(lambda plan: plan.state == "active")
        running.filtered(lambda plan: before[plan][0] == "closed")._take_back_work()
        running._carry_work_over()
        undone = changed.filtered(lambda plan: plan.state in ("draft", "cancelled"))
        undone.filtered(lambda plan: before[plan][0] == "active")._return_work()
        return super()._settle_work(before)

    def _check_transition(self, state):
        """A plan that took over from another one may also be sent back once it is in force."""
        undone = self.filtered(
            lambda plan: state == "draft" and plan.state == "active" and plan.previous_plan_id
        )
        if undone:
            self._check_is_manager()
        return super(KamPlan, self - undone)._check_transition(state)
