"""The maps of a plan as they stand on paper: places in pixels. Plain values only.

Paper is narrower than a screen, so cards are smaller there, and of a long column or branch the
first lines are drawn. From right to left all is mirrored.
"""

from typing import NamedTuple

from ..drawn_text import shorten, text_width, wrap_short

# Pixels between the margins of a sheet of A4.
WIDTH = 684
TITLE, NOTE, LINE = 9.5, 8, 11
PADDING = 7

# The strategy map: how many cards a column has.
MOST_CARDS = 8
CARD_HEIGHT, CARD_GAP, COLUMN_GAP, HEAD = 42, 6, 24, 20

# The map of the plan: account, chapters, lines.
TREE_COLUMNS = (122, 174, 340)
TREE_GAP, TREE_ROW, TREE_BOX = 24, 18, 16


class Text(NamedTuple):
    """A line of text that begins at a place, in the direction of reading, or ends there."""

    x: float
    y: float
    text: str
    size: float = TITLE
    is_muted: bool = False
    is_end: bool = False


class Box(NamedTuple):
    """What is drawn at a place, with its texts (`Text`)."""

    x: float
    y: float
    width: float
    height: float
    texts: list
    color: str = "#8f8f8f"
    is_dashed: bool = False


# The strategy map


def choose_cards(columns, links, most=MOST_CARDS):
    """Of each column the cards that say most: those of whole chains, then linked ones, then the
    others, ghosts last; each in its place.

    :param links: pairs of keys
    :return: the columns that have cards, with ``more``: number of cards that were left out

    >>> cards = [{"key": key, "is_whole": key == "c"} for key in "abc"]
    >>> [column] = choose_cards([{"cards": cards}], [], 2)
    >>> [card["key"] for card in column["cards"]], column["more"]
    (['a', 'c'], 1)
    """
    linked, chosen, kept = {key for link in links for key in link}, [], set()
    for column in columns:

        def rank(card):
            return "ghost_of" in card, not card.get("is_whole"), card["key"] not in linked

        keys = {card["key"] for card in sorted(column["cards"], key=rank)[:most]}
        kept |= keys
        chosen.append([card for card in column["cards"] if card["key"] in keys])
    result = []
    for column, cards in zip(columns, chosen, strict=True):
        cards = [card for card in cards if card.get("ghost_of", card["key"]) in kept]
        real = sum("ghost_of" not in card for card in column["cards"])
        more = real - sum("ghost_of" not in card for card in cards)
        if cards:
            result.append({**column, "cards": cards, "more": more})
    return result


def lay_out_strategy(columns, links, is_rtl=False):
    """Where the cards of a strategy map stand.

    :param columns: of `choose_cards`; cards are dicts ``key``, ``title``, ``note``, ``color``,
        ``is_dashed``
    :param links: pairs of keys, from left to right
    :return: dict ``boxes`` (list of `Box`), ``heads`` (list of `Text`), ``lines`` (list of tuples
        (path, whether dashed)), ``mores`` (list of tuples (x, y, number)), ``width``, ``height``
    """
    count = max(1, len(columns))
    width = round((WIDTH - (count - 1) * COLUMN_GAP) / count, 1)
    places, boxes, heads, mores = {}, [], [], []
    for at, column in enumerate(columns):
        x = at * (width + COLUMN_GAP)
        x = round(WIDTH - x - width if is_rtl else x, 1)
        label = shorten(column["label"], width, NOTE + 1)
        heads.append(Text(_start(x, width, is_rtl, 0), 12, label, NOTE + 1, is_muted=True))
        for row, card in enumerate(column["cards"]):
            y = HEAD + row * (CARD_HEIGHT + CARD_GAP)
            places[card["key"]] = (x, y, at)
            boxes.append(_card(card, x, y, width, is_rtl))
        if column["more"]:
            y = HEAD + len(column["cards"]) * (CARD_HEIGHT + CARD_GAP) + LINE
            mores.append((_start(x, width, is_rtl), y, column["more"]))
    ghosts = [
        (card["ghost_of"], card["key"])
        for column in columns
        for card in column["cards"]
        if "ghost_of" in card
    ]
    lines = [
        (_curve(places[one], places[other], width), link in ghosts)
        for link in [*map(tuple, links), *ghosts]
        for one, other in [link]
        if one in places and other in places
    ]
    most = max((len(column["cards"]) for column in columns), default=1)
    height = HEAD + most * (CARD_HEIGHT + CARD_GAP) + (LINE + 4 if mores else 0)
    return {
        "boxes": boxes,
        "heads": heads,
        "lines": lines,
        "mores": mores,
        "width": WIDTH,
        "height": height,
    }


