"""Ways round the rights on people that a clever colleague would try."""

from odoo import Command
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import freeze_time

from ..common.common import TODAY
from .common import AttackCommon


class TestDoorsBehindDoors(AttackCommon):
    def test_buying_roles_are_not_grouped(self):
        by_person = ["stakeholder_id.role_ids"]
        for user in self.without:
            people = self.env["kam.stakeholder"].with_user(user)
            ways = (
                lambda people=people: people.formatted_read_group([], ["role_ids"], ["__count"]),
                lambda people=people: people.web_read_group([], ["role_ids"], ["__count"]),
                lambda people=people: people.formatted_read_grouping_sets(
                    [], [["role_ids"]], ["__count"]
                ),
                lambda people=people: people.read_progress_bar(
                    [], "role_ids", {"field": "seniority", "colors": {}}
                ),
                lambda people=people: people.env["kam.relationship"].formatted_read_group(
                    [], by_person, ["__count"]
                ),
                lambda people=people: people.env["kam.gap"].formatted_read_group(
                    [], by_person, ["__count"]
                ),
            )
            for number, way in enumerate(ways):
                with self.assertRaises(AccessError, msg=f"{user.login}, way {number}"):
                    way()
        groups = self.env["kam.stakeholder"].with_user(self.judge)
        rows = groups.formatted_read_group([], ["role_ids"], ["__count"])
        self.assertIn("Champion", str(rows))

    def test_a_plan_of_ones_own_opens_no_confidential_map(self):
        self.assertFalse(self.zed.with_user(self.judge).has_access("read"))
        own_plan = self._create_plans(1).with_user(self.kam)
        year = {"date_start": "2027-01-01", "date_end": "2027-12-31"}
        for way in (
            lambda: self._create_plan(partner_id=self.zeta.id, user=self.judge),
            lambda: self._create_plan(partner_id=self.zeta.id, user=self.judge, **year),
            lambda: own_plan.write({"partner_id": self.zeta.id}),
        ):
            with self.assertRaises(ValidationError) as refused:
                way()
            self.assertIn("Zeta", str(refused.exception))
        self._create_plan(partner_id=self.zeta.id, user=self.manager, **year)
        self._create_plan(partner_id=self.zeta.id, user=self.mate, **year)

    def test_a_successor_is_made_beside_an_old_confidential_plan(self):
        self._create_plan(
            user=self.manager,
            user_id=self.manager.id,
            confidentiality="team",
            date_start="2020-01-01",
            date_end="2020-12-31",
        )
        year = {"date_start": "2027-01-01", "date_end": "2027-12-31"}
        self.assertTrue(self._create_plan(user=self.kam, **year))

    def test_actions_from_judging_gaps_name_nobody_and_no_role(self):
        self.light.required_role_ids = self.env.ref("kam_planning.buying_role_economic_buyer")
        self.plan._refresh_gaps()
        gaps = self._gaps("role") | self._gaps("coverage")
        gaps.with_user(self.judge).action_make_action()
        actions = gaps.action_id.with_user(self.reader)
        self.assertEqual(len(actions), 2)
        self.assertEqual(len(set(actions.mapped("name"))), 1)
        self.assertEqual(len(set(actions.mapped("date_deadline"))), 1)
        self.assertFalse(actions.contact_id)
        texts = str(actions.sudo().activity_id.mapped("summary")) + str(
            self.env["mail.message"]
            .search([("model", "=", "kam.action"), ("res_id", "in", actions.ids)])
            .mapped("body")
        )
        for word in ("Economic", "Jane", "decides"):
            self.assertNotIn(word, texts)
        self.assertEqual(actions.with_user(self.judge).mapped("gap_ids.kind"), ["role", "coverage"])

    def test_actions_from_gaps_are_not_shared(self):
        gap = self._gaps("level")
        gap.with_user(self.judge).action_make_action()
        with self.assertRaisesRegex(ValidationError, "cannot be shared"):
            gap.action_id.is_shared = True

    def test_forms_name_nobody_who_may_not_be_read(self):
        hidden = self.env["res.partner"].create(
            {"name": "Hidden Person", "company_id": self.other_company.id, "function": "Secret"}
        )
        name = {"display_name": {}}
        tries = (
            ("kam.stakeholder", {"partner_id": hidden.id}, {"name": {}, "title": {}}),
            ("kam.relationship", {"stakeholder_id": self.zed.id}, {"account_id": {"fields": name}}),
            ("kam.relationship", {"stakeholder_id": self.zed.id}, {**name, "account_id": {}}),
            ("kam.influence", {"source_id": self.zed.id}, {"account_id": {"fields": name}}),
        )
        for model, values, spec in tries:
            records = self.env[model].with_user(self.judge)
            self.env.invalidate_all()
            try:
                shown = str(
                    records.onchange(values, list(values), {**spec, next(iter(values)): {}})
                )
            except AccessError:
                continue
            for secret in ("Hidden", "Secret", "Zeta", "Zed"):
                self.assertNotIn(secret, shown, model)

    def test_refusals_name_nobody_who_may_not_be_read(self):
        center = self.env["kam.buying.center"].create(
            {"account_id": self.zeta.id, "name": "Zed's lab"}
        )
        jane = self.jane.with_user(self.judge)
        for values in ({"manager_id": self.zed.id}, {"buying_center_id": center.id}):
            with self.assertRaises(AccessError) as refused:
                jane.write(values)
            self.assertNotIn("Zed", str(refused.exception))
        with self.assertRaises(AccessError):
            self.line.with_user(self.judge).target_id = self.zed

    def test_lines_between_maps_are_refused_in_words(self):
        with self.assertRaisesRegex(ValidationError, "another customer"):
            self.line.with_user(self.boss).target_id = self.zed

    def test_people_stay_on_their_map(self):
        with self.assertRaisesRegex(ValidationError, "stays there"):
            self.jane.with_user(self.boss).account_id = self.zeta
        self.jane.with_user(self.judge).write({"account_id": self.customer.id, "title": "Head"})


