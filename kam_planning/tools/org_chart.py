"""Where the cards of an organisation chart stand. The web client has the same rules."""

from dataclasses import dataclass
from math import ceil, sqrt

WIDTH, HEIGHT = 200, 96
GAP_X, GAP_Y = 24, 48
# More people without reports of their own below one manager stand in a block, not in a row.
MOST_IN_A_ROW = 3


@dataclass
class Block:
    """Room that a person with everybody below needs, in cards."""

    columns: int
    is_grid: bool = False


def lay_out(managers, height=HEIGHT):
    """Place everybody below their managers.

    :param dict managers: {id: id of the manager or a false value}, in the order of drawing
    :param int height: of the cards, which on paper are as high as the longest name needs
    :return: tuple ({id: (x, y)} of the upper left corners, width, height of the drawing)
    """
    children, roots = _children(managers)
    order = _downwards(roots, children)
    blocks = {}
    for node in reversed(order):
        blocks[node] = _measure(children.get(node, []), children, blocks)
    places = _place(roots, order, children, blocks, height)
    right = max((x for x, _y in places.values()), default=0) + WIDTH
    bottom = max((y for _x, y in places.values()), default=0) + height
    return places, right, bottom


def _children(managers):
    children, roots = {}, []
    for node, manager in managers.items():
        if manager in managers:
            children.setdefault(manager, []).append(node)
        else:
            roots.append(node)
    return children, roots


def _downwards(roots, children):
    order, waiting = [], list(reversed(roots))
    while waiting:
        node = waiting.pop()
        order.append(node)
        waiting += reversed(children.get(node, []))
    return order


def _measure(below, children, blocks):
    if not below:
        return Block(1)
    if len(below) > MOST_IN_A_ROW and not any(node in children for node in below):
        return Block(ceil(sqrt(len(below))), is_grid=True)
    return Block(sum(blocks[node].columns for node in below))


def _place(roots, order, children, blocks, height):
    step_x, step_y = WIDTH + GAP_X, height + GAP_Y
    lefts, places, column = {}, {}, 0
    leaves = [root for root in roots if root not in children]
    trees = [root for root in roots if root in children]
    for root in trees:
        lefts[root] = (column, 0)
        column += blocks[root].columns
    # People without any line stand in a block at the right.
    for index, root in enumerate(leaves):
        across = ceil(sqrt(len(leaves)))
        lefts[root] = (column + index % across, index // across)
    for node in order:
        left, level = lefts[node]
        below = children.get(node, [])
        columns = blocks[node].columns
        places[node] = (round((left + (columns - 1) / 2) * step_x), level * step_y)
        for index, child in enumerate(below):
            if blocks[node].is_grid:
                lefts[child] = (left + index % columns, level + 1 + index // columns)
            else:
                lefts[child] = (left, level + 1)
                left += blocks[child].columns
    return places


def connect(manager, report, height=HEIGHT):
    """Points of the line from a manager's card to a report's card; in a block, past the first row.

    :param tuple manager: (x, y) of the manager's upper left corner
    :param tuple report: (x, y) of the report's upper left corner
    :param int height: of the cards
    :return: str, the points of an SVG polyline
    """
    x1, y1 = manager[0] + WIDTH // 2, manager[1] + height
    x2, y2 = report[0] + WIDTH // 2, report[1]
    middle = y1 + GAP_Y // 2
    if y2 <= y1 + GAP_Y:
        return f"{x1},{y1} {x1},{middle} {x2},{middle} {x2},{y2}"
    side, level = report[0] - GAP_X // 2, y2 + height // 2
    return f"{x1},{y1} {x1},{middle} {side},{middle} {side},{level} {report[0]},{level}"
