"""What a global plan adds up for whom."""

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tools import file_open

from .common import GlobalCommon


class TestWorldwide(GlobalCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_target(cls.globe, 1000.0, 450.0)
        cls._set_target(cls.far, 1500.0, 750.0)
        cls.in_branch.state = "active"
        cls._create_action(cls.in_branch, date_deadline="2026-03-01", date_start="2026-02-01")

    def test_all_companies_in_one_currency(self):
        sheet = self._read()
        self.assertEqual(sheet["currency_id"], self.home.currency_id.id)
        # 900 hold the 300 at home; 100 of the branch; 600 koalas are 200.
        self.assertEqual(sheet["totals"]["amounts"]["revenue"], 1200.0)
        self.assertEqual(sheet["totals"]["amounts"]["margin"], 140.0)
        self.assertEqual(sheet["totals"]["unknown"]["margin"], 1)
        self.assertEqual(sheet["totals"]["amounts"]["pipeline"], 60.0)
        # (450 + 250) of (1000 + 500)
        self.assertAlmostEqual(sheet["totals"]["attainment"], 46.667, places=3)
        self.assertEqual(sheet["totals"]["overdue"], 1)
        far = self._row(sheet, self.far)
        self.assertEqual((far["amounts"]["revenue"], far["own"]["revenue"]), (200.0, 600.0))
        self.assertEqual((far["currency_id"], far["attainment"]), (self.koala.id, 50.0))
        self.assertEqual((far["company"], far["manager"]), ("Abroad", self.foreign.name))
        self.assertEqual((far["period"], far["state"]), ("2026", "Draft"))
        self.assertEqual(self._row(sheet, self.globe)["health"], "Good")
        self.assertEqual(far["health"], "not known")
        self.assertIsNone(self._row(sheet, self.in_branch)["amounts"]["margin"])
        self.assertEqual((sheet["day"], sheet["as_of"]), ("2026-03-02", "2026-03-01 20:00:00"))

    def test_rate_and_day_are_stated(self):
        name = self.home.currency_id.name
        (rate,) = self._read()["rates"]
        self.assertEqual(rate, f"1 KAM = 0.333333 {name} (rate of 02/27/2026)")
        self.globe.global_currency_id = self.koala
        sheet = self._read()
        self.assertEqual(sheet["totals"]["amounts"]["revenue"], 3600.0)
        self.assertEqual(sheet["rates"], [f"1 {name} = 3.0000 KAM (rate of 02/27/2026)"])

    def test_without_a_rate_an_amount_is_not_known(self):
        self.koala.rate_ids.filtered(lambda rate: rate.rate == 3.0).unlink()
        sheet = self._read()
        self.assertIsNone(self._row(sheet, self.far)["amounts"]["revenue"])
        self.assertEqual(sheet["totals"]["amounts"]["revenue"], 1000.0)
        self.assertEqual(sheet["totals"]["unknown"]["revenue"], 1)
        self.assertIn("There is no rate of KAM up to 03/02/2026", " ".join(sheet["notes"]))

    def test_the_chapter_counts_what_it_shows_and_paper_says_what_is_not_known(self):
        self.at_home.state = "cancelled"
        globe = self._as(self.globe)
        self.assertEqual(globe._get_chapter_marks()[globe]["worldwide"]["count"], 2)
        intro = str(globe._fill_paper_worldwide()[globe])
        self.assertIn("Of 1 of 3 plans the margin is not known.", intro)
        self.assertIn("the companies you have chosen", intro)

    def test_what_is_not_chosen_is_not_counted_and_not_named(self):
        sheet = self._read(companies=self.home | self.branch)
        self.assertNotIn("Far Away", str(sheet))
        self.assertEqual(sheet["totals"]["amounts"]["revenue"], 1000.0)
        self.assertIn("the companies you have chosen", sheet["notes"][-1])
        self.assertFalse(sheet["rates"])

    def test_a_branch_is_added_up_in_its_company_where_that_is_chosen(self):
        groups = {group["id"]: group for group in self._read()["groups"]}
        self.assertEqual(set(groups), {self.home.id, self.abroad.id})
        home = groups[self.home.id]
        self.assertEqual(home["branches"], ["Branch"])
        self.assertEqual(home["totals"]["amounts"]["revenue"], 1000.0)
        self.in_branch.global_plan_id = False
        self.globe.company_id = self.abroad
        self.at_home.unlink()
        self.in_branch.global_plan_id = self.globe
        groups = self._read(companies=self.abroad | self.branch)["groups"]
        self.assertEqual(
            [(one["id"], one["branches"]) for one in groups],
            [
                (self.abroad.id, []),
                (self.branch.id, []),
            ],
        )

    def test_who_sells_without_a_plan(self):
        other = self.env["res.company"].create({"name": "Fourth", "currency_id": self.koala.id})
        self.env["account.chart.template"].try_loading("generic_coa", other)
        invoice = self.env["account.move"].with_company(other)
        invoice = invoice.create(
            {
                "move_type": "out_invoice",
                "partner_id": self.north.id,
                "invoice_date": "2026-02-01",
                "invoice_line_ids": [Command.create({"name": "Tea", "price_unit": 7000})],
            }
        )
        invoice.invoice_line_ids.tax_ids = False
        invoice.action_post()
        self.kam.company_ids |= other
        self.assertNotIn("Fourth", str(self._read()["notes"]))
        self.kam.group_ids = [Command.link(self.env.ref("account.group_account_readonly").id)]
        notes = " ".join(self._read()["notes"])
        self.assertRegex(notes, r"Fourth invoiced this group \$\s7,000 in 12 months, and has no")
        self.assertNotIn("Fourth", str(self._read(companies=self.home | self.abroad)["notes"]))

    def test_each_reader_has_his_own_sum(self):
        self.at_home.confidentiality = "team"
        reader = self._read(self.reader)
        self.assertEqual(self._names(reader), ["Acme Worldwide"])
        self.assertEqual(reader["totals"]["amounts"]["revenue"], 900.0)
        self.assertFalse(reader["may_edit"])
        manager = self._read(self.manager)
        self.assertEqual(self._names(manager), ["Acme Worldwide", "At Home"])
        self.assertTrue(manager["may_edit"])

    def test_plans_that_are_over_or_put_away_do_not_count(self):
        self._activate(self.at_home)
        self.at_home.with_user(self.manager).action_close()
        self.in_branch.active = False
        self.assertEqual(self._names(self._read()), ["Acme Worldwide", "Far Away"])

    def test_the_door_is_closed_to_others(self):
        for user in (self.foreign, self.outsider, self.portal):
            with self.assertRaises(AccessError):
                self._as(self.globe, user).get_worldwide()
        with self.assertRaisesRegex(UserError, "is no global plan"):
            self._as(self.at_home).get_worldwide()

    def test_overview_marks_list_and_paper(self):
        plan = self._as(self.globe)
        self.assertEqual(plan.local_plan_count, 3)
        self.assertEqual(plan._get_chapter_marks()[plan]["worldwide"], {"count": 3})
        parts = {part["name"]: part for part in plan.get_overview()["parts"]}
        facts = {fact["name"]: fact["value"] for fact in parts["worldwide"]["facts"]}
        self.assertEqual((facts["revenue"], facts["overdue"]), (1200.0, 1))
        action = plan.action_open_local_plans()
        found = plan.search(action["domain"])
        self.assertEqual(found, self.at_home | self.in_branch | self.far)
        part = plan._fill_paper_worldwide()[plan]
        self.assertEqual(part["rows"][0][2], plan._format_on_paper(1200.0, self.home.currency_id))
        here = self._as(self.globe, self.reader)
        self.assertEqual(here.local_plan_count, 1)
        self.assertNotIn("Far Away", str(here._fill_paper_worldwide()))

    def test_overview_has_no_single_column_above_a_wide_part(self):
        """What stands above the figures is as wide as they are: columns begin below them."""
        names = [part["name"] for part in self._as(self.globe).get_overview()["parts"]]
        above = names[: names.index("figures") + 1]
        self.assertIn("worldwide", above)
        with file_open("kam_planning/static/src/plan/overview/kam_overview.scss") as stream:
            selectors = stream.read().split("{\n    column-span: all;")[0].rpartition("}")[2]
        wide = {one.strip().removeprefix(".o_kam_overview_") for one in selectors.split(",")}
        self.assertEqual(set(above), wide)

    def test_teams_span_companies(self):
        domain = [("plan_id.global_plan_id", "=", self.globe.id)]
        members = self._as(self.globe).env["kam.team.member"].search(domain)
        self.assertIn(self.foreign, members.user_id)
        members = self._as(self.globe, self.reader).env["kam.team.member"].search(domain)
        self.assertEqual(members.plan_id, self.at_home)

    def test_as_many_queries_for_fifty_plans(self):
        def read():
            self._read()

        few = self._count_queries(read)
        company = self.env["res.company"].create({"name": "Fourth", "currency_id": self.koala.id})
        self.kam.company_ids |= company
        partners = self.env["res.partner"].create(
            [
                {"name": f"Site {number}", "is_company": True, "parent_id": self.customer.id}
                for number in range(50)
            ]
        )
        for number, partner in enumerate(partners):
            self._create_local(company if number % 2 else self.abroad, partner)
        self.assertLessEqual(self._count_queries(read), few + 1)
        self.assertEqual(self._read()["totals"]["plans"], 54)
