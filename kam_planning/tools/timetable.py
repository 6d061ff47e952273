"""A timetable by quarters: which cells a bar fills. Plain values in, plain values out."""

from .fiscal import CALENDAR, ONE_DAY


def quarters(start, end, fiscal=CALENDAR, most=8):
    """Give the fiscal quarters that a period touches.

    :param date start: first day
    :param date end: last day
    :param FiscalYear fiscal: of the company
    :param int most: how many at most; the last ones are left out
    :return: list of dicts ``number`` (1 to 4), ``year`` ("2026" or "2026/27"), ``start``, ``end``;
        empty when the period ends before it starts
    """
    columns = []
    while start <= end and len(columns) < most:
        quarter = fiscal.quarter_of(start)
        columns.append(
            {
                "number": fiscal.number_of(start),
                "year": fiscal.year_text(start),
                "start": quarter.start,
                "end": quarter.end,
            }
        )
        start = quarter.end + ONE_DAY
    return columns


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
