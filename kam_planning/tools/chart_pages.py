"""An organisation chart over several pages, the upper levels first. Plain values only."""

from bisect import bisect_left
from collections import deque
from dataclasses import dataclass, field

from .org_chart import HEIGHT, lay_out


@dataclass
class Page:
    """Who stands on one page.

    managers: {id: id of the manager on this page or None}, in the order of drawing
    heads: ids of those who stand on an earlier page already, and here again above their reports
    """

    managers: dict = field(default_factory=dict)
    heads: set = field(default_factory=set)


def split(managers, width, height, card_height=HEIGHT):
    """Share a chart out over pages: level by level as far as one reaches, then, below the manager
    who is shown again, those for whom there was no room.

    :param dict managers: {id: id of the manager or a false value}, without circles
    :param int width: of a page, in pixels of the drawing
    :param int height: of a page
    :param int card_height: of the cards
    :return: tuple (list of Page, {id of a manager: number of the page, from 1, on which the first
        of the reports stand that are not beside the manager's own place})

    >>> pages, continued = split({1: None, 2: 1, 3: 1, 4: 2, 5: 2}, 424, 240)
    >>> [(page.managers, page.heads) for page in pages]
    [({1: None, 2: 1, 3: 1}, set()), ({2: None, 4: 2, 5: 2}, {2})]
    >>> continued
    {2: 2}
    """
    below, tops = {}, []
    for person, manager in managers.items():
        (below.setdefault(manager, []) if manager in managers else tops).append(person)
    waiting, pages, continued = deque([(None, tops)] if tops else ()), [], {}
    while waiting:
        page = _fill(waiting, below, lambda people: _fits(people, width, height, card_height))
        pages.append(page)
        for head in page.heads:
            continued.setdefault(head, len(pages))
    return pages, continued


def _fits(people, width, height, card_height):
    _places, right, bottom = lay_out(people, card_height)
    return right <= width and bottom <= height


def _fill(waiting, below, fits):
    """Take from those who wait as many as one page holds; whose reports have no room waits."""
    page, cut = Page(), []
    while waiting and waiting[0][0] not in page.managers:
        head, people = waiting[0]
        count = _count_fitting(page, head, people, fits)
        if not count and page.managers:
            break
        waiting.popleft()
        # Nobody is left out where a page is too small for anybody.
        count = count or 1
        page.managers = _add(page, head, people[:count])
        if head:
            page.heads.add(head)
        cut += _open(page, people[:count], below, fits)
        if count < len(people):
            waiting.appendleft((head, people[count:]))
            break
    waiting.extend((person, below[person]) for person in cut)
    return page


def _add(page, head, people):
    above = {head: None} if head and head not in page.managers else {}
    return {**page.managers, **above, **dict.fromkeys(people, head)}


def _count_fitting(page, head, people, fits):
    """How many of these people, from the first on, have room on the page."""
    if fits(_add(page, head, people)):
        return len(people)
    counts = range(1, len(people))
    return bisect_left(counts, True, key=lambda n: not fits(_add(page, head, people[:n])))


def _open(page, people, below, fits):
    """Show the reports of these people, level by level; gives those for whom there is no room."""
    level, cut = deque(people), []
    while level:
        person = level.popleft()
        reports = below.get(person)
        if not reports:
            continue
        more = _add(page, person, reports)
        if fits(more):
            page.managers = more
            level.extend(reports)
        else:
            cut.append(person)
    return cut
