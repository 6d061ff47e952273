"""The director's questions: manager and tier on all that hangs on plans and accounts, and filters
for what is missing.
"""

from lxml import etree

from odoo.fields import Command
from odoo.tests import freeze_time
from odoo.tools.safe_eval import safe_eval

from ..common.common import TODAY
from .everything import EverythingCommon

OF_PLANS = ("kam.action", "kam.objective", "kam.review", "kam.target")
OF_ACCOUNTS = ("kam.whitespace", "kam.gap", "kam.stakeholder", "kam.buying.center")


@freeze_time(TODAY)
class TestManagerAndTier(EverythingCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.strategic = cls.env.ref("kam_planning.tier_strategic")
        cls.key = cls.env.ref("kam_planning.tier_key")
        cls.nobody = cls.env["res.users"]

    def setUp(self):
        super().setUp()
        self._make_all()

    def _group(self, model, name, user=None):
        records = self.env[model].with_user(user or self.warden)
        own = [("company_id", "=", self.env.company.id)]
        return dict(records._read_group(own, [name], ["__count"]))

    def test_they_are_searched_sorted_and_grouped_on_all(self):
        for model in (*OF_PLANS, *OF_ACCOUNTS):
            records = self.env[model].with_user(self.warden)
            described = records.fields_get(["kam_user_id", "tier_id"])
            self.assertGreater(records.search_count([]), 0, model)
            for name in ("kam_user_id", "tier_id"):
                with self.subTest(model=model, field=name):
                    for offer in ("searchable", "sortable", "groupable"):
                        self.assertTrue(described[name][offer], offer)
                    every = records.search([], order=f"{name} desc, id")
                    groups = records._read_group([], [name], ["id:recordset"])
                    by_value = every.grouped(name)
                    self.assertEqual(
                        {value: set(found) for value, found in groups},
                        {value: set(found) for value, found in by_value.items()},
                    )
                    for value, members in by_value.items():
                        self.assertEqual(set(members), set(records.search([(name, "=", value.id)])))
                    first = every[:1][name]
                    if first:
                        found = records.search([(f"{name}.name", "=", first.name)])
                        self.assertEqual(found, records.search([(name, "=", first.id)]))
                        self.assertIn(every[0], records.search([(name, "ilike", first.name)]))
                        self.assertNotIn(every[0], records.search([(name, "not in", first.ids)]))

    def test_they_follow_the_plan_and_the_customer(self):
        plan = self._create_plan(
            partner_id=self.env["res.partner"].create({"name": "Followed", "is_company": True}).id
        )
        action = self._create_action(plan)
        center = (
            self.env["kam.buying.center"]
            .with_user(self.kam)
            .create({"account_id": plan.partner_id.id, "name": "Purchasing"})
        )
        self.assertEqual((action.kam_user_id, center.kam_user_id), (self.kam, self.kam))
        plan.with_user(self.manager).write({"user_id": self.mate.id, "tier_id": self.key.id})
        self.assertEqual((action.kam_user_id, center.kam_user_id), (self.mate, self.mate))
        self.assertEqual((action.tier_id, center.tier_id), (self.key, self.key))
        self._activate(plan)
        plan.partner_id.sudo().kam_tier_id = self.strategic
        self.assertEqual((action.tier_id, center.tier_id), (self.key, self.strategic))
        plan.with_user(self.manager).action_close()
        center.invalidate_recordset()
        self.assertFalse(center.with_user(self.manager).kam_user_id)

    def test_who_reads_only_an_old_plan_does_not_learn_who_leads_the_new_one(self):
        customer = self.env["res.partner"].create({"name": "Secret", "is_company": True})
        old = self._create_plan(
            user=self.manager,
            partner_id=customer.id,
            state="closed",
            date_start="2025-01-01",
            date_end="2025-12-31",
        )
        self._create_plan(
            user=self.manager,
            partner_id=customer.id,
            user_id=self.mate.id,
            confidentiality="team",
            member_ids=[Command.clear()],
        )
        center = (
            self.env["kam.buying.center"]
            .with_user(self.manager)
            .create({"account_id": customer.id, "name": "Purchasing"})
        )
        self.assertEqual(center.kam_user_id, self.mate)
        read = center.with_user(self.reader)
        self.assertTrue(old.with_user(self.reader).has_access("read"))
        self.assertFalse(read.kam_user_id)
        groups = (
            self.env["kam.buying.center"]
            .with_user(self.reader)
            ._read_group([("id", "=", center.id)], ["kam_user_id"])
        )
        self.assertEqual(groups, [(self.nobody,)])
        self.assertFalse(read.search([("kam_user_id", "=", self.mate.id)]) & center)

    def test_groups_count_only_what_one_may_read(self):
        plan = self._create_plan(
            partner_id=self.env["res.partner"].create({"name": "Hid", "is_company": True}).id,
            confidentiality="team",
        )
        self._create_action(plan)
        mine, others = (
            self._group("kam.action", "kam_user_id", user).get(self.kam, 0)
            for user in (self.kam, self.reader)
        )
        readable = (
            self.env["kam.action"]
            .with_user(self.reader)
            .search_count(
                [("kam_user_id", "=", self.kam.id), ("company_id", "=", self.env.company.id)]
            )
        )
        self.assertEqual(others, readable)
        self.assertLess(others, mine)

    def test_a_new_action_costs_no_query_more_for_them(self):
        plan = self._create_plan(
            partner_id=self.env["res.partner"].create({"name": "Fast", "is_company": True}).id
        )
        action = self._create_action(plan)
        self.assertFalse(action._fields["kam_user_id"].store or action._fields["tier_id"].store)


@freeze_time(TODAY)
class TestFiltersOfQuestions(EverythingCommon):
    def _find(self, model, name, user=None):
        """Records that a filter of the model's search finds."""
        records = self.env[model].with_user(user or self.manager)
        arch = etree.fromstring(records.get_view(view_type="search")["arch"])
        domain = safe_eval(arch.find(f".//filter[@name='{name}']").get("domain"))
        return records.search(domain)

    def _plan(self, name, **values):
        partner = self.env["res.partner"].create({"name": name, "is_company": True})
        return self._create_plan(partner_id=partner.id, **values)

    def test_plans_without_sponsor(self):
        without, led = self._plan("One"), self._plan("Two", sponsor_id=self.mate.id)
        found = self._find("kam.plan", "no_sponsor")
        self.assertIn(without, found)
        self.assertNotIn(led, found)

    def test_plans_that_end_within_90_days_without_successor(self):
        # 2 March 2026 and 90 days: 31 May.
        ending, later, followed, again = (
            self._activate(self._plan(name, date_start="2025-06-01", date_end=end))
            for name, end in (
                ("Ending", "2026-05-31"),
                ("Later", "2026-06-01"),
                ("Followed", "2026-05-31"),
                ("Again", "2026-05-31"),
            )
        )
        draft = self._plan("Draft", date_start="2025-06-01", date_end="2026-05-31")
        self._prepare_next(followed)
        self._prepare_next(again).action_cancel()
        found = self._find("kam.plan", "no_successor") & (ending | later | followed | again | draft)
        self.assertEqual(found, ending | again)
        self.assertTrue(followed.has_successor)
        self.assertFalse(again.has_successor)

    def test_plans_without_map_objectives_reviews_targets(self):
        plan = self._plan("Bare")
        for name in ("no_objective", "no_target", "map_empty"):
            self.assertIn(plan, self._find("kam.plan", name), name)
        self.assertNotIn(plan, self._find("kam.plan", "no_review"))
        self._activate(plan)
        self.assertIn(plan, self._find("kam.plan", "no_review"))
        self._create_objective(plan)
        self.env["kam.stakeholder"].with_user(self.kam).create(
            {"account_id": plan.partner_id.id, "name": "Ann"}
        )
        self.env["kam.review"].with_user(self.kam).create(
            {"plan_id": plan.id, "date_planned": "2026-04-01"}
        )
        for name in ("no_objective", "no_review", "map_empty"):
            self.assertNotIn(plan, self._find("kam.plan", name), name)
        self.assertNotIn(plan, self._find("kam.plan", "map_empty", self.kam))

    def test_plans_with_something_to_confirm(self):
        fresh, stale = self._plan("Fresh"), self._plan("Stale")
        self._create_objective(fresh)
        old = self._create_objective(stale)
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE kam_objective SET confirmed_date = '2025-01-01', stale_date = '2025-04-01' "
            "WHERE id = %s",
            [old.id],
        )
        self.env.invalidate_all()
        found = self._find("kam.plan", "to_confirm")
        self.assertIn(stale, found)
        self.assertNotIn(fresh, found)
        self.assertTrue(stale.with_user(self.manager).has_to_confirm)

    def test_plans_with_overdue_actions(self):
        late, due = self._plan("Late"), self._plan("Due")
        for plan, day in ((late, "2026-03-01"), (due, "2026-03-02")):
            self._create_action(plan, date_deadline=day, date_start="2026-02-01")
        self.assertFalse(self._find("kam.plan", "late_actions") & (late | due))
        (late | due).action_submit()
        self.assertEqual(self._find("kam.plan", "late_actions") & (late | due), late)
        by_count = (
            self.env["kam.plan"]
            .with_user(self.kam)
            .search([("id", "in", (late | due).ids)], order="overdue_action_count desc")
        )
        self.assertEqual(by_count, late + due)
        none = [("overdue_action_count", "=", 0), ("id", "in", (late | due).ids)]
        self.assertEqual(self.env["kam.plan"].search(none), due)
        self.assertEqual((late | due).filtered_domain(none), due)

    def test_objectives_without_open_action(self):
        plan = self._plan("Work")
        idle, busy = self._create_objective(plan), self._create_objective(plan, name="Busy")
        self._create_action(plan, objective_id=busy.id)
        found = self._find("kam.objective", "no_action")
        self.assertIn(idle, found)
        self.assertNotIn(busy, found)

    def test_filters_work_for_who_reads_only(self):
        for name in ("no_sponsor", "no_successor", "to_confirm", "map_empty", "no_review"):
            self._find("kam.plan", name, self.reader)

    def test_reporting_has_a_pivot_and_a_graph_for_each(self):
        menus = self.env.ref("kam_planning.kam_menu_group_reporting").child_id
        self.assertLessEqual(len(menus), 7)
        menus = (menus | menus.child_id).filtered("action")
        models = [menu.action.res_model for menu in menus]
        self.assertEqual(
            set(models),
            {
                *("kam.plan", "kam.action", "kam.objective", "kam.target", "kam.review"),
                "kam.review.punctuality",
                *("kam.whitespace", "kam.gap", "kam.account.map", "kam.stakeholder"),
                *("kam.plan.report", "kam.action.report"),
                *("kam.risk", "kam.risk.reading", "kam.value"),
            },
        )
        for menu in menus:
            modes = menu.action.view_mode.split(",")
            self.assertLessEqual({"pivot", "graph", "list"}, set(modes), menu.name)
