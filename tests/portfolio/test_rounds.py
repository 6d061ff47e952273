"""Rounds: who scores what, what comes of it, and what is refused."""

from datetime import date

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import freeze_time

from ..common.common import TODAY
from .common import PortfolioCommon

EXAMPLE = (8, 6, 7, None, 4, 5, 6, 3)


@freeze_time(TODAY)
class TestRounds(PortfolioCommon):
    def test_worked_example_and_its_explanation(self):
        result = self._run(self.round, *EXAMPLE)
        self.assertAlmostEqual(result.attractiveness, 67.1, places=1)
        self.assertAlmostEqual(result.strength, 47.0)
        self.assertEqual(result.attractiveness_confidence, 85.0)
        self.assertEqual(result.confidence, 85.0)
        self.assertEqual(result.quadrant, "star")
        self.assertEqual(self.round.state, "closed")
        self.assertEqual(self.round.date_closed, TODAY)
        unscored = self._result(self.round, self.other)
        self.assertIs(unscored.attractiveness, False)
        self.assertFalse(unscored.quadrant)
        self.assertEqual(unscored.confidence, 0.0)
        # Later changes of the list change nothing here.
        self.attractive[0].with_user(self.admin).write({"weight": 90, "name": "Renamed"})
        told = result.get_explanation()
        self.assertEqual(told["parts"][0]["label"], "Attractive 0")
        self.assertEqual(told["parts"][0]["weight"], 30)
        self.assertEqual([part["value"] for part in told["parts"]], list(EXAMPLE))
        self.assertAlmostEqual(result.attractiveness, 67.1, places=1)

    def test_median_spread_and_equal_scores(self):
        self.round.action_open()
        for user, score in ((self.kam, 2), (self.mate, 3), (self.manager, 9)):
            self._score(self.round, user, self.customer, (score, *[5] * 7))
        self.round.action_close()
        result = self._result(self.round, self.customer)
        part = result.get_explanation()["parts"][0]
        self.assertEqual((part["value"], part["raters"], part["spread"]), (3.0, 3, 7.0))
        self.assertTrue(part["discuss"])
        self.assertEqual(result.discuss_count, 1)
        # (30·3 + 70·5) ÷ 100
        self.assertAlmostEqual(result.attractiveness, 44.0)
        self.assertAlmostEqual(result.strength, 50.0)
        self.assertEqual(result.quadrant, "status")

    def test_five_points_until_a_manager_says_why(self):
        self._run(self.round, *[7] * 5, *[4] * 3)
        second = self._create_round("Second")
        result = self._run(second, *[7] * 5, *[5] * 3)
        self.assertEqual(result.previous_id.display_name, f"Acme, {self.round.name}")
        self.assertEqual((result.quadrant, result.quadrant_figures), ("star", "strategic"))
        self.assertTrue(result.is_held)
        self.assertIn(result, result.search([("is_held", "=", True)]))
        self.assertFalse(result.is_moved)
        with self.assertRaisesRegex(UserError, "say under"):
            result.action_move()
        result.reason = "They signed the frame contract"
        result.action_move()
        self.assertEqual(result.quadrant, "strategic")
        self.assertTrue(result.is_moved)
        self.assertFalse(result.is_held)
        with self.assertRaisesRegex(UserError, "stands where"):
            result.action_move()
        # Nothing was sold to them: 0, which is known.
        self.assertEqual(result.margin, 0.0)
        # An arrow from the last round.
        matrix = result.get_matrix([])
        self.assertEqual([name for _id, name in matrix["rounds"]], ["Second", "First"])
        (bubble,) = matrix["bubbles"]
        self.assertEqual(bubble["arrow"][:2], [240.0, 180.0])
        self.assertEqual(matrix["unplaced"], 1)
        self.assertEqual(result.search([("is_last", "=", True)]).round_id, second)

    def test_refuses_to_open(self):
        self.attractive[0].with_user(self.admin).write({"is_revenue_based": True})
        self.assertFalse(self.round.warning)
        self.attractive[2].with_user(self.admin).write({"is_revenue_based": True})
        self.assertIn("50 %", self.round.warning)
        self.attractive[4].with_user(self.admin).write({"is_revenue_based": True})
        with self.assertRaisesRegex(UserError, "60 % of “Attractiveness”"):
            self.round.action_open()
        self.round.criterion_ids = self.attractive[3] | self.strong[0]
        self.strong[0].with_user(self.admin).write({"weight": 0})
        with self.assertRaisesRegex(UserError, "“Relative Strength” has a weight"):
            self.round.action_open()
        self.round.criterion_ids = self.criteria - self.attractive[4]
        self.round.result_ids.unlink()
        self.attractive[0].with_user(self.admin).write({"is_revenue_based": False})
        with self.assertRaisesRegex(UserError, "no candidates"):
            self.round.action_open()

    def test_a_rater_reads_and_writes_his_own_rows(self):
        with self.assertRaises(AccessError):
            self._score(self.round, self.kam, self.customer, EXAMPLE)
        self.round.action_open()
        self._score(self.round, self.kam, self.customer, EXAMPLE)
        self._score(self.round, self.mate, self.customer, EXAMPLE)
        scores = self.env["kam.assessment"]
        own = scores.with_user(self.kam).search([])
        self.assertEqual(own.rater_id, self.kam)
        theirs = scores.search([("rater_id", "=", self.mate.id)])
        self.assertEqual(len(theirs), 7)
        for step in (
            lambda: theirs.with_user(self.kam).read(["score"]),
            lambda: theirs.with_user(self.kam).write({"score": 1}),
            lambda: own.write({"rater_id": self.mate.id}),
            lambda: self._score_for(self.kam, self.mate, self.other),
        ):
            with self.assertRaises(AccessError):
                step()
        self.assertEqual(len(scores.with_user(self.manager).search([])), 14)
        with self.assertRaisesRegex(UserError, "does not ask you"):
            self._score(self.round, self.reader, self.customer, EXAMPLE)
        with self.assertRaises(ValidationError):
            own[0].score = 11
        own[0].score = 0
        self.assertEqual(own[0].score, 0.0)
        self.assertEqual(own[0].date_scored, TODAY)
        self.round.action_close()
        with self.assertRaisesRegex(UserError, "Closed"):
            own[0].score = 5
        with self.assertRaisesRegex(UserError, "Closed"):
            own[0].unlink()

    def _score_for(self, user, rater, account):
        self.env["kam.assessment"].with_user(user).create(
            {
                "round_id": self.round.id,
                "account_id": account.id,
                "criterion_id": self.strong[0].id,
                "rater_id": rater.id,
            }
        )

    def test_own_raters_of_a_candidate_and_the_lines_of_a_rater(self):
        self._result(self.round, self.other).rater_ids = self.reader
        self.round.action_open()
        action = self.round.with_user(self.kam).action_score()
        lines = self.env["kam.assessment"].with_user(self.kam).search(action["domain"])
        self.assertEqual((len(lines), lines.account_id), (8, self.customer))
        self.assertEqual(action["name"], f"My Scores: {self.round.name}")
        self.assertTrue(all(line.score is False for line in lines))
        self.round.with_user(self.kam).action_score()
        self.assertEqual(len(lines.search(action["domain"])), 8)
        action = self.round.with_user(self.reader)._action_score_open()
        lines = lines.with_user(self.reader).search(action["domain"])
        self.assertEqual(lines.account_id, self.other)
        self.assertFalse(self.round.with_user(self.foreign).search([]))

    def test_scores_hold_for_their_validity(self):
        self.attractive[0].with_user(self.admin).write({"validity_months": 3})
        self.attractive[1].with_user(self.admin).write({"validity_months": 0})
        self._run(self.round, *EXAMPLE)
        with freeze_time("2026-08-01"):
            second = self._create_round("Second")
            second.action_open()
            action = second.with_user(self.kam).action_score()
            lines = self.env["kam.assessment"].with_user(self.kam).search(action["domain"])
            mine = lines.filtered(lambda line: line.account_id == self.customer)
            scores = {line.criterion_id: (line.score, line.date_scored) for line in mine}
            self.assertEqual(scores[self.attractive[0]], (False, False))
            self.assertEqual(scores[self.attractive[1]], (False, False))
            self.assertEqual(scores[self.attractive[2]], (7.0, TODAY))
            second.action_close()
            result = self._result(second, self.customer)
            # (20·7 + 10·4) ÷ 30
            self.assertAlmostEqual(result.attractiveness, 60.0)
            self.assertAlmostEqual(result.attractiveness_confidence, 30.0)

    def test_reopening(self):
        result = self._run(self.round, *EXAMPLE)
        self.round.action_reopen()
        self.assertEqual(self.round.state, "open")
        self.assertIs(result.attractiveness, False)
        self.assertFalse(result.sudo().components)
        self.round.action_close()
        self.assertAlmostEqual(result.attractiveness, 67.1, places=1)
        second = self._create_round("Second")
        self._run(second, *EXAMPLE)
        with self.assertRaisesRegex(UserError, "rests on what came out"):
            self.round.action_reopen()
        with self.assertRaises(UserError):
            self.round.unlink()
        third = self._create_round("Third")
        third.action_open()
        self._score(third, self.kam, self.customer, EXAMPLE)
        third.unlink()
        with freeze_time("2026-05-01"), self.assertRaisesRegex(UserError, "30 days ago"):
            second.action_reopen()

    def test_closed_rounds_stay(self):
        result = self._run(self.round, *EXAMPLE)
        raters = {"rater_ids": [Command.clear()]}
        for values in ({"cut_strength": 40}, {"date": date(2025, 1, 1)}, raters):
            with self.assertRaisesRegex(UserError, "Closed"):
                self.round.write(values)
        with self.assertRaisesRegex(UserError, "Closed"):
            result.rater_ids = self.kam
        with self.assertRaises(UserError):
            result.attractiveness = 90
        result.target_strength = 70
        for kept in (result, self.attractive[0].with_user(self.admin)):
            with self.assertRaises(UserError):
                kept.unlink()
        self.attractive[0].with_user(self.admin).action_archive()
        self.round.sudo().date = date(2025, 1, 31)
        following = self.round.copy()
        self.assertEqual((following.state, following.date), ("draft", TODAY))
        kept = (following.criterion_ids, following.result_ids.account_id)
        self.assertEqual(kept, (self.criteria - self.attractive[0], self.customer | self.other))
        # Where we want to be goes along.
        following.action_open()
        following.action_close()
        self.assertEqual(self._result(following, self.customer).target_strength, 70.0)

    def test_results_are_for_managers_and_who_works_on_the_account(self):
        self._create_plan()
        result = self._run(self.round, *EXAMPLE)
        results = self.env["kam.assessment.result"]
        self.assertEqual(results.with_user(self.kam).search([]), result)
        self.assertFalse(results.with_user(self.mate).search([]))
        self.assertFalse(results.with_user(self.foreign).search([]))
        self.assertEqual(len(results.with_user(self.manager).search([])), 2)
        self.assertEqual(len(results.with_user(self.kam).get_matrix([])["bubbles"]), 1)
        self.assertEqual(results.with_user(self.mate).get_matrix([])["bubbles"], [])
        for step in ("action_move", "action_take_over"):
            with self.assertRaises(AccessError):
                getattr(result.with_user(self.kam), step)()
        with self.assertRaises(AccessError):
            result.with_user(self.mate).get_explanation()
        for step in ("action_close", "action_reopen", "action_select", "action_open"):
            with self.assertRaises(AccessError):
                getattr(self.round.with_user(self.kam), step)()
        # A customer's result is open to the account only once its round is closed.
        self.round.action_reopen()
        self.assertFalse(results.with_user(self.kam).search([]))

    def test_select_pilot_and_plan(self):
        partners = self.env["res.partner"].create(
            [{"name": f"Candidate {n}", "is_company": True} for n in range(4)]
        )
        partners[0].user_id = self.mate
        plan = self._create_plan(partner_id=partners[3].id)
        self.env["ir.config_parameter"].sudo().set_param("kam_planning.accounts_per_manager", "2")
        one = self._create_round("Choice", partners, pilot_size=1)
        one.action_open()
        for partner, score in zip(partners, (9, 8, 7, 6), strict=True):
            self._score(one, self.kam, partner, [score] * 8)
        one.action_close()
        one.action_select()
        found = [self._result(one, partner) for partner in partners]
        # Mate has room for two, kam for one beside his plan; of equal rooms the first user's.
        self.assertEqual(
            [(r.proposal, r.rank, r.proposed_user_id) for r in found],
            [
                ("pilot", 1, self.mate),
                ("selected", 2, self.kam),
                ("selected", 3, self.mate),
                ("kept", False, self.kam),
            ],
        )
        action = found[0].action_start_plan()
        self.assertEqual(action["context"]["default_partner_id"], partners[0].id)
        self.assertEqual(action["context"]["default_user_id"], self.mate.id)
        dialogue = self.env["kam.plan.create"].with_user(self.manager)
        dialogue = dialogue.with_context(action["context"]).create({})
        dialogue.action_create_plan()
        self.assertEqual(found[0].plan_id.user_id, self.mate)
        # Tier and cadence of the quadrant, by a click.
        self.assertEqual(found[3].quadrant, "strategic")
        self.assertEqual(found[3].proposed_tier_id, self.env.ref("kam_planning.tier_strategic"))
        self.assertEqual((found[3].proposed_interval, found[3].attention), (3, 1.0))
        plan.with_user(self.manager).review_interval = 12
        found[3].action_take_over()
        self.assertEqual(plan.review_interval, 3)
        self.assertEqual(plan.tier_id, self.env.ref("kam_planning.tier_strategic"))
        with self.assertRaisesRegex(UserError, "start a plan first"):
            found[1].action_take_over()

    def test_candidates_by_filter_and_from_contacts(self):
        one = self._create_round("Filtered", self.other, candidate_limit=2)
        one.candidate_domain = "[('name', 'in', ['Acme', 'Beta', 'Jane Buyer'])]"
        one.action_add_candidates()
        self.assertEqual(one.result_ids.account_id, self.customer | self.other)
        with self.assertRaisesRegex(UserError, "has 2 candidates.*“At Most” says 2"):
            one.action_add_candidates()
        one.candidate_domain = "[('nonsense', '=', 1)]"
        one.candidate_limit = 5
        with self.assertRaisesRegex(UserError, "Filtered.*“Which Customers” is no filter"):
            one.action_add_candidates()
        third = self.env["res.partner"].create({"name": "Third", "is_company": True})
        action = (third | self.contact).with_user(self.manager).action_add_to_portfolio()
        added = self.env["kam.assessment.round"].browse(action["res_id"])
        self.assertIn(third, added.result_ids.account_id)
        with self.assertRaises(AccessError):
            third.with_user(self.kam).action_add_to_portfolio()

    def test_customers_that_become_one(self):
        self._run(self.round, *EXAMPLE)
        second = self._create_round("Second")
        second.action_open()
        self._score(second, self.kam, self.customer, (8, *[None] * 7))
        self._score(second, self.kam, self.other, (2, 5, *[None] * 6))
        self._score(second, self.mate, self.other, (4, *[None] * 7))
        self.env["base.partner.merge.automatic.wizard"]._merge(
            (self.customer | self.other).ids, self.customer
        )
        self.assertEqual(second.result_ids.account_id, self.customer)
        self.assertEqual(len(self.round.result_ids), 1)
        scores = self.env["kam.assessment"].search([("round_id", "=", second.id)])
        self.assertEqual(
            sorted((s.rater_id.login, s.criterion_id.name, s.score) for s in scores),
            [
                ("kam", "Attractive 0", 8.0),
                ("kam", "Attractive 1", 5.0),
                ("mate", "Attractive 0", 4.0),
            ],
        )
        second.action_close()
        self.assertEqual(second.result_ids.previous_id, self.round.result_ids)

    def test_figures_of_computed_criteria(self):
        measure = self.env.ref("kam_planning.measure_satisfaction")
        entries = self.env["kam.measure.entry"]
        self._create_plan()
        entries.with_user(self.kam).create(
            {"account_id": self.customer.id, "measure_id": measure.id, "value": 67.5, "date": TODAY}
        )
        self.strong[0].with_user(self.admin).write(
            {"source": "measure", "measure_id": measure.id, "bad": 40, "good": 95}
        )
        self.strong[1].with_user(self.admin).write(
            {"source": "method", "method": "maturity", "bad": 0, "good": 3}
        )
        person = {"account_id": self.customer.id, "partner_id": self.contact.id}
        self.env["kam.stakeholder"].create(person)
        self.round.action_open()
        # Who scores is asked for what no figure tells.
        self.round.with_user(self.kam).action_score()
        asked = self.env["kam.assessment"].with_user(self.kam).search([])
        of_customer = asked.filtered(lambda line: line.account_id == self.customer)
        self.assertNotIn(self.strong[0], of_customer.criterion_id)
        self.assertIn(self.strong[0], (asked - of_customer).criterion_id)
        self.round.action_close()
        result = self._result(self.round, self.customer)
        parts = {part["label"]: part for part in result.get_explanation()["parts"]}
        self.assertAlmostEqual(parts["Strong 0"]["value"], 5.0)
        self.assertEqual(parts["Strong 0"]["source"], measure.name)
        self.assertAlmostEqual(parts["Strong 1"]["value"], 10 / 3, places=4)
        self.assertIsNone(parts["Strong 2"]["value"])
        self.assertAlmostEqual(result.strength_confidence, 70.0)

    def test_queries_do_not_grow(self):
        counts = []
        for number in (3, 40):
            partners = self.env["res.partner"].create(
                [{"name": f"{number} {n}", "is_company": True} for n in range(number)]
            )
            one = self._create_round(f"Round {number}", partners)
            one.criterion_ids |= self.env.ref("kam_planning.criterion_growth")
            one.criterion_ids |= self.env.ref("kam_planning.criterion_maturity")
            one.action_open()
            for partner in partners:
                self._score(one, self.kam, partner, [5] * 8)
            counts.append(self._count_queries(one.action_close))
            counts.append(self._count_queries(one.action_select))
            results = self.env["kam.assessment.result"].with_user(self.manager)
            counts.append(self._count_queries(lambda r=results: r.get_matrix([])))
        for few, many in zip(counts[:3], counts[3:], strict=True):
            self.assertLessEqual(many, few + 1)

    def test_a_rater_who_is_no_user_any_more(self):
        """His scores count, and are nobody's."""
        leaver = self._create_user("leaver", "group_kam_user")
        self.round.rater_ids |= leaver
        self._run(self.round, *EXAMPLE, user=leaver)
        scores = self.env["kam.assessment"].search([("rater_id", "=", leaver.id)])
        leaver.unlink()
        self.assertEqual(len(scores.exists()), 7)
        self.assertFalse(scores.rater_id)
        self.round.action_reopen()
        self.round.action_close()
        self.assertEqual(self._result(self.round, self.customer).quadrant, "star")
