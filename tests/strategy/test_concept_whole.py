"""The map of a plan leaves out nothing that the plan shows, and says what changed."""

from datetime import timedelta

from lxml import etree

from odoo import Command, fields
from odoo.exceptions import UserError
from odoo.tests import freeze_time
from odoo.tools.safe_eval import safe_eval

from ..common.common import TODAY
from .test_concept import ConceptCommon

# Chapters without a branch, and why.
NO_LINES = {
    "overview": "sums up other chapters",
    "worldwide": "adds up other plans",
    "concept": "is the map itself",
    "strategy_map": "draws lines of other chapters",
    "figures": "shows figures of invoices, which are no lines of the plan",
    "shared": "says who of the customer sees it",
    "versions": "keeps the plan as it stood",
    "log": "is the history of the plan",
    "settings": "says how the plan is set up",
}
# Chapters that list something else than their branch holds, and why.
NOT_LISTED = {
    "survey": "lists the questions of the rounds that the branch holds",
    "team": "lists the teams of local plans, below its own",
}
# Switches without a branch, and why.
NO_BRANCH = {
    "show_figures": "figures of invoices are no lines of the plan",
    "show_strategy_map": "a picture of lines that have branches of their own",
}


@freeze_time(TODAY)
class TestConceptIsWhole(ConceptCommon):
    def _get_pages(self):
        view = self.env.ref("kam_planning.kam_plan_view_form")
        arch = self.env["kam.plan"].get_view(view.id, "form")["arch"]
        return {page.get("name"): page for page in etree.fromstring(arch).iter("page")}

    def _get_lists(self, page):
        """Lists that a chapter embeds: pairs (model, domain)."""
        name = page.get("chapter_view")
        if not name:
            return []
        arch = self.env["kam.plan"].get_view(self.env.ref(name).id, "form")["arch"]
        place = {
            "id": self.plan.id,
            "partner_id": self.customer.id,
            "company_id": self.env.company.id,
        }
        return [
            (widget.get("model"), safe_eval(widget.get("domain"), place))
            for widget in etree.fromstring(arch).iter("widget")
            if widget.get("name") == "kam_lines" and widget.get("domain")
        ]

    def _get_chapters(self):
        branches = self.plan._get_concept_branches()
        return {branch.name: branch for branch in branches if not branch.is_inner}

    def test_each_chapter_has_a_branch_or_a_reason(self):
        pages, chapters = self._get_pages(), self._get_chapters()
        self.assertGreater(len(pages), 20)
        self.assertEqual(pages.keys() - chapters.keys(), NO_LINES.keys())
        self.assertEqual(chapters.keys() - pages.keys(), set())

    def test_each_switch_has_a_branch_or_a_reason(self):
        used = {branch.switch for branch in self.plan._get_concept_branches()}
        self.assertEqual(set(self.plan._get_block_fields()) - used, NO_BRANCH.keys())
        for switch in used - {""}:
            names = {one.name for one in self._get_chapters().values() if one.switch == switch}
            self.plan[switch] = False
            with self.subTest(switch=switch):
                self.assertFalse(names & self._nodes().keys())
            self.plan[switch] = True
            self.assertLessEqual(names, self._nodes().keys())

    def test_a_branch_holds_what_the_list_of_its_chapter_shows(self):
        self._goal()
        self._create_line("kam.appraisal", name="Trend", kind="trend", effect=2)
        self._create_line("kam.investment", name="Over", kind="stop", state="given_up")
        self._create_line("kam.key.date", name="Past", date="2020-01-01")
        self._create_line("kam.risk", name="Closed", state="closed")
        pages, checked = self._get_pages(), 0
        for user in (self.kam, self.reader, self.manager):
            nodes = self._nodes(user=user)
            for name, branch in self._get_chapters().items():
                for model, domain in self._get_lists(pages[name]):
                    if name in NOT_LISTED:
                        continue
                    checked += 1
                    with self.subTest(user=user.login, chapter=name):
                        self.assertEqual(branch.model, model)
                        listed = self.env[model].with_user(user).search_count(domain)
                        self.assertEqual(nodes[name]["count"], listed)
        self.assertGreaterEqual(checked, 3 * 9)

    def test_what_is_to_confirm_is_the_same_in_chapters_and_on_the_map(self):
        """Risks and forces whose actions are closed wait as well, what is over waits no more."""
        lines = {
            "goals": [self._goal()],
            "risks": [
                self._create_line("kam.risk", name=name, probability="2", impact="2", **values)
                for name, values in (("Old", {}), ("Asked", {}), ("Over", {"state": "closed"}))
            ],
            "values": [self._create_line("kam.value", name="Less waste")],
        }
        old, asked, over = lines["risks"]
        asked.sudo().rate_again = True
        for line in (*lines["goals"], old, over, *lines["values"]):
            line.sudo().stale_date = "2026-01-01"
        self.env.flush_all()
        self.assertEqual((old | asked | over).filtered("is_stale"), old | asked)
        plan, nodes = self.plan.with_user(self.kam), self._nodes()
        told = plan.get_chapter_marks()
        for name, number in {"goals": 1, "risks": 2, "values": 1}.items():
            with self.subTest(chapter=name):
                self.assertEqual(told[name].get("to_confirm", 0), number)
                self.assertEqual(nodes[name]["marks"].get("to_confirm", 0), number)
        found = self._branch("risks", only=["to_confirm"])["nodes"]
        self.assertEqual({node["res_id"] for node in found}, {old.id, asked.id})

    def test_what_stands_below_others_only(self):
        value = self._create_line(
            "kam.value", name="Less waste", objective_id=self.objective.id, baseline_value=9
        )
        reading = (
            self.env["kam.value.reading"]
            .with_user(self.kam)
            .create({"value_id": value.id, "current_value": 5})
        )
        before = self._branch()["account"]["count"]
        (group,) = self._branch(f"values/{value.id}")["nodes"]
        self.assertEqual((group["label"], group["count"]), ("Readings", 1))
        (node,) = self._branch(group["key"])["nodes"]
        self.assertEqual((node["kind"], node["res_id"]), ("line", reading.id))
        self.assertNotIn("value_readings", self._nodes())
        # It belongs to its value, whatever that is filtered by, and is not counted beside it.
        self.assertEqual(
            [node["key"] for node in self._branch(f"values/{value.id}", only=["open"])["nodes"]],
            [group["key"]],
        )
        reading.unlink()
        self.assertEqual(self._branch()["account"]["count"], before)

    def test_cells_stand_below_the_competitor(self):
        rival = self.env["res.partner"].create({"name": "Rival", "is_company": True})
        place = {"account_id": self.customer.id, "company_id": self.env.company.id}
        cells = self.env["kam.whitespace"].with_user(self.kam)
        offering = self.env["kam.offering"].create({"name": "Full loads"})
        cell = cells.create({**place, "offering_id": offering.id, "competitor_id": rival.id})
        position = self.env["kam.competitor.position"].search([("competitor_id", "=", rival.id)])
        self.assertEqual(len(position), 1)
        line = self._nodes("competitors")[f"competitors/{position.id}"]
        self.assertEqual((line["label"], line["count"]), ("Rival", 1))
        (group,) = self._branch(line["key"])["nodes"]
        (link,) = self._branch(group["key"])["nodes"]
        self.assertEqual(
            (link["kind"], link["res_id"], link["label"]), ("link", cell.id, "Full loads")
        )

    def test_several_branches_in_one_call(self):
        action = self._create_action(self.plan, objective_id=self.objective.id)
        plan = self.plan.with_user(self.kam)
        keys = ["objectives", "actions", f"objectives/{self.objective.id}"]
        found = plan.get_concept_branches(keys, {"only": ["open"]})
        self.assertEqual(
            found, {key: plan.get_concept_branch(key, {"only": ["open"]}) for key in keys}
        )
        self.assertTrue(action)
        for wrong in ("objectives", None, ["x"] * 201):
            with self._refused(UserError, "at most 200"):
                plan.get_concept_branches(wrong)
        with self._refused(UserError, "no place"):
            plan.get_concept_branches(["Wrong"])

    def test_long_names_stand_whole_in_the_answer(self):
        name = "Everything that a plant can want " * 7
        self.objective.with_user(self.kam).name = name[:200]
        self.assertEqual(self._labels("objectives"), [name[:200].strip()])

    def test_goals_below_each_other_end(self):
        """Even where they stand in a loop, which nobody can make by hand."""
        one = self._goal(name="One")
        other = self._goal(name="Other", kind="initiative", parent_id=one.id)
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE kam_customer_goal SET parent_id = %s WHERE id = %s", (other.id, one.id)
        )
        self.env.invalidate_all()
        self.assertEqual(self._nodes()["goals"]["count"], 2)
        self.assertEqual(self._labels(f"goals/{one.id}:goals"), ["Other"])
        self.assertEqual(self._labels(f"goals/{other.id}:goals"), ["One"])


