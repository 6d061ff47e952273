"""What is thought of people exists only for its group, through any door, and only with the plan."""

from odoo.exceptions import AccessError
from odoo.tests import HttpCase, freeze_time

from ..common.paper import HAND_OVER, PaperMixin
from .common import SECRET, DoorsCommon

JUDGEMENTS = (
    "influence",
    "support",
    "is_key",
    "role_ids",
    "needs",
    "decision_criteria",
    "note",
    "answer_ids",
    "influence_proposed",
    "support_proposed",
    "influence_to_ids",
    "influence_from_ids",
    "gap_ids",
)
STORED_VALUES = {
    "influence": "3",
    "support": "against",
    "is_key": True,
    "needs": SECRET,
    "decision_criteria": SECRET,
    "note": SECRET,
}


class TestJudgements(PaperMixin, DoorsCommon):
    def test_those_with_the_group_see_them(self):
        for user in (self.judge, self.trusted, self.boss):
            values = self.jane.with_user(user).read(JUDGEMENTS)[0]
            self.assertEqual(values["needs"], SECRET, user.login)
            self.assertTrue(self.line.with_user(user).has_access("read"))
            self.assertTrue(self.coverage.with_user(user).has_access("read"))
        self.assertTrue(self.jane.with_user(self.judge).has_access("write"))
        self.assertFalse(self.jane.with_user(self.trusted).has_access("write"))

    def test_without_the_group_the_rest_of_the_map_is_seen(self):
        for user in self.without:
            values = self.jane.with_user(user).read(["name", "title", "manager_id", "strength"])[0]
            self.assertEqual(values["name"], "Jane Buyer", user.login)

    def test_fields_do_not_exist_in_forms_lists_and_definitions(self):
        for user in self.without:
            people = self.env["kam.stakeholder"].with_user(user)
            self.assertFalse(set(people.fields_get()) & set(JUDGEMENTS), user.login)
            for kind in ("form", "list", "search"):
                arch = people.get_view(view_type=kind)["arch"]
                for name in JUDGEMENTS:
                    self.assertNotIn(f'"{name}"', arch, f"{user.login} {kind}")

    def _refuse(self, ways, who):
        for number, way in enumerate(ways):
            with self.assertRaises(AccessError, msg=f"{who}, way {number}"):
                way()
        self.env.invalidate_all()

    def _ways_to_read(self, person, name):
        return (
            lambda: person.read([name]),
            lambda: person.web_read({name: {}}),
            lambda: person.search_read([], [name]),
            lambda: person.write({name: False}),
        )

    def _ways_to_search(self, user, name, value):
        people = self.env["kam.stakeholder"].with_user(user)
        relationships = self.env["kam.relationship"].with_user(user)
        partners = self.env["res.partner"].with_user(user)
        through = [("stakeholder_id", "any", [(name, "=", value)])]
        return (
            lambda: people.search([(name, "=", value)]),
            lambda: people.search([], order=name),
            lambda: people.formatted_read_group([], [name], ["__count"]),
            lambda: people.search([("manager_id." + name, "=", value)]),
            lambda: relationships.search([("stakeholder_id." + name, "=", value)]),
            lambda: relationships.formatted_read_group(through, [], ["__count"]),
            lambda: partners.search([("kam_stakeholder_ids." + name, "=", value)]),
        )

    def test_read_and_write(self):
        for user in self.without:
            for name in JUDGEMENTS:
                ways = self._ways_to_read(self.jane.with_user(user), name)
                self._refuse(ways, f"{user.login} {name}")

    def test_search_order_and_groups(self):
        for user in self.without:
            for name, value in STORED_VALUES.items():
                self._refuse(self._ways_to_search(user, name, value), f"{user.login} {name}")

    def test_roles_and_lines_are_not_searched_either(self):
        for user in self.without:
            people = self.env["kam.stakeholder"].with_user(user)
            for name in ("role_ids", "answer_ids", "influence_to_ids", "gap_ids"):
                for operator, value in (("!=", False), ("in", [1])):
                    with self.assertRaises(AccessError, msg=f"{user.login} {name}"):
                        people.search([(name, operator, value)])

    def test_export(self):
        for user in self.without:
            user.group_ids += self.env.ref("base.group_allow_export")
            for name in (*STORED_VALUES, "role_ids/name", "answer_ids/answer"):
                with self.assertRaises(AccessError, msg=f"{user.login} {name}"):
                    self.jane.with_user(user).export_data([name])
            with self.assertRaises(AccessError):
                self.relationship.with_user(user).export_data(["stakeholder_id/influence"])

    def test_models_of_judgements(self):
        records = (self.line, self.jane.answer_ids)
        for user in self.without | self.excluded:
            for record in records:
                model = record.with_user(user)
                self.assertFalse(record.with_user(user).has_access("read"), user.login)
                with self.assertRaises(AccessError):
                    record.with_user(user).read()
                if model.browse().has_access("read"):
                    self.assertFalse(model.search([]), user.login)

    def test_gaps_that_tell_a_judgement(self):
        for user in self.without:
            gaps = self.env["kam.gap"].with_user(user)
            self.assertNotIn(self.coverage, gaps.search([]))
            self.assertIn(self._gaps("level"), gaps.search([]))
            with self.assertRaises(AccessError):
                self.coverage.with_user(user).read(["name"])
            self.assertEqual(self.plan.with_user(user).gap_count, len(self._gaps()) - 1, user.login)

    def test_maturity(self):
        for user in self.without:
            with self.assertRaises(AccessError):
                self.plan.with_user(user).read(["map_maturity"])

    def test_chatter_tells_nothing(self):
        self.env.flush_all()
        values = self.env["mail.tracking.value"].search(
            [("field_id.model", "=", "kam.stakeholder")]
        )
        self.assertFalse(set(values.field_id.mapped("name")) & set(JUDGEMENTS))
        for name in JUDGEMENTS:
            self.assertFalse(getattr(self.jane._fields[name], "tracking", None), name)
        self.assertNotIn(SECRET, str(self.jane.message_ids.mapped("body")))

    def test_map_matrix_and_drawing(self):
        place = [self.customer.id, self.env.company.id]
        for user in self.without:
            people = self.env["kam.stakeholder"].with_user(user)
            shown = people.get_map(*place)
            self.assertFalse(shown["sees_judgements"])
            self.assertEqual(shown["lines"], [])
            self.assertFalse(shown["maturity"])
            for card in shown["people"]:
                self.assertFalse(set(card) & set(JUDGEMENTS), user.login)
            more = people.get_people(*place, person_ids=self.jane.ids)
            text = str([shown, more, people.get_matrix(*place), people.get_map_svg(*place)])
            for secret in (SECRET, "Shapes or decides", "against", "− −", "●"):
                self.assertNotIn(secret, text, user.login)
        drawn = people.with_user(self.judge).get_map_svg(*place)
        self.assertIn("− −", drawn)
        self.assertIn("Conflict", drawn)

    def _ways_to_map(self, user, place):
        people = self.env["kam.stakeholder"].with_user(user)
        return (
            lambda: people.get_map(*place),
            lambda: people.get_people(*place, person_ids=self.jane.ids),
            lambda: people.find_people(*place, "Jane"),
            lambda: people.find_candidates(*place),
            lambda: people.get_matrix(*place),
            lambda: people.get_map_svg(*place),
        )

    def test_without_the_plan_nothing_is_seen(self):
        place = [self.customer.id, self.env.company.id]
        self.plan.confidentiality = "team"
        for user in self.excluded | self.reader | self.trusted:
            self.assertFalse(self.jane.with_user(user).has_access("read"), user.login)
            self.assertFalse(self.relationship.with_user(user).has_access("read"), user.login)
            self._refuse(self._ways_to_map(user, place), user.login)
        for user in (self.boss, self.judge):
            self.assertTrue(self.line.with_user(user).has_access("read"))

    def test_reports(self):
        for user in self.without:
            for html in (
                self._print_html(self.plan, user, HAND_OVER),
                self._print_chosen(self.plan, user, blocks=["actions", "map"]),
            ):
                self.assertIn("Jane Buyer", html)
                self.assertNotIn("judgements", html, user.login)
                for secret in (SECRET, "Against", "− −", "Champion", "Shapes or decides"):
                    self.assertNotIn(secret, html, user.login)
        html = self._print_html(self.plan, self.judge, HAND_OVER)
        for text in (SECRET, "Against", "Champion", "Shapes or decides"):
            self.assertIn(text, html)
        html = self._print_chosen(self.plan, self.judge, blocks=["map"])
        self.assertIn("− −", html)
        self.assertIn("holds judgements about people", html)

    def test_nothing_is_shared_with_the_customer(self):
        self.plan.is_shared = True
        self.plan.objective_ids.is_shared = True
        self.plan.action_ids.is_shared = True
        self.plan.section_ids.is_shared = True
        extract = str(self.plan._read_shared_sudo())
        self.assertNotIn(SECRET, extract)
        self.assertNotIn("gap", extract)

    def test_filling_in_a_form_tells_nothing(self):
        self.plan.confidentiality = "team"
        own_account = self.env["res.partner"].create({"name": "Own", "is_company": True})
        self._create_plan(partner_id=own_account.id, user_id=self.reader.id, user=self.reader)
        mine = self._person("Mine", account_id=own_account.id, user=self.reader)
        self._relationship(self.jane, self.judge, level_actual="3")
        with self.assertRaisesRegex(AccessError, "No access"):
            mine.onchange(
                {"relationship_ids": [(4, self.relationship.id)]},
                ["relationship_ids"],
                {"strength": {}, "coverage_count": {}, "relationship_ids": {}},
            )

    def test_a_relationship_is_not_moved_to_another_map(self):
        own_account = self.env["res.partner"].create({"name": "Own", "is_company": True})
        self.plan.confidentiality = "team"
        self._create_plan(partner_id=own_account.id, user_id=self.reader.id, user=self.reader)
        mine = self._person("Mine", account_id=own_account.id, user=self.reader)
        relationship = (
            self.env["kam.relationship"]
            .with_user(self.reader)
            .create({"stakeholder_id": mine.id, "user_id": self.reader.id})
        )
        with self.assertRaises(AccessError):
            relationship.stakeholder_id = self.jane.id

    def test_the_setting_gives_the_group_to_all_users(self):
        group = self.env.ref("kam_planning.group_kam_people")
        for name in ("user", "manager", "admin"):
            implied = self.env.ref(f"kam_planning.group_kam_{name}").all_implied_ids
            self.assertNotIn(group, implied)
        self.env["res.config.settings"].create({"group_kam_people": True}).execute()
        self.assertEqual(self.jane.with_user(self.reader).needs, SECRET)
        self.env["res.config.settings"].create({"group_kam_people": False}).execute()
        self.env.invalidate_all()
        with self.assertRaises(AccessError):
            self.jane.with_user(self.reader).read(["needs"])


