"""A picture of boxes and lines, made ready to be drawn as SVG. Plain values only."""

from typing import NamedTuple

from ..drawn_text import shorten, wrap_short

MARGIN = 16
INDENT = 10
TITLE_SIZE, NOTE_SIZE, LINE = 13, 11, 16
GREY = "#8f8f8f"
# Sides of a sheet of A4.
SHEET = 281 / 194
LEAST_WIDTH = 900


class Box(NamedTuple):
    """A box of a picture, in its pixels.

    title: wrapped into two lines in a high box, and cut
    color: of the edge where one begins to read, "" for a text without a box
    """

    x: float
    y: float
    width: float
    height: float
    title: str
    note: str = ""
    color: str = GREY
    is_dashed: bool = False


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


def prepare_whole(scene, is_mirrored=False):
    """The whole picture as one drawing, in plain values.

    :return: dict ``x``, ``y``, ``width``, ``height`` of what is seen, ``boxes`` and ``paths``
    """
    width, height = scene.width + 2 * MARGIN, scene.height + 2 * MARGIN
    return _prepare(scene, -MARGIN, width, height, is_mirrored)


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


def _prepare(scene, top, width, height, is_mirrored):
    drawn = scene.mirror() if is_mirrored else scene
    left = scene.width + MARGIN - width if is_mirrored else -MARGIN
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
        "direction": "rtl" if is_mirrored else "ltr",
    }


def _prepare_box(box, is_mirrored):
    room = box.width - 2 * INDENT
    titles = wrap_short(box.title, room, TITLE_SIZE, 1 if box.height < 60 else 2)
    texts = [(text, TITLE_SIZE) for text in titles]
    if box.note:
        texts.append((shorten(box.note, room, NOTE_SIZE), NOTE_SIZE))
    first = box.y + box.height / 2 + 5 - (len(texts) - 1) * LINE / 2
    return {
        **box._asdict(),
        "edge_x": box.x + box.width - 4 if is_mirrored else box.x,
        "texts": [
            {
                "text": text,
                "size": size,
                # Where a text begins: for who reads from right to left at its right end.
                "x": box.x + box.width - INDENT if is_mirrored else box.x + INDENT,
                "y": first + LINE * number,
            }
            for number, (text, size) in enumerate(texts)
        ],
    }
