"""An archived plan holds nothing and nobody; what is in use is not deleted."""

from odoo.exceptions import UserError, ValidationError

from ..common.common import KamCommon


class TestArchive(KamCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plan = cls._activate(cls._create_plan(next_review_date="2026-05-01")).with_env(cls.env)
        cls.action = cls._create_action(cls.plan)

    def test_it_reserves_nothing(self):
        self.plan.with_user(self.manager).action_archive()
        rival = self._activate(self._create_plan(name="Rival"))
        self.assertEqual(rival.state, "active")
        with self.assertRaisesRegex(ValidationError, "Rival"):
            self.plan.with_user(self.manager).action_unarchive()
        rival.with_user(self.manager).action_close()
        self.plan.with_user(self.manager).action_unarchive()
        self.assertTrue(self.plan.active)

    def test_it_keeps_no_live_activity_and_says_so(self):
        self._run_job_on("2026-05-20")
        self.assertTrue(self.plan.activity_ids and self.action.activity_id)
        self.plan.with_user(self.kam).action_archive()
        self.env.invalidate_all()
        self.assertFalse(self.action.activity_id or self.plan.activity_ids)
        self.assertTrue(self.action.is_open)
        self.assertIn("Archived: its open actions", str(self.plan.message_ids.mapped("body")))
        self._run_job_on("2026-05-20")
        self.assertFalse(self.plan.activity_ids)
        self.plan.with_user(self.kam).action_unarchive()
        self.assertEqual(self.action.activity_id.user_id, self.kam)
        self._run_job_on("2026-05-20")
        self.assertTrue(self.plan.activity_ids, "reminded again")

    def test_an_archived_next_period_can_be_prepared_again(self):
        draft = self._prepare_next(self.plan)
        draft.with_user(self.kam).action_archive()
        again = self._prepare_next(self.plan)
        self.assertNotEqual(again, draft)
        self.assertEqual(again.previous_plan_id, self.plan)


class TestInUse(KamCommon):
    def test_a_role_says_where_it_is_used(self):
        plan = self._create_plan(
            member_ids=[(0, 0, {"user_id": self.mate.id, "role_id": self.role_service.id})]
        )
        self._create_action(plan, name="Visit them", role_id=self.role_service.id)
        with self.assertRaises(UserError) as refused:
            self.role_service.with_user(self.admin).unlink()
        for words in ("Account Action: 1", "“Visit them”", "Account Team Member", "archive"):
            self.assertIn(words, str(refused.exception))

    def test_what_is_hidden_is_counted_only(self):
        role = self.env["kam.team.role"].create({"name": "Scout"})
        plan = self._create_plan(user=self.manager, user_id=self.manager.id)
        self.env["kam.action"].create(
            {"plan_id": plan.id, "name": "Secret", "role_id": role.id, "user_id": self.manager.id}
        )
        plan.confidentiality = "team"
        texts = role.with_user(self.reader)._describe_uses_sudo()
        self.assertEqual(texts, ["Account Action: 1"])

    def test_an_offering_and_its_category(self):
        category = self.env["product.category"].create({"name": "Pumps"})
        offering = self.env["kam.offering"].create(
            {"name": "Pumping", "category_ids": [(6, 0, category.ids)]}
        )
        with self.assertRaisesRegex(UserError, "Pumps.*in use.*“Pumping”"):
            category.unlink()
        self.env["kam.whitespace"].create(
            {"account_id": self.customer.id, "offering_id": offering.id}
        )
        with self.assertRaisesRegex(UserError, "Pumping.*in use.*Whitespace Cell: 1"):
            offering.with_user(self.admin).unlink()

    def test_what_is_not_used_goes(self):
        role = self.env["kam.team.role"].create({"name": "Scout"})
        role.with_user(self.admin).unlink()
        self.assertFalse(role.exists())
        category = self.env["product.category"].create({"name": "Pumps"})
        category.unlink()
        self.assertFalse(category.exists())
