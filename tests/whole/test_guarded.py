"""What we compute, stamp or link ourselves is written by nobody outside, through no door."""

from contextlib import contextmanager

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.models import MAGIC_COLUMNS
from odoo.tests import freeze_time

from ..common.common import TODAY
from .guarded import NOT_MADE, GuardedCommon
from .guarded_fields import EDITABLE

KEPT = "kept by the system"


class _Undone(Exception):
    """Leaves a savepoint so that nothing of it stays."""


class TestEveryField(GuardedCommon):
    @contextmanager
    def _undone(self):
        try:
            with self.env.cr.savepoint():
                yield
                raise _Undone
        except _Undone:
            self.env.invalidate_all()

    def _ours(self, model):
        fields = self.env[model]._fields
        ours = {name for name, field in fields.items() if "kam_planning" in field._modules}
        return ours.difference(MAGIC_COLUMNS)

    def test_whatever_is_editable_was_decided_to_be(self):
        for model in self._guarded_models():
            editable = self._ours(model) - self.env[model]._get_technical_names()
            self.assertEqual(editable, set(EDITABLE.get(model, "").split()), model)

    def test_every_stored_field_of_ours_that_is_readonly_stands_behind_the_guard(self):
        guarded = self._guarded_models()
        for model, records in self.env.items():
            if records._abstract or model in guarded or not records._auto:
                continue
            for name in self._ours(model):
                field = records._fields[name]
                is_kept = name == "kam_customer_id" and isinstance(
                    records, self.env.registry["kam.document"]
                )
                self.assertFalse(field.readonly and field.store and not is_kept, f"{model}.{name}")

    def test_the_walk_makes_every_model_that_users_make(self):
        made = set(self._guarded_models()) - NOT_MADE - {"res.users"}
        self.assertEqual(made, set(self._prepare_values()))
        for model in NOT_MADE:
            self.assertFalse(self.env[model].with_user(self.warden).has_access("create"), model)

    def test_no_technical_field_is_written(self):
        values = self._prepare_values()
        for model in self._guarded_models():
            if model in values:
                record = self._make(model, values[model])
            else:
                record = self.env[model].search([], limit=1).with_user(self.warden)
            for name in record._get_technical_names() if record else ():
                forged = self._forge(record, name)
                before = record.sudo()[name]
                may = model in values and record._has_field_access(record._fields[name], "write")
                for user, text in ((self.warden, KEPT if may else ""), (self.kam, "")):
                    with self.assertRaisesRegex(AccessError, text, msg=f"{model}.{name}"):
                        record.with_user(user).write({name: forged})
                self.assertEqual(record.sudo()[name], before, f"{model}.{name}")

    def test_no_technical_field_is_given_to_a_new_record(self):
        for model, values in self._prepare_values().items():
            with self._undone():
                record = self._make(model, values)
                technical = record._get_technical_names()
                forged = {name: self._forge(record, name) for name in technical}
            for name, value in forged.items():
                if not value or (model, name) == ("kam.measure.entry", "user_id"):
                    continue  # says nothing; is always whoever enters the figure
                with self.assertRaises(AccessError, msg=f"{model}.{name}"), self._undone():
                    self._make(model, {**values, name: value})

    @freeze_time(TODAY)
    def test_no_technical_field_takes_a_default_from_outside(self):
        for model, values in self._prepare_values().items():
            with self._undone():
                record = self._make(model, values)
                names = [
                    name
                    for name in record._get_technical_names()
                    if record._has_field_access(record._fields[name], "write")
                ]
                forged = {name: self._forge(record, name) for name in names}
            context = {f"default_{name}": value for name, value in forged.items()}
            with self._undone():
                record = self.env[model].with_user(self.warden).with_context(**context)
                record = record.create(values).with_context(self.env.context).sudo()
                for name, value in forged.items():
                    field = record._fields[name]
                    value = field.convert_to_cache(value, record.browse(), validate=False)
                    current = field.convert_to_cache(record[name], record)
                    self.assertNotEqual(current, value, f"{model}.{name}")

    def test_no_technical_field_is_copied(self):
        values = self._prepare_values()
        for model in ("kam.whitespace", "kam.action", "kam.plan", "kam.measure.entry"):
            record = self._make(model, values[model])
            for vals in record.copy_data():
                self.assertFalse(record._get_technical_names() & vals.keys(), model)


