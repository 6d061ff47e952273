"""Two take a snapshot at the same moment, or one takes it while a person is erased."""

from ..load.test_two_at_once import AtOnceCommon

ROUNDS = 4


class TestSnapshotsAtOnce(AtOnceCommon):
    def _assert_no_errors(self, outcomes):
        for _result, error in outcomes:
            if error:
                raise error

    def test_both_are_kept_one_after_the_other(self):
        for number in range(ROUNDS):
            with self.subTest(round=number):
                [plan_id] = self._commit(self._make_plan)
                self._assert_no_errors(
                    self._press(
                        lambda env, plan_id=plan_id: (
                            env["kam.plan"].browse(plan_id).action_take_snapshot()
                        )
                    )
                )

                def look(env, plan_id=plan_id):
                    plan = env["kam.plan"].browse(plan_id)
                    numbers = sorted(plan.snapshot_ids.mapped("number"))
                    return numbers, plan.verify_snapshots()["is_sound"]

                self.assertEqual(self._look(look), ([1, 2], True))

    def test_a_review_is_kept_once(self):
        for number in range(ROUNDS):
            with self.subTest(round=number):

                def make(env):
                    plan = self._make_plan(env, state="active")
                    return env["kam.review"].create({"plan_id": plan.id})

                [review_id] = self._commit(make)
                self._assert_no_errors(
                    self._press(
                        lambda env, review_id=review_id: (
                            env["kam.review"].browse(review_id).action_hold()
                        )
                    )
                )
                count = self._look(
                    lambda env, review_id=review_id: len(
                        env["kam.review"].browse(review_id).plan_id.snapshot_ids
                    )
                )
                self.assertEqual(count, 1)

    def test_whoever_is_erased_meanwhile_is_in_none(self):
        for number in range(ROUNDS):
            with self.subTest(round=number):

                def make(env):
                    plan = self._make_plan(env)
                    person = {"account_id": plan.partner_id.id, "name": "Zoe Quiet"}
                    return [plan.id, env["kam.stakeholder"].create(person).id]

                plan_id, person_id = self._commit(make)

                def press(env, plan_id=plan_id, person_id=person_id):
                    if env.uid == self.user_ids[0]:
                        return env["kam.plan"].browse(plan_id).action_take_snapshot()
                    return env["kam.stakeholder"].browse(person_id).action_erase_person()

                self._assert_no_errors(self._press(press))

                def look(env, plan_id=plan_id):
                    plan = env["kam.plan"].browse(plan_id)
                    payloads = str(plan.snapshot_ids.mapped("payload"))
                    return "Zoe" in payloads, plan.verify_snapshots()["is_sound"]

                self.assertEqual(self._look(look), (False, True))
