"""Reports month by month: what stood when, what it adds up to, who sees it."""

import random
from datetime import date, datetime, timedelta

from dateutil.relativedelta import relativedelta

from odoo.exceptions import AccessError
from odoo.tests import freeze_time

from ..common.common import TODAY, KamCommon

JANUARY, FEBRUARY, MARCH = (date(2026, month, 1) for month in (1, 2, 3))
SCORED = ("health", "confidence", "hygiene")


@freeze_time(TODAY)
class ReportCommon(KamCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.revenue = cls.env.ref("kam_planning.measure_revenue")
        cls.env.company.partner_id.tz = False
        cls.plan = cls._create_plan()
        cls._activate(cls.plan)

    @classmethod
    def _keep(cls, plan, day, health, confidence=80, hygiene=None, band=None):
        """The numbers of a plan, kept on a day as the job does it."""
        numbers = {"health": health, "confidence": confidence, "hygiene": hygiene}
        numbers = {name: False if value is None else value for name, value in numbers.items()}
        moment = datetime.fromisoformat(day)
        plan.sudo()._keep_months_sudo({plan.id: {**numbers, "health_band": band}}, moment)

    @classmethod
    def _target(cls, plan, start, end, amount, actual=None, **values):
        target = cls.env["kam.target"].create(
            {
                "plan_id": plan.id,
                "measure_id": cls.revenue.id,
                "date_start": start,
                "date_end": end,
                "target_value": amount,
                **values,
            }
        )
        cls.env.flush_all()
        cls.env.cr.execute(
            "UPDATE kam_target SET actual_amount = %s WHERE id = %s", (actual, target.id)
        )
        target.invalidate_recordset()
        return target

    def _rows(self, plan=None, model="kam.plan.report", user=None):
        """The rows of a plan: {first day of the month: row}."""
        self.env.flush_all()
        self.env.invalidate_all()
        lines = self.env[model].with_user(user or self.manager)
        rows = lines.search([("plan_id", "=", (plan or self.plan).id)], order="date")
        return {row.date: row for row in rows}

    def _groups(self, groupby, *totals, model="kam.plan.report", domain=(), user=None):
        """Groups as a pivot reads them: list of (group, total, …)."""
        self.env.flush_all()
        lines = self.env[model].with_user(user or self.manager)
        found = lines.formatted_read_group(list(domain), groupby, list(totals))
        return [tuple(row[name] for name in (*groupby, *totals)) for row in found]


class TestPlans(ReportCommon):
    def test_what_stood_at_the_end_of_each_month(self):
        self._keep(self.plan, "2026-01-10", 90, 80, 10, "good")
        self._keep(self.plan, "2026-01-31", 30, 80, 50, "danger")
        self._keep(self.plan, "2026-02-05", 70, 80, 0, "watch")
        self._keep(self.plan, "2026-03-01", None, 30, None)
        rows = self._rows()
        self.assertEqual(list(rows), [JANUARY, FEBRUARY, MARCH])
        found = [tuple(row[name] for name in SCORED) for row in rows.values()]
        self.assertEqual(found, [(30, 80, 50), (70, 80, 0), (False, 30, False)])
        for row in found:
            self.assertNotIn(None, row)
        self.assertIs(found[2][0], False, "Not known is no 0")
        self.assertEqual([row.health_band for row in rows.values()], ["danger", "watch", "unknown"])
        # An average leaves out what is not known; of nothing known there is none.
        domain = [("plan_id", "=", self.plan.id)]
        ((health, hygiene, confidence),) = self._groups(
            [], "health:avg", "hygiene:avg", "confidence:avg", domain=domain
        )
        self.assertEqual((health, hygiene), (50, 25))
        self.assertAlmostEqual(confidence, 190 / 3)
        ((health,),) = self._groups([], "health:avg", domain=[*domain, ("date", "=", MARCH)])
        self.assertFalse(health)
        self.assertIsNot(health, 0)

    def test_months_are_those_of_the_company(self):
        self._keep(self.plan, "2026-01-10", 40)
        self._keep(self.plan, "2026-01-31 16:00:00", 60)
        self.assertEqual(self._rows()[JANUARY].health, 60)
        # In Tokyo it is 1 February by then.
        self.env.company.partner_id.tz = "Asia/Tokyo"
        self._keep(self.plan, "2026-01-31 14:00:00", 20)
        self._keep(self.plan, "2026-01-31 16:00:00", 70)
        rows = self._rows()
        self.assertEqual((rows[JANUARY].health, rows[FEBRUARY].health), (20, 70))

    def test_against_plain_python(self):
        rng = random.Random(17)
        plans = self._create_plans(4, date_start="2025-06-15")
        kept = {plan: {} for plan in plans}
        for plan in plans:
            day = date(2025, 7, 1) + timedelta(days=rng.randint(0, 40))
            while day < TODAY:
                health, hygiene = (rng.choice((None, 0, 20, 67, 95.5)) for _number in range(2))
                band = rng.choice((None, "good", "watch", "danger"))
                self._keep(plan, str(day), health, 80, hygiene, band)
                kept[plan][day.replace(day=1)] = (health, hygiene, band)
                day += timedelta(days=rng.choice((1, 3, 45)))
        months = [date(2025, 6, 1) + relativedelta(months=number) for number in range(10)]
        means = {month: [] for month in months}
        for plan in plans:
            rows = self._rows(plan)
            self.assertEqual(list(rows), months)
            for month, row in rows.items():
                health, hygiene, band = kept[plan].get(month, (None, None, None))
                expected = [False if one is None else one for one in (health, hygiene)]
                found = [row.health, row.hygiene, row.health_band]
                self.assertEqual(found, [*expected, band or "unknown"], (plan, month))
                means[month] += [] if health is None else [health]
        domain = [("plan_id", "in", plans.ids)]
        for (first, _label), mean in self._groups(["date:month"], "health:avg", domain=domain):
            values = means[date.fromisoformat(first)]
            self.assertEqual(bool(values) and sum(values) / len(values), mean)

    def test_targets_of_revenue_by_month(self):
        self._target(self.plan, "2026-01-01", "2026-12-31", 365000)
        self._target(self.plan, "2026-02-01", "2026-02-28", 30000, 24000)
        offering = self.env["kam.offering"].create({"name": "Tea"})
        self._target(self.plan, "2026-01-01", "2026-01-31", 5, 5, offering_id=offering.id)
        orders = self.env.ref("kam_planning.measure_order_intake")
        self._target(self.plan, "2026-03-01", "2026-03-31", 7, 7, measure_id=orders.id)
        names = ("target_amount", "actual_amount", "attainment")
        found = [tuple(row[name] for name in names) for row in self._rows().values()]
        expected = [(31000, False, False), (30000, 24000, 80), (31000, False, False)]
        self.assertEqual(found, expected)
        totals = ("target_amount:sum", "actual_amount:sum", "attainment:avg")
        domain = [("plan_id", "=", self.plan.id)]
        self.assertEqual(self._groups([], *totals, domain=domain), [(92000, 24000, 80)])

    def test_a_group_and_its_part_tell_of_the_same_money(self):
        north = self.env["res.partner"].create(
            {"name": "North", "is_company": True, "parent_id": self.customer.id}
        )
        alone = self.env["res.partner"].create({"name": "Alone", "is_company": True})
        plans = self.plan
        for partner, amount in ((self.customer, 300), (north, 100), (alone, 50)):
            plan = (
                self.plan if partner == self.customer else self._create_plan(partner_id=partner.id)
            )
            self._target(plan, "2026-02-01", "2026-02-28", amount, amount / 2)
            plans |= plan
        domain = [("plan_id", "in", plans.ids), ("date", "=", FEBRUARY)]
        totals = ("target_amount:sum", "actual_amount:sum", "attainment:avg")
        self.assertEqual(self._groups([], *totals, domain=domain), [(350, 175, 50)])
        north_alone = [*domain, ("partner_id", "!=", self.customer.id)]
        self.assertEqual(self._groups([], *totals, domain=north_alone), [(150, 75, 50)])

    def test_a_draft_counts_for_nothing_beside_the_plan_in_force(self):
        draft = self._create_plan()
        for plan, amount in ((self.plan, 30000), (draft, 99000)):
            self._target(plan, "2026-02-01", "2026-02-28", amount, amount / 2)
        domain = [("plan_id", "in", (self.plan | draft).ids), ("date", "=", FEBRUARY)]
        totals = ("target_amount:sum", "actual_amount:sum")
        self.assertEqual(self._groups([], *totals, domain=domain), [(30000, 15000)])

    def test_money_of_two_companies_is_converted_as_in_odoos_reports(self):
        currency = self.env["res.currency"].create({"name": "KAT", "symbol": "k"})
        rate = {"currency_id": currency.id, "rate": 4.0, "name": "2020-01-01"}
        self.env["res.currency.rate"].create(rate)
        self.other_company.currency_id = currency
        abroad = self._create_plan(self.foreign, company_id=self.other_company.id)
        both = self.env["kam.plan.report"].with_context(
            allowed_company_ids=(self.env.company | self.other_company).ids
        )
        self._target(self.plan, "2026-02-01", "2026-02-28", 300)
        self._target(abroad, "2026-02-01", "2026-02-28", 400)
        self.env.flush_all()
        domain = [("plan_id", "in", (self.plan | abroad).ids), ("date", "=", FEBRUARY)]
        totals = ["target_amount:sum_currency", "target_amount:sum"]
        [group] = both.formatted_read_group(domain, [], totals)
        self.assertEqual(group["target_amount:sum_currency"], 400)
        self.assertFalse(group["target_amount:sum"], "Two currencies have no plain sum")
        rows = both.search(domain)
        self.assertEqual(rows.currency_id, self.env.company.currency_id | currency)

    def test_plans_that_are_over_end_when_they_were_scored_last(self):
        self.plan.with_user(self.manager).action_close()
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE kam_plan SET scores_date = '2026-02-10' WHERE id = %s", (self.plan.id,)
        )
        self.assertEqual(list(self._rows()), [JANUARY, FEBRUARY])
        self.env.cr.execute("UPDATE kam_plan SET scores_date = NULL WHERE id = %s", (self.plan.id,))
        self.assertEqual(list(self._rows()), [JANUARY, FEBRUARY, MARCH])
        self.plan.sudo().active = False
        self.assertFalse(self._rows())


