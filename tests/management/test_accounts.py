"""Accounts compared: rows, totals of groups, and who sees them; the formulas behind."""

from odoo.tests import freeze_time

from odoo.addons.kam_planning.tools.management import accounts

from ..brief.reminding import RemindingCommon
from ..common.common import TODAY
from ..tools.common import PureCase

NUMBERS = ("running_target", "running_reached", "running_share", "late_action_count")
NUMBERS += ("open_gap_count", "value_confirmed")


class TestFormulas(PureCase):
    def test_share_is_not_known_without_both(self):
        self.assertEqual(accounts.share(91_000, 120_000), 100 * 91 / 120)
        for pair in ((None, 100), (100, None), (100, 0), (100, -5)):
            self.assertIsNone(accounts.share(*pair))
        self.assertEqual(accounts.share(0.0, 100), 0.0)

    def test_bands_and_who_moved(self):
        bands = [accounts.judge_plan(total) for total in (67, 66.9, 34, 33.9, 0, None)]
        self.assertEqual(bands, ["good", "watch", "watch", "danger", "danger", None])
        before = {1: "good", 2: "watch", 3: None, 4: "good"}
        now = {1: "danger", 2: "watch", 3: "good", 4: None, 5: "danger"}
        moved = {1: ("good", "danger"), 3: (None, "good"), 4: ("good", None)}
        self.assertEqual(accounts.find_moved(before, now), moved)


@freeze_time(TODAY)
class TestAccounts(RemindingCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.others = cls._create_plans(2)
        cls.others.with_user(cls.manager).action_approve()
        cls.plans = cls.plan | cls.others
        measure = cls.env.ref("kam_planning.measure_revenue")
        year = {"date_start": "2026-01-01", "date_end": "2026-12-31"}
        half = {"date_start": "2026-01-01", "date_end": "2026-06-30"}
        cls.targets = cls.env["kam.target"].create(
            [
                {"plan_id": plan.id, "measure_id": measure.id, "target_value": value, **period}
                for plan, value, period in (
                    (cls.plan, 100.0, year),
                    # The longer one counts.
                    (cls.plan, 40.0, half),
                    (cls.others[0], 300.0, year),
                )
            ]
        )

    def setUp(self):
        super().setUp()
        for target, reached in zip(self.targets, (50.0, 40.0, 90.0), strict=True):
            self._set(target, actual_value=reached, has_actual=True)
        late = {"date_start": "2026-01-01", "date_deadline": "2026-02-01"}
        for plan in self.others:
            self._create_action(plan, **late)
        second = self._create_line("kam.value", name="Faster")
        self._set(self.value, state="confirmed", confirmed_total=100.0)
        self._set(second, state="delivered", confirmed_total=None)
        share = self.env["kam.share"].with_user(self.kam).create({"plan_id": self.plan.id})
        self._set(share, state="agreed", drift=25.0, drift_count=1)
        self.env.invalidate_all()

    def _read_totals(self, user, plans=None):
        """The totals of a group of plans, as the list asks for them."""
        records = self.env["kam.plan"].with_user(user)
        offered = records.fields_get(NUMBERS, ["aggregator"])
        sums = [f"{name}:{offered[name]['aggregator']}" for name in NUMBERS]
        domain = [("id", "in", (plans or self.plans).ids)]
        ((_user, *found),) = records._read_group(domain, ["user_id"], sums)
        return dict(zip(NUMBERS, found, strict=True))

    def test_rows(self):
        plan, first, second = self.plans.with_user(self.manager)
        self.assertEqual((plan.running_target, plan.running_reached), (100.0, 50.0))
        self.assertEqual(plan.running_share, 50.0)
        self.assertEqual((plan.value_confirmed, plan.agreed_drift), (100.0, 25.0))
        self.assertEqual((first.running_share, first.late_action_count), (30.0, 1))
        # What is not known is no 0.
        for name in ("running_target", "running_share", "value_confirmed", "agreed_drift"):
            self.assertIs(second[name], False, name)

    def test_totals_compare_the_sums_and_add_up_no_percents(self):
        found = self._read_totals(self.manager)
        self.assertEqual((found["running_target"], found["running_reached"]), (400.0, 140.0))
        self.assertAlmostEqual(found["running_share"], 35.0)
        self.assertEqual(found["late_action_count"], 2)
        self.assertEqual(found["value_confirmed"], 100.0)
        self.assertEqual(
            found["open_gap_count"],
            sum(self.plans.with_user(self.manager).mapped("open_gap_count")),
        )
        nothing = self._read_totals(self.manager, self.others[1])
        for name in ("running_target", "running_reached", "running_share", "value_confirmed"):
            self.assertIs(nothing[name], False, name)
        self.assertEqual(nothing["late_action_count"], 1)
        drift = self.env["kam.plan"].fields_get(["agreed_drift"], ["aggregator"])["agreed_drift"]
        self.assertFalse(drift.get("aggregator"))

    def test_each_sees_his_own(self):
        self.others.sudo().confidentiality = "team"
        self.env.flush_all()
        own = self._read_totals(self.reader)
        self.assertEqual((own["running_target"], own["late_action_count"]), (100.0, 0))
        self.assertEqual(self._read_totals(self.manager)["running_target"], 400.0)

    def test_one_page_costs_the_same_with_one_and_with_fifty(self):
        more = self._create_plans(50)
        view = self.env.ref("kam_planning.kam_plan_view_list_compare")
        names = [node.get("name") for node in view._get_combined_arch().iter("field")]
        counts = []
        for plans in (self.plan, self.plan | more):
            for _warm in range(2):
                self.env.flush_all()
                self.env.invalidate_all()
                before = self.env.cr.sql_log_count
                plans.with_user(self.manager).web_read({name: {} for name in names})
                count = self.env.cr.sql_log_count - before
            counts.append(count)
        self.assertLessEqual(counts[1], counts[0] + 1)
