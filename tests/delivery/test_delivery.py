"""What is being delivered, what is said to it, and who sees that."""

from datetime import date

from odoo import Command
from odoo.exceptions import AccessError, MissingError, ValidationError
from odoo.tests import freeze_time
from odoo.tools import mute_logger

from ..common.common import TODAY
from ..strategy.common import StrategyCommon


@freeze_time(TODAY)
class DeliveryCommon(StrategyCommon):
    """Today is 2 March 2026. `seller` reads all orders and `kam` his own."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.seller = cls._create_user(
            "seller", "group_kam_user", "sales_team.group_sale_salesman_all_leads"
        )

    @classmethod
    def _sold(cls, promised=None, lead=0, delivered=0, quantity=100, **values):
        """A confirmed order of one line, of 23 February, by `kam`; its line."""
        product = values.pop("product", cls.tea)
        with freeze_time("2026-02-23 10:00:00"):
            order = cls.env["sale.order"].create(
                {
                    "partner_id": cls.customer.id,
                    "user_id": cls.kam.id,
                    "order_line": [
                        Command.create(
                            {
                                "product_id": product.id,
                                "product_uom_qty": quantity,
                                "price_unit": 3,
                                "customer_lead": lead,
                                "tax_ids": False,
                            }
                        )
                    ],
                    "commitment_date": promised and f"{promised} 12:00:00",
                    **values,
                }
            )
            order.action_confirm()
        order.order_line.qty_delivered = delivered
        return order.order_line

    def _find(self, line=None, user=None, account=None):
        domain = [("account_id", "=", (account or self.customer).id)]
        if line:
            domain += [("res_model", "=", "sale.order.line"), ("res_id", "=", line.id)]
        return self.env["kam.delivery"].with_user(user or self.kam).search(domain)


@freeze_time(TODAY)
class TestDelivery(DeliveryCommon):
    def test_worked_examples(self):
        """Promise, what is delivered of 100, state, days late."""
        for promised, lead, delivered, state, late in (
            ("2026-03-01", 0, 99, "late", 1),
            ("2026-02-27", 30, 0, "late", 3),
            ("2026-03-01", 0, 100, "done", False),
            ("2026-03-02", 0, 79, "at_risk", 0),
            ("2026-03-09", 0, 79, "at_risk", 0),
            ("2026-03-09", 0, 80, "on_time", 0),
            ("2026-03-10", 0, 0, "on_time", 0),
            (None, 10, 0, "at_risk", 0),
            (None, 20, 0, "on_time", 0),
            (None, 2, 0, "late", 5),
            (None, 0, 0, "unknown", False),
            (None, 0, 100, "done", False),
            (None, 0, 120, "done", False),
        ):
            with self.subTest(promised=promised, lead=lead, delivered=delivered):
                line = self._sold(promised, lead, delivered)
                found = self._find(line)
                self.assertEqual((found.state, found.days_late), (state, late))
                # Not known is not 0, which Python takes for the same.
                self.assertEqual(found.days_late is False, late is False)

    def test_the_promise(self):
        self.assertEqual(self._find(self._sold("2026-03-09")).promised_date, date(2026, 3, 9))
        self.assertEqual(self._find(self._sold(lead=10)).promised_date, date(2026, 3, 5))
        self.assertFalse(self._find(self._sold()).promised_date)

    def test_the_promise_is_of_the_company_s_day(self):
        line = self._sold("2026-03-09")
        line.order_id.commitment_date = "2026-03-08 20:00:00"
        self.env.company.partner_id.tz = "Asia/Tokyo"
        self.assertEqual(self._find(line).promised_date, date(2026, 3, 9))
        self.env.company.partner_id.tz = "America/Lima"
        self.env.invalidate_all()
        self.assertEqual(self._find(line).promised_date, date(2026, 3, 8))

    def test_quantities_and_money(self):
        line = self._sold("2026-03-09", delivered=60)
        line.order_id._create_invoices().action_post()
        found = self._find(line)
        self.assertEqual((found.ordered, found.delivered, found.invoiced), (100, 60, 100))
        self.assertEqual(found.amount, 300)
        self.assertEqual(found.name, f"{line.order_id.name} · Tea")
        pricelist = self.env["product.pricelist"].create(
            {"name": "Koalas", "currency_id": self.koala.id}
        )
        foreign = self._sold("2026-03-09", pricelist_id=pricelist.id)
        self.assertEqual(self._find(foreign).amount, 100)

    def test_the_account_with_all_below_it(self):
        self._create_plan(partner_id=self.north.id)
        lines = [self._sold(partner_id=one.id) for one in (self.north, self.plant, self.stranger)]
        self.assertEqual(set(self._find().mapped("res_id")), {line.id for line in lines[:2]})
        self.assertEqual(
            set(self._find(account=self.north).mapped("res_id")), set(lines[0].ids + lines[1].ids)
        )
        self.assertFalse(self._find(account=self.plant))
        ids = self.env["kam.delivery"].with_user(self.kam).search([]).ids
        self.assertEqual(len(ids), len(set(ids)))
        self.assertLess(max(ids), 2**53)

    def test_what_is_no_delivery(self):
        self.assertFalse(self._find(self._sold(quantity=0)))
        service = self.env["product.product"].create(
            {"name": "Advice", "type": "service", "invoice_policy": "order"}
        )
        self.assertFalse(self._find(self._sold(product=service)))
        service.invoice_policy = "delivery"
        self.assertTrue(self._find(self._sold(product=service)))
        draft = self._order(10, confirm=False, user_id=self.kam.id).order_line
        self.assertFalse(self._find(draft))
        line = self._sold()
        line.order_id.with_context(disable_cancel_warning=True).action_cancel()
        self.assertFalse(self._find(line))

    def test_who_sees_what(self):
        own, others = self._sold(), self._sold(user_id=self.seller.id)
        self.assertEqual(self._find(), self._find(own))
        self.assertEqual(self._find(user=self.seller).mapped("res_id"), [own.id, others.id])
        # Without sales rights no order is seen, be the plan read or led.
        for user in (self.mate, self.reader, self.manager, self.admin):
            self.assertFalse(self._find(user=user), user.login)
            self.assertFalse(self.plan.with_user(user).get_chapter_marks().get("deliveries"))
        delivery = self._find(own)
        for user in (self.mate, self.manager):
            self.env.invalidate_all()
            theirs = delivery.with_user(user)
            self.assertFalse(theirs.has_access("read"))
            for ask in (
                lambda theirs=theirs: theirs.read(["name"]),
                lambda theirs=theirs: theirs.web_read({"name": {}}),
                lambda theirs=theirs: theirs.write({"note": "Guessed"}),
                theirs.action_open_source,
                theirs.action_open_note,
            ):
                self.assertRaises(AccessError, ask)
            with self.assertRaises(MissingError):
                theirs.sudo().mapped("name")
            groups = delivery.with_user(user)._read_group([], ["state"], ["__count"])
            self.assertEqual(groups, [])
        for user in (self.outsider, self.portal):
            with self.assertRaises(AccessError):
                self._find(user=user)

    def test_hidden_plans_hide_what_is_delivered(self):
        line = self._sold(user_id=self.seller.id)
        self.assertTrue(self._find(line, self.seller))
        self.plan.confidentiality = "team"
        self.assertFalse(self._find(line, self.seller))
        self.assertFalse(self._find(user=self.foreign))

    def test_other_companies_stay_out(self):
        both = self._create_user(
            "both",
            "group_kam_user",
            "sales_team.group_sale_salesman_all_leads",
            company_ids=[Command.set((self.env.company | self.other_company).ids)],
        )
        line = self._sold()
        order = self.env["sale.order"].with_company(self.other_company)
        order = order.create({"partner_id": self.customer.id, "company_id": self.other_company.id})
        order.order_line = [Command.create({"product_id": self.tea.id, "tax_ids": False})]
        order.action_confirm()
        deliveries = self.env["kam.delivery"].with_user(both)
        companies = (self.env.company | self.other_company).ids
        found = deliveries.with_context(allowed_company_ids=companies).search([])
        self.assertEqual(found.mapped("res_id"), line.ids)
        self.assertFalse(
            deliveries.with_context(allowed_company_ids=self.other_company.ids).search([])
        )

    def test_nothing_but_the_words_is_written(self):
        delivery = self._find(self._sold())
        for vals in ({"ordered": 1}, {"state": "done"}, {"name": "x"}, {"account_id": 1}):
            with self.assertRaises(AccessError):
                delivery.write(vals)
        with self.assertRaises(AccessError):
            delivery.unlink()
        with self.assertRaises(AccessError):
            delivery.create({"note": "x"})

    def test_the_chapter_counts_and_costs_nothing_when_off(self):
        self._sold("2026-03-01")
        self._sold("2026-06-01")
        self._sold(delivered=100)
        plan = self.plan.with_user(self.kam)
        self.assertEqual(plan.get_chapter_marks()["deliveries"], {"count": 2, "late": 1})
        self.plan.show_deliveries = False
        self.assertNotIn("deliveries", plan.get_chapter_marks())
        self.env.flush_all()
        with self.assertLogs("odoo.sql_db", "DEBUG") as logs:
            plan.get_chapter_marks()
        self.assertNotIn("sale_order", str(logs.output))

    def test_queries_do_not_grow(self):
        def read():
            self._find().web_read({"name": {}, "note": {}, "kam_user_id": {}, "is_stale": {}})

        self._find(self._sold()).note = "On the way"
        one = self._count_queries(read)
        for _number in range(20):
            self._sold()
        self._find()[5:].write({"note": "On the way as well"})
        many = self._count_queries(read)
        self.assertLessEqual(many, one + 1)


@freeze_time(TODAY)
class TestNote(DeliveryCommon):
    def test_words_are_typed_in_the_row(self):
        delivery = self._find(self._sold())
        delivery.write({"note": "Half is on the way", "needs": "The colours"})
        note = delivery.note_id
        self.assertEqual((note.name, note.needs), ("Half is on the way", "The colours"))
        self.assertEqual((note.confirmed_by_id, note.account_id), (self.kam, self.customer))
        delivery.note = False
        self.assertEqual((delivery.note_id, note.name, note.needs), (note, False, "The colours"))
        delivery.needs = False
        self.assertFalse(note.exists())
        self.assertFalse(delivery.note_id)

    def test_it_says_what_it_is_about_to_who_sees_that(self):
        delivery = self._find(self._sold())
        delivery.note = "Half is on the way"
        note = delivery.note_id
        self.assertEqual(note.delivery_name, delivery.name)
        self.assertIn("Tea", note.delivery_name)
        self.assertFalse(note.with_user(self.mate).delivery_name)

    def test_what_many_are_about_is_asked_at_once(self):
        lines = [self._sold() for _number in range(10)]
        for line in lines:
            self._find(line).note = "On the way"
        notes = self.env["kam.delivery.note"].with_user(self.kam).search([])

        def read(some):
            self.env.invalidate_all()
            return self._count_queries(lambda: some.mapped("delivery_name"))

        read(notes)
        self.assertLessEqual(read(notes), read(notes[0]) + 1)

    def test_there_is_one_for_each_account(self):
        self._create_plan(partner_id=self.north.id)
        line = self._sold(partner_id=self.north.id)
        above, below = self._find(line), self._find(line, account=self.north)
        above.note, below.note = "For all", "For them"
        self.assertEqual((above.note, below.note), ("For all", "For them"))
        values = {"res_model": "sale.order.line", "res_id": line.id, "name": "Twice"}
        with self._refused(Exception, "already|duplicate"), mute_logger("odoo.sql_db"):
            self._create_line("kam.delivery.note", **values).flush_recordset()

    def test_what_is_no_delivery_gets_no_note(self):
        theirs = self._sold(partner_id=self.stranger.id)
        hidden = self._sold(user_id=self.seller.id)
        for line in (theirs, hidden):
            with self._refused(ValidationError, "no such delivery to “Acme”"):
                self._create_line("kam.delivery.note", res_id=line.id, name="x")
        with self._refused(ValidationError, "says nothing"):
            self._create_line("kam.delivery.note", res_id=self._sold().id)

    def test_who_may(self):
        line = self._sold(user_id=self.seller.id)
        delivery = self._find(line, self.seller)
        self.assertFalse(delivery.may_edit)
        with self.assertRaises(AccessError):
            delivery.note = "Mine"
        self.plan.member_ids = [
            Command.create({"user_id": self.seller.id, "role_id": self.role_service.id})
        ]
        self.env.invalidate_all()
        self.assertTrue(delivery.may_edit)
        delivery.note = "Ours"
        # Who reads the plan reads the words, and no order by them.
        note = delivery.note_id.with_user(self.reader)
        self.assertEqual((note.name, note.display_name), ("Ours", "Ours"))
        self.plan.confidentiality = "team"
        self.env.invalidate_all()
        with self.assertRaises(AccessError):
            note.read(["name"])

    def test_it_is_confirmed_while_something_is_to_come(self):
        line = self._sold()
        delivery = self._find(line)
        delivery.note = "On the way"
        with freeze_time("2026-12-01"):
            self.env.invalidate_all()
            self.assertTrue(delivery.is_stale)
            marks = self.plan.with_user(self.kam).get_chapter_marks()["deliveries"]
            self.assertEqual(marks["to_confirm"], 1)
            delivery.action_confirm_still_true()
            self.assertFalse(delivery.is_stale)
        with freeze_time("2027-12-01"):
            line.qty_delivered = 100
            self.env.flush_all()
            self.env.invalidate_all()
            self.assertFalse(delivery.note_id.is_stale)
            self.assertFalse(delivery.note_id.search([("is_stale", "=", True)]))

    def test_only_the_words_are_shared(self):
        delivery = self._find(self._sold())
        delivery.write({"note": "On the way", "needs": "The colours"})
        self.assertFalse(delivery.note_id._read_shared_sudo())
        delivery.note_id.is_shared = True
        self.assertTrue(delivery.is_shared)
        self.assertEqual(
            delivery.note_id._read_shared_sudo(), [{"name": "On the way", "needs": "The colours"}]
        )

    def test_notes_of_merged_customers_become_one(self):
        self._create_plan(partner_id=self.stranger.id)
        delivery = self._find(self._sold())
        delivery.note = "On the way"
        note = delivery.note_id
        theirs = note.sudo().copy({"account_id": self.stranger.id, "needs": "The colours"})
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard._merge((self.customer | self.stranger).ids, self.customer)
        self.env.invalidate_all()
        self.assertFalse(theirs.exists())
        self.assertEqual((note.name, note.needs), ("On the way", "The colours"))

    def test_the_source_is_opened_with_the_reader_s_rights(self):
        line = self._sold()
        action = self._find(line).action_open_source()
        self.assertEqual((action["res_model"], action["res_id"]), ("sale.order", line.order_id.id))
