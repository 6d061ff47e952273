from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import mute_logger

from ..measure.common import FiguresCommon


class TestCell(FiguresCommon):
    def test_revenue_counts_the_whole_group_and_shows_the_state_by_itself(self):
        self._invoice(100)
        self._invoice(11, partner=self.plant, product=self.green)
        self._invoice(70, months_ago=15)
        cell = self._cell(state="competitor")
        self.assertAlmostEqual(cell.revenue, 111)
        self.assertAlmostEqual(cell.revenue_prior, 70)
        self.assertEqual((cell.state, cell.state_manual), ("customer", "competitor"))

    def test_a_refresh_reaches_what_depends_on_the_revenue(self):
        cell = self._cell(potential_manual=100, state="open")
        self._invoice(50)
        cell._refresh_figures()
        self._invoice(50)
        cell._refresh_figures()
        self.assertEqual((cell.revenue, cell.state, cell.share_of_wallet), (100, "customer", 50))

    def test_a_buying_centre_counts_its_company_and_the_centres_below(self):
        self._invoice(100)
        self._invoice(20, partner=self.north)
        self._invoice(3, partner=self.plant)
        centers = self.env["kam.buying.center"].with_user(self.kam)
        division = centers.create({"account_id": self.customer.id, "name": "Plants"})
        plant = centers.create(
            {
                "account_id": self.customer.id,
                "partner_id": self.plant.id,
                "parent_id": division.id,
            }
        )
        self.assertEqual(plant.name, "Acme North Plant")
        cells = [
            self._cell(buying_center_id=center.id) for center in (centers.browse(), plant, division)
        ]
        self.assertEqual([cell.revenue for cell in cells], [123, 3, 3])
        plant.partner_id = self.north
        self.assertEqual(cells[1].revenue, 23)

    def test_the_cell_follows_its_opportunity(self):
        cell = self._cell(state="not_relevant", potential_manual=900, need="They grow")
        action = cell.action_create_opportunity()
        lead = self.env["crm.lead"].browse(action["res_id"])
        self.assertEqual(lead.kam_whitespace_id, cell)
        self.assertEqual(lead.kam_plan_id, self.plan.browse(), "no active plan yet")
        self.assertEqual(lead.expected_revenue, 900)
        self.assertEqual((cell.state, cell.pipeline), ("opportunity", 900))
        lead.action_set_lost()
        self.assertEqual((cell.state, cell.pipeline), ("open", 0))
        lead.action_unarchive()
        lead.action_set_won()
        self.assertEqual((cell.state, cell.pipeline), ("customer", 0))
        lead.unlink()
        cell.invalidate_recordset()
        self.assertEqual(cell.state_manual, "open")

    def test_the_opportunity_serves_the_active_plan_and_its_buying_centre(self):
        self._activate(self.plan)
        center = self.env["kam.buying.center"].create(
            {"account_id": self.customer.id, "partner_id": self.north.id}
        )
        cell = self._cell(buying_center_id=center.id)
        lead = self.env["crm.lead"].browse(cell.action_create_opportunity()["res_id"])
        self.assertEqual((lead.kam_plan_id, lead.partner_id), (self.plan, self.north))

    def test_the_chance_becomes_the_probability(self):
        cell = self._cell(success_chance=35)
        lead = self.env["crm.lead"].browse(cell.action_create_opportunity()["res_id"])
        self.assertEqual(lead.probability, 35)
        self.assertFalse(lead.with_user(self.kam).has_other_chance)
        none = self._cell(self.offering_salt, success_chance=0)
        lead = self.env["crm.lead"].browse(none.action_create_opportunity()["res_id"])
        self.assertEqual((lead.probability, lead.active), (0, True))

    def test_without_a_chance_odoo_says_how_likely_it_is(self):
        cell = self._cell()
        lead = self.env["crm.lead"].browse(cell.action_create_opportunity()["res_id"])
        self.assertTrue(lead.is_automated_probability)
        self.assertFalse(lead.with_user(self.kam).has_other_chance)

    def test_a_chance_given_later_is_offered(self):
        cell = self._cell(success_chance=35)
        lead = self.env["crm.lead"].browse(cell.action_create_opportunity()["res_id"])
        lead = lead.with_user(self.kam)
        cell.success_chance = 60
        self.assertEqual(lead.probability, 35)
        self.assertTrue(lead.has_other_chance)
        lead.action_take_kam_chance()
        self.assertEqual((lead.probability, lead.has_other_chance), (60, False))
        cell.success_chance = False
        self.assertFalse(lead.has_other_chance)
        cell.success_chance = 20
        lead.action_set_lost()
        self.assertFalse(lead.has_other_chance)
        lead.action_take_kam_chance()
        self.assertEqual(lead.probability, 0)

    def test_who_may_not_write_the_opportunity_takes_no_chance_over(self):
        cell = self._cell(success_chance=35)
        lead = self.env["crm.lead"].browse(cell.action_create_opportunity()["res_id"])
        cell.success_chance = 60
        with self.assertRaises(AccessError):
            lead.with_user(self.reader).action_take_kam_chance()

    def test_both_potentials_are_kept_and_one_counts(self):
        self._invoice(100)
        cell = self._cell()
        cell.sudo().potential_computed = 300
        self.assertEqual((cell.potential, cell.share_of_wallet), (300, 25))
        cell.potential_manual = 100
        self.assertEqual((cell.potential_source, cell.potential), ("manual", 100))
        self.assertEqual((cell.potential_computed, cell.share_of_wallet), (300, 50))
        cell.potential_source = "computed"
        self.assertEqual((cell.potential, cell.potential_manual), (300, 100))

    def _assert_database_refuses(self, **values):
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            self._cell(**values)

    def test_one_cell_for_a_place(self):
        self._cell()
        center = self.env["kam.buying.center"].create(
            {"account_id": self.customer.id, "name": "Lab"}
        )
        self.assertTrue(self._cell(buying_center_id=center.id))
        self._assert_database_refuses()

    def test_wrong_values_are_refused(self):
        center = self.env["kam.buying.center"].create(
            {"account_id": self.stranger.id, "name": "Elsewhere"}
        )
        with self.assertRaises(AccessError):
            self._cell(buying_center_id=center.id)
        with self.assertRaises(ValidationError):
            self._cell().sudo().buying_center_id = center
        self._assert_database_refuses(success_chance=140)
        with self.assertRaises(ValidationError):
            center.partner_id = self.plant
        with self.assertRaises(UserError):
            self.offering_tea.parent_id = self.offering_tea
        self._cell()
        with self.assertRaisesRegex(UserError, "in use.*Whitespace Cell"):
            self.offering_tea.unlink()

    def test_a_change_by_hand_confirms_the_cell_and_a_refresh_does_not(self):
        cell = self._cell()
        cell.state = "competitor"
        old = "2020-01-01 00:00:00"
        cell.sudo().write({"confirmed_date": old})
        cell._refresh_figures()
        self.assertEqual(str(cell.confirmed_date), old)
        self.assertTrue(cell.is_stale)
        cell.state = "open"
        self.assertFalse(cell.is_stale)
        self.assertEqual(cell.confirmed_by_id, self.kam)

    def test_import_and_export(self):
        fields = ["account_id", "offering_id", "state", "potential_manual", "need"]
        result = (
            self.env["kam.whitespace"]
            .with_user(self.kam)
            .load(fields, [["Acme", "Teas", "Competitor", "500", "Cheaper"]])
        )
        self.assertFalse(result["messages"])
        cell = self.env["kam.whitespace"].browse(result["ids"])
        self.assertEqual((cell.state, cell.potential), ("competitor", 500))
        self.kam.group_ids += self.env.ref("base.group_allow_export")
        rows = cell.with_user(self.kam).export_data(["offering_id/name", "state", "need"])["datas"]
        self.assertEqual(rows, [["Teas", "Competitor", "Cheaper"]])

    def test_leads_without_a_cell_cost_no_more(self):
        lead = self._lead(5)
        self._cell()

        def win():
            lead.write({"expected_revenue": 7})

        win()
        lead.expected_revenue = 8
        self.env.flush_all()
        with self.assertLogs("odoo.sql_db", "DEBUG") as logs:
            self._count_queries(win)
        self.assertTrue(any('UPDATE "crm_lead"' in line for line in logs.output))
        self.assertFalse([line for line in logs.output if '"kam_whitespace"' in line])


