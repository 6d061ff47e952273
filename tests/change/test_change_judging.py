"""Changes are judged, and the job that finds them."""

from datetime import date, timedelta
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tools import mute_logger

from odoo.addons.kam_planning.models.change.kam_change_plan import PLANS_AT_ONCE

from ..strategy.common import SHOWN
from .change_common import ChangeCommon


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
        self.assertEqual(marks["changes"], {"changed": 1})
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
        dialogue = dialogue.with_context(**action["context"]).create({"reason": " \n"})
        with self.assertRaisesRegex(UserError, f"{self.mine.name}.*say why"):
            dialogue.action_dismiss()
        self.assertEqual(self.change.state, "open")
        dialogue.reason = "Too small"
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

    def test_its_action_stays_when_it_is_judged_anew(self):
        self.mine.action_make_action()
        action = self.change.action_id
        self.mine.action_reopen()
        self.assertEqual((self.change.state, self.change.action_id), ("open", action))
        self.mine.action_make_action()
        self.assertEqual((self.change.state, self.change.action_id), ("resolved", action))
        self.assertEqual(self.plan.action_ids, action)
        # One that is closed did not help.
        action.with_user(self.kam).action_cancel()
        self.mine.action_reopen()
        self.mine.action_make_action()
        self.assertEqual(len(self.plan.action_ids), 2)
        self.assertNotEqual(self.change.action_id, action)

    def test_judged_anew_when_it_is_not_the_case_any_more(self):
        self.mine._dismiss("Too small")
        self.lead.action_unarchive()
        self.assertEqual((self.change.state, self.change.is_current), ("dismissed", False))
        self.mine.action_reopen()
        self._find()
        self.assertEqual(self.change.state, "withdrawn")

    def test_judged_anew_and_the_case_again(self):
        self.mine._dismiss("Too small")
        self.lead.action_unarchive()
        self.mine.action_reopen()
        self.lead.action_set_lost()
        self.assertEqual((self.change.state, self.change.is_current), ("open", True))
        self.assertEqual(len(self._changes()), 1)

    def test_a_line_that_is_deleted_is_judged(self):
        self.target.with_user(self.kam).unlink()
        self.assertEqual(self.change.state, "open")
        self.assertEqual(
            self.plan.with_user(self.kam)._count_touched(), {(self.plan.id, "kam.objective"): 1}
        )
        self.objective.with_user(self.kam).action_confirm_still_true()
        self.assertEqual((self.change.state, self.change.judged_by_id), ("resolved", self.kam))
        # And nobody waits for it when it is judged anew.
        self.mine.action_reopen()
        self.assertEqual(self._touched(self.change), {("kam.objective", self.objective.id)})
        self.objective.with_user(self.kam).action_confirm_still_true()
        self.assertEqual(self.change.state, "resolved")

    def test_the_last_line_that_is_deleted_judges_it(self):
        self.objective.with_user(self.kam).action_confirm_still_true()
        self.assertEqual(self.change.state, "open")
        self.target.with_user(self.kam).unlink()
        self.assertEqual((self.change.state, self.change.judged_by_id), ("resolved", self.kam))

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

    def test_what_is_not_judged_touches_the_lines_of_the_next_plan(self):
        self.plan.with_user(self.manager).action_close()
        following = self._create_plan(date_start="2027-01-01", date_end="2027-12-31")
        target = self.env["kam.target"].create(
            {
                "plan_id": following.id,
                "measure_id": self._measure("revenue").id,
                "target_value": 500000,
                "date_start": self.today,
                "date_end": self.today + timedelta(days=300),
            }
        )
        self._activate(following)
        self._find(following)
        self.assertEqual((self.change.plan_id, self.change.state), (following, "open"))
        self.assertEqual(self._touched(self.change), {("kam.target", target.id)})


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
            self._set_revenue(400000, plan)
        self.env["kam.change"].search([]).unlink()
        self._find(plans[:1])
        one = self._count_queries(plans[:1].sudo()._find_changes)
        many = self._count_queries(plans.sudo()._find_changes)
        self.assertEqual(len(self._changes("order_lost")), 50)
        self.assertLessEqual(many, one + 6)
        self.assertLessEqual(many, 30 * PLANS_AT_ONCE / 1000)
