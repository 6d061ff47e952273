"""People on the map: what they are, and what happens to them."""

from psycopg2.errors import UniqueViolation

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import Form, freeze_time
from odoo.tools import mute_logger

from ..common.common import TODAY
from .common import MapCommon


@freeze_time(TODAY)
class TestStakeholder(MapCommon):
    def test_a_contact_gives_name_and_title(self):
        self.contact.function = "Sales Manager"
        person = self._person(partner_id=self._contact("Tom", function="CEO").id)
        self.assertEqual((person.name, person.title), ("Tom", "CEO"))
        self.assertEqual(person.seniority, "executive")
        self.assertFalse(person.is_placeholder)
        self.assertEqual(self.jane.title, "Sales Manager")

    def test_a_placeholder_needs_only_a_name(self):
        self.assertTrue(self.head.is_placeholder)
        self.assertEqual(self.head.seniority, "executive")

    def test_form(self):
        model = self.env["kam.stakeholder"].with_user(self.judge)
        with Form(model.with_context(default_account_id=self.customer.id)) as form:
            form.partner_id = self._contact("Ann")
            form.influence = "3"
        person = form.record
        self.assertEqual((person.name, person.support), ("Ann", "unknown"))
        self.assertTrue(person.is_key)

    def test_form_without_people_judgements(self):
        model = self.env["kam.stakeholder"].with_user(self.kam)
        with Form(model.with_context(default_account_id=self.customer.id)) as form:
            self.assertNotIn("influence", form._view["fields"])
            form.partner_id = self._contact("Ann")
        self.assertEqual(form.record.sudo().support, "unknown")

    def test_loops_are_refused_with_names(self):
        low = self._person("Low", manager_id=self.jane.id)
        with self.assertRaisesRegex(ValidationError, "“Head of Acme” cannot report to “Low”"):
            self.head.manager_id = low
        with self.assertRaises(ValidationError):
            self.head.manager_id = self.head

    def test_managers_of_another_map_are_refused(self):
        other = self.env["res.partner"].create({"name": "Other", "is_company": True})
        self._create_plan(partner_id=other.id, user_id=self.judge.id, user=self.judge)
        stranger = self._person("Stranger", account_id=other.id)
        with self.assertRaisesRegex(ValidationError, "Stranger"), self.env.cr.savepoint():
            self.jane.manager_id = stranger
        center = self.env["kam.buying.center"].create({"account_id": other.id, "name": "Far"})
        with self.assertRaisesRegex(ValidationError, "Far"):
            self.jane.buying_center_id = center

    @mute_logger("odoo.sql_db")
    def test_a_contact_is_on_a_map_once(self):
        with self.assertRaises(UniqueViolation):
            self._person(partner_id=self.contact.id)
            self.env.flush_all()

    def test_people_of_other_companies_are_welcome(self):
        consultant = self.env["res.partner"].create({"name": "Consultant", "function": "Partner"})
        self.assertEqual(self._person(partner_id=consultant.id).name, "Consultant")

    def test_questionnaire_proposes_and_can_be_contested(self):
        self.jane.action_ask_questions()
        count = len(self.jane.answer_ids)
        self.jane.action_ask_questions()
        self.assertEqual(len(self.jane.answer_ids), count)
        self.assertFalse(self.jane.influence_proposed)
        about = self.jane.answer_ids.filtered(lambda answer: answer.about == "influence")
        about.answer = "yes"
        self.assertEqual(about[0].answered_by_id, self.judge)
        self.assertEqual(self.jane.influence_proposed, "3")
        with self.assertRaises(ValidationError):
            about[0].is_contested = True
        about[1:].write({"is_contested": True, "contest_reason": "Seen otherwise"})
        about[0].answer = "no"
        self.assertEqual(self.jane.influence_proposed, "0")
        self.assertFalse(self.jane.influence)
        self.jane.action_take_proposals()
        self.assertEqual((self.jane.influence, self.jane.support), ("0", "unknown"))

    def test_a_judgement_is_a_confirmation(self):
        with freeze_time("2026-01-01"):
            self.jane.action_confirm_still_true()
        self.jane.support = "neutral"
        self.assertEqual(self.jane.confirmed_date.date(), TODAY)
        self.assertEqual(self.jane.confirmed_by_id, self.judge)

    def test_lines(self):
        lines = self.env["kam.influence"].with_user(self.judge)
        values = {"source_id": self.jane.id, "target_id": self.head.id}
        self.assertEqual(lines.create({**values, "kind": "influence"}).direction, "one")
        self.assertEqual(lines.create({**values, "kind": "conflict"}).direction, "both")

    def test_maturity_of_a_plan(self):
        plan = self.plan.with_user(self.judge)
        self.assertEqual(plan.map_maturity, "no_key")
        self.jane.influence = "2"
        plan.invalidate_recordset()
        self.assertEqual(plan.map_maturity, "no_support")
        self.jane.support = "supportive"
        plan.invalidate_recordset()
        self.assertEqual(plan.map_maturity, "supported")
        self.assertEqual(plan.stakeholder_count, 2)
        self.jane.parked_reason = "left"
        self.head.parked_reason = "unknown"
        plan.invalidate_recordset()
        self.assertEqual((plan.map_maturity, plan.stakeholder_count), ("empty", 0))

    def test_plans_are_found_grouped_and_sorted_by_maturity(self):
        other = self._create_plans(1)
        plans = (self.plan | other).with_user(self.judge)
        self.jane.write({"influence": "3", "support": "against"})
        mine = [("id", "in", plans.ids)]
        found = plans.search([*mine, ("map_maturity", "=", "no_support")])
        self.assertEqual(found, plans[0])
        self.assertEqual(plans.search(mine, order="map_maturity desc"), plans)
        self.assertEqual(plans.search(mine, order="map_maturity"), plans[::-1])
        groups = plans._read_group(mine, ["map_maturity"], ["__count"])
        self.assertEqual(groups, [("empty", 1), ("no_support", 1)])
        self._person("New", influence="3", support="supportive")
        self.assertEqual(plans.search([*mine, ("map_maturity", "=", "supported")]), plans[0])
        self.env["kam.stakeholder"].search([("account_id", "=", self.customer.id)]).unlink()
        self.assertEqual(plans[0].map_maturity, "empty")

    def test_maturity_is_no_way_to_judgements(self):
        plans = self.env["kam.plan"].with_user(self.kam)
        for look in (
            lambda: plans.search([("map_maturity", "=", "supported")]),
            lambda: plans.search([], order="map_maturity"),
            lambda: plans._read_group([], ["map_maturity"]),
        ):
            with self.assertRaises(AccessError):
                look()


