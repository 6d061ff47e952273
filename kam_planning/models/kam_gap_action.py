from odoo import fields, models
from odoo.exceptions import UserError

from .kam_action import CLOSED_STATES


class KamGap(models.Model):
    """What becomes of a gap: an action of the customer's plan, once, or "no gap here"."""

    _inherit = "kam.gap"

    def action_make_action(self):
        """Make each gap an action of the customer's plan, or take its action up again.

        :raise AccessError: when the user may not work on the account
        :raise UserError: when the customer has no open plan
        """
        self.check_access("write")
        waiting = self.filtered(lambda gap: gap.state in ("open", "dismissed"))
        plans = self._get_plans()
        for gap in waiting:
            if gap._get_place() not in plans:
                raise UserError(
                    self.env._(
                        "“%(account)s” has no open account plan that could take the action "
                        "“%(gap)s”. Create a plan first.",
                        account=gap.account_id.display_name,
                        gap=gap.name,
                    )
                )
        waiting._plan_actions(plans)

    def action_dismiss(self):
        """This is no gap here: it is not proposed again while the rules go on finding it.

        :raise AccessError: when the user may not work on the account
        """
        self.check_access("write")
        self.filtered(lambda gap: gap.state == "open").sudo().state = "dismissed"

    def action_reopen(self):
        """Take dismissed gaps up again.

        :raise AccessError: when the user may not work on the account
        """
        self.check_access("write")
        self.filtered(lambda gap: gap.state == "dismissed").sudo().state = "open"

    def action_open_action(self):
        """Open the action of the gap."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "kam.action",
            "res_id": self.action_id.id,
            "views": [(False, "form")],
        }

    def _plan_actions(self, plans):
        """Make or take up again the one action of each gap, with the user's own rights.

        An action in a plan that is over stays there as it was; the plan in force gets a new one.

        :param dict plans: {(account, company): the plan that takes the action}; gaps of other
            maps are left alone
        """
        mine = self.filtered(lambda gap: gap._get_place() in plans)
        for gap in mine.filtered(lambda gap: gap._is_action_waiting(plans)):
            gap.action_id.write({"state": "todo", **gap._prepare_schedule(plans)})
        new = mine.filtered(lambda gap: gap.action_id.state in (False, *CLOSED_STATES))
        actions = self.env["kam.action"].create([gap._prepare_action_values(plans) for gap in new])
        for gap, action in zip(new, actions, strict=True):
            gap.sudo().action_id = action
        mine.sudo().state = "planned"

    def _get_place(self):
        """Where a gap is: the customer in one company."""
        return (self.account_id, self.company_id)

    def _is_action_waiting(self, plans):
        """Whether the action of this gap is closed, in the plan that is in force."""
        action = self.action_id
        return action.state in CLOSED_STATES and action.plan_id == plans[self._get_place()]

    def _prepare_schedule(self, plans):
        today = fields.Date.context_today(self)
        return {
            "user_id": self._get_assignee(plans[self._get_place()]).id,
            "date_deadline": max(self.date_deadline or today, today),
        }

    def _prepare_action_values(self, plans):
        contact = self.stakeholder_id.partner_id
        return {
            **self._prepare_schedule(plans),
            "plan_id": plans[self._get_place()].id,
            "name": self._get_action_name(),
            "contact_id": contact.id if not self.is_judgement else False,
        }

    def _get_action_name(self):
        """What is to be done. Whoever sees the action is not told what is thought of a person:
        the gap, which the action's form shows to those who may know, says it.
        """
        if self.is_judgement:
            return self.env._("Close a gap in the relationship map")
        return self._get_name()

    def _get_assignee(self, plan):
        """The proposed owner, if he works with plans of this company; else the account manager."""
        owner = self.owner_id.sudo()
        is_allowed = (
            owner.active
            and owner.has_group("kam_planning.group_kam_user")
            and plan.company_id in owner.company_ids
        )
        return self.owner_id if is_allowed else plan.user_id
