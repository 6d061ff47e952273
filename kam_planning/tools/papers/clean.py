"""Texts as office files may hold them. Plain values only."""

import re

from ..texts import shorten

# What XML cannot hold: control characters, halves of pairs, and what is no character at all.
INVALID = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# More than that is cut from a cell by spreadsheet programs.
MOST_IN_CELL = 32000


def clean(text):
    """Leave out of a text what XML cannot hold.

    >>> clean("a\\x00b\\ud800c")
    'abc'

    :param str text: of any origin
    :return: str
    """
    return INVALID.sub("", text)


def in_one_line(text, length):
    """A text in one line, cut at a length.

    >>> in_one_line("one\\n two\\x0b three", 9)
    'one two …'

    :param str text: of any origin
    :param int length: letters at most
    :return: str
    """
    return shorten(clean(" ".join(text.split())), length)
