"""Seniority is read from the title until somebody says otherwise."""

import importlib.util
from pathlib import Path

from odoo.exceptions import AccessError
from odoo.tests import Form, freeze_time

from ..common.common import TODAY
from .common import MapCommon

ROOT = Path(__file__).parents[2] / "kam_planning" / "migrations" / "19.0.1.4.0"


def load_migration(name):
    spec = importlib.util.spec_from_file_location(name, ROOT / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@freeze_time(TODAY)
class TestSeniorityByHand(MapCommon):
    def test_it_follows_the_title(self):
        self.contact.function = "Leiterin Einkauf"
        self.assertEqual(self.jane.seniority, "manager")
        self.contact.function = "Onboarding Specialist"
        self.assertEqual(self.jane.seniority, "specialist")
        self.contact.function = "Ninja"
        self.assertFalse(self.jane.seniority)

    def test_what_was_set_stays(self):
        self.contact.function = "Purchasing"
        self.jane.with_user(self.judge).seniority = "executive"
        self.contact.function = "Sales Manager"
        self.assertEqual(self.jane.seniority, "executive")
        self.jane.with_user(self.judge).title = "Buyer"
        self.assertEqual(self.jane.seniority, "executive")

    def test_emptied_by_hand_it_stays_empty(self):
        self.contact.function = "Sales Manager"
        self.jane.with_user(self.judge).seniority = False
        self.contact.function = "CEO"
        self.assertFalse(self.jane.seniority)

    def test_set_to_what_the_title_says_it_follows_again(self):
        self.contact.function = "Sales Manager"
        self.jane.seniority = "executive"
        self.jane.seniority = "manager"
        self.contact.function = "CEO"
        self.assertEqual(self.jane.seniority, "executive")

    def test_given_when_made(self):
        person = self._person("Somebody", title="Buyer", seniority="executive")
        plain = self._person("Another", title="Buyer")
        (person | plain).write({"title": "Sales Manager"})
        self.assertEqual((person.seniority, plain.seniority), ("executive", "manager"))

    def test_in_the_form(self):
        self.contact.function = "Buyer"
        with Form(self.jane.with_user(self.judge)) as form:
            form.seniority = "executive"
        with Form(self.jane.with_user(self.judge)) as form:
            form.title = "Sales Manager"
            self.assertEqual(form.seniority, "executive")
        self.assertEqual(self.jane.seniority, "executive")

    def test_another_contact_has_a_seniority_of_its_own(self):
        self.jane.seniority = "executive"
        ann, bob = self._contact("Ann", function="Buyer"), self._contact("Bob", function="Buyer")
        self.jane.partner_id = ann
        self.assertEqual(self.jane.seniority, "specialist")
        self.jane.write({"partner_id": bob.id, "seniority": "manager"})
        self.assertEqual(self.jane.seniority, "manager")

    def test_nobody_writes_the_mark(self):
        with self.assertRaises(AccessError):
            self.jane.with_user(self.judge).is_seniority_manual = True

    def test_upgrade(self):
        titles = (
            # Title, what stood there, what stands there after.
            ("Dashboard Analyst", "executive", "specialist"),
            ("SVP Procurement", "specialist", "executive"),
            ("Ninja", "specialist", None),
            ("Ninja", "executive", "executive"),
            ("Sales Manager", None, None),
            ("Sales Manager", "manager", "manager"),
            (None, None, None),
            (None, "manager", "manager"),
            # What two others will be read as.
            ("Dashboard Analyst", "specialist", "specialist"),
            ("SVP Procurement", "executive", "executive"),
        )
        people = [self._person(f"Person {number}") for number in range(len(titles))]
        self.env.flush_all()
        for person, (title, before, _after) in zip(people, titles, strict=True):
            self.env.cr.execute(
                "UPDATE kam_stakeholder SET title = %s, seniority = %s, "
                "is_seniority_manual = NULL WHERE id = %s",
                [title, before, person.id],
            )
        load_migration("post-seniority").migrate(self.env.cr, "19.0.1.3.0")
        self.env.invalidate_all()
        for person, (title, before, after) in zip(people, titles, strict=True):
            self.assertEqual(person.seniority or None, after, (title, before))
        by_hand = [bool(person.sudo().is_seniority_manual) for person in people]
        self.assertEqual(by_hand, [False, False, False, True, True, False, False, True, True, True])

    def test_upgrade_of_shipped_measures(self):
        meetings = self.env.ref("kam_planning.measure_meetings")
        mails = self.env.ref("kam_planning.measure_mails_in")
        shipped = (meetings.partner_path, mails.domain)
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE kam_measure SET partner_path = 'partner_ids' WHERE id = %s", [meetings.id]
        )
        self.env.cr.execute(
            "UPDATE kam_measure SET domain = %s WHERE id = %s",
            ["[('message_type', 'in', ['email', 'comment'])]", mails.id],
        )
        migration = load_migration("post-strength")
        migration.migrate(self.env.cr, "19.0.1.3.0")
        self.env.invalidate_all()
        self.assertEqual((meetings.partner_path, mails.domain), shipped)
        meetings.domain = mails.domain = "[]"
        self.env.flush_all()
        migration.migrate(self.env.cr, "19.0.1.3.0")
        self.env.invalidate_all()
        self.assertEqual((meetings.domain, mails.domain), ("[]", "[]"), "own conditions stay")
