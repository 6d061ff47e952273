"""Facts become changes, once each, and what is undone is withdrawn."""

from datetime import date, timedelta
from unittest.mock import patch

from dateutil.relativedelta import relativedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tools import mute_logger

from odoo.addons.kam_planning.models.pulse.kam_plan import PLANS_AT_ONCE

from ..strategy.common import SHOWN
from .common import ChangeCommon


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
        self.assertEqual(marks["changes"], {"count": 1})
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


class TestPeople(ChangeCommon):
    def _person(self, **values):
        values = {"partner_id": self.contact.id, **values}
        return self._create_line("kam.stakeholder", company_id=self.company.id, **values)

    def test_who_left_is_known_at_once(self):
        person = self._person()
        action = self._create_action(self.plan, contact_id=self.contact.id)
        self.contact.active = False
        (change,) = self._changes()
        self.assertEqual((change.kind, change.res_id), ("contact_left", person.id))
        self.assertEqual(
            self._touched(change), {("kam.stakeholder", person.id), ("kam.action", action.id)}
        )
        self.contact.active = True
        self.assertEqual(change.state, "withdrawn")

    def test_who_moved(self):
        self._person()
        self.contact.parent_id = self.stranger
        self.assertEqual(self._changes().kind, "contact_moved")
        self._find()
        self.assertEqual(len(self._changes()), 1)

    def test_nothing_is_kept_of_a_person_who_goes(self):
        person = self._person()
        self.contact.active = False
        person.unlink()
        self.assertFalse(self._changes())

    def test_silent_for_twice_the_interval(self):
        person = self._person(touch_interval=30)
        relationship = self.env["kam.relationship"].create(
            {"stakeholder_id": person.id, "user_id": self.kam.id}
        )
        for days, expected in ((60, 0), (61, 1)):
            last = self.today - timedelta(days=days)
            self.env.cr.execute(
                "UPDATE kam_relationship SET last_two_way_date = %s WHERE id = %s",
                [last, relationship.id],
            )
            self.env.invalidate_all()
            self._find()
            self.assertEqual(len(self._changes("silent")), expected)
        self.assertEqual(self._changes("silent").old_value, str(last))


