"""Writes what was measured into the page of benchmarks, between the marks of each part."""

import re


def put(page, part, lines):
    """Replace one part of a page.

    :param str page: the page, with the marks `<!-- part -->` and `<!-- end of part -->`
    :param str part: name of the part
    :param lines: list of lines of Markdown
    :return: the page with these lines between the marks
    :raise ValueError: when the page does not have the marks exactly once
    """
    begin, end = f"<!-- {part} -->\n", f"<!-- end of {part} -->\n"
    pattern = re.escape(begin) + ".*?" + re.escape(end)
    text = begin + "".join(f"{line}\n" for line in lines) + end
    page, count = re.subn(pattern, lambda _found: text, page, flags=re.DOTALL)
    if count != 1:
        raise ValueError(f"The page has {count} parts {part!r} instead of one: mend its marks.")
    return page
