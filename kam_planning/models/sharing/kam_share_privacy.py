from odoo import api, models
from odoo.fields import Domain

from ...tools.sharing.replies import forget_name
from ..common.switches import switch_on


def forget_in(records, fields_, names):
    """Put “Erased person” in the place of names in texts of records.

    :param records: recordset, as superuser
    :param list fields_: names of texts, plain or HTML
    :param list names: whom to forget
    """
    unknown = records.env._("Erased person")
    for record in records:
        for field in fields_:
            text = forgotten = str(record[field] or "")
            for name in names:
                forgotten = forget_name(forgotten, name, unknown)
            if forgotten != text:
                record[field] = forgotten


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
        places._forget_ticks(partners, everywhere=shares is None)
        switch_on(accesses, "kam_forgetting").unlink()

    def _forget_words(self, partners):
        """Delete what these people wrote in the threads, and their names in what others wrote."""
        thread = Domain("model", "=", self._name) & Domain("res_id", "in", self.ids)
        messages = self.env["mail.message"].search(thread)
        theirs = messages.filtered(lambda one: one.author_id in partners)
        theirs.attachment_ids.unlink()
        theirs.unlink()
        # Mails that wait, or could not be sent, name who should get them.
        own = [("model", "=", self._name), ("res_id", "in", self.ids)]
        mails = self.env["mail.mail"].search([*own, ("recipient_ids", "in", partners.ids)])
        mails.unlink()
        names = list(filter(None, partners.mapped("name")))
        others = (messages - theirs).exists()
        forget_in(others, ["body", "subject"], names)
        track = ["old_value_char", "new_value_char", "old_value_text", "new_value_text"]
        forget_in(others.tracking_value_ids, track, names)
        beside = Domain("res_model", "=", self._name) & Domain("res_id", "in", self.ids)
        activities = self.env["mail.activity"].with_context(active_test=False).search(beside)
        forget_in(activities, ["summary", "note", "feedback"], names)
        silent = self.with_context(tracking_disable=True, mail_notrack=True)
        forget_in(silent, self._get_worded_fields(), names)

    @api.model
    def _get_worded_fields(self):
        """Fields of a share in which somebody may be named: a hook."""
        return ["name", "intro"]

    def _forget_ticks(self, partners, everywhere):
        """Who ticked actions off is known no more; that it was the customer is in no field."""
        ticked = Domain("ticked_by_id", "in", partners.ids)
        if not everywhere:
            ticked &= Domain("plan_id", "in", self.plan_id.ids)
        actions = self.env["kam.action"].with_context(active_test=False)
        actions.search(ticked)._forget_tick_sudo()
