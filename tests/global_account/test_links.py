"""Which plans hang together, who learns of it, and what becomes of it."""

import json

from lxml import etree

from odoo import Command
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import Form

from .common import PERIOD, GlobalCommon


class TestWhatHangsTogether(GlobalCommon):
    def _refuse_link(self, text, plan, **values):
        self._refuse(ValidationError, text, lambda: plan.write(values))

    def test_two_levels_only(self):
        below = "a local plan hangs below a global plan, and a global plan below none"
        self._refuse_link(below, self.in_branch, global_plan_id=self.at_home.id)
        self._refuse_link(below, self.at_home, is_global=True)
        self._refuse_link(below, self.globe, global_plan_id=self.globe.id)
        self._refuse_link("while local plans hang below it", self.globe, is_global=False)
        self.at_home.write({"global_plan_id": False, "is_global": True})
        self._refuse_link(below, self.globe, global_plan_id=self.at_home.id)
        (self.in_branch | self.far).global_plan_id = False
        self.globe.is_global = False

    def test_of_one_group_only(self):
        text = "not of one group"
        self._refuse(ValidationError, text, lambda: self._create_local(self.home, self.rival))
        self._refuse_link(text, self.at_home, partner_id=self.rival.id)
        self._refuse_link(text, self.globe, partner_id=self.rival.id)
        # A plan for one plant stands above one for the other: the group is that of their parent.
        self.in_branch.global_plan_id = False
        self.at_home.write({"global_plan_id": False, "is_global": True})
        self.in_branch.global_plan_id = self.at_home
        self.assertFalse(self._as(self.in_branch).global_note)

    def test_it_takes_both_ends(self):
        values = {"user_id": self.foreign.id, "global_plan_id": False}
        plan = self._create_local(self.abroad, self.south, **values)
        with self.assertRaises(AccessError):
            self._as(plan, self.foreign).global_plan_id = self.globe.id
        with self.assertRaises(AccessError):
            self._as(self.at_home, self.reader).global_plan_id = False
        both = self._as(plan, self.kam)
        with self.assertRaises(AccessError):
            both.global_plan_id = self.globe
        plan.user_id = self.kam
        self._as(plan, self.kam).global_plan_id = self.globe
        self.assertIn(plan, self.globe.local_plan_ids)

    def test_imported_by_name(self):
        names = ["partner_id", "company_id", "date_start", "date_end", "global_plan_id"]
        row = ["Acme South", self.home.name, "2026-01-01", "2026-12-31"]
        plans = self._as(self.env["kam.plan"])
        found = plans.load(names, [[*row, "Acme Worldwide"]])
        self.assertFalse(found["messages"])
        self.assertEqual(plans.browse(found["ids"]).global_plan_id.id, self.globe.id)
        foreign = self._as(self.env["kam.plan"], self.foreign)
        row[1] = self.abroad.name
        self.assertFalse(foreign.load(names, [[*row, "Acme Worldwide"]])["ids"])

    def test_candidates(self):
        free = self._create_local(self.abroad, self.south, global_plan_id=False)
        self._create_local(self.home, self.rival, global_plan_id=False)
        found = self._as(self.globe).search(self._read()["candidates"])
        self.assertEqual(found, free)
        self.assertFalse(self._as(self.globe, self.reader).search(self._read()["candidates"]))


