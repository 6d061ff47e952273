"""How wide texts are when they are drawn, about, where no browser measures them."""

import unicodedata

# Widths in shares of the size of the letters.
NARROW, PLAIN, BROAD, WIDE = 0.32, 0.56, 0.72, 1.0
NARROW_LETTERS = frozenset("iljtfrI.,:;'|!()[]- ")
BROAD_LETTERS = frozenset("mwMW@%&")
BOLD = 1.08


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
    """Break a text into lines that are not wider; a word that is too long is broken itself.

    :return: list of str, none for an empty text

    >>> wrap("Head of Purchasing", 90, 13), wrap("", 90, 13)
    (['Head of', 'Purchasing'], [])
    """
    lines = []
    for word in (text or "").split():
        joined = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(joined, size, is_bold) <= width:
            lines[-1] = joined
            continue
        lines.append("")
        for letter in word:
            if lines[-1] and text_width(lines[-1] + letter, size, is_bold) > width:
                lines.append("")
            lines[-1] += letter
    return lines
