"""Periods that end, move and come again: nothing is paid twice, nothing by old figures."""

from odoo.exceptions import UserError
from odoo.tests import freeze_time

from ..common.common import TODAY
from .common import RewardCommon


@freeze_time(TODAY)
class TestRewardPeriods(RewardCommon):
    def setUp(self):
        super().setUp()
        self.statement = self.scheme.statement_ids

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

    def test_what_was_approved_counts_while_its_scheme_is_prepared_again(self):
        self.scheme.action_open()
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
