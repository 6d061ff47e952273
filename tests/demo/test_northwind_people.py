"""The relationship maps of the demonstration: real contacts and titles, found in the files."""

from northwind_loader.figures import load_figures
from northwind_loader.people import load_people
from northwind_loader.plans import load_plans

from odoo.tests import tagged

from .common import NorthwindCase, read_rows


@tagged("standard", "post_install", "-at_install")
class TestNorthwindPeople(NorthwindCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        load_plans(cls.loaded)
        load_figures(cls.loaded)
        load_people(cls.loaded)
        cls.titles = {row["contact_name"]: row["contact_title"] for row in read_rows("customers")}
        cls.people = cls.env["kam.stakeholder"].search([])

    def test_names_and_titles_are_those_of_the_files(self):
        real = self.people.filtered("partner_id")
        self.assertEqual(len(self.people.account_id), 3)
        self.assertTrue(real)
        for person in real:
            self.assertEqual(person.title, self.titles[person.name])
        self.assertEqual(len(self.people - real), 6)

    def test_strength_comes_from_recorded_contacts(self):
        for kind in ("running", "renewed", "submitted"):
            person = self.loaded.ref(f"person_{kind}")
            best = person.relationship_ids.sorted("strength")[-1:]
            self.assertEqual({"meeting", "call", "mail_in", "mail_out"} - set(best.traffic), set())
            self.assertGreater(best.strength, 50)
            self.assertEqual(person.strength, best.strength)

    def test_gaps_are_found_and_one_is_work_already(self):
        gaps = self.env["kam.gap"].search([])
        self.assertEqual(len(gaps.account_id), 3)
        self.assertTrue(gaps.action_id.activity_id)

    def test_a_second_run_changes_nothing(self):
        before = self.people.ids
        load_people(self.loaded)
        self.assertEqual(self.env["kam.stakeholder"].search([]).ids, before)