class TestAccess(ReportCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.hidden = cls._create_plan(
            partner_id=cls.env["res.partner"].create({"name": "Secret", "is_company": True}).id,
            confidentiality="team",
        )
        cls.abroad = cls._create_plan(cls.foreign, company_id=cls.other_company.id)
        cls.plans = cls.plan | cls.hidden | cls.abroad
        for plan in cls.plans:
            cls._keep(plan, "2026-02-05", 70)
            cls.env["kam.action"].create(
                {
                    "plan_id": plan.id,
                    "name": f"Visit {plan.partner_id.name}",
                    "user_id": False,
                    "date_start": "2026-02-01",
                    "date_deadline": "2026-02-15",
                }
            )
        cls.env.flush_all()

    def test_each_sees_what_he_sees_of_the_plans(self):
        users = self.kam | self.mate | self.reader | self.manager | self.admin | self.foreign
        for user in users:
            user.group_ids += self.env.ref("base.group_allow_export")
        for user, seen in (
            (self.kam, self.plan | self.hidden),
            (self.mate, self.plan),
            (self.reader, self.plan),
            (self.manager, self.plan | self.hidden),
            (self.admin, self.plan | self.hidden),
            (self.foreign, self.abroad),
        ):
            for model in ("kam.plan.report", "kam.action.report"):
                with self.subTest(user=user.login, model=model):
                    self._assert_sees(user, model, seen)

    def _assert_sees(self, user, model, seen):
        """By search, by groups, by an export and by ids."""
        lines, domain = self.env[model].with_user(user), [("plan_id", "in", self.plans.ids)]
        self.assertEqual(set(lines.search(domain).plan_id), set(seen))
        every = self.env[model].search(domain)
        groups = lines.formatted_read_group(domain, ["plan_id"], ["__count"])
        self.assertEqual(
            {group["plan_id"][0]: group["__count"] for group in groups},
            {plan.id: len(every.filtered(lambda r, p=plan: r.plan_id == p)) for plan in seen},
        )
        told = {row[0] for row in lines.search(domain).export_data(["plan_id/name"])["datas"]}
        self.assertEqual(told, set(seen.mapped("name")))
        for row in every.filtered(lambda r: r.plan_id not in seen):
            with self.assertRaises(AccessError):
                lines.browse(row.id).read(["plan_id", "date"])
            with self.assertRaises(AccessError):
                lines.browse(row.id).export_data(["plan_id/name"])

    def test_nobody_else_and_nothing_is_written(self):
        for model in ("kam.plan.report", "kam.action.report"):
            row = self.env[model].search([("plan_id", "=", self.plan.id)], limit=1)
            for user in (self.outsider, self.portal):
                with self.assertRaises(AccessError):
                    row.with_user(user).search([("id", "=", row.id)])
            for call in (
                lambda one: one.write({"state": "draft"}),
                lambda one: one.unlink(),
                lambda one: one.create({"plan_id": self.plan.id}),
            ):
                with self.assertRaises(AccessError):
                    call(row.with_user(self.admin))

    def test_a_quadrant_is_told_to_who_may_read_the_assessment(self):
        portfolio = self.env["kam.assessment.round"].create({"name": "Portfolio"})
        result = portfolio._add_candidates(self.customer)
        result.sudo().quadrant = "star"
        self.assertFalse(self._rows()[MARCH].quadrant, "The round is open")
        portfolio.sudo().state = "closed"
        for user, quadrant in ((self.manager, "star"), (self.kam, "star"), (self.reader, False)):
            self.assertEqual(self._rows(user=user)[MARCH].quadrant, quadrant, user.login)
        domain = [("quadrant", "=", "star")]
        self.assertFalse(self.env["kam.plan.report"].with_user(self.reader).search(domain))


class TestActions(ReportCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        rows = (
            ("2026-01-10", "2026-01-31", "2026-02-10"),
            ("2026-02-01", "2026-02-15", None),
            ("2026-02-03", "2026-02-20", "2026-02-20"),
            ("2026-01-05", "2026-01-20", "cancelled"),
        )
        for start, deadline, done in rows:
            action = cls._create_action(cls.plan, date_start=start, date_deadline=deadline)
            if done == "cancelled":
                action.state = "cancelled"
            elif done:
                action.write({"state": "done", "date_done": done})
        cls.env.flush_all()

    def test_worked_example(self):
        lines = self.env["kam.action.report"].with_user(self.manager)
        rows = lines.search([("plan_id", "=", self.plan.id)], order="date, action_id")
        names = ("begun_count", "done_count", "open_count", "overdue_count", "on_time")
        names += ("days_late", "lead_days", "age_days")
        found = [(row.date, *(row[name] for name in names)) for row in rows]
        expected = [
            (JANUARY, 1, 0, 1, 0, False, False, False, 21),
            (FEBRUARY, 0, 1, 0, 0, 0, 10, 31, False),
            (FEBRUARY, 1, 0, 1, 1, False, False, False, 27),
            (FEBRUARY, 1, 1, 0, 0, 100, 0, 17, False),
            (MARCH, 0, 0, 1, 1, False, False, False, 29),
        ]
        self.assertCountEqual(found, expected)

    def test_totals(self):
        totals = ("begun_count:sum", "done_count:sum", "open_count:sum", "overdue_count:sum")
        totals += ("on_time:avg", "days_late:avg", "age_days:avg")
        domain = [("plan_id", "=", self.plan.id)]
        found = self._groups(["date:month"], *totals, model="kam.action.report", domain=domain)
        self.assertEqual(
            [row[1:] for row in found],
            [
                (1, 0, 1, 0, False, False, 21),
                (2, 2, 1, 1, 50, 5, 27),
                (0, 0, 1, 1, False, False, 29),
            ],
        )
        # What stands at the end of three months is no sum.
        ((begun, done, standing, overdue, *_rest),) = self._groups(
            [], *totals, model="kam.action.report", domain=domain
        )
        self.assertEqual((begun, done, standing, overdue), (3, 2, False, False))
        # In the running month as many as the list of open and of overdue actions says.
        actions = self.env["kam.action"].with_user(self.manager)
        for name, count in (("is_open", found[-1][3]), ("is_overdue", found[-1][4])):
            self.assertEqual(actions.search_count([*domain, (name, "=", True)]), count)
