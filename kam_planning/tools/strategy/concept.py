"""Places in the map of a plan. Plain values only."""

import re
from typing import NamedTuple

# Signs of the marks of a node; colours never carry meaning alone.
SIGNS = {"late": "●", "to_confirm": "◐", "changed": "△", "shared": "⇄"}
# The same as on the screen, `kam_concept.scss`.
COLORS = {
    "account": "#5b3d73",
    "chapter": "#2c5f8a",
    "group": "#77838d",
    "line": "#2f7d4f",
    "link": "#2f7d4f",
}
KEY = re.compile(r"(?P<branch>[a-z_]+)(/(?P<line>[1-9]\d{0,9}))?(:(?P<group>\w{0,64}))?")


class Place(NamedTuple):
    """A node of the map.

    branch: name of its branch, "" for the account
    line: id of its line, or None
    group: of a branch the value of its group, of a line the name of the branch below it, or None
    """

    branch: str = ""
    line: int | None = None
    group: str | None = None


def parse_key(key):
    """Read the key of a node that has something below it.

    :raise ValueError: when it is none

    >>> parse_key("")
    Place(branch='', line=None, group=None)
    >>> parse_key("actions:todo")
    Place(branch='actions', line=None, group='todo')
    >>> parse_key("objectives/12:actions")
    Place(branch='objectives', line=12, group='actions')
    """
    if key == "":
        return Place()
    found = KEY.fullmatch(key) if isinstance(key, str) else None
    if not found:
        raise ValueError(key)
    line = found["line"]
    return Place(found["branch"], int(line) if line else None, found["group"])


def key_of(branch, line=None, group=None):
    """The key of a node.

    >>> key_of("objectives", 12, "actions")
    'objectives/12:actions'
    """
    text = branch if line is None else f"{branch}/{line}"
    return text if group is None else f"{text}:{group}"


def text_of(node):
    """A node in one line.

    :param dict node: see `get_concept_branch`

    >>> marks = {"late": 1}
    >>> text_of({"kind": "chapter", "label": "Risks", "count": 3, "state": False, "marks": marks})
    'Risks · 3 · ●1'
    >>> text_of({"kind": "link", "label": "Call", "count": 0, "state": "To do", "marks": marks})
    '↗ Call · To do · ●'
    """
    is_line = node["kind"] in ("line", "link", "more")
    marks = " ".join(
        f"{sign}{'' if is_line else node['marks'][mark]}"
        for mark, sign in SIGNS.items()
        if node["marks"].get(mark)
    )
    label = f"↗ {node['label']}" if node["kind"] == "link" else node["label"]
    count = "" if is_line and not node["count"] else str(node["count"])
    parts = (label, count, node["state"], marks, node.get("question"))
    return " · ".join(part for part in parts if part)
