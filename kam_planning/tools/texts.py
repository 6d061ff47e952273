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
