from odoo import models

from ...tools.mails import is_automatic


class MailThread(models.AbstractModel):
    _inherit = "mail.thread"

    def _get_message_create_valid_field_names(self):
        return super()._get_message_create_valid_field_names() | {"kam_is_automatic"}

    def _message_parse_extract_payload(self, message, message_dict, save_original=False):
        """Keep what the headers say about who wrote a mail: they are not recorded."""
        values = super()._message_parse_extract_payload(message, message_dict, save_original)
        return {**values, "kam_is_automatic": True} if is_automatic(message) else values
