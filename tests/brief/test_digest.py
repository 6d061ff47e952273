"""The weekly mail: to whom, when, in which language, and what it must not say."""

from datetime import date
from unittest.mock import patch

from odoo.tests import freeze_time

from .reminding import RemindingCommon

JOBS = "odoo.addons.kam_planning.models.common.jobs"
LATE = {"date_start": "2026-01-01", "date_deadline": "2026-02-01"}
MONDAY = date(2026, 3, 2)


class DigestCommon(RemindingCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plan.sudo().write({"date_start": "2026-01-01", "next_review_date": "2026-12-01"})
        cls.late = cls._create_action(cls.plan, name="Late one", user_id=cls.mate.id, **LATE)

    def _send(self, moment):
        """Run the job as the scheduler would at a moment in UTC."""
        before = self.env["mail.mail"].sudo().search([])
        self.env.flush_all()
        with freeze_time(moment), self.enter_registry_test_mode():
            self.env.ref("kam_planning.cron_digest").method_direct_trigger()
        self.env.invalidate_all()
        return self.env["mail.mail"].sudo().search([("id", "not in", before.ids)], order="id")

    def _send_to(self, user, moment):
        """What one user gets."""
        return self._send(moment).filtered(lambda mail: user.partner_id in mail.recipient_ids)


class TestWhen(DigestCommon):
    def test_once_a_week_on_monday_from_six_on(self):
        self.assertFalse(self._send_to(self.mate, "2026-03-01 23:00:00"))
        self.assertFalse(self._send_to(self.mate, "2026-03-02 05:59:00"))
        self.assertEqual(len(self._send_to(self.mate, "2026-03-02 06:00:00")), 1)
        self.assertEqual(self.mate.sudo().kam_digest_date, MONDAY)
        for moment in ("2026-03-02 07:00:00", "2026-03-03 09:00:00", "2026-03-06 09:00:00"):
            self.assertFalse(self._send(moment), moment)
        self.assertEqual(len(self._send_to(self.mate, "2026-03-09 06:30:00")), 1)

    def test_a_server_that_stood_still_sends_it_on_tuesday_and_not_later(self):
        self.assertFalse(self._send("2026-03-04 09:00:00"))
        self.assertEqual(len(self._send_to(self.mate, "2026-03-03 23:00:00")), 1)
        self.assertEqual(self.mate.sudo().kam_digest_date, MONDAY)

    def test_each_in_his_own_zone(self):
        self.mate.tz, self.reader.tz = "Pacific/Auckland", "America/Los_Angeles"
        self._join_team(self.reader)
        self._create_action(self.plan, user_id=self.reader.id, **LATE)
        # Six o'clock of Monday in Auckland is 17:00 of Sunday in UTC, in Los Angeles 14:00.
        self.assertFalse(self._send("2026-03-01 16:59:00"))
        mails = self._send("2026-03-01 17:00:00")
        self.assertEqual(mails.recipient_ids, self.mate.partner_id)
        self.assertEqual(self.mate.sudo().kam_digest_date, MONDAY)
        self.assertFalse(self._send("2026-03-02 13:59:00"))
        self.assertEqual(self._send("2026-03-02 14:00:00").recipient_ids, self.reader.partner_id)

    def test_the_day_is_a_setting(self):
        self.env["res.config.settings"].create({"kam_digest_weekday": "6"}).execute()
        self.assertFalse(self._send("2026-03-03 09:00:00"))
        self.assertEqual(len(self._send_to(self.mate, "2026-03-08 09:00:00")), 1)

    def test_nothing_to_say_means_no_mail(self):
        mails = self._send("2026-03-02 09:00:00")
        self.assertEqual(mails.recipient_ids, self.mate.partner_id)
        self.late.with_user(self.mate).action_cancel()
        self.assertFalse(self._send("2026-03-09 09:00:00"))

    def test_one_mail_that_fails_does_not_stop_the_rest(self):
        self._create_action(self.plan, user_id=self.kam.id, **LATE)
        digest = type(self.env["kam.digest"])
        prepare = digest._prepare_sudo

        def fail(model, user):
            if user == self.mate:
                raise ValueError("broken")
            return prepare(model, user)

        with patch.object(digest, "_prepare_sudo", fail), self.assertLogs(JOBS, "ERROR") as logs:
            mails = self._send("2026-03-02 09:00:00")
        self.assertEqual(len(logs.output), 1)
        self.assertEqual(mails.recipient_ids, self.kam.partner_id)
        self.assertIn("broken", self.mate.sudo().kam_fault)
        self.assertEqual(self._send("2026-03-02 10:00:00").recipient_ids, self.mate.partner_id)
        self.assertFalse(self.mate.sudo().kam_fault)

    def test_time_used_up_leaves_nobody_out(self):
        self._create_action(self.plan, user_id=self.kam.id, **LATE)
        with (
            patch("odoo.addons.base.models.ir_cron.MIN_TIME_PER_JOB", 0),
            patch("odoo.addons.kam_planning.models.brief.res_users.USERS_AT_ONCE", 1),
        ):
            mails = self._send("2026-03-02 09:00:00")
        self.assertEqual(len(mails), 2)
        self.assertEqual(mails.recipient_ids, (self.kam | self.mate).partner_id)


class TestWhat(DigestCommon):
    def _make_all_wait(self):
        """Everything of which `kam` can be reminded, on the first Monday of March."""
        days = (MONDAY - self.today).days
        self._be_silent(self.jane, 400 - days, by=self.tie)
        self.risk.with_user(self.kam).user_id = self.kam
        expired = self._create_line("kam.risk", name="Prices rise")
        self._set(expired, accepted_until="2026-02-01", state="open", response=None)
        self._set(self.risk, stale_date="2026-03-01")
        self._set(self.value, stale_date="2026-03-01")
        unanswered = self._create_line("kam.value", name="More sales")
        self._set(unanswered, state="delivered", claim_date="2025-12-01")
        day = {"kind": "tender", "name": "Tender", "date": "2026-03-20"}
        self._create_line("kam.key.date", **day)
        self._fall_behind()
        self._set(self.plan, next_review_date="2026-03-10", date_end="2026-04-01")
        self._set(self.plan, cause_reminded_date="2026-03-01")
        self._create_action(self.plan, name="My action", user_id=self.kam.id, **LATE)

    def test_a_section_for_each_kind_with_links_to_the_records(self):
        self._make_all_wait()
        (mail,) = self._send_to(self.kam, "2026-03-02 09:00:00")
        base = self.plan.get_base_url()
        expected = (
            ("Overdue actions", "My action", "kam.action"),
            ("Reviews", self.plan.name, "kam.plan"),
            ("Plans that end", self.plan.name, "kam.plan"),
            ("Key dates", "Tender", "kam.key.date"),
            ("People to get in touch with", "Jane Buyer", "kam.stakeholder"),
            ("Values without an answer", "More sales", "kam.value"),
            ("Values to confirm", "Less waste", "kam.value"),
            ("Risks to decide about", "Prices rise", "kam.risk"),
            ("Risks to rate again", "One supplier", "kam.risk"),
            ("Targets off their pace", self.target.display_name, "kam.target"),
            ("Plans that nobody works on", self.plan.name, "kam.plan"),
        )
        places = []
        for title, name, model in expected:
            place = mail.body_html.index(title)
            part = mail.body_html[place:].split("</ul>")[0]
            self.assertIn(name, part, title)
            self.assertIn(f"{base}/mail/view?model={model}", part.replace("&amp;", "&"), title)
            places.append(place)
        self.assertEqual(places, sorted(places))
        self.assertIn("what waits for you (11)", mail.subject)
        self.assertIn("Acme", mail.body_html)
        self.assertIn(f"{base}/odoo/kam-reminders", mail.body_html)

    def test_it_goes_out_in_html_and_in_plain_text(self):
        (mail,) = self._send_to(self.mate, "2026-03-02 09:00:00")
        self.assertEqual(mail.state, "outgoing")
        (sent,) = mail._prepare_outgoing_list()
        self.assertIn("<li", sent["body"])
        self.assertIn("Late one", sent["body_alternative"])
        self.assertNotIn("<", sent["body_alternative"].replace("<http", ""))
        self.assertEqual(sent["email_to_normalized"], ["mate@kam.example"])

    def test_in_the_language_of_its_reader(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.mate.lang = "fr_FR"
        template = self.env.ref("kam_planning.mail_template_digest")
        template.with_context(lang="fr_FR").subject = "Vos grands comptes"
        (mail,) = self._send_to(self.mate, "2026-03-02 09:00:00")
        self.assertEqual(mail.subject, "Vos grands comptes")
        self.assertIn("01/02/2026", mail.body_html)

    def test_a_switch_takes_its_section_away(self):
        self._make_all_wait()
        mine = self.kam.with_user(self.kam)
        kinds = ("review", "key_date", "touch", "value", "risk", "pace", "stale")
        mine.write({f"kam_remind_{kind}": "activity" for kind in kinds})
        (mail,) = self._send_to(self.kam, "2026-03-02 09:00:00")
        self.assertEqual(mail.body_html.count("<li"), 1)
        mine.kam_remind_action = "none"
        self.assertFalse(self._send_to(self.kam, "2026-03-09 09:00:00"))
        mine.kam_remind_touch = "mail"
        (mail,) = self._send_to(self.kam, "2026-03-16 09:00:00")
        self.assertIn("Jane Buyer", mail.body_html)

    def test_each_gets_his_own_and_not_what_others_are_reminded_of(self):
        self._make_all_wait()
        (mail,) = self._send_to(self.mate, "2026-03-02 09:00:00")
        self.assertEqual(mail.body_html.count("<li"), 1)

    def test_a_manager_reads_of_late_reviews_that_he_was_told_of(self):
        self.env.company.sudo().kam_escalation_user_id = self.manager
        self._set(self.plan, next_review_date="2026-02-10", review_escalated_date=None)
        with freeze_time("2026-03-01 09:00:00"), self.enter_registry_test_mode():
            self.env.ref("kam_planning.cron_review_reminders").method_direct_trigger()
        self.env.invalidate_all()
        self.assertEqual(self._told("escalation", self.plan).user_id, self.manager)
        (mail,) = self._send_to(self.manager, "2026-03-02 09:00:00")
        self.assertIn("Overdue reviews of others", mail.body_html)
        self.assertIn("02/10/2026", mail.body_html)

    def test_a_long_list_ends_with_how_many_more(self):
        for number in range(20):
            self._create_action(self.plan, name=f"More {number}", user_id=self.mate.id, **LATE)
        (mail,) = self._send_to(self.mate, "2026-03-02 09:00:00")
        self.assertEqual(mail.body_html.count("<li"), 20)
        self.assertRegex(mail.body_html, r"and\s+1\s+more")
        self.assertIn("what waits for you (21)", mail.subject)

    def test_what_an_action_waits_for(self):
        first = self._create_action(self.plan, name="First", user_id=self.kam.id)
        self.late.with_user(self.kam).write({"after_id": first.id})
        self._set(self.late, date_start="2026-01-01", date_deadline="2026-02-01")
        (mail,) = self._send_to(self.mate, "2026-03-02 09:00:00")
        self.assertIn("waits for “First”", mail.body_html)

    def test_fifty_lines_cost_as_many_queries_as_one(self):
        def prepare():
            with freeze_time("2026-03-02 09:00:00"):
                self.env["kam.digest"]._prepare_sudo(self.kam)

        self._make_all_wait()
        prepare()
        one = self._count_queries(prepare)
        for number in range(49):
            self._create_action(self.plan, name=f"More {number}", user_id=self.kam.id, **LATE)
            risk = self._create_line("kam.risk", name=f"Risk {number}")
            self._set(risk, stale_date="2026-03-01")
            value = self._create_line("kam.value", name=f"Value {number}")
            self._set(value, stale_date="2026-03-01")
        fifty = self._count_queries(prepare)
        self.assertLessEqual(fifty, one + 5)


class TestToWhom(DigestCommon):
    def test_nothing_of_what_the_user_may_not_read(self):
        hidden = self._create_action(
            self._create_plans(1), name="Secret", user_id=self.mate.id, **LATE
        )
        self._set(hidden, company_id=self.other_company.id)
        (mail,) = self._send_to(self.mate, "2026-03-02 09:00:00")
        self.assertNotIn("Secret", mail.body_html)
        self.assertEqual(mail.body_html.count("<li"), 1)

    def test_all_of_the_companies_that_he_works_in(self):
        self.mate.company_ids |= self.other_company
        self.kam.company_ids |= self.other_company
        plan = self._create_plans(1, company_id=self.other_company.id)
        self._create_action(plan, name="Elsewhere", user_id=self.mate.id, **LATE)
        plan.with_user(self.kam).action_submit()
        (mail,) = self._send_to(self.mate, "2026-03-02 09:00:00")
        self.assertIn("Elsewhere", mail.body_html)
        self.assertIn("Late one", mail.body_html)

    def test_who_lost_the_access_or_was_archived_gets_none(self):
        group = self.env.ref("kam_planning.group_kam_user")
        self.env.cr.execute(
            "DELETE FROM res_groups_users_rel WHERE uid = %s AND gid = %s",
            [self.mate.id, group.id],
        )
        self.env.registry.clear_cache("groups")
        self.env.invalidate_all()
        self.assertFalse(self._send("2026-03-02 09:00:00"))
        self.mate.sudo().group_ids |= group
        self._set(self.mate, active=False)
        self.assertFalse(self._send("2026-03-02 09:00:00"))

    def test_who_has_no_address_gets_none_and_stops_nobody(self):
        self.mate.partner_id.email = False
        self._create_action(self.plan, user_id=self.kam.id, **LATE)
        self.assertEqual(self._send("2026-03-02 09:00:00").recipient_ids, self.kam.partner_id)

    def test_nobody_else_reads_the_mail(self):
        (mail,) = self._send_to(self.mate, "2026-03-02 09:00:00")
        for user in (self.kam, self.reader, self.outsider, self.manager):
            messages = self.env["mail.message"].with_user(user)
            self.assertFalse(messages.search([("id", "=", mail.mail_message_id.id)]), user.login)

    def test_nothing_of_what_is_thought_of_people_or_risks(self):
        self._be_silent(self.jane, 400 - (MONDAY - self.today).days, by=self.tie)
        self._set(self.jane, support="against", needs="Wants to leave", influence="3")
        (mail,) = self._send_to(self.kam, "2026-03-02 09:00:00")
        self.assertIn("Jane Buyer", mail.body_html)
        for word in ("against", "Against", "Wants to leave", "nfluence", "upport"):
            self.assertNotIn(word, mail.body_html)

    def test_no_reminder_mail_of_overdue_actions_beside_it(self):
        with freeze_time("2026-03-02 09:00:00"), self.enter_registry_test_mode():
            self.env.ref("kam_planning.cron_review_reminders").method_direct_trigger()
        told = self.env["mail.message"].search([("subject", "ilike", "overdue")])
        self.assertFalse(told)
        self.assertEqual(len(self._send_to(self.mate, "2026-03-02 09:00:00")), 1)

    def test_nothing_in_a_draft_is_overdue(self):
        draft = self._create_plans(1)
        self._create_action(draft, name="Draft", user_id=self.reader.id, **LATE)
        self.assertFalse(self._send_to(self.reader, "2026-03-02 09:00:00"))
        self.assertEqual(self.reader.sudo().kam_digest_date, MONDAY)
