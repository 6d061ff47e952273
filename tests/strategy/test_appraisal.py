"""What helps and harms us with a customer, the SWOT picture of it, and what becomes of a line."""

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, freeze_time
from odoo.tools import mute_logger

from ..common.common import TODAY
from .common import StrategyCommon


class TestAppraisal(StrategyCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._activate(cls.plan)

    def _line(self, user=None, **values):
        values = {"name": "Only one of them knows us", "kind": "vulnerability", **values}
        return self._create_line("kam.appraisal", user, **values)

    def test_inside_or_outside_follows_the_kind_until_somebody_says_otherwise(self):
        self.assertEqual(self._line().side, "inside")
        self.assertEqual(self._line(name="Prices fall", kind="trend").side, "outside")
        self.assertEqual(self._line(name="We age", kind="trend", side="inside").side, "inside")

    def test_an_effect_is_one_of_its_kind(self):
        with self._refused(ValidationError, "an effect of 2 is none of this kind"):
            self._line(effect=2)
        with self._refused(ValidationError, "an effect of -1 is none of this kind"):
            self._line(kind="strength", effect=-1)
        self.assertEqual(self._line(effect=0).effect, 0)
        self.assertEqual(self._line(name="Trend", kind="trend", effect=3).effect, 3)

    def test_an_effect_beyond_three_is_refused(self):
        for effect in (4, -4):
            with mute_logger("odoo.sql_db"), self._refused(Exception, "effect_range"):
                self._line(kind="trend", effect=effect)
                self.env.flush_all()

    def test_not_known_is_a_choice_and_no_number(self):
        line = self._line(kind="trend", effect=2)
        line.effect_unknown = True
        self.assertIs(line.effect, False)
        self.assertFalse(line.quadrant)
        line.effect = -2
        self.assertFalse(line.effect_unknown)
        self.assertEqual(line.quadrant, "threats")
        unjudged = self._line(name="Other", kind="trend")
        found = line.search([("effect", "=", False), ("effect_unknown", "=", False)])
        self.assertIn(unjudged, found)
        self.assertNotIn(line, found)

    @freeze_time(TODAY)
    def test_close_the_risk_and_the_line_shows_it(self):
        line = self._line(evidence="He said so").with_user(self.kam)
        action = line.action_make_risk()
        risk = line.risk_id
        self.assertEqual((action["res_model"], action["res_id"]), ("kam.risk", risk.id))
        self.assertEqual(
            (risk.name, risk.plan_id, risk.description), (line.name, self.plan, "He said so")
        )
        self.assertEqual(risk.appraisal_ids, line)
        self.assertEqual(line.became, "Risk: Open")
        risk.action_close()
        self.assertEqual(line.became, "Risk: Closed")

    def test_made_once_and_opened_after_that(self):
        line = self._line().with_user(self.kam)
        first, second = line.action_make_risk(), line.action_make_risk()
        self.assertEqual(first["res_id"], second["res_id"])
        self.assertEqual(len(self.plan.risk_ids), 1)

    def test_each_of_the_five(self):
        line = self._line(kind="threat", effect=-3, source="customer").with_user(self.kam)
        line.objective_id = self.objective
        line.action_make_force()
        self.assertEqual(
            (line.force_id.kind, line.force_id.strength, line.force_id.source),
            ("restraining", 5, "customer"),
        )
        line.action_make_action()
        self.assertEqual(line.action_id.objective_id, self.objective)
        line.action_make_value()
        self.assertEqual(line.value_id.objective_id, self.objective)
        line.action_make_risk()
        fresh = self._line(name="Other").with_user(self.kam)
        fresh.action_make_objective()
        self.assertEqual(fresh.objective_id.name, "Other")
        for made in (line.force_id, line.action_id, line.value_id, fresh.objective_id):
            self.assertTrue(made.appraisal_ids)
        self.assertEqual(
            line.became,
            "Objective: Open, Risk: Open, Force: 5 of 5, Action: To do, Value: Proposed",
        )

    def test_a_force_asks_which_objective_where_there_are_several(self):
        line = self._line().with_user(self.kam)
        other = self._create_objective(self.plan)
        with self._refused(UserError, "several open objectives"):
            line.action_make_force()
        (self.objective | other).write({"state": "dropped"})
        with self._refused(UserError, "no open objective"):
            line.action_make_force()

    def test_only_in_a_plan_that_one_may_change_and_that_shows_it(self):
        line = self._line()
        with self.assertRaises(AccessError):
            line.with_user(self.reader).action_make_risk()
        self.plan.show_risks = False
        with self._refused(UserError, "does not show this: switch on"):
            line.with_user(self.kam).action_make_risk()
        self.plan.state = "closed"
        with self._refused(UserError, "no plan in force that you may change"):
            line.with_user(self.manager).action_make_risk()

    def test_a_link_leads_to_the_same_customer(self):
        plan = self._create_plan(partner_id=self.stranger.id)
        risk = self._create_line("kam.risk", plan_id=plan.id, name="Theirs")
        with self._refused(ValidationError, "belongs to another customer"):
            self._line().risk_id = risk

    def test_what_one_may_not_read_is_not_named(self):
        secret = self._create_plan(
            confidentiality="team", date_start="2027-01-01", date_end="2027-12-31"
        )
        risk = self._create_line("kam.risk", plan_id=secret.id, name="Secret risk")
        line = self._line(risk_id=risk.id).with_user(self.reader)
        self.assertEqual(line.became, "")
        self.env.invalidate_all()
        self.assertEqual(line.read(["risk_id"])[0]["risk_id"], (risk.id, "No access"))

    def test_an_eighth_of_a_kind_warns_and_is_saved(self):
        for number in range(7):
            self._line(name=f"Line {number}")
        context = {"default_account_id": self.customer.id, "default_kind": "vulnerability"}
        form = Form(self.env["kam.appraisal"].with_user(self.kam).with_context(**context))
        with self.assertLogs("odoo.tests.form.onchange", "WARNING") as logs:
            form.kind = "threat"
            form.kind = "vulnerability"
        self.assertIn("There are 7 of this kind", "".join(logs.output))
        form.name = "Line 8"
        form.save()

    def test_merged_customers_keep_one_line_with_what_it_became(self):
        plan = self._create_plan(partner_id=self.stranger.id)
        ours = self._line()
        theirs = self._line(account_id=self.stranger.id, effect=-2, evidence="Seen")
        risk = self._create_line("kam.risk", plan_id=plan.id, name="Theirs")
        theirs.risk_id = risk
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard._merge((self.customer | self.stranger).ids, self.customer)
        self.env.invalidate_all()
        self.assertFalse(theirs.exists())
        self.assertEqual((ours.effect, ours.evidence, ours.risk_id), (-2, "Seen", risk))

    def test_paper_shows_the_first_three_of_each_kind(self):
        kinds = ("trend", "opportunity", "strength", "vulnerability", "threat")
        for kind in kinds:
            for number in range(5):
                self._line(name=f"{kind} {number}", kind=kind, rank=number)
        part = self.plan.with_user(self.reader)._fill_paper_appraisal()[self.plan]
        self.assertEqual(
            [line.name for line in part["rows"]],
            [f"{kind} {number}" for kind in kinds for number in range(3)],
        )
        self.assertEqual(part["note"], "and 10 more")

    def test_the_picture_prints_28_lines_on_one_page(self):
        quarters = ("strength", "vulnerability", "opportunity", "threat")
        lines = [self._line(name=f"{kind} {n}", kind=kind) for kind in quarters for n in range(7)]
        self._line(name="Nobody knows", kind="trend", effect_unknown=True)
        part = self.plan._fill_paper_swot()[self.plan]
        shown = [line["name"] for band in part["bands"] for q in band for line in q["lines"]]
        self.assertCountEqual(shown, [line.name for line in lines])
        self.assertEqual([q["more"] for band in part["bands"] for q in band], [""] * 4)
        self.assertIn("Nobody knows", part["undecided"])
        for number in range(20):
            self._line(name=f"More {number}", kind="threat")
        quarter = self.plan._fill_paper_swot()[self.plan]["bands"][1][1]
        self.assertEqual((len(quarter["lines"]), quarter["more"]), (17, "and 10 more"))

    def test_queries_do_not_grow_with_lines(self):
        lines = self.env["kam.appraisal"]
        for number in range(50):
            risk = self._create_line("kam.risk", name=f"Risk {number}")
            lines |= self._line(name=f"Line {number}", risk_id=risk.id)
        names = ["name", "effect", "became", "quadrant", "is_stale", "risk_id"]
        counts = []
        for some in (lines[:1], lines):
            some = some.with_user(self.reader)
            self.env.flush_all()
            self.env.invalidate_all()
            some.read(names)
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            some.read(names)
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[0], counts[1])
