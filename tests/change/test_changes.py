"""Facts become changes, once each, and what is undone is withdrawn."""

from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tools import mute_logger

from .change_common import ChangeCommon


class TestOrders(ChangeCommon):
    def _lose(self, lead):
        lead.with_user(self.kam).action_set_lost()

    def test_a_lost_order_is_known_at_once(self):
        cell = self._create_line("kam.whitespace", offering_id=self.offering_tea.id)
        lead = self._deal(kam_whitespace_id=cell.id)
        self.assertFalse(self._changes())
        self._lose(lead)
        change = self._changes()
        self.assertEqual((change.kind, change.state), ("order_lost", "open"))
        self.assertEqual((change.plan_id, change.partner_id), (self.plan, self.customer))
        self.assertEqual((change.res_model, change.res_id), ("crm.lead", lead.id))
        self.assertEqual((change.amount, change.date), (12000, self.today))
        self.assertEqual(
            self._touched(change),
            {
                ("kam.whitespace", cell.id),
                ("kam.target", self.target.id),
                ("kam.objective", self.objective.id),
            },
        )
        self.assertIn("Order lost", change.with_user(self.kam).name)

    def test_less_than_one_percent_of_the_year_is_not_told(self):
        self._lose(self._deal(3999))
        self.assertFalse(self._changes())
        self._lose(self._deal(4000))
        self.assertEqual(len(self._changes("order_lost")), 1)

    def test_the_same_fact_never_twice(self):
        lead = self._deal()
        self._lose(lead)
        for _night in range(3):
            self._find()
        self.assertEqual(len(self._changes()), 1)
        self._changes().with_user(self.kam)._dismiss("We did not want it")
        self._find()
        self.assertEqual(self._changes().state, "dismissed")

    def test_a_won_order_that_was_lost_withdraws_it(self):
        lead = self._deal()
        self._lose(lead)
        lost = self._changes()
        lead.with_user(self.kam).action_unarchive()
        self.assertEqual(lost.state, "withdrawn")
        lead.with_user(self.kam).action_set_won()
        (won,) = self._changes("order_won")
        self.assertEqual((won.state, lost.state), ("open", "withdrawn"))
        # And back: what was withdrawn is the same fact again.
        lead.stage_id = self.env["crm.stage"].search([("is_won", "=", False)], limit=1)
        self.assertEqual((won.state, lost.state), ("withdrawn", "withdrawn"))
        self._lose(lead)
        self._find()
        self.assertEqual((won.state, lost.state), ("withdrawn", "open"))
        self.assertEqual(len(self._changes()), 2)

    def test_what_happened_long_ago_is_no_news(self):
        lead = self._deal()
        self._lose(lead)
        (lost,) = self._changes()
        lead.date_closed = fields.Datetime.now() - timedelta(days=40)
        self._find()
        self.assertEqual(lost.state, "withdrawn", "It was another day")
        self.assertEqual(self._changes(), lost)
        # What was told stays the case, however long ago it is by then.
        told = self._deal()
        self._lose(told)
        self.env.cr.execute(
            "UPDATE kam_change SET bucket = %s WHERE res_id = %s",
            [str(self.today - timedelta(days=40)), told.id],
        )
        told.date_closed = fields.Datetime.now() - timedelta(days=40)
        self._find()
        self.assertEqual(self._changes(res_id=told.id).state, "open")

    def test_what_was_judged_stays_when_it_is_undone(self):
        lead = self._deal()
        self._lose(lead)
        lost = self._changes()
        lost.with_user(self.kam).action_still_true()
        lead.with_user(self.kam).action_unarchive()
        self.assertEqual(lost.state, "resolved")
        self.assertFalse(lost.is_current)

    def test_orders_of_a_subsidiary_count_and_of_strangers_do_not(self):
        self._lose(self._deal(partner_id=self.plant.id))
        self._lose(self._deal(partner_id=self.stranger.id))
        self.assertEqual(len(self._changes()), 1)

    def test_an_order_without_opportunity(self):
        order = self._order(8000, user_id=self.kam.id)
        (won,) = self._changes("order_won")
        self.assertEqual((won.res_model, won.amount), ("sale.order", 8000))
        # A quotation that is cancelled tells nothing.
        self._order(9000, confirm=False)._action_cancel()
        self.assertEqual(self._changes(), won)
        # An order that nobody judged yet is just taken back.
        order._action_cancel()
        self.assertEqual(won.state, "withdrawn")
        self.assertFalse(self._changes("order_lost"))
        order.action_draft()
        order.action_confirm()
        won = self._changes("order_won", state="open")
        won.with_user(self.kam).action_still_true()
        order._action_cancel()
        (lost,) = self._changes("order_lost")
        self._find()
        self.assertEqual((won.state, lost.state), ("resolved", "open"))

    def test_strangers_cost_no_query(self):
        """Winning an opportunity of who has no plan costs what it costs without us."""
        leads = self._deal(partner_id=self.stranger.id), self._deal(partner_id=self.stranger.id)
        follow = type(self.env["kam.plan"])._follow_documents_sudo
        counted = []

        def count(plans, documents, kinds):
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            follow(plans, documents, kinds)
            counted.append(self.env.cr.sql_log_count - before)

        self.env["res.partner"]._get_planned_partner_ids()
        with patch.object(type(self.env["kam.plan"]), "_follow_documents_sudo", count):
            for lead in leads:
                lead.action_set_won()
        self.assertEqual(set(counted), {0})


