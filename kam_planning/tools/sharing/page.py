"""Which lines a customer's page shows, and what he answers to; plain values."""

import hmac

from ..snapshot.canonical import is_erased
from .drift import PROGRESS

CLAIMED = ("delivered", "confirmed", "partly", "disputed")
SUMS = ("promised", "delivered", "confirmed", "disputed")


def pick_lines(kept, live):
    """Give the lines that a page shows: those of the version that counts, in its words and with
    its days, as far as they are now; or what is released now where there is no version.

    A line that is not released any more stays as it was seen, and nothing can be done with it.

    :param list kept: lines of the version, or None without one
    :param list live: lines as they are released now
    :return: list of lines, each with ``is_live``
    """
    if kept is None:
        return [{**line, "is_live": True} for line in live]
    now = {line["ref"]: line for line in live}
    return [
        {**line, "values": _go_on(line, now.get(line["ref"])), "is_live": line["ref"] in now}
        for line in kept
        if not is_erased(line)
    ]


def _go_on(line, now):
    names = PROGRESS.get(model_of(line), ()) if now else ()
    return {**line["values"], **{name: now["values"].get(name) for name in names}}


def model_of(line):
    """Name of the model of a line."""
    return line["ref"].partition(",")[0]


def id_of(line):
    """Id of the record of a line: for our own side only."""
    return int(line["ref"].partition(",")[2])


def by_model(lines):
    """Group lines by their model: dict {model: list of lines}, in their order."""
    groups = {}
    for line in lines:
        groups.setdefault(model_of(line), []).append(line)
    return groups


def is_theirs(action):
    """Tell whether an action is the customer's: somebody of his does it."""
    return bool(action["values"].get("contact_id"))


def sort_actions(actions):
    """Open ones by their day, then what is done."""
    closed = ("done", "continued")
    return sorted(
        actions,
        key=lambda one: (
            one["values"].get("state") in closed,
            one["values"].get("date_deadline") or "9999",
        ),
    )


def sum_values(rows):
    """Add up what was promised, delivered, confirmed and disputed, each currency by itself.

    :param rows: dicts with ``currency`` and amounts, None where one is not known
    :return: list of dicts currency, promised, delivered, confirmed, disputed: None where nothing
        of it is known
    """
    by_currency = {}
    for row in rows:
        by_currency.setdefault(row["currency"], []).append(row)
    return [
        {"currency": currency, **_sum_amounts(by_currency[currency])}
        for currency in sorted(by_currency)
    ]


def _sum_amounts(rows):
    known = {name: [row[name] for row in rows if row[name] is not None] for name in SUMS}
    return {name: sum(amounts) if amounts else None for name, amounts in known.items()}


def find_entry(entries, line, check):
    """Find what somebody answers to in the lists that the page shows now.

    :param list entries: dicts with ``check``, in the order of the page
    :param str line: the place in the list, as it was sent, from 1
    :param str check: the mark that stood there when the page was read
    :return: the entry, or None where the page has changed since or the answer is made up
    """
    if not (line.isascii() and line.isdigit() and len(line) < 6):
        return None
    place = int(line) - 1
    if not 0 <= place < len(entries):
        return None
    wanted = entries[place]["check"].encode()
    return entries[place] if hmac.compare_digest(wanted, check.encode()) else None


def leave_out(lines, refs):
    """Lines without some of them, and without what leads there.

    :param list lines: as they would leave
    :param refs: refs of those that do not
    :return: list of lines
    """
    return [_without_links(line, refs) for line in lines if line["ref"] not in refs]


def _without_links(line, refs):
    def strip(value):
        if isinstance(value, list):
            return [one for one in value if strip(one) is not None]
        is_lost = isinstance(value, dict) and value.get("ref") in refs
        return None if is_lost else value

    return {**line, "values": {name: strip(value) for name, value in line["values"].items()}}
