from odoo import api, models


class MailNotification(models.Model):
    _inherit = "mail.notification"

    @api.model_create_multi
    def create(self, vals_list):
        """A mail from or to somebody on a relationship map is a contact to count."""
        told = super().create(vals_list)
        if not self.env["kam.stakeholder"]._get_mapped_partner_ids():
            return told
        partner_ids = {*told.res_partner_id._ids, *told.mail_message_id.author_id._ids}
        self.env["kam.relationship.traffic"]._note_sudo(partner_ids)
        return told
