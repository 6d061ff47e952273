"""A world in which every text and amount tells where it stands, and the people who look at it."""

from contextlib import suppress
from datetime import date

from psycopg2 import IntegrityError

from odoo import Command
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tests import new_test_user
from odoo.tools import email_split

from odoo.addons.mail.tests.common import MockEmail

from ..common.common import TODAY
from ..whole.everything import EverythingCommon
from .leak_marks import Marks, find_marks, unpack


class LeakWorld(Marks, EverythingCommon, MockEmail):
    """Two records of each kind for Acme, one of them shared; each text is a mark of its own.

    `live` sees Acme's share, `revoked` saw it, `other` sees that of another customer, and `public`
    did not log in.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.origins, cls.visitors, cls.keys = {}, {"public": None}, {"public": "nothing"}
        for name in ("live", "revoked", "other"):
            customer = cls.other_partner if name == "other" else cls.customer
            person = cls.env["res.partner"].create(
                {"name": name, "parent_id": customer.id, "email": f"{name}@out.example"}
            )
            cls.visitors[name] = user = new_test_user(
                cls.env, f"{name}.visitor", groups="base.group_portal", partner_id=person.id
            )
            person.email = f"{name}@out.example"
            keys = cls.env["res.users.apikeys"].with_user(user).sudo()
            cls.keys[name] = keys._generate("rpc", "Tries", False)

    def _share(self, plan, visitor):
        share = plan.share_ids or self.env["kam.share"].create({"plan_id": plan.id})
        share.intro = "Welcome"
        partner = self.visitors[visitor].partner_id
        access = share.access_ids.create(
            {"share_id": share.id, "partner_id": partner.id, "can_agree": True}
        )
        access.sudo().invited_date = TODAY
        share._share_sudo()
        return access

    def _make_world(self):
        """Make everything, switch every other line on, mark all texts, and mark them anew once a
        version is proposed.

        :return: dict {visitor: set of marks that he may see}
        """
        made = self.made = self._make_all()
        theirs = self._create_plan(partner_id=self.other_partner.id, name="Theirs")
        self._create_action(theirs)
        self._plan_meeting()
        self.plan.show_survey = True
        self._switch_on(made)
        self._ask_for_acts()
        for plan in (self.plan, theirs):
            plan.sudo().is_shared = True
        shares = {"live": self._share(self.plan, "live"), "other": self._share(theirs, "other")}
        self._share(self.plan, "revoked").action_revoke()
        self.plan.message_post(body="Internal word")
        self.plan.activity_schedule("mail.mail_activity_data_todo", user_id=self.kam.id)
        given = self._hide_file(self.share)
        self.share.sudo().attachment_ids = [Command.link(given.id)]
        for record in (self.plan, self.action, self.share, self.customer):
            self._hide_file(record)
        self._publish_dashboard()
        self._mark_all(made)
        shares["live"].share_id._propose_sudo()
        # What is called otherwise since, nobody of his hears of: he sees the version.
        self._mark_all(made, skipped={"kam.snapshot"})
        allowed = {name: self._find_allowed(access) for name, access in shares.items()}
        return {"public": set(), "revoked": set(), **allowed}

    def _ask_for_acts(self):
        """What the visitor himself is to do, due soon, and a value that waits for his answer."""
        self._create_claim().sudo().is_shared = True
        self._create_action(
            self.plan,
            is_shared=True,
            contact_id=self.visitors["live"].partner_id.id,
            date_deadline=date(2026, 3, 4),
        )

    def _plan_meeting(self):
        """With somebody of the customer, who is invited by mail."""
        guest = self.visitors["live"].partner_id
        meeting = self.env["kam.review"].create(
            {
                "plan_id": self.plan.id,
                "kind": "customer",
                "date_planned": date(2026, 4, 1),
                "agenda": "<p>Our margin</p>",
                "contact_ids": [Command.set(guest.ids)],
            }
        )
        for visibility in ("internal", "customer"):
            self.env["kam.review.item"].create(
                {"review_id": meeting.id, "title": "Returns", "visibility": visibility}
            )
        self.meeting = meeting

    def _switch_on(self, made):
        """Of each kind that can be shared, one record of two; where there is one, it is shared."""
        self.halves = 0
        for model in self.env["kam.share.lines"]._get_shared_models():
            if model in made and model != "kam.plan":
                # Not everything is there twice.
                with suppress(UserError, IntegrityError), self.env.cr.savepoint():
                    made[model].with_user(self.warden).copy()
            lines = self.env[model].search(Domain.TRUE, order="id")
            lines[::2].sudo().write({"is_shared": True})
            self.halves += len(lines) > 1

    def _publish_dashboard(self):
        """A dashboard that a colleague made public, by an address that nobody outside has."""
        board = self.env["spreadsheet.dashboard"].search(Domain.TRUE, limit=1)
        shared = self.env["spreadsheet.dashboard.share"].create({"dashboard_id": board.id})
        mark = f"QZ{len(self.origins)}Q"
        shared.spreadsheet_data = f'{{"sheets": [{{"name": "{mark}"}}]}}'
        self.origins[mark] = (shared._name, shared.id, "spreadsheet_data")

    def _find_allowed(self, access):
        """Marks on his page, and in what was given. (Whether they may stand there is asked of the
        records: `_find_wrongly_released`.)
        """
        share = access.share_id
        found = find_marks(str(share._prepare_page_sudo(access)))
        return found | find_marks("".join(unpack(file.raw) for file in share.attachment_ids))

    # mails

    def _write_mails(self):
        """All that is mailed to the customer, and words of ours that are to stay with us, wherever
        they are written and whomever they name.
        """
        env = self.env(context={})
        share = self.share.with_env(env).with_user(self.kam)
        access = share.access_ids.filtered(lambda one: one.is_live)
        self.assertFalse(share._invite_sudo(access))
        share._tell_version_sudo(share.proposed_id)
        share._tell_customer_sudo("Thank you")
        access.sudo()._remind()
        self._schedule_meeting(self.meeting.with_env(env).with_user(self.kam))
        outside = self._get_people()
        threads = env["kam.internal.thread"]._list_internal_models()
        for record in [self.made[name] for name in threads if name in self.made]:
            writing = record.with_env(env).sudo()
            writing.message_subscribe(outside.ids)
            told = {"partner_ids": outside.ids, "subtype_xmlid": "mail.mt_comment"}
            writing.message_post(body=f"Of {record.display_name}", **told)
            writing.message_notify(body=f"Of {record.display_name}", partner_ids=outside.ids)

    def _get_people(self):
        users = [user for user in self.visitors.values() if user]
        return self.env["res.partner"].union(*(user.partner_id for user in users))

    def _find_in_mails(self, allowed):
        """What was mailed to somebody outside, or tells him something, and is not his to read.

        :return: tuple (list of texts, number of mails to people outside)
        """
        self.env["mail.mail"].sudo().search(Domain.TRUE).send()
        people = {user.partner_id.email: name for name, user in self.visitors.items() if user}
        inside = set(self.env["res.users"].search([("share", "=", False)]).mapped("email"))
        leaks, count = [], 0
        for mail in self._mails:
            text = "\n".join(str(mail.get(part)) for part in ("subject", "body", "headers"))
            files = [unpack(file[1]) for file in mail.get("attachments") or []]
            found = find_marks("\n".join([text, *files]))
            for address in set(email_split(str(mail["email_to"]))) - inside:
                count += 1
                mine = allowed.get(people.get(address), set())
                leaks += [f"mail to {address}: {self.origins[mark]}" for mark in found - mine]
        return leaks + self._find_told(), count

    def _find_told(self):
        """Threads of ours that somebody outside follows, or has a message of."""
        people = self._get_people()
        told = self.env["mail.notification"].sudo().search([("res_partner_id", "in", people.ids)])
        follows = self.env["mail.followers"].sudo().search([("partner_id", "in", people.ids)])
        models = [*told.mail_message_id.mapped("model"), *follows.mapped("res_model")]
        return [f"{model} reaches somebody outside" for model in models if f"{model}"[:4] == "kam."]

    # what was done

    def _read_deeds(self):
        """What visitors could have changed of Acme's share, whatever they were told of it."""
        self.env.invalidate_all()
        share = self.share.sudo()
        values = self.env["kam.value"].sudo().search([("plan_id", "=", self.plan.id)])
        return (
            share.read(["state", "proposed_id", "agreed_id", "answer_ids", "message_ids"]),
            share.access_ids.read(["mail_versions", "mail_answers", "mail_reminders"]),
            share.access_ids.read(["last_seen_date", "can_agree", "ended_date"]),
            self.plan.sudo().action_ids.read(["state"]),
            values.read(["state", "answer_ids"]),
            self.env["kam.survey.answer"].sudo().search(Domain.TRUE).read(["score"]),
        )
