"""The list of maps: how far each account is, for whoever may read it."""

from datetime import date

from odoo.exceptions import AccessError
from odoo.tests import freeze_time

from ..common.common import TODAY
from .common import MapCommon


@freeze_time(TODAY)
class TestAccountMaps(MapCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.maps = cls.env["kam.account.map"]

    def _read(self, user, account=None):
        # What one user has read is not read again for another one.
        self.env.flush_all()
        self.env.invalidate_all()
        domain = [("account_id", "=", (account or self.customer).id)]
        return self.maps.with_user(user).search(domain)

    def test_people_coverage_maturity_and_last_contact(self):
        self._person("Parked", parked_reason="left")
        self._person(partner_id=self._contact("Tom").id)
        self._relationship(self.jane, level_actual="1")
        self.env.flush_all()
        self.jane.sudo().last_contact_date = date(2026, 2, 20)
        line = self._read(self.judge)
        # Head of Acme is a role that nobody fills; of Jane and Tom somebody knows Jane.
        self.assertEqual((line.person_count, line.known_count), (3, 1))
        self.assertEqual(line.coverage, 50.0)
        self.assertEqual(line.last_contact_date, date(2026, 2, 20))
        self.assertEqual((line.plan_id, line.user_id), (self.plan, self.plan.user_id))
        for influence, support, step in (
            (False, "unknown", "no_key"),
            ("3", "against", "no_support"),
            ("2", "favourable", "supported"),
        ):
            self.jane.write({"influence": influence, "support": support})
            self.assertEqual(self._read(self.judge).map_maturity, step)
            self.assertEqual(self.plan.sudo().map_maturity, step)

    def test_an_empty_map_has_gaps(self):
        plan = self._create_plan(
            partner_id=self.env["res.partner"].create({"name": "Empty", "is_company": True}).id,
            template_id=self.light.id,
        )
        roles = self.env["kam.buying.role"].search([], limit=2)
        self.light.required_role_ids = roles
        plan.show_map = True
        plan._refresh_gaps()
        self.assertTrue(self.judge.has_group("kam_planning.group_kam_people"))
        line = self._read(self.judge, plan.partner_id)
        self.assertEqual((line.person_count, line.gap_count), (0, 2))
        self.assertFalse(line.coverage)
        self.assertEqual(line.map_maturity, "empty")
        found = self.maps.with_user(self.judge).search([("gap_count", ">", 0)])
        self.assertIn(line, found)

    def test_maturity_and_judging_gaps_are_for_their_group(self):
        self.jane.influence = "3"
        self.plan._refresh_gaps()
        judged = len(self._gaps().filtered("is_judgement"))
        self.assertTrue(judged)
        told = self._read(self.judge).gap_count
        untold = self._read(self.kam)
        self.assertEqual(told - untold.gap_count, judged)
        with self.assertRaises(AccessError):
            untold.with_user(self.kam).read(["map_maturity"])
        with self.assertRaises(AccessError):
            self.maps.with_user(self.kam).search([("map_maturity", "=", "empty")])
        with self.assertRaises(AccessError):
            self.maps.with_user(self.kam).formatted_read_group([], ["map_maturity"], ["__count"])

    def test_who_sees_which_accounts(self):
        self.plan.confidentiality = "team"
        for user, sees in (
            (self.kam, True),
            (self.judge, True),
            (self.manager, True),
            (self.reader, False),
            (self.foreign, False),
        ):
            with self.subTest(user=user.login):
                self.assertEqual(bool(self._read(user)), sees)
        hidden = self._read(self.kam).with_user(self.reader)
        with self.assertRaises(AccessError):
            hidden.action_open_map()
        with self.assertRaises(AccessError):
            self.maps.with_user(self.outsider).search([])

    def test_of_several_plans_the_one_in_force_that_may_be_read(self):
        self.plan.confidentiality = "company"
        other = self._create_plan(user_id=self.mate.id, user=self.mate, confidentiality="team")
        self._activate(other)
        self.assertEqual(self._read(self.mate).plan_id, other)
        line = self._read(self.reader)
        self.assertEqual((line.plan_id, line.user_id), (self.plan, self.plan.user_id))

    def test_it_opens_the_map_and_the_gaps(self):
        line = self._read(self.kam)
        action = line.action_open_map()
        self.assertEqual(action["tag"], "kam_map")
        self.assertEqual(action["context"]["active_id"], self.customer.id)
        self.assertEqual(
            action["params"], {"account_id": self.customer.id, "company_id": self.env.company.id}
        )
        gaps = line.action_open_gaps()
        self.assertIn(("account_id", "=", self.customer.id), gaps["domain"])

    def test_sorted_filtered_grouped_and_found_without_accents(self):
        self.customer.name = "Núñez y Cía"
        maps = self.maps.with_user(self.judge)
        self.assertIn(self._read(self.judge), maps.search([("name", "ilike", "nunez y cia")]))
        for name in ("person_count", "coverage", "map_maturity", "gap_count", "last_contact_date"):
            maps.search([], order=f"{name} desc")
        groups = maps.formatted_read_group([], ["user_id"], ["person_count:sum"])
        self.assertTrue(groups)
        self.assertTrue(maps.formatted_read_group([], ["tier_id", "map_maturity"], ["__count"]))

    def test_coverage_of_several_accounts_is_that_of_all_their_people(self):
        other = self._create_plan(
            partner_id=self.env["res.partner"].create({"name": "Other", "is_company": True}).id
        )
        partners = self.env["res.partner"].create([{"name": f"C {n}"} for n in range(3)])
        people = self.env["kam.stakeholder"].create(
            [{"account_id": other.partner_id.id, "partner_id": p.id} for p in partners]
        )
        self.env["kam.relationship"].create(
            [
                {"stakeholder_id": one.id, "user_id": self.kam.id, "level_actual": "1"}
                for one in people
            ]
        )
        self.env.flush_all()
        accounts = [self.customer.id, other.partner_id.id]
        [group] = self.maps.with_user(self.manager).formatted_read_group(
            [("account_id", "in", accounts)], [], ["coverage:avg", "person_count:sum"]
        )
        # None of one (Jane) and three of three: three of four.
        self.assertEqual(group["coverage:avg"], 75.0)
        self.assertEqual(group["person_count:sum"], 5)

    def test_as_many_queries_for_many_accounts(self):
        names = ["name", "user_id", "person_count", "coverage", "gap_count", "last_contact_date"]

        def read():
            maps = self.maps.with_user(self.manager)
            maps.search_read([], names)

        read()
        few = self._count_queries(read)
        self._create_plans(30)
        read()
        self.assertLessEqual(self._count_queries(read), few + 1)
