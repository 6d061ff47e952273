"""What a customer types into a form, as words and as an amount; plain values."""

import base64
import binascii
import re
import unicodedata

# All that is no space, no line end and no sign that anybody reads.
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
BLANK_LINES = re.compile(r"\n{3,}")
# A currency may stand before or behind the number, a sign only before it.
AMOUNT = re.compile(r"[^\d.,+\-]*?([+\-]?)([\d.,'’ ]*\d)\s*[^\d.,+\-]*")
# Whatever the language says, nobody means another number by these.
GROUPS = " '’"
LONGEST_AMOUNT = 40
SIGNATURES = {b"\x89PNG\r\n\x1a\n": "png", b"\xff\xd8\xff": "jpeg"}


def clean_words(text):
    """Give what somebody typed as plain text: without signs that are none, and blank edges.

    >>> clean_words("  Done.\\r\\n\\r\\n\\r\\n\\r\\nJane\\x00 ")
    'Done.\\n\\nJane'

    :param text: str, or nothing
    :return: str
    """
    if not isinstance(text, str):
        return ""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    # Half of a sign that takes two: no database keeps it.
    text = text.encode("utf-8", "ignore").decode("utf-8")
    return BLANK_LINES.sub("\n\n", CONTROL.sub("", text)).strip()


def read_amount(text, decimal_point=".", thousands_sep=",", decimals=2):
    """Read an amount as it is typed in a language.

    >>> read_amount("4,158.50 €"), read_amount("4.158,5", ",", ".")
    (4158.5, 4158.5)

    :param str text: what was typed, with or without a currency
    :param str decimal_point: of the language
    :param str thousands_sep: of the language, may be empty
    :param int decimals: most decimals of the currency
    :return: float, or None where it could be read in two ways or in none
    """
    text = unicodedata.normalize("NFKC", clean_words(text))
    found = AMOUNT.fullmatch(text) if len(text) <= LONGEST_AMOUNT else None
    if not found:
        return None
    sign, number = found[1], found[2].strip()
    whole, _point, fraction = number.partition(decimal_point or ".")
    if not re.fullmatch(r"\d*", fraction) or len(fraction) > decimals:
        return None
    whole = _join_groups(whole, thousands_sep)
    if whole is None:
        return None
    return float(f"{sign}{whole}.{fraction or 0}")


def _join_groups(whole, thousands_sep):
    """The digits of a whole number, None where its groups are none: `1.5` is no 15."""
    signs = re.escape(GROUPS + unicodedata.normalize("NFKC", thousands_sep or ""))
    first, *groups = re.split(f"[{signs}]", whole)
    digits = [first, *groups]
    if not all(re.fullmatch(r"\d+", part) for part in digits):
        return None
    is_grouped = all(len(part) in (2, 3) for part in groups) and len(first) <= 3
    if groups and not (is_grouped and len(groups[-1]) == 3):
        return None
    return "".join(digits)


def read_signature(data, most):
    """Read the picture of a signature.

    :param data: base64 as the browser sends it, with or without its ``data:`` head
    :param int most: bytes that it may have
    :return: base64 as bytes, or None for what is no picture of a kind that is kept
    """
    text = data.decode("ascii", "ignore") if isinstance(data, bytes) else str(data)
    text = text.partition(",")[2] if text.startswith("data:") else text
    # Four signs stand for three bytes: what is too long is not even decoded.
    if len(text) * 3 > most * 4 + 12:
        return None
    try:
        content = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None
    is_known = any(content.startswith(start) for start in SIGNATURES)
    return text.encode() if is_known and len(content) <= most else None
