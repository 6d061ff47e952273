"""The maps of a plan as they stand on a page among others. Plain values only.

A page is narrower than a screen, so cards are smaller there, and of a long column or branch the
first lines are drawn.
"""

from math import ceil

from . import strategy_layout, tree
from .drawing import LINE, Box, prepare_whole

WIDTH, MARGIN = 936, 1
# In the pixels of a sheet of A4, between its margins.
SCALE = 684 / (WIDTH + 2 * MARGIN)
# How many cards a column of the strategy map has.
MOST_CARDS = 8
CARD_HEIGHT, COLUMN_GAP, CARD_GAP = 70, 32, 8
# Account, chapters, lines.
TREE = tree.Sizes((167, 239, 466), 22, 32, 2.5)
TREE_ROW = (TREE.height + TREE.gap_y) * SCALE


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


def make_strategy_scene(columns, links):
    """The picture of a strategy, as wide as a page.

    :param columns: of `choose_cards`, ``more`` as a text
    :param links: pairs of keys
    """
    count = max(1, len(columns))
    width = round((WIDTH - (count - 1) * COLUMN_GAP) / count, 1)
    sizes = strategy_layout.Sizes(width, CARD_HEIGHT, COLUMN_GAP, CARD_GAP)
    scene, _pairs = strategy_layout.make_scene(columns, links, sizes)
    mores = [
        _prepare_more(column, head)
        for column, head in zip(columns, scene.boxes[: len(columns)], strict=True)
        if column["more"]
    ]
    height = max([scene.height, *(box.y + box.height for box in mores)])
    return scene._replace(boxes=scene.boxes + mores, height=height)


def _prepare_more(column, head):
    top = strategy_layout.HEAD + len(column["cards"]) * (CARD_HEIGHT + CARD_GAP)
    return Box(head.x, top, head.width, LINE, "", column["more"], color="")


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


def rows_of(height):
    """How many rows of the map of the plan a height holds.

    >>> rows_of(199)
    11
    """
    return int(height // TREE_ROW)


def tree_height(rows):
    """Height that holds so many rows.

    >>> tree_height(10), rows_of(tree_height(10))
    (179, 10)
    """
    return ceil(rows * TREE_ROW)


def prepare(scene, is_mirrored):
    """A picture on a page: dict ``drawing`` (see `prepare_whole`) and ``height``."""
    drawing = prepare_whole(scene, is_mirrored, MARGIN, SCALE)
    return {"drawing": drawing, "height": ceil(drawing["height"] * SCALE)}
