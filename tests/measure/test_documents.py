"""The customer that a document keeps: of resellers, of old databases, and said by nobody."""

from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

from odoo.exceptions import AccessError

from odoo.addons.kam_planning.tools.periods import ALL_TIME

from .attribution import AttributionCommon


class TestLinkedOpportunities(AttributionCommon):
    """An opportunity of a reseller for the account is the account's, once."""

    def _pipelines(self, *accounts):
        return [
            round(self._figure("pipeline", ALL_TIME, account) or 0.0, 2) for account in accounts
        ]

    def test_a_reseller_asks_for_the_account(self):
        self._lead(100, partner=self.globex, kam_plan_id=self.plan.id)
        cell = self._cell()
        lead = self._lead(20, partner=self.globex, kam_whitespace_id=cell.id)
        self._lead(3, partner=self.globex)
        self._lead(4000, partner=self.env["res.partner"], kam_plan_id=self.plan.id)
        self.assertEqual(self._pipelines(self.customer, self.globex), [4120, 3])
        lead.action_set_won()
        self.assertEqual(self._both("won"), [1, 0])
        self.assertEqual(self._pipelines(self.customer, self.globex), [4100, 3])
        self.assertEqual(sorted(self._opened("pipeline").mapped("expected_revenue")), [100, 4000])
        lead.kam_whitespace_id = False
        self.assertEqual(self._both("won"), [0, 1])

    def test_the_accounts_own_counts_once_whatever_it_is_linked_to(self):
        cell = self._cell()
        both = {"kam_plan_id": self.plan.id, "kam_whitespace_id": cell.id}
        self._lead(1, **both)
        self._lead(20, partner=self.contact, **both)
        self._lead(300, partner=self.plant, **both)
        self.assertEqual(self._pipelines(self.customer, self.north, self.plant), [321, 300, 300])

    def test_a_reseller_within_the_group_counts_once(self):
        self.globex.parent_id = self.customer
        self._lead(5, partner=self.globex, kam_plan_id=self.plan.id)
        self.assertEqual(self._pipelines(self.customer, self.globex), [5, 5])

    def test_a_reseller_for_a_buying_centre_asks_for_its_company(self):
        center = self.env["kam.buying.center"].create(
            {"account_id": self.customer.id, "partner_id": self.north.id}
        )
        cell = self._cell(buying_center_id=center.id)
        self._lead(5, partner=self.globex, kam_whitespace_id=cell.id)
        self.assertEqual(self._pipelines(self.customer, self.north, self.globex), [5, 5, 0])

    def test_a_salesperson_opens_them_with_his_own_rights(self):
        mine = self._lead(10, partner=self.globex, kam_plan_id=self.plan.id, user_id=self.kam.id)
        self._lead(20, kam_plan_id=self.plan.id, user_id=self.manager.id)
        action = self.plan.with_user(self.kam).action_open_figure("pipeline")
        self.assertEqual(self.env["crm.lead"].with_user(self.kam).search(action["domain"]), mine)

    def test_whom_it_counts_for_is_not_told_to_everybody(self):
        lead = self._lead(10, partner=self.globex, kam_plan_id=self.plan.id, user_id=self.kam.id)
        own = lead.with_user(self.kam)
        self.assertNotIn("kam_customer_id", own.fields_get())
        spec = {"kam_customer_id": {}, "kam_plan_id": {}}
        new = self.env["crm.lead"].onchange(
            {"kam_plan_id": self.plan.id, "name": "x"}, ["kam_plan_id"], spec
        )
        self.assertFalse(new["value"].get("kam_customer_id"), "what is not saved links nothing")

    def test_writing_an_opportunity_costs_no_query_more_for_many(self):
        leads = self.env["crm.lead"].concat(
            *(self._lead(n, partner=self.globex, kam_plan_id=self.plan.id) for n in range(50))
        )
        one = self._count_queries(lambda: leads[:1].write({"partner_id": self.stranger.id}))
        many = self._count_queries(lambda: leads.write({"partner_id": self.north.id}))
        self.assertLessEqual(many, one + 3)
        self.assertEqual(leads.kam_customer_id, self.north)


