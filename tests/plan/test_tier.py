"""The tier belongs to the customer, per company; a plan has it, and keeps it once approved."""

from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form

from ..common.common import KamCommon

MIGRATIONS = Path(__file__).parents[2] / "kam_planning" / "migrations"


class TierCommon(KamCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.strategic = cls.env.ref("kam_planning.tier_strategic")
        cls.key = cls.env.ref("kam_planning.tier_key")
        cls.both = cls._create_user(
            "both",
            "group_kam_manager",
            "base.group_partner_manager",
            company_ids=[Command.set((cls.env.company | cls.other_company).ids)],
        )


class TestTier(TierCommon):
    def test_a_plan_has_the_tier_of_its_customer_until_it_is_approved(self):
        plan = self._create_plan()
        self.assertFalse(plan.tier_id)
        self.customer.with_user(self.both).kam_tier_id = self.key
        self.assertEqual(plan.tier_id, self.key)
        plan.action_submit()
        self.customer.with_user(self.both).kam_tier_id = self.strategic
        self.assertEqual(plan.tier_id, self.strategic)
        self._activate(plan)
        self.customer.with_user(self.both).kam_tier_id = self.key
        self.assertEqual(plan.tier_id, self.strategic)
        self.assertEqual(self.customer.kam_tier_id, self.key)

    def test_what_changes_in_the_same_step_as_the_approval_is_approved(self):
        plan = self._create_plan()
        self.customer.with_user(self.both).kam_tier_id = self.key
        self._activate(plan)
        self.env.flush_all()
        self.assertEqual(plan.tier_id, self.key)

    def test_a_plan_that_is_reopened_as_a_draft_follows_again(self):
        plan = self._create_plan(tier_id=self.key.id)
        plan.action_cancel()
        self.customer.with_user(self.both).kam_tier_id = self.strategic
        self.assertEqual(plan.tier_id, self.key)
        plan.action_reopen()
        self.assertEqual(plan.tier_id, self.strategic)

    def test_each_company_has_its_own(self):
        here = self._create_plan(tier_id=self.key.id)
        there = self._create_plan(
            user=self.foreign, company_id=self.other_company.id, tier_id=self.strategic.id
        )
        self.assertEqual((here.tier_id, there.tier_id), (self.key, self.strategic))
        partner = self.customer.with_user(self.both)
        self.assertEqual(partner.kam_tier_id, self.key)
        self.assertEqual(partner.with_company(self.other_company).kam_tier_id, self.strategic)

    def test_writing_a_draft_writes_its_customer(self):
        plan, twin = self._create_plan(), self._create_plan(date_start="2026-02-01")
        plan.tier_id = self.key
        self.assertEqual(self.customer.kam_tier_id, self.key)
        self.assertEqual(twin.tier_id, self.key)
        plan.tier_id = False
        self.assertFalse(self.customer.kam_tier_id or twin.tier_id)

    def test_an_approved_plan_keeps_its_tier_through_every_door(self):
        plan = self._activate(self._create_plan(tier_id=self.key.id))
        with self.assertRaisesRegex(UserError, "keeps the tier"):
            plan.with_user(self.manager).tier_id = self.strategic
        plan.write({"tier_id": self.key.id, "prepared_date": "2026-01-02"})
        form = Form(plan)
        with self.assertRaisesRegex(AssertionError, "readonly"):
            form.tier_id = self.strategic

    def test_the_form_of_a_new_plan_shows_the_tier_of_the_customer(self):
        self.customer.with_user(self.both).kam_tier_id = self.key
        form = Form(self.env["kam.plan"].with_user(self.kam))
        form.partner_id = self.customer
        self.assertEqual(form.tier_id, self.key)
        self.assertEqual(form.save().tier_id, self.key)

    def test_a_template_proposes_a_tier_to_customers_without_one(self):
        first = self._create_plan(user=self.kam, template_id=self.full.id)
        self.assertEqual(self.customer.kam_tier_id, self.strategic)
        self.assertEqual(first.tier_id, self.strategic)
        second = self._create_plan(template_id=self.light.id)
        self.assertEqual((second.tier_id, self.customer.kam_tier_id), (self.strategic,) * 2)

    def test_neither_copy_nor_next_period_bring_back_a_tier_that_was_taken_away(self):
        plan = self._activate(self._create_plan(template_id=self.full.id))
        self.customer.with_user(self.both).kam_tier_id = False
        self.assertEqual(plan.tier_id, self.strategic)
        self.assertFalse(plan.copy().tier_id)
        self.assertFalse(self._prepare_next(plan).tier_id)
        self.assertFalse(self.customer.kam_tier_id)

    def test_a_plan_imported_in_force_gives_its_tier_to_a_customer_without_one(self):
        plan = self._create_plan(user=self.manager, state="active", template_id=self.full.id)
        self.assertEqual((plan.tier_id, self.customer.kam_tier_id), (self.strategic,) * 2)
        old = self._create_plan(
            user=self.manager,
            state="closed",
            tier_id=self.key.id,
            date_start="2025-01-01",
            date_end="2025-12-31",
        )
        self.assertEqual((old.tier_id, self.customer.kam_tier_id), (self.key, self.strategic))

    def test_a_hundred_plans_cost_as_many_queries_as_two(self):
        self._create_plans(2, tier_id=self.key.id)

        def count(number):
            return self._count_queries(lambda: self._create_plans(number, tier_id=self.key.id))

        few, many = count(2), count(100)
        self.assertLess(many - few, 60)

    def test_a_tier_that_customers_have_is_not_deleted(self):
        partner = self.customer.with_user(self.both).with_company(self.other_company)
        partner.kam_tier_id = self.key
        with self.assertRaisesRegex(UserError, "in use"):
            self.key.with_user(self.admin).unlink()


class TestWhoSetsTheTier(TierCommon):
    def _try(self, user, may):
        customer = self.customer.with_user(user).sudo(False)
        values = {"kam_tier_id": self.key.id}
        if may:
            customer.write(values)
            self.assertEqual(customer.kam_tier_id, self.key)
        else:
            with self.assertRaises(AccessError):
                customer.write(values)
        self.customer.kam_tier_id = False

    def _let_write_contacts(self, *users):
        for user in users:
            user.group_ids += self.env.ref("base.group_partner_manager")

    def test_by_role(self):
        self._let_write_contacts(self.kam, self.reader, self.mate, self.manager)
        self._create_plan(sponsor_id=self.reader.id)
        for user, may in (
            (self.kam, True),
            (self.manager, True),
            (self.reader, False),
            (self.mate, False),
            (self.outsider, False),
            (self.portal, False),
        ):
            with self.subTest(user=user.login):
                self._try(user, may)

    def test_the_plan_in_force_decides_who_its_manager_is(self):
        self._let_write_contacts(self.kam, self.mate)
        self._activate(self._create_plan())
        draft = self._create_plan(user=self.mate, date_start="2026-02-01")
        self._try(self.mate, False)
        with self.assertRaises(AccessError):
            draft.tier_id = self.key
        self._try(self.kam, True)

    def test_without_a_plan_managers_decide(self):
        self._let_write_contacts(self.kam, self.manager)
        self._try(self.kam, False)
        self._try(self.manager, True)
        create = self.env["res.partner"].with_user(self.kam).create
        with self.assertRaises(AccessError):
            create({"name": "New", "kam_tier_id": self.key.id})
        self.assertTrue(create({"name": "New", "kam_tier_id": False}))

    def test_who_may_not_write_contacts_sets_it_in_his_draft(self):
        plan = self._create_plan(user=self.reader)
        plan.tier_id = self.key
        self.assertEqual(self.customer.kam_tier_id, self.key)

    def test_others_do_not_change_a_tier_with_a_plan_for_somebody_else(self):
        self.customer.with_user(self.both).kam_tier_id = self.strategic
        with self.assertRaises(AccessError):
            self._create_plan(user=self.mate, user_id=self.kam.id, tier_id=self.key.id)

    def test_it_is_hidden_from_who_does_not_plan(self):
        for user in (self.outsider, self.portal):
            fields = self.env["res.partner"].with_user(user).fields_get()
            self.assertNotIn("kam_tier_id", fields)

    def test_the_form_says_who_may(self):
        plan = self._create_plan()
        for user, may in ((self.kam, True), (self.manager, True), (self.reader, False)):
            self.assertEqual(self.customer.with_user(user).kam_may_set_tier, may, user.login)
        self._activate(plan)
        self.assertFalse(self.contact.with_user(self.kam).kam_may_set_tier)


class TestFindByTier(TierCommon):
    def test_key_accounts_without_plan_are_found(self):
        with_plan, without, drafted = self.env["res.partner"].create(
            [{"name": name, "is_company": True} for name in ("With", "Without", "Drafted")]
        )
        (with_plan | without | drafted).with_user(self.both).kam_tier_id = self.key
        self._activate(self._create_plan(partner_id=with_plan.id))
        self._create_plan(partner_id=drafted.id)
        Partner = self.env["res.partner"].with_user(self.manager)
        domain = [("kam_tier_id", "!=", False), ("is_key_account", "=", False)]
        self.assertEqual(Partner.search(domain), without | drafted)

    def test_customers_are_searched_and_grouped_by_tier(self):
        others = self.env["res.partner"].create([{"name": "B"}, {"name": "C"}])
        partner = self.customer.with_user(self.both)
        partner.kam_tier_id = self.key
        partner.with_company(self.other_company).kam_tier_id = self.strategic
        others.with_user(self.both).kam_tier_id = self.strategic
        Partner = self.env["res.partner"].with_user(self.both)
        mine = [("id", "in", (self.customer | others).ids)]
        groups = Partner._read_group(mine, ["kam_tier_id"], ["__count"])
        self.assertEqual(groups, [(self.strategic, 2), (self.key, 1)])
        there = Partner.with_company(self.other_company)
        groups = there._read_group(mine, ["kam_tier_id"], ["__count"])
        self.assertEqual(dict(groups), {self.strategic: 1, self.env["kam.tier"]: 2})
        self.assertEqual(Partner.search([*mine, ("kam_tier_id", "=", self.key.id)]), self.customer)
        self.assertEqual(Partner.search([*mine, ("kam_tier_id.name", "=", "Key")]), self.customer)


class TestMergeOfTiers(TierCommon):
    def _merge(self, kept, other):
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard._merge((kept | other).ids, kept)
        self.env.invalidate_all()

    def test_the_tier_of_the_kept_one_counts_in_each_company(self):
        other = self.env["res.partner"].create({"name": "Acme Inc.", "is_company": True})
        draft = self._create_plan(partner_id=other.id, tier_id=self.key.id)
        here, there = self.customer.with_user(self.both), other.with_user(self.both)
        here.kam_tier_id = self.strategic
        there.with_company(self.other_company).kam_tier_id = self.key
        self._merge(self.customer, other)
        self.assertEqual(here.kam_tier_id, self.strategic)
        self.assertEqual(here.with_company(self.other_company).kam_tier_id, self.key)
        self.assertEqual((draft.partner_id, draft.tier_id), (self.customer, self.strategic))

    def test_one_that_was_taken_away_does_not_count_before_that_of_the_other(self):
        other = self.env["res.partner"].create({"name": "Acme Inc.", "is_company": True})
        kept = self.customer.with_user(self.both).with_company(self.other_company)
        kept.kam_tier_id = self.key
        self.env.flush_all()
        kept.kam_tier_id = False
        other.with_user(self.both).with_company(self.other_company).kam_tier_id = self.strategic
        self._merge(self.customer, other)
        self.assertEqual(kept.kam_tier_id, self.strategic)


class TestTierMigration(TierCommon):
    def test_the_running_plan_says_it_else_the_latest(self):
        second, third, fourth = self.env["res.partner"].create(
            [{"name": name, "is_company": True} for name in ("Second", "Third", "Fourth")]
        )
        running = self._activate(self._create_plan(tier_id=self.key.id))
        coming = self._create_plan(date_start="2027-01-01", date_end="2027-12-31")
        foreign = self._create_plan(
            user=self.foreign, company_id=self.other_company.id, tier_id=self.strategic.id
        )
        old, latest = (
            self._create_plan(
                user=self.manager,
                partner_id=second.id,
                state="closed",
                date_start=f"{year}-01-01",
                date_end=f"{year}-12-31",
            )
            for year in (2024, 2025)
        )
        cancelled = self._create_plan(partner_id=third.id)
        cancelled.action_cancel()
        self._create_plan(partner_id=fourth.id)
        self.env.flush_all()
        for plan, tier in (
            (running, self.key),
            (coming, self.strategic),
            (old, self.strategic),
            (latest, self.key),
            (cancelled, self.key),
        ):
            self.env.cr.execute(
                "UPDATE kam_plan SET tier_id = %s WHERE id = %s", [tier.id, plan.id]
            )
        self.env.cr.execute("UPDATE res_partner SET kam_tier_id = NULL")
        self.env.invalidate_all()
        self._migrate()
        here = {
            partner: partner.with_company(self.env.company).kam_tier_id
            for partner in (self.customer, second, third, fourth)
        }
        nothing = self.env["kam.tier"]
        self.assertEqual(
            here, {self.customer: self.key, second: self.key, third: nothing, fourth: nothing}
        )
        there = self.customer.with_company(self.other_company)
        self.assertEqual(there.kam_tier_id, self.strategic)
        self.assertEqual((running.tier_id, coming.tier_id), (self.key, self.key))
        self.assertEqual((old.tier_id, foreign.tier_id), (self.strategic, self.strategic))
        self.assertIn("Strategic", " ".join(coming.message_ids.mapped("body")))
        self._migrate()
        self.assertEqual(there.kam_tier_id, self.strategic)

    def _migrate(self):
        path = MIGRATIONS / "19.0.1.5.0" / "post-tier.py"
        spec = spec_from_file_location("kam_post_tier", path)
        script = module_from_spec(spec)
        spec.loader.exec_module(script)
        script.migrate(self.env.cr, "19.0.1.4.0")
        self.env.invalidate_all()
