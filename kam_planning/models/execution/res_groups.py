from odoo import models

# Fields through which people lose a group.
MEMBERSHIP = {"user_ids", "all_user_ids", "implied_ids", "implied_by_ids"}


class ResGroups(models.Model):
    _inherit = "res.groups"

    def write(self, vals):
        """Whoever loses Key Account Management by a change of groups hands the work over."""
        concerned = not MEMBERSHIP.isdisjoint(vals) and self._gives_account_work_sudo()
        result = super().write(vals)
        if concerned:
            self.env["kam.succession"]._hand_over_all()
        return result

    def unlink(self):
        """The same for a group that is deleted."""
        concerned = self._gives_account_work_sudo()
        result = super().unlink()
        if concerned:
            self.env["kam.succession"]._hand_over_all()
        return result

    def _gives_account_work_sudo(self):
        """Whether these groups bring Key Account Management; never while modules are installed or
        removed, when groups are not complete: the daily job comes after that.
        """
        group = self.env.ref("kam_planning.group_kam_user", raise_if_not_found=False)
        return bool(self.env.registry.ready and group and group in self.sudo().all_implied_ids)
