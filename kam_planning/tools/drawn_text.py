"""How wide texts are when they are drawn, about, where no browser measures them."""

import re
import unicodedata

# Widths in shares of the size of the letters.
NARROW, PLAIN, BROAD, WIDE = 0.4, 0.63, 0.78, 1.05
NARROW_LETTERS = frozenset("iljtfrI.,:;'|!()[]- ")
BROAD_LETTERS = frozenset("mwMW@%&")
BOLD = 1.13


def text_width(text, size, is_bold=False):
    """Pixels that a text is wide, rather too many than too few.

    :param str text: one line
    :param int size: of the letters, in pixels
    :return: float
    """
    width = sum(map(_letter_width, text)) * size
    return width * BOLD if is_bold else width


def _letter_width(letter):
    if unicodedata.combining(letter):
        return 0
    if unicodedata.east_asian_width(letter) in "WF":
        return WIDE
    if letter in NARROW_LETTERS:
        return NARROW
    return BROAD if letter in BROAD_LETTERS or letter.isupper() else PLAIN


def wrap(text, width, size, is_bold=False):
    """Break a text into lines that are not wider, between words and behind hyphens; a word that is
    too long is broken itself.

    :return: list of str, none for an empty text

    >>> wrap("Head of Purchasing", 95, 13), wrap("Anne-Sophie", 60, 13), wrap("", 90, 13)
    (['Head of', 'Purchasing'], ['Anne-', 'Sophie'], [])
    """
    lines = []
    for part in re.findall(r"\s*[^\s-]*-*", " ".join((text or "").split())):
        if lines and text_width(lines[-1] + part, size, is_bold) <= width:
            lines[-1] += part
        else:
            lines += _break(part.strip(), width, size, is_bold)
    return lines


def _break(word, width, size, is_bold):
    pieces = []
    for letter in word:
        if pieces and text_width(pieces[-1] + letter, size, is_bold) <= width:
            pieces[-1] += letter
        else:
            pieces.append(letter)
    return pieces


def shorten(text, width, size, is_bold=False):
    """As much of a text as fits in one line, with a sign where it was cut.

    >>> shorten("Head of Purchasing", 60, 13), shorten("Head", 60, 13)
    ('Head o…', 'Head')
    """
    text = " ".join((text or "").split())
    if text_width(text, size, is_bold) <= width:
        return text
    room, kept = width - text_width("…", size, is_bold), ""
    for letter in text:
        if text_width(kept + letter, size, is_bold) > room:
            break
        kept += letter
    return f"{kept.rstrip()}…"


def wrap_short(text, width, size, most):
    """A text in at most so many lines; the last one is cut.

    >>> wrap_short("Head of Purchasing and Supply", 75, 13, 2)
    ['Head of', 'Purchasi…']
    """
    lines = wrap(text, width, size)
    if len(lines) <= most:
        return lines
    rest = " ".join(lines[most - 1 :])
    return [*lines[: most - 1], shorten(rest, width, size)]


def wrap_parts(text, width, size, most):
    """What is joined by dots in at most so many lines, broken between the parts: a figure that is
    cut would be another one. Only what the last line does not hold is cut.

    >>> wrap_parts("$ 1,530 promised · $ 670 confirmed · Goal · Public", 130, 11, 2)
    ['$ 1,530 promised', '$ 670 confirmed · G…']
    """
    lines = []
    for part in text.split(" · "):
        longer = f"{lines[-1]} · {part}" if lines else part
        if lines and (len(lines) == most or text_width(longer, size) <= width):
            lines[-1] = longer
        else:
            lines.append(part)
    return [shorten(line, width, size) for line in lines]