class TestLines(ChangeCommon):
    def _set(self, record, **values):
        names = ", ".join(f"{name} = %s" for name in values)
        query = f"UPDATE {record._table} SET {names} WHERE id = %s"  # pylint: disable=sql-injection
        self.env.flush_all()
        self.env.cr.execute(query, [*values.values(), record.id])
        self.env.invalidate_all()

    def test_a_competitors_contract(self):
        values = {"offering_id": self.offering_tea.id, "competitor_id": self.stranger.id}
        cell = self._create_line("kam.whitespace", **values)
        position = self.env["kam.competitor.position"].search(
            [("account_id", "=", self.customer.id), ("competitor_id", "=", self.stranger.id)]
        ) or self._create_line("kam.competitor.position", competitor_id=self.stranger.id)
        for days, states in (
            (181, []),
            (180, ["open"]),
            (90, ["withdrawn", "open"]),
            (89, ["withdrawn", "withdrawn", "open"]),
        ):
            end = self.today + timedelta(days=days)
            self._set(position, contract_end=end)
            self._set(cell, contract_end=end)
            self._find()
            self.assertEqual(self._changes("contract").mapped("state"), states, days)
        self.assertEqual(
            self._touched(self._changes("contract", state="open")),
            {("kam.competitor.position", position.id), ("kam.whitespace", cell.id)},
        )

    def test_a_target_off_its_pace(self):
        start = self.today - relativedelta(days=50)
        period = {"date_start": start, "date_end": start + timedelta(days=99)}
        self._set(self.target, **period, has_actual=True, attainment=40.0)
        self._find()
        self.assertFalse(self._changes("off_pace"), "40 of 50 % is four fifths")
        self._set(self.target, attainment=39.0)
        self._find()
        (change,) = self._changes("off_pace")
        self.assertEqual((change.old_value, change.new_value), ("50", "39"))
        self.assertEqual(
            self._touched(change),
            {("kam.target", self.target.id), ("kam.objective", self.objective.id)},
        )
        self.target.with_user(self.kam).target_value = 400000
        self.target.with_user(self.kam).note = "Less"
        self.assertFalse(self.target.with_user(self.kam).is_touched)
        self.objective.with_user(self.kam).action_confirm_still_true()
        self.assertEqual(change.state, "resolved")
        self._find()
        self.assertEqual(self._changes("off_pace"), change)

    def test_lines_that_tell_of_themselves(self):
        value = self._create_line("kam.value", name="Less waste")
        self._set(value, state="delivered", claim_date=self.today - timedelta(days=60))
        early = self._create_line("kam.value", name="More")
        self._set(early, state="delivered", claim_date=self.today - timedelta(days=59))
        risk = self._create_line("kam.risk", name="One supplier")
        self._set(risk, accepted_until=self.today - timedelta(days=1))
        near = self._create_line(
            "kam.key.date", name="Tender", date=self.today + timedelta(days=30), lead_days=30
        )
        self._create_line(
            "kam.key.date", name="Later", date=self.today + timedelta(days=31), lead_days=30
        )
        self._find()
        found = {change.kind: (change.res_model, change.res_id) for change in self._changes()}
        self.assertEqual(
            found,
            {
                "unanswered": ("kam.value", value.id),
                "risk_expired": ("kam.risk", risk.id),
                "key_date": ("kam.key.date", near.id),
            },
        )
        self.assertTrue(near.with_user(self.kam).is_stale)
        near.with_user(self.kam).date = self.today + timedelta(days=50)
        self._find()
        self.assertEqual(self._changes("key_date").state, "resolved", "Who moves it has judged it")

    def test_a_late_delivery(self):
        order = self._order(8000, months_ago=0)
        order.commitment_date = fields.Datetime.now() - timedelta(days=3)
        self._find()
        (late,) = self._changes("delivery_late")
        self.assertEqual((late.res_model, late.res_id, late.amount), ("sale.order", order.id, 8000))
        order.commitment_date = fields.Datetime.now() + timedelta(days=3)
        self._find()
        self.assertEqual(late.state, "withdrawn")

    def test_a_block_that_is_off_tells_nothing(self):
        near = {"name": "Tender", "date": self.today + timedelta(days=3)}
        self._create_line("kam.key.date", **near)
        self._find()
        change = self._changes("key_date")
        self.plan.show_key_dates = False
        self._find()
        self.assertEqual(change.state, "withdrawn")
        self.assertEqual(self.plan.with_user(self.kam).get_chapter_marks().get("changes"), None)