class TestFirstCustomers(AttributionCommon):
    """Databases that are older than the field."""

    def test_orders_take_theirs_from_their_invoices(self):
        invoiced = self._order(10, partner=self.contact)
        invoiced._create_invoices().action_post()
        other = self._order(10, partner=self.contact)
        self.env.flush_all()
        self._leave()
        self.env.flush_all()
        self.env.cr.execute("UPDATE sale_order SET kam_customer_id = NULL")
        self.env.cr.execute(self.env["sale.order"]._get_first_customers_sql())
        self.env.invalidate_all()
        self.assertEqual(invoiced.kam_customer_id, self.customer)
        self.assertEqual(other.kam_customer_id, self.globex, "nothing says more than today")

    def test_opportunities(self):
        leads = self._lead(1, partner=self.contact) | self._lead(2, partner=self.contact)
        leads |= self._lead(3, partner=self.globex, kam_plan_id=self.plan.id)
        leads[1].action_set_won()
        expected = [self.contact, self.customer, self.customer]
        self.assertEqual([lead.kam_customer_id for lead in leads], expected)
        self.env.flush_all()
        self.env.cr.execute("UPDATE crm_lead SET kam_customer_id = NULL")
        self.env.cr.execute(self.env["crm.lead"]._get_own_customers_sql())
        self.env.invalidate_all()
        self.env["crm.lead"]._settle_linked_sudo()
        self.assertEqual([lead.kam_customer_id for lead in leads], expected)


class TestMigration(AttributionCommon):
    """Measures of older databases, which are not updated with the add-on."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        path = Path(cls.env["ir.module.module"].get_module_info("kam_planning")["addons_path"])
        path = path / "kam_planning" / "migrations" / "19.0.1.4.0" / "post-attribution.py"
        spec = spec_from_file_location("post_attribution", path)
        cls.script = module_from_spec(spec)
        spec.loader.exec_module(cls.script)

    def _read(self, name, column):
        self.env.invalidate_all()
        return self._measure(name)[column] or None

    def test_measures_as_they_were_shipped_become_those_of_today(self):
        self.env.flush_all()
        for name, columns in self.script.CHANGES.items():
            for column, (before, now) in columns.items():
                self.assertEqual(self._read(name, column), now, (name, column))
                # The other way round, to have what an older version shipped.
                self.script.change(self.env.cr, name, column, now, before)
                self.assertEqual(self._read(name, column), before, (name, column))
        self.script.migrate(self.env.cr, "19.0.1.3.0")
        for name, columns in self.script.CHANGES.items():
            for column, (_before, now) in columns.items():
                self.assertEqual(self._read(name, column), now, (name, column))
            self.assertIsNone(self._measure(name)._find_fault())

    def test_what_somebody_changed_stays(self):
        measure = self._measure("revenue")
        measure.partner_path = "move_id.partner_id"
        measure.description = "Ours"
        self.env.flush_all()
        self.script.migrate(self.env.cr, "19.0.1.3.0")
        self.assertEqual(self._read("revenue", "partner_path"), "move_id.partner_id")


class TestNobodySaysIt(AttributionCommon):
    """For whom a document was made is kept by the system."""

    def setUp(self):
        super().setUp()
        seller = self._create_user(
            "seller", "group_kam_admin", "sales_team.group_sale_salesman_all_leads"
        )
        self.order = self._order(1).with_user(seller)
        self.lead = self._lead(1, kam_plan_id=self.plan.id).with_user(seller)
        self.forged = {"kam_customer_id": self.globex.id}

    def test_writing(self):
        for document in (self.order, self.lead):
            with self.assertRaises(AccessError):
                document.write(self.forged)
            document.write({"kam_customer_id": self.customer.id})
            self.assertEqual(document.kam_customer_id, self.customer)

    def test_creating(self):
        lead = {"name": "New", "partner_id": self.customer.id}
        with self.assertRaises(AccessError):
            self.lead.create({**lead, **self.forged})
        with self.assertRaises(AccessError):
            self.order.create({"partner_id": self.customer.id, **self.forged})
        self.assertTrue(self.lead.create({**lead, "kam_customer_id": self.customer.id}))
        self.assertTrue(self.lead.create([lead, {**lead, "kam_customer_id": False}]))

    def test_by_a_default(self):
        default = {"default_kam_customer_id": self.globex.id}
        lead = self.lead.with_context(**default).create(
            {"name": "New", "partner_id": self.customer.id}
        )
        order = self.order.with_context(**default).create({"partner_id": self.customer.id})
        self.assertEqual(lead.kam_customer_id | order.kam_customer_id, self.customer)

    def test_who_may_not_read_it_does_not_write_it(self):
        lead = self.lead.with_user(self.outsider)
        with self.assertRaises(AccessError):
            lead.write({"kam_customer_id": self.customer.id})
        self.assertTrue(lead.write({"name": "Other"}))

    def test_whoever_has_nothing_to_do_with_plans_makes_and_moves_documents(self):
        order = self.env["sale.order"].with_user(self.outsider)
        order = order.create({"partner_id": self.contact.id})
        lead = self.env["crm.lead"].with_user(self.outsider)
        lead = lead.create({"name": "New", "partner_id": self.contact.id})
        order.action_confirm()
        lead.action_set_won()
        lead.write({"partner_id": self.globex.id})
        self.env.flush_all()
        self.assertEqual(order.sudo().kam_customer_id, self.customer)
        self.assertEqual(lead.sudo().kam_customer_id, self.globex)
