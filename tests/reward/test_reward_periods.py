"""Periods that end, move and come again: nothing is paid twice, nothing by old figures."""

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import freeze_time

from ..common.common import TODAY
from .common import RewardCommon


@freeze_time(TODAY)
class TestRewardPeriods(RewardCommon):
    def setUp(self):
        super().setUp()
        self.statement = self.scheme.statement_ids

    def test_who_joined_in_the_year_is_paid_by_days(self):
        """184 of 365 days of 18,200."""
        self.statement.date_start = "2026-07-01"
        self.scheme.action_open()
        self.assertEqual(self.statement.payout, 9174.79)
        with self.assertRaises(ValidationError):
            self.statement.sudo().date_end = "2027-01-01"

    def test_figures_are_read_where_the_plan_is_over(self):
        """Of the first target 10 came back: 85.6 % (see `test_goods_that_come_back…`)."""
        self.scheme.action_open()
        self.plan.with_user(self.kam).action_close()
        self._enter(self.targets[0].measure_id, -10, "2026-02-20")
        self.statement.action_approve()
        self.assertEqual((self.statement.percent, self.statement.payout), (85.6, 17120))
        self._enter(self.targets[0].measure_id, 10, "2026-02-21")
        correction = self.statement.browse(self.statement.action_correct()["res_id"])
        correction.reason = "They were kept after all"
        correction.action_approve()
        self.assertEqual(correction.payout, 1080)

    def test_the_night_reads_targets_of_plans_that_are_over_until_all_is_paid_by_them(self):
        """85.6 % as above, before somebody approves it and after; without a scheme they stay."""
        targets = self.targets[:2]

        def read(day, value):
            booked = f"2026-02-{day[8:10]}"
            self._enter(targets[0].measure_id, value, booked)
            self._enter(targets[1].measure_id, 1, booked)
            with freeze_time(day), self.enter_registry_test_mode():
                self.env.ref("kam_planning.cron_refresh_figures").method_direct_trigger()
            self.env.invalidate_all()

        self.scheme.line_ids.filtered(lambda o: o.target_id == targets[1]).unlink()
        self.scheme.line_ids.filtered(lambda o: o.target_id == targets[0]).weight = 80
        self.scheme.action_open()
        self.plan.with_user(self.kam).action_close()
        read("2026-03-03 03:00:00", -10)
        self.assertEqual(targets.mapped("actual_value"), [86.0, 104.0])
        # 80 · 86 + 20 · 110 = 90.8, which pays 81.6; 0.6 · 81.6 + 0.4 · 70 = 76.96 %.
        self.assertEqual((self.statement.percent, self.statement.payout), (76.96, 15392))
        self.statement.action_approve()
        read("2026-03-04 03:00:00", 4)
        self.assertRegex(self.statement.remark, "T96.*: 86 % → 90 %")
        self.scheme.action_close()
        read("2026-03-05 03:00:00", 6)
        self.assertEqual(targets.mapped("actual_value"), [90.0, 104.0])
        self.statement.action_correct()
        read("2026-03-06 03:00:00", 1)
        self.assertEqual(targets.mapped("actual_value"), [97.0, 104.0])

    def test_key_results_of_an_objective_are_read_on_approval_too(self):
        """Own: 50 · 100 + 50 · 70, of which 20 of 70 came back: 75, so 0.6 · 105 + 0.4 · 50."""
        target = self._make_target("T70", 70)
        target.objective_id = self.objective
        self.objective.progress_mode = "targets"
        self.scheme.action_open()
        self.assertEqual(self.statement.own_attainment, 85)
        self._enter(target.measure_id, -20, "2026-02-20")
        self.statement.action_approve()
        self.assertEqual((self.statement.own_attainment, self.statement.percent), (75, 83))

    def test_figures_of_others_are_reckoned_for_nobody_whoever_asks(self):
        """Each method below the fields asks by itself who may read the statement."""
        both = self._make_scheme("Both", self.mate, self.reader)
        both.action_open()
        theirs = both.statement_ids.filtered(lambda one: one.user_id == self.reader)
        self.assertEqual(theirs._read_figures_sudo()[theirs.id]["total"], 18200)
        self.env.invalidate_all()
        hidden = theirs.with_user(self.mate)
        self.assertEqual((hidden._read_figures_sudo(), hidden._reckon_sudo()), ({}, {}))
        self.assertFalse(hidden._get_team_scores())
        own = both.line_ids.filtered(lambda line: line.user_id == self.reader)
        self.assertEqual(len(own._prepare_components_sudo()), 2)
        self.assertFalse(own.with_user(self.mate)._prepare_components_sudo())
        self.assertFalse(self.scheme.with_user(self.mate)._weigh_team_sudo())
        with self.assertRaises(AccessError):
            hidden._reckon_moved_sudo(both.line_ids[0], 100.0)

    def test_what_was_given_up_is_not_known(self):
        self.scheme.action_open()
        self.objective.with_user(self.kam).action_drop()
        with self.assertRaisesRegex(UserError, "not known: its objective was dropped"):
            self.statement.action_approve()
        self.objective.with_user(self.kam).state = "open"
        self.plan.sudo().state = "cancelled"
        with self.assertRaisesRegex(UserError, "T96.*not known: its plan was cancelled"):
            self.statement.action_approve()
        self.assertFalse(self.statement.payout)

    def test_members_could_read_their_statements(self):
        for user in (self.portal, self.outsider, self.foreign):
            scheme = self._make_scheme(user.login, user)
            with self.assertRaisesRegex(UserError, "could not read the statement"):
                scheme.action_open()
            scheme.unlink()
        left = self._create_user("left", "group_kam_user")
        scheme = self._make_scheme("Left in June", left)
        left.active = False
        scheme.action_open()
        scheme.statement_ids.action_approve()
        self.assertEqual(scheme.statement_ids.payout, 18200)

    def test_what_was_approved_counts_while_its_scheme_is_prepared_again(self):
        self.scheme.action_open()
        with self.assertRaisesRegex(UserError, "“Bonus” is in state “Open”.*Prepare it again"):
            self.scheme.unlink()
        self.statement.action_approve()
        self.scheme.action_prepare()
        other = self._make_scheme("Other", self.kam)
        with self.assertRaisesRegex(UserError, "has two statements.*Bonus"):
            other.action_open()

    def test_a_copy_is_not_paid_by_the_targets_of_last_year(self):
        copy = self.scheme.copy({"name": "Bonus 2027"})
        copy.write({"date_start": "2027-01-01", "date_end": "2027-12-31"})
        copy.statement_ids.create(
            {"scheme_id": copy.id, "user_id": self.kam.id, "target_amount": 20000}
        )
        with self.assertRaisesRegex(UserError, "outside of the period of scheme “Bonus 2027”"):
            copy.action_open()

    def test_who_is_there_for_the_whole_period_stays_so_when_it_moves(self):
        joined = self.statement.create(
            {
                "scheme_id": self.scheme.id,
                "user_id": self.mate.id,
                "target_amount": 20000,
                "date_start": "2026-07-01",
            }
        )
        self.scheme.date_end = "2026-09-30"
        self.scheme.date_end = "2027-03-31"
        days = [tuple(map(str, (o.date_start, o.date_end))) for o in self.statement | joined]
        self.assertEqual(days, [("2026-01-01", "2027-03-31"), ("2026-07-01", "2027-03-31")])
        # Into another year at once.
        joined.unlink()
        self.scheme.write({"date_start": "2028-01-01", "date_end": "2028-12-31"})
        one = self.statement
        self.assertEqual((str(one.date_start), str(one.date_end)), ("2028-01-01", "2028-12-31"))

    def test_components_are_found_by_what_they_measure_and_of_whom(self):
        self.scheme.action_open()
        lines = self.env["kam.reward.line"].with_user(self.kam)
        for typed, count in (("T104", 1), (self.objective.name, 1), ("Contract", 1), ("Acme", 4)):
            self.assertEqual(len(lines.name_search(typed)), count, typed)

    def test_a_side_that_pays_nothing_holds_nothing_up(self):
        self.scheme.team_share = 100
        judged = self.scheme.line_ids.filtered(lambda line: line.kind == "judged")
        judged.write({"step": False, "step_reason": False})
        self.scheme.action_open()
        score = self.statement.get_score_explanation("own_attainment")
        self.assertFalse(score["total"], "What is missing is not reckoned from the rest")
        self.statement.action_approve()
        self.assertEqual((self.statement.percent, self.statement.remark), (105, False))

    def test_switched_off_the_reward_group_reads_nothing_either(self):
        self.scheme.action_open()
        kept = (self.scheme, self.scheme.line_ids, self.statement)
        self.env["res.config.settings"].create({"group_kam_use_reward": False}).execute()
        for records in kept:
            self.assertFalse(records.with_user(self.keeper)._filtered_access("read"))
