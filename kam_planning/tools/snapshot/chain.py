"""The chain of a plan's snapshots: each one's hash rests on the one before; plain values."""

import hashlib
from dataclasses import dataclass, field

from .canonical import is_erased, is_sound

# Before the first snapshot of a plan.
START = ""


def hash_snapshot(previous_hash, lines):
    """Give the hash of a snapshot: sha256 of the one before and of the lines' hashes in order.

    :param str previous_hash: of the snapshot before, `START` for the first one
    :param list lines: dicts with their ``hash``
    :return: str of 64 hexadecimal digits
    """
    chained = previous_hash + "".join(str(line.get("hash", "")) for line in lines)
    return hashlib.sha256(chained.encode()).hexdigest()


@dataclass
class Link:
    """One snapshot of a chain, as it is stored."""

    number: int
    previous_hash: str
    hash: str
    lines: list = field(default_factory=list)
    # What its own columns say, and how many lines at the beginning say the same under the hash.
    head: dict = field(default_factory=dict)
    head_lines: int = 1


@dataclass
class Finding:
    """What does not hold: ``kind`` is line, content, chain, head or missing.

    - line: the content of the line `ref` is not what was hashed
    - content: lines were added, taken away, or put in another order
    - chain: the snapshot does not rest on the one before
    - head: the columns `names` do not say what was hashed
    - missing: there is no snapshot of this number
    """

    number: int
    kind: str
    ref: str = ""
    names: list = field(default_factory=list)


def verify(links, last=None):
    """Walk through a whole chain.

    :param list links: `Link`s by number
    :param last: tuple (number, hash) of the newest snapshot, kept elsewhere, or None
    :return: tuple (list of `Finding`, number of lines that were erased)
    """
    findings, erased = [], 0
    previous_hash, expected = START, 1
    for link in links:
        gap = range(expected, link.number)
        findings += [Finding(number, "missing") for number in gap]
        findings += _verify_link(link, previous_hash if not gap else None)
        erased += sum(map(is_erased, link.lines))
        previous_hash, expected = link.hash, link.number + 1
    if last and last[0] >= expected:
        findings += [Finding(number, "missing") for number in range(expected, last[0] + 1)]
    elif last and last != (expected - 1, previous_hash):
        findings.append(Finding(expected - 1, "chain"))
    return findings, erased


def _verify_link(link, previous_hash):
    """What does not hold in one snapshot; after a missing one nobody knows what it rests on."""
    found = [
        Finding(link.number, "line", line.get("ref", ""))
        for line in link.lines
        if not is_sound(line)
    ]
    names = _differing_names(link)
    if names:
        found.append(Finding(link.number, "head", names=names))
    if hash_snapshot(link.previous_hash, link.lines) != link.hash:
        found.append(Finding(link.number, "content"))
    if previous_hash is not None and link.previous_hash != previous_hash:
        found.append(Finding(link.number, "chain"))
    return found


def _differing_names(link):
    """Columns that say something else than the head; what was erased of it says nothing."""
    heads = link.lines[: link.head_lines]
    said = {}
    for line in heads:
        said |= line.get("values") or {}
    asked = said.keys() if any(map(is_erased, heads)) else link.head.keys()
    return sorted(name for name in asked & link.head.keys() if said.get(name) != link.head[name])
