"""Days of figures are the company's, and their lists and Odoo's reports agree with them."""

from datetime import date, datetime, timedelta

from odoo import Command
from odoo.tests import freeze_time, new_test_user

from odoo.addons.kam_planning.tools.periods import ALL_TIME, Period

from ..tools.zones import AUCKLAND, DAYS, EVENING, LOS_ANGELES
from .common import FiguresCommon

SECOND = timedelta(seconds=1)


class ZonesCommon(FiguresCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.partner_id.tz = LOS_ANGELES
        cls.seller = new_test_user(
            cls.env,
            "seller",
            "kam_planning.group_kam_manager,sales_team.group_sale_manager",
            tz=LOS_ANGELES,
        )

    @classmethod
    def _order_at(cls, moment, amount, partner=None):
        order = cls._order(amount, partner=partner)
        order.date_order = moment
        return order

    def _run(self):
        with self.enter_registry_test_mode():
            self.env.ref("kam_planning.cron_refresh_figures").method_direct_trigger()
        self.env.invalidate_all()


class TestZoneOfFigures(ZonesCommon):
    def _read_list(self, measure, period, user=None):
        """The records that a click on the figure opens."""
        measure = measure.with_user(user or self.seller)
        action = measure._prepare_records_action(self.customer, period, self.company)
        records = self.env[action["res_model"]].with_user(user or self.seller)
        return records.with_context(**action.get("context", {})).search(action["domain"])

    def _read_report(self, day, zone):
        """Odoo's sales analysis of that day, as a user in that zone sees it grouped by days."""
        report = self.env["sale.report"].with_user(self.seller).with_context(tz=zone)
        domain = [("partner_id", "child_of", self.customer.id), ("state", "=", "sale")]
        groups = report._read_group(domain, ["date:day"], ["price_subtotal:sum"])
        return {first.date(): amount for first, amount in groups}.get(day)

    @freeze_time(EVENING)
    def test_an_order_confirmed_this_evening_is_in_todays_figures(self):
        order = self._order(300, months_ago=0)
        self.assertEqual(order.date_order, EVENING)
        self.plan.with_user(self.kam).action_refresh_figures()
        self.assertEqual(self.plan.order_intake, 300)
        action = self.plan.with_user(self.seller).action_open_figure("order_intake")
        lines = self.env["sale.order.line"].with_user(self.seller).search(action["domain"])
        self.assertEqual(lines, order.order_line)

    def test_figure_list_and_report_of_a_day_agree(self):
        measure = self._measure("order_intake")
        for zone, day, first, following in DAYS:
            with self.subTest(zone=zone, day=day):
                self.company.partner_id.tz = zone
                moments = (first - SECOND, first, following - SECOND, following)
                orders = [self._order_at(at, 2**n) for n, at in enumerate(moments)]
                period = Period(day, day)
                self.assertEqual(self._figure("order_intake", period), 6)
                lines = orders[1].order_line | orders[2].order_line
                self.assertEqual(self._read_list(measure, period), lines)
                self.assertEqual(self._read_report(day, zone), 6)
                self.env["sale.order"].union(*orders)._action_cancel()

    def test_periods_beside_each_other_and_overlapping_share_no_moment_wrongly(self):
        # The last second of March and the first of April, over the beginning of summer.
        self._order_at(datetime(2026, 3, 1, 8), 1)
        self._order_at(datetime(2026, 4, 1, 6, 59, 59), 2)
        self._order_at(datetime(2026, 4, 1, 7), 4)
        march = Period(date(2026, 3, 1), date(2026, 3, 31))
        april = Period(date(2026, 4, 1), date(2026, 4, 30))
        both = Period(march.start, april.end)
        until, since = Period(None, march.end), Period(april.start, None)
        spans = [march, april, both, until, since, ALL_TIME]
        measure = self._measure("order_intake")
        figures = measure._get_figures(self.customer, spans, self.company)[measure]
        values = [figures.get((self.customer.id, index)) for index in range(len(spans))]
        self.assertEqual(values, [3, 4, 7, 3, 4, 7])

    def test_distinct_values_are_counted_by_the_same_days(self):
        measure = self.env["kam.measure"].create(
            {
                "name": "Buyers",
                "unit": "count",
                "model_name": "sale.order",
                "aggregate": "count_distinct",
                "field_name": "partner_id",
                "date_path": "date_order",
            }
        )
        self._order_at(datetime(2026, 3, 2, 7, 59, 59), 1, self.north)
        self._order_at(datetime(2026, 3, 2, 8), 1)
        self._order_at(datetime(2026, 3, 3, 7, 59, 59), 1)
        self._order_at(datetime(2026, 3, 3, 8), 1, self.plant)
        days = [Period(date(2026, 3, day), date(2026, 3, day)) for day in (1, 2, 3)]
        spans = [*days, Period(days[0].start, days[1].end)]
        figures = measure._get_figures(self.customer, spans, self.company)[measure]
        values = [figures.get((self.customer.id, index)) for index in range(len(spans))]
        self.assertEqual(values, [1, 1, 1, 2])

    def test_without_a_zone_and_with_an_unknown_one_days_are_in_utc(self):
        self._order_at(datetime(2026, 3, 1, 23, 59, 59), 1)
        self._order_at(datetime(2026, 3, 2), 2)
        day = Period(date(2026, 3, 2), date(2026, 3, 2))
        for name in (None, "Mars/Olympus Mons"):
            self.env.flush_all()
            partner = self.company.partner_id
            self.env.cr.execute("UPDATE res_partner SET tz = %s WHERE id = %s", (name, partner.id))
            self.env.invalidate_all()
            self.assertEqual(self._figure("order_intake", day), 2)

    @freeze_time(EVENING)
    def test_conditions_on_days_mean_the_companys_for_every_reader(self):
        far = new_test_user(
            self.env,
            "far",
            "kam_planning.group_kam_manager,sales_team.group_sale_manager",
            tz="Pacific/Kiritimati",
        )
        yesterday = self._order_at(datetime(2026, 3, 2, 7, 59, 59), 1)
        today = self._order_at(datetime(2026, 3, 2, 8), 2)
        cases = [
            ("[('date_order', '<', 'today')]", yesterday),
            ("[('date_order', '>=', 'today')]", today),
            ("[('date_order', '>', 'today -1d')]", yesterday | today),
            ("[('date_order', '<=', 'today')]", yesterday | today),
            ("[('date_order', '>=', '2026-03-02')]", today),
            ("[('date_order', '>', '2026-03-01')]", today),
            ("[('date_order', '<=', '2026-03-01')]", yesterday),
            ("[('date_order', '<', '2026-03-02 08:00:00')]", yesterday),
            ("[('order_line', 'any', [('create_date', '=', False)])]", yesterday.browse()),
            ("['!', ('date_order', '<', 'today')]", today),
            ("[('order_line', 'any', [('order_id.date_order', '<', 'today')])]", yesterday),
            ("[('date_order.day_of_month', '=', 1)]", yesterday),
        ]
        measure = self.env["kam.measure"].create(
            {"name": "Orders", "unit": "count", "model_name": "sale.order", "aggregate": "count"}
        )
        for domain, expected in cases:
            with self.subTest(domain=domain):
                measure.domain = f"{domain[:-1]}, ('partner_id', '=', {self.customer.id})]"
                figures = measure._get_figures(self.customer, [ALL_TIME], self.company)[measure]
                self.assertEqual(figures.get((self.customer.id, 0), 0), len(expected))
                self.assertEqual(self._read_list(measure, ALL_TIME, far), expected)
                self.assertEqual(self._read_list(measure, ALL_TIME), expected)

    @freeze_time(EVENING)
    def test_overdue_begins_with_the_companys_day(self):
        # Due on 2 March: in Los Angeles that day is not over, though it is in UTC.
        invoice = self._invoice(100, invoice_date=date(2026, 2, 1))
        invoice.line_ids.filtered("date_maturity").date_maturity = date(2026, 3, 2)
        self.assertEqual(self._figure("overdue", ALL_TIME) or 0, 0)
        with freeze_time("2026-03-03 08:00:00"):
            self.assertEqual(self._figure("overdue", ALL_TIME), 100)

    @freeze_time(EVENING)
    def test_what_was_done_a_day_ahead_is_done_today(self):
        activity = self.env["mail.activity"].create(
            {
                "res_model_id": self.env["ir.model"]._get_id("res.partner"),
                "res_id": self.customer.id,
                "user_id": self.kam.id,
            }
        )
        activity.write({"active": False, "date_done": date(2026, 3, 3)})
        today = Period(date(2026, 3, 2), date(2026, 3, 2))
        self.assertEqual(self._figure("activities", today), 1)
        done = self.env["kam.activity.done"].sudo()
        domain = self._measure("activities")._get_records_domain_sudo(
            done, self.customer, today, self.company
        )
        self.assertEqual(done.search(domain).date_done, date(2026, 3, 2))


class TestZoneOfTheJob(ZonesCommon):
    """Two companies, on both sides of the date line."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other_company.partner_id.tz = AUCKLAND
        cls.foreign.write({"company_ids": [Command.link(cls.company.id)]})
        cls.elsewhere = cls._create_plan(cls.foreign, company_id=cls.other_company.id)
        cls.plans = (cls.plan | cls.elsewhere).sudo()

    def _find_outdated(self):
        Plan = self.env["kam.plan"].sudo()
        domain = Plan._get_outdated_domain()
        found = Plan.search(domain) & self.plans
        self.assertEqual(self.plans.filtered_domain(domain), found)
        return found

    def test_what_was_read_before_the_companys_midnight_is_old(self):
        # One in the morning of 2 March in Los Angeles, ten in the evening in Auckland.
        self.plans.figures_date = datetime(2026, 3, 2, 9)
        for now, expected in (
            ("2026-03-02 10:59:59", self.env["kam.plan"]),
            ("2026-03-02 11:00:00", self.elsewhere),
            ("2026-03-03 07:59:59", self.elsewhere),
            ("2026-03-03 08:00:00", self.plans),
        ):
            with freeze_time(now):
                self.assertEqual(self._find_outdated(), expected, now)

    def test_whoever_runs_the_job_the_days_are_the_companies(self):
        self.plans.figures_date = datetime(2026, 3, 2, 9)
        for zone in (False, "Pacific/Kiritimati", "Pacific/Pago_Pago"):
            self.env.ref("base.user_root").tz = zone
            with freeze_time("2026-03-02 11:00:00"):
                self.assertEqual(self._find_outdated(), self.elsewhere)

    def test_figures_of_this_evening_are_read_anew_at_night(self):
        with freeze_time(EVENING):
            self.plans._refresh_figures()
            self._order(300, months_ago=0)
        # One in the morning in Los Angeles; in UTC it is the same day as the evening was.
        with freeze_time("2026-03-03 09:00:00"):
            self._run()
        self.assertEqual(self.plan.figures_date, datetime(2026, 3, 3, 9))
        self.assertEqual(self.plan.order_intake, 300)
        # In Auckland it was the same day.
        self.assertEqual(self.elsewhere.sudo().figures_date, EVENING)

    def test_each_company_has_the_figures_of_its_own_year(self):
        # Half past nine in the evening of 2 March 2025 in Los Angeles, 3 March in Auckland.
        with freeze_time(EVENING):
            self._order_at(datetime(2025, 3, 3, 5, 30), 100)
            other = self._order(7, company_id=self.other_company.id, pricelist_id=False)
            other.date_order = datetime(2025, 3, 3, 5, 30)
            self.plans._refresh_figures()
        # A year that ends on 2 March begins on the 3rd, the one that ends on the 3rd on the 4th.
        values = [plan.figures["values"]["order_intake"] for plan in self.plans]
        self.assertEqual(values, [[0, 100], [0, 7]])

    def test_queries_grow_with_no_plan_and_no_zone(self):
        """The companies, and what is read of them and of their partners."""
        self.plans._refresh_figures()
        few = self._count_queries(self.env["kam.plan"].sudo()._get_outdated_domain)
        self.env["res.company"].create([{"name": f"Company {n}"} for n in range(20)])
        many = self._count_queries(self.env["kam.plan"].sudo()._get_outdated_domain)
        self.assertEqual(few, many)
        self.assertLessEqual(many, 3)
