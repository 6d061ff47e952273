"""What is part of what, so that totals count everything once. Plain values only."""

from typing import NamedTuple


class Row(NamedTuple):
    """What one record tells of.

    company_id: only records of one company tell of the same
    place: whom it tells of; places lie within other places
    scope: what it tells of them
    scopes: that, and all that holds it
    rank: of two records that tell of the same, the higher one counts
    more: whatever else decides
    """

    id: int
    company_id: int
    place: int
    scope: int
    scopes: tuple = ()
    rank: float = 0.0
    more: tuple = ()


def find_parts(rows, above, holds=None):
    """Find the records that are part of others: of the same or a wider scope, at the same place or
    at one around it.

    :param list rows: of `Row`
    :param dict above: {place: places around it and itself}
    :param holds: function (whole, part) that may ask for more, or None
    :return: set of pairs (id of the part, id of the whole); of two that hold each other the one of
        lower rank is the part

    >>> group, plant = Row(1, 1, 10, 0, (0,)), Row(2, 1, 11, 0, (0,))
    >>> find_parts([group, plant], {10: [10], 11: [11, 10]})
    {(2, 1)}
    """
    index = {}
    for row in rows:
        index.setdefault((row.company_id, row.place, row.scope), []).append(row)
    held = {
        (part, whole)
        for part in rows
        for place in above[part.place]
        for scope in part.scopes
        for whole in index.get((part.company_id, place, scope), ())
        if whole.id != part.id and (holds is None or holds(whole, part))
    }
    return {
        (part.id, whole.id)
        for part, whole in held
        if (whole, part) not in held or (whole.rank, whole.id) > (part.rank, part.id)
    }


def find_rivals(rows, above, parts, overlaps):
    """Find the records of which neither is part of the other, but that cannot be added up.

    :param parts: what `find_parts` found
    :param overlaps: function of two records
    :return: set of pairs of ids
    """
    index = {}
    for row in rows:
        index.setdefault((row.company_id, row.place), []).append(row)
    return {
        (row.id, other.id)
        for row in rows
        for place in above[row.place]
        for other in index.get((row.company_id, place), ())
        if other.id != row.id
        and not {(row.id, other.id), (other.id, row.id)} & parts
        and overlaps(other, row)
    }
