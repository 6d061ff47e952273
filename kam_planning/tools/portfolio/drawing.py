"""The matrix as it is printed: places of bubbles, arrows and targets. Plain values.

The screen draws the same (static/src/portfolio/matrix/matrix_model.js).
"""

from math import hypot, sqrt

from ..drawn_text import text_width

# Side of the drawing; strength goes to the right, attractiveness up.
SIDE = 600.0
SMALLEST, LARGEST = 6.0, 34.0
# Where there are more arrows, only those of so many of the largest bubbles are drawn in full.
MOST_WAYS = 12
# So much of a name lies to the left of where it is put.
ANCHORS = {"start": 0.0, "middle": 0.5, "end": 1.0}
# So many of the largest bubbles have a name even where it covers other bubbles.
NAMED = 8


def place(attractiveness, strength, side=SIDE):
    """Middle of a bubble in the drawing: (x, y).

    >>> place(67.1, 47.0)
    (282.0, 197.4)
    """
    return round(side * strength / 100.0, 2), round(side * (100.0 - attractiveness) / 100.0, 2)


def radius(amount, most):
    """Radius of a bubble whose area tells an amount; not known and nothing are the smallest.

    >>> radius(25.0, 100.0), radius(100.0, 100.0), radius(None, 100.0)
    (17.0, 34.0, 6.0)
    """
    if amount is None or most <= 0:
        return SMALLEST
    return max(SMALLEST, LARGEST * sqrt(min(1.0, abs(amount) / most)))


def style(amount):
    """How a bubble is filled: ``full``, ``hatched`` (a loss) or ``outline`` (not known)."""
    if amount is None:
        return "outline"
    return "hatched" if amount < 0 else "full"


def arrow(start, end, room):
    """Line from one place to the edge of the bubble at another, None where there is no way.

    :param tuple start: (x, y)
    :param tuple end: (x, y)
    :param float room: radius of the bubble at the end
    :return: tuple (x1, y1, x2, y2)

    >>> arrow((0.0, 0.0), (100.0, 0.0), 10.0)
    (0.0, 0.0, 90.0, 0.0)
    """
    length = hypot(end[0] - start[0], end[1] - start[1])
    if length <= room:
        return None
    part = (length - room) / length
    return (
        *start,
        round(start[0] + part * (end[0] - start[0]), 2),
        round(start[1] + part * (end[1] - start[1]), 2),
    )


def find_faint(bubbles, most=MOST_WAYS):
    """Which bubbles' arrows step back, so that those of the largest ones can be followed.

    :param list bubbles: dicts ``arrow`` (false where there is none), ``r``
    :return: set of places in the list

    >>> sizes = [{"arrow": True, "r": 9.0}, {"arrow": True, "r": 30.0}, {"arrow": False, "r": 8.0}]
    >>> find_faint(sizes, most=1), find_faint(sizes, most=2)
    ({0}, set())
    """
    drawn = [place for place, one in enumerate(bubbles) if one["arrow"]]
    return set(sorted(drawn, key=lambda place: -bubbles[place]["r"])[most:])


def put_labels(bubbles, side=SIDE, size=11.0):
    """Find room for the names beside bubbles, of the largest bubbles first.

    :param list bubbles: dicts ``x``, ``y``, ``r``, ``name``
    :return: list of dicts ``x``, ``y``, ``anchor`` (of `ANCHORS`), None where there is no room
        without covering another name, or the middle of another bubble (but for the largest)
    """
    taken, labels = [], [None] * len(bubbles)
    middles = [_find_middle(one) for one in bubbles]
    for rank, index in enumerate(sorted(range(len(bubbles)), key=lambda i: -bubbles[i]["r"])):
        one, others = bubbles[index], middles[:index] + middles[index + 1 :]
        covered = taken if rank < NAMED else taken + others
        width = text_width(one["name"], size)
        for anchor, x in _list_places(one, width):
            left = x - width * ANCHORS[anchor]
            box = (left, one["y"] - size / 2, left + width, one["y"] + size / 2)
            if left >= 0 and box[2] <= side and not any(_overlap(box, other) for other in covered):
                taken.append(box)
                labels[index] = {"x": x, "y": one["y"] + size / 3, "anchor": anchor}
                break
    return labels


def _list_places(bubble, width):
    """Where a name may stand: in its bubble if it fits, else to the right or to the left of it."""
    x, r = bubble["x"], bubble["r"]
    inside = [("middle", x)] if width <= 2 * r - 2 else []
    return [*inside, ("start", x + r + 3), ("end", x - r - 3)]


def _find_middle(bubble):
    """The inner box of a bubble: a name over it would be taken for its own."""
    half = bubble["r"] * 0.6
    x, y = bubble["x"], bubble["y"]
    return x - half, y - half, x + half, y + half


def _overlap(one, other):
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