@freeze_time(TODAY)
class TestConceptChanged(ConceptCommon):
    """What somebody wrote after the day of the last review."""

    def _hold_review(self, day):
        dates = {"date_planned": day, "date_held": day}
        return self._create_line("kam.review", state="held", **dates)

    def _touch(self, line, day, user):
        self.env.flush_all()
        self.env.cr.execute(
            f"UPDATE {line._table} SET write_date = %s, write_uid = %s WHERE id = %s",
            (day, user.id, line.id),
        )
        self.env.invalidate_all()

    def test_since_the_last_review(self):
        old = self._create_action(self.plan, name="Old")
        new = self._create_action(self.plan, name="New")
        by_job = self._create_action(self.plan, name="By the job")
        self._touch(old, "2026-02-20 12:00:00", self.kam)
        self._touch(new, "2026-02-21 12:00:00", self.kam)
        self._touch(by_job, "2026-02-25 12:00:00", self.env.ref("base.user_root"))
        # Without a review nothing is known to be new.
        self.assertNotIn("changed", self._nodes()["actions"]["marks"])
        self.assertEqual(self._nodes(only=["changed"])["actions"]["count"], 0)
        self.assertIs(self._branch()["account"]["since"], False)
        self._hold_review("2026-01-10")
        self._hold_review("2026-02-20")
        self.assertEqual(self.plan.last_review_date, fields.Date.to_date("2026-02-20"))
        branch = self._branch()
        self.assertEqual(branch["account"]["since"], fields.Date.to_date("2026-02-20"))
        nodes = {node["key"]: node for node in branch["nodes"]}
        self.assertEqual(nodes["actions"]["marks"]["changed"], 1)
        self.assertEqual(self._nodes(only=["changed"])["actions"]["count"], 1)
        self.assertEqual(self._labels("actions:todo", only=["changed"]), ["New"])
        lines = {node["label"]: node["marks"] for node in self._branch("actions:todo")["nodes"]}
        self.assertEqual(lines, {"Old": {}, "New": {"changed": 1}, "By the job": {}})

    def test_the_last_review_follows_its_reviews(self):
        first, last = self._hold_review("2026-01-10"), self._hold_review("2026-02-20")
        last.with_user(self.kam).action_reopen()
        self.assertEqual(self.plan.last_review_date, first.date_held)
        self._hold_review("2026-02-11")
        self.assertEqual(self.plan.last_review_date, first.date_held + timedelta(days=32))
        other = self._create_plan(partner_id=self.stranger.id)
        self.assertIs(other.last_review_date, False)

    def test_marks_in_python_and_in_sql_are_the_same(self):
        """Of a branch with lines below, which asks the database, and of its lines themselves."""
        self._hold_review("2026-02-20")
        lines = [self._create_objective(self.plan, name=f"O{n}") for n in range(4)]
        self._touch(lines[0], "2026-02-20 12:00:00", self.kam)
        lines[1].write({"is_shared": True})
        lines[2].write({"date_deadline": "2026-01-15"})
        lines[3].sudo().confirmed_date = "2024-01-01 08:00:00"
        branch = self._get_branch("objectives")
        plan = self.plan.with_user(self.kam)
        found = self.env["kam.objective"].with_user(self.kam).browse([one.id for one in lines])
        self.assertLessEqual({"late", "shared"}, plan._get_plain_marks(branch).keys())
        for mark, domain in plan._get_mark_domains(branch).items():
            with self.subTest(mark=mark):
                listed = found.search([("id", "in", found.ids)]).filtered_domain(domain)
                counted = found.search(fields.Domain("id", "in", found.ids) & domain)
                self.assertEqual(listed, counted)

    def _get_branch(self, name):
        (branch,) = [one for one in self.plan._get_concept_branches() if one.name == name]
        return branch

    def test_goals_of_two_objectives_are_counted_once(self):
        goal = self._goal()
        both = self.objective | self._create_objective(self.plan, name="Second")
        both.with_user(self.kam).write({"goal_ids": [Command.link(goal.id)]})
        self.assertEqual(self._nodes()["objectives"]["count"], 2)
        (group,) = self._branch(f"goals/{goal.id}")["nodes"]
        self.assertEqual(group["count"], 2)
        self.assertEqual(
            self._branch()["account"]["count"],
            sum(node["count"] for node in self._branch()["nodes"]),
        )
