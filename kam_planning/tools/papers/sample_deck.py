"""The template that is shipped, made by code: a plain deck to begin with, and an example of how
placeholders are written.
"""

from io import BytesIO

from .deck import find_library

INCH = 914400
WIDTH, HEIGHT, MARGIN = int(13.333 * INCH), int(7.5 * INCH), int(0.6 * INCH)
BLUE, GREY, LINE = "35536B", "666666", "F2F5F8"
# A layout of the library's own empty file: a title and nothing else.
TITLE_ONLY = 5


def make_sample(slides):
    """Make a deck.

    :param slides: list of dicts ``title`` (text), ``subtitle`` (text, or ""), and ``table``
        (list of rows of texts, the first one the head, or [])
    :return: bytes of the file
    :raise LibraryMissing: where python-pptx is not installed
    """
    library = find_library()
    deck = library.Presentation()
    deck.slide_width, deck.slide_height = WIDTH, HEIGHT
    for number, values in enumerate(slides):
        slide = deck.slides.add_slide(deck.slide_layouts[TITLE_ONLY])
        top = int(2.6 * INCH) if number == 0 else int(0.4 * INCH)
        _place(slide.shapes.title, top, int(0.9 * INCH))
        _write(library, slide.shapes.title.text_frame, values["title"], 36 if number == 0 else 28)
        if values.get("subtitle"):
            box = slide.shapes.add_textbox(0, 0, 0, 0)
            _place(box, top + INCH, int(0.9 * INCH))
            _write(library, box.text_frame, values["subtitle"], 18, GREY)
        if values.get("table"):
            _add_table(library, slide, values["table"])
    target = BytesIO()
    deck.save(target)
    return target.getvalue()


def _place(shape, top, height):
    shape.left, shape.top, shape.width, shape.height = MARGIN, top, WIDTH - 2 * MARGIN, height


def _write(library, frame, text, size, color=BLUE, is_bold=False):
    frame.word_wrap = True
    frame.text = text
    paragraph = frame.paragraphs[0]
    paragraph.alignment = library.enum.text.PP_ALIGN.LEFT
    font = paragraph.runs[0].font if paragraph.runs else paragraph.font
    font.size, font.bold = library.util.Pt(size), is_bold
    font.color.rgb = library.dml.color.RGBColor.from_string(color)


def _add_table(library, slide, rows):
    width = WIDTH - 2 * MARGIN
    frame = slide.shapes.add_table(
        len(rows), len(rows[0]), MARGIN, int(1.5 * INCH), width, int(0.38 * INCH) * len(rows)
    )
    table = frame.table
    # The first column says what it is.
    wide = width * 2 // (len(rows[0]) + 1)
    for place, column in enumerate(table.columns):
        column.width = wide if place == 0 else (width - wide) // max(len(rows[0]) - 1, 1)
    for number, row in enumerate(rows):
        for place, text in enumerate(row):
            cell = table.cell(number, place)
            cell.fill.solid()
            color = BLUE if number == 0 else LINE
            cell.fill.fore_color.rgb = library.dml.color.RGBColor.from_string(color)
            ink = "FFFFFF" if number == 0 else "222222"
            _write(library, cell.text_frame, text, 12, ink, number == 0)
