"""No form, default, new record or refusal tells of what the user may not read."""

from odoo import Command
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import freeze_time

from ..common.common import TODAY
from .guarded import NOT_MADE
from .leaks import SECRETS, LeaksCommon


@freeze_time(TODAY)
class TestForms(LeaksCommon):
    def _walk(self):
        """All (model, field, hidden id, notation as a form sends it) there are."""
        for model in self._guarded_models():
            for name, hidden_id in self._hidden_links(model):
                if self.env[model]._fields[name].type == "many2one":
                    yield model, name, hidden_id, hidden_id
                else:
                    yield model, name, hidden_id, [Command.link(hidden_id)]

    def test_the_walk_finds_the_links(self):
        found = {(model, name) for model, name, *_more in self._walk()}
        for wanted in (
            *(("kam.objective", "plan_id"), ("kam.action", "plan_id"), ("kam.review", "plan_id")),
            *(("kam.target", "plan_id"), ("kam.review.decision", "review_id")),
            *(("kam.target.generate", "plan_id"), ("kam.plan.next.period", "plan_id")),
            *(("kam.plan.send.back", "plan_ids"), ("kam.stakeholder", "buying_center_id")),
        ):
            self.assertIn(wanted, found)

    def _ask(self, model, values, names):
        records = self.env[model].with_user(self.reader)
        spec = {
            name: {}
            for name, field in records._fields.items()
            if name in records._get_own_names() and records._has_field_access(field, "read")
        }
        return records.onchange(values, names, spec)

    def test_no_form_is_computed_from_a_hidden_record(self):
        for model, name, hidden_id, value in self._walk():
            if not self.env[model].with_user(self.reader).has_access("read"):
                continue
            for names in ([name], []):
                self._assert_discreet(
                    lambda m=model, v={name: value}, n=names: self._ask(m, v, n), f"{model}.{name}"
                )
            if isinstance(value, int):
                nested = {name: {"id": hidden_id}}
                self._assert_discreet(
                    lambda m=model, v=nested, n=[name]: self._ask(m, v, n), f"{model}.{name} nested"
                )

    def test_no_default_leads_to_a_hidden_record(self):
        for model, name, _hidden_id, value in self._walk():
            records = self.env[model].with_user(self.reader)
            if not records.has_access("create"):
                continue
            forged = records.with_context(**{f"default_{name}": value})
            self._assert_discreet(lambda r=forged, n=name: r.default_get([n]), f"{model}.{name}")
            self._assert_discreet(lambda r=forged, n=name: r.onchange({}, [], {n: {}}), model)

    def test_no_unsaved_record_is_read_through_a_default(self):
        actions = self.env["kam.action"].with_user(self.reader)
        forged = actions.with_context(default_plan_id=self.secret.id).browse([False])
        try:
            told = forged.web_read({"partner_id": {"fields": {"display_name": {}}}, "plan_id": {}})
        except AccessError as refused:
            told = str(refused)
        self.assertNotIn("Zeta", str(told))

    def test_no_line_of_a_form_leads_to_a_hidden_record(self):
        plan = self.plan.with_user(self.kam)
        spec = {"action_ids": {"fields": {"partner_id": {"fields": {"display_name": {}}}}}}
        own = self.action.id
        for command in (
            Command.create({"name": "x", "plan_id": self.secret.id}),
            Command.update(own, {"plan_id": self.secret.id}),
            Command.update(self.step.id, {"name": "x"}),
            Command.link(self.step.id),
            Command.set([own, self.step.id]),
            {"id": self.step.id},
            self.step.id,
        ):
            self._assert_discreet(
                lambda c=command: plan.onchange({"action_ids": [c]}, ["action_ids"], spec), command
            )

    def test_a_form_on_a_hidden_record_is_not_computed(self):
        for record in self.hidden.values():
            asked = record.with_user(self.reader)
            self._assert_discreet(
                lambda r=asked: r.onchange({}, ["name"], {"name": {}}), record._name
            )

    def test_what_a_record_leads_to_already_stays(self):
        """An assignee outside the team saves his action as the form has it."""
        self.step.with_user(self.mate).write({"user_id": self.reader.id})
        self.step.objective_id = self.goal
        action = self.step.with_user(self.reader)
        values = {"plan_id": self.secret.id, "objective_id": self.goal.id, "name": "Mine"}
        self.assertTrue(action.onchange(values, ["name"], {"name": {}}) is not None)
        with self.assertRaises(AccessError):
            action.onchange({"objective_id": self.objective.id, "plan_id": NOT_HIS}, ["name"], {})

    def test_what_may_be_read_is_computed(self):
        shown = self._ask("kam.action", {"plan_id": self.plan.id}, ["plan_id"])
        self.assertEqual(shown["value"]["partner_id"], self.customer.id)

    def test_checking_costs_no_query_per_line(self):
        plan = self.plan.with_user(self.kam)

        def ask(count):
            lines = [Command.create({"name": "x", "plan_id": self.plan.id})] * count
            spec = {"action_ids": {"fields": {"name": {}}}}
            return lambda: plan._check_links([{"action_ids": lines}]) or spec

        self._count_queries(ask(1))
        few, many = self._count_queries(ask(1)), self._count_queries(ask(20))
        self.assertEqual(few, many)
        self.assertLessEqual(few, 4)


