from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_list

from ..models.common.arguments import check_one
from ..models.common.trying import do_where_it_works

STEPS = [
    ("submit", "Submit for Approval"),
    ("withdraw", "Withdraw"),
    ("send_back", "Send Back"),
    ("close", "Close"),
    ("next_period", "Prepare Next Period"),
]
# Step: states in which a plan can take it.
FROM = {
    "submit": ("draft",),
    "withdraw": ("submitted",),
    "send_back": ("submitted",),
    "close": ("active",),
    "next_period": ("active", "closed"),
}
# Plans of one reason that are named; of more it says how many.
MOST_NAMES = 20


class KamPlanMass(models.TransientModel):
    """One step for many plans: says how many can take it and why the others cannot, and takes it
    for those that can.
    """

    _name = "kam.plan.mass"
    _description = "One Step for Many Account Plans"
    _inherit = ["kam.guarded"]

    step = fields.Selection(STEPS, required=True)
    plan_ids = fields.Many2many(
        "kam.plan",
        string="Account Plans",
        required=True,
        default=lambda self: self._default_plan_ids(),
    )
    reason = fields.Text(
        help="What is missing or should be changed. Each account manager reads it."
    )
    plan_count = fields.Integer(compute="_compute_ready", compute_sudo=False)
    ready_count = fields.Integer(compute="_compute_ready", compute_sudo=False)
    refused_count = fields.Integer(compute="_compute_ready", compute_sudo=False)
    refusals = fields.Text("Why Not", compute="_compute_ready", compute_sudo=False)
    is_done = fields.Boolean(readonly=True)
    done_count = fields.Integer("Done", readonly=True, aggregator=None)
    failed_count = fields.Integer("Not Done", readonly=True, aggregator=None)
    failures = fields.Text("Why Not Done", readonly=True)

    @api.model
    def _default_plan_ids(self):
        """The plans that are chosen in the list."""
        chosen = self.env.context.get("active_model") == "kam.plan"
        ids = self.env.context.get("active_ids") if chosen else None
        return self.env["kam.plan"].browse(ids or [])._filtered_access("read")

    @api.depends("plan_ids", "step")
    @api.depends_context("uid")
    def _compute_ready(self):
        for wizard in self:
            plans = wizard._get_plans()
            refused = wizard._find_refused(plans) if wizard.step else {}
            wizard.plan_count = len(plans)
            wizard.ready_count = len(plans) - len(refused)
            wizard.refused_count = len(refused)
            wizard.refusals = wizard._describe(refused)

    def _get_plans(self):
        """The plans as records of the database, as far as the user may read them."""
        return self.plan_ids._origin._filtered_access("read")

    def _find_refused(self, plans):
        """Plans that cannot take the step as they are now.

        :return: dict {plan: why not, in words}
        """
        editable = plans._filtered_access("write")
        is_manager = self.env.user.has_group("kam_planning.group_kam_manager")
        followed = plans.browse()
        if self.step == "next_period":
            followed = plans._find_successors_sudo().previous_plan_id.with_env(self.env)
        refused = {}
        for plan in plans:
            if plan.state not in FROM[self.step]:
                refused[plan] = self._describe_state(plan)
            elif plan not in editable:
                refused[plan] = self.env._("You may only read them")
            elif self.step == "send_back" and not is_manager:
                refused[plan] = self.env._("Managers alone send plans back")
            elif self.step == "withdraw" and not plan.may_withdraw:
                refused[plan] = self.env._("Submitted by somebody else")
            elif plan in followed:
                refused[plan] = self.env._("Their next period is prepared already")
        return refused

    def _describe_state(self, plan):
        return plan._fields["state"].convert_to_export(plan.state, plan)

    @api.model
    def _describe(self, refused):
        """A line for each reason, with the names of the plans: str or False."""
        by_reason = {}
        for plan, reason in refused.items():
            by_reason.setdefault(reason, []).append(plan.name)
        return "\n".join(self._describe_reason(*pair) for pair in by_reason.items()) or False

    @api.model
    def _describe_reason(self, reason, names):
        shown = [f"“{name}”" for name in names[:MOST_NAMES]]
        if more := len(names) - len(shown):
            shown.append(self.env._("%s more", more))
        return self.env._(
            "%(reason)s (%(count)s): %(names)s",
            reason=reason,
            count=len(names),
            names=format_list(self.env, shown),
        )

    def action_run(self):
        """Take the step for the plans that can, and say for which it did not work.

        :return: action that shows what became of them, or closes the dialogue when all went well
        :raise UserError: when no plan can take the step, or the reason of sending back is missing
        """
        check_one(self)
        if self.step == "send_back" and not (self.reason or "").strip():
            raise UserError(self.env._("Say why the plans go back: their managers read it."))
        plans = self._get_plans()
        refused = self._find_refused(plans)
        ready = plans.filtered(lambda plan: plan not in refused)
        if not ready:
            raise UserError(
                self.env._(
                    "None of these plans can take this step.\n%s", self._describe(refused) or ""
                )
            )
        faults = do_where_it_works(ready, self._take_step)
        self._note_result_sudo(len(ready) - len(faults), refused | faults)
        return self._show_result()

    def _take_step(self, plans):
        if self.step == "send_back":
            return plans._send_back(self.reason)
        if self.step == "next_period":
            periods = {plan: plan._get_next_period() for plan in plans}
            return plans._create_successors(periods, plans.objective_ids)
        return getattr(plans, f"action_{self.step}")()

    def _note_result_sudo(self, done_count, faults):
        """As superuser: nobody writes by hand what became of the plans."""
        self.sudo().write(
            {
                "is_done": True,
                "done_count": done_count,
                "failed_count": len(faults),
                "failures": self._describe(faults),
            }
        )

    def _show_result(self):
        if self.failed_count:
            return self._get_records_action(target="new", name=self._get_step_name())
        message = self.env._(
            "%(step)s: %(count)s plans", step=self._get_step_name(), count=self.done_count
        )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "message": message,
                "type": "success",
                "next": {"type": "ir.actions.act_window_close"},
            },
        }

    def _get_step_name(self):
        return dict(self._fields["step"]._description_selection(self.env))[self.step]
