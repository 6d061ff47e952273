"""What somebody typed of a person stays when the contact changes, and is shown beside it."""

from odoo.exceptions import AccessError
from odoo.tests import freeze_time

from ..common.common import TODAY
from .common import MapCommon


@freeze_time(TODAY)
class TestTypedByHand(MapCommon):
    def setUp(self):
        super().setUp()
        self.contact.function = "Buyer"
        self.jane = self.jane.with_user(self.judge)

    def _assert_shown(self, title, change):
        self.assertEqual((self.jane.title, self.jane.contact_change), (title, change))

    def test_the_title_follows_until_somebody_types_another(self):
        self.contact.function = "Senior Buyer"
        self._assert_shown("Senior Buyer", False)
        self.jane.title = "Head of Purchasing"
        self.contact.function = "Team Lead"
        self._assert_shown("Head of Purchasing", "changed")
        self.assertEqual(self.jane.contact_change_date, TODAY)
        self.assertEqual(self.jane.contact_title, "Team Lead")
        self.assertTrue(self.jane.is_stale)

    def test_emptied_by_hand_it_stays_empty(self):
        self.jane.title = False
        self.contact.function = "Team Lead"
        self._assert_shown(False, "changed")

    def test_accepted_it_follows_again(self):
        self.jane.title = "Head of Purchasing"
        self.contact.function = "Team Lead"
        self.jane.action_accept_contact()
        self._assert_shown("Team Lead", False)
        self.contact.function = "Director"
        self._assert_shown("Director", False)

    def test_kept_it_stays_until_the_contact_changes_again(self):
        self.jane.title = "Head of Purchasing"
        self.contact.function = "Team Lead"
        self.jane.action_keep_typed()
        self._assert_shown("Head of Purchasing", False)
        self.contact.email = "new@acme.example"
        self._assert_shown("Head of Purchasing", False)
        self.contact.function = "Director"
        self._assert_shown("Head of Purchasing", "changed")

    def test_a_typed_name_stays_too(self):
        self.jane.name = "Jane B."
        self.contact.name = "Jane Smith"
        self.assertEqual((self.jane.name, self.jane.contact_change), ("Jane B.", "changed"))
        self.jane.action_accept_contact()
        self.assertEqual((self.jane.name, self.jane.contact_change), ("Jane Smith", False))

    def test_what_is_graver_stays_marked(self):
        self.jane.title = "Head of Purchasing"
        self.contact.active = False
        self.contact.function = "Team Lead"
        self._assert_shown("Head of Purchasing", "archived")
        self.jane.action_keep_typed()
        self._assert_shown("Head of Purchasing", "archived")

    def test_each_map_has_its_own_word(self):
        customer = self.env["res.partner"].create({"name": "Umbrella", "is_company": True})
        other = self.env["kam.stakeholder"].create(
            {
                "account_id": customer.id,
                "company_id": self.env.company.id,
                "partner_id": self.contact.id,
            }
        )
        self.jane.title = "Head of Purchasing"
        self.contact.function = "Team Lead"
        self._assert_shown("Head of Purchasing", "changed")
        self.assertEqual((other.title, other.contact_change), ("Team Lead", False))

    def test_levels_and_seniority_stay(self):
        relationship = self._relationship(self.jane, level_actual="2", level_desired="3")
        self.jane.seniority = "executive"
        self.contact.write({"function": "Sales Manager", "name": "Jane Smith", "active": False})
        self.assertEqual(relationship.level_actual, "2")
        self.assertEqual(relationship.level_desired, "3")
        self.assertEqual(self.jane.seniority, "executive")

    def test_who_may_not_write_the_person_chooses_nothing(self):
        self.jane.title = "Head of Purchasing"
        self.contact.function = "Team Lead"
        for method in ("action_accept_contact", "action_keep_typed"):
            with self.subTest(method=method), self.assertRaises(AccessError):
                getattr(self.jane.with_user(self.reader), method)()
        self._assert_shown("Head of Purchasing", "changed")
