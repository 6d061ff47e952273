"""Importing plans with their template, and actions: what each record costs, and who is told."""

import random

from ..common.common import KamCommon

FEW, MANY = 5, 45
# Each customer is looked up by a name of its own; names that come again are known.
MOST_QUERIES_A_PLAN = 4
MOST_QUERIES_AN_ACTION = 1


class TestImport(KamCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.chance = random.Random(20)
        cls.people = cls.kam | cls.mate | cls.reader
        cls.customers = cls.env["res.partner"].create(
            [{"name": f"Import {n:03d}", "is_company": True} for n in range(FEW + MANY)]
        )

    def _import(self, model, names, rows, quiet):
        """Import rows as the manager: (records, queries up to the commit)."""
        context = {"import_file": True, "tracking_disable": quiet}
        importing = self.env(user=self.manager, context=context)[model]
        self.env.cr.flush()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        result = importing.load(names, rows)
        self.env.cr.flush()
        self.assertFalse(result["messages"])
        self.assertEqual(len(result["ids"]), len(rows))
        return importing.browse(result["ids"]), self.env.cr.sql_log_count - before

    def _import_plans(self, customers, quiet):
        rows = [
            [customer.name, self.full.name, self.chance.choice(self.people).name, "2026-01-01"]
            for customer in customers
        ]
        names = ["partner_id", "template_id", "user_id", "date_start"]
        plans, queries = self._import("kam.plan", names, rows, quiet)
        self.assertEqual(plans.partner_id, customers)
        self.assertEqual(plans.mapped("user_id.name"), list(dict.fromkeys(r[2] for r in rows)))
        return plans, queries

    def _import_actions(self, plan, count, quiet):
        rows = [
            [
                plan.name,
                f"Act {n} of {count}, {quiet}",
                self.chance.choice(self.people).name,
                "2099-12-01",
            ]
            for n in range(count)
        ]
        names = ["plan_id", "name", "user_id", "date_deadline"]
        return self._import("kam.action", names, rows, quiet)

    def _get_told(self):
        return self.env["mail.notification"].search(
            [("res_partner_id", "in", self.people.partner_id.ids)]
        )

    def test_plans_with_the_full_template(self):
        for quiet in (True, False):
            with self.subTest(quiet=quiet), self.env.cr.savepoint() as savepoint:
                _few, small = self._import_plans(self.customers[:FEW], quiet)
                before = self._get_told()
                plans, large = self._import_plans(self.customers[FEW:], quiet)
                more = (large - small) / (MANY - FEW)
                self.assertLessEqual(more, MOST_QUERIES_A_PLAN)
                told = self._get_told() - before
                self.assertEqual(len(told), len(self.people), "one message for each")
                self._assert_complete(plans)
                savepoint.rollback()

    def _assert_complete(self, plans):
        for plan in plans.with_env(self.env):
            template = plan.template_id
            self.assertEqual(plan.section_ids.mapped("name"), template.section_ids.mapped("name"))
            self.assertEqual(len(plan.objective_ids), len(template.objective_ids))
            self.assertEqual(len(plan.action_ids), len(template.action_ids))
            self.assertEqual(plan.objective_ids.user_id, plan.user_id)
            self.assertEqual(plan.member_ids.user_id, plan.user_id)
            self.assertEqual(plan.access_user_ids, plan.user_id)
            self.assertIn(plan.user_id.partner_id, plan.message_partner_ids)
            self.assertEqual(plan.action_ids.user_id, plan.user_id)
            self.assertFalse(plan.action_ids.activity_id, "a draft is quiet")

    def test_actions(self):
        plan = self._create_plan(state="submitted")
        for quiet in (True, False):
            with self.subTest(quiet=quiet):
                _few, small = self._import_actions(plan, FEW, quiet)
                before = self._get_told()
                actions, large = self._import_actions(plan, MANY, quiet)
                self.assertLessEqual((large - small) / (MANY - FEW), MOST_QUERIES_AN_ACTION)
                self.assertEqual(len(self._get_told() - before), len(self.people))
                for action in actions:
                    self.assertEqual(action.activity_id.user_id, action.user_id)
                    self.assertEqual(action.activity_id.summary, action.name)
