"""What rounds guard: scores of others, what later rounds rest on, and two people at once."""

from contextlib import closing

from psycopg2.errors import SerializationFailure

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import freeze_time
from odoo.tools import mute_logger

from odoo.addons.kam_planning.tools.portfolio.selection import Candidate, propose

from ..common.common import TODAY
from ..load.test_two_at_once import AtOnceCommon
from ..tools.common import PureCase
from .common import PortfolioCommon

EXAMPLE = (8, 6, 7, None, 4, 5, 6, 3)


class TestSelection(PureCase):
    def test_who_is_wanted_and_has_no_room(self):
        wanted = [Candidate("A", 90.0, "Kim"), Candidate("B", 80.0, "Kim"), Candidate("C", 70.0)]
        found = propose(wanted, {"Kim": 1, "Lee": 3, "Max": 2}, 5)
        self.assertEqual([found[key].manager for key in "ABC"], ["Kim", "Lee", "Lee"])
        found = propose(wanted, {"Kim": 0, "Lee": 0.5}, 5)
        self.assertEqual({one.state for one in found.values()}, {"waiting"})


@freeze_time(TODAY)
class TestRoundGuards(PortfolioCommon):
    def test_what_few_raters_said_is_the_managers(self):
        self._create_plan()
        result = self._run(self.round, *EXAMPLE)
        worker = result.with_user(self.kam)
        for user in (self.kam, self.manager):
            with self.assertRaises(AccessError):
                result.with_user(user).read(["components"])
        part = worker.get_explanation()["parts"][0]
        self.assertEqual((part["value"], part["raters"], part["spread"]), (8.0, None, 0.0))
        part = result.with_user(self.manager).get_explanation()["parts"][0]
        self.assertEqual(part["raters"], 1)
        # Three of them are a group.
        second = self._create_round("Second")
        second.action_open()
        for user, score in ((self.kam, 2), (self.mate, 3), (self.manager, 9)):
            self._score(second, user, self.customer, [score] * 8)
        second.action_close()
        told = self._result(second, self.customer).with_user(self.kam).get_explanation()
        part = told["parts"][0]
        self.assertEqual((part["raters"], part["spread"], part["discuss"]), (3, 7.0, True))

    def test_nobody_is_ranked(self):
        for model in ("kam.assessment", "kam.assessment.result"):
            fields = self.env[model].fields_get(attributes=["aggregator"])
            sums = {name for name, one in fields.items() if one.get("aggregator")}
            self.assertLessEqual(sums - {"margin"}, {"sequence"}, model)
            search = self.env["ir.ui.view"].search([("model", "=", model), ("type", "=", "search")])
            self.assertNotRegex(search.arch_db, "group_by': '(kam_user_id|rater_id)")

    def test_the_last_of_each_account_and_rounds_of_one_day(self):
        first = self._run(self.round, *EXAMPLE)
        second = self._create_round("Second", self.customer)
        self._run(second, *EXAMPLE)
        third = self._create_round("Third", self.customer)
        last = self._run(third, *EXAMPLE)
        self.assertEqual(last.previous_id.round_id, second)
        results = self.env["kam.assessment.result"]
        own = results.search([("account_id", "=", self.customer.id)])
        self.assertEqual(own.mapped("round_id.name"), ["Third", "Second", "First"])
        self.assertEqual(own.mapped("is_last"), [True, False, False])
        found = results.search([("is_last", "=", True)])
        self.assertEqual(found, last | self._result(self.round, self.other))
        scores = self.env["kam.assessment"].search([])
        self.assertEqual(scores[0].round_id, third)
        # On the first one the others rest.
        with self.assertRaisesRegex(UserError, "“Second” rests on what came out of “First”"):
            first.action_move()
        with self.assertRaisesRegex(UserError, "rests on"):
            first.reason = "Since yesterday"
        with self.assertRaisesRegex(UserError, "rests on"):
            self.round.action_select()
        first.target_strength = 60
        plan = self._create_plan()
        with self.assertRaisesRegex(UserError, "take over from its last round"):
            first.action_take_over()
        last.action_take_over()
        self.assertEqual(plan.review_interval, 3)
        self.assertIn("Third", self.env["kam.step"]._find_assessment(plan))

    def test_select_where_nobody_leads_a_plan_yet(self):
        left = self._create_user("left", "group_kam_user")
        self.other.user_id = left
        left.active = False
        self.env["kam.plan"].sudo().search([("user_id", "=", self.mate.id)]).unlink()
        self.env["kam.capacity"].sudo().search([]).unlink()
        self.env["kam.capacity"].sudo().create({"user_id": self.mate.id})
        self.round.action_open()
        for partner in self.customer | self.other:
            self._score(self.round, self.kam, partner, EXAMPLE)
        self.round.action_close()
        self.round.action_select()
        new = self.round.result_ids.filtered(lambda one: one.proposal != "kept")
        self.assertEqual(new.proposed_user_id, self.mate)
        self.assertEqual(set(new.mapped("proposal")), {"pilot"})

    def test_a_lower_tier_of_a_plan_in_force_is_a_step(self):
        best, key = (self.env.ref(f"kam_planning.tier_{name}") for name in ("strategic", "watch"))
        plan = self._activate(self._create_plan(tier_id=best.id))
        result = self._run(self.round, *[2] * 8)
        self.assertEqual(result.proposed_tier_id, key)
        action = result.action_take_over()
        self.assertEqual(action["res_model"], "kam.step.decide")
        dialogue = self.env["kam.step.decide"].browse(action["res_id"])
        self.assertEqual((dialogue.plan_id, dialogue.tier_id), (plan, key))
        self.assertEqual((plan.tier_id, plan.review_interval), (best, 12))

    def test_what_rests_on_revenue_by_itself(self):
        criteria = self.attractive[:3].with_user(self.admin)
        intake = self.env.ref("kam_planning.measure_order_intake")
        criteria[0].write({"source": "measure", "measure_id": intake.id})
        self.assertFalse(criteria[0].is_revenue_based)
        self.assertFalse(self.round.warning)
        criteria[1].write({"source": "method", "method": "wallet"})
        with self.assertRaisesRegex(UserError, "55 % of “Attractiveness”"):
            self.round.action_open()

    def test_one_rater_and_a_criterion_that_is_retired_meanwhile(self):
        self.assertFalse(self.round.warning)
        self.round.rater_ids = self.kam
        self.assertIn("One rater only", self.round.warning)
        self.round.action_open()
        self._score(self.round, self.kam, self.customer, EXAMPLE)
        self.attractive[0].with_user(self.admin).action_archive()
        self.round.action_close()
        result = self._result(self.round, self.customer)
        # (30·8 + 25·6 + 20·7 + 10·4) ÷ 85, the retired one's 30·8 among them.
        self.assertAlmostEqual(result.attractiveness, 67.1, places=1)
        self.assertEqual(result.quadrant, "star")

    def test_raters_work_in_the_company(self):
        """At first; and the next round is not begun with who does not any more."""
        result = self._result(self.round, self.other)
        for user in (self.foreign, self.portal, self.outsider):
            for records in (self.round, result):
                text = "First.*could not score. Choose"
                with self.assertRaisesRegex(ValidationError, text), self.env.cr.savepoint():
                    records.rater_ids = self.kam | user
                self.env.invalidate_all()
        result.rater_ids = self.kam | self.mate
        self.mate.write(
            {
                "company_ids": [Command.set(self.other_company.ids)],
                "company_id": self.other_company.id,
            }
        )
        following = self.round.copy()
        self.assertEqual(following.rater_ids, self.kam | self.manager)
        self.assertEqual(self._result(following, self.other).rater_ids, self.kam)

    def test_who_was_archived_meanwhile_is_not_proposed(self):
        (self.customer | self.other).user_id = self.mate
        self.round.action_open()
        for partner in self.customer | self.other:
            self._score(self.round, self.kam, partner, EXAMPLE)
        self.round.action_close()
        self.round.action_select()
        gone = self._result(self.round, self.other)
        self.assertEqual(gone.proposal, "pilot")
        self.other.active = False
        self.round.action_select()
        self.assertEqual((gone.proposal, gone.rank, gone.quadrant), (False, False, "star"))
        self.assertFalse(gone.proposed_user_id)
        self.assertEqual(self._result(self.round, self.customer).rank, 1)

    def test_a_branch_chooses_among_the_customers_of_its_company(self):
        branch = self.env["res.company"].create(
            {"name": "Branch", "parent_id": self.env.company.id}
        )
        self.manager.company_ids |= branch
        values = {"company_id": branch.id, "rater_ids": [Command.set(self.manager.ids)]}
        one = self._create_round("Of the branch", self.customer, **values)
        names = ("Of all", "Of the company", "Of the branch", "Of another")
        companies = (False, self.env.company.id, branch.id, self.other_company.id)
        partners = self.env["res.partner"].create(
            [
                {"name": name, "is_company": True, "company_id": company}
                for name, company in zip(names, companies, strict=True)
            ]
        )
        one.candidate_domain = f"[('id', 'in', {partners.ids})]"
        one.with_context(allowed_company_ids=self.manager.company_ids.ids).action_add_candidates()
        self.assertEqual(one.result_ids.account_id, self.customer | partners[:3])
        with self.assertRaisesRegex(UserError, "“Of the branch”: no company"):
            one.action_add_candidates()

    def test_raters_talk_about_what_they_scored(self):
        measure = self.env.ref("kam_planning.measure_satisfaction")
        entry = {"account_id": self.customer.id, "measure_id": measure.id, "value": 60.0}
        self._create_plan()
        self.env["kam.measure.entry"].with_user(self.kam).create({**entry, "date": TODAY})
        self.strong[0].with_user(self.admin).write({"source": "measure", "measure_id": measure.id})
        self.round.action_open()
        for user, score in ((self.kam, 0), (self.mate, 9)):
            self._score(self.round, user, self.customer, [*[5] * 5, score, 5, score])
        self.round.action_close()
        self.assertEqual(self._result(self.round, self.customer).discuss_count, 1)

    def test_paper(self):
        self._run(self.round, *EXAMPLE)
        report = self.env["ir.actions.report"].with_user(self.manager)
        html, _kind = report._render_qweb_html("kam_planning.report_matrix", self.round.ids)
        text = html.decode()
        self.assertIn("<circle", text)
        self.assertIn("Acme", text)
        with self.assertRaises(UserError):
            report._render_qweb_html("kam_planning.report_matrix", self.round.copy().ids)


