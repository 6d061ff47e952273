"""What fits on a page: heights in CSS pixels (96 an inch) and lines of text. Plain values only.

The heights are those that `static/src/report/kam_paper.scss` gives the lines; a line that is longer
than the page is wide is cut, never wrapped.
"""

import unicodedata
from typing import NamedTuple

# A4 within its margins, less a little for rounding.
PAGE_HEIGHT = 1026
HEAD_HEIGHT = 104
HEADING_HEIGHT = 32
TABLE_HEAD_HEIGHT = 20
ROW_HEIGHT = 20
TEXT_HEIGHT = 16
# Lines in each quarter of the SWOT picture, which is a page of its own.
SWOT_ROWS = 18
# Above and below the lines of each.
SWOT_BORDER = 14
# Letters of average width in a line of text.
TEXT_WIDTH = 118
WIDE_LETTERS = frozenset("mwMW@%—…")


class Block(NamedTuple):
    """A block of a plan as it stands on paper.

    name: its key, in the order of `sequence`
    label: what it is called where somebody chooses
    heading: above it; blocks that follow each other under the same heading share it
    switch: field of the plan that says whether the plan shows it, or "" for always
    model: whose records it prints; without the right to read them it is left out
    template: external id of its QWeb part
    fill, finish: methods of the plan that fill it, and that complete what was chosen of it, or ""
    step: rows that it gets while each other block gets one
    is_usual: whether it is printed on one page unless somebody chooses
    is_page: beside a plan on one page it stands on pages of its own
    is_full: whether it is printed in the full plan unless somebody chooses
    is_figure: in the full plan it stands among the others, as high as it says
    is_half: there it stands beside another half
    most: rows that the full plan shows of it
    stretch: method of the plan that lays it out in the room that is left, or ""
    """

    sequence: int
    name: str
    label: str
    heading: str
    switch: str
    model: str
    template: str
    fill: str
    finish: str = ""
    step: int = 1
    is_usual: bool = True
    is_page: bool = False
    is_full: bool = True
    is_figure: bool = False
    is_half: bool = False
    most: int = 3
    stretch: str = ""


class Rows(NamedTuple):
    """The rows of a block that ask for room.

    heights: of each row, in their order
    fixed: what the block takes without any row
    step: rows that it gets in each round
    """

    heights: list
    fixed: int = 0
    step: int = 1


def share_room(room, blocks):
    """Deal out the room of a page to the rows of its blocks.

    Each block first gets one row and the line that says how many more there are; the rest is dealt
    out by turns, so that a long block leaves its neighbours their part and takes what they leave.

    :param int room: height of all blocks together
    :param list blocks: of `Rows`
    :return: list of the number of rows that each block shows

    >>> actions, objectives = Rows([20] * 30), Rows([48] * 3, fixed=40)
    >>> share_room(400, [objectives, actions])
    [3, 9]
    >>> share_room(400, [Rows([20] * 12), Rows([20] * 2)])
    [12, 2]
    """
    shown = [min(1, len(block.heights)) for block in blocks]
    left = room - room_taken(blocks, shown)
    waiting = [index for index, block in enumerate(blocks) if shown[index] < len(block.heights)]
    while waiting:
        for index in list(waiting):
            block = blocks[index]
            for _turn in range(block.step):
                cost = _height(block, shown[index] + 1) - _height(block, shown[index])
                if cost > left:
                    waiting.remove(index)
                    break
                left -= cost
                shown[index] += 1
                if shown[index] == len(block.heights):
                    waiting.remove(index)
                    break
    return shown


def room_taken(blocks, shown):
    """Height of blocks that show so many of their rows.

    >>> room_taken([Rows([20] * 3, fixed=40), Rows([20])], [2, 1])
    120
    """
    return sum(map(_height, blocks, shown))


def _height(block, shown):
    more = ROW_HEIGHT if shown < len(block.heights) else 0
    return block.fixed + sum(block.heights[:shown]) + more


def pair_halves(halves):
    """Which blocks stand beside each other: a half goes beside the half before it.

    :param list halves: for each block, in their order, whether it is one
    :return: list of lists of indexes

    >>> pair_halves([False, True, False, True, True])
    [[0], [1, 3], [2], [4]]
    """
    bands, waiting = [], None
    for index, is_half in enumerate(halves):
        if is_half and waiting:
            waiting.append(index)
            waiting = None
            continue
        bands.append([index])
        if is_half:
            waiting = bands[-1]
    return bands


def fill_sheets(heights, room, begun):
    """Place what cannot be divided: each on the first sheet on which there is room for it.

    :param list heights: in the order of reading
    :param int room: height of a sheet
    :param int begun: what is left of a sheet that is begun already
    :return: tuple (list of lists of indexes, the first for the sheet that is begun; list of what is
        left of each sheet)

    >>> fill_sheets([60, 70, 30], 100, 50)
    ([[2], [0], [1]], [20, 40, 30])
    """
    sheets, left = [[]], [begun]
    for index, height in enumerate(heights):
        at = next((number for number, one in enumerate(left) if height <= one), len(left))
        if at == len(left):
            sheets.append([])
            left.append(room)
        sheets[at].append(index)
        left[at] -= height
    return sheets, left


def width_of(text):
    """Estimate how wide a text is, in letters of average width; rather too much than too little.

    >>> width_of("abc"), width_of("ABC"), width_of("御中")
    (3.0, 4.2, 4.0)
    """
    return float(round(sum(map(_width_of_letter, text)), 2))


def _width_of_letter(letter):
    if letter in WIDE_LETTERS:
        return 1.8
    if unicodedata.east_asian_width(letter) in "WF":
        return 2.0
    if unicodedata.combining(letter):
        return 0.0
    return 1.4 if letter.isupper() else 1.0


def wrap(text, width=TEXT_WIDTH):
    """Break a text into lines, at spaces where there are any.

    :param str text: white space counts as one space
    :param width: of a line, in letters of average width
    :return: list of str

    >>> wrap("one two three", 8)
    ['one two', 'three']
    >>> wrap("abcdefghijk", 4)
    ['abcd', 'efgh', 'ijk']
    """
    lines, line, used = [], "", 0.0
    for word in _split(text, width):
        wide = width_of(word)
        if line and used + 1 + wide > width:
            lines.append(line)
            line, used = word, wide
        else:
            used += wide + bool(line)
            line = f"{line} {word}" if line else word
    return [*lines, line] if line else lines


def _split(text, width):
    """The words of a text; those that fill more than a line in pieces."""
    for word in text.split():
        piece, used = "", 0.0
        for letter in word:
            wide = _width_of_letter(letter)
            if piece and used + wide > width:
                yield piece
                piece, used = "", 0.0
            piece += letter
            used += wide
        yield piece


def take_by_turns(lists):
    """The first of each list, then the second of each, and so on.

    >>> take_by_turns([["a", "b", "c"], ["x"]])
    [(0, 'a'), (1, 'x'), (0, 'b'), (0, 'c')]
    """
    longest = max(map(len, lists), default=0)
    return [
        (index, items[place])
        for place in range(longest)
        for index, items in enumerate(lists)
        if place < len(items)
    ]