class TestWhatIsNotSeen(GlobalCommon):
    """`foreign` works abroad: he reads `far`, and nothing of the plan above it."""

    def _assert_silent(self, answer):
        text = json.dumps(answer, default=str)
        self.assertNotIn("Worldwide", text)
        self.assertNotIn("In the Branch", text)

    def test_his_form_opens_without_it(self):
        far = self._as(self.far, self.foreign)
        form = Form(far)
        self.assertFalse(form.sees_global)
        form.name = "Far Off"
        form.save()
        arch = etree.fromstring(far.get_view(view_type="form")["arch"])
        (fact,) = arch.xpath("//div[@name='fact_global']")
        self.assertIn("not sees_global", fact.get("invisible"))
        self.assertFalse(far.global_note)
        self._assert_silent(far.get_overview())
        self._assert_silent(far.get_chapter_marks())

    def test_every_door_is_silent(self):
        self.foreign.group_ids = [Command.link(self.env.ref("base.group_allow_export").id)]
        far = self._as(self.far, self.foreign)
        spec = {"global_plan_id": {"fields": {"display_name": {}}}, "name": {}}
        self._assert_silent(far.web_read(spec))
        self._assert_silent(far.read(["global_plan_id"]))
        self._assert_silent(far.formatted_read_group([], ["global_plan_id"], ["__count"]))
        self._assert_silent(far.web_search_read([], spec, order="global_plan_id"))
        exported = far.export_data(["name", "global_plan_id", "global_plan_id/partner_id"])
        self.assertEqual(exported["datas"], [["Far Away", "", ""]])
        for domain in (
            [("global_plan_id", "ilike", "worldwide")],
            [("global_plan_id.name", "ilike", "worldwide")],
            [("global_plan_id.local_plan_ids.name", "ilike", "branch")],
        ):
            self.assertFalse(far.search(domain), domain)
        messages = self.far.message_ids.sudo()
        self._assert_silent([messages.mapped("body"), messages.tracking_value_ids.ids])
        with self.assertRaises(AccessError):
            _name = far.global_plan_id.name

    def test_the_name_follows_the_chosen_companies(self):
        for companies, name in ((self.every, "Acme Worldwide"), (self.abroad, "No access")):
            far = self._as(self.far, companies=companies)
            shown = far.web_read({"global_plan_id": {"fields": {"display_name": {}}}})
            self.assertEqual(shown[0]["global_plan_id"]["display_name"], name)

    def test_a_snapshot_is_silent_too(self):
        taken = self._as(self.far, self.foreign).action_take_snapshot("manual", False)
        self.far.global_plan_id = False
        far = self._as(self.far, self.foreign)
        found = far.env["kam.snapshot"].browse(taken).get_comparison(False)
        self.assertEqual(found["counts"].get("changed"), 1)
        self._assert_silent(found)


