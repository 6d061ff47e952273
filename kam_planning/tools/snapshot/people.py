"""Which lines of a snapshot tell of a person, and what is left of them; plain values."""

import re
from html import unescape

from .canonical import erase_line, is_erased

# What names a person at the customer.
PEOPLE = ("res.partner,", "kam.stakeholder,")


def find_named(lines):
    """Note which lines name which contacts and people by a link, or are about them.

    :param list lines: of one snapshot
    :return: dict {"model,id": list of places in `lines`}
    """
    named = {}
    for place, line in enumerate(lines):
        refs = {line["ref"], *_list_refs(line.get("values"))}
        for ref in sorted(ref for ref in refs if ref.startswith(PEOPLE)):
            named.setdefault(ref, []).append(place)
    return named


def erase(lines, named, refs, names=()):
    """Erase all lines that tell of a person.

    :param list lines: of one snapshot
    :param dict named: as `find_named` gives it; what goes under other names since stands in it too
    :param refs: by which the person was linked
    :param names: how the person is called; found as whole words, also in texts
    :return: tuple (lines, named, number of lines that were erased now)
    """
    patterns = [_pattern(name) for name in names if name and name.strip()]
    places = {place for ref in refs for place in named.get(ref, ())}
    places |= {
        place
        for place, line in enumerate(lines)
        if not is_erased(line) and any(_tells(line, pattern) for pattern in patterns)
    }
    erased = {place for place in places if place < len(lines) and not is_erased(lines[place])}
    left = [erase_line(line) if i in erased else line for i, line in enumerate(lines)]
    kept = {ref: found for ref, found in named.items() if ref not in refs}
    return left, kept, len(erased)


def erase_refs(lines, refs):
    """Erase the lines of some records, and those that link them.

    :param list lines: of one snapshot
    :param set refs: "model,id" of the records
    :return: tuple (lines, number of lines that were erased now)
    """
    erased = [
        not is_erased(line) and not refs.isdisjoint((line["ref"], *_list_refs(line["values"])))
        for line in lines
    ]
    left = [erase_line(line) if gone else line for line, gone in zip(lines, erased, strict=True)]
    return left, sum(erased)


def find_lines(lines, named, refs):
    """Give the lines that link a person or are about him, and are not erased."""
    places = {place for ref in refs for place in named.get(ref, ())}
    return [line for i, line in enumerate(lines) if i in places and not is_erased(line)]


def _pattern(name):
    words = r"\s+".join(map(re.escape, name.split()))
    return re.compile(rf"(?<!\w){words}(?!\w)", re.IGNORECASE)


def _tells(line, pattern):
    texts = [line.get("name") or "", *_list_texts(line.get("values"))]
    return any(pattern.search(_plain(text)) for text in texts)


def _plain(text):
    """A text without marks, as a reader sees it: a name may be in bold, or partly so."""
    return unescape(re.sub(r"<[^>]*>", "", text)) if "<" in text or "&" in text else text


def _list_texts(value):
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for one in value.values() for text in _list_texts(one)]
    return [text for one in value for text in _list_texts(one)] if isinstance(value, list) else []


def _list_refs(value):
    if isinstance(value, list):
        return [ref for one in value for ref in _list_refs(one)]
    if not isinstance(value, dict):
        return []
    if isinstance(value.get("ref"), str):
        return [value["ref"]]
    return [ref for one in value.values() for ref in _list_refs(one)]