def _card(card, x, y, width, is_rtl):
    room = width - 2 * PADDING
    titles = wrap_short(card["title"], room, TITLE, 2)
    texts = [(title, TITLE, False) for title in titles]
    if card.get("note"):
        texts.append((shorten(card["note"], room, NOTE), NOTE, True))
    top = y + (CARD_HEIGHT - LINE * len(texts)) / 2 + TITLE - 1
    start = _start(x, width, is_rtl)
    drawn = [
        Text(start, round(top + LINE * number, 1), text, size, is_muted)
        for number, (text, size, is_muted) in enumerate(texts)
    ]
    return Box(x, y, width, CARD_HEIGHT, drawn, card["color"], card["is_dashed"])


def _start(x, width, is_rtl, padding=PADDING):
    return round(x + width - padding if is_rtl else x + padding, 1)


def _curve(one, other, width):
    """From the side of the left card to that of the right one, in whatever direction one reads."""
    (x, y, _at), (end_x, end_y, _end_at) = sorted((one, other))
    x, y, end_y = x + width, y + CARD_HEIGHT / 2, end_y + CARD_HEIGHT / 2
    return _path(x, y, end_x, end_y)


def _path(x, y, end_x, end_y):
    bend = (end_x - x) / 2
    points = (x, y, x + bend, y, end_x - bend, end_y, end_x, end_y)
    x, y, *others = (f"{round(point, 1):g}" for point in points)
    return f"M{x} {y}C{' '.join(others)}"


# The map of the plan


def deal(room, wanted):
    """Deal rows out by turns; each branch has one at least.

    >>> deal(7, [4, 1, 0, 2]), deal(2, [4, 1, 0, 2])
    ([3, 1, 1, 2], [1, 1, 1, 1])
    """
    wanted = [max(1, number) for number in wanted]
    shown, left = [1] * len(wanted), room - len(wanted)
    while left > 0 and shown != wanted:
        for index, number in enumerate(wanted):
            if left > 0 and shown[index] < number:
                shown[index] += 1
                left -= 1
    return shown


def tree_height(rows):
    """Height of a tree of so many rows.

    >>> tree_height(10)
    180
    """
    return rows * TREE_ROW


def rows_of(height):
    """How many rows a height holds.

    >>> rows_of(199)
    11
    """
    return int(height // TREE_ROW)


def lay_out_tree(root, branches, is_rtl=False):
    """Where the account, its chapters and their lines stand: each in the middle beside what is
    below it.

    :param str root: the account
    :param branches: list of dict ``title``, ``end`` (text at its end), ``color``, ``lines`` (list
        of dict ``title``, ``end``, ``color``, ``is_muted``; at least one)
    :return: dict ``boxes`` (list of `Box`), ``lines`` (list of paths), ``width``, ``height``
    """
    lefts = [sum(TREE_COLUMNS[:at]) + at * TREE_GAP for at in range(3)]
    if is_rtl:
        lefts = [WIDTH - x - width for x, width in zip(lefts, TREE_COLUMNS, strict=True)]
    boxes, paths, chapters, row = [], [], [], 0
    for branch in branches:
        rows = [(row + at) * TREE_ROW for at in range(len(branch["lines"]))]
        row += len(rows)
        middle = (rows[0] + rows[-1]) / 2
        chapters.append(middle)
        boxes.append(_row(branch, lefts, 1, middle, is_rtl))
        for line, y in zip(branch["lines"], rows, strict=True):
            boxes.append(_row(line, lefts, 2, y, is_rtl))
            paths.append(_branch_path(lefts, 1, middle, y))
    middle = (chapters[0] + chapters[-1]) / 2 if chapters else 0
    boxes.append(_row({"title": root, "color": "#5b3d73"}, lefts, 0, middle, is_rtl))
    paths += [_branch_path(lefts, 0, middle, y) for y in chapters]
    height = tree_height(max(1, row))
    return {"boxes": boxes, "lines": paths, "width": WIDTH, "height": height}


def _row(line, lefts, column, y, is_rtl):
    x, width, baseline = lefts[column], TREE_COLUMNS[column], y + 11.5
    end = shorten(line.get("end"), width / 2, NOTE)
    room = width - 2 * PADDING - (text_width(end, NOTE) + PADDING if end else 0)
    title = shorten(line["title"], room, TITLE)
    is_muted = bool(line.get("is_muted"))
    texts = [Text(_start(x, width, is_rtl), baseline, title, is_muted=is_muted)]
    if end:
        there = _start(x, width, not is_rtl)
        texts.append(Text(there, baseline, end, NOTE, is_muted=True, is_end=True))
    return Box(x, y, width, TREE_BOX, texts, line["color"])


def _branch_path(lefts, column, from_y, to_y):
    half = TREE_BOX / 2
    ends = sorted((column, column + 1), key=lambda at: lefts[at])
    ys = {column: from_y + half, column + 1: to_y + half}
    left, right = ends
    return _path(lefts[left] + TREE_COLUMNS[left], ys[left], lefts[right], ys[right])
