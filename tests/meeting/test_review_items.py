"""A review opens on what happened, and proposes its agenda."""

from datetime import timedelta

from odoo import Command
from odoo.exceptions import AccessError, UserError

from benchmarks.specs import page_spec, view_spec

from .item_common import ItemCommon


class TestOpening(ItemCommon):
    def test_it_opens_on_what_happened_since_the_last_one(self):
        done = self._create_action(self.plan, name="Visit them")
        done.state = "done"
        former = self._review(name="Spring")
        former.action_hold()
        opening = self.review.get_opening()
        self.assertEqual(opening["since"], str(self.today))
        self.assertEqual(opening["review"], {"id": former.id, "name": "Spring"})
        parts = {part["name"]: part for part in opening["parts"]}
        self.assertEqual(
            list(parts),
            ["score", "change", "target", "done", "action", "decision", "gap", "confirm"],
        )
        self.assertEqual(parts["change"]["count"], 1)
        self.assertEqual(
            (parts["change"]["lines"][0]["res_model"], parts["change"]["lines"][0]["res_id"]),
            ("kam.change", self.change.id),
        )
        self.assertEqual([line["label"] for line in parts["done"]["lines"]], ["Visit them"])
        self.assertEqual([line["label"] for line in parts["action"]["lines"]], ["Call back"])
        self.assertEqual(parts["action"]["open"][0]["ids"], self.late.ids)

    def test_without_a_review_before_it_looks_back_to_the_beginning(self):
        opening = self.review.get_opening()
        self.assertFalse(opening["review"])
        # The plan is of 2026; one that begins later looks back to today.
        self.assertEqual(opening["since"], "2026-01-01")
        later = str(self.today + timedelta(30))
        self.env.cr.execute(
            "UPDATE kam_plan SET date_start = %s WHERE id = %s", [later, self.plan.id]
        )
        self.plan.invalidate_recordset()
        self.assertEqual(self.review.get_opening()["since"], str(self.today))

    def test_scores_that_moved(self):
        former = self._review(date_planned=self.today - timedelta(90))
        former.write({"state": "held", "date_held": self.today - timedelta(90)})
        score = {"res_model": "kam.plan", "res_id": self.plan.id, "components": {}}
        past = self.today - timedelta(100)
        self.env["kam.score"].create(
            [
                {**score, "kind": "health", "total": 71, "confidence": 80, "date": past},
                {**score, "kind": "hygiene", "total": 50, "date": past},
            ]
        )
        self.plan.sudo().write({"health": 55, "hygiene": 53, "confidence": 80})
        facts = self.review.get_opening()["parts"][0]["facts"]
        self.assertEqual(
            [(fact["name"], fact["before"], fact["now"]) for fact in facts],
            [("health", 71, 55), ("hygiene", 50, 53), ("confidence", 80, 80)],
        )
        (item,) = self._propose().filtered(lambda item: item.kind == "score")
        self.assertEqual(item.name, "Health: 71 → 55")
        # 16 points down: serious, as much as 16 % of the revenue, for 90 days.
        self.assertEqual((item.severity, item.rank), (3, 3 * 16 * 90))

    def test_who_may_not_read_the_review(self):
        self.plan.sudo().confidentiality = "team"
        for method in ("get_opening", "get_presentation", "action_present"):
            with self.assertRaises(AccessError):
                getattr(self.review.with_user(self.reader), method)()

    def test_queries_do_not_grow(self):
        def add(count):
            for number in range(count):
                lead = self._deal(10000 + number, name=f"Deal {number}")
                lead.action_set_lost()
                self._create_action(
                    self.plan,
                    name=f"Late {number}",
                    date_start=self.today - timedelta(60),
                    date_deadline=self.today - timedelta(9),
                )

        add(1)
        self.review.get_opening()
        one = self._count_queries(self.review.get_opening)
        self.review.duration = 16
        self._propose()
        shown = self._count_queries(self.review.get_presentation)
        add(49)
        self.review.duration = 400
        # Rules are read once.
        self.review.get_opening()
        self.assertLessEqual(self._count_queries(self.review.get_opening), one)
        self.assertGreaterEqual(len(self._propose()), 45)
        self.assertLessEqual(self._count_queries(self.review.get_presentation), shown + 2)

    def test_opening_costs_no_more_than_the_form_of_the_plan(self):
        self._propose()
        self._topic()
        decisions = [Command.create({"name": f"Decision {number}"}) for number in range(5)]
        self.review.decision_ids = decisions
        for user in (self.kam, self.manager):
            review, plan = (one.with_user(user) for one in (self.review, self.plan))
            forms = {one: view_spec(one.env, one._name, "form") for one in (review, plan)}
            agenda = page_spec(review.env, "kam.review", "agenda")
            self.assertFalse({"item_ids", "decision_ids", "rubric"} & forms[review].keys())
            self.assertIn("name", agenda["item_ids"]["fields"])
            firsts = [
                (
                    lambda r=review, f=forms: r.web_read(f[r]),
                    lambda p=plan, f=forms: p.web_read(f[p]),
                ),
                (
                    lambda r=review, a=agenda: (r.web_read(a), r.get_opening()),
                    lambda p=plan: (p.get_chapter_marks(), p.get_overview()),
                ),
            ]
            for ours, theirs in firsts:
                ours(), theirs()
                with self.subTest(user=user.login):
                    self.assertLessEqual(self._count_queries(ours), self._count_queries(theirs))


