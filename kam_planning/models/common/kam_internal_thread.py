from odoo import models


class KamInternalThread(models.AbstractModel):
    """Chatter that reaches only those who may read the record.

    A follower who is no user, or who lost the access (left the team, changed company), gets no
    notification: what is written on a plan never leaves by mail.
    """

    _name = "kam.internal.thread"
    _description = "Internal Thread"
    _inherit = ["mail.thread", "mail.activity.mixin", "kam.hidden.name"]

    def _notify_get_recipients(self, message, msg_vals=False, **kwargs):
        """Drop the recipients who may not read the record."""
        recipients = super()._notify_get_recipients(message, msg_vals=msg_vals, **kwargs)
        if not self:
            return recipients
        return [data for data in recipients if self._may_be_told(data)]

    def _may_be_told(self, recipient):
        user = self.env["res.users"].browse(recipient.get("uid") or [])
        return bool(user) and self._as_user_sudo(user).has_access("read")

    def _as_user_sudo(self, user):
        """These records as somebody else sees them, in all companies that he works in.

        The companies that the current user chose on the screen say nothing of the other one.
        """
        companies = user.sudo().company_ids
        return self.with_user(user).with_context(allowed_company_ids=companies.ids)