@freeze_time(TODAY)
class TestDoors(GuardedCommon):
    """The doors to one field: each of them leads to the same guard."""

    def setUp(self):
        super().setUp()
        self.foreign_activity = self.customer.activity_schedule(
            "mail.mail_activity_data_todo", user_id=self.manager.id, summary="Private"
        )
        self.mine = self.action.with_user(self.kam)
        self.forged = {"activity_id": self.foreign_activity.id}

    def _assert_refused(self, way):
        activity = self.action.activity_id
        with self.assertRaisesRegex(AccessError, KEPT):
            way()
        self.env.invalidate_all()
        self.assertEqual(self.action.activity_id, activity)
        self.assertEqual(self.foreign_activity.summary, "Private")
        self.assertTrue(self.foreign_activity.active)

    def test_write_and_save(self):
        self._assert_refused(lambda: self.mine.write(self.forged))
        self._assert_refused(lambda: self.mine.web_save(self.forged, {"name": {}}))
        self._assert_refused(lambda: self.mine.web_save_multi([self.forged], {"name": {}}))

    def test_the_refusal_names_record_and_field(self):
        with self.assertRaisesRegex(AccessError, "“Visit”: “Activity”"):
            self.mine.write(self.forged)

    def test_create(self):
        values = {"plan_id": self.plan.id, "name": "Mine", **self.forged}
        actions = self.env["kam.action"].with_user(self.kam)
        self._assert_refused(lambda: actions.create(values))
        self._assert_refused(lambda: actions.web_save(values, {"name": {}}))

    def test_through_the_lines_of_another_record(self):
        plan = self.plan.with_user(self.kam)
        lines = [Command.update(self.action.id, self.forged)]
        self._assert_refused(lambda: plan.write({"action_ids": lines}))
        lines = [Command.create({"name": "Mine", **self.forged})]
        self._assert_refused(lambda: plan.write({"action_ids": lines}))

    def test_import(self):
        loaded = self.mine.load(
            [".id", "activity_id/.id"], [[str(self.action.id), str(self.foreign_activity.id)]]
        )
        self.assertFalse(loaded["ids"])
        self.assertIn(KEPT, str(loaded["messages"]))
        self.assertNotEqual(self.action.activity_id, self.foreign_activity)

    def test_an_unchanged_value_in_an_import_is_passed_over(self):
        header = [".id", "name", "is_open", "confirmed_date", "company_id/.id", "progress"]
        row = [
            str(self.action.id),
            "Renamed",
            "1",
            str(self.action.confirmed_date),
            str(self.plan.company_id.id),
            "30",
        ]
        loaded = self.mine.load(header, [row])
        self.assertEqual(loaded["ids"], self.action.ids, loaded["messages"])
        self.assertEqual((self.action.name, self.action.progress), ("Renamed", 30))

    def test_what_a_new_record_has_anyway_is_passed_over(self):
        values = {
            "plan_id": self.plan.id,
            "name": "Imported",
            "partner_id": self.customer.id,
            "company_id": self.plan.company_id.id,
            "confirmed_by_id": self.kam.id,
            "is_open": True,
            "activity_id": False,
        }
        self.assertTrue(self.env["kam.action"].with_user(self.kam).create(values))

    def test_onchange(self):
        spec = {"name": {}, "activity_id": {"fields": {"display_name": {}}}, "is_open": {}}
        for record in (self.mine, self.mine.browse()):
            for names in (["name"], ["name", "activity_id"], ["activity_id"], []):
                values = {"name": "x", "plan_id": self.plan.id, **self.forged}
                shown = record.onchange(values, names, spec)
                self.assertNotIn("Private", str(shown))
        values = {"action_ids": [[1, self.action.id, self.forged]], "name": "x"}
        spec = {"name": {}, "action_ids": {"fields": {"activity_id": {"fields": {}}}}}
        shown = self.plan.with_user(self.kam).onchange(values, ["action_ids"], spec)
        self.assertNotIn(str(self.foreign_activity.id), str(shown))

    def test_defaults_of_the_context_and_saved_ones(self):
        values = {"plan_id": self.plan.id, "name": "Mine"}
        actions = self.env["kam.action"].with_user(self.kam)
        forging = actions.with_context(default_activity_id=self.foreign_activity.id)
        self.assertNotIn("activity_id", forging.default_get(["activity_id", "name"]))
        made = forging.create(values)
        self.env["ir.default"].with_user(self.kam).set(
            "kam.action", "activity_id", self.foreign_activity.id, user_id=True
        )
        made |= actions.create(values)
        self.assertNotIn(self.foreign_activity, made.activity_id)
        self.assertEqual(self.foreign_activity.summary, "Private")

    def test_links_are_not_turned_round(self):
        decision = self.env["kam.review.decision"].create(
            {"review_id": self.review.id, "name": "Decided"}
        )
        gap = self.coverage
        for record, name, line in (
            (self.action.with_user(self.kam), "decision_ids", decision),
            (self.action.with_user(self.judge), "gap_ids", gap),
            (self.plan.with_user(self.kam), "next_plan_ids", self._create_plans(1)),
        ):
            for command in (Command.link(line.id), Command.set(line.ids)):
                with self.assertRaisesRegex(AccessError, KEPT, msg=name):
                    record.write({name: [command]})
        self.assertFalse(decision.action_id)

    def test_a_switch_of_access_is_not_set_on_the_way(self):
        center = self.env["kam.buying.center"].create(
            {"account_id": self.customer.id, "name": "Lab"}
        )
        values = {"account_id": self.other_partner.id, "is_account_worked": True}
        with self.assertRaises(AccessError):
            center.with_user(self.judge).write(values)
        with self.assertRaisesRegex(AccessError, KEPT):
            center.with_user(self.judge).write({"is_account_worked": False})

    def test_progress_is_a_percentage(self):
        self._assert_refused(lambda: self.objective.with_user(self.kam).write({"progress": 500}))
        self._assert_refused(lambda: self.plan.with_user(self.kam).write({"progress": 500}))

    def test_an_ordinary_write_costs_nothing(self):
        # The objects that a guard could ask the database for are in no cache.
        self.mine.write({"priority": "1"})
        with_guard = self._count_queries(lambda: self.mine.write({"priority": "2"}))
        as_superuser = self._count_queries(lambda: self.action.write({"priority": "3"}))
        self.assertLessEqual(with_guard, as_superuser + 6)


