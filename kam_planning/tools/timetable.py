"""A timetable by quarters: which cells a bar fills. Plain values in, plain values out."""

from itertools import islice

from dateutil.relativedelta import relativedelta

from odoo.tools import date_utils


def quarters(start, end, most=8):
    """Give the calendar quarters that a period touches.

    :param date start: first day
    :param date end: last day
    :param int most: how many at most; the last ones are left out
    :return: list of dicts ``label`` ("Q1/26"), ``start``, ``end``
    """
    first = date_utils.start_of(start, "quarter")
    starts = islice(date_utils.date_range(first, end, relativedelta(months=3)), most)
    return [
        {
            "label": f"Q{date_utils.get_quarter_number(day)}/{day:%y}",
            "start": day,
            "end": date_utils.end_of(day, "quarter"),
        }
        for day in starts
    ]


def bar(start, end, columns):
    """Tell for each column whether the span from start to end touches it.

    A span that lies before the first column shows in the first, one after the last in the last:
    what is planned is never invisible.

    :param date start: first day of the span, or None (then it is the end)
    :param date end: last day of the span
    :param list columns: as `quarters` gives them
    :return: list of booleans
    """
    start = start or end
    touched = [start <= column["end"] and end >= column["start"] for column in columns]
    if columns and not any(touched):
        touched[0 if end < columns[0]["start"] else -1] = True
    return touched