class TestForgetting(AttackCommon):
    def setUp(self):
        super().setUp()
        gap = self._gaps("level").with_user(self.judge)
        gap.action_make_action()
        self.action = gap.action_id
        self.action.with_user(self.judge).description = "Jane Buyer likes tea"
        self.other = self._create_action(self.plan, name="Samples", contact_id=self.contact.id)

    def _fill(self):
        """Traces of Jane everywhere that Odoo keeps them."""
        self.jane.message_post(body="Jane told us")
        self.jane.message_notify(
            partner_ids=self.judge.partner_id.ids, subject="About Jane Buyer", body="Jane"
        )
        self.jane.message_subscribe(self.contact.ids)
        visit = self.jane.activity_schedule(
            "mail.mail_activity_data_todo", user_id=self.judge.id, summary="Visit Jane Buyer"
        )
        visit.with_user(self.judge).action_feedback(feedback="Jane Buyer is ill")
        self.jane.activity_schedule(
            "mail.mail_activity_data_todo", user_id=self.judge.id, summary="Call Jane Buyer"
        )
        self.env["ir.attachment"].create(
            {"name": "cv-jane.txt", "raw": b"x", "res_model": "kam.stakeholder"}
            | {"res_id": self.jane.id}
        )
        self.action.activity_id.with_user(self.judge).action_feedback(feedback="Jane Buyer leaves")

    def _traces(self, *records):
        """Everything that Odoo keeps beside records, as text."""
        held = []
        for record in records:
            beside = [("res_id", "=", record.id)]
            of_model = [("res_model", "=", record._name), *beside]
            messages = self.env["mail.message"].search([("model", "=", record._name), *beside])
            activities = self.env["mail.activity"].with_context(active_test=False)
            held += messages.mapped(lambda m: f"{m.subject} {m.body}")
            held += activities.search(of_model).mapped(lambda a: f"{a.summary} {a.feedback}")
            held += self.env["ir.attachment"].search(of_model).mapped("name")
            held += self.env["mail.followers"].search(of_model).mapped("partner_id.name")
        action = self.action
        held += [action.name, str(action.description), str(action.feedback)]
        return " ".join(held)

    def test_erasing_a_person_leaves_no_trace(self):
        self._fill()
        self.assertIn("Jane", self._traces(self.jane, self.action))
        self.jane.with_user(self.judge).action_erase_person()
        self.env.invalidate_all()
        traces = self._traces(self.jane, self.action)
        self.assertNotIn("jane", traces.lower())
        self.assertFalse(self.action.contact_id)
        # What colleagues wrote themselves is theirs, and the contact is still a contact.
        self.assertEqual((self.other.name, self.other.contact_id), ("Samples", self.contact))

    def test_deleting_a_person_or_the_contact_leaves_no_trace_either(self):
        self._fill()
        self.jane.with_user(self.judge).unlink()
        self.env.invalidate_all()
        self.assertNotIn("jane", self._traces(self.action).lower())

    def test_an_open_action_keeps_its_activity_without_the_name(self):
        self.jane.with_user(self.judge).action_erase_person()
        self.assertTrue(self.action.activity_id.active)
        self.assertEqual(self.action.activity_id.summary, self.action.name)

    def test_the_file_holds_what_stands_beside_the_person(self):
        self._fill()
        held = str(self.jane.with_user(self.judge)._export_person())
        for text in (
            "Visit Jane",
            "Jane Buyer is ill",
            "Call Jane",
            "cv-jane.txt",
            "likes tea",
            "Samples",
        ):
            self.assertIn(text, held)

    def test_somebody_else_in_the_place_is_somebody_else(self):
        bob = self._contact("Bob")
        low = self._person("Low", manager_id=self.jane.id)
        self.contact.active = False
        self.jane.with_user(self.kam).partner_id = bob
        self.env.invalidate_all()
        person = self.jane.sudo()
        self.assertEqual((person.name, low.manager_id), ("Bob", person))
        for name in ("needs", "influence", "relationship_ids", "contact_change", "gap_ids"):
            self.assertFalse(person[name], name)
        self.assertFalse(person.contact_archived_date)

    def test_the_day_of_archiving_is_not_moved_by_hand(self):
        for user in (self.kam, self.judge, self.boss):
            with self.assertRaises(AccessError):
                self.jane.with_user(user).contact_archived_date = "2020-01-01"

    def test_contacts_that_were_archived_before_are_forgotten_as_well(self):
        gone = self._contact("Gone", active=False)
        person = self._person(partner_id=gone.id, needs="Wants more", user=self.judge)
        self.assertEqual(person.sudo().contact_archived_date, TODAY)
        with freeze_time("2027-03-03"):
            self._run_map_job()
        self.assertFalse(person.sudo().needs)

    def test_forgetting_confirms_nothing_and_takes_judging_gaps(self):
        before = self.jane.confirmed_date
        self.contact.active = False
        with freeze_time("2027-03-03"):
            self._run_map_job()
        self.assertFalse(self.jane.sudo().gap_ids.filtered("is_judgement"))
        self.assertEqual((self.jane.confirmed_date, self.jane.contact_change), (before, "archived"))


