"""The map of a plan: every line that the user may see, each counted once."""

from unittest.mock import patch

from freezegun.api import real_perf_counter

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time
from odoo.tools import SQL

from odoo.addons.kam_planning.models.plan import kam_concept_lines

from ..common.common import TODAY
from ..relationship.common import MapCommon
from .common import StrategyCommon


@freeze_time(TODAY)
class ConceptCommon(StrategyCommon):
    def _branch(self, key="", user=None, plan=None, offset=0, **filters):
        plan = (plan or self.plan).with_user(user or self.kam)
        return plan.get_concept_branch(key, filters, offset)

    def _nodes(self, key="", **options):
        return {node["key"]: node for node in self._branch(key, **options)["nodes"]}

    def _labels(self, key="", **options):
        return [node["label"] for node in self._branch(key, **options)["nodes"]]


@freeze_time(TODAY)
class TestConcept(ConceptCommon):
    def test_the_first_level_are_the_chapters_with_what_their_lists_hold(self):
        self._goal()
        self._create_action(self.plan, objective_id=self.objective.id)
        self._create_action(self.plan, state="done")
        branch = self._branch()
        names = [node["key"] for node in branch["nodes"]]
        marks = self.plan.with_user(self.kam)._fields
        self.assertIn("show_goals", marks)
        self.assertEqual(
            names,
            [
                *(
                    "whitespace",
                    "buying_centers",
                    "deliveries",
                    "map",
                    "gaps",
                    "team",
                    "goals",
                    "appraisal",
                    "competitors",
                    "investments",
                    "forces",
                    "risks",
                ),
                *("values", "scorecard", "narrative", "objectives", "targets", "actions"),
                *("changes", "reviews", "key_dates"),
            ],
        )
        for node in branch["nodes"]:
            chapter = {one.name: one for one in self.plan._get_concept_branches()}[node["key"]]
            lines = self.env[chapter.model].with_user(self.kam)
            domain = self.plan._get_lines_domain(lines)
            listed = lines.search_count(domain & chapter.domain if chapter.domain else domain)
            with self.subTest(node=node["key"]):
                self.assertEqual(node["count"], listed)
                self.assertEqual(node["has_children"], bool(listed))
                self.assertEqual(bool(node["question"]), not listed)
        self.assertEqual(branch["account"]["label"], "Acme")
        total = sum(node["count"] for node in branch["nodes"])
        self.assertEqual(branch["account"]["count"], total)
        self.assertEqual(self._nodes()["actions"]["count"], 2)

    def test_a_block_that_is_off_is_not_there(self):
        self._goal()
        self.objective.goal_ids = self.env["kam.customer.goal"].search(
            [("name", "=", "Less waste")]
        )
        self.assertEqual(
            self._nodes(f"goals/{self.objective.goal_ids.id}").keys(),
            {f"goals/{self.objective.goal_ids.id}:objectives"},
        )
        self.plan.write({"show_goals": False, "show_objectives": False})
        self.assertFalse({"goals", "objectives"} & self._nodes().keys())
        self.assertEqual(self._branch("goals"), {"nodes": [], "more": 0})

    def test_groups_lines_and_links(self):
        todo = self._create_action(self.plan, objective_id=self.objective.id, name="Call")
        self._create_action(self.plan, state="done", name="Done")
        groups = self._nodes("actions")
        self.assertEqual(
            {key: (node["label"], node["count"]) for key, node in groups.items()},
            {"actions:todo": ("To do", 1), "actions:done": ("Done", 1)},
        )
        self.assertEqual(self._labels("actions:todo"), ["Call"])
        line = self._nodes("objectives")[f"objectives/{self.objective.id}"]
        self.assertEqual((line["kind"], line["count"], line["state"]), ("line", 1, "Open"))
        at = f"objectives/{self.objective.id}"
        kinds = self._branch(at)["nodes"]
        self.assertEqual([(one["key"], one["count"]) for one in kinds], [(f"{at}:actions", 1)])
        (link,) = self._branch(f"{at}:actions")["nodes"]
        self.assertEqual(link["kind"], "link")
        self.assertEqual((link["res_model"], link["res_id"]), ("kam.action", todo.id))
        self.assertFalse(link["has_children"])
        # As often as it is linked, it is counted where it stands.
        self.assertEqual(self._nodes()["actions"]["count"], 2)

    def test_an_objective_of_two_goals_is_below_both_and_counted_once(self):
        goals = self._goal() | self._goal(name="New store")
        self.objective.with_user(self.kam).goal_ids = goals
        for goal in goals:
            (link,) = self._branch(f"goals/{goal.id}:objectives")["nodes"]
            self.assertEqual((link["kind"], link["res_id"]), ("link", self.objective.id))
        self.assertEqual(self._nodes()["objectives"]["count"], 1)

    def test_initiatives_stand_below_their_goal(self):
        goal = self._goal()
        initiative = self._goal(name="Project", kind="initiative", parent_id=goal.id)
        self.assertEqual(self._nodes()["goals"]["count"], 2)
        self.assertEqual(self._labels("goals"), ["Less waste"])
        (node,) = self._branch(f"goals/{goal.id}:goals")["nodes"]
        self.assertEqual((node["key"], node["kind"]), (f"goals/{initiative.id}", "line"))
        # Filtered, a line is not hidden with what it stands below.
        self.assertEqual(self._labels("goals", search="roject"), ["Project"])

    def test_marks(self):
        late = self._create_action(
            self.plan, date_start="2026-01-01", date_deadline="2026-02-01", name="Late"
        )
        self._activate(self.plan)
        self.objective.write({"is_shared": True})
        self.objective.sudo().confirmed_date = "2024-01-01 08:00:00"
        nodes = self._nodes()
        self.assertEqual(nodes["actions"]["marks"], {"late": 1})
        self.assertEqual(nodes["objectives"]["marks"], {"to_confirm": 1, "shared": 1})
        self.assertEqual(self._nodes("actions")["actions:todo"]["marks"], {"late": 1})
        line = self._nodes("actions:todo")[f"actions/{late.id}"]
        self.assertEqual(line["marks"], {"late": 1})

    def test_filters(self):
        self._create_action(self.plan, name="Mine")
        self._create_action(self.plan, name="Done", state="done")
        theirs = self._create_action(self.plan, name="Theirs", user_id=self.manager.id)
        theirs.write({"is_shared": True})
        counts = {
            only: self._nodes(only=list(only))["actions"]["count"]
            for only in (("open",), ("mine",), ("shared",), ("open", "mine"), ("to_confirm",))
        }
        self.assertEqual(
            counts,
            {("open",): 2, ("mine",): 2, ("shared",): 1, ("open", "mine"): 1, ("to_confirm",): 0},
        )
        self.assertEqual(self._labels("actions:todo", only=["mine"]), ["Mine"])
        # Nobody's lines are not mine.
        self.assertEqual(self._nodes(only=["mine"])["narrative"]["count"], 0)

    def test_a_search_opens_only_the_paths_of_what_it_finds(self):
        self._create_action(self.plan, name="Ask about freight")
        self._create_action(self.plan, name="Another one")
        self._goal(name="Cheaper freight")
        branch = self._branch(search="freight")
        self.assertEqual([node["key"] for node in branch["nodes"]], ["goals", "actions"])
        goals, actions = branch["nodes"]
        self.assertEqual([node["label"] for node in goals["children"]], ["Cheaper freight"])
        (group,) = actions["children"]
        self.assertEqual(group["key"], "actions:todo")
        self.assertEqual([node["label"] for node in group["children"]], ["Ask about freight"])
        self.assertEqual(branch["account"]["count"], 2)
        self.assertEqual(self._branch(search="no such thing")["nodes"], [])

    def test_fifty_at_once_and_how_many_more(self):
        self.env["kam.objective"].with_user(self.kam).create(
            [{"plan_id": self.plan.id, "name": f"Objective {n:03}"} for n in range(429)]
        )
        branch = self._branch("objectives")
        self.assertEqual((len(branch["nodes"]), branch["more"]), (50, 380))
        last = self._branch("objectives", offset=400)
        self.assertEqual((len(last["nodes"]), last["more"]), (30, 0))
        with patch.object(kam_concept_lines, "MOST_AT_ONCE", 200):
            keys = [
                n["key"]
                for at in (0, 200, 400)
                for n in self._branch("objectives", offset=at)["nodes"]
            ]
        self.assertEqual(len(set(keys)), 430)

    def test_what_is_no_place_or_filter_is_refused_in_words(self):
        for key in ("Goals", "goals/0", "a b", None, 7):
            with self._refused(UserError, "no place of the plan's map"):
                self._branch(key)
        for filters in ({"only": ["all"]}, {"only": "open"}, {"search": 3}):
            with self._refused(UserError, "filtered by open, mine, changed, to_confirm, shared"):
                self._branch(**filters)
        with self._refused(UserError, "offset"):
            self._branch("goals", offset=-1)
        self.assertEqual(self._branch("no_such_chapter")["nodes"], [])
        self.assertEqual(self._branch("goals/1:no_such")["nodes"], [])
        self.assertEqual(self._branch("whitespace:no_number")["nodes"], [])
        self.assertEqual(self._branch("objectives/999999999:actions")["nodes"], [])

    def test_lines_of_another_plan_are_not_reached_by_their_key(self):
        other = self._create_plan(partner_id=self.stranger.id)
        theirs = self._create_objective(other)
        self._create_action(other, objective_id=theirs.id)
        self.assertEqual(self._branch(f"objectives/{theirs.id}")["nodes"], [])
        self.assertEqual(self._branch(f"objectives/{theirs.id}:actions")["nodes"], [])


