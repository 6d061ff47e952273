from markupsafe import Markup

from odoo import SUPERUSER_ID, api, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain
from odoo.tools.mail import generate_tracking_message_id

from ..common.arguments import check_one
from ..common.at_once import hold
from ..common.faults import describe_error
from ..common.switches import switch_on
from ..common.trying import attempt, log_failure
from .kam_share_access import VISIBLE

LAYOUT = "mail.mail_notification_light"
# Of a mail that was not sent yet, or could not be.
WAITING = ("outgoing", "exception")


class KamShareMails(models.AbstractModel):
    """Mails to the people of the customer: each says that there is something to see, and nothing
    of it but the share's title.

    A mail waits in Odoo's queue: no mail server undoes the step that it tells of. It stands in the
    share's thread as a note without its text, so that the answer to it comes back there.
    """

    _name = "kam.share.mails"
    _description = "Mails of a Share"

    # inviting

    def action_invite(self):
        """Invite everybody who is not invited yet. Who cannot be is named, with what to do; the
        others are invited.

        :return: True
        :raise AccessError: when the user does not work on the plan
        :raise UserError: when nothing is shared yet, nobody waits, or nobody can be invited
        """
        check_one(self)
        self.check_access("write")
        waiting = self.access_ids.filtered(lambda one: one.state == "prepared")
        if not waiting:
            raise UserError(self.env._("“%s”: nobody waits for an invitation.", self.name))
        return self._invite_and_tell(waiting)

    def _invite_and_tell(self, accesses):
        refused = self._invite_sudo(accesses)
        if len(refused) == len(accesses):
            raise UserError("\n".join(refused.values()))
        return True

    def _invite_sudo(self, accesses):
        """Let people of the customer into the portal, and mail them where the plan is. As
        superuser: who shares a plan need not manage contacts and users.

        Who cannot be invited is named in the thread and on the user's screen.

        :param accesses: kam.share.access of this share
        :return: dict {access that was not invited: why, in a sentence}
        :raise UserError: when nothing is shared yet
        """
        self.ensure_one()
        hold(self)
        share, accesses = self.sudo(), accesses.sudo()
        if share.state not in VISIBLE:
            raise UserError(
                self.env._("“%s”: share it first, there is nothing to see yet.", share.name)
            )
        refused = accesses._find_refused_sudo()
        for access in accesses:
            if access not in refused and (reason := share._invite_one_sudo(access)):
                refused[access] = reason
        share._tell_refused_sudo(refused)
        return refused

    def _invite_one_sudo(self, access):
        """Invite one person.

        :return: None, or why it did not work
        """

        def invite():
            access._grant_portal_sudo()
            note = self.env._("Invitation mailed to %s.", access.partner_id.name)
            self._queue_mail_sudo(access, "invitation", note)
            # An invitation tells of the version that waits as well.
            told = max(access.told_version, self.proposed_id.version)
            access.write({"invited_date": access._get_today(), "told_version": told})

        error = attempt(self.env, invite)
        if not error:
            return None
        log_failure(access, "Inviting by access %s (%s) failed", error)
        name, reason = access.partner_id.display_name, describe_error(error)
        return self.env._("%(name)s was not invited: %(reason)s", name=name, reason=reason)

    def _tell_refused_sudo(self, refused):
        """Say together who was not invited: in the thread, and on the screen of who tried."""
        if not refused:
            return
        text = "\n".join(refused.values())
        self._message_log(body=text, author_id=self.env.user.partner_id.id)
        self.env.user._bus_send(
            "simple_notification",
            {
                "title": self.env._("Not invited"),
                "message": text,
                "type": "warning",
                "sticky": True,
            },
        )

    # telling

    def _tell_version_sudo(self, version):
        """Mail the people who see the plan that there is a new version; nobody twice, and nobody
        who switched these mails off.

        :param version: kam.snapshot that is proposed
        :return: kam.share.access, those who were told
        """
        self.ensure_one()
        hold(self)
        number = version.sudo().version
        told = self._find_live_sudo().filtered(
            lambda one: one.mail_versions and one.told_version < number
        )
        for access in told:
            name = access.partner_id.name
            note = self.env._("Version %(number)s told to %(name)s.", number=number, name=name)
            self._try_mail_sudo(access, "version", note, {"number": number})
        told.told_version = number
        return told.sudo(self.env.su)

    def _find_live_sudo(self):
        """The accesses of these shares by which somebody sees something now, as superuser."""
        return self.sudo().access_ids._filter_live_sudo().sudo()

    def _try_mail_sudo(self, access, kind, note, values):
        """Queue a mail; one that cannot be written undoes nothing, and says so in the thread."""
        error = attempt(self.env, lambda: self._queue_mail_sudo(access, kind, note, values))
        if error:
            log_failure(access, "Mail for access %s (%s) failed", error)
            name, reason = access.partner_id.display_name, describe_error(error)
            text = self.env._("No mail to %(name)s: %(reason)s", name=name, reason=reason)
            self.sudo()._message_log(body=text)

    def _queue_mail_sudo(self, access, kind, note, values=None):
        """Write a mail from the key account manager, in the language of who gets it.

        :param str kind: which template: mail_template_share_<kind>
        :param str note: what the share's thread says of it
        :param dict values: what the template finds in its context as ``kam_share``
        """
        access = access.sudo()
        template = self.env.ref(f"kam_planning.mail_template_share_{kind}").sudo()
        template = template.with_context(kam_share=values or {}, active_test=True)
        template = switch_on(template, "kam_to_person")
        names = ("subject", "body_html", "email_from")
        written = template._generate_template([access.id], names)[access.id]
        self.env["mail.mail"].sudo().create(
            {
                **self.sudo()._prepare_note(note),
                **self.sudo()._prepare_mail(template, access, written),
                "headers": repr(access._get_mail_headers(kind)),
            }
        )
        self.env["kam.news"]._send_queue_soon_sudo()

    def _find_mailed_sudo(self, mail):
        """The access of whom a mail was written to; none where it is another mail of the thread.

        :param mail: mail.mail
        """
        name = mail.message_id or ""
        accesses = self.sudo().access_ids
        return accesses.filtered(lambda one: f"-openerp-{one._get_mail_mark()}@" in name)

    def _drop_waiting_sudo(self, accesses):
        """Do not send what waits for people who see nothing any more, and say so in the threads.

        As superuser: nobody of ours reads mails. A mail that is on its way is waited for.

        :param accesses: kam.share.access of these shares
        """
        waiting = Domain("state", "in", WAITING) & Domain("model", "=", self._name)
        mails = self.env["mail.mail"].sudo().search(waiting & Domain("res_id", "in", self.ids))
        for mail in mails:
            share = self.sudo().browse(mail.res_id)
            if access := share._find_mailed_sudo(mail) & accesses.sudo():
                mail.unlink()
                name = access.partner_id.name
                share._message_log(
                    body=self.env._("A mail to %s still waited, and was not sent.", name)
                )

    def _tell_undelivered_sudo(self, access, reason=""):
        """Let the key account manager know that somebody of the customer did not get a mail, of
        which the thread says that it was mailed.

        :param access: kam.share.access
        :param str reason: in the words of the mail server
        """
        manager = self._find_manager_sudo()
        told = self.with_user(SUPERUSER_ID).sudo()
        told = told.with_context(lang=manager.lang, mail_notify_force_send=False)
        text = told.env._(
            "A mail to %s did not arrive: check the e-mail address, and invite or answer again.",
            access.partner_id.name,
        )
        body = Markup("<p>%s</p><p>%s</p>") % (text, reason or "")
        note = {"subtype_xmlid": "mail.mt_note", "partner_ids": manager.partner_id.ids}
        told.message_post(body=body, message_type="notification", **note)

    def _message_receive_bounce(self, email, partner):
        """Tell of a mail to somebody of the customer that came back."""
        result = super()._message_receive_bounce(email, partner)
        self._tell_bounce_sudo(email, partner)
        return result

    def _tell_bounce_sudo(self, email, partner):
        """Of the mails of colleagues nobody is told by another mail to them."""
        for access in self.sudo().access_ids:
            if access.partner_id in partner or access.partner_id.email_normalized == email:
                access.share_id._tell_undelivered_sudo(access)

    def _prepare_mail(self, template, access, written):
        # By it the answer tells to whom we had written.
        message_id = generate_tracking_message_id(access._get_mail_mark())
        return {
            "subject": written["subject"],
            "email_from": written["email_from"] or self.company_id.email_formatted,
            "body_html": self._lay_out(template, access, written["body_html"]),
            "recipient_ids": [Command.set(access.partner_id.ids)],
            "mail_server_id": template.mail_server_id.id,
            "message_id": message_id,
            "references": access._get_mail_references(message_id),
            "auto_delete": True,
            # The note stays when the mail is gone.
            "is_notification": True,
        }

    def _prepare_note(self, note):
        return {
            "model": self._name,
            "res_id": self.id,
            "record_company_id": self.company_id.id,
            "record_alias_domain_id": self.company_id.alias_domain_id.id,
            "message_type": "email_outgoing",
            "subtype_id": self.env["ir.model.data"]._xmlid_to_res_id("mail.mt_note"),
            "author_id": self.plan_id.user_id.partner_id.id,
            "body": note,
        }

    def _lay_out(self, template, access, body):
        """Put a mail's text into the company's layout."""
        lang = access._get_mail_lang()
        here = self.with_context(lang=lang)
        return template.with_context(lang=lang)._render_encapsulate(
            template.email_layout_xmlid or LAYOUT,
            body,
            add_context={
                "company": here.company_id,
                "model_description": here.env._("account plan"),
                "record_name": here.name,
            },
            context_record=here,
        )

    @api.model
    def _get_own_domains_sudo(self):
        """Domains of mail of which the addresses are ours."""
        names = self.env["mail.alias.domain"].sudo().search(Domain.TRUE).mapped("name")
        companies = self.env["res.company"].sudo().search(Domain.TRUE)
        names += [mail.rpartition("@")[2] for mail in companies.mapped("email") if mail]
        return frozenset(name.lower() for name in names if name)

    def _get_page_refs_sudo(self):
        """What is on the customer's page: the version agreed, or else the one that is proposed.

        :return: dict {share: refs of lines, none of a version that cannot be read; None where it
            shows what is shared now}
        """
        shares = self.sudo()
        kept = self._read_kept(shares.agreed_id | shares.proposed_id)
        shown = {share: share._choose_lines(kept) for share in shares}
        return {
            share: None if lines is None else {line["ref"] for line in lines}
            for share, lines in shown.items()
        }
