"""The guided run through a new plan, as each role; and the dialogue with which a plan begins."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form

from ..measure.common import FiguresCommon


class TestFirstHour(FiguresCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plan.sponsor_id = cls.mate
        cls.charter, cls.trends = cls.env["kam.plan.section"].create(
            [
                {"plan_id": cls.plan.id, "name": "Charter", "question": "What do we want?"},
                {"plan_id": cls.plan.id, "name": "Trends"},
            ]
        )

    def _start(self, user=None, plan=None):
        user = user or self.kam
        action = (plan or self.plan).with_user(user).action_set_up()
        self.assertEqual((action["res_model"], action["target"]), ("kam.plan.setup", "current"))
        return self.env["kam.plan.setup"].with_user(user).browse(action["res_id"])

    def _go_to(self, setup, kind):
        while setup.kind != kind:
            setup.action_skip()
        return setup

    def test_from_step_to_step(self):
        setup, seen = self._start(), []
        for _number in range(5):
            seen.append((setup.position, setup.kind, setup.section_name, setup.is_first))
            setup.action_next()
        self.assertEqual(
            seen,
            [
                ("1 of 5", "section", "Charter", True),
                ("2 of 5", "section", "Trends", False),
                ("3 of 5", "people", False, False),
                ("4 of 5", "targets", False, False),
                ("5 of 5", "end", False, False),
            ],
        )
        # The last step stays the last, the first the first.
        self.assertEqual(setup.kind, "end")
        for _number in range(6):
            setup.action_back()
        self.assertEqual((setup.section_id, setup.question), (self.charter, "What do we want?"))

    def test_each_role_writes_the_section_itself(self):
        for user in (self.kam, self.mate, self.manager):
            with self.subTest(user=user.login):
                self.charter.sudo().content = False
                setup = self._start(user)
                with Form(setup) as form:
                    form.content = f"<p>{user.login} wants it</p>"
                self.assertIn(user.login, self.charter.content)
                self.assertEqual(self.charter.confirmed_by_id, user)
                setup.action_next()
                self.assertEqual(setup.section_id, self.trends)
                self.assertFalse(setup.content)

    def test_who_may_only_read_does_not_begin(self):
        for user in (self.reader, self.outsider, self.foreign, self.portal):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._start(user)
        with self.assertRaises(AccessError):
            self.env["kam.plan.setup"].with_user(self.reader).create({"plan_id": self.plan.id})

    def test_who_left_the_team_meanwhile_goes_no_further(self):
        setup = self._start(self.mate)
        self.plan.sponsor_id = False
        for method in ("action_next", "action_skip", "action_back"):
            with self.subTest(method=method), self.assertRaises(AccessError):
                getattr(setup, method)()
        with self.assertRaises(AccessError):
            setup.write({"content": "<p>Still here</p>"})
        self.assertFalse(self.charter.content)

    def test_nobody_moves_it_by_hand(self):
        other = self._create_plans(1)
        foreign = self.env["kam.plan.section"].create({"plan_id": other.id, "name": "Theirs"})
        setup = self._start()
        for values in ({"section_id": foreign.id}, {"kind": "end"}):
            with self.subTest(values=values), self.assertRaises(AccessError):
                setup.write(values)

    def test_it_goes_on_where_something_is_missing(self):
        self.charter.content = "<p>Written</p>"
        self.assertEqual(self._start().section_id, self.trends)
        self.trends.content = "<p>Written</p>"
        self.assertEqual(self._start().kind, "people")
        self.env["kam.stakeholder"].create({"account_id": self.customer.id, "name": "Ann"})
        self.env.invalidate_all()
        self.assertEqual(self._start().kind, "targets")
        self._create_target()
        self.assertEqual(self._start().kind, "end")

    def _create_target(self, **values):
        return self.env["kam.target"].create(
            {
                "plan_id": self.plan.id,
                "measure_id": self.env.ref("kam_planning.measure_revenue").id,
                "target_value": 100,
                **values,
            }
        )

    def test_blocks_that_are_off_do_not_appear(self):
        self.plan.write({"show_map": False, "show_targets": False})
        setup = self._start()
        self.assertEqual(setup.position, "1 of 3")
        self._go_to(setup, "end")
        self.plan.write({"show_sections": False})
        setup = self._start()
        self.assertEqual((setup.kind, setup.position), ("end", "1 of 1"))

    def test_a_block_switched_off_on_the_way(self):
        setup = self._go_to(self._start(), "people")
        self.plan.write({"show_map": False, "show_sections": False})
        setup.action_skip()
        self.assertEqual(setup.kind, "targets")

    def test_people_who_are_ticked_come_on_the_map(self):
        other = self.env["res.partner"].create(
            {"name": "Bob Clerk", "parent_id": self.customer.id, "function": "Clerk"}
        )
        setup = self._go_to(self._start(), "people")
        self.assertEqual(setup.person_ids.partner_id, self.contact | other)
        self.assertFalse(any(setup.person_ids.mapped("is_chosen")))
        setup.person_ids.filtered(lambda p: p.partner_id == self.contact).is_chosen = True
        setup.action_next()
        people = self.env["kam.stakeholder"].search([("account_id", "=", self.customer.id)])
        self.assertEqual(people.partner_id, self.contact)
        self.assertEqual(setup.kind, "targets")
        setup.action_back()
        self.assertEqual(setup.person_ids.partner_id, other)

    def test_who_came_on_the_map_meanwhile_is_not_put_there_twice(self):
        setup = self._go_to(self._start(), "people")
        setup.person_ids.is_chosen = True
        place = {"account_id": self.customer.id, "company_id": self.plan.company_id.id}
        self.env["kam.stakeholder"].create({**place, "partner_id": self.contact.id})
        setup.action_next()
        people = self.env["kam.stakeholder"].search([("account_id", "=", self.customer.id)])
        self.assertEqual(len(people), 1)

    def test_targets_from_last_year(self):
        # Of 2026: 1,000 in the spring of 2025 and 3,000 in the autumn.
        for day, amount in (("2025-05-10", 1000.0), ("2025-11-10", 3000.0)):
            self._invoice(amount, invoice_date=day)
        setup = self._go_to(self._start(), "targets")
        lines = {line.measure_id.name: line for line in setup.target_ids}
        self.assertEqual(list(lines), ["Revenue", "Order Intake", "Gross Margin"])
        revenue = lines["Revenue"]
        self.assertEqual((revenue.baseline, revenue.growth), (4000.0, 5.0))
        self.assertEqual((revenue.target_value, revenue.is_chosen), (4200.0, True))
        self.assertFalse(lines["Order Intake"].is_chosen)
        revenue.growth = 10.0
        self.assertEqual(revenue.target_value, 4400.0)
        setup.action_next()
        targets = self.plan.target_ids.sorted(lambda t: (t.date_end, t.date_start))
        self.assertEqual(
            [(str(t.date_start), str(t.date_end), t.target_value) for t in targets],
            [
                ("2026-01-01", "2026-03-31", 0.0),
                ("2026-04-01", "2026-06-30", 1100.0),
                ("2026-07-01", "2026-09-30", 0.0),
                ("2026-01-01", "2026-12-31", 4400.0),
                ("2026-10-01", "2026-12-31", 3300.0),
            ],
        )
        self.assertEqual(setup.kind, "end")

    def test_without_a_year_before_nothing_is_ticked(self):
        setup = self._go_to(self._start(), "targets")
        self.assertFalse(any(setup.target_ids.mapped("is_chosen")))
        revenue = setup.target_ids[0]
        revenue.is_chosen = True
        with self.assertRaisesRegex(UserError, "“Revenue”: a target is more than nothing"):
            setup.action_next()
        revenue.target_value = 400.0
        setup.action_next()
        self.assertEqual(sorted(self.plan.target_ids.mapped("target_value")), [100.0] * 4 + [400.0])

    def test_what_has_a_target_is_not_proposed(self):
        self._create_target()
        self.charter.content = self.trends.content = "<p>x</p>"
        setup = self._go_to(self._start(), "people")
        setup.action_skip()
        names = setup.target_ids.measure_id.mapped("name")
        self.assertEqual(set(names), {"Order Intake", "Gross Margin"})

    def test_skipping_makes_nothing(self):
        setup = self._go_to(self._start(), "people")
        setup.person_ids.is_chosen = True
        setup.action_skip()
        setup.target_ids.write({"is_chosen": True, "target_value": 5})
        setup.action_skip()
        self.assertFalse(self.plan.target_ids)
        self.assertFalse(
            self.env["kam.stakeholder"].search([("account_id", "=", self.customer.id)])
        )

    def test_leaving(self):
        action = self._start().action_leave()
        self.assertEqual(
            (action["tag"], action["params"]), ("kam_open_plan", {"plan_id": self.plan.id})
        )


class TestBeginning(FiguresCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other = cls.env["res.partner"].create({"name": "Beta", "is_company": True})

    def _begin(self, actor, manager, **values):
        form = Form(self.env["kam.plan.create"].with_user(actor))
        form.partner_id = self.other
        form.template_id = self.light
        form.user_id = manager
        return form.save().action_begin_plan()

    def test_the_guided_run_follows_for_whoever_makes_the_plan(self):
        for actor, manager in (
            (self.kam, self.kam),
            (self.manager, self.kam),
            (self.reader, self.kam),
        ):
            with self.subTest(actor=actor.login):
                params = self._begin(actor, manager)["params"]
                plan = self.env["kam.plan"].browse(params["plan_id"])
                self.assertEqual((plan.partner_id, plan.user_id), (self.other, manager))
                self.assertEqual(params["next"]["res_model"], "kam.plan.setup")
                setup = self.env["kam.plan.setup"].with_user(actor).browse(params["next"]["res_id"])
                self.assertEqual(setup.plan_id, plan)
                plan.sudo().unlink()

    def test_the_dialogue_takes_the_customer_of_where_it_is_opened(self):
        dialogue = self.env["kam.plan.create"].with_user(self.kam)
        form = Form(dialogue.with_context(default_partner_id=self.other.id))
        self.assertEqual(form.partner_id, self.other)

    def test_a_plan_is_still_made_by_rpc(self):
        plan = self.env["kam.plan"].with_user(self.kam).create({"partner_id": self.other.id})
        self.assertEqual(plan.user_id, self.kam)