@freeze_time(TODAY)
class TestConceptRoles(ConceptCommon, MapCommon):
    def test_each_sees_what_the_lists_show(self):
        self._goal()
        self._create_action(self.plan)
        for user in (self.reader, self.mate, self.manager):
            for node in self._branch(user=user)["nodes"]:
                branch = {one.name: one for one in self.plan._get_concept_branches()}[node["key"]]
                lines = self.env[branch.model].with_user(user)
                domain = self.plan._get_lines_domain(lines)
                listed = lines.search_count(domain & branch.domain if branch.domain else domain)
                with self.subTest(user=user.login, node=node["key"]):
                    self.assertEqual(node["count"], listed)

    def test_who_may_not_read_the_plan_is_refused(self):
        self.plan.with_user(self.manager).confidentiality = "team"
        for user in (self.outsider, self.portal, self.foreign, self.reader):
            for method in ("get_concept_branch", "get_strategy_map"):
                with self.subTest(user=user.login, method=method), self.assertRaises(AccessError):
                    getattr(self.plan.with_user(user), method)()

    def test_several_plans_are_refused(self):
        plans = self.plan | self._create_plan(partner_id=self.stranger.id)
        for method in ("get_concept_branch", "get_strategy_map"):
            with self._refused(UserError, "choose one record"):
                getattr(plans.with_user(self.kam), method)()

    def test_judgements_are_not_even_counted_without_the_right(self):
        seen = [
            model
            for model in ("kam.influence", "kam.stakeholder.answer")
            if any(branch.model == model for branch in self.plan._get_concept_branches())
        ]
        self.assertEqual(seen, [])
        branches = self.plan.with_user(self.reader)._get_concept_branches()
        judged = {
            name
            for branch in branches
            for name in (branch.state, branch.group, branch.parent, *branch.under, *branch.mine)
            if name and self.env[branch.model]._fields[name].groups
        }
        self.assertEqual(judged, set())
        with patch.object(type(self.env["kam.force"]), "has_access", lambda *_args: False):
            self.assertNotIn("forces", self._nodes(user=self.reader))


