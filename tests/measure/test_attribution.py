"""Whose figures they are: the past stays with the customer a document was made for."""

import re
from unittest.mock import patch

from odoo.addons.kam_planning.tools.periods import ALL_TIME

from .attribution import AttributionCommon
from .common import FiguresCommon


class TestContactLeaves(AttributionCommon):
    def test_invoices_and_orders_stay_and_new_ones_are_of_the_new_employer(self):
        self._invoice(54000, partner=self.contact)
        self._invoice(4000, partner=self.contact, move_type="out_refund")
        self._invoice(300, partner=self.contact, currency_id=self.koala.id)
        self._order(700, partner=self.contact)
        quotation = self._order(90, partner=self.contact, confirm=False)
        self._leave()
        self.assertEqual(self._both("revenue"), [50100, 0])
        # 1 piece each costs 6, the one that came back too.
        self.assertEqual(self._both("margin"), [50100 - 6, 0])
        self.assertEqual(self._both("order_intake"), [700, 0])
        self.assertEqual(self._both("quotations", ALL_TIME), [90, 0])
        self._invoice(8, partner=self.contact)
        self._order(5, partner=self.contact)
        quotation.action_confirm()
        self.assertEqual(self._both("revenue"), [50100, 8])
        self.assertEqual(self._both("order_intake"), [700, 95], "he confirmed it for Globex")
        self.assertEqual(self._both("quotations", ALL_TIME), [0, 0])

    def test_what_opens_is_what_counts(self):
        invoice = self._invoice(54000, partner=self.contact)
        order = self._order(700, partner=self.contact)
        self._leave()
        later = self._invoice(8, partner=self.contact)
        self.assertEqual(self._opened("revenue").move_id, invoice)
        self.assertEqual(self._opened("order_intake").order_id, order)
        self.assertEqual(self._opened("revenue", self.globex_plan).move_id, later)
        self.assertFalse(self._opened("order_intake", self.globex_plan))

    def test_decided_opportunities_stay_and_open_ones_follow_him(self):
        won, lost, still_open = (
            self._lead(amount, partner=self.contact, probability=10) for amount in (10, 20, 40)
        )
        won.action_set_won()
        lost.action_set_lost()
        self._leave()
        self.assertEqual(self._both("won"), [1, 0])
        self.assertEqual(self._both("lost"), [1, 0])
        self.assertEqual(self._both("win_rate"), [50, 0])
        self.assertEqual(self._both("pipeline", ALL_TIME), [0, 40])
        still_open.action_set_won()
        self.assertEqual(self._both("won"), [1, 1])
        lost.action_unarchive()
        lost.write({"probability": 10})
        self.assertEqual(self._both("lost"), [0, 0])
        self.assertEqual(self._both("pipeline", ALL_TIME), [0, 20], "open again, of today")

    def test_what_is_written_as_it_stands_moves_nothing(self):
        """As programs do that send every field of a document, changed or not."""
        order = self._order(700, partner=self.contact)
        won = self._lead(10, partner=self.contact, kam_plan_id=self.plan.id)
        won.action_set_won()
        self._leave()
        order.write({"state": "sale", "partner_id": self.contact.id})
        won.write({"partner_id": self.contact.id, "kam_plan_id": self.plan.id})
        self.assertEqual(self._both("order_intake"), [700, 0])
        self.assertEqual(self._both("won"), [1, 0])

    def test_what_happens_to_a_contact_later_changes_no_decided_opportunity(self):
        won = self._lead(10, partner=self.contact)
        won.action_set_won()
        self._leave()
        self.contact.write({"email": "jane@globex.example", "phone": "+32 2 555 12 12"})
        won.write({"expected_revenue": 11, "active": False})
        self.env.flush_all()
        self.assertEqual(self._both("won"), [1, 0])
        self.assertEqual(self._opened("won"), won)
        won.partner_id = self.env["res.partner"].create(
            {"name": "Bob", "parent_id": self.stranger.id}
        )
        self.assertEqual(self._both("won"), [0, 0], "somebody said that it was of another")

    def test_activities_on_documents_stay_with_them(self):
        order = self._order(1, partner=self.contact)
        lead = self._lead(1, partner=self.contact)
        lead.action_set_won()
        for record in (order, lead, self._invoice(1, partner=self.contact), self.contact):
            record.activity_schedule(
                "mail.mail_activity_data_todo", user_id=self.kam.id
            ).action_feedback()
        self._leave()
        # That on the contact himself goes with him.
        self.assertEqual(self._both("activities"), [3, 1])

    def test_revenue_by_category_and_by_offering_stay(self):
        self._invoice(100, partner=self.contact, product=self.green)
        cells = self._cell() | self._cell(account_id=self.globex.id)
        self._leave()
        cells._refresh_figures()
        self.assertEqual(cells.mapped("revenue"), [100, 0])
        plans = self.plan | self.globex_plan
        plans.action_refresh_figures()
        self.assertEqual(
            [plan.figures["categories"] for plan in plans], [[["Green Tea", 100, 0]], []]
        )
        self.assertEqual(plans.mapped("revenue"), [100, 0])

    def test_an_archived_contact_changes_nothing(self):
        self._invoice(100, partner=self.contact)
        self._order(10, partner=self.contact)
        self.contact.active = False
        self._leave()
        self.assertEqual(self._both("revenue"), [100, 0])
        self.assertEqual(self._both("order_intake"), [10, 0])

    def test_in_another_company(self):
        self.env["account.chart.template"].try_loading("generic_coa", self.other_company)
        other = {"company": self.other_company, "company_id": self.other_company.id}
        self._invoice(7, partner=self.contact, **other)
        self._leave()
        figures = [
            self._figure("revenue", account=account, company=self.other_company) or 0.0
            for account in (self.customer, self.globex)
        ]
        self.assertEqual(figures, [7, 0])
        self.assertEqual(self._both("revenue"), [0, 0])

    def test_the_customer_of_an_order_is_changed_by_hand(self):
        quotation = self._order(70, partner=self.contact, confirm=False)
        quotation.partner_id = self.globex
        self.assertEqual(self._both("quotations", ALL_TIME), [0, 70])

    def test_a_measure_of_somebody_else_keeps_its_path(self):
        measure = self.env["kam.measure"].create(
            {
                "name": "Invoiced, by contact",
                "model_name": "account.invoice.report",
                "field_name": "price_subtotal",
                "domain": "[('state', '=', 'posted')]",
                "partner_path": "partner_id",
            }
        )
        self._invoice(60, partner=self.contact)
        self._leave()
        figures = measure._get_figures(self.customer | self.globex, [ALL_TIME], self.company)
        self.assertEqual(figures[measure], {(self.globex.id, 0): 60})


