from odoo import models

from ...tools.mails import is_automatic


class MailThread(models.AbstractModel):
    _inherit = "mail.thread"

    def _get_message_create_valid_field_names(self):
        return super()._get_message_create_valid_field_names() | {"kam_is_automatic"}

    def message_parse(self, message, save_original=False):
        """Keep what the headers say about who wrote a mail: they are not recorded.

        :param message: the mail as an ``email.message.EmailMessage``
        :param bool save_original: whether the mail itself is attached
        :return: dict of values, as of Odoo
        """
        values = super().message_parse(message, save_original=save_original)
        if is_automatic(message):
            values["kam_is_automatic"] = True
        return values