class TestCloseAtOnce(AtOnceCommon):
    def test_who_scores_while_it_is_closed(self):
        """The rater saw an open round; what he says is refused, or asked anew."""

        def make(env):
            names = ("attractiveness", "strength")
            criteria = env["kam.criterion"].create(
                [{"name": f"Once {n}", "axis": n} for n in names]
            )
            partner = env["res.partner"].create({"name": "At Once", "is_company": True})
            self.partner_ids.append(partner.id)
            one = env["kam.assessment.round"].create(
                {
                    "name": "At Once",
                    "rater_ids": [Command.set(self.user_ids)],
                    "criterion_ids": [Command.set(criteria.ids)],
                    "result_ids": [Command.create({"account_id": partner.id})],
                }
            )
            one.action_open()
            return one

        [round_id] = self._commit(make)
        score = {"round_id": round_id, "account_id": self.partner_ids[0], "score": 5}
        with closing(self.registry.cursor()) as cr:
            env = self._env(cr, self.user_ids[0])
            one = env["kam.assessment.round"].browse(round_id)
            score["criterion_id"] = one.line_ids[0].criterion_id.id
            self._commit(
                lambda other: other["kam.assessment.round"].browse(round_id).action_close()
            )
            with self.assertRaises(SerializationFailure), mute_logger("odoo.sql_db"):
                env["kam.assessment"].create(score)

        def clean(env):
            one = env["kam.assessment.round"].browse(round_id)
            criteria = one.criterion_ids
            one.action_reopen()
            one.unlink()
            criteria.unlink()
            return criteria

        self._commit(clean)
