"""An organisation chart over several sheets, the upper levels first. Plain values only."""

from bisect import bisect_left
from collections import deque
from dataclasses import dataclass, field

from .org_chart import HEIGHT, lay_out

# Between the parts of a chart on one sheet.
PART_GAP = 60


@dataclass
class Part:
    """Who stands together on a sheet.

    managers: {id: id of the manager in this part or None}, in the order of drawing
    heads: ids of those who stand in an earlier part already, and here again above their reports
    """

    managers: dict = field(default_factory=dict)
    heads: set = field(default_factory=set)


def split(managers, width, height, card_height=HEIGHT):
    """Share a chart out over sheets: level by level as far as one reaches, then, below the manager
    who is shown again, those for whom there was no room.

    :param dict managers: {id: id of the manager or a false value}, without circles
    :param int width: of a sheet, in pixels of the drawing
    :param int height: of a sheet
    :param int card_height: of the cards
    :return: tuple (list of sheets, each a list of Part, one below the other; {id of a manager:
        number of the sheet, from 1, on which the first of the reports stand that are not below the
        manager's own place})

    >>> sheets, continued = split({1: None, 2: 1, 3: 1, 4: 2, 5: 2}, 424, 240)
    >>> [[(part.managers, part.heads) for part in sheet] for sheet in sheets]
    [[({1: None, 2: 1, 3: 1}, set())], [({2: None, 4: 2, 5: 2}, {2})]]
    >>> continued
    {2: 2}
    """
    below, tops = {}, []
    for person, manager in managers.items():
        (below.setdefault(manager, []) if manager in managers else tops).append(person)
    waiting, sheets, continued, left = deque([(None, tops)] if tops else ()), [], {}, 0
    while waiting:
        part = _fill(waiting, below, lambda people: _fits(people, width, height, card_height))
        _places, _right, bottom = lay_out(part.managers, card_height)
        if not sheets or bottom + PART_GAP > left:
            sheets.append([])
            left = height
        left -= bottom + (PART_GAP if sheets[-1] else 0)
        sheets[-1].append(part)
        for head in part.heads:
            continued.setdefault(head, len(sheets))
    return sheets, continued


def _fits(people, width, height, card_height):
    _places, right, bottom = lay_out(people, card_height)
    return right <= width and bottom <= height


def _fill(waiting, below, fits):
    """Take from those who wait as many as one part holds; whose reports have no room waits."""
    part, cut = Part(), []
    while waiting and waiting[0][0] not in part.managers:
        head, people = waiting[0]
        count = _count_fitting(part, head, people, fits)
        if not count and part.managers:
            break
        waiting.popleft()
        # Nobody is left out where a sheet is too small for anybody.
        count = count or 1
        part.managers = _add(part, head, people[:count])
        if head:
            part.heads.add(head)
        cut += _open(part, people[:count], below, fits)
        if count < len(people):
            waiting.appendleft((head, people[count:]))
            break
    waiting.extend((person, below[person]) for person in cut)
    return part


def _add(part, head, people):
    above = {head: None} if head and head not in part.managers else {}
    return {**part.managers, **above, **dict.fromkeys(people, head)}


def _count_fitting(part, head, people, fits):
    """How many of these people, from the first on, have room on the part."""
    if fits(_add(part, head, people)):
        return len(people)
    counts = range(1, len(people))
    return bisect_left(counts, True, key=lambda n: not fits(_add(part, head, people[:n])))


def _open(part, people, below, fits):
    """Show the reports of these people, level by level; gives those for whom there is no room."""
    level, cut = deque(people), []
    while level:
        person = level.popleft()
        reports = below.get(person)
        if not reports:
            continue
        more = _add(part, person, reports)
        if fits(more):
            part.managers = more
            level.extend(reports)
        else:
            cut.append(person)
    return cut
