"""Whether planned customers grow more than others like them."""

import math
import random
from datetime import date
from unittest.mock import patch

from dateutil.relativedelta import relativedelta

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import freeze_time
from odoo.tools.misc import format_date

from odoo.addons.kam_planning.tools.proof import proof
from odoo.addons.kam_planning.tools.proof.proof import Customer, Pair

from ..measure.common import FiguresCommon
from ..tools.common import PureCase

EXAMPLE = (6.7, 1.6, 2.9, 8.1, -7.8, 5.2, 1.3, 5.5)


def log(percent):
    return math.log(1 + percent / 100)


def make_world(seed, planted, is_shuffled=False):
    """120 customers, of whom 20 are drawn by lot and grow by so much more; the estimate, of others
    of them where the labels are shuffled.
    """
    draw, customers = random.Random(seed), []
    chosen = set(draw.sample(range(120), 20))
    for number in range(120):
        prior = draw.uniform(100, 200)
        before = prior * math.exp(draw.gauss(0.03, 0.06))
        after = before * math.exp(draw.gauss(0.03, 0.06)) * (1 + planted * (number in chosen))
        customers.append(Customer(number, draw.randrange(2), prior, before, after))
    chosen = set(draw.sample(range(120), 20)) if is_shuffled else chosen
    others = [one for one in customers if one.id not in chosen]
    pairs = [(customers[n], proof.find_controls(customers[n], others)) for n in sorted(chosen)]
    made = [proof.make_pair(*pair) for pair in pairs if len(pair[1]) >= 2]
    return proof.estimate([pair.difference for pair in made], seed)


class TestProofTools(PureCase):
    def test_worked_example(self):
        found = proof.estimate([log(one) for one in EXAMPLE])
        numbers = [round(one, 1) for one in (found.effect, found.low, found.high)]
        self.assertEqual([found.count, *numbers], [8, 4.0, 1.6, 5.5])
        self.assertEqual(proof.judge(found, proof.Result(8, 0.2, -1, 1)), "more")
        # Half of it was there before.
        self.assertEqual(proof.judge(found, proof.Result(8, 2.1, -1, 4)), "before")
        self.assertEqual(proof.judge(found, proof.Result(8, -2.1, -4, 1)), "more")

    def test_a_planted_effect_is_found_and_shuffled_labels_are_not(self):
        found = make_world(1, 0.10)
        self.assertGreater(found.low, 0)
        self.assertLess(found.low, 10)
        self.assertGreater(found.high, 10)
        held = sum(one.low <= 0 <= one.high for one in (make_world(n, 0) for n in range(100)))
        self.assertGreaterEqual(held, 75)
        # Found whenever it is there; of other customers than those who grew, as by chance: the
        # interval leaves out 10 of 100 on this side.
        planted = [make_world(seed, 0.10).low for seed in range(30)]
        self.assertGreater(min(planted), 0)
        shuffled = (make_world(seed, 0.10, is_shuffled=True).low for seed in range(100))
        self.assertLessEqual(sum(low > 0 for low in shuffled), 15)

    def test_too_few(self):
        few = proof.estimate([0.1] * 7)
        self.assertEqual(few, (7, None, None, None))
        self.assertEqual(proof.judge(few, few), "too_few")
        self.assertEqual(proof.estimate([]).count, 0)

    def test_controls(self):
        """Same segment, half to twice the size, growth within 20 points; the nearest three."""
        treated = Customer(0, 1, 100, 110, 120)
        near = [Customer(n, 1, 100, 110 + n, 110) for n in (4, 1, 3, 2)]
        far = [
            Customer(10, 2, 100, 110, 110),  # another segment
            Customer(11, 1, 200, 221, 200),  # larger than twice
            Customer(12, 1, 50, 54, 50),  # smaller than half
            Customer(13, 1, 100, 131, 130),  # grew by 21 points more
            Customer(14, 1, 0, 110, 110),  # new
            Customer(15, 1, 100, 0, 110),
        ]
        found = proof.find_controls(treated, near + far)
        self.assertEqual([one.id for one in found], [1, 2, 3])
        edge = [Customer(20, 1, 200, 220, 1), Customer(21, 1, 50, 55, 1)]
        self.assertEqual(len(proof.find_controls(treated, edge)), 2)

    def test_difference_and_placebo(self):
        controls = (Customer(1, 1, 100, 100, 110), Customer(2, 1, 100, 110, 121))
        pair = proof.make_pair(Customer(0, 1, 100, 105, 126), controls)
        self.assertAlmostEqual(pair.difference, math.log(1.2) - math.log(1.1))
        self.assertAlmostEqual(pair.placebo, math.log(1.05) - math.log(1.1) / 2)
        # Who is lost, or gets more back than he bought, counts as one who kept 5 %.
        self.assertEqual(proof.log_ratio(0, 100), math.log(0.05))
        self.assertEqual(proof.log_ratio(-10, 100), math.log(0.05))

    def test_one_giant_moves_nothing(self):
        usual = [log(one) for one in EXAMPLE]
        giant = proof.estimate([*usual[:3], math.log(100), *usual[4:]])
        self.assertLess(giant.effect, 6)

    def test_terciles(self):
        pairs = [(None, 9.0), *((n, log(-5 if n < 8 else 5 if n > 15 else 0)) for n in range(24))]
        low, middle, high = proof.by_tercile(pairs)
        self.assertEqual((low.count, middle.count, high.count), (8, 8, 8))
        effects = [round(one.effect, 1) for one in (low, middle, high)]
        self.assertEqual(effects, [-5, 0, 5])
        self.assertEqual([one.count for one in proof.by_tercile([])], [0, 0, 0])
        self.assertIsNone(proof.by_tercile(pairs[:10])[0].effect)