class TestSlipped(ChangeCommon):
    def _expect(self, lead, days):
        lead.date_deadline = self.today + timedelta(days=days)
        self._find()

    def test_thirty_days_or_the_second_time(self):
        far = self._deal(date_deadline=self.today)
        twice = self._deal(date_deadline=self.today)
        self._find()
        self._expect(far, 29)
        self._expect(twice, 5)
        self.assertFalse(self._changes())
        self._expect(twice, 9)
        (change,) = self._changes("slipped")
        self.assertEqual(change.res_id, twice.id)
        self.assertEqual(change.old_value, str(self.today))
        self.assertEqual(change.new_value, str(self.today + timedelta(days=9)))
        other = self._deal(date_deadline=self.today)
        self._find()
        self._expect(other, 30)
        self.assertEqual(self._changes("slipped").mapped("res_id"), [twice.id, other.id])
        self._expect(other, 0)
        self.assertEqual(self._changes("slipped", res_id=other.id).state, "withdrawn")

    def test_what_is_pulled_forward_is_no_slip(self):
        lead = self._deal(date_deadline=self.today + timedelta(days=60))
        self._find()
        for days in (50, 40, 45):
            self._expect(lead, days)
        self.assertFalse(self._changes())


class TestRevenue(ChangeCommon):
    def _sell(self, amount, product, is_now):
        months = 2 if is_now else 14
        return self._invoice(amount, product=product, months_ago=months)

    def test_the_worked_example(self):
        cell = self._create_line("kam.whitespace", offering_id=self.offering_salt.id)
        self._sell(40000, self.tea, False)
        self._sell(30000, self.tea, True)
        self._find()
        self.assertFalse(self._changes("revenue_fell"), "2.5 % of the account")
        self._sell(60000, self.salt, False)
        self._sell(40000, self.salt, True)
        self._find()
        (change,) = self._changes("revenue_fell")
        self.assertEqual((change.res_model, change.res_id), ("kam.offering", self.offering_salt.id))
        self.assertEqual((change.old_value, change.new_value), ("60000.00", "40000.00"))
        self.assertIn("−33 %", change.explanation)
        self.assertIn(("kam.whitespace", cell.id), self._touched(change))
        # It lasts, as one fact, until it is over.
        self._find()
        self.assertEqual(len(self._changes("revenue_fell")), 1)
        self._sell(20000, self.salt, True)
        self._find()
        self.assertEqual(change.state, "withdrawn")

    def test_a_part_is_told_and_not_its_whole(self):
        values = {"name": "All", "product_ids": [(6, 0, (self.salt | self.tea).ids)]}
        whole = self.env["kam.offering"].create(values)
        self.offering_salt.parent_id = whole
        self._sell(60000, self.salt, False)
        self._find()
        self.assertEqual(self._changes("revenue_fell").res_id, self.offering_salt.id)

    def test_beside_a_revenue_that_is_not_known(self):
        self._sell(60000, self.salt, False)
        self._find()
        change = self._changes("revenue_fell")
        self._sell(60000, self.tea, False)
        self._set_revenue(None)
        self._find()
        self.assertEqual((self._changes("revenue_fell"), change.state), (change, "open"))
        self._sell(60000, self.salt, True)
        self._find()
        self.assertEqual(change.state, "withdrawn", "It did not fall any more")

    @mute_logger("odoo.addons.kam_planning.models.common.jobs.kam.measure")
    def test_what_cannot_be_read_withdraws_nothing(self):
        self._sell(60000, self.salt, False)
        self._find()
        change = self._changes("revenue_fell")
        measure = self._measure("revenue").sudo()
        measure._tell_faults_sudo("_read_again", {measure.id: "Gone"})
        self._find()
        self.assertEqual(change.state, "open")


