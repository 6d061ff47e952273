"""A workbook of plain tables. Plain values only.

Every text is written as a text: nothing becomes a formula or a link.
"""

import re
from datetime import date, datetime
from io import BytesIO
from typing import NamedTuple

import xlsxwriter

from .clean import MOST_IN_CELL, clean

# What Excel allows in the name of a sheet.
MOST_IN_NAME = 31
FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
RESERVED = "history"
# Excel's own short forms of days and moments, in the reader's language.
DAY, MOMENT = 14, 22
HEAD_ROW, NARROWEST, WIDEST = 3, 9, 60


class Amount(NamedTuple):
    """An amount of money.

    number: float
    symbol: of its currency
    is_before: whether the symbol stands before the number
    digits: behind the point
    """

    number: float
    symbol: str
    is_before: bool
    digits: int


class Sheet(NamedTuple):
    """A sheet.

    name: what it is called
    head: line above the table
    columns: list of headings
    rows: list of lists of str, int, float, bool, date, datetime, `Amount`, or None
    """

    name: str
    head: str
    columns: list
    rows: list


def name_sheets(names):
    """Names as Excel takes them: short, without signs that it forbids, each of them once.

    >>> name_sheets(["Goals: 1/2", "goals_ 1_2", ""])
    ['Goals_ 1_2', 'goals_ 1_2 (2)', 'Sheet']

    :param list names: of str
    :return: list of str
    """
    used, found = {RESERVED}, []
    for name in names:
        plain = FORBIDDEN.sub("_", clean(name)).strip().strip("'") or "Sheet"
        name, number = plain[:MOST_IN_NAME].strip().strip("'"), 1
        while name.lower() in used:
            number += 1
            end = f" ({number})"
            name = plain[: MOST_IN_NAME - len(end)] + end
        used.add(name.lower())
        found.append(name)
    return found


def money_format(amount):
    """Excel's format of an amount.

    >>> money_format(Amount(1.0, "€", False, 2))
    '#,##0.00\\\\ "€"'
    >>> money_format(Amount(1.0, '$"', True, 0))
    '"$"#,##0'
    """
    number = "#,##0" + ("." + "0" * amount.digits if amount.digits else "")
    symbol = clean(amount.symbol).replace('"', "").replace("\\", "")
    if not symbol:
        return number
    return f'"{symbol}"{number}' if amount.is_before else f'{number}\\ "{symbol}"'


def make_workbook(title, sheets, is_rtl=False):
    """Write a workbook.

    :param str title: of the whole
    :param sheets: list of `Sheet`
    :param bool is_rtl: whether it is read from right to left
    :return: bytes of the file
    """
    target = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(target, options)
    book.set_properties({"title": clean(title)})
    formats = _Formats(book)
    for name, sheet in zip(name_sheets([one.name for one in sheets]), sheets, strict=True):
        page = book.add_worksheet(name)
        if is_rtl:
            page.right_to_left()
        _write_sheet(page, title, sheet, formats)
    book.close()
    return target.getvalue()


class _Formats(dict):
    """The formats of a workbook, each made once: {key: format}."""

    OF = {
        "title": {"bold": True, "font_size": 14},
        "muted": {"font_color": "#666666"},
        "head": {"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"},
        "text": {"text_wrap": True, "valign": "top"},
        "whole": {"num_format": "#,##0", "valign": "top"},
        "number": {"num_format": "#,##0.00", "valign": "top"},
        "day": {"num_format": DAY, "valign": "top"},
        "moment": {"num_format": MOMENT, "valign": "top"},
    }

    def __init__(self, book):
        super().__init__()
        self.book = book

    def __missing__(self, key):
        values = self.OF.get(key) or {"num_format": key, "valign": "top"}
        self[key] = self.book.add_format(values)
        return self[key]


def _write_sheet(page, title, sheet, formats):
    page.write_string(0, 0, _cut(title), formats["title"])
    page.write_string(1, 0, _cut(sheet.head), formats["muted"])
    widths = [len(heading) for heading in sheet.columns]
    for place, heading in enumerate(sheet.columns):
        page.write_string(HEAD_ROW, place, _cut(heading), formats["head"])
    for number, row in enumerate(sheet.rows, HEAD_ROW + 1):
        for place, value in enumerate(row):
            widths[place] = max(widths[place], _write(page, number, place, value, formats))
    for place, width in enumerate(widths):
        page.set_column(place, place, min(max(width + 2, NARROWEST), WIDEST))
    page.freeze_panes(HEAD_ROW + 1, 1)
    if sheet.columns and sheet.rows:
        last = HEAD_ROW + len(sheet.rows)
        page.autofilter(HEAD_ROW, 0, last, len(sheet.columns) - 1)


def _write(page, row, column, value, formats):
    """Write one cell as what it is, and tell how wide it is."""
    if value is None:
        return 0
    if isinstance(value, Amount):
        page.write_number(row, column, value.number, formats[money_format(value)])
        return len(f"{value.number:,.{value.digits}f}") + len(value.symbol)
    if isinstance(value, bool):
        page.write_boolean(row, column, value)
        return NARROWEST
    if isinstance(value, int | float):
        kind = "whole" if isinstance(value, int) else "number"
        page.write_number(row, column, value, formats[kind])
        return len(f"{value:,.2f}")
    if isinstance(value, date):
        kind = "moment" if isinstance(value, datetime) else "day"
        page.write_datetime(row, column, value, formats[kind])
        return 16 if kind == "moment" else 11
    text = _cut(value)
    page.write_string(row, column, text, formats["text"])
    return max(map(len, text.split("\n")))


def _cut(text):
    text = clean(text)
    return text if len(text) <= MOST_IN_CELL else text[: MOST_IN_CELL - 2] + " …"
