"""What a snapshot keeps of a record, written in one way only, and its fingerprint; plain values.

A line is a dict: ``ref`` ("model,id"), ``name`` and ``values`` ({field: text, bool, None, list, or
a link}), with ``salt`` and ``hash``. A link is ``{"ref": …, "name": …}``. A line that was erased
has only ``ref`` and ``hash``.
"""

import hashlib
import json

PARTS = ("ref", "name", "values")


def number_text(value, digits=None):
    """Write a number as text: databases and browsers read 1.10 and 1.1 as the same number, and
    large ones differently.

    :param value: int or float
    :param int digits: decimals to keep, or None for all
    :return: str, such as "1.10"
    """
    if isinstance(value, int):
        return str(value)
    text = repr(value) if digits is None else f"{value:.{digits}f}"
    # Nothing is less than nothing.
    return text[1:] if text.startswith("-") and not text.strip("-0.") else text


def canonical(value):
    """Write plain values in the one way that is hashed: keys sorted, no blanks, no numbers.

    :param value: dicts, lists, texts, bools and None
    :return: str
    :raise TypeError: on a number, which has to be written by `number_text` first
    """
    _refuse_numbers(value)
    return _dump(value)


def hash_line(line):
    """Give the fingerprint of a line, which nobody can find by trying who does not know the salt.

    :param dict line: with its ``salt``
    :return: str of 64 hexadecimal digits
    """
    content = _dump({name: line[name] for name in PARTS})
    return hashlib.sha256(f"{line['salt']}{content}".encode()).hexdigest()


def seal_line(line, salt):
    """Give a line with its salt and its fingerprint.

    :param dict line: with ref, name and values
    :param str salt: random, of this line only
    :return: dict
    :raise TypeError: on a number among the values
    """
    sealed = {name: line[name] for name in PARTS}
    _refuse_numbers(sealed)
    sealed["salt"] = salt
    return {**sealed, "hash": hash_line(sealed)}


def erase_line(line):
    """Give what is left of a line whose content and salt are gone: that it was there."""
    return {"ref": line["ref"], "hash": line["hash"]}


def is_erased(line):
    """Tell whether the content of a line was erased."""
    return "values" not in line and "salt" not in line


def is_sound(line):
    """Tell whether a line says what was hashed; of an erased one nobody can tell."""
    try:
        return is_erased(line) or hash_line(line) == line["hash"]
    except (KeyError, TypeError):
        return False


def _dump(value):
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def _refuse_numbers(value):
    if isinstance(value, dict):
        for one in value.values():
            _refuse_numbers(one)
    elif isinstance(value, list):
        for one in value:
            _refuse_numbers(one)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        raise TypeError(f"{value!r} is a number: write it as text")
