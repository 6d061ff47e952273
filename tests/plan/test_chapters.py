"""The plan's form as a workspace: what opening it reads, what its navigator says, to whom."""

from lxml import etree

from odoo.exceptions import AccessError, MissingError, UserError

from .common import RunningCommon

BLOCKS = (
    "show_sections",
    "show_team",
    "show_objectives",
    "show_actions",
    "show_reviews",
    "show_figures",
    "show_targets",
    "show_whitespace",
    "show_map",
    "show_changes",
)


class TestMarks(RunningCommon):
    def _marks(self, user=None):
        return self.plan.with_user(user or self.kam).get_chapter_marks()

    def test_marks_of_each_chapter(self):
        self.assertEqual(self._marks(), {"team": {"count": len(self.plan.member_ids)}})
        sections = self.env["kam.plan.section"].create(
            [
                {"plan_id": self.plan.id, "name": name, "content": content}
                for name, content in (("Old", "<p>x</p>"), ("New", "<p>x</p>"), ("Empty", False))
            ]
        )
        self._stale(sections[0] | sections[2])
        late, dropped, old = (
            self._create_objective(self.plan, name=name, date_deadline=self._day(days))
            for name, days in (("Late", -1), ("Dropped", -1), ("Old", 30))
        )
        dropped.action_drop()
        self._stale(old | dropped)
        for days, state in ((-1, "todo"), (0, "in_progress"), (9, "todo"), (-9, "done")):
            self._act(days, state=state)
        Review = self.env["kam.review"].with_user(self.kam)
        for days in (-3, 5):
            Review.create({"plan_id": self.plan.id, "date_planned": self._day(days)})
        Review.create({"plan_id": self.plan.id, "date_planned": self._day(-30)}).action_hold()
        self.assertEqual(self._marks()["actions"], {"count": 3}, "nothing is overdue in a draft")
        self.plan.with_user(self.kam).action_submit()
        marks = self._marks()
        self.assertEqual(marks["narrative"], {"count": 3, "to_confirm": 1})
        self.assertEqual(marks["objectives"], {"count": 2, "late": 1, "to_confirm": 1})
        self.assertEqual(marks["actions"], {"count": 3, "late": 1})
        self.assertEqual(marks["reviews"], {"count": 2, "late": 1})
        self.assertEqual(late.state, "open")

    def test_marks_of_the_account(self):
        place = {"account_id": self.customer.id, "company_id": self.plan.company_id.id}
        other = self.env["res.partner"].create({"name": "Other", "is_company": True})
        self.env["kam.buying.center"].create(
            [
                {**place, "name": "North"},
                {**place, "name": "South"},
                {**place, "name": "East", "account_id": other.id},
            ]
        )
        offering = self.env["kam.offering"].create([{"name": "Tea"}, {"name": "Coffee"}])
        cells = self.env["kam.whitespace"].search([("account_id", "=", self.customer.id)])
        cells |= self.env["kam.whitespace"].create(
            [{**place, "offering_id": line.id} for line in offering - cells.offering_id]
        )
        cells.filtered(lambda c: c.offering_id in offering)[:1].state = "open"
        people = self.env["kam.stakeholder"].create(
            [{**place, "name": "Ann"}, {**place, "name": "Ben"}, {**place, "name": "Cleo"}]
        )
        self._stale(people[0])
        people[2].parked_reason = (
            self.env["kam.stakeholder"]._fields["parked_reason"].get_values(self.env)[0]
        )
        marks = self._marks()
        self.assertEqual(marks["buying_centers"], {"count": 2})
        self.assertEqual(marks["whitespace"], {"count": 1})
        self.assertEqual(marks["map"], {"count": 2, "to_confirm": 1})

    def test_blocks_that_are_off_are_not_counted(self):
        self._create_action(self.plan)
        self._create_objective(self.plan)
        self.assertLessEqual({"actions", "objectives", "team"}, set(self._marks()))
        self.plan.write(dict.fromkeys(BLOCKS, False))
        self.assertEqual(self._marks(), {})

    def test_who_may_not_read_the_plan_is_told_nothing(self):
        self._create_action(self.plan)
        self.assertEqual(self._marks(self.reader)["actions"], {"count": 1})
        self.plan.confidentiality = "team"
        for user in (self.reader, self.outsider, self.foreign, self.portal):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._marks(user)
        self.assertEqual(self._marks(self.manager)["actions"], {"count": 1})

    def test_gaps_that_tell_of_persons_are_counted_for_those_who_may_see_them(self):
        place = {"account_id": self.customer.id, "company_id": self.plan.company_id.id}
        plain = {**place, "kind": "missing_role"}
        gaps = self.env["kam.gap"].sudo()
        kinds = gaps._fields["kind"].get_values(self.env)
        person = self.env["kam.stakeholder"].create({**place, "name": "Ann"})
        made = gaps.create([{**plain, "kind": kind, "stakeholder_id": person.id} for kind in kinds])
        self.plan.sponsor_id = self.mate
        seen = made.with_user(self.mate)._filtered_access("read")
        self.assertTrue(seen)
        self.assertLess(len(seen), len(made))
        self.assertEqual(self._marks(self.mate)["gaps"]["count"], len(seen))

    def test_one_plan_at_a_time_and_none_that_is_gone(self):
        with self.assertRaises(UserError):
            (self.plan | self._create_plans(1)).get_chapter_marks()
        gone = self._create_plans(1)
        gone.sudo().unlink()
        with self.assertRaises(MissingError):
            gone.get_chapter_marks()

    def test_queries_do_not_grow_with_the_plans(self):
        plans = self._create_plans(50)
        for plan in plans[:1] | plans[-1:]:
            self._create_action(plan)
        plans[:1]._get_chapter_marks()
        one, many = (
            self._count_queries(chosen._get_chapter_marks) for chosen in (plans[:1], plans)
        )
        self.assertEqual(one, many)