class TestPotentialJob(FiguresCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["ir.config_parameter"].set_param("kam_planning.size_bands", "1000000")
        industry = cls.env["res.partner.industry"].create({"name": "Tested"})
        cls.customer.industry_id = industry
        cls.peers = cls.env["res.partner"].create(
            [
                {"name": f"Peer {n}", "is_company": True, "industry_id": industry.id}
                for n in range(1, 7)
            ]
        )
        # Each spends 100 on salt, and from 10 to 60 on tea; the sixth is of another industry.
        for number, peer in enumerate(cls.peers, 1):
            cls._invoice(100, partner=peer, product=cls.salt)
            cls._invoice(10 * number, partner=peer)
        cls.peers[5].industry_id = False
        cls._invoice(1000, partner=cls.plant, product=cls.salt)
        cls._invoice(50)
        cls.cell = cls._cell()

    def _refresh(self):
        self._refresh_potentials()

    def test_the_formula_on_real_invoices(self):
        self._refresh()
        self.assertEqual(self.cell.peer_count, 5)
        self.assertAlmostEqual(self.cell.peer_median, 0.3)
        self.assertAlmostEqual(self.cell.size_driver, 1000)
        self.assertAlmostEqual(self.cell.potential_computed, 0.3 * 1000 - 50)
        self.assertAlmostEqual(self.cell.potential_low, 0.2 * 1000 - 50)
        self.assertAlmostEqual(self.cell.potential_high, 0.4 * 1000 - 50)
        self.assertAlmostEqual(self.cell.potential, 250)
        self.assertAlmostEqual(self.cell.share_of_wallet, 100 * 50 / 300)
        self.assertIn("median of 5 peers", self.cell.potential_text)

    def test_what_sql_stores_is_what_the_compute_gives(self):
        self.cell.potential_manual = 77
        self._refresh()
        stored = (self.cell.potential, self.cell.share_of_wallet)
        self.cell._compute_potential()
        self.assertEqual(stored, (self.cell.potential, self.cell.share_of_wallet))
        self.assertEqual(self.cell.potential_computed, 250)

    def test_too_few_peers_give_no_figure(self):
        self.peers[0].industry_id = False
        self._refresh()
        self.assertEqual(self.cell.peer_count, 4)
        for name in ("potential_computed", "potential", "share_of_wallet", "peer_median"):
            self.assertIs(self.cell[name], False, name)
        self.assertIn("Too few peers (4)", self.cell.potential_text)

    def test_all_customers_as_one_segment_and_a_size_measure(self):
        parameters = self.env["ir.config_parameter"]
        parameters.set_param("kam_planning.peer_segment", "none")
        size = self.env["kam.measure"].create(
            {"name": "Employees", "unit": "count", "source": "manual"}
        )
        for partner in self.peers | self.customer:
            self.env["kam.measure.entry"].create(
                {"account_id": partner.id, "measure_id": size.id, "value": 10}
            )
        parameters.set_param("kam_planning.size_measure_id", size.id)
        self._refresh()
        self.assertEqual(self.cell.peer_count, 6)
        self.assertAlmostEqual(self.cell.potential_computed, 35 - 50 if 35 > 50 else 0)

    def test_a_planned_subsidiary_is_no_peer_of_its_own_group(self):
        self._create_plan(partner_id=self.north.id)
        cell = self._cell(account_id=self.north.id)
        self._refresh()
        self.assertEqual(cell.peer_count, 5)
        self.assertAlmostEqual(cell.size_driver, 1000)

    def test_peers_are_shown_to_those_who_may_see_them(self):
        with self.assertRaises(AccessError):
            self.cell.with_user(self.mate).get_peers()
        peers = self.cell.with_user(self.manager).get_peers()
        self.assertEqual([peer["name"] for peer in peers], [f"Peer {n}" for n in range(1, 6)])
        self.assertAlmostEqual(peers[0]["percent"], 10)

    def test_queries_do_not_grow_with_the_customers(self):
        self._refresh()
        few = self._count_queries(self._refresh)
        for plan in self._create_plans(50):
            self._cell(account_id=plan.partner_id.id)
        many = self._count_queries(self._refresh)
        self.assertEqual(few, many)


class TestGrid(FiguresCommon):
    def _grid(self, user):
        return (
            self.env["kam.whitespace"].with_user(user).get_grid(self.customer.id, self.company.id)
        )

    def test_the_grid_has_all_offerings_and_the_whole_customer_first(self):
        center = self.env["kam.buying.center"].create(
            {"account_id": self.customer.id, "partner_id": self.north.id}
        )
        self._invoice(5, partner=self.north)
        self.plan.action_refresh_figures()
        grid = self._grid(self.kam)
        names = [offering["name"] for offering in grid["offerings"]]
        self.assertTrue({"Teas", "Salts"} <= set(names))
        self.assertEqual([row["id"] for row in grid["centers"]], [False, center.id])
        places = {
            (cell["buying_center_id"] and cell["buying_center_id"][0], cell["offering_id"][1])
            for cell in grid["cells"]
        }
        self.assertIn((center.id, "Teas"), places, "a centre has a cell where it buys")
        self.assertNotIn((center.id, "Salts"), places)
        self.assertTrue(grid["can_write"])

    def test_parts_follow_their_whole_in_the_order_of_the_sequence(self):
        Offering = self.env["kam.offering"]
        last = Offering.create({"name": "Last", "sequence": 90})
        part = Offering.create({"name": "Part", "parent_id": last.id, "sequence": 1})
        first = Offering.create({"name": "First", "sequence": 1})
        gone = Offering.create({"name": "Gone", "sequence": 95})
        orphan = Offering.create({"name": "Orphan", "parent_id": gone.id, "sequence": 99})
        gone.active = False
        shown = self._grid(self.kam)["offerings"]
        places = [(row["id"], row["level"], row["parent_id"]) for row in shown]
        self.assertEqual(places[0], (first.id, 0, False))
        ends = [(last.id, 0, False), (part.id, 1, last.id), (orphan.id, 0, False)]
        self.assertEqual(places[-3:], ends)

    def test_readers_read_and_strangers_are_refused(self):
        self.assertFalse(self._grid(self.reader)["can_write"])
        self.assertTrue(self._grid(self.manager)["can_write"])
        self.plan.confidentiality = "team"
        for user in (self.reader, self.foreign, self.outsider):
            with self.assertRaises(AccessError):
                self._grid(user)

    def test_a_refresh_makes_each_cell_once(self):
        for _run in range(2):
            self.plan.action_refresh_figures()
        cells = self.env["kam.whitespace"].search([("account_id", "=", self.customer.id)])
        offerings = self.env["kam.offering"].search([])
        self.assertEqual(cells.offering_id, offerings)
        self.assertEqual(len(cells), len(offerings))
