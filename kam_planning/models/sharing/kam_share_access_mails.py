from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Command, Domain
from odoo.tools import consteq, email_normalize
from odoo.tools.mail import email_domain_extract, unfold_references
from odoo.tools.misc import hmac

from ...tools.sharing.replies import PROOF
from ..common.days import of_each_day, today_of
from ..common.jobs import Step, run_job
from ..common.switches import is_on, switch_on

# Of what is due so soon, or late, its person is reminded.
DAYS_AHEAD = 7
# Nobody gets a reminder more often.
DAYS_BETWEEN = 7
ACCESSES_AT_ONCE = 50
# So many mails that an answer names are looked at: some programs repeat all that went before.
MOST_NAMED = 100
# Kinds of mails that a person can switch off, and by which field.
SWITCHES = {"version": "mail_versions", "answer": "mail_answers", "reminder": "mail_reminders"}


class KamShareAccessMails(models.AbstractModel):
    """How somebody of the customer is let in, and which mails he gets."""

    _name = "kam.share.access.mails"
    _description = "Mails of an Access"
    _inherit = ["kam.job.subject"]
    _unoffered_fields = ("told_version", "reminded_date")

    told_version = fields.Integer(
        "Version Told", readonly=True, copy=False, aggregator=None, export_string_translation=False
    )
    reminded_date = fields.Date("Reminded On", readonly=True, copy=False)

    @api.model_create_multi
    def create(self, vals_list):
        """Who was reminded of another plan is not reminded again because of this one."""
        accesses = super().create(vals_list)
        accesses._follow_reminders_sudo()
        return accesses

    def _follow_reminders_sudo(self):
        """As superuser: the other plan may be hidden from the user."""
        others = Domain("partner_id", "in", self.partner_id.ids) & Domain("id", "not in", self.ids)
        told = others & Domain("reminded_date", "!=", False)
        groups = self.sudo()._read_group(told, ["partner_id"], ["reminded_date:max"])
        for partner, day in groups:
            self.sudo().filtered(lambda one, p=partner: one.partner_id == p).reminded_date = day

    def _get_today(self):
        return today_of(self.company_id)

    # letting in

    def action_invite(self):
        """Invite these people, or invite them again.

        :return: True
        :raise AccessError: when the user does not work on the plan
        :raise UserError: when nothing is shared yet, or none of them can be invited
        """
        self.check_access("write")
        for share, accesses in self.grouped("share_id").items():
            share._invite_and_tell(accesses)
        return True

    def _find_refused_sudo(self):
        """Who cannot be invited: dict {access: why, and what to do}."""
        users = self.env["res.users"].sudo().with_context(active_test=False)
        emails = {one: email_normalize(one.partner_id.email or "") for one in self.sudo()}
        known = users.search([("partner_id", "in", self.partner_id.ids)]).grouped("partner_id")
        addresses = [email for email in emails.values() if email]
        logins = {user.login: user for user in users.search([("login", "in", addresses)])}
        refused, gone = {}, self._find_gone_sudo()
        ours = self._find_own_addresses_sudo(addresses)
        for access, email in emails.items():
            own = known.get(access.partner_id, users)
            reason = access._get_refusal_sudo(own, email, logins, gone)
            reason = reason or access._get_doubt_sudo(own, email, ours)
            if reason:
                refused[access] = reason
            elif not own:
                # The next contact with this address is somebody else.
                logins[email] = access
        return refused

    def _get_refusal_sudo(self, users, email, logins, gone):
        """Why this person cannot be invited, or None.

        :param users: res.users of this contact, archived ones too
        :param str email: the contact's address, normalized
        :param dict logins: {address: who logs in by it}
        """
        name, person = self.partner_id.display_name, self.partner_id.name
        if self.state in ("ended", "expired") or self in gone:
            return self.env._("The access of %s is over: renew it first.", name)
        if any(user._is_internal() for user in users):
            return self.env._(
                "%s is a user of this system and works in it himself: only people of the customer "
                "are invited.",
                name,
            )
        if not email:
            return self.env._(
                "%s has no valid e-mail address: enter one on the contact, and invite again.", name
            )
        if not users and email in logins:
            return self.env._(
                "%(email)s, the e-mail address of %(name)s, is the login of another user: give "
                "%(person)s an address of his own, or merge the two contacts.",
                email=email,
                name=name,
                person=person,
            )
        if users and not users.filtered("active") and not self._may_unarchive():
            return self.env._(
                "The user of %s was archived: ask somebody who manages contacts to grant him "
                "access to the portal again, then invite him.",
                name,
            )
        return None

    # Nobody of ours agrees in the customer's name: no address of ours is invited, and whom only the
    # inviter himself says to exist is invited by somebody else.

    @api.model
    def _find_own_addresses_sudo(self, addresses):
        """Those of these addresses that are ours: of our domains, or of a user who works here."""
        domains = self.env["kam.share"]._get_own_domains_sudo()
        ours = {one for one in addresses if email_domain_extract(one) in domains}
        users = self.env["res.users"].sudo().with_context(active_test=False)
        same = Domain("partner_id.email_normalized", "in", addresses)
        same |= Domain("login", "in", addresses)
        colleagues = users.search(Domain("share", "=", False) & same)
        for user in colleagues:
            ours |= {user.login, email_normalize(user.partner_id.email or "")}
        return ours

    def _get_doubt_sudo(self, users, email, ours):
        """Why nobody can be sure that this person is the customer's, or None.

        :param users: res.users of this contact
        :param str email: the contact's address, normalized
        :param ours: addresses that are ours
        """
        name = self.partner_id.display_name
        if email in ours:
            return self.env._(
                "%(email)s, the e-mail address of %(name)s, is one of ours: only people of the "
                "customer are invited.",
                email=email,
                name=name,
            )
        if not users and self._is_own_word_sudo():
            return self.env._(
                "%s is not in the portal yet, and you entered or changed the contact yourself: "
                "let a manager of Key Account Management, or somebody who manages contacts, send "
                "the invitation.",
                name,
            )
        return None

    def _is_own_word_sudo(self):
        """Whether nobody but the inviter says who this is. Who wrote the contact is kept by Odoo;
        who may let anybody into the portal, by Odoo's own dialogue, needs nobody else.
        """
        user, person = self.env.user, self.partner_id.sudo()
        if user.has_group("base.group_partner_manager"):
            return False
        if user.has_group("kam_planning.group_kam_manager"):
            return False
        return user in (person.create_uid | person.write_uid)

    def _may_unarchive(self):
        """Archiving somebody's user is a decision of those who manage contacts and the portal; it
        is undone by them only, and not in passing by whoever shares a plan.
        """
        return self.env.user.has_group("base.group_partner_manager")

    def _grant_portal_sudo(self):
        """Let this person into the portal as Odoo's own dialogue does, which is for those who
        manage contacts; who is in already is taken as he is. As superuser, after
        `_find_refused_sudo`.
        """
        wizard = self.env["portal.wizard"].sudo().with_company(self.company_id)
        users = self.partner_id.sudo().with_context(active_test=False).user_ids
        if users.filtered(lambda user: user.active and user._is_portal()):
            return
        line = wizard.create({"partner_ids": [Command.set(self.partner_id.ids)]}).user_ids
        if line.is_portal:
            line.user_id.active = True
            line.partner_id.signup_prepare()
        else:
            switch_on(line, "kam_own_invitation").action_grant_access()

    # what the mails say

    def _get_mail_lang(self):
        """The person's language, where it is installed."""
        installed = {code for code, _name in self.env["res.lang"].get_installed()}
        langs = (self.partner_id.lang, self.customer_id.lang, self.company_id.partner_id.lang)
        return next((lang for lang in langs if lang in installed), self.env.lang)

    def _get_entry_url(self):
        """Where a mail leads to: the page, or how who never logged in comes to it."""
        page = f"/my/account-plans/{self.share_id.id}"
        # Whoever reads an access can render a template with it: the way in is his alone to whom we
        # mail it.
        first = self._get_first_url_sudo(page) if is_on(self, "kam_to_person") else None
        return first or self.share_id.get_base_url() + page

    def _get_first_url_sudo(self, page):
        """Where somebody who never logged in chooses his password and comes to a page, or None.

        As superuser: nobody reads it but who gets the mail, at the address by which he logs in.
        """
        person = self.partner_id.sudo()
        user = person.user_ids[:1]
        own = user.login == email_normalize(person.email or "")
        if not own or user.login_date or not user._is_portal():
            return None
        if not person.signup_type:
            person.signup_prepare()
        return person._get_signup_url_for_action(url=page)[person.id]

    def _get_mail_mark(self):
        """What stands in the identity of each mail to this person."""
        return f"{self.share_id.id}-kam.share-access-{self.id}"

    def _is_answered_sudo(self, mail):
        """Whether a mail answers one that we sent to this very person.

        :param dict mail: as Odoo's gateway reads it
        """
        mark = f"-openerp-{self._get_mail_mark()}@"
        named = f"{mail.get('references') or ''} {mail.get('in_reply_to') or ''}"
        found = unfold_references(named)
        # Ours stand first, the mail that is answered last: what is between proves nothing.
        found = found[:MOST_NAMED] + found[-1:]
        proofs = [self._prove_mail(one).encode() for one in found if mark in one]
        return any(consteq(proof, one.encode()) for proof in proofs for one in found)

    def _prove_mail(self, message_id):
        """What only who got the mail with this Message-Id can send back: it leaves in the header
        References, which the answer repeats, and is kept nowhere.
        """
        text = [self.id, message_id]
        domain = message_id.rpartition("@")[2].rstrip(">")
        return f"<{hmac(self.env, 'kam_share_mail', text)}{PROOF}{domain}>"

    def _get_mail_references(self, message_id):
        """What an answer to this mail repeats: the proof, and the mail itself. Servers that send
        mails for others may name it anew, and by that name no answer would find back.
        """
        return f"{self._prove_mail(message_id)} {message_id}"

    def _get_unsubscribe_url(self, kind=None):
        """Where the person says which mails he gets: his own page, behind his login. The kind is
        taken out there already; he confirms it.

        :param str kind: of mails, `SWITCHES`
        :return: str, address
        """
        page = f"{self.share_id.get_base_url()}/my/account-plans/{self.share_id.id}/mails"
        return f"{page}?kind={kind}" if kind in SWITCHES else page

    def _get_mail_headers(self, kind):
        if kind not in SWITCHES:
            return {}
        return {"List-Unsubscribe": f"<{self._get_unsubscribe_url(kind)}>"}

    def _set_mails_sudo(self, versions, reminders, answers):
        """Keep which mails this person wants; as superuser, for he has no rights of his own.

        :param bool versions: mails on new versions
        :param bool reminders: mails on his own actions that are due
        :param bool answers: mails with what we answer
        """
        wanted = {"mail_versions": versions, "mail_reminders": reminders, "mail_answers": answers}
        self.sudo().write({name: bool(value) for name, value in wanted.items()})

    # reminding

    @api.model
    def _cron_shares(self):
        """End the accesses of who is gone, settle what waits for nobody any more, then remind those
        who see something.
        """
        settle = self.env["kam.share"]._get_settling_step_sudo
        run_job(self.env, [self._get_ending_step_sudo, settle, self._get_remind_step_sudo])

    @api.model
    def _get_remind_step_sudo(self):
        """What the daily job does: remind those whose own actions are due, once a week."""
        domain = self._get_remind_domain()
        candidates = self.sudo().search(domain)._filter_live_sudo()
        due = [access.id for access, found in candidates._find_due_sudo().items() if found]
        return Step(
            self.sudo(),
            domain & Domain("id", "in", due),
            "_remind",
            "Reminder by access %s (%s) failed",
            ACCESSES_AT_ONCE,
            order="partner_id, id",
        )

    @api.model
    def _get_remind_domain(self):
        again = of_each_day(
            self.env,
            lambda company: Domain(
                "reminded_date", "<=", today_of(company) - timedelta(days=DAYS_BETWEEN)
            ),
        )
        return (
            self._get_live_domain()
            & (Domain("reminded_date", "=", False) | again)
            & Domain("mail_reminders", "=", True)
            & Domain("partner_id.email_normalized", "!=", False)
        )

    def _find_due_sudo(self):
        """The actions of which these people are to be reminded: open, due or late, theirs, and on
        their page.

        :return: dict {access: kam.action}
        """
        actions = self.env["kam.action"].sudo()
        until = of_each_day(
            self.env,
            lambda company: Domain(
                "date_deadline", "<=", today_of(company) + timedelta(days=DAYS_AHEAD)
            ),
        )
        theirs = Domain("plan_id", "in", self.plan_id.ids)
        theirs &= Domain("contact_id", "in", self.partner_id.ids)
        open_ones = Domain("is_open", "=", True) & Domain("is_under_way", "=", True)
        found = actions.search(theirs & open_ones & Domain("is_shared", "=", True) & until)
        by_person = found._filter_released_sudo().grouped(lambda a: (a.plan_id, a.contact_id))
        shown = self.sudo().share_id._get_page_refs_sudo()
        due = {}
        for access in self.sudo():
            own = by_person.get((access.plan_id, access.partner_id), actions)
            refs = shown[access.share_id]
            due[access] = own.filtered(lambda a, r=refs: r is None or f"kam.action,{a.id}" in r)
        return due

    def _remind(self):
        """One mail to each person, on all plans where something of his is due."""
        partners = Domain("partner_id", "in", self.partner_id.ids)
        wanted = Domain("mail_reminders", "=", True) & self._get_live_domain()
        live = self.search(partners & wanted)._filter_live_sudo()
        due = live._find_due_sudo()
        everywhere = self.search(partners & Domain("ended_date", "=", False)).grouped("partner_id")
        for partner, accesses in live.grouped("partner_id").items():
            waiting = accesses.filtered(due.get)
            if waiting:
                waiting._mail_reminder({one: due[one] for one in waiting})
                everywhere[partner].reminded_date = waiting[0]._get_today()

    def _mail_reminder(self, due):
        """
        :param dict due: {access: kam.action}, of one person
        """
        lines = [access._prepare_reminder_line(actions) for access, actions in due.items()]
        first = self[0]
        note = self.env._("%s was reminded of own actions.", first.partner_id.name)
        first.share_id._queue_mail_sudo(first, "reminder", note, {"lines": lines})

    def _prepare_reminder_line(self, actions):
        today = self._get_today()
        return {
            "title": self.share_id.name,
            "count": len(actions),
            "late": len(actions.filtered(lambda action: action.date_deadline < today)),
            "url": switch_on(self, "kam_to_person")._get_entry_url(),
        }

    @api.model
    def _describe_fault(self, method, reason):
        texts = {
            "_remind": self.env._("This person could not be reminded: %s", reason),
            "_end_gone": self.env._("This access could not be ended: %s", reason),
        }
        return texts.get(method) or super()._describe_fault(method, reason)
