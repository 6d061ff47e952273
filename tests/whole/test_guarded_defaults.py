"""Guards judge values as they will be stored: defaults of the context and of the user included."""

from odoo import Command
from odoo.exceptions import AccessError

from ..relationship.common import AttackCommon


class TestDefaults(AttackCommon):
    """Guards judge what will be stored: given, or a default of context or user."""

    def _ways(self, model, user, values, **defaults):
        """Give a value as such, by the context, and as a default that the user saved."""
        records = self.env[model].with_user(user)
        context = {f"default_{name}": value for name, value in defaults.items()}

        def by_saved_default():
            for name, value in defaults.items():
                self.env["ir.default"].with_user(user).set(model, name, value, user_id=True)
            return records.create(values)

        return {
            "given": lambda: records.create({**values, **defaults}),
            "context": lambda: records.with_context(**context).create(values),
            "saved": by_saved_default,
        }

    def test_no_plan_is_born_active_without_a_manager(self):
        customer = self.env["res.partner"].create({"name": "Fresh", "is_company": True})
        values = {"partner_id": customer.id, "date_start": "2026-01-01", "date_end": "2026-12-31"}
        for state in ("active", "closed", "cancelled"):
            for name, way in self._ways("kam.plan", self.kam, values, state=state).items():
                with self.assertRaisesRegex(AccessError, "Only a manager", msg=f"{state} {name}"):
                    way()
        self.env["ir.default"].search([("field_id.name", "=", "state")]).unlink()
        wizard = self.env["kam.plan.create"].with_user(self.kam).create({"partner_id": customer.id})
        with self.assertRaisesRegex(AccessError, "Only a manager"):
            wizard.with_context(default_state="active").action_create_plan()
        self.assertFalse(customer.kam_plan_ids)
        plans = self.env["kam.plan"].with_user(self.manager).with_context(default_state="active")
        self.assertEqual(plans.create(values).state, "active")

    def test_no_opportunity_meets_a_need_that_is_hidden(self):
        offering = self.env["kam.offering"].create({"name": "Pumps"})
        cell = self.env["kam.whitespace"].create(
            {"account_id": self.zeta.id, "offering_id": offering.id}
        )
        forged = {"kam_whitespace_id": cell.id}
        for name, way in self._ways("crm.lead", self.kam, {"name": "Mine"}, **forged).items():
            with self.assertRaises(AccessError, msg=name):
                way()
        self.assertEqual(cell.state, "unknown")

    def test_who_plans_for_a_colleague_by_a_default_is_on_the_team(self):
        customer = self.env["res.partner"].create({"name": "Fresh", "is_company": True})
        plans = self.env["kam.plan"].with_user(self.kam).with_context(default_user_id=self.mate.id)
        plan = plans.create({"partner_id": customer.id})
        self.assertEqual(plan.user_id, self.mate)
        self.assertIn(self.kam, plan.access_user_ids)

    def test_what_is_made_as_superuser_takes_no_default_of_the_user(self):
        lead = self.env["crm.lead"].create({"name": "Theirs"})
        offering = self.env["kam.offering"].create({"name": "Pumps"})
        self._meeting(self.mate, self.contact, days=3)
        forged = {
            "kam.whitespace": {
                "is_shared": True,
                "note": "Forged",
                "lead_ids": [Command.set(lead.ids)],
            },
            "kam.relationship": {"level_actual": "3"},
        }
        context = {}
        for model, values in forged.items():
            for name, value in values.items():
                context[f"default_{name}"] = value
                for user in (self.reader, self.judge):
                    saved = self.env["ir.default"].with_user(user)
                    saved.set(model, name, value, user_id=True)
        plan = self.plan.with_user(self.reader).with_context(**context)
        plan.action_refresh_figures()
        domain = [("account_id", "=", self.customer.id), ("offering_id", "=", offering.id)]
        cell = self.env["kam.whitespace"].search(domain)
        self.assertTrue(cell)
        self.assertEqual((cell.is_shared, cell.note), (False, False))
        self.assertFalse(lead.kam_whitespace_id)
        people = self.env["kam.relationship"].with_user(self.judge).with_context(**context)
        relationships = people._discover_sudo(self.jane)
        self.assertEqual(
            relationships.filtered(
                lambda relationship: relationship.user_id == self.mate
            ).level_actual,
            "0",
        )

    def test_a_state_by_default_is_the_one_set_by_hand(self):
        offering = self.env["kam.offering"].create({"name": "Pumps"})
        values = {"account_id": self.customer.id, "offering_id": offering.id}
        cells = self.env["kam.whitespace"].with_user(self.kam).with_context(default_state="open")
        cell = cells.create(values)
        self.assertEqual((cell.state, cell.state_manual), ("open", "open"))
