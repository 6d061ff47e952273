"""One step for many plans: it says which can and why the others cannot, is taken for those that
can, and tells each person once.
"""

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, freeze_time

from ..common.common import TODAY, KamCommon


@freeze_time(TODAY)
class TestMass(KamCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.kam_escalation_user_id = cls.manager
        cls.drafts = cls._create_plans(3)
        cls.running = cls._activate(cls._create_plans(2))
        cls.closed = cls._activate(cls._create_plans(1))
        cls.closed.with_user(cls.manager).action_close()
        for name, plans in (("Draft", cls.drafts), ("Running", cls.running), ("Old", cls.closed)):
            for number, plan in enumerate(plans):
                plan.name = f"{name} {number}"
        cls.all_plans = cls.drafts | cls.running | cls.closed

    def _open(self, step, plans=None, user=None):
        """The dialogue as the list opens it."""
        plans = self.all_plans if plans is None else plans
        action = self.env.ref(f"kam_planning.kam_plan_mass_action_{step}")
        context = {
            "active_model": "kam.plan",
            "active_ids": plans.ids,
            "default_step": step,
        }
        self.assertEqual(action.context, f"{{'default_step': '{step}'}}")
        return Form(self.env["kam.plan.mass"].with_user(user or self.kam).with_context(**context))

    def _run(self, step, plans=None, user=None, **values):
        form = self._open(step, plans, user)
        for name, value in values.items():
            form[name] = value
        wizard = form.save()
        return wizard, wizard.action_run()

    def _messages(self, user, text):
        self.env.cr.flush()
        domain = [("notified_partner_ids", "in", user.partner_id.ids), ("body", "ilike", text)]
        return self.env["mail.message"].search(domain)

    def test_it_says_how_many_can_and_why_the_others_cannot(self):
        form = self._open("submit")
        self.assertEqual((form.ready_count, form.refused_count), (3, 3))
        self.assertIn("Active (2)", form.refusals)
        self.assertIn("Closed (1)", form.refusals)
        for plan in self.running | self.closed:
            self.assertIn(plan.name, form.refusals)
        for plan in self.drafts:
            self.assertNotIn(plan.name, form.refusals)

    def test_submitting_those_that_can(self):
        wizard, action = self._run("submit")
        self.assertEqual(set(self.drafts.mapped("state")), {"submitted"})
        self.assertEqual(set(self.running.mapped("state")), {"active"})
        self.assertEqual((wizard.done_count, wizard.failed_count), (3, 3))
        self.assertEqual((action["res_model"], action["res_id"]), ("kam.plan.mass", wizard.id))
        self.assertEqual(len(self._messages(self.manager, "for your approval")), 1)

    def test_when_all_can_it_closes(self):
        _wizard, action = self._run("submit", self.drafts)
        self.assertEqual(action["tag"], "display_notification")
        self.assertIn("3", action["params"]["message"])

    def test_sending_back_needs_a_reason_and_a_manager(self):
        self.drafts.action_submit()
        self.env.cr.flush()
        with self.assertRaisesRegex(AssertionError, "reason"):
            self._run("send_back", user=self.manager)
        wizard = self._open("send_back", user=self.manager)
        wizard.reason = " "
        with self.assertRaisesRegex(UserError, "Say why"):
            wizard.save().action_run()
        self._run("send_back", user=self.manager, reason="Too vague")
        self.assertEqual(set(self.drafts.mapped("state")), {"draft"})
        self.assertEqual(len(self._messages(self.kam, "Too vague")), 1)
        self.drafts.action_submit()
        form = self._open("send_back", self.drafts)
        self.assertEqual(form.ready_count, 0)
        self.assertIn("Managers alone send plans back (3)", form.refusals)
        form.reason = "No"
        with self.assertRaisesRegex(UserError, "None of these plans"):
            form.save().action_run()
        self.assertEqual(set(self.drafts.mapped("state")), {"submitted"})

    def test_closing(self):
        wizard, _action = self._run("close")
        self.assertEqual(set(self.running.mapped("state")), {"closed"})
        self.assertEqual(wizard.done_count, 2)

    def test_withdrawing(self):
        self.drafts[:2].with_user(self.kam).action_submit()
        theirs = self._create_plan(
            user=self.mate,
            state="submitted",
            member_ids=[Command.create({"user_id": self.kam.id})],
        )
        form = self._open("withdraw", self.drafts[:2] | theirs)
        self.assertEqual((form.ready_count, form.refused_count), (2, 1))
        form.save().action_run()
        self.assertEqual(set(self.drafts.mapped("state")), {"draft"})
        self.assertEqual(theirs.state, "submitted")

    def test_the_next_period(self):
        prepared = self._prepare_next(self.running[0])
        wizard, _action = self._run("next_period")
        self.assertIn("prepared already", wizard.failures)
        successors = self.running.next_plan_ids | self.closed.next_plan_ids
        self.assertEqual(len(successors), 3)
        self.assertIn(prepared, successors)
        self.assertEqual(set(successors.mapped("state")), {"draft"})
        self.assertEqual({str(day) for day in successors.mapped("date_start")}, {"2027-01-01"})

    def test_by_role(self):
        for user, ready in ((self.kam, 3), (self.manager, 3), (self.reader, 0)):
            with self.subTest(user=user.login):
                form = self._open("submit", user=user)
                self.assertEqual(form.ready_count, ready)
        self.assertIn("You may only read them (3)", form.refusals)
        for step in ("submit", "close", "next_period", "withdraw"):
            with self.assertRaises(UserError):
                self._run(step, user=self.reader)
        for user in (self.outsider, self.portal):
            with self.assertRaises(AccessError):
                self.env["kam.plan.mass"].with_user(user).create(
                    {"step": "submit", "plan_ids": [Command.set(self.drafts.ids)]}
                )
        self.assertEqual(set(self.drafts.mapped("state")), {"draft"})

    def test_hidden_plans_are_not_named(self):
        self.drafts[0].confidentiality = "team"
        form = self._open("submit", user=self.reader)
        self.assertEqual(form.refused_count, 5)
        self.assertNotIn(self.drafts[0].name, form.refusals)

    def test_what_fails_for_one_is_done_for_the_others_and_told_once(self):
        bad = self.drafts[1]
        original = type(bad)._check_transition

        def refuse(plans, state):
            if bad in plans.with_env(bad.env):
                raise UserError("This one is odd")
            return original(plans, state)

        self.patch(type(bad), "_check_transition", refuse)
        wizard, _action = self._run("submit", self.drafts)
        self.assertEqual(self.drafts.mapped("state"), ["submitted", "draft", "submitted"])
        self.assertEqual((wizard.done_count, wizard.failed_count), (2, 1))
        self.assertIn("odd", wizard.failures)
        self.assertIn(bad.name, wizard.failures)
        self.assertEqual(len(self._messages(self.manager, "for your approval")), 1)
        approvals = self.drafts._find_approvals_sudo()
        self.assertEqual(len(approvals), 2)

    def test_nobody_uses_the_dialogue_of_somebody_else(self):
        wizard = self._open("submit").save()
        with self.assertRaises(AccessError):
            wizard.with_user(self.reader).action_run()

    def test_two_hundred_plans_cost_few_queries(self):
        plans = self._create_plans(200)
        for step, most in (("submit", 150), ("withdraw", 150)):
            wizard = self._open(step, plans).save()
            self.assertLess(self._count_queries(wizard.action_run), most, step)

    def test_one_that_fails_among_many_is_found_by_halving(self):
        plans = self._create_plans(64)
        bad, original = plans[40], type(plans)._check_transition

        def refuse(records, state):
            if bad in records.with_env(bad.env):
                raise UserError("This one is odd")
            return original(records, state)

        self.patch(type(plans), "_check_transition", refuse)
        wizard = self._open("submit", plans).save()
        self.assertLess(self._count_queries(wizard.action_run), 600)
        self.assertEqual(plans.filtered(lambda plan: plan.state == "draft"), bad)
