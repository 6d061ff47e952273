from odoo import models

from ..common.trying import attempt, log_failure


class MailMail(models.Model):
    """A mail to somebody of the customer that could not be sent is told: the thread of its share
    says that it was mailed. Any other mail costs nothing.
    """

    _inherit = "mail.mail"

    def _postprocess_sent_message(
        self, success_pids, success_emails, failure_reason=False, failure_type=None
    ):
        if failure_type:
            # Before Odoo deletes it.
            self.filtered(lambda mail: mail.model == "kam.share")._tell_shares_sudo(failure_reason)
        return super()._postprocess_sent_message(
            success_pids, success_emails, failure_reason=failure_reason, failure_type=failure_type
        )

    def _tell_shares_sudo(self, reason):
        """As superuser, whoever sends the queue; what cannot be told stops no mail."""
        for mail in self.sudo():
            share = self.env["kam.share"].sudo().browse(mail.res_id).exists()
            for access in share._find_mailed_sudo(mail) if share else ():
                tell = share._tell_undelivered_sudo
                error = attempt(self.env, lambda a=access, tell=tell: tell(a, reason))
                if error:
                    log_failure(access, "Telling of a mail to access %s (%s) failed", error)