class TestOverdue(ChangeCommon):
    def _owe(self, amount, days=40):
        due = self.today - timedelta(days=days)
        return self._invoice(
            amount, invoice_date=due, invoice_date_due=due, invoice_payment_term_id=False
        )

    def test_together_more_than_five_percent_for_more_than_thirty_days(self):
        risk = self._create_line("kam.risk", name="They cannot pay")
        self._owe(20000)
        self._owe(50000, days=30)
        self._find()
        self.assertFalse(self._changes("overdue"))
        small = self._owe(5000)
        self._find()
        (change,) = self._changes("overdue")
        self.assertEqual((change.res_model, change.amount), ("account.move", 25000))
        self.assertEqual(self._touched(change), {("kam.risk", risk.id)})
        self._owe(30000)
        self._find()
        self.assertEqual(self._changes("overdue"), change, "It is one fact while it lasts")
        small.button_draft()
        self._find()
        self.assertEqual(change.state, "open")

    def test_it_tells_of_the_largest_one_that_is_owed_now(self):
        first = self._owe(30000)
        self._find()
        (change,) = self._changes("overdue")
        self.assertEqual((change.res_id, change.amount), (first.id, 30000))
        second, risk = self._owe(25000), self._create_line("kam.risk", name="They cannot pay")
        first.button_draft()
        self._find()
        self.assertEqual((change.res_id, change.amount), (second.id, 25000))
        self.assertEqual(self._touched(change), {("kam.risk", risk.id)})
        self.assertEqual(self._changes("overdue"), change)
        self.assertIn("25,000", change.with_user(self.accountant).explanation)

    def test_beside_a_revenue_that_is_not_known(self):
        self._set_revenue(None)
        owed = self._owe(300000)
        self._find()
        self.assertFalse(self._changes("overdue"))
        self._set_revenue(400000)
        self._find()
        change = self._changes("overdue")
        self._set_revenue(None)
        self._find()
        self.assertEqual(change.state, "open")
        owed.button_draft()
        self._find()
        self.assertEqual(change.state, "withdrawn")

    def test_nobody_sees_it_without_rights_on_invoices(self):
        """Through no door: search, count, group, export, reading, RPC, marks, staleness, home."""
        risk = self._create_line("kam.risk", name="They cannot pay")
        self._owe(30000)
        self._find()
        change = self._changes("overdue")
        (self.kam | self.reader).group_ids += self.env.ref("base.group_allow_export")
        for user in (self.kam, self.reader):
            mine = change.with_user(user)
            self.assertFalse(self._changes("overdue", user))
            self.assertEqual(mine.search_count([]), 0)
            self.assertEqual(mine.formatted_read_group([], ["kind"], ["__count"]), [])
            for door in (
                lambda one=mine: one.read(["amount"]),
                lambda one=mine: one.export_data(["amount"]),
                lambda one=mine: one.web_read({"name": {}}),
                mine.action_still_true,
                mine.action_dismiss,
                mine.action_open_record,
                mine.action_make_action,
            ):
                with self.assertRaises(AccessError):
                    door()
            marks = self.plan.with_user(user).get_chapter_marks()
            self.assertNotIn("changes", marks)
            self.assertNotIn("changed", marks.get("risks", {}))
            self.assertFalse(risk.with_user(user).is_touched)
            self.assertFalse(risk.with_user(user).is_stale)
            self.assertNotIn(
                "changes", [one["name"] for one in self.plan.with_user(user).get_today()]
            )
        reads = change.with_user(self.accountant)
        self.assertEqual(self._changes("overdue", self.accountant), reads)
        self.assertEqual(reads.read(["amount"])[0]["amount"], 30000)
        self.assertTrue(risk.with_user(self.accountant).is_stale)
        marks = self.plan.with_user(self.accountant).get_chapter_marks()
        self.assertEqual(marks["changes"], {"changed": 1})
        self.assertEqual(marks["risks"]["changed"], 1)
        # He only reads the plan.
        with self.assertRaises(AccessError):
            reads.action_still_true()

    def test_who_does_not_see_it_does_not_judge_it(self):
        risk = self._create_line("kam.risk", name="They cannot pay")
        self._owe(30000)
        self._find()
        risk.with_user(self.kam).action_confirm_still_true()
        self.assertEqual(self._changes("overdue").state, "open")

    def test_who_does_not_see_it_does_not_judge_it_by_deleting(self):
        risk = self._create_line("kam.risk", name="They cannot pay")
        self._owe(30000)
        self._find()
        change = self._changes("overdue")
        risk.with_user(self.kam).unlink()
        self.assertEqual((change.state, self._touched(change)), ("open", set()))
        self.accountant.group_ids += self.env.ref("kam_planning.group_kam_manager")
        self.assertEqual(self.plan.with_user(self.accountant)._count_touched(), {})
