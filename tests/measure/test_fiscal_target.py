"""Targets and plans of companies whose year is not the calendar's, and how targets end."""

from datetime import date

from odoo.exceptions import ValidationError
from odoo.tests import Form, freeze_time

from ..common.common import TODAY
from .common import FiguresCommon


class FiscalCommon(FiguresCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_year(31, 3)

    @classmethod
    def _set_year(cls, day, month):
        cls.company.write({"fiscalyear_last_day": day, "fiscalyear_last_month": str(month)})

    def _target(self, start="2026-01-01", end="2026-12-31", **values):
        return super()._target(date_start=start, date_end=end, **values)


@freeze_time(TODAY)
class TestPeriodNames(FiscalCommon):
    def test_periods_have_the_names_of_the_fiscal_year(self):
        for start, end, name in (
            ("2026-04-01", "2027-03-31", "FY 2026/27"),
            ("2026-04-01", "2028-03-31", "FY 2026/27 – FY 2027/28"),
            ("2026-07-01", "2026-09-30", "Q2 2026/27"),
            ("2026-01-01", "2026-03-31", "Q4 2025/26"),
            ("2026-01-01", "2026-12-31", "Jan 2026 – Dec 2026"),
            ("2026-02-01", "2026-02-28", "February 2026"),
            ("2026-02-03", "2026-05-04", "02/03/2026 – 05/04/2026"),
            ("2026-02-03", "2026-02-03", "02/03/2026"),
        ):
            target = self._target(start, end)
            self.assertEqual(target.period_label, name)
            self.assertEqual(target.display_name, f"Revenue {name}")

    def test_the_calendar_year_reads_as_such(self):
        self._set_year(31, 12)
        for start, end, name in (
            ("2026-01-01", "2026-12-31", "2026"),
            ("2026-04-01", "2026-06-30", "Q2 2026"),
            ("2026-04-01", "2027-03-31", "Apr 2026 – Mar 2027"),
        ):
            self.assertEqual(self._target(start, end).period_label, name)

    def test_a_name_follows_the_fiscal_year_and_the_format_of_dates(self):
        year = self._target("2026-04-01", "2027-03-31")
        day = self._target("2026-02-03", "2026-02-04")
        self.assertEqual(year.period_label, "FY 2026/27")
        self._set_year(31, 12)
        self.assertEqual(year.period_label, "Apr 2026 – Mar 2027")
        self.env["res.lang"]._lang_get("en_US").date_format = "%d.%m.%Y"
        self.env.invalidate_all()
        self.assertEqual(day.period_label, "03.02.2026 – 04.02.2026")

    def test_targets_are_grouped_by_the_fiscal_year_in_which_they_end(self):
        for start, end in (
            ("2026-04-01", "2027-03-31"),
            ("2026-10-01", "2026-12-31"),
            ("2026-01-01", "2026-03-31"),
        ):
            self._target(start, end)
        targets = self.env["kam.target"].with_user(self.kam)
        groups = targets._read_group([("plan_id", "=", self.plan.id)], ["fiscal_year"], ["__count"])
        self.assertEqual(groups, [("2025/26", 1), ("2026/27", 2)])
        self._set_year(31, 12)
        groups = targets._read_group([("plan_id", "=", self.plan.id)], ["fiscal_year"], ["__count"])
        self.assertEqual(groups, [("2026", 2), ("2027", 1)])

    def test_a_period_that_ends_before_it_starts_is_refused_in_the_reader_s_format(self):
        target = self._target("2026-05-01", "2026-06-01")
        with self.assertRaisesRegex(ValidationError, "Revenue.*04/01/2026.*05/01/2026"):
            target.date_end = "2026-04-01"

    def test_the_language_is_that_of_the_reader(self):
        self.env["res.lang"]._activate_lang("de_DE")
        month = self._target("2026-03-01", "2026-03-31")
        self.assertEqual(month.period_label, "March 2026")
        self.assertEqual(month.with_context(lang="de_DE").period_label, "März 2026")
        self.assertEqual(month.with_context(lang="de_DE").display_name, "Revenue März 2026")

    def test_a_period_that_is_being_typed(self):
        form = Form(
            self.env["kam.target"].with_user(self.kam).with_context(default_plan_id=self.plan.id)
        )
        form.date_start = "2026-05-01"
        form.date_end = "2026-04-01"
        self.assertEqual(form.outcome, "running")
        form.date_end = False
        form.date_start = False
        self.assertEqual(form.pace_needed, 0)


@freeze_time(TODAY)
class TestProposals(FiscalCommon):
    def _wizard(self, plan):
        wizard = self.env["kam.target.generate"].with_user(self.kam)
        return Form(wizard.with_context(default_plan_id=plan.id))

    def test_a_year_is_split_into_fiscal_quarters_by_the_season_of_the_year_before(self):
        """Revenue of the fiscal year 2025/26: 100 in May, 300 in December."""
        self._invoice(100, invoice_date="2025-05-31")
        self._invoice(300, invoice_date="2025-12-01")
        self._invoice(999, invoice_date="2025-03-31")
        plan = self._create_plan(
            partner_id=self.customer.id, date_start="2026-05-15", date_end="2027-05-14"
        )
        form = self._wizard(plan)
        self.assertEqual(form.date_start, date(2026, 4, 1))
        self.assertEqual(form.period_label, "FY 2026/27")
        self.assertEqual(form.baseline, 400)
        form.target_value = 800
        form.split = "season"
        form.save().action_generate()
        year, *quarters = plan.target_ids.sorted(lambda t: (t.date_start, -t.target_value))
        self.assertEqual(year.period_label, "FY 2026/27")
        self.assertEqual(
            [(q.period_label, q.target_value) for q in quarters],
            [
                ("Q1 2026/27", 200),
                ("Q2 2026/27", 0),
                ("Q3 2026/27", 600),
                ("Q4 2026/27", 0),
            ],
        )
        self.assertEqual(quarters[0].date_end, date(2026, 6, 30))

    def test_a_year_from_any_day_is_still_possible(self):
        form = self._wizard(self.plan)
        form.date_start = "2026-02-01"
        self.assertEqual(form.period_label, "Feb 2026 – Jan 2027")
        form.target_value = 400
        form.with_year = False
        form.save().action_generate()
        quarters = self.plan.target_ids.sorted("date_start")
        self.assertEqual(
            quarters.mapped("date_end"),
            [date(2026, 4, 30), date(2026, 7, 31), date(2026, 10, 31), date(2027, 1, 31)],
        )

    def test_plans_are_named_and_continued_by_the_fiscal_year(self):
        plan = self._create_plan(date_start="2026-04-01", date_end="2027-03-31")
        self.assertEqual(plan.name, "Acme FY 2026/27")
        self.assertEqual(plan._get_next_period(), (date(2027, 4, 1), date(2028, 3, 31)))
        late = self._create_plan(date_start="2026-06-15", date_end="2027-03-31")
        self.assertEqual(late.name, "Acme 2026–2027")
        self.assertEqual(late._get_next_period(), (date(2027, 4, 1), date(2028, 3, 31)))

    def test_a_proposed_fiscal_name_is_proposed_anew(self):
        form = Form(self.env["kam.plan"].with_user(self.kam))
        form.partner_id = self.customer
        form.date_start, form.date_end = "2026-04-01", "2027-03-31"
        self.assertEqual(form.name, "Acme FY 2026/27")
        form.date_start, form.date_end = "2027-04-01", "2028-03-31"
        self.assertEqual(form.name, "Acme FY 2027/28")

    def test_a_new_plan_begins_with_a_fiscal_month(self):
        self._set_year(5, 4)
        plan = self.env["kam.plan"].with_user(self.kam).create({"partner_id": self.customer.id})
        # 2 March lies in the second half of the month from 6 February to 5 March.
        self.assertEqual((plan.date_start, plan.date_end), (date(2026, 3, 6), date(2027, 3, 5)))

    def test_the_paper_has_the_quarters_of_the_fiscal_year(self):
        plan = self._create_plan(date_start="2026-04-01", date_end="2026-12-31")
        columns = plan._fill_paper_actions()[plan]["columns"]
        self.assertEqual(
            [(column["number"], column["year"]) for column in columns],
            [(1, "2026/27"), (2, "2026/27"), (3, "2026/27")],
        )


class TestOutcome(FiscalCommon):
    """Looked at on 2 March 2026 and on days after the period."""

    def _looked_at(self, day, target):
        with freeze_time(day):
            self.env.invalidate_all()
            target = target.with_user(self.kam)
            return target.outcome, target.outcome_text, target.pace_needed

    def test_a_target_ends_reached_or_missed_by_an_amount(self):
        with freeze_time(TODAY):
            self._invoice(900, invoice_date="2026-02-10")
            missed = self._target()
            # The goods cost 6.
            reached = self._target(target_value=894, measure_id=self._measure("margin").id)
        outcome, text, pace = self._looked_at("2026-12-31", missed)
        self.assertEqual((outcome, text), ("running", False))
        self.assertAlmostEqual(pace, 300 * 30.4375)
        outcome, text, pace = self._looked_at("2027-01-01", missed)
        self.assertEqual(outcome, "missed")
        self.assertIs(pace, False)
        self.assertRegex(text, r"^Missed by .*300\.00")
        self.assertEqual(self._looked_at("2027-01-01", reached), ("reached", "Reached", False))

    def test_what_nobody_knows_ended_unknown(self):
        with freeze_time(TODAY):
            rate = self._target(measure_id=self._measure("win_rate").id, target_value=30)
            nothing = self._target(target_value=0)
        for target in (rate, nothing):
            self.assertEqual(self._looked_at("2027-01-01", target), ("unknown", "Not known", False))
            self.assertEqual(self._looked_at("2026-12-31", target)[0], "running")
            self.assertEqual(self._looked_at("2026-12-31", target)[2], False)

    def test_lower_is_better_is_missed_by_what_lies_above(self):
        with freeze_time(TODAY):
            self._invoice(100, invoice_date_due="2026-02-20")
            target = self._target(measure_id=self._measure("overdue").id, target_value=30)
        outcome, text, pace = self._looked_at("2027-01-01", target)
        self.assertEqual((outcome, pace), ("missed", False))
        self.assertRegex(text, r"^Missed by .*70\.00")

    def test_outcomes_can_be_filtered(self):
        with freeze_time(TODAY):
            self._invoice(900, invoice_date="2026-02-10")
            missed = self._target()
            reached = self._target(target_value=900, end="2026-12-30")
            unknown = self._target(measure_id=self._measure("win_rate").id)
            running = self._target(end="2027-12-31")
        every = missed | reached | unknown | running
        targets = self.env["kam.target"].with_user(self.kam)
        with freeze_time("2027-01-01"):
            for operator, value, expected in (
                ("=", "missed", missed),
                ("=", "reached", reached),
                ("=", "unknown", unknown),
                ("=", "running", running),
                ("in", ["missed", "running"], missed | running),
                ("!=", "missed", every - missed),
                ("not in", ["missed", "running"], reached | unknown),
                ("=", False, targets),
            ):
                found = targets.search([("id", "in", every.ids), ("outcome", operator, value)])
                self.assertEqual(found, expected, (operator, value))
            self.assertEqual(every.filtered_domain([("outcome", "=", "missed")]), missed)