class TestWhatBecomesOfIt(GlobalCommon):
    def test_a_customer_leaves_the_group(self):
        self.north.parent_id = self.rival
        note = self._as(self.far).global_note
        self.assertEqual(
            note,
            "Acme North is not of the group of Acme any more: take the plan out, or mend the "
            "contacts.",
        )
        self.assertIn("Far Away: Acme North", self._as(self.globe).global_note)
        self.assertIn("Far Away: Acme North", " ".join(self._read()["notes"]))
        # Who does not read both is told nothing.
        self.assertFalse(self._as(self.far, self.foreign).global_note)
        self.assertNotIn("Far Away", self._as(self.globe, self.reader).global_note)

    def test_periods_that_do_not_meet(self):
        self.far.write({"date_start": "2027-01-01", "date_end": "2027-12-31"})
        self.assertIn("is of another time: 01/01/2026", self._as(self.far).global_note)

    def test_closing_stepping_out_and_archiving_with_local_plans(self):
        self._activate(self.globe)
        self.globe.with_user(self.manager).action_close()
        note = self._as(self.globe).global_note
        self.assertIn("Local plans that go on and that you see: 3.", note)
        self.assertIn("see: 1.", self._as(self.globe, self.reader).global_note)
        self.assertIn("“Acme Worldwide” is over or put away", self._as(self.far).global_note)
        self.assertEqual(self.far.state, "draft")
        self.globe.with_user(self.manager).action_reopen()
        self.assertFalse(self._as(self.globe).global_note)
        self.globe.active = False
        self.assertIn("is over or put away", self._as(self.far).global_note)

    def test_a_global_account_that_steps_down_or_leaves(self):
        """Its tier is the group's own: local plans go on as they are, below it, with the charter;
        what they owe is decided with their own steps.
        """
        self._activate(self.globe)
        self._as(self.globe).action_begin_charter()
        promise = self._create_action(self.at_home, name="Their promise", is_shared=True)
        tiers = self.env["kam.tier"].create([{"name": "Best"}, {"name": "Good", "sequence": 99}])
        self.customer.kam_tier_id = tiers[0]
        self.north.kam_tier_id = tiers[0]
        before = self.at_home.tier_id, self.far.stage_key, self.far.user_id
        down = self._step(tier_id=tiers[1].id)
        self.assertEqual((down.kind, self.customer.kam_tier_id), ("down", tiers[1]))
        self.assertEqual((self.at_home.tier_id, self.far.stage_key, self.far.user_id), before)
        self.assertEqual((self.globe.state, self.globe.is_global), ("active", True))
        out = self._step(is_exit=True, tier_id=False)
        self.assertEqual((out.kind, self.globe.state), ("out", "closed"))
        self.assertEqual(self.globe.local_plan_ids, self.at_home | self.in_branch | self.far)
        self.assertEqual((self.at_home.tier_id, self.far.stage_key, self.far.user_id), before)
        self.assertEqual((self.at_home.state, promise.state), ("draft", "todo"))
        self.assertEqual(len(self.globe.charter_ids), 3)
        self.assertIn("Local plans that go on and that you see: 3.", self._note(self.globe))
        self.assertIn("is over or put away", self._note(self.far))
        out.with_user(self.manager).action_undo()
        self.assertEqual((self.globe.state, out.undo_note), ("active", False))
        self.assertFalse(self._note(self.globe) or self._note(self.far))

    def _note(self, plan):
        return self._as(plan).global_note

    def _step(self, **values):
        action = self.globe.with_user(self.manager).action_step()
        dialogue = self.env["kam.step.decide"].with_user(self.manager).browse(action["res_id"])
        self.assertFalse(dialogue.line_ids)
        dialogue.write({"reason": "They buy less worldwide", **values})
        return self.env["kam.step"].browse(dialogue.action_take()["res_id"])

    def test_the_next_period_of_a_local_plan(self):
        self._activate(self.at_home)
        following = self._prepare_next(self.at_home)
        self.assertEqual(following.global_plan_id, self.globe)
        self._activate(self.globe)
        later = self._prepare_next(self.globe)
        self.assertTrue(later.is_global)
        # It begins in that period.
        self.assertEqual(following.global_plan_id, later)
        self.assertEqual(self.at_home.global_plan_id, self.globe)

    def test_the_next_period_of_a_global_plan_and_back(self):
        self.globe.global_currency_id = self.koala
        self.far.date_end = "2027-06-30"
        self._activate(self.globe)
        later = self._prepare_next(self.globe)
        self.assertEqual(later.global_currency_id, self.koala)
        self.assertEqual(len(self.globe.local_plan_ids), 3)
        self._activate(later)
        self.assertEqual(later.local_plan_ids, self.far)
        later.with_user(self.manager).write({"state": "draft"})
        self.assertFalse(later.local_plan_ids)
        self.assertEqual(self.far.global_plan_id, self.globe)

    def test_who_prepares_a_local_plan_need_not_read_the_global_one(self):
        self.far.with_user(self.foreign).with_company(self.abroad).action_approve()
        far = self._as(self.far, self.foreign)
        periods = {far: (self._day("2027-01-01"), self._day("2027-12-31"))}
        following = far._create_successors(periods, far.objective_ids)
        self.assertEqual(self.env["kam.plan"].browse(following.id).global_plan_id, self.globe)

    def test_copies(self):
        copied = self._as(self.at_home).copy()
        self.assertEqual(copied.global_plan_id.id, self.globe.id)
        copied = self._as(self.far, self.foreign).copy()
        self.assertFalse(self.env["kam.plan"].browse(copied.id).global_plan_id)
        copied = self._as(self.globe).copy()
        self.assertTrue(copied.is_global)
        self.assertFalse(copied.local_plan_ids)

    def test_deleting_a_draft(self):
        self.globe.with_user(self.manager).unlink()
        self.assertFalse(self.far.global_plan_id)
        self.assertTrue(self.far.exists())

    def test_merging_customers(self):
        """The older of two active plans goes on: here the one that was local."""
        company = {"company_id": self.home.id}
        old = self.env["kam.plan"].create(
            {"partner_id": self.rival.id, **PERIOD, **company, "date_start": "2025-06-01"}
        )
        self._activate(old | self.globe)
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard._merge((self.customer | self.rival).ids, self.customer)
        self.env.invalidate_all()
        self.assertEqual((old.is_global, old.partner_id), (True, self.customer))
        self.assertEqual(old.local_plan_ids, self.at_home | self.in_branch | self.far)
        self.assertFalse(self._as(self.far).global_note)

    def test_merging_a_local_plan_into_its_global_plan(self):
        self.at_home.date_start = "2025-06-01"
        self._activate(self.at_home | self.globe)
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        self.contact.parent_id = False
        wizard._merge((self.customer | self.rival).ids, self.customer)
        self.assertEqual(self.at_home.global_plan_id, self.globe)
        self.north.parent_id = False
        wizard._merge((self.customer | self.north).ids, self.customer)
        self.env.invalidate_all()
        self.assertEqual((self.at_home.is_global, self.globe.state), (True, "closed"))
        self.assertFalse(self.at_home.global_plan_id)
        self.assertEqual(self.at_home.local_plan_ids, self.in_branch | self.far)
