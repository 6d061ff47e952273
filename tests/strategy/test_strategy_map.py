"""From the customer's goals to the value that they bring: links, coverage, who sees what."""

from freezegun.api import real_perf_counter

from odoo import Command
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import freeze_time

from ..common.common import TODAY
from .common import StrategyCommon


@freeze_time(TODAY)
class StrategyMapCommon(StrategyCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.teas, cls.cheese = cls.env["kam.offering"].create(
            [{"name": "Green Teas"}, {"name": "Blue Cheese"}]
        )

    @classmethod
    def _value(cls, **values):
        """A change of 40 twelve times at 50: 24,000."""
        figures = {"baseline_value": 100, "target_value": 60, "volume": 12, "unit_value": 50}
        return cls._create_line("kam.value", **{"name": "Less spoilage", **figures, **values})

    def _map(self, user=None, plan=None):
        return (plan or self.plan).with_user(user or self.kam).get_strategy_map()

    def _cards(self, **options):
        found = self._map(**options)
        cards = [card for column in found["columns"] for card in column["cards"]]
        return {card["key"]: card for card in cards if "ghost_of" not in card}

    def _ghosts(self):
        found = [card for column in self._map()["columns"] for card in column["cards"]]
        return {card["key"]: card for card in found if "ghost_of" in card}

    def _links(self):
        return [(line["from"], line["to"]) for line in self._map()["lines"]]

    def _names(self, kind, **options):
        (column,) = [one for one in self._map(**options)["columns"] if one["kind"] == kind]
        return [card["name"] for card in column["cards"] if "ghost_of" not in card]

    def _chain(self, goal, objective=None):
        objective = objective or self._create_objective(self.plan, name=f"For {goal.name}")
        objective.with_user(self.kam).write(
            {"goal_ids": [Command.link(goal.id)], "offering_ids": [Command.link(self.teas.id)]}
        )
        return self._value(objective_id=objective.id, offering_id=self.teas.id)


@freeze_time(TODAY)
class TestStrategyMap(StrategyMapCommon):
    def test_three_of_five_confirmed_goals_are_sixty_percent(self):
        goals = [self._goal(name=f"Goal {n}", source="customer") for n in range(4)]
        goals.append(self._goal(name="Goal 4", source="public"))
        self._goal(name="Assumed")
        self.assertEqual(self._map()["coverage"], 0.0)
        values = [self._chain(goal) for goal in goals[:3]]
        found = self._map()
        self.assertEqual((found["coverage"], found["covered"], found["confirmed"]), (60.0, 3, 5))
        # Without a link it falls by that chain only.
        values[0].with_user(self.kam).offering_id = False
        self.assertEqual(self._map()["coverage"], 40.0)
        values[1].objective_id.with_user(self.kam).goal_ids = [Command.unlink(goals[1].id)]
        self.assertEqual(self._map()["coverage"], 20.0)

    def test_assumed_goals_do_not_count(self):
        goal = self._goal(source="assumed")
        self._chain(goal)
        found = self._map()
        self.assertIs(found["coverage"], False)
        card = self._cards()[f"goal-{goal.id}"]
        self.assertTrue(card["is_assumed"] and card["is_whole"])
        goal.with_user(self.kam).source = "customer"
        self.assertEqual(self._map()["coverage"], 100.0)

    def test_an_initiative_leads_to_its_goal(self):
        goal = self._goal(source="customer")
        initiative = self._goal(name="Project", kind="initiative", parent_id=goal.id)
        self._chain(initiative)
        found = self._map()
        self.assertEqual(found["coverage"], 100.0)
        self.assertIn((f"goal-{goal.id}", f"initiative-{initiative.id}"), self._links())
        self.assertEqual(self._names("initiative"), ["Project"])

    def test_what_a_card_lacks(self):
        goal = self._goal()
        alone = self._value()
        cards = self._cards()
        missing = {card["key"]: card["missing"] for card in cards.values()}
        self.assertEqual(
            missing,
            {
                f"goal-{goal.id}": "goal_without_answer",
                f"objective-{self.objective.id}": "objective_without_goal",
                f"value-{alone.id}": "value_without_objective",
            },
        )
        self.objective.with_user(self.kam).write(
            {"goal_ids": goal.ids, "offering_ids": self.teas.ids}
        )
        missing = {card["key"]: card["missing"] for card in self._cards().values()}
        self.assertEqual(missing[f"offering-{self.teas.id}"], "offering_without_value")
        self.assertIs(missing[f"objective-{self.objective.id}"], False)

    def test_a_ghost_stands_where_a_link_is_missing(self):
        """Of each kind, at the height of what lacks it, and says so."""
        goal = self._goal()
        alone = self._value()
        answering = self._create_objective(self.plan, name="Answer")
        answering.with_user(self.kam).write(
            {"goal_ids": self._goal(name="Other").ids, "offering_ids": self.teas.ids}
        )
        said = {
            key: (card["kind"], card["name"], card["note"]) for key, card in self._ghosts().items()
        }
        self.assertEqual(
            said,
            {
                f"ghost-goal-{goal.id}": ("objective", "Goal without answer", "Less waste"),
                f"ghost-objective-{self.objective.id}": (
                    *("goal", "Objective that serves no goal"),
                    "Grow",
                ),
                f"ghost-offering-{self.teas.id}": (
                    *("value", "Offering without value"),
                    "Green Teas",
                ),
                f"ghost-value-{alone.id}": (
                    *("objective", "Value promised for no objective"),
                    "Less spoilage",
                ),
            },
        )
        ghost = (f"goal-{goal.id}", f"ghost-goal-{goal.id}")
        self.assertIn(ghost, self._links())

    def test_goals_carry_what_is_promised_and_confirmed(self):
        goal, other = self._goal(source="customer"), self._goal(name="New store")
        value = self._chain(goal)
        card = self._cards()[f"goal-{goal.id}"]
        self.assertEqual((card["promised"], card["confirmed"]), (False, False))
        value.with_user(self.kam).method = "Counted in their stores"
        value.with_user(self.kam).action_agree()
        card = self._cards()[f"goal-{goal.id}"]
        self.assertEqual((card["promised"], card["confirmed"]), (24000.0, False))
        # A value that names a goal is for that one.
        value.sudo().goal_id = other
        cards = self._cards()
        self.assertIs(cards[f"goal-{goal.id}"]["promised"], False)
        self.assertEqual(cards[f"goal-{other.id}"]["promised"], 24000.0)

    def test_dropped_objectives_and_archived_goals_are_out_archived_offerings_stay(self):
        goal = self._goal(source="customer")
        self._chain(goal, self.objective)
        self.teas.active = False
        self.assertEqual(self._names("offering"), ["Green Teas"])
        self.assertEqual(self._map()["coverage"], 100.0)
        self.objective.with_user(self.kam).action_drop()
        self.assertEqual(self._names("objective"), [])
        self.assertEqual(self._map()["coverage"], 0.0)
        goal.with_user(self.kam).active = False
        self.assertEqual(self._names("goal"), [])

    def test_blocks_that_are_off_are_left_out(self):
        self._chain(self._goal())
        self.plan.write({"show_goals": False, "show_values": False})
        self.assertEqual((self._names("goal"), self._names("value")), ([], []))

    def test_each_role(self):
        self._chain(self._goal(source="customer"))
        for user, may_edit in ((self.kam, True), (self.manager, True), (self.reader, False)):
            found = self._map(user=user)
            self.assertEqual((found["coverage"], found["may_edit"]), (100.0, may_edit), user.login)
        with self.assertRaises(AccessError):
            self.objective.with_user(self.reader).write({"goal_ids": [Command.clear()]})

    def test_queries_do_not_grow(self):
        def make(count):
            for number in range(count):
                self._chain(self._goal(name=f"G{number}"), self._create_objective(self.plan))

        make(1)
        self._map()
        few = self._count_queries(self._map)
        self.assertLessEqual(few, 12)
        make(30)
        self._map()
        self.assertLessEqual(self._count_queries(self._map), few)

    def test_five_hundred_lines(self):
        """Goals, objectives and values, each linked with its neighbours: within half a second."""
        own = {"plan_id": self.plan.id}
        goals = (
            self.env["kam.customer.goal"]
            .with_user(self.kam)
            .create(
                [
                    {"account_id": self.customer.id, "name": f"G{n}", "source": "customer"}
                    for n in range(166)
                ]
            )
        )
        objectives = (
            self.env["kam.objective"]
            .with_user(self.kam)
            .create(
                [
                    {
                        **own,
                        "name": f"O{n}",
                        "goal_ids": [Command.set([goals[n].id, goals[-n].id])],
                        "offering_ids": [Command.set(self.teas.ids)],
                    }
                    for n in range(166)
                ]
            )
        )
        self.env["kam.value"].with_user(self.kam).create(
            [
                {**own, "name": f"V{n}", "objective_id": one.id, "offering_id": self.teas.id}
                for n, one in enumerate(objectives)
            ]
        )
        self.env.flush_all()
        self._map()
        self.env.invalidate_all()
        start = real_perf_counter()
        found = self._map()
        self.assertLess(real_perf_counter() - start, 0.5)
        cards = [card for column in found["columns"] for card in column["cards"]]
        # And a ghost for the objective that serves no goal.
        self.assertEqual(len(cards), 501)
        self.assertEqual(found["coverage"], 100.0)


@freeze_time(TODAY)
class TestLinks(StrategyMapCommon):
    def test_goals_of_another_customer_are_refused(self):
        plan = self._create_plan(partner_id=self.stranger.id)
        theirs = (
            self.env["kam.customer.goal"]
            .with_user(self.kam)
            .create({"account_id": self.stranger.id, "name": "Their goal"})
        )
        with self._refused(ValidationError, "“Grow”: “Their goal” is a goal of another customer"):
            self.objective.with_user(self.kam).goal_ids = theirs
        self.objective.with_user(self.kam).goal_ids = self._goal()
        with self._refused(ValidationError, "Choose goals of"):
            self.objective.with_user(self.kam).plan_id = plan

    def test_they_come_along_to_copy_and_next_period(self):
        goal = self._goal()
        self.objective.with_user(self.kam).write(
            {"goal_ids": goal.ids, "offering_ids": self.teas.ids}
        )
        copied = self.plan.with_user(self.kam).copy()
        self.assertEqual(copied.objective_ids.goal_ids, goal)
        self.assertEqual(copied.objective_ids.offering_ids, self.teas)
        elsewhere = self.plan.with_user(self.kam).copy({"partner_id": self.stranger.id})
        self.assertFalse(elsewhere.objective_ids.goal_ids)
        self.assertEqual(elsewhere.objective_ids.offering_ids, self.teas)
        self._activate(self.plan)
        following = self._prepare_next(self.plan)
        self.assertEqual(following.objective_ids.goal_ids, goal)
        self.assertEqual(following.objective_ids.offering_ids, self.teas)

    def test_goals_that_become_one_keep_their_answers(self):
        twin = self.env["res.partner"].create({"name": "Acme Ltd", "is_company": True})
        plan = self._create_plan(partner_id=twin.id, date_start="2027-01-01", date_end="2027-12-31")
        objective = self._create_objective(plan)
        theirs = (
            self.env["kam.customer.goal"]
            .with_user(self.kam)
            .create({"account_id": twin.id, "name": "Less waste"})
        )
        objective.with_user(self.kam).goal_ids = theirs
        value = (
            self.env["kam.value"]
            .with_user(self.kam)
            .create({"plan_id": plan.id, "name": "Value", "goal_id": theirs.id})
        )
        mine = self._goal()
        merge = self.env["base.partner.merge.automatic.wizard"].create({})
        merge._merge((self.customer | twin).ids, self.customer)
        self.assertFalse(theirs.exists())
        self.assertEqual(objective.goal_ids, mine)
        self.assertEqual(value.goal_id, mine)

    def test_import_by_name(self):
        self._goal(name="Less waste")
        other = (
            self.env["kam.customer.goal"]
            .with_user(self.kam)
            .create({"account_id": self.stranger.id, "name": "Less waste"})
            if self._create_plan(partner_id=self.stranger.id)
            else None
        )
        self.assertTrue(other)
        result = (
            self.env["kam.objective"]
            .with_user(self.kam)
            .load(
                ["plan_id", "name", "goal_ids", "offering_ids"],
                [[self.plan.name, "Imported", "Less waste", "Green Teas,Blue Cheese"]],
            )
        )
        self.assertFalse([one for one in result["messages"] if one["type"] == "error"], result)
        objective = self.env["kam.objective"].browse(result["ids"])
        self.assertEqual(objective.goal_ids.account_id, self.customer)
        self.assertEqual(objective.offering_ids, self.teas | self.cheese)
