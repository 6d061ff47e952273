from datetime import date

from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form, freeze_time

from ..common.common import TODAY
from .common import FiguresCommon


@freeze_time(TODAY)
class TestTarget(FiguresCommon):
    """Targets of Acme's plan of 2026, looked at on 2 March 2026."""

    def test_actual_forecast_attainment_and_pace(self):
        self._invoice(200, months_ago=1)
        self._invoice(100, partner=self.plant, product=self.salt, months_ago=1)
        self._invoice(999, months_ago=6)
        self._lead(400, date_deadline="2026-06-30", probability=50)
        self._lead(400, date_deadline="2027-06-30", probability=50)
        target = self._target()
        self.assertEqual(
            (target.date_start, target.date_end), (date(2026, 1, 1), date(2026, 12, 31))
        )
        self.assertAlmostEqual(target.actual_value, 300)
        self.assertAlmostEqual(target.forecast_value, 500)
        self.assertAlmostEqual(target.attainment, 25)
        self.assertEqual(target.period_label, "2026")
        days = (date(2026, 12, 31) - TODAY).days + 1
        self.assertAlmostEqual(target.pace_needed, 900 * 365.25 / 12 / days)

    def test_a_stream_counts_its_products_and_its_opportunities_only(self):
        self._invoice(200)
        self._invoice(30, product=self.salt)
        cell = self._cell(self.offering_salt)
        due = {"date_deadline": "2026-06-30", "probability": 50}
        self._lead(80, kam_whitespace_id=cell.id, **due)
        self._lead(800, **due)
        target = self._target(offering_id=self.offering_salt.id, target_value=60)
        self.assertAlmostEqual(target.actual_value, 30)
        self.assertAlmostEqual(target.forecast_value, 70)
        self.assertAlmostEqual(target.attainment, 50)

    def test_the_figures_follow_the_records_when_refreshed(self):
        target = self._target()
        self.assertEqual(target.actual_value, 0)
        self._invoice(600)
        target._refresh_figures()
        self.assertEqual((target.actual_value, target.attainment), (600, 50))

    def test_no_figure_is_not_zero(self):
        target = self._target(measure_id=self._measure("win_rate").id, target_value=30)
        self.assertFalse(target.has_actual)
        for name in ("actual_value", "forecast_value", "attainment", "actual_amount"):
            self.assertIs(target[name], False, name)
        late = [("id", "=", target.id), ("attainment", "<", 80)]
        self.assertFalse(target.search(late))
        self._lead(1).action_set_won()
        target._refresh_figures()
        self.assertTrue(target.has_actual)

    def test_lower_is_better(self):
        self._invoice(100, invoice_date_due="2026-02-20")
        target = self._target(measure_id=self._measure("overdue").id, baseline=300, target_value=50)
        self.assertAlmostEqual(target.attainment, 80)
        self.assertEqual(target.forecast_value, target.actual_value)

    def test_a_year_in_even_quarters(self):
        form = self._wizard()
        form.target_value = 1000.01
        form.stretch_value = 1200
        form.save().action_generate()
        year, *quarters = self.plan.target_ids.sorted(lambda t: (t.date_start, -t.target_value))
        self.assertEqual(year.target_value, 1000.01)
        self.assertEqual([q.period_label for q in quarters], [f"Q{n} 2026" for n in (1, 2, 3, 4)])
        self.assertAlmostEqual(sum(q.target_value for q in quarters), 1000.01)
        self.assertEqual({q.target_value for q in quarters}, {250.0, 250.01})
        self.assertEqual({q.stretch_value for q in quarters}, {300.0})

    def test_a_year_by_the_season_of_the_year_before(self):
        for months_ago, amount in ((13, 100), (8, 300)):
            self._invoice(amount, months_ago=months_ago)
        form = self._wizard()
        self.assertEqual(form.baseline, 400)
        form.target_value = 800
        form.split = "season"
        form.with_year = False
        form.save().action_generate()
        quarters = self.plan.target_ids.sorted("date_start")
        self.assertEqual(quarters.mapped("target_value"), [200, 0, 600, 0])
        self.assertEqual(quarters.mapped("baseline"), [100, 0, 300, 0])

    def _wizard(self, **context):
        wizard = self.env["kam.target.generate"].with_user(self.kam)
        return Form(wizard.with_context(default_plan_id=self.plan.id, **context))

    def test_key_results_prove_an_objective(self):
        objective = self._create_objective(self.plan, progress_mode="targets")
        form = self._wizard()
        form.target_value = 1000
        form.objective_id = objective
        form.save().action_generate()
        year = objective.target_ids
        self.assertEqual(year.period_label, "2026", "the quarters do not count once more")
        self._target(
            measure_id=self._measure("win_rate").id, objective_id=objective.id, target_value=50
        )
        self._invoice(400, months_ago=1)
        year._refresh_figures()
        self.assertEqual(objective.progress, 40)
        score = objective.with_user(self.kam).get_score_explanation("progress")
        self.assertEqual(score["confidence"], 50, "a rate of nothing is not known")
        self._invoice(4000, months_ago=1)
        year._refresh_figures()
        self.assertEqual((year.actual_value, year.attainment), (4400, 440))
        self.assertEqual(objective.progress, 100)

    def test_no_season_and_no_sum_are_said(self):
        form = self._wizard()
        form.target_value = 10
        form.split = "season"
        with self.assertRaises(UserError) as caught:
            form.save().action_generate()
        self.assertIn("Acme", str(caught.exception))
        form = self._wizard(default_measure_id=self._measure("win_rate").id)
        form.target_value = 10
        with self.assertRaises(UserError):
            form.save().action_generate()
        self.assertFalse(self.plan.target_ids)

    def test_wrong_targets_are_refused(self):
        other = self._create_plan(partner_id=self.stranger.id)
        objective = self._create_objective(other)
        for values in (
            {"objective_id": objective.id},
            {"measure_id": self._measure("meetings").id, "offering_id": self.offering_tea.id},
        ):
            with self.assertRaises(ValidationError):
                self._target(**values)
        self._target()
        for values in ({}, {"date_start": "2026-05-01", "date_end": "2026-04-01"}):
            with self.assertRaises(Exception) as caught, self.env.cr.savepoint():
                self._target(**values)
            self.assertIn("kam_target", str(caught.exception))

    def test_queries_do_not_grow_with_the_targets(self):
        plans = self._create_plans(50)
        targets = self.env["kam.target"]
        for plan in plans:
            targets |= self._target(plan_id=plan.id)
        few = self._count_queries(targets[:1]._refresh_figures)
        many = self._count_queries(targets._refresh_figures)
        self.assertLessEqual(many, few + 2)
