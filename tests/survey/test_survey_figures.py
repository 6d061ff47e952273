"""What a round comes to: figures, headline, satisfaction, scorecard."""

from datetime import timedelta
from unittest.mock import patch

from dateutil.relativedelta import relativedelta

from odoo.exceptions import UserError, ValidationError
from odoo.tools.misc import format_date

from .common import SurveyCommon


class TestSurveyFigures(SurveyCommon):
    def test_the_worked_example(self):
        one = self._open()
        self._answer_both(one)
        self.assertEqual(one.headline, "Open: 3 of us and 3 of them answered.")
        self.assertFalse(one.line_ids[0].ours_mean)
        one.action_close()
        first, second, third = one.line_ids[:3]
        self.assertEqual(round(first.ours_mean, 2), 4.33)
        self.assertEqual(round(first.theirs_mean, 2), 2.67)
        self.assertEqual((first.ours_median, first.theirs_median), (4, 3))
        self.assertEqual((round(first.gap, 2), first.standing), (1.67, "ours"))
        self.assertEqual((second.gap, second.standing), (0.0, "alike"))
        self.assertEqual((third.gap, third.standing), (False, "unknown"))
        self.assertEqual((first.ours_count, first.theirs_count, third.ours_count), (3, 3, 0))
        # ((4.33 + 3) / 2 - 1) / 4 and ((2.67 + 3) / 2 - 1) / 4
        self.assertEqual(round(one.ours_percent, 1), 66.7)
        self.assertEqual(round(one.theirs_percent, 1), 45.8)
        self.assertEqual(round(one.gap, 1), 20.8)
        self.assertEqual(one.headline, f"We rate “{first.name}” 4.3, they 2.7.")
        self.assertEqual(one.date_closed, self.today)
        plan = self.plan.with_user(self.reader)
        self.assertEqual(plan.survey_headline, one.headline)
        self.assertFalse(plan.open_survey_id)

    def test_fewer_than_three_are_not_known_and_no_gap(self):
        one = self._open()
        for user in (self.kam, self.mate, self.manager):
            self._answer(one, user, [5])
        for contact in self.people[:2]:
            self._answer(one, self.kam, [1], contact)
        one.action_close()
        line = one.line_ids[0]
        self.assertEqual((line.ours_mean, line.theirs_mean, line.gap), (5.0, False, False))
        self.assertEqual((one.ours_percent, one.theirs_percent, one.gap), (100.0, False, False))
        self.assertEqual(one.headline, "They: not known (2 of 3 answers)")
        self.assertFalse(one.search([("theirs_percent", "=", 0)]))

    def test_nobody_reckons_a_single_answer(self):
        one = self._open()
        for contact in self.people[:2]:
            self._answer(one, self.kam, [3], contact)
        one._take_from_contact_sudo(
            self.people[2], [{"question_id": self.questions[0].id, "score": 1}]
        )
        one.action_close()
        self.assertIs(one.line_ids[0].theirs_mean, False)
        self.assertIn("They: not known, a single answer could be reckoned", one.headline)

    def test_what_was_shown_is_not_taken_up_again(self):
        one = self._open()
        self._answer(one, self.kam, [5])
        one.action_close()
        one.action_reopen()
        self.assertEqual((one.state, one.is_latest), ("open", False))
        self.assertEqual(one.sudo().activity_ids.user_id, self.mate | self.manager)
        self._answer(one, self.mate, [5])
        self._answer(one, self.manager, [5])
        one.action_close()
        with self._refused(UserError, "were shown"):
            one.action_reopen()

    def test_a_round_that_is_answered_is_kept(self):
        empty = self._open()
        empty.unlink()
        one = self._open()
        self._answer(one, self.kam, [5])
        with self._refused(UserError, "is answered already, and kept"):
            one.unlink()
        with self._refused(UserError, "stay as they are"):
            one.date = self.today - timedelta(days=9)
        draft = self._create_plan(date_start="2031-01-01", date_end="2031-12-31")
        other = self._open(plan_id=draft.id)
        self._answer(other, self.kam, [5])
        draft.with_user(self.manager).unlink()
        self.assertFalse(other.exists())

    def test_the_last_round_is_the_last_that_was_closed(self):
        first = self._open(date=self.today - timedelta(days=200))
        first.action_close()
        second = self._open()
        self.assertTrue(first.is_latest)
        second.action_close()
        self.assertEqual((first.is_latest, second.is_latest), (False, True))

    def test_a_round_of_too_few_leaves_the_headline_with_the_one_before(self):
        first = self._open(date="2026-01-05")
        self._answer_both(first)
        first.action_close()
        self.env.flush_all()
        second = self._open(date="2026-02-05")
        for user in (self.kam, self.mate, self.manager):
            self._answer(second, user, [5])
        second.action_close()
        self.assertEqual((first.is_latest, second.is_latest), (True, False))
        plan = self.plan.with_user(self.reader)
        name = first.line_ids[0].name
        self.assertEqual(
            plan.survey_headline, f"Survey of 01/05/2026: We rate “{name}” 4.3, they 2.7."
        )
        first.sudo().date_closed = self.today - relativedelta(months=7)
        self.env.invalidate_all()
        self.assertFalse(plan.survey_standing)
        (part,) = (p for p in plan._get_overview_parts() if p["name"] == "survey")
        self.assertEqual(
            [line["label"] for line in part["lines"]],
            ["They: not known (0 of 3 answers)", f"We rate “{name}” 4.3, they 2.7."],
        )
        closed = [format_date(self.env, one.date_closed) for one in (second, first)]
        self.assertEqual([line["note"] for line in part["lines"]], closed)
        self.assertFalse(any(line["date"] for line in part["lines"]))
        facts = {fact["name"]: round(fact["value"], 1) for fact in part["facts"]}
        self.assertEqual(facts, {"ours_percent": 66.7, "theirs_percent": 45.8})

    def test_one_who_answers_the_app_thrice_is_one(self):
        answers, question = self.env["kam.survey.answer"], self.questions[0]
        one = self._open()
        for number in range(3):
            new = [{"question_id": question.id, "score": 5}]
            answers._take_sudo(one, new, None, f"survey-{number}")
        one.action_close()
        self.assertEqual((one.line_ids[0].theirs_count, one.theirs_percent), (3, False))
        one.action_reopen()
        for contact in self.people[:2]:
            one._take_from_contact_sudo(contact, [{"question_id": question.id, "score": 1}])
        one.action_close()
        # (5 + 5 + 5 + 1 + 1) / 5
        self.assertEqual(one.line_ids[0].theirs_mean, 3.4)

    def test_the_app_is_read_before_the_round_of_a_merged_plan_is_closed(self):
        one, seen = self._open(), []
        target = self._create_plan(date_start="2031-01-01", date_end="2031-12-31")

        def read(rounds):
            seen.append((rounds.ids, rounds.state))

        with patch.object(self.registry["kam.survey.round"], "_read_app_answers", read):
            one._move_sudo(self.plan, target)
        self.assertEqual(seen, [(one.ids, "open")])
        self.assertEqual((one.plan_id, one.state), (target, "closed"))

    def test_it_is_asked_twice_a_year(self):
        plan = self.plan.with_user(self.kam)
        self.assertIn("open the first round", plan.survey_standing)
        one = self._open()
        one.action_close()
        self.env.invalidate_all()
        self.assertFalse(plan.survey_standing)
        one.sudo().date_closed = self.today - relativedelta(months=6)
        self.env.invalidate_all()
        self.assertIn("half a year ago", plan.survey_standing)
        parts = {part["name"]: part for part in plan._get_overview_parts()}
        self.assertIn("half a year ago", parts["survey"]["lines"][0]["note"])

    def test_the_overview_says_the_headline(self):
        one = self._open()
        self._answer_both(one)
        one.action_close()
        parts = {p["name"]: p for p in self.plan.with_user(self.reader)._get_overview_parts()}
        part = parts["survey"]
        self.assertEqual(part["lines"][0]["label"], one.headline)
        facts = {fact["name"]: round(fact["value"], 1) for fact in part["facts"]}
        self.assertEqual(facts, {"ours_percent": 66.7, "theirs_percent": 45.8})
        self.plan.show_survey = False
        names = [p["name"] for p in self.plan.with_user(self.reader)._get_overview_parts()]
        self.assertNotIn("survey", names)

    # satisfaction and scorecard

    def _entries(self):
        measure = self.env.ref("kam_planning.measure_satisfaction")
        return self.env["kam.measure.entry"].search([("measure_id", "=", measure.id)])

    def test_what_they_say_is_their_satisfaction(self):
        one = self._open()
        self._answer_both(one)
        one.action_close()
        entry = self._entries()
        self.assertEqual((entry.account_id, entry.date), (self.customer, self.today))
        self.assertEqual(round(entry.value, 1), 45.8)
        self.assertIn("3 answers of the customer", entry.note)

    def test_a_figure_by_hand_of_the_same_day_stays_in_the_note(self):
        measure = self.env.ref("kam_planning.measure_satisfaction")
        self._create_line("kam.measure.entry", measure_id=measure.id, value=90, note="Call")
        one = self._open()
        self._answer_both(one)
        one.action_close()
        entry = self._entries()
        self.assertEqual(round(entry.value, 1), 45.8)
        self.assertIn("Call", entry.note)
        self.assertIn("before: 90", entry.note)

    def test_too_few_and_confidential_feed_nothing(self):
        one = self._open()
        self._answer(one, self.kam, [5])
        one.action_close()
        self.plan.confidentiality = "team"
        two = self._open(date=self.today + timedelta(days=1))
        self._answer_both(two)
        two.action_close()
        self.assertTrue(two.theirs_percent)
        self.assertFalse(self._entries())

    def test_the_scorecard_shows_what_was_said_to_its_criteria(self):
        question = self.questions[0]
        criterion = self.env.ref("kam_planning.value_criterion_ease")
        question.criterion_id = criterion
        one = self._open()
        self._answer_both(one)
        one.action_close()

        def told():
            self.env.invalidate_all()
            card = self.plan.with_user(self.reader).value_scorecard
            return {row["id"]: row["survey"] for row in card["criteria"]}[criterion.id]

        self.assertEqual(round(told()["us"], 2), 4.33)
        self.assertEqual(round(told()["customer"], 2), 2.67)
        self.assertEqual(round(told()["gap"], 2), 1.67)
        one.sudo().date_closed = self.today - relativedelta(months=12)
        self.assertIsNone(told())

    # the customer's own hand

    def test_the_entry_for_the_share(self):
        one = self._open()
        first, second = self.questions[:2].ids
        answers = one._take_from_contact_sudo(
            self.contact,
            [
                {"question_id": first, "score": 4, "comment": "Fine"},
                {"question_id": second, "score": 3},
            ],
        )
        self.assertEqual(set(answers.mapped("side")), {"theirs"})
        again = one._take_from_contact_sudo(self.contact, [{"question_id": first, "score": 2}])
        self.assertEqual((again.sorted("question_id")[0].score, len(again)), (2, 2))
        for user in (self.kam, self.manager, self.admin):
            self.assertFalse(self.env["kam.survey.answer"].with_user(user).search([]))
        with self._refused(ValidationError, "from 1 to 5"):
            one._take_from_contact_sudo(self.people[1], [{"question_id": first, "score": 7}])
        one.action_close()
        with self._refused(UserError, "is closed"):
            one._take_from_contact_sudo(self.contact, [{"question_id": first, "score": 2}])

    def test_without_the_survey_app(self):
        if "survey.survey" in self.env:
            self.skipTest("The survey app is installed.")
        one = self._open()
        self.assertFalse(one.has_app)
        with self._refused(UserError, "survey app is not installed"):
            one.action_ask_by_app()
        one.action_read_app()

    def test_queries_do_not_grow_with_plans(self):
        plans = self._create_plans(50, show_survey=True)
        self._activate(plans)
        rounds = self.env["kam.survey.round"].with_user(self.kam)
        rounds = rounds.create([{"plan_id": plan.id} for plan in plans])
        rounds.action_close()
        rounds.create(
            [{"plan_id": plan.id, "date": self.today + timedelta(days=1)} for plan in plans]
        )

        def read(count):
            shown = plans[:count].with_user(self.kam)
            return self._count_queries(
                lambda: (
                    shown.mapped("survey_headline"),
                    rounds[:count].mapped("is_waiting"),
                    rounds[:count].mapped("theirs_people"),
                    shown._get_chapter_marks(),
                )
            )

        read(1)
        self.assertLessEqual(read(50), read(1))
