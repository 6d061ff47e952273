"""Competitors: what the whitespace map says of them, what we say, and when their contracts end."""

from datetime import timedelta

from odoo.exceptions import ValidationError
from odoo.tests import freeze_time, new_test_user
from odoo.tools import mute_logger

from odoo.addons.kam_planning.models.strategy.kam_competitor_contract import CONTRACT_TYPES

from ..common.common import TODAY
from .common import StrategyCommon


class CompetitorCommon(StrategyCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rival, cls.second = cls.env["res.partner"].create(
            [{"name": "Rival", "is_company": True}, {"name": "Second", "is_company": True}]
        )

    @classmethod
    def _cell(cls, offering=None, user=None, **values):
        values = {"offering_id": (offering or cls.offering_tea).id, **values}
        return cls._create_line("kam.whitespace", user, **values)

    def _position(self, rival=None, account=None):
        domain = [("competitor_id", "=", (rival or self.rival).id)]
        domain.append(("account_id", "=", (account or self.customer).id))
        return self.env["kam.competitor.position"].with_context(active_test=False).search(domain)


class TestPosition(CompetitorCommon):
    def test_the_worked_example(self):
        """4 : 5 × 120 : 400 = 24 %."""
        self._invoice(120)
        self._invoice(280, product=self.salt)
        self._cell(competitor_id=self.rival.id)
        self._cell(self.offering_salt)
        position = self._position()
        self.assertEqual((position.exposed_revenue, position.revenue), (120, 400))
        self.assertIs(position.threat, False)
        position.with_user(self.kam).strength = 4
        self.assertEqual(position.threat, 24.0)

    def test_it_comes_by_itself_and_says_what_the_map_says(self):
        cell = self._cell(competitor_id=self.rival.id, contract_end="2199-01-01")
        position = self._position()
        self.assertEqual((position.cell_count, str(position.contract_end)), (1, "2199-01-01"))
        self.assertEqual(position.cell_ids, cell)
        self.assertFalse(position.confirmed_by_id)
        self.assertFalse(position.is_stale)
        cell.with_user(self.kam).contract_end = "2198-01-01"
        self.assertEqual(str(position.contract_end), "2198-01-01")
        cell.with_user(self.kam).competitor_id = self.second
        self.assertEqual((position.cell_count, position.contract_end), (0, False))
        self.assertEqual(self._position(self.second).cell_count, 1)
        cell.with_user(self.kam).unlink()
        self.assertEqual(self._position(self.second).cell_count, 0)

    @freeze_time(TODAY)
    def test_the_first_end_that_is_still_to_come_counts(self):
        for offering, end in (
            (self.offering_tea, "2026-03-01"),
            (self.offering_salt, "2027-01-01"),
        ):
            self._cell(offering, competitor_id=self.rival.id, contract_end=end)
        self.assertEqual(str(self._position().contract_end), "2027-01-01")

    def test_a_part_counts_with_its_whole(self):
        """The buying centre's 50 are part of the customer's 120."""
        center = self._create_line("kam.buying.center", name="North", partner_id=self.north.id)
        self._invoice(50, partner=self.north)
        self._invoice(70)
        self._cell(competitor_id=self.rival.id)
        self._cell(competitor_id=self.rival.id, buying_center_id=center.id)
        self._position()._refresh_figures()
        self.assertEqual(self._position().exposed_revenue, 120)

    def test_cells_from_before_get_theirs_where_the_block_is_switched_on(self):
        self.plan.show_competitors = False
        self._cell(competitor_id=self.rival.id)
        self._position().unlink()
        self.plan.show_competitors = True
        self.assertEqual(self._position().cell_count, 1)
        self._position().unlink()
        self.plan._refresh_figures()
        self.assertTrue(self._position())

    def test_one_for_each_competitor_of_a_customer(self):
        self._create_line("kam.competitor.position", competitor_id=self.rival.id)
        with mute_logger("odoo.sql_db"), self._refused(Exception, "position_uniq"):
            self._create_line("kam.competitor.position", competitor_id=self.rival.id)

    def test_bad_input(self):
        for strength in (0, 6):
            with mute_logger("odoo.sql_db"), self._refused(Exception, "strength_points"):
                self._create_line(
                    "kam.competitor.position", competitor_id=self.rival.id, strength=strength
                )
                self.env.flush_all()
        for partner in (self.customer, self.contact):
            with self._refused(ValidationError, "is this customer itself"):
                self._create_line("kam.competitor.position", competitor_id=partner.id)

    def test_a_cell_that_names_the_customer_itself_makes_no_position(self):
        self._cell(competitor_id=self.customer.id)
        self.assertFalse(self._position(self.customer))

    def test_it_holds_for_sixty_days(self):
        with freeze_time(TODAY):
            position = self._create_line(
                "kam.competitor.position", competitor_id=self.rival.id, strength=3
            )
            self.assertEqual(position.stale_date - TODAY, timedelta(days=60))
        with freeze_time(TODAY + timedelta(days=60)):
            position.invalidate_recordset()
            self.assertTrue(position.is_stale)
            self.assertIn(position, position.search([("is_stale", "=", True)]))

    def test_nothing_of_it_can_be_shared(self):
        self.assertNotIn("is_shared", self.env["kam.competitor.position"]._fields)
        self.assertNotIn("kam.shareable", self.env["kam.competitor.position"]._inherit)

    def test_merged_customers_and_merged_competitors_have_one(self):
        self._create_plan(partner_id=self.stranger.id)
        ours = self._create_line("kam.competitor.position", competitor_id=self.rival.id)
        theirs = self._create_line(
            "kam.competitor.position",
            account_id=self.stranger.id,
            competitor_id=self.second.id,
            strength=2,
            our_answer="Stay near",
        )
        self._cell(account_id=self.stranger.id, competitor_id=self.second.id)
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard._merge((self.rival | self.second).ids, self.rival)
        self.env.invalidate_all()
        self.assertEqual(theirs.competitor_id, self.rival)
        wizard._merge((self.customer | self.stranger).ids, self.customer)
        self.env.invalidate_all()
        self.assertEqual(self._position(), ours)
        self.assertEqual((ours.strength, ours.our_answer, ours.cell_count), (2, "Stay near", 1))

    def test_two_competitors_of_a_customer_that_become_one(self):
        first = self._create_line("kam.competitor.position", competitor_id=self.rival.id)
        other = self._create_line(
            "kam.competitor.position", competitor_id=self.second.id, strength=5
        )
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard._merge((self.rival | self.second).ids, self.rival)
        self.env.invalidate_all()
        self.assertFalse(other.exists())
        self.assertEqual(first.strength, 5)

    def test_no_share_of_wallet_is_above_all(self):
        """What they could buy comes on top of what they buy: 120 of 120 + 80 is 60 %."""
        self._invoice(120)
        cell = self._cell(potential_manual=80)
        self.assertEqual(cell.share_of_wallet, 60.0)
        cell.potential_manual = 0
        self.assertEqual(cell.share_of_wallet, 100.0)

    def test_queries_do_not_grow_with_positions(self):
        rivals = self.env["res.partner"].create(
            [{"name": f"Rival {number}", "is_company": True} for number in range(50)]
        )
        positions = self.env["kam.competitor.position"].create(
            [{"account_id": self.customer.id, "competitor_id": rival.id} for rival in rivals]
        )
        for step in (
            lambda some: some._refresh_figures(),
            lambda some: some.with_user(self.reader).read(
                ["display_name", "threat", "cell_ids", "won_count", "is_stale"]
            ),
        ):
            counts = []
            for some in (positions[:1], positions):
                step(some)
                self.env.flush_all()
                self.env.invalidate_all()
                before = self.env.cr.sql_log_count
                step(some)
                self.env.flush_all()
                counts.append(self.env.cr.sql_log_count - before)
            self.assertEqual(*counts)


class TestOutcomes(CompetitorCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.seller = new_test_user(
            cls.env,
            "seller",
            groups="sales_team.group_sale_salesman,kam_planning.group_kam_manager",
        )
        position = cls._create_line("kam.competitor.position", competitor_id=cls.rival.id)
        cls.position = position.with_env(cls.env)

    def _lead(self, **values):
        values = {"partner_id": self.north.id, "user_id": self.seller.id, **values}
        return self.env["crm.lead"].create({"name": "Tea", "type": "opportunity", **values})

    def _lose(self, lead, **values):
        dialogue = self.env["crm.lead.lost"].with_user(self.seller)
        dialogue = dialogue.create({"lead_ids": lead.ids, **values})
        dialogue.action_lost_reason_apply()

    def test_the_dialogue_asks_to_whom(self):
        lead = self._lead()
        self._lose(lead, kam_lost_to_id=self.rival.id)
        self.assertEqual((lead.won_status, lead.kam_lost_to_id), ("lost", self.rival))
        self.assertEqual(self.position.with_user(self.seller).lost_count, 1)
        action = self.position.with_user(self.seller).action_open_lost()
        self.assertEqual(action["domain"], [("id", "in", lead.ids)])
        lead.with_user(self.seller).action_unarchive()
        self.assertFalse(lead.kam_lost_to_id)

    def test_it_proposes_whom_the_cell_names(self):
        cell = self._cell(competitor_id=self.rival.id)
        lead = self._lead(kam_whitespace_id=cell.id)
        dialogue = self.env["crm.lead.lost"].with_user(self.seller).create({"lead_ids": lead.ids})
        self.assertEqual(dialogue.kam_lost_to_id, self.rival)

    def test_counts_are_those_of_the_leads_that_one_may_read(self):
        own, other = self._lead(), self._lead(user_id=self.manager.id)
        for lead in own | other:
            lead.kam_lost_to_id = self.rival
            lead.action_set_lost()
        self.assertEqual(self.position.with_user(self.seller).lost_count, 1)
        self.assertEqual(self.position.lost_count, 2)

    def test_a_loss_stays_with_the_customer_of_that_day(self):
        self._create_plan(partner_id=self.stranger.id)
        elsewhere = self._create_line(
            "kam.competitor.position", account_id=self.stranger.id, competitor_id=self.rival.id
        )
        lead = self._lead(partner_id=self.contact.id)
        self._lose(lead, kam_lost_to_id=self.rival.id)
        self.contact.parent_id = self.stranger
        self.env.invalidate_all()
        self.assertEqual(self.position.with_user(self.seller).lost_count, 1)
        self.assertEqual(elsewhere.with_user(self.seller).lost_count, 0)

    def test_wins_are_those_where_the_competitor_stands(self):
        cell = self._cell(competitor_id=self.rival.id)
        lead = self._lead(kam_whitespace_id=cell.id)
        self._lead()
        self.assertEqual(self.position.won_count, 0)
        lead.action_set_won()
        self.position.invalidate_recordset()
        self.assertEqual(self.position.won_count, 1)
        self.assertEqual(self.position.action_open_won()["domain"], [("id", "in", lead.ids)])


class TestContracts(CompetitorCommon):
    """Told once 180 and once 90 days before a contract ends."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with freeze_time(TODAY):
            cls._activate(cls.plan)
            cls.day = TODAY
            cls.cell = cls._cell(
                competitor_id=cls.rival.id, contract_end=cls.day + timedelta(days=200)
            )

    def setUp(self):
        super().setUp()
        self.position = self._position().with_context(active_test=True)

    def _run(self, days):
        """The daily job, so many days later: the deadlines of what is open then, by lead."""
        with freeze_time(self.day + timedelta(days=days)):
            self.env["kam.competitor.position"]._get_contract_step().work_at_once()
        return self._open()

    def _open(self):
        self.env.invalidate_all()
        types = {self.env.ref(xmlid): lead for lead, xmlid in CONTRACT_TYPES.items()}
        return {
            types[activity.activity_type_id]: (activity.date_deadline - self.day).days
            for activity in self.position.activity_ids
        }

    def test_each_once(self):
        self.assertEqual(self._run(19), {})
        self.assertEqual(self._run(20), {180: 20})
        self.assertEqual(self.position.activity_ids.user_id, self.plan.user_id)
        self.assertEqual(self._run(21), {180: 20})
        self.position.activity_ids.action_done()
        self.assertEqual(self._run(22), {})
        self.assertEqual(self._run(110), {90: 110})
        self.assertEqual(self._run(111), {90: 110})

    def test_a_late_start_tells_once(self):
        self.assertEqual(self._run(150), {90: 150})
        self.assertEqual(self._run(151), {90: 150})

    def test_the_old_one_moves_with_the_date(self):
        self._run(20)
        with freeze_time(self.day + timedelta(days=20)):
            self.cell.with_user(self.kam).contract_end = self.day + timedelta(days=195)
        # 180 days before the new end is over: it is due today.
        self.assertEqual(self._open(), {180: 20})
        with freeze_time(self.day + timedelta(days=10)):
            self.cell.contract_end = self.day + timedelta(days=185)
        self.assertEqual(self._open(), {180: 10})
        with freeze_time(self.day + timedelta(days=10)):
            self.cell.contract_end = self.day + timedelta(days=400)
        self.assertEqual(self._open(), {})
        self.assertEqual(self._run(220), {180: 220})

    def test_an_end_that_moves_back_is_told_again_at_ninety_days(self):
        self._run(115)
        with freeze_time(self.day + timedelta(days=115)):
            self.cell.contract_end = self.day + timedelta(days=240)
        # 125 days before it: what told of 90 days tells of half a year.
        self.assertEqual(self._open(), {180: 115})
        self.assertEqual(self._run(149), {180: 115})
        self.assertEqual(self._run(150), {180: 115, 90: 150})
        with freeze_time(self.day + timedelta(days=150)):
            self.cell.contract_end = self.day + timedelta(days=260)
        self.assertEqual(self._open(), {180: 150}, "One of each lead at most")

    def test_nobody_is_told_where_the_block_is_off_or_the_plan_is_over(self):
        self.plan.show_competitors = False
        self.assertEqual(self._run(20), {})
        with freeze_time(self.day):
            self.plan.show_competitors = True
        self.assertEqual(self._run(20), {180: 20})
        self.plan.state = "closed"
        self.assertEqual(self._open(), {})
        self.assertEqual(self._run(21), {})

    def test_a_new_account_manager_gets_them(self):
        self._run(20)
        self.plan.with_user(self.manager).user_id = self.mate
        self.env.invalidate_all()
        self.assertEqual(self.position.activity_ids.user_id, self.mate)

    def test_the_nightly_figures_end_what_is_over(self):
        self._run(120)
        with freeze_time(self.day + timedelta(days=201)):
            self.position._refresh_figures()
        self.assertEqual(self._open(), {})
        self.assertFalse(self.position.contract_end)