@freeze_time(TODAY)
class TestContactChanges(MapCommon):
    def setUp(self):
        super().setUp()
        self.other = self.env["res.partner"].create({"name": "Zeta", "is_company": True})
        self._create_plan(partner_id=self.other.id, user_id=self.judge.id, user=self.judge)
        self.there = self._person(account_id=self.other.id, partner_id=self.contact.id)
        self.people = self.jane | self.there
        self.people.action_confirm_still_true()

    def test_name_and_title_follow(self):
        self.contact.write({"name": "Jane Smith", "function": "Owner"})
        self.assertEqual(self.people.mapped("name"), ["Jane Smith"] * 2)
        self.assertEqual(self.people.mapped("seniority"), ["executive"] * 2)
        self.assertFalse(any(self.people.mapped("contact_change")))

    def test_archived_moved_bounced_mark_every_map(self):
        def archive():
            self.contact.active = False

        def move():
            self.contact.parent_id = self.other

        def bounce():
            self.contact._message_receive_bounce(self.contact.email, self.contact)

        for change, kind in ((move, "moved"), (bounce, "bounced"), (archive, "archived")):
            change()
            self.assertEqual(self.people.mapped("contact_change"), [kind] * 2)
            self.assertTrue(all(self.people.mapped("is_stale")))
            self.people.action_confirm_still_true()
            self.assertFalse(any(self.people.mapped("contact_change")))
            self.assertFalse(any(self.people.mapped("is_stale")))
        dates = self.people.sudo().mapped("contact_archived_date")
        self.assertEqual(set(dates), {TODAY})

    def test_a_contact_on_no_map_costs_no_query(self):
        plain = self.env["res.partner"].create({"name": "Plain"})
        with freeze_time(TODAY):
            plain.function = "a"
            self.env.flush_all()
            stakeholders = self.env["kam.stakeholder"]
            stakeholders._get_mapped_partner_ids()
            self.assertEqual(self._count_queries(plain._is_on_a_map), 0)

    def test_a_deleted_contact_is_forgotten(self):
        self.jane.needs = "Secret"
        self.contact.unlink()
        self.assertEqual(self.people.mapped("name"), ["Erased person"] * 2)
        self.assertFalse(self.jane.needs)
