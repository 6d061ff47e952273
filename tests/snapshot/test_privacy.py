"""A person is erased from snapshots, and the chain holds."""

import json

from odoo.tests import freeze_time

from ..common.common import TODAY
from .common import SnapshotCommon


class TestErasing(SnapshotCommon):
    def setUp(self):
        super().setUp()
        self.goal.evidence = "Said by JANE  Buyer in March"
        self.objective.customer_gain = "Janet Buyerson is happy"
        self.first = self._take(note="Agreed with Jane Buyer")
        self.second = self._take()

    def _text(self):
        self.env.invalidate_all()
        return json.dumps(self.env["kam.snapshot"].sudo().search([]).mapped("payload"))

    def _assert_forgotten(self, *names):
        text = self._text()
        for name in names:
            self.assertNotIn(name, text)
        self.assertNotIn(f'"res.partner,{self.contact.id}"', text)
        named = self.env["kam.snapshot"].sudo().search([]).mapped("named")
        self.assertNotIn(f'"res.partner,{self.contact.id}"', json.dumps(named))

    def test_erased_on_the_map(self):
        self.assertIn("Jane Buyer", self._text())
        self.jane.with_user(self.judge).action_erase_person()
        self._assert_forgotten("Jane Buyer", "JANE")
        # Whoever is only called alike stays.
        self.assertIn("Janet Buyerson", self._text())
        found = self.plan.verify_snapshots()
        self.assertTrue(found["is_sound"])
        self.assertEqual(found["erased"], sum(self.plan.snapshot_ids.mapped("erased_count")))
        self.assertFalse(self.first.note)
        self.assertIn(f"{found['erased']} lines erased.", found["texts"][0])

    def test_one_line_erased(self):
        zoe = self._person("Zoe Quiet")
        self._take()
        zoe.action_erase_person()
        found = self.plan.verify_snapshots()
        self.assertEqual((found["is_sound"], found["erased"]), (True, 1))
        self.assertTrue(found["texts"][0].endswith("1 line erased."))

    def test_what_is_left_says_nothing(self):
        self.jane.with_user(self.judge).action_erase_person()
        self.env.invalidate_all()
        left = self._content(self.first)[f"kam.stakeholder,{self.jane.id}"]
        self.assertEqual(left.keys(), {"ref", "hash"})

    def test_the_comparison_says_erased(self):
        self.jane.with_user(self.judge).action_erase_person()
        self.env.invalidate_all()
        kinds = {key[0] for key in self._compare(self.first) if key[1] == "kam.stakeholder"}
        self.assertEqual(kinds, {"erased"})

    def test_deleted_from_the_map(self):
        self.jane.with_user(self.judge).unlink()
        self._assert_forgotten("Jane Buyer")
        self.assertTrue(self.plan.verify_snapshots()["is_sound"])

    def test_a_contact_that_is_deleted(self):
        other = self.env["res.partner"].create({"name": "Otto Onlyone"})
        self.action.contact_id = other
        self._take()
        self.assertIn("Otto Onlyone", self._text())
        other.unlink()
        self.assertNotIn("Otto Onlyone", self._text())
        self.assertTrue(self.plan.verify_snapshots()["is_sound"])

    def test_who_is_named_in_a_text_alone_and_is_deleted(self):
        """Also from the snapshots of a plan that was put away, and where nothing links him."""
        contacts = self.env["res.partner"]
        site = contacts.create({"name": "Site", "is_company": True, "parent_id": self.customer.id})
        otto, _stays = contacts.create(
            [{"name": "Otto Onlyone", "parent_id": site.id}, {"name": "Olga Onlyone"}]
        )
        store = contacts.create({"name": "Main Store", "type": "delivery", "parent_id": site.id})
        self.objective.customer_gain = "Otto Onlyone is happy"
        self.goal.evidence = "Main Store and Olga Onlyone"
        self._take()
        self.plan.active = False
        (otto | store).unlink()
        self.assertNotIn("Otto Onlyone", self._text())
        # What is no person's name stays, and so does whoever is not deleted.
        self.assertIn("Main Store and Olga Onlyone", self._text())
        self.assertTrue(self.plan.verify_snapshots()["is_sound"])

    def test_where_he_is_on_another_map_he_stays(self):
        zeta = self.env["res.partner"].create({"name": "Zeta", "is_company": True})
        plan = self._create_plan(partner_id=zeta.id, user_id=self.mate.id, user=self.mate)
        person = self._person(account_id=zeta.id, partner_id=self.contact.id, user=self.mate)
        there = self._take(plan, user=self.mate)
        self.jane.with_user(self.judge).action_erase_person()
        self.env.invalidate_all()
        self.assertIn("values", self._content(there)[f"kam.stakeholder,{person.id}"])
        person.with_user(self.env.ref("base.user_root")).action_erase_person()
        self.env.invalidate_all()
        self.assertNotIn("values", self._content(there)[f"kam.stakeholder,{person.id}"])

    def test_people_who_become_one_are_erased_as_one(self):
        double = self.env["res.partner"].create(
            {"name": "J. Buyer", "parent_id": self.customer.id, "email": "j@acme.example"}
        )
        person = self._person(partner_id=double.id)
        third = self._take()
        wizard = self.env["base.partner.merge.automatic.wizard"]
        wizard._merge((self.contact | double).ids, self.contact)
        self.env.invalidate_all()
        self.assertFalse(person.exists())
        self.assertIn("values", self._content(third)[f"kam.stakeholder,{person.id}"])
        self.jane.with_user(self.judge).action_erase_person()
        self._assert_forgotten("J. Buyer", "Jane Buyer")
        self.assertTrue(self.plan.verify_snapshots()["is_sound"])

    def test_what_is_held_is_downloaded_as_far_as_one_sees_it(self):
        def held(user):
            self.env.invalidate_all()
            (found,) = self.jane.with_user(user)._export_person()
            return {
                (one["number"], line["name"])
                for one in found["kam_snapshot"]
                for line in one["lines"]
            }

        expected = {(n, name) for n in (1, 2) for name in ("Visit", "Jane Buyer")}
        self.assertLessEqual(expected, held(self.judge))
        self.plan.confidentiality = "team"
        self.jane.with_user(self.judge).action_erase_person()
        self.assertEqual(held(self.judge), set())

    def test_the_download_names_nothing_that_one_may_not_read(self):
        lead = {"name": "Secret deal", "user_id": self.manager.id, "partner_id": self.customer.id}
        self.action.sudo().lead_id = self.env["crm.lead"].create(lead)
        self._take()
        told = {}
        boss = self.env["res.users"].browse(self.boss.id)
        boss.sudo().group_ids += self.env.ref("sales_team.group_sale_salesman_all_leads")
        for user in (self.judge, self.boss):
            self.env.invalidate_all()
            (found,) = self.jane.with_user(user)._export_person()
            (taken,) = (one for one in found["kam_snapshot"] if one["number"] == 3)
            (line,) = (one for one in taken["lines"] if one["name"] == "Visit")
            told[user] = line["values"]
        lead_ref = f"crm.lead,{self.action.sudo().lead_id.id}"
        self.assertEqual(told[self.judge]["lead_id"], {"ref": lead_ref, "name": ""})
        self.assertEqual(told[self.boss]["lead_id"], {"ref": lead_ref, "name": "Secret deal"})
        self.assertEqual(told[self.judge]["contact_id"]["name"], "Acme, Jane Buyer")
        self.assertEqual(told[self.judge]["objective_id"]["name"], "Raise their purchases")

    def test_what_turns_out_to_be_a_judgement_is_taken_out(self):
        force = {"objective_id": self.objective.id, "name": "She dislikes us"}
        force = self.env["kam.force"].with_user(self.judge).create(force)
        trend = {"account_id": self.customer.id, "name": "A new buyer", "kind": "trend"}
        trend = self.env["kam.appraisal"].with_user(self.judge).create(trend)
        trend.sudo().force_id = force
        taken = self._take()
        self.assertIn("She dislikes us", self._text())
        force.is_judgement = True
        self.assertNotIn("She dislikes us", self._text())
        # The force, and the trend that it came of.
        self.assertEqual(taken.erased_count, 2)
        again = self._content(self._take())[f"kam.appraisal,{trend.id}"]
        self.assertEqual(again["values"]["force_id"]["name"], "")
        force.unlink()
        self.assertNotIn("She dislikes us", str(taken.get_comparison(False)))
        self.assertTrue(self.plan.verify_snapshots()["is_sound"])

    def test_a_role_nobody_fills_takes_no_texts_along(self):
        role = self._person("Waste")
        self._take()
        role.action_erase_person()
        self.env.invalidate_all()
        left = self._content(self.plan.snapshot_ids[0])
        self.assertIn("values", left[f"kam.customer.goal,{self.goal.id}"])
        self.assertNotIn("values", left[f"kam.stakeholder,{role.id}"])

    @freeze_time(TODAY)
    def test_saving_contacts_costs_no_query(self):
        partner = self.env["res.partner"].create({"name": "Nobody"})
        self.env.flush_all()
        with self.assertQueryCount(1):
            partner.comment = "x"
            self.env.flush_all()
