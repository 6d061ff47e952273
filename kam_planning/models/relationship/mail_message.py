from odoo import api, models

from ..common.switches import is_loading


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
        mails._note_interactions(["partner_ids"])
        return messages

    def write(self, vals):
        """The mail gateway names those in To after it has recorded a mail."""
        result = super().write(vals)
        if "partner_ids" in vals:
            self._note_interactions(["partner_ids"])
        return result

    def unlink(self):
        """A message that is deleted counts no more."""
        self._note_interactions(["author_id", "partner_ids", "notified_partner_ids"])
        return super().unlink()

    def _note_interactions(self, names):
        """Count what is recorded of the partners in these fields; without a map nothing is read."""
        if not self or is_loading(self.env):
            return
        if self.env["kam.stakeholder"]._get_mapped_partner_ids():
            people = self._find_partner_ids_sudo(names)
            self.env["kam.relationship.traffic"]._note_sudo(people)

    def _find_partner_ids_sudo(self, names):
        """Ids of those in these fields; who may delete a message need not see all of them."""
        return {partner_id for name in names for partner_id in self.sudo()[name]._ids}
