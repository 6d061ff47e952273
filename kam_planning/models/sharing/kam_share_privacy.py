from odoo import api, models
from odoo.fields import Domain

from ...tools.sharing.replies import forget_name


class KamSharePrivacy(models.AbstractModel):
    """Somebody of the customer who is to be forgotten: what he could see, signed and wrote."""

    _name = "kam.share.privacy"
    _description = "Privacy of Who Sees a Share"

    @api.model
    def _forget_people_sudo(self, partners, shares=None):
        """Erase who people are from shares: their accesses go, and what they wrote; their answers
        stay without name, signature and words, so that a version stays agreed. (What versions hold
        is erased by `kam.snapshot`, whose chain stays sound.)

        :param partners: res.partner
        :param shares: only in these, by default everywhere
        """
        if not partners:
            return
        own = Domain.TRUE if shares is None else Domain("share_id", "in", shares.ids)
        everything = self.sudo().with_context(active_test=False)
        accesses = everything.env["kam.share.access"].search(
            own & Domain("partner_id", "in", partners.ids)
        )
        answers = everything.env["kam.share.answer"].search(
            own & Domain("contact_id", "in", partners.ids)
        )
        places = accesses.share_id | answers.share_id if shares is None else shares.sudo()
        places._forget_words(partners.sudo())
        answers._forget_contact()
        accesses.unlink()

    def _forget_words(self, partners):
        """Delete what these people wrote in the threads, and their names in what others wrote."""
        thread = Domain("model", "=", self._name) & Domain("res_id", "in", self.ids)
        messages = self.env["mail.message"].search(thread)
        theirs = messages.filtered(lambda one: one.author_id in partners)
        theirs.attachment_ids.unlink()
        theirs.unlink()
        unknown = self.env._("Erased person")
        for name in filter(None, partners.mapped("name")):
            for message in messages - theirs:
                body = forget_name(str(message.body or ""), name, unknown)
                if body != message.body:
                    message.body = body
