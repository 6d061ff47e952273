from odoo import api, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain

from ..common.at_once import hold
from ..common.defaults import with_defaults

STATES = [
    ("draft", "Draft"),
    ("submitted", "Submitted"),
    ("active", "Active"),
    ("closed", "Closed"),
    ("cancelled", "Cancelled"),
]
OPEN_STATES = ("draft", "submitted", "active")
# States in which the work of a plan is to be done; before it is submitted, a plan is quiet.
WORK_STATES = ("submitted", "active", "closed")
# State: states that may follow it.
TRANSITIONS = {
    "draft": ("submitted", "active", "cancelled"),
    "submitted": ("draft", "active", "cancelled"),
    "active": ("closed", "cancelled"),
    "closed": ("active",),
    "cancelled": ("draft",),
}


class KamPlanWorkflow(models.AbstractModel):
    """The plan's way from draft to closed: who may move it, and what each step asks for."""

    _name = "kam.plan.workflow"
    _description = "Way of a Plan Through Its States"

    @api.model_create_multi
    def create(self, vals_list):
        """Refuse plans born active, unless a manager makes (imports) them."""
        born = {vals["state"] for vals in with_defaults(self, vals_list, ("state",))}
        if not born <= {"draft", "submitted"}:
            self._check_is_manager()
        return super().create(vals_list)

    def write(self, vals):
        """Guard the state through every door: screens, import and RPC take the same way."""
        if "state" in vals:
            # A plan that was closed before in this transaction has to free its place first.
            self.env["kam.plan"].flush_model(["state"])
            self.filtered(lambda plan: plan.state != vals["state"])._check_transition(vals["state"])
        if vals.get("active"):
            self.filtered(
                lambda plan: not plan.active and vals.get("state", plan.state) == "active"
            )._check_free_place()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_live(self):
        for plan in self:
            if plan.state in ("active", "closed"):
                raise UserError(
                    self.env._(
                        "“%s” is or was in force and cannot be deleted. Archive it instead.",
                        plan.name,
                    )
                )

    def _check_free_place(self):
        """Refuse to activate plans whose customer has another active one, naming both.

        Asked before the state is written: afterwards the database's own index would speak first,
        with a message that names neither.
        """
        for plan, other in self._get_active_rivals_sudo().items():
            raise ValidationError(
                self.env._(
                    "“%(plan)s” cannot become active: %(partner)s already has the active plan "
                    "“%(other)s” in %(company)s. Close that plan first.",
                    plan=plan.name,
                    partner=plan.partner_id.display_name,
                    other=other.name,
                    company=plan.company_id.name,
                )
            )

    def _get_active_rivals_sudo(self):
        """Give for each plan another active plan of the same customer and company, if any.

        As superuser: a customer has one active plan, whoever may read it.
        """
        place = Domain("partner_id", "in", self.partner_id.ids)
        place &= Domain("company_id", "in", self.company_id.ids)
        plans = self.sudo().with_context(active_test=True)
        rivals = plans.search(place & Domain("state", "=", "active"))
        result = {}
        for plan in self:
            same = rivals.filtered(
                lambda r, p=plan: (
                    r != p and r.partner_id == p.partner_id and r.company_id == p.company_id
                )
            )
            if same:
                result[plan] = same[0]
        return result

    def _check_transition(self, state):
        """Refuse a step that the plan cannot take, or that the user may not take."""
        labels = dict(self._fields["state"]._description_selection(self.env))
        for plan in self:
            if state not in TRANSITIONS[plan.state]:
                raise UserError(
                    self.env._(
                        "“%(plan)s” is %(old)s and cannot become %(new)s.",
                        plan=plan.name,
                        old=labels[plan.state],
                        new=labels.get(state, state),
                    )
                )
        if state == "active" or any(plan.state == "closed" for plan in self):
            self._check_is_manager()
        if state == "active":
            self._check_free_place()

    def _is_under_way(self):
        """Whether the work of this plan is to be done: not in a draft, nor in one put away."""
        return self.active and self.state in WORK_STATES

    def _check_is_manager(self):
        if not (self.env.su or self.env.user.has_group("kam_planning.group_kam_manager")):
            raise AccessError(
                self.env._("Only a manager of Key Account Management approves account plans.")
            )

    def action_submit(self):
        """Ask for approval: an activity for who is to give it.

        Plans that somebody submitted already stay as they are, and nobody is told twice.

        :raise UserError: when a plan is not a draft
        """
        drafts = self.filtered(lambda plan: plan.state != "submitted")
        hold(drafts)
        drafts.write({"state": "submitted"})

    def _filter_going_on(self):
        """Nobody has work with plans that are over."""
        return self.filtered(lambda plan: plan.state in OPEN_STATES)

    def _prepare_news_text(self, occasion, note):
        """Subject and body of the message about one plan."""
        names = {"user": self.env.user.name, "plan": self.name, "customer": self.partner_id.name}
        texts = {
            "team": (
                self.env._("You are on the account team of “%s”", self.name),
                self.env._(
                    "%(user)s put you on the account team of “%(plan)s” (%(customer)s).", **names
                ),
            ),
            "submitted": (
                self.env._("Please approve “%s”", self.name),
                self.env._(
                    "%(user)s submitted the account plan “%(plan)s” for your approval.",
                    user=(self.submitted_by_id or self.env.user).name,
                    plan=self.name,
                ),
            ),
            "withdrawn": (
                self.env._("“%s” was withdrawn", self.name),
                self.env._(
                    "The account plan “%(plan)s” (%(customer)s) does not wait for your approval "
                    "any more: %(user)s took it back or put it away.",
                    **names,
                ),
            ),
            "sent_back": (
                self.env._("“%s” was sent back", self.name),
                self._get_send_back_text(note),
            ),
        }
        return texts[occasion]

    def _get_send_back_text(self, reason):
        user = self.env.user.name
        return self.env._("Sent back by %(user)s: %(reason)s", user=user, reason=reason)

    def _get_managers_sudo(self):
        """Users who may approve these plans of one company: its KAM managers, as sudo."""
        self.company_id.ensure_one()
        group = self.env.ref("kam_planning.group_kam_manager")
        return (
            self.env["res.users"]
            .sudo()
            .search(
                [
                    ("active", "=", True),
                    ("all_group_ids", "in", group.ids),
                    ("company_ids", "in", self.company_id.ids),
                    ("share", "=", False),
                ]
            )
        )

    def action_approve(self):
        """Put the plans into force; for managers.

        Plans that somebody approved already stay as they are, with one note of who did it.

        :raise AccessError: when the user is no manager
        :raise UserError: when a plan cannot become active
        :raise ValidationError: when the customer has another active plan in this company
        """
        self._check_is_manager()
        waiting = self.filtered(lambda plan: plan.state != "active")
        waiting._check_approvable()
        waiting.write({"state": "active"})
        waiting._record_scores()
        text = self.env._("Approved by %s.", self.env.user.name)
        waiting._message_log_batch(dict.fromkeys(waiting.ids, text))

    def _check_approvable(self):
        for plan in self:
            if plan.state not in ("draft", "submitted"):
                raise UserError(
                    self.env._(
                        "“%(plan)s” is %(state)s: only a draft or a submitted plan is approved. "
                        "Reopen it instead.",
                        plan=plan.name,
                        state=plan._fields["state"].convert_to_export(plan.state, plan),
                    )
                )

    def action_send_back(self):
        """Open the dialogue that asks for the reason; for managers.

        :raise AccessError: when the user is no manager of these plans
        """
        self._check_is_manager()
        self.check_access("write")
        return {
            "type": "ir.actions.act_window",
            "res_model": "kam.plan.send.back",
            "view_mode": "form",
            "target": "new",
            "name": self.env._("Send Back"),
            "context": {"default_plan_ids": self.ids},
        }

    def _send_back(self, reason):
        """Return submitted plans to draft and tell the key account manager why.

        :param str reason: in the manager's words
        :raise UserError: when a plan is a draft already: the reason would be lost
        """
        self._check_is_manager()
        for plan in self:
            if plan.state == "draft":
                raise UserError(
                    self.env._(
                        "“%s” is a draft already: somebody else sent it back, or took it back. "
                        "Write what you have to say as a message on the plan.",
                        plan.name,
                    )
                )
        self.write({"state": "draft"})
        text = self._get_send_back_text(reason)
        self._message_log_batch(dict.fromkeys(self.ids, text))
        for user, plans in self.grouped("user_id").items():
            self.env["kam.news"]._announce(user, plans, "sent_back", reason)

    def action_close(self):
        """Close active plans: the period is over; what was reached is kept as a record. Those that
        somebody closed already stay as they are.
        """
        running = self.filtered(lambda plan: plan.state != "closed")
        running.write({"state": "closed"})
        running._record_scores()

    def action_cancel(self):
        """Cancel plans that will not be carried out."""
        self.write({"state": "cancelled"})

    def action_reopen(self):
        """Return cancelled plans to draft, closed ones (managers only) to active. Those that
        somebody reopened already stay as they are.
        """
        after = {"cancelled": "draft", "closed": "active", "submitted": "draft"}
        for state, plans in self.grouped("state").items():
            if state in after:
                plans.write({"state": after[state]})
