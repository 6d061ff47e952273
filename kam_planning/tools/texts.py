"""Texts as they are compared: plain values only."""

import unicodedata

# Letters that no accent was put on, as those write them who have no such key.
PLAIN = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ı": "i"})


def fold(text):
    """Write a text without accents and capitals, so that what looks alike is the same.

    >>> fold("Núñez"), fold("Sørensen"), fold("Łukasz")
    ('nunez', 'sorensen', 'lukasz')

    :param str text: or a false value
    :return: str
    """
    parts = unicodedata.normalize("NFKD", text or "")
    plain = "".join(letter for letter in parts if not unicodedata.combining(letter))
    return plain.lower().translate(PLAIN)


def shorten(text, length):
    """Cut a text at a space, or within a word that has no space before it.

    >>> shorten("one two three", 9)
    'one two …'
    >>> shorten("onetwothree", 6)
    'onet …'

    :param str text: in one line
    :param int length: letters at most, with the sign that it was cut
    :return: str
    """
    if len(text) <= length:
        return text
    end = length - 2
    is_between = text[end] == " "
    kept = text[:end] if is_between else text[:end].rpartition(" ")[0] or text[:end]
    return f"{kept.rstrip()} …"