@freeze_time(TODAY)
class TestActivities(GuardedCommon):
    """Superuser steps look whether the activity that a link leads to is the action's own."""

    def _link(self, activity):
        """As if the link had been forged after all."""
        self.action.sudo().activity_id = activity
        self.env.flush_all()

    def _foreign(self, **values):
        return self.customer.activity_schedule(
            "mail.mail_activity_data_todo", user_id=self.manager.id, summary="Private", **values
        )

    def test_an_activity_of_another_document_is_not_touched(self):
        activity = self._foreign()
        self._link(activity)
        mine = self.action.with_user(self.kam)
        mine.write({"name": "Renamed", "user_id": self.mate.id, "date_deadline": "2026-12-01"})
        self.assertEqual((activity.summary, activity.user_id), ("Private", self.manager))
        self.assertNotEqual(mine.activity_id, activity)
        for step in ("action_done", "action_reopen", "action_cancel"):
            self._link(activity)
            getattr(mine, step)()
            self.assertTrue(activity.exists().active, step)
            self.assertEqual(activity.summary, "Private", step)

    def test_neither_is_another_activity_of_the_action(self):
        other = self.action.activity_schedule(
            "mail.mail_activity_data_todo", user_id=self.manager.id, summary="Private"
        )
        self._link(other)
        self.action.with_user(self.kam).name = "Renamed"
        self.assertEqual(other.summary, "Private")

    def test_nor_that_of_another_action(self):
        activity = self._create_action(self.plan, name="Another").activity_id
        self._link(activity)
        self.action.with_user(self.kam).action_cancel()
        self.assertEqual(activity.exists().summary, "Another")

    def test_an_action_follows_no_activity_but_its_own(self):
        activity = self._foreign()
        self._link(activity)
        activity.with_user(self.manager).write({"summary": "Mine"})
        self.assertEqual(self.action.name, "Visit")

    def test_the_type_of_actions_is_nobody_elses(self):
        type_id = self.env.ref("kam_planning.mail_activity_type_action").id
        model_id = self.env["ir.model"]._get_id("kam.action")
        values = {"res_model_id": model_id, "res_id": self.action.id, "user_id": self.kam.id}
        activities = self.env["mail.activity"].with_user(self.kam)
        call = activities.create(values)
        for way in (
            lambda: activities.create({**values, "activity_type_id": type_id}),
            lambda: activities.with_context(default_activity_type_id=type_id).create(values),
            lambda: activities.with_context(
                default_activity_type_id=type_id, kam_from_action=True
            ).create(values),
            lambda: call.write({"activity_type_id": type_id}),
            lambda: self.action.activity_id.with_user(self.kam).write(
                {"activity_type_id": call.activity_type_id.id}
            ),
        ):
            with self.assertRaisesRegex(UserError, "made by its action"):
                way()
        self.action.activity_id.with_user(self.kam).write({"activity_type_id": type_id})
