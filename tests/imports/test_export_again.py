"""What is exported and read in again, unchanged, changes nothing: every model, every field."""

from odoo.tests import freeze_time
from odoo.tools import mute_logger

from ..whole.everything import EverythingCommon

LATER = "2026-05-04 10:00:00"
# Lines of these are made by programs and read in by nobody.
NEVER_READ_IN = {
    "kam.score": "scores are records of a day",
    "kam.relationship.traffic": "belongs to a job",
    "kam.plan.template.version": "is made by its template",
    "kam.survey.line": "is asked with its round",
    "kam.snapshot": "is sealed: the plan as it stood",
    "kam.change": "is found by the job",
    "kam.change.line": "is found by the job",
    "kam.change.deadline": "is found by the job",
}


class TestExportAgain(EverythingCommon):
    """As the administrator with judgements about people, who may write all there is."""

    def setUp(self):
        super().setUp()
        self.records = self._make_all()
        # Two alike could not be told apart without their ids.
        for number, review in enumerate(self.env["kam.review"].search([])):
            review.date_planned = f"2026-05-{number + 10}"
        # What waits for the commit, such as messages, is done.
        self.env.cr.flush()

    def _get_models(self):
        return [
            name
            for name in self._own_models()
            if not self.env[name]._transient and self.env[name]._auto and name not in NEVER_READ_IN
        ]

    def _get_columns(self, records):
        """Columns that an export for a later import offers."""
        columns = ["id"]
        for name, field in records.fields_get(
            attributes=["readonly", "type", "exportable"]
        ).items():
            if name == "id" or field["readonly"] or field.get("exportable") is False:
                continue
            if field["type"] in ("one2many", "properties", "json", "binary"):
                continue
            is_link = field["type"] in ("many2one", "many2many")
            columns.append(f"{name}/id" if is_link else name)
        return columns

    def _read_all(self, records):
        """All that is kept of records: {table's row: values}."""
        names = [
            name for name, field in records._fields.items() if field.store and field.column_type
        ]
        self.env.flush_all()
        self.env.invalidate_all()
        query = f'SELECT {", ".join(names)} FROM "{records._table}" WHERE id IN %s ORDER BY id'
        self.env.cr.execute(query, [tuple(records.ids)])
        return self.env.cr.dictfetchall()

    def _round_trip(self, records, columns):
        rows = records.export_data(columns)["datas"]
        texts = [["" if cell is False else str(cell) for cell in row] for row in rows]
        with freeze_time(LATER), mute_logger("odoo.sql_db"):
            return records.with_context(import_file=True).load(columns, texts)

    def test_every_model(self):
        self.warden.group_ids += self.env.ref("kam_planning.group_kam_admin")
        self.warden.group_ids += self.env.ref("base.group_system")
        tried = set()
        for model in self._get_models():
            records = self.env[model].with_user(self.warden).search([])
            if not records:
                continue
            tried.add(model)
            columns = self._get_columns(records)
            with self.subTest(model=model, by_id=True):
                self._check_unchanged(records, columns)
            if records._natural_keys:
                with self.subTest(model=model, by_id=False):
                    self._check_unchanged(records, columns[1:])
        self.assertGreater(len(tried), 20)

    def _check_unchanged(self, records, columns):
        before = self._read_all(records)
        messages = self.env["mail.message"].search([])
        result = self._round_trip(records, columns)
        self.assertFalse(
            [one for one in result["messages"] if one["type"] == "error"], (columns, result)
        )
        self.assertEqual(set(result["ids"]), set(records.ids))
        for was, now in zip(before, self._read_all(records), strict=True):
            different = {name: (was[name], now[name]) for name in was if was[name] != now[name]}
            self.assertEqual(different, {})
        new = self.env["mail.message"].search([]) - messages
        self.assertFalse(new.mapped("body"))