class TestJudging(ChangeCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.lead = cls._deal()
        cls.lead.action_set_lost()
        cls.change = cls._changes()
        cls.mine = cls.change.with_user(cls.kam)

    def test_still_true_confirms_what_is_touched(self):
        objective = self.objective.with_user(self.kam)
        self.assertTrue(objective.is_stale)
        self.assertIn(objective, objective.search([("is_stale", "=", True)]))
        marks = self.plan.with_user(self.kam).get_chapter_marks()
        self.assertEqual(marks["changes"], {"count": 1})
        self.assertEqual(marks["objectives"]["changed"], 1)
        self.assertEqual(marks["targets"]["changed"], 1)
        self.mine.action_still_true()
        self.assertEqual((self.change.state, self.change.judged_by_id), ("resolved", self.kam))
        self.assertFalse(objective.is_stale)
        self.assertNotIn(objective, objective.search([("is_stale", "=", True)]))
        marks = self.plan.with_user(self.kam).get_chapter_marks()
        self.assertNotIn("changes", marks)
        self.assertNotIn("changed", marks["objectives"])

    def test_dismissed_with_a_reason(self):
        action = self.mine.action_dismiss()
        dialogue = self.env["kam.change.dismiss"].with_user(self.kam)
        dialogue = dialogue.with_context(**action["context"]).create({"reason": "Too small"})
        dialogue.action_dismiss()
        self.assertEqual((self.change.state, self.change.reason), ("dismissed", "Too small"))
        self.assertFalse(self.objective.with_user(self.kam).is_touched)
        self.mine.action_reopen()
        self.assertEqual((self.change.state, self.change.reason), ("open", False))
        self.assertTrue(self.objective.with_user(self.kam).is_touched)

    def test_who_only_reads_judges_nothing(self):
        self.reader.group_ids += self.env.ref("sales_team.group_sale_salesman_all_leads")
        read = self.change.with_user(self.reader)
        self.assertEqual(read.search([]), read)
        for judge in (
            read.action_still_true,
            read.action_dismiss,
            read.action_reopen,
            read.action_make_action,
            lambda: read._dismiss("No"),
        ):
            with self.assertRaises(AccessError):
                judge()
        for name, value in (("state", "dismissed"), ("reason", "No"), ("amount", 1)):
            with self.assertRaises(AccessError):
                self.mine.write({name: value})

    def test_an_action_is_made_of_it(self):
        self.mine.action_make_action()
        action = self.change.action_id
        self.assertEqual((action.plan_id, action.user_id), (self.plan, self.kam))
        self.assertEqual(self.change.state, "resolved")
        self.assertNotIn(self.lead.name, action.name)

    def test_home_and_overview(self):
        plans = self.env["kam.plan"].with_user(self.kam)
        (today,) = [one for one in plans.get_today() if one["name"] == "changes"]
        self.assertEqual((today["count"], today["label"]), (1, "Changes to judge: 1"))
        (part,) = [
            one
            for one in self.plan.with_user(self.kam)._get_overview_parts()
            if one["name"] == "changes"
        ]
        self.assertEqual(part["lines"][0]["res_id"], self.change.id)

    def test_the_next_plan_goes_on_with_it(self):
        """A fact is told once in successive plans: what is still the case moves on."""
        self.mine._dismiss("Too small")
        self.plan.with_user(self.manager).action_close()
        following = self._create_plan(date_start="2027-01-01", date_end="2027-12-31")
        self._activate(following)
        self._find(following)
        self.assertEqual(self._changes("order_lost"), self.change)
        self.assertEqual((self.change.plan_id, self.change.state), (following, "dismissed"))


class TestJob(ChangeCommon):
    def _run(self):
        with self.enter_registry_test_mode():
            self.env.ref("kam_planning.cron_changes").method_direct_trigger()
        self.env.invalidate_all()

    def test_once_a_day(self):
        lead = self._deal(date_deadline=date(2026, 3, 1))
        self._run()
        noted = self.plan.changes_date
        self.assertTrue(noted)
        self._run()
        self.assertEqual(self.plan.changes_date, noted)
        self.assertEqual(
            self.env["kam.change.deadline"].search([("lead_id", "=", lead.id)]).first_date,
            date(2026, 3, 1),
        )

    def test_drafts_and_closed_plans_are_left_alone(self):
        self.plan.with_user(self.manager).action_close()
        self._run()
        self.assertFalse(self.plan.changes_date)

    @mute_logger("odoo.addons.kam_planning.models.common.jobs.kam.plan")
    def test_one_bad_plan_does_not_stop_the_others(self):
        others = self._activate(self._create_plans(3))
        bad = others[1]
        follow = type(self.env["kam.change"])._follow_sudo

        def fail(changes, plans, kinds=None):
            if bad in plans:
                raise ValueError("Broken")
            return follow(changes, plans, kinds)

        with patch.object(type(self.env["kam.change"]), "_follow_sudo", fail):
            self._run()
        self.assertTrue(all(plan.changes_date for plan in (self.plan | others) - bad))
        self.assertFalse(bad.changes_date)
        self.assertIn("Broken", bad.kam_fault)
        self._run()
        self.assertTrue(bad.changes_date)
        self.assertFalse(bad.kam_fault)

    def test_queries_do_not_grow_with_the_plans(self):
        """With every block, and with what the measures read: 30 for 1,000 plans."""
        plans = self._activate(self._create_plans(50, **dict.fromkeys(SHOWN, True)))
        for plan in plans:
            near = {"name": "Tender", "date": self.today + timedelta(days=3)}
            self._create_line("kam.key.date", account_id=plan.partner_id.id, **near)
            lead = self._deal(partner_id=plan.partner_id.id, date_deadline=self.today)
            lead.action_set_lost()
        self.env["kam.change"].search([]).unlink()
        self._find(plans[:1])
        one = self._count_queries(plans[:1].sudo()._find_changes)
        many = self._count_queries(plans.sudo()._find_changes)
        self.assertEqual(len(self._changes("order_lost")), 50)
        self.assertLessEqual(many, one + 6)
        self.assertLessEqual(many, 30 * PLANS_AT_ONCE / 1000)
