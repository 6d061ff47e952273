from odoo import api, models

# A mail that failed counts no more, one that is sent again does. Sending itself is no news.
COUNTED = ("ready", "bounce", "exception", "canceled")


class MailNotification(models.Model):
    _inherit = "mail.notification"

    @api.model_create_multi
    def create(self, vals_list):
        """A message that reaches somebody on a relationship map is an interaction to count."""
        notifications = super().create(vals_list)
        notifications._note_interactions()
        return notifications

    def write(self, vals):
        """Count mails that failed anew."""
        result = super().write(vals)
        if vals.get("notification_status") in COUNTED:
            self._note_interactions()
        return result

    def _note_interactions(self):
        self.env["kam.relationship.traffic"]._note_sudo(self.res_partner_id._ids)
