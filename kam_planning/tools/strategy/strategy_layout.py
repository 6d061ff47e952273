"""Where the cards of a strategy map stand, on the screen and on paper. Plain values only."""

from operator import itemgetter
from typing import NamedTuple

from .drawing import GREY, Box, Line, Scene
from .strategy_map import GOAL, INITIATIVE, OBJECTIVE, OFFERING, VALUE

# Above the cards stand the names of the columns.
HEAD = 34
HEAD_HEIGHT = 24
# The same as on the screen, `kam_strategy_map.scss`.
COLORS = {
    GOAL: "#5b3d73",
    INITIATIVE: "#8a5f9e",
    OBJECTIVE: "#2c5f8a",
    OFFERING: "#8a6d1f",
    VALUE: "#2f7d4f",
}
# In which column the place of a missing link is.
GHOSTS = {
    "goal_without_answer": OBJECTIVE,
    "objective_without_goal": GOAL,
    "objective_without_offering": OFFERING,
    "offering_without_value": VALUE,
    "value_without_objective": OBJECTIVE,
}


class Sizes(NamedTuple):
    """Pixels of the cards and between them."""

    width: float = 210
    height: float = 76
    gap_x: float = 70
    gap_y: float = 14


SCREEN = Sizes()


def place_ghosts(columns):
    """Add a ghost at the height of each card that lacks a link, in the column where it would be.

    :param columns: {kind: list of cards, which are dicts ``key`` and ``missing`` (name of the link
        that is missing, or False)}
    :return: {kind: list of the same cards, and of ghosts: dicts ``key``, ``kind``, ``ghost_of``
        (key of the card that lacks it) and ``missing``}

    >>> goals = [{"key": "g1", "missing": False}, {"key": "g2", "missing": "goal_without_answer"}]
    >>> placed = place_ghosts({"goal": goals, "objective": [{"key": "o1", "missing": False}]})
    >>> [card["key"] for card in placed["objective"]]
    ['o1', 'ghost-g2']
    """
    # Columns differ in length: heights are from 0 to 1.
    placed = {
        kind: [((row + 0.5) / len(cards), card) for row, card in enumerate(cards)]
        for kind, cards in columns.items()
    }
    ghosts = {kind: [] for kind in columns}
    for cards in placed.values():
        for at, card in cards:
            if card["missing"]:
                kind = GHOSTS[card["missing"]]
                ghost = {"key": f"ghost-{card['key']}", "kind": kind, "ghost_of": card["key"]}
                ghosts[kind].append((at, {**ghost, "missing": card["missing"]}))
    return {
        kind: [card for _at, card in sorted(placed[kind] + ghosts[kind], key=itemgetter(0))]
        for kind in columns
    }


def make_scene(columns, links, sizes=SCREEN):
    """The picture of a strategy: its columns side by side, a line for each link.

    :param list columns: dicts ``kind``, ``label`` and ``cards`` (see `place_ghosts`, with ``name``,
        ``note`` and perhaps ``is_assumed``)
    :param links: pairs of keys of cards, other than those of ghosts; those of cards that are not in
        the columns are left out
    :return: tuple (`Scene`, whose boxes are the heads of all columns and then their cards, in their
        order; pairs of keys from left to right, one for each of its lines)
    """
    places, width, height = place_cards(
        [[card["key"] for card in column["cards"]] for column in columns], sizes
    )
    heads = [
        Box(
            number * (sizes.width + sizes.gap_x),
            0,
            sizes.width,
            HEAD_HEIGHT,
            column["label"],
            color="",
        )
        for number, column in enumerate(columns)
    ]
    cards = [card for column in columns for card in column["cards"]]
    boxes = [_make_box(card, places[card["key"]], sizes) for card in cards]
    ghosts = [(card["ghost_of"], card["key"]) for card in cards if "ghost_of" in card]
    pairs = [pair for pair in [*links, *ghosts] if all(key in places for key in pair)]
    pairs = [sorted(pair, key=lambda key: places[key][0]) for pair in pairs]
    lines = [
        Line(*ends_of_line(*(places[key] for key in pair), sizes), any(map(is_ghost, pair)))
        for pair in pairs
    ]
    return Scene([*heads, *boxes], lines, width, height), pairs


def _make_box(card, place, sizes):
    is_missing = is_ghost(card["key"])
    return Box(
        *place,
        sizes.width,
        sizes.height,
        f"✓ {card['name']}" if card.get("is_whole") else card["name"],
        card["note"],
        color=GREY if is_missing else COLORS[card["kind"]],
        is_dashed=is_missing or card.get("is_assumed", False),
    )


def is_ghost(key):
    """Whether this is the key of a ghost.

    >>> is_ghost("ghost-goal-2"), is_ghost("goal-2")
    (True, False)
    """
    return key.startswith("ghost-")


def place_cards(columns, sizes=SCREEN):
    """The corners of cards, column by column.

    :param list columns: lists of keys
    :return: tuple (places {key: (x, y)}, width, height)

    >>> place_cards([["g1", "g2"], ["o1"]])
    ({'g1': (0, 34), 'g2': (0, 124), 'o1': (280, 34)}, 490, 200)
    """
    places = {
        key: (column * (sizes.width + sizes.gap_x), HEAD + row * (sizes.height + sizes.gap_y))
        for column, keys in enumerate(columns)
        for row, key in enumerate(keys)
    }
    most = max([1, *map(len, columns)])
    width = len(columns) * (sizes.width + sizes.gap_x) - sizes.gap_x
    return places, width, HEAD + most * (sizes.height + sizes.gap_y) - sizes.gap_y


def ends_of_line(one, other, sizes=SCREEN):
    """Where a line between two cards begins and ends: on the right of the left one, on the left of
    the right one.

    :param one, other: corners of the cards

    >>> ends_of_line((280, 34), (0, 124))
    ((210, 162.0), (280, 72.0))
    """
    (x, y), (to_x, to_y) = sorted((one, other), key=itemgetter(0))
    return (x + sizes.width, y + sizes.height / 2), (to_x, to_y + sizes.height / 2)