# An id that leads nowhere is refused like one that is hidden.
NOT_HIS = 2**31 - 1


@freeze_time(TODAY)
class TestRefusals(LeaksCommon):
    def _values(self, model):
        values = dict(self._prepare_values()[model])
        names = self.env[model]._get_told_names()
        return {name: value for name, value in values.items() if name not in names or value}

    def _refusals(self, user):
        """Ways to come by a refusal: each model made and changed with each hidden link."""
        for model in sorted(set(self._guarded_models()) - NOT_MADE - {"res.users"}):
            records = self.env[model].with_user(user)
            if not records.has_access("create"):
                continue
            values = self._values(model)
            for name, hidden_id in self._hidden_links(model):
                to_many = records._fields[name].type != "many2one"
                value = [Command.link(hidden_id)] if to_many else hidden_id
                rest = {key: one for key, one in values.items() if key != name}
                yield (
                    f"{model}.{name} given",
                    lambda r=records, v={**rest, name: value}: r.create(v),
                )
                forged = records.with_context(**{f"default_{name}": value})
                yield f"{model}.{name} context", lambda r=forged, v=rest: r.create(v)

    def test_no_refusal_names_a_hidden_record(self):
        for label, way in self._refusals(self.kam):
            self._assert_discreet(way, label)

    def test_in_debug_mode_neither(self):
        self.kam.group_ids += self.env.ref("base.group_no_one")
        for label, way in self._refusals(self.kam):
            self._assert_discreet(way, label)
        for record in self.hidden.values():
            asked = record.with_user(self.kam)
            self._assert_discreet(lambda r=asked: r.read(["display_name"]), record._name)
            self._assert_discreet(lambda r=asked: r.write({"write_date": False}), record._name)
            self._assert_discreet(lambda r=asked: r.unlink(), record._name)

    def test_a_hidden_objective_or_centre_is_no_access(self):
        action = self.action.with_user(self.kam)
        self._assert_discreet(lambda: action.write({"objective_id": self.goal.id}), "objective")
        head = self.head.with_user(self.kam)
        self._assert_discreet(lambda: head.write({"buying_center_id": self.center.id}), "centre")
        lead = self.env["crm.lead"].with_user(self.kam).create({"name": "Mine"})
        self._assert_discreet(lambda: lead.write({"kam_plan_id": self.secret.id}), "lead")

    def test_an_assignee_is_not_told_the_name_of_the_plan(self):
        self.step.with_user(self.mate).user_id = self.reader
        objective = self._create_objective(self.plan, name="Open goal")
        with self.assertRaisesRegex(ValidationError, "Open goal") as refused:
            self.step.with_user(self.reader).objective_id = objective
        self.assertNotIn("Secret plan", str(refused.exception))

    def test_a_hidden_next_period_is_not_named(self):
        self._activate(self.plan)
        successor = self._prepare_next(self.plan, user=self.manager)
        successor.sudo().write(
            {"name": "Secret plan", "confidentiality": "team", "user_id": self.mate.id}
        )
        successor.sudo().member_ids.filtered(lambda m: m.user_id == self.kam).unlink()
        self.assertFalse(successor.with_user(self.kam).has_access("read"))
        with self.assertRaises(Exception) as refused:
            self.plan.with_user(self.kam).action_prepare_next_period()
        for secret in (*SECRETS, "manager"):
            self.assertNotIn(secret, str(refused.exception).replace("Ask a manager", ""))
        self.assertIn("may not read", str(refused.exception))
