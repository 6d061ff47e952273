from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..common.days import today_of
from ..common.switches import is_loading

APPROVAL_TYPE = "kam_planning.mail_activity_type_approval"
# Days in which a submitted plan should be approved or sent back.
APPROVAL_DAYS = 7
# Nobody is told of the activity: the message about the submission belongs to it.
QUIET = {"mail_activity_quick_update": True}


class KamPlanApproval(models.AbstractModel):
    """A submitted plan is an activity of the one who is to approve it, and of nobody else.

    That is the leader of the key account manager (`_get_leaders_sudo`). It is done when the plan
    is approved or sent back, by whomever, and goes when the plan is withdrawn, cancelled or
    archived. It goes to the next leader when its holder can approve no more.
    """

    _name = "kam.plan.approval"
    _description = "Approval of a Plan"

    submitted_by_id = fields.Many2one(
        "res.users", readonly=True, copy=False, index="btree_not_null", ondelete="set null"
    )
    may_withdraw = fields.Boolean(compute="_compute_may_withdraw", export_string_translation=False)

    is_waiting = fields.Boolean(compute="_compute_is_waiting", export_string_translation=False)

    @api.depends("state", "submitted_by_id", "user_id")
    @api.depends_context("uid")
    def _compute_may_withdraw(self):
        for plan in self:
            owners = plan.submitted_by_id | plan.user_id
            plan.may_withdraw = plan.state == "submitted" and self.env.user in owners

    @api.model_create_multi
    def create(self, vals_list):
        """Ask for the approval of plans that are born submitted."""
        plans = super().create(vals_list)
        plans.filtered("is_waiting")._ask_for_approval_sudo()
        return plans

    @api.depends("state", "active")
    def _compute_is_waiting(self):
        for plan in self:
            plan.is_waiting = plan.active and plan.state == "submitted"

    def write(self, vals):
        """Let the approval follow the state, the archive and the key account manager, through
        every door.
        """
        if {"state", "active", "user_id"}.isdisjoint(vals):
            return super().write(vals)
        before = self.filtered("is_waiting")
        result = super().write(vals)
        after = self.filtered("is_waiting")
        (before - after)._end_approval_sudo()
        (after - before)._ask_for_approval_sudo()
        if "user_id" in vals:
            (after & before)._move_approvals_sudo(lambda plan, user: user == plan.user_id)
        return result

    def action_withdraw(self):
        """Take submitted plans back to draft, for who submitted them and for the key account
        manager; the approver is told. Plans that are drafts already stay as they are.

        :raise AccessError: when somebody else submitted a plan
        :raise UserError: when a plan was decided about meanwhile
        """
        waiting = self.filtered(lambda plan: plan.state != "draft")
        for plan in waiting:
            if plan.state != "submitted":
                raise UserError(
                    self.env._(
                        "“%(plan)s” is %(state)s: only a submitted plan is withdrawn.",
                        plan=plan.name,
                        state=plan._fields["state"].convert_to_export(plan.state, plan),
                    )
                )
        waiting._check_may_withdraw()
        waiting.write({"state": "draft"})
        text = self.env._("Withdrawn by %s.", self.env.user.name)
        waiting._message_log_batch(dict.fromkeys(waiting.ids, text))

    def _check_may_withdraw(self):
        for plan in self:
            if not (self.env.su or plan.may_withdraw):
                raise AccessError(
                    self.env._(
                        "“%(plan)s” is withdrawn by %(submitter)s, who submitted it, or by its key "
                        "account manager. A manager can send it back.",
                        plan=plan.name,
                        submitter=(plan.submitted_by_id or plan.user_id).name,
                    )
                )

    def _check_transition(self, state):
        """A plan goes back to draft by those who may withdraw it, or by a manager."""
        result = super()._check_transition(state)
        if state == "draft" and not self.env.user.has_group("kam_planning.group_kam_manager"):
            self.filtered(lambda plan: plan.state == "submitted")._check_may_withdraw()
        return result

    def _get_leaders_sudo(self):
        """Who leads the key account manager of each plan: the leader of the sales team, else the
        user chosen for the company, else the first manager of the company; always a manager of
        Key Account Management, never the account manager himself. As superuser: users need not
        read sales teams and the settings of companies.

        :return: dict {plan: user}, the user empty where the company has no such manager
        """
        result = {}
        for company, plans in self.grouped("company_id").items():
            managers = plans[:1]._get_managers_sudo().sorted("id")
            chosen = self._get_chosen_leader_sudo(company)
            for plan in plans:
                leader = plan.user_id.sudo().sale_team_id.user_id
                others = managers - plan.user_id
                result[plan] = ((leader | chosen) & others)[:1] or others[:1]
        return result

    @api.model
    def _get_chosen_leader_sudo(self, company):
        """The user chosen for a company: a hook."""
        return self.env["res.users"].sudo()

    def _get_approvers_sudo(self):
        """Who is to approve each plan: who leads its key account manager; where nobody else may
        approve, the key account manager himself, if he may.

        :return: dict {plan: user}, the user empty where nobody may
        """
        approvers = self._get_leaders_sudo()
        alone = self.filtered(lambda plan: not approvers[plan])
        for _company, plans in alone.grouped("company_id").items():
            managers = plans[:1]._get_managers_sudo()
            approvers |= {plan: managers & plan.user_id for plan in plans}
        return approvers

    def _find_approvals_sudo(self):
        """The open activities that ask for the approval of these plans, as superuser."""
        domain = [("res_model", "=", "kam.plan"), ("res_id", "in", self.ids)]
        type_id = self.env["ir.model.data"]._xmlid_to_res_id(APPROVAL_TYPE)
        return (
            self.env["mail.activity"].sudo().search([*domain, ("activity_type_id", "=", type_id)])
        )

    def _ask_for_approval_sudo(self):
        """Give the approvers their activities and tell them, each once about all his plans.

        As superuser: who submits a plan plans nothing else for a manager.
        """
        if not self:
            return
        self.sudo().write({"submitted_by_id": self.env.uid})
        self._give_approvals_sudo()

    def _give_approvals_sudo(self):
        """Give the approvers of these plans their activities, and tell them; as superuser."""
        approvers, values = self._get_approvers_sudo(), []
        for plan, approver in approvers.items():
            if approver:
                values.append(plan._prepare_approval(approver))
        self.env["mail.activity"].sudo().with_context(**QUIET).create(values)
        self._tell_approvers(approvers, "submitted")

    def _prepare_approval(self, approver):
        plan = self.with_context(lang=approver.lang)
        return {
            "activity_type_id": self.env["ir.model.data"]._xmlid_to_res_id(APPROVAL_TYPE),
            "res_model_id": self.env["ir.model"]._get_id(self._name),
            "res_id": self.id,
            "user_id": approver.id,
            "date_deadline": today_of(self.company_id) + timedelta(days=APPROVAL_DAYS),
            "summary": plan.env._("Approve “%s”, or send it back", self.name),
            "automated": True,
        }

    @api.model
    def _tell_approvers(self, approvers, occasion):
        """Tell each approver once about all plans.

        :param dict approvers: {plan: user}
        """
        ids = {}
        for plan, approver in approvers.items():
            if approver:
                ids.setdefault(approver.id, []).append(plan.id)
        users = self.env["res.users"]
        for user_id, plan_ids in ids.items():
            self.env["kam.news"]._announce(users.browse(user_id), self.browse(plan_ids), occasion)

    def _end_approval_sudo(self):
        """What was decided is done; what waits no more for other reasons is taken back, and the
        approver told. As superuser: the activity may be another manager's.
        """
        approvals = self._find_approvals_sudo()
        is_manager = self.env.user.has_group("kam_planning.group_kam_manager")
        decided = self.filtered(
            lambda plan: plan.state == "active" or (plan.state == "draft" and is_manager)
        )
        done = approvals.filtered(lambda approval: approval.res_id in decided.ids)
        # Done, without a message for each: the plan says already who decided.
        done.with_context(**QUIET).write({"active": False})
        plans = {plan.id: plan for plan in self - decided}
        gone = approvals - done
        self._tell_approvers({plans[one.res_id]: one.user_id for one in gone}, "withdrawn")
        gone.unlink()

    def _move_approvals_sudo(self, is_lost):
        """Give the activities that lie with the wrong one to who is to approve now.

        :param function is_lost: tells of a plan and the holder of its activity whether he is it
        """
        plans = {plan.id: plan for plan in self.sudo()}
        lost = self._find_approvals_sudo().filtered(
            lambda approval: is_lost(plans[approval.res_id], approval.user_id)
        )
        moved = self.sudo().filtered(lambda plan: plan.id in lost.mapped("res_id"))
        approvers = moved._get_approvers_sudo()
        for approval in lost:
            approver = approvers[plans[approval.res_id]]
            if approver and approver != approval.user_id:
                values = plans[approval.res_id]._prepare_approval(approver)
                approval.write({"user_id": approver.id, "summary": values["summary"]})

    @api.model
    def _move_lost_approvals_sudo(self):
        """Whoever left, or approves no more, has no approvals either; a plan whose activity was
        ticked or deleted without a decision is asked for anew. As superuser: whoever takes a right
        from a colleague need not see the plans.
        """
        if is_loading(self.env):
            return
        plans = self.sudo().with_context(active_test=True).search([("state", "=", "submitted")])
        asked = plans._find_approvals_sudo().mapped("res_id")
        plans.filtered(lambda plan: plan.id not in asked)._give_approvals_sudo()
        for _company, waiting in plans.grouped("company_id").items():
            managers = waiting[:1]._get_managers_sudo()
            waiting._move_approvals_sudo(lambda _plan, user, able=managers: user not in able)
