from odoo import api, models


class MailNotification(models.Model):
    _inherit = "mail.notification"

    @api.model_create_multi
    def create(self, vals_list):
        """A message that reaches somebody on a relationship map is an interaction to count."""
        notifications = super().create(vals_list)
        self.env["kam.relationship.traffic"]._note_sudo(notifications.res_partner_id._ids)
        return notifications