class TestCustomerMoves(AttributionCommon):
    def _figures(self, account):
        names = ("revenue", "order_intake", "won")
        return [self._figure(name, account=account) or 0.0 for name in names]

    def _trade(self, partner):
        self._invoice(100, partner=partner)
        self._order(10, partner=partner)
        self._lead(1, partner=partner).action_set_won()

    def test_a_subsidiary_moves_with_all_its_past(self):
        worker = self.env["res.partner"].create({"name": "Ada", "parent_id": self.plant.id})
        self._trade(worker)
        self._trade(self.plant)
        self._trade(self.customer)
        self.assertEqual(self._figures(self.customer), [300, 30, 3])
        self.north.parent_id = self.globex
        self.assertEqual(self._figures(self.customer), [100, 10, 1])
        self.assertEqual(self._figures(self.globex), [200, 20, 2])
        self.assertEqual(self._figures(self.north), [200, 20, 2])
        self.north.parent_id = False
        self.assertEqual(self._figures(self.globex), [0, 0, 0])

    def test_who_had_no_company_takes_his_own_past_along_once(self):
        alone = self.env["res.partner"].create({"name": "Solo"})
        self._trade(alone)
        self.assertEqual(self._figures(alone), [100, 10, 1])
        alone.parent_id = self.customer
        # As Odoo does with the invoices.
        self.assertEqual(self._figures(self.customer), [100, 10, 1])
        self._leave(alone)
        self.assertEqual(self._figures(self.customer), [100, 10, 1])
        self.assertEqual(self._figures(self.globex), [0, 0, 0])

    def test_merged_contacts_leave_the_past_where_it_was(self):
        double = self.env["res.partner"].create({"name": "Jane B.", "parent_id": self.globex.id})
        self._trade(self.contact)
        self._trade(double)
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard._merge((self.contact | double).ids, double, extra_checks=False)
        self.assertEqual(self._figures(self.customer), [100, 10, 1])
        self.assertEqual(self._figures(self.globex), [100, 10, 1])

    def test_merged_companies_are_one_customer(self):
        twin = self.env["res.partner"].create({"name": "Acme Ltd", "is_company": True})
        self._trade(twin)
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard._merge((twin | self.customer).ids, self.customer, extra_checks=False)
        self.assertEqual(self._figures(self.customer), [100, 10, 1])

    def test_whoever_was_alone_is_merged_into_a_contact(self):
        alone = self.env["res.partner"].create({"name": "Solo"})
        self._order(10, partner=alone)
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard._merge((alone | self.contact).ids, self.contact, extra_checks=False)
        self._leave()
        self.assertEqual(self._both("order_intake"), [10, 0])

    def test_only_who_had_no_company_costs_a_query_and_many_no_more_than_one(self):
        contacts = self.env.registry["res.partner"]
        with patch.object(contacts, "_take_past_along_sudo") as taken:
            self.contact.write({"parent_id": self.globex.id, "email": "jane@globex.example"})
            self.north.parent_id = self.globex
            self.customer.name = "Acme & Co"
            taken.assert_not_called()
        solos = self.env["res.partner"].create([{"name": f"S{number}"} for number in range(50)])
        for counted in (solos[:1], solos):
            self.assertEqual(self._count_queries(counted._take_past_along_sudo), 2)


