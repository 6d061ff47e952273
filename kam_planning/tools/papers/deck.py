"""Fills a PowerPoint template: placeholders, and loops over rows, paragraphs and slides.

The library python-pptx is needed to open and to write the file, and asked for there alone.
"""

import math
import zipfile
import zlib
from copy import deepcopy
from io import BytesIO
from typing import NamedTuple

from lxml import etree

from . import deck_marks
from .deck_marks import PARAGRAPH, Fault

# A file that is larger, or grows larger when unpacked, is not opened.
MOST_BYTES, MOST_UNPACKED, MOST_PARTS, MOST_SLIDES = 20 * 10**6, 150 * 10**6, 3000, 200
# A table goes on over so many slides of so many lines; what is still left is counted.
MOST_ROWS, MOST_PAGES, MOST_BULLETS, MOST_COPIES = 12, 3, 10, 20
BROKEN = (zipfile.BadZipFile, zlib.error, etree.LxmlError, LookupError, ValueError, AttributeError)
BROKEN += (TypeError, AssertionError, OSError, RuntimeError, NotImplementedError)
# What is drawn of texts that stand in no slide.
DRAWN = ("/ppt/charts/", "/ppt/diagrams/data")
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


class LibraryMissing(Exception):
    """python-pptx is not installed."""


class BrokenFile(Exception):
    """It is no presentation, or one that cannot be read; its argument is large or broken."""


class Words(NamedTuple):
    """What is written where there is nothing to write.

    unknown: instead of a missing value
    more: function that says how many more lines there are
    """

    unknown: str
    more: object


class Part(NamedTuple):
    """A slide, its notes, a master or a layout."""

    place: str
    number: int
    element: object
    slide: object = None
    slide_id: int = 0

    @property
    def paragraphs(self):
        """All paragraphs, in the order of the text."""
        return list(self.element.iter(PARAGRAPH))


def find_library():
    """Give the library python-pptx.

    :raise LibraryMissing: where it is not installed
    """
    try:
        import pptx
    except ImportError as error:
        raise LibraryMissing from error
    return pptx


def open_deck(content):
    """Open a presentation.

    :param bytes content: of the file
    :return: pptx.Presentation
    :raise LibraryMissing: where python-pptx is not installed
    :raise BrokenFile: on what is no presentation, or too large
    """
    library = find_library()
    try:
        _check_size(content)
        deck = library.Presentation(BytesIO(content))
        count = len(deck.slides)
    except (*BROKEN, library.exc.PythonPptxError) as error:
        raise BrokenFile("broken") from error
    if count > MOST_SLIDES:
        raise BrokenFile("large")
    return deck


def check_deck(deck, names):
    """What is wrong in a template: list of `Fault`.

    :param deck: pptx.Presentation
    :param names: `vocabulary.Names` that it may hold
    """
    faults, whole = [], {}
    for part in _list_parts(deck):
        paragraphs = part.paragraphs
        loops, found = deck_marks.find_loops(paragraphs)
        for loop in loops:
            if deck_marks.place_of(loop) == "slide":
                whole[part.slide_id] = loop.name
                if not part.slide or len(loops) > 1:
                    found.append(("apart", loop.name))
        # Notes of a slide that is repeated are repeated with it.
        around = whole.get(part.slide_id) if part.place == "notes" else None
        found += [("braces", "") for one in paragraphs if deck_marks.has_stray_braces(one)][:1]
        found += [("drawn", text) for text in _list_drawn(part.slide)]
        for sign, name, loop in deck_marks.find_names(paragraphs):
            inside = names.loops.get(loop or around, ())
            known = names.loops if sign else names.values | set(inside)
            # Of a loop that is unknown itself nothing else is said.
            if name not in known and (sign == "#" or loop is None or loop in names.loops):
                found.append(("unknown", name))
        faults += [Fault(kind, part.place, part.number, name) for kind, name in found]
    return list(dict.fromkeys(faults))


def _list_drawn(slide):
    """Texts with a mark in the charts and the SmartArt of a slide, which are parts of their own."""
    links = slide.part.rels.values() if slide else ()
    parts = [link.target_part for link in links if not link.is_external]
    drawn = [part for part in parts if part.partname.startswith(DRAWN)]
    # What is broken says what can be read of it.
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
    roots = [etree.fromstring(part.blob, parser) for part in drawn]
    return [text for root in roots if root is not None for text in deck_marks.find_drawn(root)]


