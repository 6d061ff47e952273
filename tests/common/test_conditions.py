"""Every condition that the editor of filters offers, on every field of ours, is answered."""

from odoo.tests import freeze_time
from odoo.tools import mute_logger

from ..whole.everything import EverythingCommon

EQUAL = ("=", "!=")
ORDERED = (">", ">=", "<", "<=")
SET = (("=", False), ("!=", False))
LIKE = ("ilike", "not ilike", "=ilike")
NUMBERS = ("integer", "float", "monetary")
TEXTS = ("char", "text", "html")
LINKS = ("many2one", "many2many", "one2many")


def conditions(kind, selection):
    """What the editor offers of a type of field: list of (operator, value)."""
    if kind in TEXTS:
        return [*((one, "a") for one in (*EQUAL, *LIKE)), ("in", ["a"]), ("not in", ["a"]), *SET]
    if kind in NUMBERS:
        return [*((one, 1) for one in (*EQUAL, *ORDERED)), ("=", 0), *SET]
    if kind == "date":
        days = ("2026-03-01", "today", "today +3d")
        return [*((one, day) for one in (*EQUAL, *ORDERED) for day in days), *SET]
    if kind == "datetime":
        moments = ("2026-03-01 10:00:00", "today", "now -1m")
        return [*((one, moment) for one in ORDERED for moment in moments), *SET]
    if kind == "boolean":
        return [(one, value) for one in EQUAL for value in (True, False)]
    if kind == "selection":
        value = selection[0][0]
        return [*((o, value) for o in EQUAL), ("in", [value]), ("not in", [value]), *SET]
    if kind in LINKS:
        return [("in", [1]), ("not in", [1]), ("ilike", "a"), ("not ilike", "a"), ("=", 1), *SET]
    return []


@freeze_time("2026-03-02")
class TestConditions(EverythingCommon):
    def _is_own(self, records, name):
        return "kam_planning" in records._fields[name]._modules

    def test_every_condition_is_answered(self):
        self._make_all()
        asked = 0
        for model in self._own_models():
            records = self.env[model].with_user(self.warden)
            if records._transient or not records.has_access("read"):
                continue
            described = records.fields_get(attributes=["type", "searchable", "selection"])
            for name, field in described.items():
                if not field.get("searchable") or not self._is_own(records, name):
                    continue
                for operator, value in conditions(field["type"], field.get("selection")):
                    with self.subTest(model=model, condition=(name, operator, value)):
                        with mute_logger("odoo.sql_db"), self.env.cr.savepoint():
                            records.search([(name, operator, value)], limit=3)
                        asked += 1
        self.assertGreater(asked, 2000)

    def test_a_condition_and_its_opposite_share_out_all_records(self):
        """What is neither found nor left out would be in no list."""
        self._make_all()
        for model in self._own_models():
            records = self.env[model].with_user(self.warden).with_context(active_test=False)
            if records._transient or not records.has_access("read"):
                continue
            every = records.search([])
            for name, field in records.fields_get(attributes=["type", "searchable"]).items():
                is_switch = field.get("searchable") and field["type"] == "boolean"
                if is_switch and self._is_own(records, name):
                    with self.subTest(model=model, field=name):
                        yes, no = (records.search([(name, "=", one)]) for one in (True, False))
                        self.assertEqual(yes | no, every)
                        self.assertFalse(yes & no)
