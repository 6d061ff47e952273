from odoo import fields, models
from odoo.fields import Domain


class KamPlanCarryOver(models.AbstractModel):
    """Work moves to the next period when its plan is approved, and back when that is undone.

    Until then the successor is prepared beside the running plan and takes nothing from it. The
    approval closes the running plan and moves its open actions, whatever way it is given; the
    dialogue `kam.plan.approve` only shows beforehand what will happen.
    """

    _name = "kam.plan.carry.over"
    _description = "Carrying Work Over to the Next Period"
    _unoffered_fields = ("left_out_action_ids", "closed_previous")

    left_out_action_ids = fields.Many2many(
        "kam.action",
        "kam_plan_left_out_rel",
        "plan_id",
        "action_id",
        "Not Taken Along",
        copy=False,
        help="Open actions of the previous plan that stay there when this plan is approved.",
    )
    closed_previous = fields.Boolean(
        "Closed the Previous Plan",
        readonly=True,
        copy=False,
        help="The approval of this plan closed the previous one: undoing it opens that one again.",
    )

    _successor_uniq = models.UniqueIndex(
        "(previous_plan_id) WHERE state != 'cancelled' AND active",
        "The next period of this plan is prepared already. Open it from the previous plan.",
    )

    def _get_predecessors(self, states):
        """The plan that each of these goes on from, for the same customer and company.

        :param states: states in which the predecessor counts
        :return: dict {plan: its predecessor}
        """
        return {
            plan: plan.previous_plan_id
            for plan in self
            if plan.previous_plan_id.state in states
            and plan.previous_plan_id.partner_id == plan.partner_id
            and plan.previous_plan_id.company_id == plan.company_id
        }

    def _get_work_to_carry(self):
        """Open actions of the previous plans that go on in these plans once they are approved.

        :return: dict {plan: kam.action}
        """
        return {
            plan: previous.action_ids.filtered("is_open") - plan.left_out_action_ids
            for plan, previous in self._get_predecessors(("active", "closed")).items()
        }

    def _close_running_predecessors(self):
        """Close the running plans that drafts take over from: what they reached is recorded.

        :return: the plans that were closed
        """
        drafts = self.filtered(lambda plan: plan.state in ("draft", "submitted"))
        running = drafts._get_predecessors(("active",))
        closing = self.browse().concat(*running.values())
        if closing:
            self._check_is_manager()
            closing.action_close()
            self.browse().concat(*running)._note_closed_previous_sudo(True)
        return closing

    def _note_closed_previous_sudo(self, value):
        self.sudo().write({"closed_previous": value})

    def _carry_work_over(self):
        """Move the open actions of the previous plans, each below the copy of its objective."""
        targets = {}
        for plan, actions in self._get_work_to_carry().items():
            twins = {copy.previous_objective_id: copy for copy in plan.objective_ids}
            none = self.env["kam.objective"]
            targets |= {
                action: (
                    plan,
                    twins.get(action.objective_id, none) if action.objective_id else none,
                )
                for action in actions
            }
            if actions:
                plan.previous_plan_id._log_move_sudo(
                    self.env._("Open actions that go on in the next period: %s", len(actions))
                )
        if targets:
            self.env["kam.action"]._continue_sudo(targets)

    def _return_work(self):
        """These plans are not in force any more: what came with them goes back where it was.

        Where the approval had closed the previous plan, that one runs again; reopening a plan
        takes a manager, without one it stays closed until a manager reopens it.
        """
        undone = self.filtered("closed_previous")
        closed = undone._get_closed_before_sudo()
        groups = self._get_returning_lines_sudo()
        for plan in closed | self.browse([previous.id for _plan, previous in groups]):
            plan._log_move_sudo(self.env._("The next period is not in force: its work came back."))
        for lines in groups.values():
            lines._take_back_sudo()
        undone._note_closed_previous_sudo(False)
        if closed and self.env.user.has_group("kam_planning.group_kam_manager"):
            closed.action_reopen()

    def _get_closed_before_sudo(self):
        """The previous plans that are closed, also those that the user may not read."""
        previous = self.sudo().previous_plan_id.filtered(lambda plan: plan.state == "closed")
        return self.browse(previous.ids)

    def _get_returning_lines_sudo(self):
        """Lines in the previous plans of the work that came from there and still is in these.

        :return: dict {(plan, its previous plan): kam.action as superuser}
        """
        lines = self._get_continued_lines_sudo(Domain("continued_plan_id", "in", self.ids))
        lines = lines.filtered(lambda line: line.plan_id == line.continued_plan_id.previous_plan_id)
        return lines.grouped(lambda line: (line.continued_plan_id, line.plan_id))

    def _take_back_work(self):
        """These closed plans run again: open work that went on after them comes back.

        What was done in the next period stays there, for that is the record of that period.
        """
        lines = self._get_continued_lines_sudo(Domain("plan_id", "in", self.ids))
        lines.filtered("continued_action_id.is_open")._take_back_sudo()

    def _get_continued_lines_sudo(self, domain):
        """Lines of work that still is in the plan to which it went on from there."""
        lines = self.env["kam.action"].sudo().search(domain & Domain("state", "=", "continued"))
        return lines.filtered(
            lambda line: (
                line.continued_action_id
                and line.continued_action_id.plan_id == line.continued_plan_id
            )
        )

    def _log_move_sudo(self, body):
        self.sudo()._message_log(body=body)

    def action_approve_with_preview(self):
        """Approve, after showing what closes and what moves where a plan takes over from another.

        :return: window action of the dialogue, or None when nothing moves and the plans are
            approved
        :raise AccessError: when the user is no manager
        """
        self._check_is_manager()
        if not self._get_predecessors(("active",)) and not any(self._get_work_to_carry().values()):
            return self.action_approve()
        return {
            "type": "ir.actions.act_window",
            "res_model": "kam.plan.approve",
            "view_mode": "form",
            "target": "new",
            "name": self.env._("Approve"),
            "context": {"default_plan_ids": self.ids},
        }
