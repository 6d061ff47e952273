"""A customer steps down or up: what we owe is decided piece by piece, and undone within 30 days."""

import doctest

from odoo import Command
from odoo.exceptions import AccessError, RedirectWarning, UserError
from odoo.tests import Form, freeze_time

from odoo.addons.kam_planning.tools.portfolio import steps

from ..common.common import TODAY, KamCommon
from ..load.test_two_at_once import AtOnceCommon
from ..tools.common import PureCase


class TestStepsPure(PureCase):
    def test_examples(self):
        result = doctest.testmod(steps)
        self.assertEqual((result.failed, result.attempted > 3), (0, True))
        self.assertEqual(steps.find_direction(1, 1, leaves=True), "out")
        self.assertEqual(steps.find_direction(1, None), "down")


@freeze_time(TODAY)
class TestSteps(KamCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        tiers = [
            {"name": "Best", "sequence": 1, "service": "Visit each month\nHotline"},
            {"name": "Good", "sequence": 2, "service": "Hotline\nNewsletter"},
        ]
        cls.best, cls.good = cls.env["kam.tier"].create(tiers)
        cls.plan = cls._create_plan(tier_id=cls.best.id)
        cls._activate(cls.plan)
        cls.shared = cls._create_action(cls.plan, name="Promised visit", is_shared=True)
        cls.internal = cls._create_action(cls.plan, name="Internal")
        cls.review = cls.env["kam.review"].with_user(cls.kam).create({"plan_id": cls.plan.id})
        lines = cls.env["kam.value"].with_user(cls.kam)
        cls.value = lines.create({"plan_id": cls.plan.id, "name": "Less waste", "state": "agreed"})
        place = {"account_id": cls.customer.id, "kind": "price_talks", "date": "2026-09-01"}
        cls.talks = cls.env["kam.key.date"].with_user(cls.kam).create({**place, "name": "Prices"})

    def _begin(self, user=None):
        plan = self.plan.with_user(user or self.manager)
        action = plan.action_step()
        return plan.env["kam.step.decide"].browse(action["res_id"])

    def _decide(self, dialogue, decision="kept", **by_model):
        for line in dialogue.line_ids:
            vals = by_model.get(line.res_model.replace(".", "_"), {"decision": decision})
            line.write(vals)

    def _take(self, dialogue, **values):
        vals = {"reason": "No growth in two years", "tier_id": self.good.id, **values}
        dialogue.write(vals)
        return self.env["kam.step"].browse(dialogue.action_take()["res_id"])

    def _tier(self):
        return self.customer.with_company(self.plan.company_id).kam_tier_id

    def _find_activities(self, summary):
        place = [("res_model", "=", "kam.plan"), ("res_id", "=", self.plan.id)]
        return self.env["mail.activity"].search([*place, ("summary", "=like", f"{summary}%")])

    def test_what_we_owe(self):
        dialogue = self._begin()
        owed = {(line.res_model, line.res_id) for line in dialogue.line_ids}
        promised = (self.shared, self.value, self.review, self.talks)
        self.assertEqual(owed, {(one._name, one.id) for one in promised})
        self.assertEqual(dialogue.undecided_count, 4)
        opened = dialogue.line_ids[0].action_open()
        self.assertEqual(opened["res_id"], dialogue.line_ids[0].res_id)

    def test_what_is_not_decided_is_kept_by_one_click(self):
        dialogue = self._begin()
        self._decide(dialogue, False, kam_review={"decision": "ended", "words": "One a year"})
        action = dialogue.action_keep_rest()
        self.assertEqual((action["res_id"], action["target"]), (dialogue.id, "new"))
        self.assertEqual(dialogue.undecided_count, 0)
        decisions = dialogue.line_ids.mapped(lambda line: (line.res_model, line.decision))
        self.assertIn(("kam.review", "ended"), decisions)
        self.assertEqual([one for _model, one in decisions].count("kept"), 3)
        with self.assertRaises(AccessError):
            dialogue.with_user(self.mate).action_keep_rest()

    def test_refused_while_something_is_undecided(self):
        dialogue = self._begin()
        self._decide(dialogue, kam_action={"decision": False})
        with self.assertRaises(RedirectWarning) as caught:
            self._take(dialogue)
        message, action, _label = caught.exception.args[:3]
        self.assertIn("Shared action: Promised visit", message)
        self.assertEqual(action["domain"], [("id", "in", self.shared.ids)])
        self.assertEqual(self._tier(), self.best)
        # What came up meanwhile was decided by nobody either.
        self._decide(dialogue)
        self._create_action(self.plan, name="New promise", is_shared=True)
        with self.assertRaisesRegex(RedirectWarning, "New promise"):
            self._take(dialogue)

    def test_a_promise_is_not_just_dropped(self):
        dialogue = self._begin()
        ended = {"decision": "ended", "words": "Too much work"}
        self._decide(dialogue, kam_value=ended)
        with self.assertRaisesRegex(UserError, "Less waste.*promised to the customer"):
            self._take(dialogue)
        self._decide(dialogue, kam_action={"decision": "ended", "words": " "})
        with self.assertRaisesRegex(UserError, "Promised visit.*say in words"):
            self._take(dialogue)
        self._decide(dialogue, kam_action={"decision": "handed"})
        with self.assertRaisesRegex(UserError, "Promised visit.*say to whom"):
            self._take(dialogue)
        # Nor given to somebody who cannot keep it.
        left = self._create_user("left", "group_kam_user")
        left.active = False
        for user in (left, self.foreign, self.portal):
            for model in ("kam_value", "kam_review"):
                handed = {"decision": "handed", "user_id": user.id}
                self._decide(dialogue, **{model: handed})
                with self.assertRaisesRegex(UserError, "does not work with key accounts of"):
                    self._take(dialogue)
        self.assertEqual((self.value.state, self.shared.state), ("agreed", "todo"))

    def test_refusals(self):
        dialogue = self._begin()
        self._decide(dialogue)
        cases = [
            ({"date": "2026-03-01"}, "Acme.*“From” is 03/01/2026.*not taken in the past"),
            ({"recheck_date": "2026-01-01"}, "Acme.*“Look Again On” is 01/01/2026.*in the past"),
            ({"reason": " "}, "“Acme”: say under “Reason”"),
            ({"tier_id": self.best.id}, "Nothing changes for “Acme”"),
        ]
        for values, text in cases:
            with self.assertRaisesRegex(UserError, text), self.env.cr.savepoint():
                self._take(dialogue, **values)
        following = self._prepare_next(self.plan)
        with self.assertRaisesRegex(UserError, "next period"):
            self._take(dialogue, is_exit=True)
        following.action_cancel()
        draft = self._create_plans(1).with_user(self.manager)
        with self.assertRaisesRegex(UserError, "not in force"):
            draft.action_step()
        self.plan.with_user(self.manager).active = False
        with self.assertRaisesRegex(UserError, "not in force"):
            self._take(dialogue)

    def test_who_may(self):
        for user in (self.kam, self.mate):
            with self.assertRaises(AccessError):
                self._begin(user)
        with self.assertRaises(AccessError):
            self._begin(self.foreign)
        dialogue = self._begin()
        self._decide(dialogue)
        step = self._take(dialogue)
        self.assertEqual(step.with_user(self.kam).reason, "No growth in two years")
        for user in (self.mate, self.foreign, self.portal):
            with self.assertRaises(AccessError):
                step.with_user(user).read(["reason"])
        # Why is not for all readers of the plan.
        told = "".join(self.plan.message_ids.mapped("body"))
        self.assertIn("Best → Good", told)
        self.assertNotIn("No growth", told)
        with self.assertRaises(AccessError):
            step.with_user(self.kam).action_undo()
        with self.assertRaises(AccessError):
            step.with_user(self.manager).reason = "Other"
        step.with_user(self.manager).letter = "Dear all"

    def test_step_down_and_undo(self):
        dialogue = self._begin()
        self._decide(
            dialogue,
            kam_action={"decision": "handed", "user_id": self.mate.id},
            kam_value={"decision": "handed"},
            kam_review={"decision": "ended", "words": "Once a year is enough"},
            kam_key_date={"decision": "ended", "words": "Prices stay"},
        )
        step = self._take(dialogue, user_id=self.reader.id, stage_key="incubation")
        self.assertEqual((step.kind, self._tier()), ("down", self.good))
        plan = self.plan
        self.assertEqual((plan.user_id, plan.stage_key), (self.reader, "incubation"))
        self.assertEqual(plan.state, "active")
        self.assertEqual(self.shared.user_id, self.mate)
        self.assertEqual(self.internal.user_id, self.reader)
        self.assertEqual((self.review.state, self.talks.active), ("cancelled", False))
        self.assertEqual(self._find_activities("Agreed value: Less waste").user_id, self.reader)
        self.assertEqual(self._find_activities("Was the step right").user_id, self.manager)
        self.assertIn("handed over to mate", step.decision_text.replace(self.mate.name, "mate"))
        self.assertIn("ended – Once a year is enough", step.decision_text)
        self.assertIn("Visit each month", step.letter)
        self.assertFalse(self.env["mail.mail"].search([("body_html", "ilike", "another way")]))

        with freeze_time("2026-04-01"):
            step.with_user(self.manager).action_undo()
        self.assertEqual((step.state, step.undo_note), ("undone", False))
        self.assertEqual((self._tier(), plan.user_id), (self.best, self.kam))
        self.assertEqual((plan.stage_key, self.shared.user_id), ("key", self.kam))
        self.assertEqual(self.internal.user_id, self.kam)
        self.assertEqual((self.review.state, self.talks.active), ("planned", True))
        self.assertFalse(self._find_activities("Agreed value: Less waste"))
        self.assertFalse(self._find_activities("Was the step right"))
        with self.assertRaisesRegex(UserError, "taken back already"):
            step.with_user(self.manager).action_undo()

    def test_letter_is_mailed_by_hand(self):
        contact = self.env["res.partner"].create(
            {"name": "Vera", "parent_id": self.customer.id, "email": "vera@customer.example"}
        )
        role = self.env.ref("kam_planning.team_role_customer_lead")
        self.plan.member_ids = [Command.create({"contact_id": contact.id, "role_id": role.id})]
        step = self._take_decided()
        mails = self.env["mail.mail"].search_count([])
        action = step.with_user(self.kam).action_mail_letter()
        composer = self.env[action["res_model"]].with_user(self.kam)
        composer = composer.with_context(**action["context"]).create({})
        self.assertEqual((composer.model, composer.partner_ids), ("res.partner", contact))
        self.assertIn("Visit each month", composer.body)
        self.assertIn("03/02/2026", composer.subject)
        self.assertEqual(self.env["mail.mail"].search_count([]), mails)
        composer._action_send_mail()
        self.assertIn("Visit each month", self.customer.message_ids[0].body)
        self.assertEqual(self.customer.message_ids[0].notified_partner_ids, contact)
        # Of a step that is taken back nobody writes, nor who may not read it.
        with self.assertRaises(AccessError):
            step.with_user(self.mate).action_mail_letter()
        step.with_user(self.manager).letter = " "
        with self.assertRaisesRegex(UserError, "no letter to mail.*empty"):
            step.with_user(self.kam).action_mail_letter()
        step.with_user(self.manager).letter = "Dear all"
        step.with_user(self.manager).action_undo()
        with self.assertRaisesRegex(UserError, "taken back"):
            step.with_user(self.kam).action_mail_letter()

    def test_undo_says_what_went_on_since(self):
        dialogue = self._begin()
        self._decide(dialogue, kam_action={"decision": "handed", "user_id": self.mate.id})
        step = self._take(dialogue, user_id=self.reader.id)
        self.shared.with_user(self.manager).user_id = self.manager
        self.plan.with_user(self.manager).stage_key = "leaving"
        self.customer.with_user(self.manager)._set_kam_tier(self.env["kam.tier"])
        step.with_user(self.manager).action_undo()
        self.assertIn("Went on since: Promised visit", step.undo_note)
        self.assertIn("tier was changed", step.undo_note)
        self.assertFalse(self._tier())
        self.assertEqual((self.shared.user_id, self.plan.user_id), (self.manager, self.kam))

    def test_undo_only_in_time_and_in_order(self):
        first = self._take_decided()
        second = self._take_decided(tier_id=self.best.id)
        self.assertEqual((first.kind, second.kind), ("down", "up"))
        with self.assertRaisesRegex(UserError, "Another step followed"):
            first.with_user(self.manager).action_undo()
        with freeze_time("2026-04-02"):
            self.assertFalse(second.with_user(self.manager).may_undo)
            with self.assertRaisesRegex(UserError, "30 days"):
                second.with_user(self.manager).action_undo()
        second.with_user(self.manager).action_undo()
        first.with_user(self.manager).action_undo()
        self.assertEqual(self._tier(), self.best)

    def _take_decided(self, **values):
        dialogue = self._begin()
        self._decide(dialogue)
        return self._take(dialogue, **values)

    def test_leaving_closes_the_plan_with_a_snapshot(self):
        step = self._take_decided(is_exit=True, tier_id=False)
        self.assertEqual((step.kind, self.plan.state), ("out", "closed"))
        self.assertEqual((self.plan.stage_key, bool(self._tier())), ("leaving", False))
        self.assertEqual(self.plan.snapshot_ids[0].kind, "period_end")
        # What is kept goes on.
        self.assertEqual((self.value.state, self.shared.state), ("agreed", "todo"))
        self.plan.with_user(self.manager).active = False
        with self.assertRaisesRegex(UserError, "out of the archive"):
            step.with_user(self.manager).action_undo()
        self.plan.with_user(self.manager).active = True
        rival = self._activate(self._create_plan(date_start="2027-01-01", date_end="2027-12-31"))
        step.with_user(self.manager).action_undo()
        self.assertIn("another plan in force", step.undo_note)
        self.assertEqual((self.plan.state, rival.state), ("closed", "active"))
        self.assertEqual(self._tier(), self.best)

    def test_leaving_is_undone(self):
        step = self._take_decided(is_exit=True, tier_id=False)
        step.with_user(self.manager).action_undo()
        self.assertEqual((self.plan.state, self.plan.stage_key), ("active", "key"))
        self.assertEqual((self._tier(), step.undo_note), (self.best, False))

    def test_merged_customer(self):
        step = self._take_decided()
        other = self.env["res.partner"].create({"name": "Acme Two", "is_company": True})
        merge = self.env["base.partner.merge.automatic.wizard"].create({})
        merge._merge([self.customer.id, other.id], other)
        self.assertEqual(step.partner_id, other)
        step.with_user(self.manager).action_undo()
        self.assertEqual(step.state, "undone")
        self.assertEqual(other.with_company(self.plan.company_id).kam_tier_id, self.best)

    def test_deliveries_are_owed(self):
        product = self.env["product.product"].create({"name": "Sold"})
        line = Command.create({"product_id": product.id, "product_uom_qty": 2})
        order = self.env["sale.order"].create(
            {"partner_id": self.customer.id, "order_line": [line, line]}
        )
        order.action_confirm()
        seller = self._create_user(
            "seller", "group_kam_manager", "sales_team.group_sale_salesman_all_leads"
        )
        dialogue = self._begin(seller)
        owed = dialogue.line_ids.filtered(lambda one: one.kind == "Delivery")
        self.assertEqual((owed.res_model, owed.res_id), ("sale.order", order.id))
        blind = self._begin()
        self.assertFalse(blind.line_ids.filtered(lambda one: one.kind == "Delivery"))
        self._decide(blind)
        with self.assertRaisesRegex(UserError, "1 pieces are not yours to read"):
            self._take(blind)
        self._decide(dialogue, sale_order={"decision": "ended", "words": "No"})
        with self.assertRaisesRegex(UserError, "promised to the customer"):
            self._take(dialogue)

    def test_other_open_plans_of_the_customer_owe_too(self):
        following = self._create_plan(date_start="2027-01-01", date_end="2027-12-31")
        own = {"plan_id": following.id}
        action = self._create_action(following, name="Next year", is_shared=True)
        review = self.env["kam.review"].with_user(self.kam).create(own)
        lines = self.env["kam.value"].with_user(self.kam)
        value = lines.create({**own, "name": "Less noise", "state": "agreed"})
        dialogue = self._begin()
        owed = {(line.res_model, line.res_id) for line in dialogue.line_ids}
        self.assertLessEqual({(one._name, one.id) for one in (action, review, value)}, owed)
        self._decide(dialogue, kam_review={"decision": "handed", "user_id": self.mate.id})
        self._take(dialogue)
        self.assertIn(self.mate, review.user_ids)
        self.assertNotIn(self.kam, review.user_ids)

    def test_the_letter_and_services(self):
        dialogue = Form(self._begin())
        dialogue.tier_id = self.good
        self.assertEqual(
            dialogue.services,
            "– Visit each month (no longer)\n= Hotline\n+ Newsletter (new)",
        )
        self.assertIn("What ends: Visit each month.", dialogue.letter)
        dialogue.is_exit = True
        self.assertFalse(dialogue.tier_id)
        self.assertEqual(dialogue.stage_key, "leaving")

    def test_stages(self):
        self.assertEqual(self.plan.stage_key, "key")
        self.light.stage_key = "candidate"
        (plan,) = self._create_plans(1, template_id=self.light.id)
        self.assertEqual(plan.stage_key, "candidate")
        plan.stage_key = "incubation"
        self.assertEqual(plan.copy().stage_key, "candidate")
        self._activate(plan)
        self.assertEqual(self._prepare_next(plan).stage_key, "incubation")
        found = self.env["kam.plan"].search([("stage_key", "=", "incubation")])
        self.assertEqual(len(found), 2)


class TestStepAtOnce(AtOnceCommon):
    def test_only_one_step(self):
        [tier_id] = self._commit(lambda env: env["kam.tier"].create({"name": "At Once"}))
        [plan_id] = self._commit(lambda env: self._make_plan(env, state="active"))

        def step(env):
            action = env["kam.plan"].browse(plan_id).action_step()
            dialogue = env["kam.step.decide"].browse(action["res_id"])
            dialogue.write({"tier_id": tier_id, "reason": "Grew"})
            return bool(dialogue.action_take())

        outcomes = self._press(step)
        errors = [error for _result, error in outcomes if error]
        self.assertEqual(len(errors), 1, outcomes)
        self.assertRegex(str(errors[0]), "Nothing changes")
        steps_taken = [("plan_id", "=", plan_id)]
        self.assertEqual(self._look(lambda env: env["kam.step"].search_count(steps_taken)), 1)

        def clean(env):
            env["kam.step"].search(steps_taken).unlink()
            env["kam.plan"].browse(plan_id).partner_id.kam_tier_id = False
            env["kam.tier"].browse(tier_id).unlink()
            return env["kam.tier"]

        self._commit(clean)
