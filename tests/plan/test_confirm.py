"""Confirming all that waits: in one chapter, and from chapter to chapter."""

from odoo.exceptions import AccessError, UserError

from .common import RunningCommon


class TestConfirm(RunningCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plan.sponsor_id = cls.mate
        place = {"account_id": cls.customer.id, "company_id": cls.plan.company_id.id}
        offering = cls.env["kam.offering"].create({"name": "Teas"})
        cls.section = cls.env["kam.plan.section"].create(
            {"plan_id": cls.plan.id, "name": "Charter", "content": "<p>They grow</p>"}
        )
        cls.objective = cls._create_objective(cls.plan)
        cls.action = cls._create_action(cls.plan)
        cls.person = cls.env["kam.stakeholder"].create({**place, "name": "Ann", "title": "CEO"})
        cells = cls.env["kam.whitespace"]
        cls.cell = cells.search([("offering_id", "=", offering.id)]) or cells.create(
            {**place, "offering_id": offering.id}
        )
        cls.cell.write({"state": "competitor", "need": "Cheaper"})
        cls.lines = [cls.section, cls.objective, cls.action, cls.cell, cls.person]
        for line in cls.lines:
            line.sudo().confirmed_date = "2020-01-01 08:00:00"

    def _open(self, chapter=None, user=None, plan=None):
        action = (plan or self.plan).with_user(user or self.kam).action_confirm_lines(chapter)
        return self._dialogue(action, user)

    def _dialogue(self, action, user=None):
        self.assertEqual(action["res_model"], "kam.plan.confirm")
        return self.env["kam.plan.confirm"].with_user(user or self.kam).browse(action["res_id"])

    def test_from_chapter_to_chapter(self):
        dialogue, seen = self._open(), []
        for number in range(5):
            seen.append((dialogue.chapter, dialogue.line_ids.mapped("name")))
            action = dialogue.action_confirm()
            if number < 4:
                dialogue = self._dialogue(action)
        self.assertEqual(
            seen,
            [
                ("narrative", ["Charter"]),
                ("objectives", ["Grow"]),
                ("actions", ["Visit"]),
                ("whitespace", [self.cell.display_name]),
                ("map", ["Ann"]),
            ],
        )
        self.assertEqual(action["params"]["message"], "Confirmed as they stand: 5")
        for line in self.lines:
            self.assertFalse(line.is_stale, line)
            self.assertEqual(line.confirmed_by_id, self.kam)
        self.assertEqual(self.plan.with_user(self.kam).to_confirm_count, 0)
        with self.assertRaisesRegex(UserError, "Nothing of .* waits"):
            self._open()

    def test_what_is_shown_of_each(self):
        for chapter, text in (
            ("narrative", "They grow"),
            ("whitespace", "Competitor · Cheaper"),
            ("map", "CEO"),
        ):
            line = self._open(chapter).line_ids
            self.assertEqual((line.text, str(line.confirmed_date)[:4]), (text, "2020"))

    def test_one_chapter_without_what_was_taken_off(self):
        other = self._create_objective(self.plan, name="Doubtful")
        self._stale(other)
        dialogue = self._open("objectives")
        self.assertEqual(dialogue.chosen_count, 2)
        dialogue.line_ids.filtered(lambda line: line.name == "Doubtful").is_chosen = False
        self.assertEqual(dialogue.chosen_count, 1)
        action = dialogue.action_confirm()
        self.assertEqual(action["params"]["message"], "Confirmed as they stand: 1")
        self.assertFalse(self.objective.is_stale)
        self.assertTrue(other.is_stale)
        self.assertTrue(self.section.is_stale)

    def test_skipping_leaves_a_chapter_as_it_is(self):
        dialogue = self._dialogue(self._open().action_skip())
        self.assertEqual(dialogue.chapter, "objectives")
        self.assertTrue(self.section.is_stale)
        last = self._open("map")
        self.assertEqual(last.action_skip(), {"type": "ir.actions.act_window_close"})
        self.assertTrue(self.person.is_stale)

    def test_what_is_over_or_says_nothing_does_not_wait(self):
        self.objective.action_achieve()
        self.action.write({"state": "done"})
        self.section.sudo().with_context(kam_no_confirmation=True).content = False
        self.cell.state = "unknown"
        self.person.parked_reason = "left"
        for line in self.lines:
            line.sudo().confirmed_date = "2020-01-01 08:00:00"
            self.assertFalse(line.is_stale, line)
            found = line.search([("id", "=", line.id), ("is_stale", "=", True)])
            self.assertFalse(found)
            self.assertEqual(line.search([("id", "=", line.id), ("is_stale", "=", False)]), line)
        self.assertEqual(self.plan.with_user(self.kam).to_confirm_count, 0)

    def test_blocks_that_are_off_do_not_wait(self):
        self.plan.show_objectives = False
        with self.assertRaises(UserError):
            self._open("objectives")
        self.assertEqual(self._dialogue(self._open().action_skip()).chapter, "actions")

    def test_only_what_waits_still_is_confirmed(self):
        dialogue = self._open("objectives")
        self.objective.with_user(self.mate).action_confirm_still_true()
        self.assertEqual(dialogue.action_confirm(), {"type": "ir.actions.act_window_close"})
        self.assertEqual(self.objective.confirmed_by_id, self.mate)

    def test_who_may_only_read_is_refused(self):
        for user in (self.reader, self.outsider, self.foreign, self.portal):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._open("objectives", user)
        dialogue = self._open("objectives", self.mate)
        self.plan.sponsor_id = False
        with self.assertRaises(AccessError):
            dialogue.action_confirm()
        self.assertTrue(self.objective.is_stale)

    def test_a_member_and_a_manager_confirm(self):
        for chapter, user in (("objectives", self.mate), ("map", self.manager)):
            self._open(chapter, user).action_confirm()
        self.assertEqual(self.objective.confirmed_by_id, self.mate)
        self.assertEqual(self.person.confirmed_by_id, self.manager)

    def test_nobody_says_himself_what_waits(self):
        dialogue = self._open("objectives")
        foreign = self._create_objective(self._create_plans(1))
        self._stale(foreign)
        for record, values in (
            (dialogue, {"chapter": "map"}),
            (dialogue.line_ids, {"res_id": foreign.id}),
            (dialogue, {"line_ids": [(0, 0, {"res_id": foreign.id})]}),
        ):
            with self.subTest(values=values), self.assertRaises(AccessError):
                record.write(values)
        with self.assertRaisesRegex(UserError, "nothing to confirm in"):
            self._open("settings")

    def test_many_lines_cost_no_more_queries(self):
        few, many = self._create_plans(2)
        for plan, number in ((few, 1), (many, 50)):
            self._stale(
                self.env["kam.objective"].concat(
                    *(self._create_objective(plan, name=f"{n}") for n in range(number))
                )
            )
        self._open("objectives", plan=few)
        opening = [
            self._count_queries(lambda p=p: p.action_confirm_lines("objectives"))
            for p in (few, many)
        ]
        self.assertEqual(*opening)
        dialogues = [self._open("objectives", plan=plan) for plan in (few, many)]
        one, more = (self._count_queries(dialogue.action_confirm) for dialogue in dialogues)
        self.assertLessEqual(more, one + 2)
