"""Rows of a table that is read in: their order, and which record each of them means. Plain values
only."""

from collections import defaultdict
from dataclasses import dataclass

# A value that a row does not give.
MISSING = object()
# A row that means several records.
SEVERAL = object()


@dataclass(frozen=True)
class NaturalKey:
    """Fields that together say which record is meant.

    :param tuple names: the fields
    :param tuple empty: those of them that may be empty; without a value in the others a row says
        nothing by this key
    :param tuple ties: fields that tell several records of the same key apart; where there is only
        one on either side they do not matter
    :param bool is_unique: whether the database holds one record of a key at most
    """

    names: tuple
    empty: tuple = ()
    ties: tuple = ()
    is_unique: bool = False

    def key_of(self, values):
        """Give the key that values have, or None where they have none.

        :param dict values: {field: plain value}
        :return: tuple or None
        """
        key = tuple(_none(values.get(name)) for name in self.names)
        needed = zip(self.names, key, strict=True)
        return key if all(one for name, one in needed if name not in self.empty) else None


def sort_parents_first(names, parents, sides=None):
    """Sort rows so that each comes after those that it names as its parents.

    :param list names: for each row the set of names by which others may call it
    :param list parents: for each row the set of names that it calls
    :param list sides: for each row the set of further names that it calls, which may lead in a
        circle: a row waits for these only as long as any other can come first
    :return: tuple (list of levels, each a list of row numbers, list of the row numbers that stand
        above themselves). Rows that call none of the others are on the first level; on each level
        rows stay in their order.

    >>> sort_parents_first([{"Ann"}, {"Bob"}, {"Cid"}], [{"Bob"}, {"Zoe"}, {"Ann"}])
    ([[1], [0], [2]], [])
    >>> sort_parents_first([{"Ann"}, {"Bob"}, {"Cid"}], [{"Bob"}, {"Ann"}, set()])
    ([[2]], [0, 1])
    >>> sort_parents_first([{"Ann"}, {"Bob"}], [set(), {"Ann"}], [{"Bob"}, set()])
    ([[0], [1]], [])
    """
    owners = defaultdict(set)
    for row, own in enumerate(names):
        for name in own:
            owners[name].add(row)
    waiting, beside = (
        [set().union(*(owners.get(name, ()) for name in called)) for called in calls]
        for calls in (parents, sides or [()] * len(parents))
    )
    waiting, levels = dict(enumerate(waiting)), []
    while free := [row for row, above in waiting.items() if above.isdisjoint(waiting)]:
        ready = [row for row in free if beside[row].isdisjoint(waiting)] or free
        levels.append(ready)
        for row in ready:
            del waiting[row]
    return levels, list(waiting)


def match(keys, rows, records):
    """Find for each row the record that it means, or the earlier row that means the same.

    :param list keys: `NaturalKey`s, the one that says most first
    :param list rows: dicts {field: plain value, or `MISSING`}; ``id`` is a name that the row has
        elsewhere, if any: rows of different names are never the same
    :param dict records: {id: dict {field: plain value}} of what is there already
    :return: list with, for each row, ("record", id), ("row", number of the earlier row), `SEVERAL`
        or None (there is none yet)

    >>> cell = NaturalKey(("place", "offering"), empty=("place",), is_unique=True)
    >>> match([cell], [{"offering": 1}, {"offering": 2}, {"offering": 2}], {7: {"offering": 1}})
    [('record', 7), None, ('row', 1)]
    """
    found = [None] * len(rows)
    for number, key in enumerate(keys):
        before = {name for earlier in keys[:number] for name in earlier.names}
        against = before.difference(key.names, key.ties)
        open_rows = [i for i, is_found in enumerate(found) if is_found is None]
        there = _group(key, records.items())
        taken = {one[1] for one in found if isinstance(one, tuple) and one[0] == "record"}
        for value, same in _group(key, ((i, rows[i]) for i in open_rows)).items():
            if key.is_unique:
                chosen = _choose_unique(rows, same, there.get(value, ()))
            else:
                chosen = _choose(key, against, rows, same, there.get(value, ()), records, taken)
            found = [chosen.get(i, one) for i, one in enumerate(found)] if chosen else found
    return found


def _group(key, pairs):
    groups = defaultdict(list)
    for one, values in pairs:
        value = key.key_of(values)
        if value is not None:
            groups[value].append(one)
    return groups


def _none(value):
    return None if value is MISSING else value or None


def _choose_unique(rows, same, there):
    if there:
        return dict.fromkeys(same, ("record", min(there)))
    return dict.fromkeys(same[1:], ("row", same[0]))


def _choose(key, against, rows, same, there, records, taken):
    """The choice among rows and records of one key that is not unique.

    :param set taken: ids of records that other rows mean by an earlier key
    """
    chosen = {}
    for row in same:
        if rows[row].get("id"):
            # Who gives a name of its own says more than these fields do.
            continue
        fitting = [one for one in there if _agree(rows[row], records[one], against)]
        alike = [one for one in fitting if _agree(rows[row], records[one], key.ties, True)]
        is_alone = (
            len(fitting) == 1
            and taken.isdisjoint(fitting)
            and all(_agree(rows[row], rows[other], (*key.ties, *against)) for other in same)
        )
        if len(alike) == 1 or is_alone:
            chosen[row] = ("record", (alike or fitting)[0])
        elif alike:
            chosen[row] = SEVERAL
        elif earlier := _find_earlier(key, against, rows, same, row):
            chosen[row] = earlier
    return chosen


def _find_earlier(key, against, rows, same, row):
    for other in same[: same.index(row)]:
        if not rows[other].get("id") and _agree(rows[row], rows[other], (*key.ties, *against)):
            return ("row", other)
    return None


def _agree(one, other, names, is_strict=False):
    """Whether two do not contradict each other; strictly, an empty value is a value."""
    for name in names:
        mine, theirs = one.get(name, MISSING), other.get(name, MISSING)
        if mine is MISSING or theirs is MISSING:
            continue
        if not is_strict and not (mine and theirs):
            continue
        if (mine or None) != (theirs or None):
            return False
    return True