class TestSites(AttributionCommon):
    """A buying centre may be an address or a contact: what names it counts, and nothing twice."""

    def _center(self, partner, **values):
        return self.env["kam.buying.center"].create(
            {"account_id": self.customer.id, "partner_id": partner.id, **values}
        )

    def test_a_site_counts_what_names_it_and_the_customer_all_once(self):
        site = self.env["res.partner"].create(
            {"name": "Harbour", "type": "delivery", "parent_id": self.north.id}
        )
        north = self._center(self.north)
        cells = self._cell()
        for center in (north, self._center(site, parent_id=north.id), self._center(self.contact)):
            cells |= self._cell(buying_center_id=center.id)
        self._invoice(1, partner=self.customer)
        self._invoice(20, partner=self.north)
        self._invoice(300, partner=site)
        self._invoice(4000, partner=self.contact)
        cells._refresh_figures()
        self.assertEqual(cells.mapped("revenue"), [4321, 320, 300, 4000])

    def test_a_new_contact_brings_nothing_of_the_former_employer(self):
        newcomer = self.env["res.partner"].create({"name": "Eve", "parent_id": self.globex.id})
        self._invoice(100, partner=newcomer)
        newcomer.parent_id = self.customer
        self._invoice(7, partner=newcomer)
        cell = self._cell(buying_center_id=self._center(newcomer).id)
        self.assertEqual(cell.revenue, 7)
        self.assertEqual(self._both("revenue"), [7, 100])

    def test_a_contact_as_an_account_opens_what_it_counts(self):
        self._invoice(100, partner=self.contact)
        self._invoice(5)
        measure = self._measure("revenue")
        self.assertEqual(self._figure("revenue", account=self.contact), 100)
        action = measure._prepare_records_action(self.contact, self.year, self.company)
        lines = self.env["account.invoice.report"].search(action["domain"])
        self.assertEqual(sum(lines.mapped("price_subtotal")), 100)
        self._leave()
        self.assertFalse(self._figure("revenue", account=self.contact))
        action = measure._prepare_records_action(self.contact, self.year, self.company)
        self.assertFalse(self.env["account.invoice.report"].search(action["domain"]))


class TestWhatOthersMayRead(FiguresCommon):
    def test_a_list_names_no_opportunity_that_the_user_may_not_read(self):
        """`kam` is a salesperson who reads his own opportunities, and those of nobody only."""
        mine = self._lead(100, user_id=self.kam.id)
        hidden = self._lead(200, user_id=self.outsider.id)
        action = self.plan.with_user(self.kam).action_open_figure("pipeline")
        found = self.env["crm.lead"].with_user(self.kam).search(action["domain"])
        self.assertEqual(found, mine)
        self.assertNotIn(str(hidden.id), re.findall(r"\d+", str(action["domain"])))
        self.assertEqual(self._figure("pipeline", ALL_TIME), 300)