def fill_deck(deck, values, loops, words):
    """Fill a template that was checked.

    :param deck: pptx.Presentation, which is changed
    :param dict values: {name: text, or a false value where it is not known}
    :param dict loops: {name: list of such dicts}
    :param words: `Words`
    :return: bytes of the file
    """
    is_done = _repeat_slides(deck, values, loops, words)
    for part in list(_list_parts(deck)):
        # What a value says is no placeholder.
        if part.slide_id not in is_done:
            _fill_part(part, values, loops, words)
    target = BytesIO()
    deck.save(target)
    return target.getvalue()


# opening


def _check_size(content):
    """A packed file says how large its parts are, and unpacking ends there."""
    if len(content) > MOST_BYTES:
        raise BrokenFile("large")
    with zipfile.ZipFile(BytesIO(content)) as package:
        parts = package.infolist()
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise BrokenFile("large")


def _list_parts(deck):
    for number, slide in enumerate(deck.slides, 1):
        yield Part("slide", number, _tree(slide), slide, slide.slide_id)
        if slide.has_notes_slide:
            yield Part("notes", number, _tree(slide.notes_slide), slide_id=slide.slide_id)
    for number, master in enumerate(deck.slide_masters, 1):
        for one in (master, *master.slide_layouts):
            yield Part("master", number, one.shapes._spTree)


# filling


def _fill_part(part, values, loops, words):
    filled = set()
    for loop in deck_marks.find_loops(part.paragraphs)[0]:
        if deck_marks.place_of(loop) != "slide":
            filled |= _repeat(loop, values, loops.get(loop.name, []), words)
    for paragraph in part.paragraphs:
        # What a value says is no placeholder.
        if paragraph not in filled:
            _fill(paragraph, values, words)


def _fill(element, values, words):
    """Fill all paragraphs of an element, and give them."""
    paragraphs = set(element.iter(PARAGRAPH))
    for paragraph in paragraphs:
        deck_marks.rewrite(
            paragraph, lambda sign, name: "" if sign else values.get(name) or words.unknown
        )
    return paragraphs


def _repeat(loop, values, lines, words):
    """Repeat rows or paragraphs for the lines of a list; gives the paragraphs that are filled."""
    is_table = deck_marks.place_of(loop) == "rows"
    most = MOST_ROWS if is_table else MOST_BULLETS
    among = deck_marks.range_of(loop)
    samples = [one for one in among if not deck_marks.is_bare(one)]
    parent, at = among[0].getparent(), among[0].getparent().index(among[0])
    left = getattr(lines, "left", 0) + max(len(lines) - most, 0)
    made, filled = [], set()
    for line in lines[:most]:
        for sample in samples:
            made.append(_copy(sample))
            filled |= _fill(made[-1], {**values, **line}, words)
    if left and samples:
        made.append(_say(_copy(samples[0]), words.more(left)))
        filled |= set(made[-1].iter(PARAGRAPH))
    for one in among:
        parent.remove(one)
    for place, one in enumerate(made):
        parent.insert(at + place, one)
    if not made and not is_table and parent.find(PARAGRAPH) is None:
        # A text without a paragraph is broken.
        etree.SubElement(parent, PARAGRAPH)
    return filled


def _copy(sample):
    """A row has a number of its own, which a copy has not."""
    copied = deepcopy(sample)
    for child in copied.findall(f"{deck_marks.DRAWING}extLst"):
        copied.remove(child)
    return copied


def _say(element, text):
    """Leave one text in a row or paragraph, in the format of its first run."""
    for number, piece in enumerate(element.iter(deck_marks.TEXT)):
        piece.text = "" if number else text
    return element


# slides


class _Page(list):
    """The lines of a list that stand on one slide; `left` are on none."""

    left = 0


