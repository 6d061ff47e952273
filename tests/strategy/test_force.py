"""Forces: what they make of the chance of an objective, and what actions make of them."""

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, freeze_time

from ..common.common import TODAY
from .common import StrategyCommon

# D 7 and R 7.
KNOWN = (("driving", 4), ("driving", 3), ("restraining", 5), ("restraining", 2))


@freeze_time(TODAY)
class ForceCommon(StrategyCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.judge = cls._create_user("judge", "group_kam_user", "group_kam_people")

    @classmethod
    def _force(cls, kind="restraining", strength=3, user=None, **values):
        values = {"name": f"{kind} {strength}", "kind": kind, "strength": strength, **values}
        line = cls.env["kam.force"].with_user(user or cls.kam)
        return line.create({"objective_id": cls.objective.id, **values})

    @classmethod
    def _forces(cls):
        return cls.env["kam.force"].concat(*(cls._force(*pair) for pair in KNOWN))

    @classmethod
    def _effect(cls, force, expected, **values):
        action = cls._create_action(cls.plan, name=f"To {expected}", **values)
        effects = cls.env["kam.force.effect"].with_user(cls.kam)
        return effects.create(
            {"force_id": force.id, "action_id": action.id, "expected_strength": expected}
        )

    def _questions(self, force):
        return self.env["mail.activity"].search(
            [("res_model", "=", "kam.force"), ("res_id", "=", force.id)]
        )


@freeze_time(TODAY)
class TestChance(ForceCommon):
    def test_nothing_known_is_even(self):
        self.assertEqual(self.objective.chance, 50.0)
        self.assertTrue(self.objective.too_few_forces)
        self.assertIs(self.objective.expected_chance, False)

    def test_the_worked_example(self):
        forces = self._forces()
        self.assertEqual(self.objective.force_balance, 0)
        self.assertEqual(self.objective.chance, 50.0)
        self.assertFalse(self.objective.too_few_forces)
        restraint, push = forces[2], forces[0]
        effect = self._effect(restraint, 3)
        self.assertEqual(restraint.expected_strength, 3)
        self.assertEqual(round(self.objective.expected_chance), 57)
        self.assertEqual(self.objective.chance, 50.0)
        effect.with_user(self.kam).unlink()
        self.assertIs(restraint.expected_strength, False)
        # The same two points, of push.
        push.with_user(self.kam).strength = 5
        self._force("driving", 1)
        self.assertEqual(self.objective.force_balance, 2)
        self.assertEqual(round(self.objective.chance), 56)

    def test_it_follows_each_change(self):
        force = self._force("driving", 1)
        self.assertAlmostEqual(self.objective.chance, 100 * 2 / 3, 5)
        force.with_user(self.kam).kind = "restraining"
        self.assertAlmostEqual(self.objective.chance, 100 / 3, 5)
        found = self.env["kam.objective"].search([("chance", "<", 50), ("force_count", ">", 0)])
        self.assertIn(self.objective, found)
        force.with_user(self.kam).unlink()
        self.assertEqual(self.objective.chance, 50.0)

    def test_only_strengths_from_one_to_five(self):
        force = self._force()
        for strength in (0, 6, -1, False):
            with self.assertRaisesRegex(ValidationError, "from 1 .very weak. to 5"):
                self._force(strength=strength)
            with self.assertRaisesRegex(ValidationError, "from 1 .very weak. to 5"):
                force.with_user(self.kam).write({"strength": strength})
        for expected in (0, 6):
            with self.assertRaisesRegex(ValidationError, "from 1 to 5"):
                self._effect(force, expected)

    def test_the_best_lever(self):
        hard = self._force("restraining", 5, alterable="no")
        soft = self._force("restraining", 3, alterable="yes")
        push = self._force("driving", 5, alterable="yes")
        self.assertEqual((hard.lever, soft.lever, push.lever), (0.0, 3.0, 2.5))
        levers = [force.is_best_lever for force in (hard, soft, push)]
        self.assertEqual(levers, [False, True, False])
        soft.with_user(self.kam).alterable = "no"
        self.assertTrue(push.is_best_lever)

    def test_forces_of_another_plan_are_refused(self):
        other = self._create_plan(partner_id=self.stranger.id)
        theirs = self._create_objective(other)
        with self.assertRaisesRegex(ValidationError, "belongs to another plan"):
            self._force(objective_id=theirs.id, plan_id=self.plan.id)
        force, action = self._force(), self._create_action(other)
        with self.assertRaisesRegex(ValidationError, "belongs to another plan"):
            self.env["kam.force.effect"].with_user(self.kam).create(
                {"force_id": force.id, "action_id": action.id, "expected_strength": 2}
            )

    def test_the_form_as_its_users_fill_it_in(self):
        form = Form(
            self.env["kam.force"]
            .with_user(self.kam)
            .with_context(default_objective_id=self.objective.id)
        )
        form.name = "Framework contract"
        form.strength = 5
        self.assertEqual(form.lever, 2.5)
        force = form.save()
        self.assertEqual((force.plan_id, force.kind), (self.plan, "restraining"))
        self.assertEqual(force.confirmed_by_id, self.kam)

    def test_the_picture_as_each_user_sees_it(self):
        self._forces()
        secret = self._force("restraining", 1, self._judge_on_team(), is_judgement=True)
        field = self.objective.with_user(self.kam).get_force_field()
        self.assertEqual((field["driving"], field["restraining"], field["uncounted"]), (7, 7, 0))
        self.assertEqual(len(field["forces"]), 4)
        self.assertTrue(field["may_edit"])
        # D 7, R 7 without what a person thinks: it could be reckoned back from the chance.
        self.assertEqual((field["chance"], self.objective.force_count), (50.0, 4))
        self.assertEqual(self.objective.force_balance, 0)
        with self.assertRaises(AccessError):
            secret.with_user(self.kam).read(["name"])
        field = self.objective.with_user(self.judge).get_force_field()
        self.assertEqual((field["restraining"], field["uncounted"]), (7, 1))
        self.assertEqual(field["chance"], 50.0)
        self.assertFalse(secret.is_best_lever)
        with self.assertRaises(UserError):
            self.env["kam.objective"].get_force_field()

    def _judge_on_team(self):
        self.env["kam.team.member"].create({"plan_id": self.plan.id, "user_id": self.judge.id})
        return self.judge

    def test_what_a_person_thinks_is_for_few_and_never_shared(self):
        secret = self._force("restraining", 1, self._judge_on_team(), is_judgement=True)
        for user in (self.kam, self.manager, self.reader):
            seen = self.env["kam.force"].with_user(user).search([("plan_id", "=", self.plan.id)])
            self.assertFalse(seen)
            readings = self.env["kam.force.reading"].with_user(user).search([])
            self.assertFalse(readings & secret.sudo().reading_ids)
        with self.assertRaisesRegex(ValidationError, "what a person thinks"):
            secret.with_user(self.judge).is_shared = True
        with self.assertRaises(AccessError):
            self._force("driving", 1, is_judgement=True)

    def test_lists_cost_the_same_for_one_and_for_fifty(self):
        forces = self.env["kam.force"].concat(
            *(self._force(name=f"Force {number}") for number in range(50))
        )
        action = self._create_action(self.plan)
        self.env["kam.force.effect"].with_user(self.kam).create(
            [
                {"force_id": force.id, "action_id": action.id, "expected_strength": 1}
                for force in forces
            ]
        )
        names = ["strength", "lever", "is_best_lever", "expected_strength", "may_edit", "is_stale"]

        def read(records):
            records.with_user(self.kam).web_read({name: {} for name in names})

        self._count_queries(lambda: read(forces[:1]))
        one = self._count_queries(lambda: read(forces[:1]))
        self.assertLessEqual(self._count_queries(lambda: read(forces)), one)
        picture = self.objective.with_user(self.kam).get_force_field
        self.assertLessEqual(self._count_queries(picture), 12)


@freeze_time(TODAY)
class TestEffects(ForceCommon):
    def test_actions_done_ask_once_and_change_nothing(self):
        self._forces()
        force = self.objective.force_ids.filtered(lambda f: f.strength == 5)
        first, second = self._effect(force, 3), self._effect(force, 4)
        self.assertEqual(force.expected_strength, 3)
        first.action_id.with_user(self.kam).action_done()
        self.assertFalse(force.judge_again)
        self.assertFalse(self._questions(force))
        second.action_id.with_user(self.kam).action_done()
        self.assertTrue(force.judge_again)
        question = self._questions(force)
        self.assertEqual((len(question), question.user_id), (1, self.objective.user_id))
        self.assertIn("Judge again", question.summary)
        self.assertEqual(self.objective.chance, 50.0)
        self.assertEqual(round(self.objective.expected_chance), 57)
        force.with_user(self.kam).strength = 4
        self.assertFalse(force.judge_again)
        self.assertFalse(self._questions(force))
        self.assertAlmostEqual(self.objective.chance, 100 * 8 / 15, 5)
        self.assertIs(self.objective.expected_chance, False)
        self.assertEqual((first.former_strength, first.found_strength), (5, 4))
        self.assertTrue(first.is_moved)
        reading = force.reading_ids.sorted()[0]
        self.assertEqual((reading.expected_strength, reading.strength), (3, 4))

    def test_as_it_was_is_a_judgement(self):
        force = self._force("restraining", 5)
        effect = self._effect(force, 2)
        effect.action_id.with_user(self.kam).action_done()
        self.assertTrue(force.judge_again)
        force.with_user(self.kam).action_confirm_still_true()
        self.assertFalse(force.judge_again)
        self.assertFalse(self._questions(force))
        self.assertEqual(effect.found_strength, 5)
        self.assertFalse(effect.is_moved)
        self.assertEqual(force.reading_ids.sorted().mapped("expected_strength"), [2, False])

    def test_other_actions_ask_as_well(self):
        force = self._force("restraining", 5)
        done, waiting = self._effect(force, 3), self._effect(force, 4)
        done.action_id.with_user(self.kam).action_done()
        self.assertFalse(force.judge_again)
        waiting.unlink()
        self.assertTrue(force.judge_again)
        self.assertEqual(len(self._questions(force)), 1)
        later = self._effect(force, 2)
        self.assertFalse(force.judge_again, "Another action is ahead")
        self.assertFalse(self._questions(force))
        other = self._force("driving", 2)
        later.with_user(self.kam).force_id = other
        self.assertTrue(force.judge_again)
        self.assertFalse(other.judge_again)

    def test_taken_up_again_after_the_judgement_it_may_move_it_anew(self):
        force = self._force("restraining", 5)
        effect = self._effect(force, 2)
        effect.action_id.with_user(self.kam).action_done()
        force.with_user(self.kam).strength = 4
        self.assertEqual((effect.former_strength, effect.found_strength), (5, 4))
        self.assertIs(force.expected_strength, False)
        effect.action_id.with_user(self.kam).action_reopen()
        self.assertIs(effect.found_strength, False)
        self.assertEqual((effect.former_strength, force.expected_strength), (4, 2))
        effect.action_id.with_user(self.kam).action_done()
        self.assertTrue(force.judge_again)
        force.with_user(self.kam).strength = 2
        found = force.reading_ids.sorted().mapped(lambda one: (one.expected_strength, one.strength))
        self.assertEqual(found, [(2, 2), (2, 4), (False, 5)])

    def test_a_plan_taken_up_again_asks_again(self):
        self._activate(self.plan)
        force = self._force("restraining", 5)
        self._effect(force, 3).action_id.with_user(self.kam).action_done()
        plan = self.plan.with_user(self.manager)
        for leave, back in (("archive", "unarchive"), ("close", "reopen")):
            with self.subTest(leave=leave):
                getattr(plan, f"action_{leave}")()
                self.assertFalse(self._questions(force))
                getattr(plan, f"action_{back}")()
                self.assertEqual(len(self._questions(force)), 1)

    def test_an_action_taken_up_again_takes_the_question_back(self):
        force = self._force("restraining", 5)
        effect = self._effect(force, 2)
        effect.action_id.with_user(self.kam).action_done()
        effect.action_id.with_user(self.kam).action_reopen()
        self.assertFalse(force.judge_again)
        self.assertFalse(self._questions(force))
        effect.action_id.with_user(self.kam).action_cancel()
        self.assertFalse(force.judge_again)
        self.assertIs(force.expected_strength, False)

    def test_the_owner_of_the_objective_is_asked_whoever_he_is_now(self):
        force = self._force("restraining", 5)
        self._effect(force, 2).action_id.with_user(self.kam).action_done()
        self.objective.with_user(self.kam).user_id = self.manager
        self.assertEqual(self._questions(force).user_id, self.manager)
        self._activate(self.plan)
        self.plan.with_user(self.manager).action_close()
        self.assertFalse(self._questions(force))

    def test_each_judgement_is_kept(self):
        force = self._force("restraining", 5, reason="A framework contract")
        with freeze_time("2026-03-10"):
            force.with_user(self.manager).write({"strength": 4, "reason": "It ends in June"})
        with freeze_time("2026-03-20"):
            force.with_user(self.kam).name = "Framework contract"
        readings = force.reading_ids.sorted()
        self.assertEqual(readings.mapped("strength"), [4, 5])
        self.assertEqual(readings.mapped("reason"), ["It ends in June", "A framework contract"])
        self.assertEqual([line.user_id for line in readings], [self.manager, self.kam])
        force.with_user(self.kam).strength = 3
        self.assertFalse(force.reason)
        with self.assertRaises(AccessError):
            readings.with_user(self.kam).write({"strength": 1})

    def test_they_go_on_with_their_objective_and_their_actions(self):
        self._forces()
        force = self.objective.force_ids.filtered(lambda f: f.strength == 5)
        effect = self._effect(force, 3, objective_id=self.objective.id)
        self._activate(self.plan)
        with freeze_time("2026-12-01"):
            successor = self._prepare_next(self.plan)
            copied = successor.objective_ids
            self.assertEqual(copied.chance, 50.0)
            twin = copied.force_ids.filtered(lambda f: f.strength == 5)
            self.assertEqual(twin.previous_force_id, force)
            self.assertEqual(twin.confirmed_date, force.confirmed_date)
            self.assertEqual(len(twin.reading_ids), 1)
            self._activate(successor)
        self.assertEqual((effect.force_id, effect.plan_id), (twin, successor))
        self.assertEqual(round(copied.expected_chance), 57)
        successor.with_user(self.manager)._send_back("Too early")
        self.assertEqual((effect.force_id, effect.plan_id), (force, self.plan))

    def test_an_action_that_moves_elsewhere_moves_no_force(self):
        other = self._create_plan(partner_id=self.stranger.id)
        force = self._force("restraining", 5)
        effect = self._effect(force, 3)
        effect.action_id.with_user(self.kam).plan_id = other
        self.assertFalse(effect.exists())
        self.assertIs(force.expected_strength, False)

    def test_copies_and_merged_plans_have_them(self):
        self._forces()
        copied = self.plan.with_user(self.kam).copy(
            {"date_start": "2027-01-01", "date_end": "2027-12-31"}
        )
        self.assertEqual(copied.objective_ids.force_ids.mapped("strength"), [4, 3, 5, 2])
        self.assertFalse(copied.force_ids.previous_force_id)
        other = self._create_plan(partner_id=self.stranger.id)
        theirs = self._create_objective(other, name="Theirs")
        force = self._force(objective_id=theirs.id)
        self._activate(self.plan | other)
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard._merge((self.customer | self.stranger).ids, self.customer)
        self.env.invalidate_all()
        self.assertEqual(force.plan_id, force.objective_id.plan_id)
        self.assertEqual(force.plan_id, self.objective.plan_id)

    def test_they_go_with_their_objective(self):
        force = self._force("restraining", 5)
        self._effect(force, 3).action_id.with_user(self.kam).action_done()
        question = self._questions(force)
        self.objective.with_user(self.kam).unlink()
        self.assertFalse(force.exists())
        self.assertFalse(question.exists())