@freeze_time(TODAY)
class TestConceptSpeed(ConceptCommon):
    def _make(self, count):
        objectives = (
            self.env["kam.objective"]
            .with_user(self.kam)
            .create([{"plan_id": self.plan.id, "name": f"Objective {n}"} for n in range(count)])
        )
        for model, values in (
            ("kam.action", {"name": "Do", "user_id": self.kam.id}),
            ("kam.risk", {"name": "Risk", "probability": "2", "impact": "2"}),
            ("kam.value", {"name": "Value"}),
        ):
            lines = self.env[model].with_user(self.kam)
            link = {"objective_id": self.objective.id} if "objective_id" in lines._fields else {}
            lines.create(
                [
                    {**values, **link, "plan_id": self.plan.id, "name": f"{values['name']} {n}"}
                    for n in range(count)
                ]
            )
        goals = (
            self.env["kam.customer.goal"]
            .with_user(self.kam)
            .create([{"account_id": self.customer.id, "name": f"Goal {n}"} for n in range(count)])
        )
        self.objective.with_user(self.kam).goal_ids = [Command.set(goals.ids)]
        return objectives

    def _cost(self, key, **filters):
        self._branch(key, **filters)
        return self._count_queries(lambda: self._branch(key, **filters))

    def test_queries(self):
        """Every branch of the plan, its groups, and what lies below its lines."""
        self._make(1)
        self._make_neighbours()
        first, search = self._cost(""), self._cost("", search="0")
        # Without a time zone from the client that of the user is read, too.
        self.assertLessEqual(first, 5)
        self.assertLessEqual(search, 20)
        keys, waiting = [], [""]
        while waiting:
            for node in self._branch(waiting.pop())["nodes"]:
                if node["has_children"]:
                    keys.append(node["key"])
                    waiting.append(node["key"])
        self.assertGreater(len(keys), 25)
        few = {key: self._cost(key) for key in keys}
        self.assertEqual({key: count for key, count in few.items() if count > 4}, {})
        self._make(49)
        for key in keys:
            with self.subTest(key=key):
                self.assertLessEqual(self._cost(key), few[key])
        self.assertEqual(self._cost(""), first)
        self.assertLessEqual(self._cost("", search="0"), search)

    def _make_neighbours(self):
        """Lines of the branches that `_make` leaves empty."""
        account = {"account_id": self.customer.id, "company_id": self.env.company.id}
        rival = self.env["res.partner"].create({"name": "Rival", "is_company": True})
        offering = self.env["kam.offering"].create({"name": "Full loads"})
        center = self._make_own("kam.buying.center", {**account, "name": "Head office"})
        place = {**account, "buying_center_id": center.id}
        self._make_own(
            "kam.whitespace", {**place, "offering_id": offering.id, "competitor_id": rival.id}
        )
        people = [self._make_own("kam.stakeholder", {**place, "name": f"P{n}"}) for n in range(2)]
        for kind, values in (
            ("silence", {"stakeholder_id": people[0].id}),
            ("thread", {"user_id": self.mate.id}),
            ("level", {"stakeholder_id": people[1].id, "user_id": self.mate.id}),
        ):
            self.env["kam.gap"].create({**account, "kind": kind, **values})
        contact = self.env["res.partner"].create({"name": "Carla", "parent_id": self.customer.id})
        own = {"plan_id": self.plan.id}
        self._make_own("kam.team.member", {**own, "contact_id": contact.id})
        self._make_own("kam.appraisal", {**account, "name": "Trend", "kind": "trend", "effect": 2})
        self._make_own("kam.investment", {**own, "name": "More", "kind": "focus"})
        self._make_own("kam.key.date", {**place, "name": "Tender", "date": "2027-01-01"})
        self._make_own("kam.review", {**own, "date_planned": "2026-09-01"})
        action = self._create_action(self.plan, objective_id=self.objective.id)
        force = self._make_own(
            "kam.force", {"objective_id": self.objective.id, "kind": "driving", "name": "Plant"}
        )
        effect = {"force_id": force.id, "action_id": action.id, "expected_strength": 4}
        self._make_own("kam.force.effect", effect)
        self.env["kam.risk"].search([], limit=1).with_user(self.kam).action_ids = action
        value = self.env["kam.value"].search([], limit=1)
        self._make_own("kam.value.reading", {"value_id": value.id, "current_value": 5})

    def _make_own(self, model, values):
        return self.env[model].with_user(self.kam).create(values)

    def test_the_first_picture_of_five_thousand_lines(self):
        actions = self.env["kam.action"].with_user(self.kam)
        dates = {"date_start": "2026-01-01", "date_deadline": "2026-06-01"}
        one = actions.create({"plan_id": self.plan.id, "name": "Do", **dates})
        self.env.flush_all()
        # Only the time of reading is of interest.
        columns = SQL(", ").join(
            SQL.identifier(name)
            for name, field in actions._fields.items()
            if field.store and field.column_type and name != "id"
        )
        self.env.cr.execute(
            SQL(
                "INSERT INTO kam_action (%(columns)s) SELECT %(columns)s FROM kam_action, "
                "generate_series(1, 4999) WHERE id = %(id)s",
                columns=columns,
                id=one.id,
            )
        )
        self.env.invalidate_all()
        self._branch()
        start = real_perf_counter()
        nodes = self._nodes()
        self.assertLess(real_perf_counter() - start, 2)
        self.assertEqual(nodes["actions"]["count"], 5000)
