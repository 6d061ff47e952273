"""What differs between two snapshots, or one and today; plain values."""

from dataclasses import dataclass, field

from .canonical import is_erased

ADDED, GONE, CHANGED, ERASED = "added", "gone", "changed", "erased"


@dataclass
class Change:
    """One field that differs; `old` and `new` as a line keeps them."""

    name: str
    old: object
    new: object


@dataclass
class Difference:
    """One line that differs: added, gone, changed, or erased and so not comparable."""

    kind: str
    ref: str
    old: dict = field(default_factory=dict)
    new: dict = field(default_factory=dict)
    changes: list = field(default_factory=list)

    @property
    def name(self):
        """What the line is, or was, called."""
        return (self.new or self.old).get("name") or ""


def compare(old_lines, new_lines, fields_of=None):
    """Find what was added, is gone or was changed, line by line.

    A field that only one of the two knows (the program learned it since) is no change.

    :param list old_lines: of the older reading
    :param list new_lines: of the newer one
    :param fields_of: function of a ref giving the names of the fields to compare, or None for all
    :return: list of `Difference`, in the order of the newer lines, then those that are gone
    """
    old_by_ref = {line["ref"]: line for line in old_lines}
    new_by_ref = {line["ref"]: line for line in new_lines}
    found = []
    for ref, new in new_by_ref.items():
        old = old_by_ref.get(ref)
        difference = _compare_line(ref, old, new, fields_of)
        if difference:
            found.append(difference)
    for ref, old in old_by_ref.items():
        if ref not in new_by_ref:
            kind = ERASED if is_erased(old) else GONE
            found.append(Difference(kind, ref, old=old))
    return found


def _compare_line(ref, old, new, fields_of):
    if old is None:
        return Difference(ERASED if is_erased(new) else ADDED, ref, new=new)
    if is_erased(old) or is_erased(new):
        return Difference(ERASED, ref, old=old, new=new)
    names = old["values"].keys() & new["values"].keys()
    if fields_of:
        names &= set(fields_of(ref))
    changes = [
        Change(name, old["values"][name], new["values"][name])
        for name in sorted(names)
        if _key(old["values"][name]) != _key(new["values"][name])
    ]
    return Difference(CHANGED, ref, old, new, changes) if changes else None


def _key(value):
    """Links are what they lead to, not what that is called today."""
    if isinstance(value, dict):
        return value.get("ref") or {name: _key(one) for name, one in value.items()}
    if isinstance(value, list):
        return sorted((_key(one) for one in value), key=str)
    return value


def count_kinds(differences):
    """How many lines were added, are gone, were changed, or erased: {kind: int}."""
    counts = dict.fromkeys((ADDED, GONE, CHANGED, ERASED), 0)
    for difference in differences:
        counts[difference.kind] += 1
    return counts


def drift(old_lines, new_lines, differences):
    """Give the share of lines that differ, in percent of all lines that one of the two has.

    Lines of which the content was erased cannot be compared and are left out.

    :return: float from 0 to 100, or None where there is no line
    """
    erased = {one.ref for one in differences if one.kind == ERASED}
    union = {line["ref"] for line in (*old_lines, *new_lines)} - erased
    if not union:
        return None
    return 100.0 * sum(one.kind != ERASED for one in differences) / len(union)
