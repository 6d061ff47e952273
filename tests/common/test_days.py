from datetime import date, datetime
from importlib.util import module_from_spec, spec_from_file_location

from odoo.fields import Domain
from odoo.modules.module import get_module_path
from odoo.tests import freeze_time
from odoo.tools import SQL

from odoo.addons.kam_planning.models.common import days

from ..tools.zones import AUCKLAND, EVENING, LOS_ANGELES
from .common import KamCommon


class TestDays(KamCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env.company
        cls.company.partner_id.tz = LOS_ANGELES
        cls.other_company.partner_id.tz = AUCKLAND

    def test_a_moment_in_a_file_is_as_the_user_reads_it(self):
        records = self.env["kam.plan"].with_user(self.kam).with_context(tz=AUCKLAND)
        moment = days.moment_of_user(records, datetime(2026, 3, 2, 8))
        self.assertEqual(moment, datetime(2026, 3, 2, 21))

    @freeze_time(EVENING)
    def test_the_day_is_the_companys_whoever_asks(self):
        nobody = self.env["res.company"]
        for zone in (AUCKLAND, "Pacific/Kiritimati", None):
            self.kam.tz = zone
            company = self.company.with_user(self.kam).with_context(tz=zone)
            self.assertEqual(days.today_of(company), date(2026, 3, 2))
            self.assertEqual(days.start_of_today(company), datetime(2026, 3, 2, 8))
        self.assertEqual(days.today_of(self.other_company), date(2026, 3, 3))
        self.assertEqual(days.start_of_today(self.other_company), datetime(2026, 3, 2, 11))
        self.assertEqual(days.today_of(nobody), date(2026, 3, 3))
        self.assertEqual(days.start_of_today(nobody), datetime(2026, 3, 3))

    @freeze_time(EVENING)
    def test_the_readers_day_is_that_of_his_zone(self):
        for zone, day in ((LOS_ANGELES, 2), (AUCKLAND, 3), (None, 3)):
            self.assertEqual(
                days.today_of_user(self.company.with_context(tz=zone)), date(2026, 3, day)
            )

    def test_the_database_and_python_agree_on_days(self):
        moments = [
            datetime(2026, month, day, hour, 30)
            for month, day in ((3, 1), (3, 8), (3, 9), (4, 5), (10, 31), (11, 1), (11, 2), (12, 31))
            for hour in range(24)
        ]
        for zone in (LOS_ANGELES, AUCKLAND, "Pacific/Kiritimati", "Asia/Kolkata", "Mars/Base"):
            self.env.flush_all()
            self.env.cr.execute(
                "UPDATE res_partner SET tz = %s WHERE id = %s", (zone, self.company.partner_id.id)
            )
            self.env.invalidate_all()
            rows = self.env.execute_query(
                SQL(
                    "SELECT %s FROM unnest(%s::timestamp[]) AS moment ORDER BY moment",
                    days.day_to_sql(SQL("moment"), self.company),
                    moments,
                )
            )
            expected = [days.day_of(moment, self.company) for moment in moments]
            self.assertEqual([row[0] for row in rows], expected, zone)

    def test_companies_of_one_zone_go_together(self):
        third = self.env["res.company"].create({"name": "Third"})
        third.partner_id.tz = AUCKLAND
        plans = self._create_plan() | self.env["kam.plan"].create(
            [
                {"partner_id": self.customer.id, "company_id": company.id}
                for company in (self.other_company, third)
            ]
        )
        groups = days.group_by_zone(plans.sudo())
        self.assertEqual([records for _company, records in groups], [plans[0], plans[1:]])

    def test_companies_of_one_zone_need_no_condition_on_them(self):
        def prepare(company):
            return Domain("date_end", "<", days.today_of(company))

        self.env["res.company"].search([]).partner_id.tz = LOS_ANGELES
        with freeze_time(EVENING):
            domain = days.of_each_day(self.env, prepare)
            self.assertEqual(list(domain), [("date_end", "<", date(2026, 3, 2))])
            self.other_company.partner_id.tz = AUCKLAND
            domain = days.of_each_day(self.env, prepare)
            found = {condition.field_expr for condition in domain.iter_conditions()}
            self.assertEqual(found, {"date_end", "company_id"})

    def test_the_upgrade_moves_what_was_confirmed_in_the_evening(self):
        with freeze_time(EVENING):
            evening = self._create_objective(self._create_plan(review_interval=3))
        with freeze_time("2026-03-02 20:00:00"):
            noon = self._create_objective(evening.plan_id, name="Noon")
        lines = (evening | noon).sudo()
        lines.stale_date = date(2026, 6, 3)
        self.env.flush_all()
        self._upgrade()
        self.assertEqual(lines.mapped("stale_date"), [date(2026, 6, 2), date(2026, 6, 3)])

    def _upgrade(self):
        path = f"{get_module_path('kam_planning')}/migrations/19.0.1.4.0/post-days.py"
        spec = spec_from_file_location("post_days", path)
        module = module_from_spec(spec)
        spec.loader.exec_module(module)
        module.migrate(self.env.cr, "19.0.1.3.0")
        self.env.invalidate_all()

    @freeze_time(EVENING)
    def test_conditions_on_days_are_fixed_for_the_company(self):
        order = self.env["sale.order"].with_context(tz=AUCKLAND)
        cases = [
            # Days of the company, of a date.
            (("validity_date", "<", "today"), ("validity_date", "<", "2026-03-02")),
            (("validity_date", "<=", "now"), ("validity_date", "<=", "2026-03-02")),
            (("validity_date", ">", "today -1m"), ("validity_date", ">", "2026-02-02")),
            (("validity_date", ">", "2026-01-01"), ("validity_date", ">", "2026-01-01")),
            (("validity_date", "in", ["today"]), ("validity_date", "in", ["2026-03-02"])),
            (("validity_date", "=", False), ("validity_date", "=", False)),
            # Moments.
            (("date_order", ">=", "today"), ("date_order", ">=", "2026-03-02 08:00:00")),
            (("date_order", ">", "2026-03-08"), ("date_order", ">=", "2026-03-09 07:00:00")),
            (("date_order", "<=", "2026-03-08"), ("date_order", "<", "2026-03-09 07:00:00")),
            (("date_order", "<", "now"), ("date_order", "<", "2026-03-03 05:00:00")),
            (("date_order", "<", "now =1d"), ("date_order", "<", "2026-03-01 08:00:00")),
            # No days.
            (("name", "=", "today"), ("name", "=", "today")),
            (("no_such_field", "=", "today"), ("no_such_field", "=", "today")),
            (("partner_id.name", "=", "today"), ("partner_id.name", "=", "today")),
        ]
        for given, expected in cases:
            domain = days.fix_days(Domain([given]), order, self.company)
            self.assertEqual(list(domain), [expected], given)
        nested = Domain("order_line", "any", [("order_id.date_order", "<", "today")])
        [(_path, _operator, below)] = days.fix_days(nested, order, self.company)
        self.assertEqual(list(below), [("order_id.date_order", "<", "2026-03-02 08:00:00")])