@freeze_time("2026-03-02")
class TestProof(FiguresCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        partners = cls.env["res.partner"]
        cls.others = partners.create([{"name": f"O{n}", "is_company": True} for n in range(3)])
        cls.plan.sudo().write({"state": "active"})
        cls.plan.sudo().approved_date = date(2025, 6, 15)

    def _trade(self, partner, *amounts):
        """One invoice in each window of day 0 on 15 June 2025: July to December."""
        for years, amount in zip((2, 1, 0), amounts, strict=True):
            if amount:
                self._invoice(
                    amount, partner, invoice_date=date(2025, 9, 1) - relativedelta(years=years)
                )

    def _reckon(self, user=None, months=6):
        dialogue = self.env["kam.proof.reckon"].with_user(user or self.manager)
        return self.env["kam.proof"].browse(
            dialogue.create({"months": months}).action_reckon()["res_id"]
        )

    def _reckon_example(self):
        """The worked example, kept."""
        partners = self.env["res.partner"].create([{"name": f"T{n}"} for n in range(8)])
        control = Customer(self.stranger.id, None, 100, 100, 100)
        pairs = [
            (
                self.plan.id,
                date(2025, 6, 15),
                50.0 + number,
                Pair(
                    Customer(partner.id, None, 100, 100, 100 + percent),
                    (control, control),
                    log(percent),
                    0.0,
                ),
            )
            for number, (partner, percent) in enumerate(zip(partners, EXAMPLE, strict=True))
        ]
        reasons = {"early": 1, "no_revenue": 2, "no_controls": 3}
        figures = type(self.env["kam.proof.figures"])
        self.patch(figures, "_find_pairs", lambda *_args: (pairs, reasons))
        return self._reckon()

    def test_pairs_are_read_and_kept(self):
        self._trade(self.north, 100, 110, 132)  # of the group with the plan
        self._trade(self.others[0], 100, 110, 110)
        self._trade(self.others[1], 100, 105, 115.5)
        found = self._reckon()
        self.assertEqual((found.verdict, found.count), ("too_few", 1))
        self.assertEqual(found.name, f"Programme proof of {format_date(self.env, found.date)}")
        self.assertIn("Too few (1)", found.text)
        pair = found.pair_ids
        self.assertEqual((pair.account_id, pair.day_zero), (self.customer, date(2025, 6, 15)))
        self.assertEqual((pair.prior, pair.before, pair.after), (100, 110, 132))
        self.assertEqual(pair.control_ids.partner_id, self.others[:2])
        self.assertEqual(pair.control_ids.mapped("after"), [110, 115.5])
        expected = math.log(1.2) - (math.log(1.0) + math.log(1.1)) / 2
        self.assertAlmostEqual(pair.difference, 100 * (math.exp(expected) - 1))
        # What is kept does not move.
        self._trade(self.others[0], 0, 0, 500)
        self.assertEqual(found.pair_ids.control_ids.mapped("after"), [110, 115.5])

    def test_why_customers_are_in_no_pair(self):
        self.assertEqual(self._reckon().no_revenue_count, 1)
        self._trade(self.customer, 100, 110, 132)
        self.assertEqual(self._reckon().no_controls_count, 1)
        # The window of twelve months is not over.
        self.assertEqual(self._reckon(months=12).early_count, 1)
        # All others had plans as well: even drafts, and those of a part.
        for partner in self.others[:2]:
            self._trade(partner, 100, 110, 110)
        self.assertEqual(self._reckon().count, 1)
        part = self.env["res.partner"].create(
            {"name": "Part", "is_company": True, "parent_id": self.others[0].id}
        )
        plan = self._create_plan(partner_id=part.id, date_start="2025-01-01")
        found = self._reckon()
        self.assertEqual((found.count, found.no_controls_count), (0, 1))
        plan.date_start = "2026-01-01"
        self.assertEqual(self._reckon().count, 1)
        # One that is over counts no more; in force, it goes on beyond its last day.
        old = {"date_start": "2023-01-01", "date_end": "2023-03-31"}
        plan = self._create_plan(partner_id=self.others[1].id, **old)
        self.assertEqual(self._reckon().count, 1)
        self._activate(plan)
        self.assertEqual(self._reckon().no_controls_count, 1)

    def test_all_days_of_a_month_have_the_same_windows(self):
        """Figures are read of as many periods as there are months, however many days."""
        self._trade(self.customer, 100, 110, 132)
        for partner in self.others[:2]:
            self._trade(partner, 100, 110, 110)
        other = self._create_plan(partner_id=self.others[2].id)
        self._activate(other)
        other.sudo().approved_date = date(2025, 6, 30)
        measures, asked = type(self.env["kam.measure"]), []
        read = measures._get_figures_of_scope

        def note(measure, rows, spans, *args, **kwargs):
            asked.append(len(spans))
            return read(measure, rows, spans, *args, **kwargs)

        with patch.object(measures, "_get_figures_of_scope", note):
            found = self._reckon()
        self.assertEqual(asked, [3])
        self.assertEqual(found.pair_ids.day_zero, date(2025, 6, 15))
        self.assertEqual((found.count, found.no_revenue_count), (1, 1))

    def test_a_planted_effect_is_found_in_invoices(self):
        """Eight customers of 100 grew by 8 to 12 % more than two others, who grew by 5 %."""
        names = [{"name": f"T{number}", "is_company": True} for number in range(7)]
        treated = self.customer | self.env["res.partner"].create(names)
        for partner in treated[1:]:
            plan = self._create_plan(partner_id=partner.id)
            plan.sudo().write({"state": "active"})
            plan.sudo().approved_date = date(2025, 6, 15)
        for partner in self.others[:2]:
            self._trade(partner, 100, 100, 105)
        for partner, more in zip(treated, (9, 11, 10, 8, 12, 10, 9, 11), strict=True):
            self._trade(partner, 100, 100, 105 + 1.05 * more)
        found = self._reckon()
        self.assertEqual((found.verdict, found.count, found.no_controls_count), ("more", 8, 0))
        numbers = [round(found[name], 1) for name in ("effect", "placebo")]
        self.assertEqual(numbers, [10.0, 0.0])
        self.assertTrue(
            9.0 <= found.low < 10.0 < found.high <= 11.0 + 1e-6, (found.low, found.high)
        )
        self.assertIn("8 customers with a plan grew by +10.0 %", found.text)
        self.assertIn("no proof of cause", found.warning)

    def test_a_closed_plan_stays_treated(self):
        self._trade(self.customer, 100, 110, 132)
        for partner in self.others[:2]:
            self._trade(partner, 100, 110, 110)
        self.plan.with_user(self.manager).action_close()
        self.assertEqual(self._reckon().pair_ids.plan_id, self.plan)

    def test_the_day_of_approval_is_kept(self):
        plan = self._create_plans(1)
        self.assertFalse(plan.approved_date)
        self._activate(plan)
        self.assertEqual(plan.approved_date, date(2026, 3, 2))
        with freeze_time("2026-05-01"):
            plan.with_user(self.manager).action_close()
        self.assertEqual(plan.approved_date, date(2026, 3, 2))

    def test_words_picture_and_paper(self):
        found = self._reckon_example()
        self.assertEqual(
            [round(found[name], 1) for name in ("effect", "low", "high")], [4.0, 1.6, 5.5]
        )
        self.assertIn("+4.0 % (1.6 … 5.5)", found.text)
        self.assertIn("no proof of cause", found.warning)
        self.assertEqual(found.tercile_text.count("too few"), 3)
        self.assertEqual(found.picture.count("<rect"), 8)
        found.pair_ids[0].account_id.name = "<b>Evil</b> and a name that has no end here"
        found.invalidate_recordset()
        self.assertIn("&lt;b&gt;Evil&lt;/b&gt; and a name that has…<", found.picture)
        report = self.env["ir.actions.report"].with_user(self.manager)
        html = report._render_qweb_html("kam_planning.report_proof", found.ids)[0].decode()
        for text in ("+4.0 %", "no proof of cause", "Stranger", "Left out: 1"):
            self.assertIn(text, html)

    def test_managers_of_the_company_only(self):
        found = self._reckon_example()
        for user in (self.kam, self.reader, self.outsider, self.foreign):
            with self.assertRaises(AccessError):
                found.with_user(user).read(["effect"])
            with self.assertRaises(AccessError):
                found.pair_ids.control_ids.with_user(user).read(["after"])
        with self.assertRaises(AccessError):
            self._reckon(self.kam)
        with self.assertRaises(AccessError):
            found.with_user(self.manager).effect = 99
        found.with_user(self.manager).note = "A tender was won"
        dialogue = self.env["kam.proof.reckon"].with_user(self.manager)
        with self.assertRaises(AccessError):
            dialogue.sudo().create({"company_id": self.other_company.id}).with_user(
                self.manager
            ).action_reckon()
        for months in (5, 13):
            with self.assertRaisesRegex(ValidationError, "choose 6 to 12"):
                dialogue.create({"months": months})
