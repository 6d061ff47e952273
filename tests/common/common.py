"""One base for all tests: users by group, two companies, builders.

| user     | groups                      | companies |
|----------|-----------------------------|-----------|
| kam      | KAM user, salesperson       | main      |
| mate     | KAM user                    | main      |
| reader   | KAM user                    | main      |
| manager  | KAM manager                 | main      |
| admin    | KAM administrator           | main      |
| outsider | salesperson, all leads      | main      |
| foreign  | KAM manager                 | other     |
| portal   | portal                      | main      |
"""

from datetime import date

from odoo import Command
from odoo.tests import Form, TransactionCase, freeze_time, tagged

TODAY = date(2026, 3, 2)


@tagged("standard", "post_install", "-at_install")
class KamCommon(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, "tracking_disable": True})
        cls.other_company = cls.env["res.company"].create({"name": "Other Company"})
        cls._make_everybody()
        cls.customer = cls.env["res.partner"].create({"name": "Acme", "is_company": True})
        cls.contact = cls.env["res.partner"].create(
            {"name": "Jane Buyer", "parent_id": cls.customer.id, "email": "jane@acme.example"}
        )
        cls.full = cls.env.ref("kam_planning.plan_template_full")
        cls.light = cls.env.ref("kam_planning.plan_template_light")
        cls.role_kam = cls.env.ref("kam_planning.team_role_kam")
        cls.role_service = cls.env.ref("kam_planning.team_role_service")
        cls.role_sales = cls.env.ref("kam_planning.team_role_sales")

    @classmethod
    def _make_everybody(cls):
        """All of them at once: one by one takes most of the time of most tests."""
        company = cls.other_company
        of_other = {"company_id": company.id, "company_ids": [Command.set(company.ids)]}
        salesperson = "sales_team.group_sale_salesman"
        people = {
            "kam": cls._prepare_user("kam", "group_kam_user", salesperson),
            "mate": cls._prepare_user("mate", "group_kam_user"),
            "reader": cls._prepare_user("reader", "group_kam_user"),
            "manager": cls._prepare_user("manager", "group_kam_manager"),
            "admin": cls._prepare_user("kamadmin", "group_kam_admin"),
            "outsider": cls._prepare_user("outsider", f"{salesperson}_all_leads"),
            "foreign": cls._prepare_user("foreign", "group_kam_manager", **of_other),
            "portal": cls._prepare_user("portalkam", "base.group_portal"),
        }
        for name, user in zip(people, cls._create_users(people.values()), strict=True):
            setattr(cls, name, user)

    @classmethod
    def _prepare_user(cls, login, *groups, **values):
        names = [group if "." in group else f"kam_planning.{group}" for group in groups]
        return {
            "name": f"{login} ({','.join(names)})",
            "login": login,
            "password": login.ljust(8, "x"),
            "email": f"{login}@kam.example",
            "group_ids": [Command.set([cls.env.ref(name).id for name in names])],
            **values,
        }

    @classmethod
    def _create_users(cls, values):
        """Users to whom Odoo writes no mail that asks for a password."""
        users = cls.env["res.users"].with_context(no_reset_password=True).create([*values])
        # What Odoo tells the clients of them is not left to the first test that flushes.
        cls.env.cr.flush()
        return users.with_env(cls.env)

    @classmethod
    def _create_user(cls, login, *groups, **values):
        return cls._create_users([cls._prepare_user(login, *groups, **values)])

    @classmethod
    def _create_plan(cls, user=None, **values):
        """A plan of `kam` for Acme in 2026, made as that user."""
        values = {
            "partner_id": cls.customer.id,
            "date_start": "2026-01-01",
            "date_end": "2026-12-31",
            **values,
        }
        return cls.env["kam.plan"].with_user(user or cls.kam).create(values)

    @classmethod
    def _create_plans(cls, count, **values):
        """Plans of `kam`, each for a customer of its own."""
        partners = cls.env["res.partner"].create(
            [{"name": f"Customer {number}", "is_company": True} for number in range(count)]
        )
        base = {"date_start": "2026-01-01", "date_end": "2026-12-31", **values}
        return (
            cls.env["kam.plan"]
            .with_user(cls.kam)
            .create([{"partner_id": partner.id, **base} for partner in partners])
        )

    @classmethod
    def _activate(cls, plans):
        plans.with_user(cls.manager).action_approve()
        return plans

    def _prepare_next(self, plan, user=None, **values):
        """The draft of the next period, made by the dialogue as `user` (`kam` by default)."""
        action = plan.with_user(user or self.kam).action_prepare_next_period()
        dialogue = Form.from_action(plan.with_user(user or self.kam).env, action)
        for name, value in values.items():
            setattr(dialogue, name, value)
        return self.env["kam.plan"].browse(dialogue.save().action_prepare()["res_id"])

    def _schedule_meeting(self, review):
        """Save the dialogue that the review's button opens, as it is."""
        return Form.from_action(review.env, review.action_schedule_meeting()).save()

    @classmethod
    def _create_objective(cls, plan, **values):
        return (
            cls.env["kam.objective"]
            .with_user(cls.kam)
            .create({"plan_id": plan.id, "name": "Grow", **values})
        )

    @classmethod
    def _create_action(cls, plan, **values):
        return (
            cls.env["kam.action"]
            .with_user(cls.kam)
            .create({"plan_id": plan.id, "name": "Visit", "user_id": cls.kam.id, **values})
        )

    def _run_job_on(self, day):
        """Run the daily job as the scheduler would on that day."""
        with freeze_time(day), self.enter_registry_test_mode():
            self.env.ref("kam_planning.cron_review_reminders").method_direct_trigger()
        self.env.invalidate_all()

    def _count_queries(self, operation):
        """Queries that an operation and the flush after it cost, from a cold cache."""
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        operation()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before