class TestOpening(RunningCommon):
    def _open(self, plan, user):
        """Read what the plan's form reads when it is opened."""
        plan = plan.with_user(user)
        form = etree.fromstring(plan.get_view(view_type="form")["arch"])
        names = {f.get("name") for f in form.xpath("//field[not(ancestor::field)]")}
        specification = {
            name: {"fields": {"display_name": {}}} if plan._fields[name].relational else {}
            for name in names
        }
        return self._count_queries(lambda: plan.web_read(specification))

    def test_blocks_and_what_is_in_them_cost_nothing(self):
        bare, full = self._create_plans(2)
        bare.write(dict.fromkeys(BLOCKS, False))
        for number in range(5):
            self._create_objective(full, name=f"Objective {number}")
            self._create_action(full, name=f"Action {number}")
            self.env["kam.review"].create({"plan_id": full.id})
            self.env["kam.plan.section"].create({"plan_id": full.id, "name": f"{number}"})
        self._open(bare, self.kam)
        self.assertEqual(self._open(full, self.kam), self._open(bare, self.kam))

    def test_who_may_edit(self):
        self.plan.sponsor_id = self.mate
        for user, expected in (
            (self.kam, True),
            (self.mate, True),
            (self.manager, True),
            (self.reader, False),
        ):
            with self.subTest(user=user.login):
                self.assertIs(self.plan.with_user(user).may_edit, expected)

    def test_lines_know_it_as_well(self):
        objective = self._create_objective(self.plan)
        given = self._create_action(self.plan, user_id=self.reader.id)
        other = self._create_action(self.plan)
        center = self.env["kam.buying.center"].create(
            {"account_id": self.customer.id, "name": "North"}
        )
        for line, expected in ((objective, False), (given, True), (other, False), (center, False)):
            with self.subTest(line=line):
                self.assertIs(line.with_user(self.reader).may_edit, expected)
                self.assertIs(line.with_user(self.kam).may_edit, True)

    def test_a_new_plan_is_its_makers(self):
        self.assertTrue(self.env["kam.plan"].with_user(self.reader).new({}).may_edit)

    def test_many_are_asked_at_once(self):
        plans = self._create_plans(50).with_user(self.reader)
        plans[:1].mapped("may_edit")
        counts = [self._count_queries(lambda p=p: p.mapped("may_edit")) for p in (plans[:1], plans)]
        self.assertEqual(*counts)
