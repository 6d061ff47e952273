"""Open opportunities whose closing is not given or past stand beside the forecast."""

from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time

from odoo.addons.kam_planning.tools.periods import ALL_TIME

from ..common.common import TODAY
from .common import FiguresCommon


@freeze_time(TODAY)
class TestUndated(FiguresCommon):
    """On 2 March 2026."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.seller = cls._create_user(
            "seller", "group_kam_user", "sales_team.group_sale_salesman_all_leads"
        )
        half = {"probability": 50}
        cls.dated = cls._lead(400, date_deadline="2026-06-30", **half)
        cls.closing = cls._lead(10, date_deadline=TODAY, **half)
        cls.past = cls._lead(1000, date_deadline="2026-02-28", **half)
        cls.open_end = cls._lead(2000, partner=cls.plant, **half)
        cls._lead(70, date_deadline=False, **half).action_set_lost()
        cls._lead(70, partner=cls.stranger, **half)
        cls._lead(80, type="lead", **half)
        cls._lead(90, active=False, **half)

    def _parts(self, target):
        return (
            target.actual_value,
            target.forecast_value,
            target.undated_value,
            target.undated_count,
        )

    def test_the_forecast_counts_from_today_and_the_rest_stands_beside_it(self):
        self._invoice(300, months_ago=1)
        self.assertEqual(self._parts(self._target()), (300, 300 + 200 + 5, 500 + 1000, 2))

    def test_a_quarter_to_come_and_one_that_is_over(self):
        to_come = self._target(date_start="2026-04-01", date_end="2026-06-30")
        over = self._target(date_start="2025-10-01", date_end="2025-12-31")
        self.assertEqual(self._parts(to_come), (0, 200, 1500, 2))
        self.assertEqual(self._parts(over), (0, 0, 0, 0), "nothing is forecast any more")

    def test_no_forecast_no_figure_beside_it(self):
        target = self._target(measure_id=self._measure("overdue").id)
        self.assertEqual((target.undated_value, target.undated_count), (0, 0))

    def test_a_forecast_of_something_else_counts_the_whole_period(self):
        self._order(33, confirm=False, months_ago=1)
        measure = self._measure("revenue").copy(
            {"name": "Own", "forecast_measure_id": self._measure("quotations").id}
        )
        target = self._target(measure_id=measure.id)
        self.assertEqual(self._parts(target), (0, 33, 0, 0))

    def test_a_stream_has_its_own(self):
        cell = self._cell(self.offering_salt)
        mine = self._lead(60, kam_whitespace_id=cell.id, probability=50)
        target = self._target(offering_id=self.offering_salt.id)
        self.assertEqual(self._parts(target), (0, 0, 30, 1))
        action = target.with_user(self.seller).action_open_undated()
        self.assertEqual(self._open(action), mine)

    def _open(self, action):
        model = self.env[action["res_model"]].with_user(self.seller)
        return model.with_context(action["context"]).search(action["domain"])

    def test_they_open_from_the_target_and_from_the_plan(self):
        undated = self.past | self.open_end
        self.assertEqual(
            self._open(self._target().with_user(self.seller).action_open_undated()), undated
        )
        for name in ("undated", "undated_pipeline"):
            action = self.plan.with_user(self.seller).action_open_figure(name)
            self.assertEqual(self._open(action), undated)
        with self.assertRaises(AccessError):
            self._target(target_value=5, date_end="2026-11-30").with_user(
                self.mate
            ).action_open_undated()

    def test_the_filter_of_opportunities_finds_them(self):
        view = self.env.ref("kam_planning.crm_lead_view_search")
        arch = (
            self.env["crm.lead"]
            .with_user(self.seller)
            .get_view(self.env.ref("crm.view_crm_case_opportunities_filter").id, "search")["arch"]
        )
        self.assertIn("kam_undated", arch, view.name)

    def test_the_snapshot_shows_them(self):
        self.plan.action_refresh_figures()
        values = self.plan.figures["values"]
        self.assertEqual(values["undated"], [2, None])
        self.assertEqual(values["undated_pipeline"], [1500, None])
        self.assertEqual(self._figure("pipeline", ALL_TIME), 400 + 10 + 1000 + 2000)

    def test_the_same_opportunities_are_not_added_up_over_targets(self):
        for name in ("undated_value", "undated_count"):
            self.assertIsNone(self.env["kam.target"]._fields[name].aggregator, name)

    def test_an_actual_opens_its_records(self):
        seller = self.seller
        target = self._target(measure_id=self._measure("order_intake").id)
        first = self._order(70, months_ago=1)
        self._order(80, months_ago=6)
        salt = self._order(5, product=self.salt, months_ago=1)
        self.assertEqual(
            self._open(target.with_user(seller).action_open_actual()).order_id, first | salt
        )
        stream = self._target(
            measure_id=self._measure("order_intake").id, offering_id=self.offering_salt.id
        )
        self.assertEqual(self._open(stream.with_user(seller).action_open_actual()).order_id, salt)
        rate = self._target(measure_id=self._measure("win_rate").id)
        with self.assertRaises(UserError):
            rate.with_user(seller).action_open_actual()
        self.plan.confidentiality = "team"
        with self.assertRaises(AccessError):
            target.with_user(self.reader).action_open_actual()

    def test_dates_of_the_year_are_kept(self):
        self.assertEqual(self._target().date_end, date(2026, 12, 31))
