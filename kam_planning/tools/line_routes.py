"""How lines run around the cards of an organisation chart. The web client has the same rules
(`kam_map_routes.js`); `static/tests/relationship/line_cases.json` holds both together.

Cards stand in rows. A line leaves its upper end below the card, runs along the rooms between the
rows, passes each row where no card stands, and comes to its lower end from above. Between two cards
of one row it runs above them.
"""

from bisect import bisect_right
from dataclasses import dataclass

from .org_chart import GAP_X, GAP_Y, HEIGHT, WIDTH

# Heights in the room above a row; the middle, 24, belongs to the reporting lines.
TRACKS = (34, 14, 40, 8, 28, 20)
# Where lines leave a card, by the side of their other end; the middle is the reporting line's.
PORTS = {"right": (150, 170, 130), "left": (50, 30, 70)}
# Lines side by side between two cards, beside a reporting line in the middle.
LANES = (6, -6, 3, -3)
# So near to a card no line passes it.
NEAR = 5
# How far apart lines and labels stay.
APART = 6
LABEL_HEIGHT = 14
PLACES_ON_LINE = (2, 1, 3)
ARROW_LENGTH, ARROW_HALF = 10, 5


@dataclass
class Route:
    """Where a line runs.

    points: list of pairs (x, y), from the source to the target
    label: (x, y) of the middle of its label
    """

    points: list
    label: tuple


def route_lines(places, lines, height=HEIGHT):
    """Find a way around the cards for each line.

    :param dict places: {id: (x, y)} of the cards' upper left corners
    :param list lines: tuples (key, id of the source, id of the target, width of the label)
    :param int height: of the cards
    :return: dict {key: Route}
    """
    return _Router(places, height).route(lines)


def label_width(text):
    """About how wide a label is, in pixels.

    :param str text: of the label
    :return: int
    """
    return 6 * len(text) + 8


def arrow(before, tip):
    """Points of an arrowhead at the end of a line.

    :param tuple before: (x, y) of the last point but one
    :param tuple tip: (x, y) of the end
    :return: str, the points of an SVG polygon

    >>> arrow((0, 0), (0, 20)), arrow((0, 0), (20, 0))
    ('0,20 -5,10 5,10', '20,0 10,5 10,-5')
    """
    x, y = tip
    right, down = _sign(x - before[0]), _sign(y - before[1])
    back_x, back_y = x - right * ARROW_LENGTH, y - down * ARROW_LENGTH
    one = (back_x - down * ARROW_HALF, back_y + right * ARROW_HALF)
    other = (back_x + down * ARROW_HALF, back_y - right * ARROW_HALF)
    return " ".join(f"{x},{y}" for x, y in (tip, one, other))


def _sign(number):
    return (number > 0) - (number < 0)


class _Router:
    def __init__(self, places, height):
        self.places, self.height = places, height
        rows = {}
        for x, y in places.values():
            rows.setdefault(y, []).append(x)
        self.heights = sorted(rows)
        self.rows = [sorted(rows[y]) for y in self.heights]
        self.level = {y: number for number, y in enumerate(self.heights)}
        self.ports, self.lanes, self.runs, self.labels = {}, {}, {}, {}

    def route(self, lines):
        """Route lines as `route_lines` gets them, for `route_lines`."""
        routes = {}
        for key, source, target, width in lines:
            is_upwards = self.places[target][1] < self.places[source][1]
            upper, lower = (target, source) if is_upwards else (source, target)
            points, runs = self._find_way(upper, lower)
            label = self._place_label(runs, points, width)
            routes[key] = Route(points[::-1] if is_upwards else points, label)
        return routes

    def _find_way(self, upper, lower):
        """The points of a line, and its level parts: tuples (room, y, x from, x to)."""
        (x1, y1), (x2, y2) = self.places[upper], self.places[lower]
        first, last = self.level[y1], self.level[y2]
        is_beside = first == last
        start = x1 + self._take_port(upper, "above" if is_beside else "below", x2 >= x1)
        end = x2 + self._take_port(lower, "above", x1 > x2)
        points, runs, at = [(start, y1 if is_beside else y1 + self.height)], [], start
        for room in range(last if is_beside else first + 1, last + 1):
            to = end if room == last else self._find_gap(room, at, end)
            if to != at:
                y = self._take_track(room, at, to)
                points += [(at, y), (to, y)]
                runs.append((room, y, at, to))
            at = to
        return [*points, (end, y2)], runs

    def _take_port(self, person, side, is_right):
        ports = PORTS["right" if is_right else "left"]
        key = (person, side, is_right)
        number = self.ports[key] = self.ports.get(key, -1) + 1
        return ports[number % len(ports)]

    def _find_gap(self, row, at, end):
        """Where to pass a row on the way from one x to another: the shortest way."""
        gaps = [self._find_free(row, x) for x in (at, end)]
        gap = min(gaps, key=lambda gap: abs(gap[0] - at) + abs(gap[0] - end))
        if gap[1]:
            key = (row, gap[0])
            number = self.lanes[key] = self.lanes.get(key, -1) + 1
            return gap[0] + LANES[number % len(LANES)]
        return gap[0]

    def _find_free(self, row, x):
        """The nearest x at which no card of a row stands, and whether that is beside a card."""
        cards = self.rows[row]
        number = bisect_right(cards, x + NEAR)
        if not number or x > cards[number - 1] + WIDTH + NEAR:
            return x, False
        left = cards[number - 1] - GAP_X // 2
        right = cards[number - 1] + WIDTH + GAP_X // 2
        return (left if x - left <= right - x else right), True

    def _take_track(self, room, at, to):
        """A height in a room on which no other line runs here."""
        low, high = min(at, to) - APART, max(at, to) + APART
        tracks = self.runs.setdefault(room, [[] for _track in TRACKS])
        free = [all(to < low or at > high for at, to in taken) for taken in tracks]
        number = free.index(True) if True in free else sum(map(len, tracks)) % len(TRACKS)
        tracks[number].append((low, high))
        return self.heights[room] - GAP_Y + TRACKS[number]

    def _place_label(self, runs, points, width):
        """On the longest level part where no other label is."""
        places = [
            (room, at + (to - at) * quarter // 4, y)
            for room, y, at, to in sorted(runs, key=lambda run: -abs(run[3] - run[2]))
            for quarter in PLACES_ON_LINE
        ]
        if not places:
            x, y = points[-1]
            places = [(self.level[y], x, y - GAP_Y // 2)]
        room, x, y = next((place for place in places if self._is_free(*place, width)), places[0])
        self.labels.setdefault(room, []).append((x, y, width))
        return x, y

    def _is_free(self, room, x, y, width):
        return all(
            2 * abs(x - x2) >= width + width2 or abs(y - y2) >= LABEL_HEIGHT
            for x2, y2, width2 in self.labels.get(room, ())
        )
