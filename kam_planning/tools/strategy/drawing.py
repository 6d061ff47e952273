"""A picture of boxes and lines, made ready to be drawn as SVG. Plain values only."""

from typing import NamedTuple

from ..drawn_text import shorten, text_width, wrap_parts, wrap_short

MARGIN = 16
INDENT, EDGE = 10, 4
TITLE_SIZE, NOTE_SIZE, LINE = 13, 11, 16
GREY = "#8f8f8f"
# Sides of a sheet of A4.
SHEET = 281 / 194
LEAST_WIDTH = 900


class Box(NamedTuple):
    """A box of a picture, in its pixels.

    title: wrapped into two lines in a high box, and cut
    note: below the title, in two lines as well
    end: at the other end of the line
    color: of the edge where one begins to read, "" for a text without a box
    """

    x: float
    y: float
    width: float
    height: float
    title: str
    note: str = ""
    end: str = ""
    color: str = GREY
    is_dashed: bool = False
    is_muted: bool = False


class Line(NamedTuple):
    """A curve from the end of one box to the beginning of another one: (x, y) of both."""

    start: tuple
    end: tuple
    is_dashed: bool = False


class Scene(NamedTuple):
    """A picture."""

    boxes: list
    lines: list
    width: float
    height: float

    def mirror(self):
        """The same for who reads from right to left."""
        boxes = [box._replace(x=self.width - box.x - box.width) for box in self.boxes]
        lines = [
            line._replace(start=self._mirror(line.start), end=self._mirror(line.end))
            for line in self.lines
        ]
        return self._replace(boxes=boxes, lines=lines)

    def _mirror(self, point):
        x, y = point
        return (self.width - x, y)


def path_of(start, end):
    """The curve between two points, as SVG writes it.

    >>> path_of((260, 17), (316, 59))
    'M260 17C288 17 288 59 316 59'
    """
    (x, y), (to_x, to_y) = start, end
    middle = (x + to_x) / 2
    return f"M{x:g} {y:g}C{middle:g} {y:g} {middle:g} {to_y:g} {to_x:g} {to_y:g}"


def prepare_whole(scene, is_mirrored=False, margin=MARGIN, scale=1):
    """The whole picture as one drawing, in plain values.

    :param margin: around it
    :param scale: how large it is drawn
    :return: dict ``x``, ``y``, ``width``, ``height`` of what is seen, ``scale``, ``direction``,
        ``boxes`` and ``paths``
    """
    width, height = scene.width + 2 * margin, scene.height + 2 * margin
    return {**_prepare(scene, -margin, width, height, is_mirrored, margin), "scale": scale}


def prepare_sheets(scene, is_mirrored=False):
    """The picture on as many sheets as it takes to read it; no box is cut where rows leave a gap.

    :return: list of dicts, see `prepare_whole`
    """
    width = max(scene.width + 2 * MARGIN, LEAST_WIDTH)
    sheets, top = [], -MARGIN
    while not sheets or top < scene.height:
        end = _end_of_sheet(scene.boxes, top, width / SHEET)
        sheets.append(_prepare(scene, top, width, end - top, is_mirrored))
        top = end
    return sheets


def _end_of_sheet(boxes, start, most):
    end = start + most
    first = min([end, *(box.y for box in boxes if box.y < end < box.y + box.height)])
    return first if first > start else end


def _prepare(scene, top, width, height, is_mirrored, margin=MARGIN):
    drawn = scene.mirror() if is_mirrored else scene
    left = scene.width + margin - width if is_mirrored else -margin
    return {
        "x": left,
        "y": top,
        "width": width,
        "height": height,
        "paths": [
            {"path": path_of(line.start, line.end), "is_dashed": line.is_dashed}
            for line in drawn.lines
        ],
        "boxes": [
            _prepare_box(box, is_mirrored)
            for box in drawn.boxes
            if box.y + box.height > top and box.y < top + height
        ],
        "scale": 1,
        "direction": "rtl" if is_mirrored else "ltr",
    }


def _prepare_box(box, is_mirrored):
    # Where a text begins and ends: for who reads from right to left the other way round.
    sides = [box.x + INDENT, box.x + box.width - INDENT]
    begin, end = reversed(sides) if is_mirrored else sides
    lines = _wrap_texts(box)
    first = box.y + box.height / 2 + 5 - (len(lines) - 1) * LINE / 2
    texts = [
        {"text": text, "size": size, "is_muted": is_muted, "x": begin, "y": first + LINE * number}
        for number, (text, size, is_muted) in enumerate(lines)
    ]
    if box.end:
        last = {"text": _shorten_end(box), "size": NOTE_SIZE, "is_muted": True, "is_end": True}
        texts.append({**last, "x": end, "y": first})
    edge = box.x + box.width - EDGE if is_mirrored else box.x
    return {**box._asdict(), "edge_x": edge, "texts": texts}


def _wrap_texts(box):
    """The lines of title and note: tuples (text, size, whether muted)."""
    room, most = box.width - 2 * INDENT, 1 if box.height < 60 else 2
    beside = text_width(_shorten_end(box), NOTE_SIZE) + INDENT if box.end else 0
    titles = wrap_short(box.title, room - beside, TITLE_SIZE, most)
    notes = wrap_parts(box.note, room, NOTE_SIZE, most) if box.note else []
    texts = [(text, TITLE_SIZE, box.is_muted) for text in titles]
    return texts + [(text, NOTE_SIZE, True) for text in notes]


def _shorten_end(box):
    return shorten(box.end, box.width / 2, NOTE_SIZE)
