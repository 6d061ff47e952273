from odoo import models


class KamActionRole(models.AbstractModel):
    """Who an action lies with: whoever fills the role it is meant for, or somebody who left."""

    _name = "kam.action.role"
    _description = "Assignment of an Action by Roles"

    def _get_role_holder(self):
        """Who gets this action by the role that it is meant for."""
        return self.plan_id._get_assignee(self.role_id, self.deputy_role_id)

    def _filter_following_role(self):
        """Those that lie with whoever fills their role, and go to whoever fills it next."""
        return self.filtered(lambda a: a.role_id and a.user_id == a._get_role_holder())

    def _follow_role(self):
        """Give these actions to whoever fills their role now."""
        for holder, actions in self.grouped(lambda action: action._get_role_holder()).items():
            actions.filtered(lambda a, h=holder: a.user_id != h).write({"user_id": holder.id})

    def _get_absent_holders_sudo(self):
        """Who holds open actions of these, of any company, and cannot do them any more."""
        holders = self.env["res.users"]
        for company, actions in self.sudo().filtered("is_open").grouped("company_id").items():
            holders |= actions.user_id._filter_absent_sudo(company)
        return holders