class TestProposing(ItemCommon):
    def test_the_agenda_begins_with_what_weighs_most(self):
        items = self._propose()
        self.assertEqual(items[0].change_id, self.change)
        # 48,000 of 400,000 lost today: 3 × 12 × 30.
        self.assertEqual((items[0].severity, items[0].rank), (3, 1080))
        self.assertAlmostEqual(items[0].money_share, 12)
        late = self._item("action")
        # Late for 40 days, no price: 2 × 5 × 40.
        self.assertEqual((late.name, late.rank), ("Call back", 400))
        self.assertEqual(late.explanation, "Late by 40 days")
        self.assertEqual(set(items.mapped("visibility")), {"internal"})

    def test_an_hour_is_seven_items_and_nothing_comes_twice(self):
        for number in range(20):
            self._create_action(
                self.plan,
                name=f"Late {number}",
                date_start=self.today - timedelta(60),
                date_deadline=self.today - timedelta(9),
            )
        self.assertEqual(len(self._propose()), 7)
        self.assertEqual(len(self._propose()), 7)
        self.review.duration = 80
        items = self._propose()
        self.assertEqual(len(items), 10)
        self.assertEqual(len({item._get_key() for item in items}), 10)
        self.assertEqual(items.mapped("sequence"), sorted(items.mapped("sequence")))

    def test_what_somebody_typed_in_takes_its_time(self):
        self._topic(duration=53)
        self.assertEqual(self._propose().mapped("kind"), ["topic"])

    def test_what_a_change_touches_needs_no_item_of_its_own(self):
        items = self._propose()
        self.assertIn(("kam.objective", self.objective.id), self._touched(self.change))
        places = [(item.res_model, item.res_id) for item in items]
        self.assertNotIn(("kam.objective", self.objective.id), places)

    def test_who_sees_the_item_sees_the_record(self):
        """The order is the key account manager's: no team member without rights reads it."""
        self._propose()
        self.assertTrue(self._item("change"))
        self.assertFalse(self._item("change", self.mate))
        self.assertTrue(self._item("action", self.mate))
        found = self.env["kam.review.item"].with_user(self.mate).search([("kind", "=", "change")])
        self.assertFalse(found)
        with self.assertRaises(AccessError):
            self._item("change").with_user(self.mate).read(["rank"])
        self.assertEqual(self._count(self.mate), self._count(self.kam) - 1)

    def _count(self, user):
        self.env.invalidate_all()
        return len(self.review.with_user(user).get_presentation()["items"])

    def test_who_may_not_read_proposes_nothing_of_it(self):
        items = self._propose(user=self.mate)
        self.assertNotIn("change", items.mapped("kind"))
        self.assertIn("action", items.mapped("kind"))

    def test_who_does_not_work_on_the_plan(self):
        with self.assertRaises(AccessError):
            self.review.with_user(self.reader).action_propose_agenda()
        with self.assertRaises(AccessError):
            self._topic(user=self.reader)
        topic = self._topic()
        with self.assertRaises(AccessError):
            topic.with_user(self.reader).write({"visibility": "customer"})
        with self.assertRaises(AccessError):
            self._topic(kind="change")
        self.assertTrue(self._topic(user=self.manager))

    def test_what_is_said_stays_when_the_record_is_gone(self):
        self._propose()
        item = self._item("action")
        item.minutes = "Not needed any more"
        self.late.unlink()
        self.env.invalidate_all()
        self.assertEqual(self._item("action", self.mate), item)
        self.assertEqual(item.name, "Action")

    def test_a_topic_needs_a_name(self):
        with self.assertRaises(UserError):
            self._topic(name=" ")