def _repeat_slides(deck, values, loops, words):
    """Repeat the slides that have more lines than one of them holds; gives the ids of those made,
    which are filled.
    """
    made, gone = [], []
    for slide in list(deck.slides):
        found = deck_marks.find_loops(list(_tree(slide).iter(PARAGRAPH)))[0]
        whole = [loop for loop in found if deck_marks.place_of(loop) == "slide"]
        if whole:
            made += _repeat_whole(deck, slide, whole[0].name, (values, loops, words))
            gone.append(slide)
            continue
        names = {loop.name for loop in found if deck_marks.place_of(loop) == "rows"}
        longest = max((len(loops.get(name, [])) for name in names), default=0)
        if longest > MOST_ROWS:
            pages = min(math.ceil(longest / MOST_ROWS), MOST_PAGES)
            made += _go_on(deck, slide, pages, names, (values, loops, words))
            gone.append(slide)
    # At the end: the names of the files of slides are given by their number.
    _drop_slides(deck, {slide.slide_id for slide in gone})
    return {slide.slide_id for slide in made}


def _repeat_whole(deck, slide, name, filling):
    """A slide for each line."""
    values, loops, words = filling
    lines, made = loops.get(name, []), []
    for line in lines[:MOST_COPIES]:
        made.append(_copy_slide(deck, slide))
        _fill(_tree(made[-1]), {**values, **line}, words)
        _fill_notes(made[-1], {**values, **line}, loops, words)
    left = len(lines) - MOST_COPIES
    if left > 0:
        last = list(_tree(made[-1]).iter(deck_marks.TEXT))[-1]
        last.text = f"{last.text or ''} ({words.more(left)})"
    return made


def _go_on(deck, slide, pages, names, filling):
    """A table of many lines goes on over further slides."""
    values, loops, words = filling
    made = []
    for page in range(pages):
        made.append(_copy_slide(deck, slide))
        shown = {**loops, **{name: _page_of(loops.get(name, []), page) for name in names}}
        _fill_part(Part("slide", 0, _tree(made[-1])), values, shown, words)
        _fill_notes(made[-1], values, shown, words)
    return made


def _fill_notes(slide, values, loops, words):
    if slide.has_notes_slide:
        _fill_part(Part("notes", 0, _tree(slide.notes_slide)), values, loops, words)


def _page_of(lines, page):
    shown = _Page(lines[page * MOST_ROWS : (page + 1) * MOST_ROWS])
    if page == MOST_PAGES - 1:
        shown.left = max(len(lines) - MOST_ROWS * MOST_PAGES, 0)
    return shown


def _tree(slide):
    """The shapes of a slide or its notes, also of one whose shapes were exchanged."""
    return slide._element.cSld.spTree


def _copy_slide(deck, slide):
    """A slide like another with notes of its own, before it."""
    copied = deck.slides.add_slide(slide.slide_layout)
    _copy_content(slide, copied)
    if slide.has_notes_slide:
        _copy_content(slide.notes_slide, copied.notes_slide)
    order = deck.slides._sldIdLst
    ids = {one.slide_id: element for one, element in zip(deck.slides, order, strict=True)}
    ids[slide.slide_id].addprevious(ids[copied.slide_id])
    return copied


def _copy_content(source, target):
    links = _copy_links(source.part, target.part)
    fresh = _tree(target).getparent()
    for child in list(fresh):
        fresh.remove(child)
    for child in _tree(source).getparent():
        fresh.append(_point_to(deepcopy(child), links))


def _copy_links(source, target):
    """Link to the same pictures and addresses: {old id: new id}."""
    links, owners = {}, ("/slideLayout", "/notesSlide", "/notesMaster")
    for old, link in source.rels.items():
        if link.reltype.endswith(owners) or (_is_notes(source) and link.reltype.endswith("/slide")):
            continue
        if link.is_external:
            links[old] = target.rels.get_or_add_ext_rel(link.reltype, link.target_ref)
        else:
            links[old] = target.rels.get_or_add(link.reltype, link.target_part)
    return links


def _is_notes(part):
    """Whether a part is notes, which name the slide that they belong to."""
    return any(link.reltype.endswith("/notesMaster") for link in part.rels.values())


def _point_to(element, links):
    for one in element.iter():
        for name, value in one.attrib.items():
            if name.startswith(f"{{{RELATIONS}}}") and value in links:
                one.set(name, links[value])
    return element


def _drop_slides(deck, ids):
    order = deck.slides._sldIdLst
    for slide, element in list(zip(deck.slides, order, strict=True)):
        if slide.slide_id in ids:
            deck.part.drop_rel(element.rId)
            order.remove(element)
    # Sections name their slides, also those that are gone.
    for sections in list(deck.part._element.iter("{*}sectionLst")) if ids else ():
        extension = sections.getparent()
        extension.getparent().remove(extension)