class TestContactsThatChange(AttackCommon):
    def test_moving_a_card_does_not_say_that_somebody_saw_the_change(self):
        self.contact.active = False
        self.jane.with_user(self.judge).manager_id = False
        self.assertEqual(self.jane.contact_change, "archived")
        self.jane.with_user(self.judge).action_confirm_still_true()
        self.assertFalse(self.jane.contact_change)

    def test_who_comes_back_is_not_archived(self):
        self.contact.active = False
        self.contact.active = True
        self.assertFalse(self.jane.contact_change)

    def test_writing_the_same_again_changes_nothing(self):
        self.contact.function = "Assistant"
        self.jane.seniority = "executive"
        self.contact.function = "Assistant"
        self.assertEqual(self.jane.seniority, "executive")
        self.contact.active = False
        with freeze_time("2026-06-01"):
            self.contact.active = False
        self.assertEqual(self.jane.sudo().contact_archived_date, TODAY)

    def test_a_contact_without_a_name_has_one_on_the_map(self):
        self.contact.write({"type": "other", "name": False})
        self.assertTrue(self.jane.name)

    def test_copies_are_no_second_contact(self):
        copy = self.jane.with_user(self.judge).copy()
        self.assertFalse(copy.partner_id)
        role = self.env.ref("kam_planning.buying_role_user")
        self.assertEqual(role.copy().name, "User (copy)")

    def test_the_confirmation_follows_open_plans_of_the_company_only(self):
        self.plan.review_interval = 6
        self._create_plan(
            user=self.manager, review_interval=1, state="closed", date_start="2025-01-01"
        )
        self.assertEqual(self.jane._get_confirm_interval(), 6)

    def test_commands_through_the_contact_are_asked_for_access(self):
        commands = [Command.update(self.zed.id, {"title": "x"})]
        with self.assertRaises(AccessError):
            self.contact.with_user(self.kam).write({"kam_stakeholder_ids": commands})
