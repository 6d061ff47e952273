from odoo import models

from ..common.arguments import check_one


class KamShareAccess(models.Model):
    """Our people see the page as each of these persons does."""

    _inherit = "kam.share.access"

    def _get_rights(self):
        """What the person may do, for another access."""
        return {name: self[name] for name in ("can_comment", "can_act", "can_agree")}

    def write(self, vals):
        """Who sees nothing any more is let in by who may release what he sees."""
        if "date_expires" in vals and not self.env.su:
            self.check_access("write")
            self._check_may_let_in()
        return super().write(vals)

    def action_invite(self):
        """Invite these people, where the user may release what they see."""
        self.check_access("write")
        self._check_may_let_in()
        return super().action_invite()

    def action_renew(self):
        """Let these people see it for another year, where the user may release what they see."""
        self.check_access("write")
        self._check_may_let_in()
        return super().action_renew()

    def _check_may_let_in(self):
        """Whoever sees it already is let in by nobody anew.

        :raise AccessError: for who may not share these plans alone
        """
        outside = self.filtered(lambda one: one.state in ("prepared", "expired", "ended"))
        outside.share_id._check_may_change_shown()

    def _note_seen_sudo(self):
        """Who comes to a version that cannot be shown is not left alone with it."""
        result = super()._note_seen_sudo()
        self.sudo().share_id._look_again_sudo()
        return result

    def action_preview(self):
        """Open the customer's page as this person sees it, or will see it.

        :return: action that opens the page
        :raise AccessError: when the user does not work on the plan
        """
        check_one(self)
        self.check_access("write")
        return self._get_preview()

    def _get_preview(self):
        url = f"/kam_planning/share/{self.share_id.id}/preview?access={self.id}"
        return {"type": "ir.actions.act_url", "url": url, "target": "new"}
