from markupsafe import Markup, escape

from odoo import api, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import email_normalize, plaintext2html

from ...tools.sharing.replies import cut_html, own_words, strip_secrets, without_proofs
from ..common.at_once import hold
from .kam_share_access import VISIBLE

MOST_COMMENTS = 200
LONGEST = 10000
# Of a mail with pictures or a long thread below it no more is looked at each time.
MOST_HTML = 50000
# As Odoo calls a mail that is kept as it came, beside what was read of it.
ORIGINAL = "original_email.eml"


class KamShareThread(models.AbstractModel):
    """The thread of a share: internal, but for what was written for the customer.

    The people of the customer follow nothing. What they answer to a mail comes in here, and what
    colleagues answer to each other reaches colleagues.
    """

    _name = "kam.share.thread"
    _description = "Thread of a Share"

    def _get_message_create_valid_field_names(self):
        return super()._get_message_create_valid_field_names() | {"kam_for_customer"}

    def message_post(self, **kwargs):
        """Let the key account manager know what came by mail from outside.

        :raise AccessError: when somebody writes for the customer past the share's own steps
        """
        if kwargs.get("kam_for_customer") and not self.env.su:
            raise self.env["mail.message"]._prepare_no_showing()
        is_mail = kwargs.get("message_type") == "email" and not kwargs.get("kam_is_automatic")
        if is_mail and not self._is_colleague_sudo(kwargs.get("author_id")):
            manager = self._find_manager_sudo().partner_id
            kwargs["partner_ids"] = [*(kwargs.get("partner_ids") or []), *manager.ids]
        return super().message_post(**kwargs)

    def _message_create(self, values_list):
        """No way of writing a message, by whatever name, says something to the customer."""
        is_shown = any(values.get("kam_for_customer") for values in values_list)
        if is_shown and not self.env.su:
            raise self.env["mail.message"]._prepare_no_showing()
        return super()._message_create(values_list)

    def _check_can_update_message_content(self, messages):
        """What the customer reads is edited by nobody, not by its author either."""
        messages._check_not_said_sudo()
        return super()._check_can_update_message_content(messages)

    # what the customer reads

    def _get_comments_sudo(self, access):
        """What was said between us and the customer, as its people read it, the oldest first.

        :param access: a live kam.share.access of this share; any one where one of ours looks at
            what the customer would see
        :return: list of dicts ``author``, ``date`` (datetime in UTC), ``text`` (plain), ``is_mail``
        :raise AccessError: when the access is another one's, or over
        """
        self.ensure_one()
        is_seen = access.share_id == self and access._filter_live_sudo()
        if not (is_seen or self.env.user._is_internal()):
            raise AccessError(self.env._("You do not see this plan any more."))
        return self._read_comments_sudo()

    def _read_comments_sudo(self):
        """The same, for a page that has let its reader in already."""
        domain = Domain("model", "=", self._name) & Domain("res_id", "=", self.id)
        domain &= Domain("kam_for_customer", "=", True)
        messages = self.env["mail.message"].sudo()
        names = ["author_id", "body", "date", "message_type"]
        shown = messages.search_fetch(domain, names, order="id desc", limit=MOST_COMMENTS)
        comments = [self._prepare_comment(message) for message in reversed(shown)]
        return [comment for comment in comments if comment["text"]]

    @api.model
    def _prepare_comment(self, message):
        return {
            "author": message.author_id.name or self.env._("Somebody"),
            "date": message.date,
            "text": own_words(cut_html(message.body or "", MOST_HTML))[:LONGEST],
            "is_mail": message.message_type == "email",
        }

    def _tell_customer_sudo(self, text, author=None):
        """Answer the customer: on his page, and by mail to those who may comment. As superuser:
        nobody else writes for the customer.

        :param str text: plain, up to `LONGEST` characters
        :param author: res.partner of who wrote it; by default the user
        :return: mail.message
        :raise AccessError: when the user does not work on the plan
        :raise UserError: when nothing is said, it is too long, or nobody would read it
        """
        self.ensure_one()
        self.check_access("write")
        text = (text or "").strip()
        self._check_answer_text(text)
        hold(self)
        share = self.sudo()
        message = share.message_post(
            body=plaintext2html(text),
            author_id=(author or self.env.user.partner_id).id,
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
            kam_for_customer=True,
        )
        share._mail_answer_sudo(message)
        return message

    def _mail_answer_sudo(self, message):
        values = {"text": message.body, "author": message.author_id.name}
        told = self._find_live_sudo().filtered(lambda one: one.can_comment and one.mail_answers)
        for access in told:
            note = self.env._("Answer mailed to %s.", access.partner_id.name)
            self._try_mail_sudo(access, "answer", note, values)

    def _find_manager_sudo(self):
        """Who leads the account; whoever a mail comes from need not see the plan."""
        return self.sudo().plan_id.user_id

    def _check_answer_text(self, text):
        if not text:
            raise UserError(self.env._("Write something before you send it."))
        if len(text) > LONGEST:
            raise UserError(
                self.env._(
                    "The answer has %(count)s characters, %(most)s are the most: shorten it.",
                    count=len(text),
                    most=LONGEST,
                )
            )
        if self.state not in VISIBLE:
            raise UserError(
                self.env._("“%s” is not shared: the customer would not read it.", self.name)
            )

    # what comes by mail

    def message_update(self, msg_dict, update_vals=None):
        """Sort what comes in by mail: for the customer's page, or internal.

        :raise AccessError: when the user does not work on the plan
        """
        # The gateway comes as superuser; nobody else says what came by mail.
        if not self.env.su:
            self.check_access("write")
        elif len(self) == 1:
            msg_dict.update(self._sort_mail_sudo(msg_dict))
        return super().message_update(msg_dict, update_vals)

    def _sort_mail_sudo(self, mail):
        """What a mail becomes in the thread, by who wrote it.

        A comment of the customer where the writer sees the plan now, may comment, and answers a
        mail that we sent to himself, with the proof that stood in it alone: anybody can write under
        his name, and whoever reads the thread knows its Message-Ids. Internal what colleagues
        answer, what a machine wrote, and what comes from somebody else, who is named.

        :param dict mail: as Odoo's gateway reads it
        :return: dict of values for the message
        """
        values = {**self._read_mail(mail), "kam_for_customer": False}
        self._tell_left_out_sudo(mail, values["attachments"])
        access = self._find_sender_sudo(mail)
        if access and mail.get("kam_is_automatic"):
            return {**values, "is_internal": True, "author_id": access.partner_id.id}
        if access.can_comment and access._is_answered_sudo(mail):
            author, who = access.partner_id.id, access.partner_id.name
            self._note_act_sudo(
                access, lambda env: env._("%s wrote by mail.", who), is_logged=False
            )
            return {**values, "kam_for_customer": True, "is_internal": False, "author_id": author}
        if self._is_colleague_sudo(mail.get("author_id")):
            return values
        text = self._explain_note(access, mail.get("email_from") or "")
        body = Markup("<p><em>%s</em></p>%s") % (text, values["body"])
        return {**values, "is_internal": True, "body": body}

    def _explain_note(self, access, who):
        """Why the customer does not read what came by mail, and what to do.

        :param access: kam.share.access of who seems to have written, or none
        :param str who: from whom it came
        """
        if access.can_comment:
            return self.env._(
                "Not as an answer to a mail that was sent to this person, or his mail program left "
                "that out: %s. The customer does not read it on his page: ask him to write there.",
                who,
            )
        if access:
            return self.env._("From somebody without access who may comment: %s", who)
        return self.env._("From somebody without access: %s", who)

    @api.model
    def _read_mail(self, mail):
        """What is kept of a mail: its text and its files, without what only its reader may have."""
        kept = without_proofs(mail.get("attachments"))
        return {"body": self._strip_links(mail.get("body")), "attachments": kept}

    def _tell_left_out_sudo(self, mail, kept):
        """Say which files of a mail were not kept; as superuser, in the history of the share."""
        names = [one[0] for one in mail.get("attachments") or () if one not in kept]
        if left := [name for name in names if name != ORIGINAL]:
            text = self.env._("Not kept, for it holds a mail of ours: %s", ", ".join(left))
            self.sudo()._message_log(body=text)

    @api.model
    def _strip_links(self, body):
        """The body of a mail, of the same kind, without links to choose a password and proofs."""
        text = strip_secrets(body)
        return Markup(text) if isinstance(body, Markup) else escape(text)

    def _find_sender_sudo(self, mail):
        """The live access by which somebody wrote a mail: by his address, as no portal is asked."""
        email = email_normalize(mail.get("email_from") or "")
        live = self._find_live_sudo()
        own = live.filtered(lambda one: email and one.partner_id.email_normalized == email)
        asked = own.filtered(lambda one: one._is_answered_sudo(mail))
        named = own.filtered(lambda one: one.partner_id.id == mail.get("author_id"))
        return (asked or named or own)[:1]

    @api.model
    def _is_colleague_sudo(self, partner_id):
        users = self.env["res.partner"].sudo().browse(partner_id or ()).user_ids
        return any(user._is_internal() for user in users)
