"""The plan as a workbook: what it holds, what no cell becomes, who gets what."""

import io
from datetime import date, datetime

from openpyxl import load_workbook

from odoo.exceptions import AccessError

from odoo.addons.kam_planning.tools.papers import workbook
from odoo.addons.kam_planning.tools.papers.workbook import Amount, Sheet

from ..tools.common import PureCase
from .papers import PapersCommon

EVIL = ("=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://x")', "http://example.com", "\t=1")


def read(content):
    return load_workbook(io.BytesIO(content))


class TestWriting(PureCase):
    def _write(self, *rows, name="Sheet", columns=None):
        columns = columns or [f"C{number}" for number in range(len(rows[0]))]
        return read(workbook.make_workbook("=Title", [Sheet(name, "=head", columns, list(rows))]))

    def test_a_text_is_never_a_formula(self):
        sheet = self._write([*EVIL], columns=[*EVIL]).active
        for row in sheet.iter_rows():
            for cell in row:
                self.assertIn(cell.data_type, ("s", "n"), cell.value)
                self.assertIsNone(cell.hyperlink)
                if cell.data_type == "n":
                    self.assertIsNone(cell.value)
        self.assertEqual([cell.value for cell in sheet[5]], list(EVIL))
        self.assertEqual(sheet["A1"].value, "=Title")

    def test_each_value_is_what_it_is(self):
        [cells] = self._write(
            [
                *("text", 7, 7.5, True, date(2026, 3, 2), datetime(2026, 3, 2, 8, 30), None),
                *(Amount(1200.5, "€", False, 2), Amount(99.0, "$", True, 0)),
            ]
        ).active.iter_rows(min_row=5)
        self.assertEqual(
            [cell.value for cell in cells],
            [
                *("text", 7, 7.5, True, datetime(2026, 3, 2), datetime(2026, 3, 2, 8, 30), None),
                *(1200.5, 99),
            ],
        )
        self.assertEqual(cells[4].number_format, "mm-dd-yy")
        self.assertEqual(cells[7].number_format, '#,##0.00\\ "€"')
        self.assertEqual(cells[8].number_format, '"$"#,##0')

    def test_odd_texts(self):
        sheet = self._write(["a\x00b\ud800c", "x" * 40000, "_x0041_"]).active
        self.assertEqual(sheet["A5"].value, "abc")
        self.assertEqual(len(sheet["B5"].value), 32000)
        self.assertTrue(sheet["B5"].value.endswith(" …"))

    def test_the_head_stays_and_columns_are_wide_enough(self):
        sheet = self._write(["a", "word " * 50]).active
        self.assertEqual(sheet.freeze_panes, "B5")
        self.assertAlmostEqual(sheet.column_dimensions["A"].width, 9, delta=1)
        self.assertGreater(sheet.column_dimensions["B"].width, 55)

    def test_names_of_sheets(self):
        names = ["x" * 40, "x" * 31, "History", "'a'", "[]:*?/\\", "", "Ä" * 40]
        made = workbook.name_sheets(names)
        self.assertEqual(len({name.lower() for name in made}), len(names))
        for name in made:
            self.assertLessEqual(len(name), 31)
            self.assertFalse(set("[]:*?/\\") & set(name))
            self.assertFalse(name.startswith("'") or name.endswith("'"))
        self.assertNotIn("history", {name.lower() for name in made})


class TestWorkbook(PapersCommon):
    def _read(self, user=None, **context):
        plan = self.plan.with_user(user or self.kam).with_context(**context)
        return read(plan._make_workbook())

    def _column(self, sheet, heading):
        [place] = [cell.column for cell in sheet[4] if cell.value == heading]
        return [row[place - 1].value for row in sheet.iter_rows(min_row=5)]

    def test_one_sheet_a_block(self):
        self._fill(2)
        book = self._read()
        labels = {branch.label for branch in self.plan._get_sheet_branches()}
        self.assertEqual(len(book.sheetnames), len(labels) + 1)
        self.assertGreater(len(labels), 12)
        names = self._column(book["Objectives"], "Objective")
        self.assertEqual(len(names), 3)
        self.assertIn("Shared Objective 1", names)
        self.assertIn("USD", book["Objectives"]["A2"].value)
        self.plan.show_risks = False
        self.assertNotIn("Risks", self._read().sheetnames)

    def test_numbers_dates_and_what_is_not_known(self):
        self._fill()
        self.env["kam.risk"].search([("plan_id", "=", self.plan.id)], limit=1).amount = 2500
        book = self._read()
        facts = {row[0].value: row[1].value for row in book.worksheets[0].iter_rows(min_row=5)}
        self.assertEqual(facts["Customer"], "Acme")
        self.assertEqual(facts["Start"], datetime(2026, 1, 1))
        self.assertEqual(facts["Health"], "not known")
        deadlines = self._column(book["Action Plan"], "Deadline")
        self.assertEqual(set(deadlines), {datetime(2026, 5, 31)})

    def test_names_that_look_like_formulas(self):
        evil = [{"plan_id": self.plan.id, "name": name} for name in EVIL]
        self.env["kam.objective"].with_user(self.kam).create(evil)
        sheet = self._read()["Objectives"]
        for row in sheet.iter_rows():
            for cell in row:
                self.assertNotEqual(cell.data_type, "f", cell.value)
                self.assertIsNone(cell.hyperlink)
        self.assertIn("=1+1", self._column(sheet, "Objective"))

    def test_judgements_are_for_those_who_may_read_them(self):
        self._fill()
        person = self.env["kam.stakeholder"].search([("account_id", "=", self.customer.id)])
        person.support = "against"
        judge = self._create_user("judge", "group_kam_manager", "group_kam_people")
        heads = [cell.value for cell in self._read(judge)["People on the Map"][4]]
        self.assertIn("Support", heads)
        heads = [cell.value for cell in self._read(self.kam)["People on the Map"][4]]
        self.assertNotIn("Support", heads)
        self.assertNotIn("Roles", heads)

    def test_in_the_users_language(self):
        self.env["res.lang"]._activate_lang("de_DE")
        name = self.env["kam.risk"]._fields["name"]
        field = self.env["ir.model.fields"]._get("kam.risk", name.name)
        field.with_context(lang="de_DE").field_description = "Gefahr"
        self._fill()
        sheet = self._read(lang="de_DE")["Risks"]
        self.assertIn("Gefahr", [cell.value for cell in sheet[4]])
        self.assertRegex(sheet["A2"].value, r"\d\d\.\d\d\.\d{4} · USD")

    def test_refusals(self):
        self.plan.confidentiality = "team"
        for user in (self.mate, self.reader, self.foreign, self.outsider, self.portal):
            with self.assertRaises(AccessError):
                self.plan.with_user(user)._make_workbook()
            with self.assertRaises(AccessError):
                self.plan.with_user(user).action_download_workbook()
        with self.assertRaises(AccessError):
            self.plan.with_user(self.env.ref("base.public_user"))._make_workbook()

    def test_queries_do_not_grow_with_the_lines(self):
        plan = self.plan.with_user(self.kam)
        self._fill(1)
        few = self._count_queries(plan._make_workbook)
        self._fill(49)
        many = self._count_queries(plan._make_workbook)
        self.assertLessEqual(many, few + 5)
