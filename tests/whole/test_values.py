"""What cannot be kept or reckoned with is refused by a sentence, never by a traceback."""

import re
from functools import partial

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import mute_logger

from .guarded import GuardedCommon

NOT_A_NUMBER = float("nan")
TOO_MUCH = (NOT_A_NUMBER, float("inf"), -float("inf"), 1e16, 10**400, "many", [1], {"a": 1})
WRONG = {
    "integer": (*TOO_MUCH, 2**31, "1.5"),
    "float": TOO_MUCH,
    "monetary": TOO_MUCH,
    "date": ("soon", "2026-13-01", "9999-12-31", "0001-01-01", 5, [1]),
    "datetime": ("soon", "9999-12-31 00:00:00", 5),
    "selection": ("nothing of the kind", 55, [1], {"a": 1}),
    "many2one": ("five", True, -1, 2**40, [None, "x", 2] and ["x"], {"id": 1}, 1.5),
    "char": ("a\x00b", ["a"]),
    "text": ("a\x00b", ["a"]),
    "html": ("a\x00b", ["a"]),
    "many2many": ("five", 5, [["a"]], [[9, 0, 0]], [[]], [None]),
    "one2many": ("five", 5, [["a"]], [[9, 0, 0]], [[]], [None]),
    "properties": ({"a": NOT_A_NUMBER}, {"a": [1e300]}),
    "json": ({"a": NOT_A_NUMBER},),
}


class TestEveryValue(GuardedCommon):
    def _editable(self, record):
        """Fields of ours that the warden writes: pairs (name, field)."""
        for name in sorted(record._get_own_names() - record._get_technical_names()):
            field = record._fields[name]
            # What is wrong with a measure's model is said by its definition.
            if record._has_field_access(field, "write") and name != "model_name":
                yield name, field

    def test_no_wrong_value_is_written_or_given_to_a_new_record(self):
        walked = set()
        for model, values in self._prepare_values().items():
            record = self.env[model].with_user(self.warden).create(values)
            for name, field in self._editable(record):
                walked.add(field.type)
                for wrong in WRONG.get(field.type, ()):
                    for way in (
                        partial(record.write, {name: wrong}),
                        partial(record.create, {**values, name: wrong}),
                    ):
                        with self.assertRaises(
                            ValidationError, msg=f"{model}.{name} = {wrong!r}"
                        ) as refused:
                            way()
                        label = field._description_string(self.env)
                        text = str(refused.exception)
                        # A person stays on its map, whatever is asked for.
                        self.assertTrue(label in text or "stays there" in text, text)
        self.assertEqual({*WRONG} - walked, {"datetime"})

    def test_forms_reckon_nothing_of_wrong_numbers_and_dates(self):
        for model, values in self._prepare_values().items():
            record = self.env[model].with_user(self.warden).create(values)
            for name, field in self._editable(record):
                if field.type not in ("integer", "float", "monetary", "date"):
                    continue
                for wrong in WRONG[field.type]:
                    with self.assertRaisesRegex(
                        ValidationError,
                        re.escape(field._description_string(self.env)),
                        msg=f"{model}.{name} = {wrong!r}",
                    ):
                        record.onchange({name: wrong}, [name], {name: {}})

    def test_sound_values_pass(self):
        self.action.with_user(self.kam).write(
            {"effort": "2.5", "date_deadline": "2026-12-31", "sequence": "7", "priority": "1"}
        )
        self.assertEqual((self.action.effort, self.action.sequence), (2.5, 7))
        target = (
            self.env["kam.target"]
            .with_user(self.kam)
            .create(
                {**self._prepare_values()["kam.target"], "target_value": -1e15, "baseline": None}
            )
        )
        self.assertEqual(target.target_value, -1e15)

    def test_nothing_is_made_of_a_name_that_needs_more(self):
        made = set()
        for model in self._prepare_values():
            for name in ("New name", "", None, 5, ["a"], {"a": 1}):
                records = self.env[model].with_user(self.warden)
                try:
                    with self.env.cr.savepoint():
                        record_id, _name = records.name_create(name)
                        self.assertEqual(records.browse(record_id).display_name, name)
                        made.add(model)
                except (UserError, AccessError):
                    continue
        self.assertEqual(
            made,
            {
                "kam.buying.role",
                "kam.offering",
                "kam.plan.template",
                "kam.stakeholder.question",
                "kam.value.criterion",
                "kam.team.role",
                "kam.tier",
            },
        )

    @mute_logger("odoo.sql_db")
    def test_lists_that_must_not_be_empty(self):
        for model, values in self._prepare_values().items():
            for name, field in self.env[model]._fields.items():
                if field.type != "many2many" or not field.required:
                    continue
                record = self.env[model].with_user(self.warden).create(values)
                for way in (
                    partial(record.create, {**values, name: []}),
                    partial(record.write, {name: [(5, 0, 0)]}),
                ):
                    with self.assertRaisesRegex(ValidationError, "at least one"):
                        way()

    def test_a_choice_without_choices(self):
        field = self.env["kam.plan.template.field"].with_user(self.warden)
        line = field.create({"template_id": self.light.id, "name": "New", "type": "char"})
        with self.assertRaisesRegex(ValidationError, "one a line"):
            line.write({"type": "selection", "choices": " \n "})

    def _is_refused(self, way):
        """By us, or by a constraint of the database, which RPC tells in our words."""
        try:
            with self.env.cr.savepoint():
                way()
                self.env.flush_all()
        except (ValidationError, IntegrityError):
            self.env.invalidate_all()
            return True
        return False

    @mute_logger("odoo.sql_db")
    def test_periods_end_after_they_start(self):
        """On `write` as on `create`, both dates or one of them."""
        pairs = 0
        for model, values in self._prepare_values().items():
            records = self.env[model].with_user(self.warden)
            names = {"date_start", "date_end", "date_deadline"} & set(records._get_own_names())
            if len(names) < 2 or records._transient:
                continue
            pairs += 1
            last = (names - {"date_start"}).pop()
            record = records.create(values)
            wrong = {**values, "date_start": "2030-01-01", last: "2029-01-01"}
            for vals in (
                {"date_start": "2030-01-01"},
                {last: "2020-01-01"},
                {"date_start": "2030-01-01", last: "2029-01-01"},
            ):
                for way in (partial(record.write, vals), partial(records.create, wrong)):
                    self.assertTrue(self._is_refused(way), f"{model} {vals}")
        self.assertEqual(pairs, 8)

    def test_a_target_in_a_form_may_end_before_it_starts_for_a_while(self):
        target = (
            self.env["kam.target"].with_user(self.kam).create(self._prepare_values()["kam.target"])
        )
        refused = self.assertRaisesRegex(ValidationError, "lies before the start")
        with refused, self.env.cr.savepoint():
            target.write({"date_start": "2030-01-01"})
        values = {"date_start": "2030-01-01", "date_end": "2029-01-01"}
        self.env.invalidate_all()
        target.onchange(values, ["date_start"], {"date_start": {}, "actual_value": {}})
