"""Placeholders in the text of slides: `{{health}}`, and loops `{{#actions}} … {{/actions}}`.

Works on the XML of a presentation (DrawingML), without the library that opens it.
"""

import re
from typing import NamedTuple

from .clean import in_one_line

DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
PARAGRAPH, RUN, TEXT = f"{DRAWING}p", f"{DRAWING}r", f"{DRAWING}t"
ROW, TABLE = f"{DRAWING}tr", f"{DRAWING}tbl"
MARK = re.compile(r"\{\{\s*([#/]?)\s*([^{}]*?)\s*\}\}")
# Letters of one value; more fits no slide.
MOST_LETTERS = 600
# Letters of a text that is told of.
MOST_DRAWN = 60
# Stands for what ends a run of text, such as a line break: no mark goes across it.
BREAK = "\v"


class Fault(NamedTuple):
    """What is wrong in a template.

    kind: unknown, unclosed, unopened, nested, apart, braces or drawn
    place, number: in which part of the file: slide, notes or master, and its number
    name: of the placeholder
    """

    kind: str
    place: str
    number: int
    name: str


class Loop(NamedTuple):
    """A part that is repeated for each line of a list: from a paragraph to a paragraph."""

    name: str
    first: object
    last: object


def text_of(paragraph):
    """The text of a paragraph, whatever its runs; a break is one letter."""
    return "".join(BREAK if piece is None else piece.text or "" for piece in _pieces(paragraph))


def rewrite(paragraph, tell):
    """Replace the marks of a paragraph. A mark that is split over runs is replaced in the first of
    them, whose format the value takes.

    :param paragraph: element `a:p`
    :param tell: function that gives the text for (sign, name)
    """
    pieces = list(_pieces(paragraph))
    text = text_of(paragraph)
    for match in reversed(list(MARK.finditer(text))):
        value = in_one_line(tell(*match.groups()), MOST_LETTERS)
        _replace(pieces, match.start(), match.end(), value)


def find_loops(paragraphs):
    """The loops of a part, in the order of its text; of what is faulty what can be told.

    :param paragraphs: list of elements `a:p`
    :return: tuple (list of `Loop`, list of (kind, name) of faults)
    """
    loops, faults, name, first = [], [], None, None
    for paragraph in paragraphs:
        for sign, found in MARK.findall(text_of(paragraph)):
            if sign == "#":
                if name is not None:
                    faults.append(("nested", found))
                    continue
                name, first = found, paragraph
            elif sign == "/" and found != name:
                faults.append(("unopened", found))
            elif sign == "/":
                loops.append(Loop(name, first, paragraph))
                name = None
    if name is not None:
        faults.append(("unclosed", name))
    return loops, faults


def find_names(paragraphs):
    """Which loop each name stands in: list of (sign, name, name of the loop or None)."""
    found, loop = [], None
    for paragraph in paragraphs:
        for sign, name in MARK.findall(text_of(paragraph)):
            loop = name if sign == "#" else loop
            found.append((sign, name, loop))
            loop = None if sign == "/" else loop
    return found


def has_stray_braces(paragraph):
    """Whether there is half a mark."""
    rest = MARK.sub("", text_of(paragraph))
    return "{{" in rest or "}}" in rest


def find_drawn(root):
    """Texts with a mark in a chart or in SmartArt, which nobody fills: list of str.

    :param root: element of its own part of the file
    """
    texts = [text_of(paragraph) for paragraph in root.iter(PARAGRAPH)]
    texts += [value.text or "" for value in root.iter("{*}v")]
    return [in_one_line(text, MOST_DRAWN) for text in texts if "{{" in text or "}}" in text]


def place_of(loop):
    """What a loop repeats: "rows", "paragraphs" or, from shape to shape, "slide"."""
    first, last = _above(loop.first, TABLE), _above(loop.last, TABLE)
    if first is not None and first is last:
        return "rows"
    return "paragraphs" if loop.first.getparent() is loop.last.getparent() else "slide"


def range_of(loop):
    """The elements that a loop repeats, rows or paragraphs: list."""
    if place_of(loop) == "rows":
        ends = (_above(loop.first, ROW), _above(loop.last, ROW))
    else:
        ends = (loop.first, loop.last)
    parent = ends[0].getparent()
    within = list(parent)[parent.index(ends[0]) : parent.index(ends[1]) + 1]
    return [element for element in within if element.tag == ends[0].tag]


def is_bare(element):
    """Whether nothing but the beginning or the end of a loop stands in a row or paragraph."""
    text = "".join(map(text_of, element.iter(PARAGRAPH)))
    signs = [sign for sign, _name in MARK.findall(text)]
    return bool(signs) and all(signs) and not MARK.sub("", text).strip()


def _pieces(paragraph):
    """The texts of the runs, `None` for what stands between them."""
    for child in paragraph:
        if child.tag == RUN:
            text = child.find(TEXT)
            if text is not None:
                yield text
        elif child.tag not in (f"{DRAWING}pPr", f"{DRAWING}endParaRPr"):
            yield None


def _replace(pieces, start, end, value):
    at = 0
    for piece in pieces:
        length = 1 if piece is None else len(piece.text or "")
        first, last = max(start - at, 0), min(end - at, length)
        if piece is not None and first < last:
            text = piece.text
            piece.text = text[:first] + value + text[last:]
            value = ""
        at += length


def _above(element, tag):
    return next(element.iterancestors(tag), None)
