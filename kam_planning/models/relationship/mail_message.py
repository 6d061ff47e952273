from odoo import api, models


class MailMessage(models.Model):
    _inherit = "mail.message"

    @api.model_create_multi
    def create(self, vals_list):
        """A mail of somebody on a relationship map, or naming them in To, is to be counted.

        Whom Odoo itself tells is seen in `mail_notification`; those who have the mail already are
        not told again.
        """
        messages = super().create(vals_list)
        traffic = self.env["kam.relationship.traffic"]
        traffic._note_sudo(messages.author_id._ids)
        mails = messages.filtered(lambda message: message.message_type == "email")
        if mails and self.env["kam.stakeholder"]._get_mapped_partner_ids():
            traffic._note_sudo(mails.partner_ids._ids)
        return messages