class TestMails(DoorsCommon):
    def test_mails_about_people_reach_readers_only(self):
        self.jane.message_subscribe((self.contact | self.reader.partner_id).ids)
        self.plan.confidentiality = "team"
        message = self.jane.with_user(self.judge).message_post(
            body="Met her", message_type="comment", subtype_xmlid="mail.mt_comment"
        )
        recipients = message.notification_ids.res_partner_id
        self.assertNotIn(self.contact, recipients)
        self.assertNotIn(self.reader.partner_id, recipients)


class TestPrivacy(DoorsCommon, HttpCase):
    def setUp(self):
        super().setUp()
        self.other = self.env["res.partner"].create({"name": "Zeta", "is_company": True})
        self._create_plan(
            partner_id=self.other.id,
            user_id=self.boss.id,
            user=self.boss,
            confidentiality="team",
        )
        self.there = self._person(
            account_id=self.other.id, partner_id=self.contact.id, needs="Other", user=self.boss
        )

    def _download(self, user, person):
        for account_user in (self.judge, self.kam, self.boss):
            account_user.password = account_user.login + "-pass-1"
        self.authenticate(user.login, user.login + "-pass-1")
        return self.url_open(f"/kam_planning/person/{person.id}")

    def test_everything_held_about_a_person_as_a_file(self):
        answer = self._download(self.boss, self.jane)
        self.assertEqual(answer.status_code, 200)
        self.assertIn("attachment", answer.headers["Content-Disposition"])
        held = answer.json()["maps"]
        self.assertEqual(len(held), 2)
        text = answer.text
        for value in (SECRET, "Champion", "Conflict", "Against", "Acme", "Zeta", "kam"):
            self.assertIn(value, text)

    def test_the_file_holds_only_what_the_user_may_read(self):
        self.assertEqual(len(self._download(self.judge, self.jane).json()["maps"]), 1)
        self.assertEqual(self._download(self.judge, self.there).status_code, 403)

    def test_no_file_without_people_judgements(self):
        self.assertEqual(self._download(self.kam, self.jane).status_code, 403)
        with self.assertRaises(AccessError):
            self.jane.with_user(self.kam).action_export_person()

    def test_erase(self):
        self.jane.message_post(body="Jane told us")
        low = self._person("Low", manager_id=self.jane.id)
        gap = self._gaps("level").with_user(self.judge)
        gap.action_make_action()
        action = gap.action_id
        with self.assertRaises(AccessError):
            self.jane.with_user(self.kam).action_erase_person()
        with self.assertRaises(AccessError):
            self.jane.with_user(self.trusted).action_erase_person()
        self.jane.with_user(self.judge).action_erase_person()
        self.env.invalidate_all()
        person = self.jane.sudo()
        self.assertEqual((person.name, person.is_placeholder), ("Erased person", True))
        self.assertEqual(low.manager_id, self.jane)
        for name in ("needs", "note", "influence", "title", "partner_id"):
            self.assertFalse(person[name], name)
        for name in ("role_ids", "answer_ids", "relationship_ids", "message_ids", "gap_ids"):
            self.assertFalse(person[name], name)
        self.assertEqual(person.support, "unknown")
        self.assertFalse(self.line.exists())
        self.assertNotIn("Jane", action.name + str(action.activity_id.summary))
        self.assertFalse(action.contact_id)
        self.assertEqual(self.there.sudo().needs, "Other")

    def test_retention(self):
        job = self.env["kam.stakeholder"]
        self.contact.active = False
        with freeze_time("2027-03-01"):
            self._run_map_job()
            self.assertEqual(self.jane.sudo().needs, SECRET)
        with freeze_time("2027-03-03"):
            self._run_map_job()
            person = self.jane.sudo()
            self.assertFalse(person.needs or person.influence or person.role_ids)
            self.assertFalse(self.there.sudo().needs)
            self.assertFalse(job.sudo().search(job._get_overdue_judgement_domain()))
        self.assertEqual(person.partner_id, self.contact)

    def test_a_contact_that_came_back_is_kept(self):
        self.contact.active = False
        self.contact.active = True
        with freeze_time("2030-01-01"):
            self._run_map_job()
        self.assertEqual(self.jane.sudo().needs, SECRET)
