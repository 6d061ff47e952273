"""A timetable by quarters: which cells a bar fills. Plain values in, plain values out."""

from datetime import timedelta

from dateutil.relativedelta import relativedelta


def quarters(start, end, most=8):
    """Give the calendar quarters that a period touches.

    :param date start: first day
    :param date end: last day
    :param int most: how many at most; the last ones are left out
    :return: list of dicts ``label`` ("Q1/26"), ``start``, ``end``
    """
    day = start.replace(month=3 * ((start.month - 1) // 3) + 1, day=1)
    result = []
    while day <= end and len(result) < most:
        following = day + relativedelta(months=3)
        label = f"Q{(day.month - 1) // 3 + 1}/{day.year % 100:02d}"
        result.append({"label": label, "start": day, "end": following - timedelta(days=1)})
        day = following
    return result


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


def cut(lines, most):
    """Split lines into those that are shown and the number of those that are not.

    :return: tuple (list, int)
    """
    return lines[:most], max(0, len(lines) - most)


def growth(now, before):
    """Growth in percent over the amount before, None where nothing was before."""
    return 100.0 * (now - before) / before if before > 0 else None
