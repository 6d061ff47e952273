"""A mark of its own for each text and amount of a world, and whether it may leave."""

import re
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile, is_zipfile

from psycopg2.errors import CheckViolation
from PyPDF2 import PdfReader

from odoo.fields import Domain
from odoo.tools import SQL

MODULE = "kam_planning"
TOKEN = re.compile(r"QZ\d+Q")
# 731 million and some, whatever stands between the thousands.
AMOUNT = re.compile(r"(?<![\w.,])731([.,'\s]?)0(\d\d)\1(\d{3})(?!\w)")
# As JSON and Python write a space that breaks no line.
SPACE = re.compile(r"\\(?:u00a0|u202f|xa0)")
FIRST_AMOUNT = 731_000_000
TEXTS = ("char", "text", "html")
AMOUNTS = ("float", "monetary")
# Beside our models: what hangs on our records, and what our people write about a customer.
BESIDE = {
    "mail.message": ("subject", "body"),
    "mail.activity": ("summary", "note"),
    "mail.tracking.value": ("old_value_char", "new_value_char"),
    "res.partner": ("comment",),
    "crm.lead": ("name", "description"),
    "calendar.event": ("description",),
}
SHAREABLE = set(Path(__file__).parents[1].joinpath("shared_fields.txt").read_text().split())
# What leaves beside the fields of lines that are switched on: the share's own words, items of an
# agenda for the customer, what he signed himself, and names of what his lines lead to.
OPEN = {
    *("kam.share.name", "kam.share.intro", "kam.share.answer.signed_name"),
    *("kam.review.item.title", "kam.survey.question.name", "kam.survey.question.low"),
    *("kam.survey.question.high", "kam.offering.name", "kam.buying.center.name"),
    *("ir.attachment.name", "ir.attachment.raw"),
}


def find_marks(text):
    """The marks in a text: a set of what the text says, amounts without what parts thousands."""
    found = AMOUNT.findall(SPACE.sub(" ", text))
    amounts = {f"7310{some}{rest}" for _sign, some, rest in found}
    return set(TOKEN.findall(text)) | amounts


def read_answer(response):
    """All that an answer tells: its headers and those of what led to it, and what it holds, also
    packed or printed.
    """
    heads = [f"{one.url} {one.headers}" for one in (*response.history, response)]
    return "\n".join([*heads, unpack(response.content)])


def unpack(content):
    """The texts in a file: of a workbook, a deck, a page on paper, or as it is."""
    if content[:4] == b"%PDF":
        return "\n".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)
    if content[:2] == b"PK" and is_zipfile(BytesIO(content)):
        with ZipFile(BytesIO(content)) as packed:
            return "\n".join(unpack(packed.read(name)) for name in packed.namelist())
    return content.decode("utf-8", "replace")


class Marks:
    """For test cases: marks what is there, and knows where each mark stands.

    `origins`: dict {mark: (model, id, field)}.
    """

    def _mark_all(self, made, skipped=frozenset()):
        """
        :param dict made: {model: record} of what the world has one more of
        :param skipped: names of models that stay as they are
        """
        self.env.flush_all()
        models = {*self._own_models(), *(name for name in made if name[:4] == "kam.")}
        models = sorted(models - skipped)
        for model in models:
            if self.env[model]._auto:
                self._mark_texts(model, self._find_names(model, TEXTS))
                self._mark_amounts(model, self._find_names(model, AMOUNTS))
        for model, names in BESIDE.items():
            self._mark_texts(model, names)
        for model in ("res.partner", "crm.lead", "calendar.event", "res.users"):
            ours = [n for n, field in self.env[model]._fields.items() if MODULE in field._modules]
            self._mark_texts(model, self._find_names(model, TEXTS, ours))
            self._mark_amounts(model, self._find_names(model, AMOUNTS, ours))
        self._mark_texts("ir.attachment", ["name"], Domain("res_model", "=like", "kam.%"))
        self.env.invalidate_all()

    def _find_names(self, model, types, names=None):
        """Stored fields of a model that people type in, and those of history that repeat it."""
        records = self.env[model]
        technical = records._get_technical_names() if "_get_technical_names" in dir(records) else ()
        return [
            name
            for name, field in records._fields.items()
            if field.type in types
            and field.store
            and not field.translate
            and field.column_type
            and name not in technical
            and (names is None or name in names)
        ]

    def _mark_texts(self, model, names, domain=Domain.TRUE):
        for name, record_id, is_set in self._list_values(model, names, domain):
            if is_set:
                mark = f"QZ{len(self.origins)}Q"
                self._write_mark(mark, mark, model, record_id, name)

    def _mark_amounts(self, model, names):
        """A figure with limits stays as it is."""
        for name, record_id, _is_set in self._list_values(model, names, Domain.TRUE):
            amount = FIRST_AMOUNT + len(self.origins)
            with suppress(CheckViolation), self.env.cr.savepoint(flush=False):
                self._write_mark(str(amount), amount, model, record_id, name)

    def _list_values(self, model, names, domain):
        """:return: list of tuples (field, id, whether there is a value)"""
        records = self.env[model].with_context(active_test=False).sudo()
        found = []
        for name in names:
            column = SQL.identifier(name)
            rows = self.env.execute_query(
                SQL(
                    "SELECT id, COALESCE(CAST(%s AS varchar), '') != '' FROM %s WHERE id IN %s",
                    column,
                    SQL.identifier(records._table),
                    tuple(records.search(domain).ids) or (0,),
                )
            )
            found += [(name, record_id, is_set) for record_id, is_set in sorted(rows)]
        return found

    def _write_mark(self, mark, value, model, record_id, name):
        """Past all rules."""
        self.env.cr.execute(
            SQL(
                "UPDATE %s SET %s = %s WHERE id = %s",
                SQL.identifier(self.env[model]._table),
                SQL.identifier(name),
                value,
                record_id,
            )
        )
        self.origins[mark] = (model, record_id, name)

    def _hide_file(self, record):
        """A file on a record, whose content is a mark."""
        mark = f"QZ{len(self.origins)}Q"
        file = self.env["ir.attachment"].create(
            {"name": "Costs.txt", "raw": mark, "res_model": record._name, "res_id": record.id}
        )
        self.origins[mark] = (file._name, file.id, "raw")
        return file

    def _find_wrongly_released(self, marks):
        """Marks that the page shows and that are of no line that is switched on: places of them."""
        found = []
        for mark in sorted(marks):
            model, record_id, name = self.origins[mark]
            record = self.env[model].sudo().browse(record_id)
            is_open = f"{model}.{name}" in OPEN
            if not is_open and not (f"{model}.{name}" in SHAREABLE and record.is_shared):
                found.append(f"{model}.{name} of {record_id}")
        return found
