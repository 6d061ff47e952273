"""Where the nodes of a tree that grows to the right stand. Plain values only; the screen has the
same in `static/src/strategy/concept/concept_layout.js`.
"""

from typing import NamedTuple

from .drawing import Box, Line, Scene


class Sizes(NamedTuple):
    """Pixels of the nodes of a tree and between them.

    widths: level by level; what is deeper is as wide as the last
    """

    widths: tuple = (260,)
    height: float = 34
    gap_x: float = 56
    gap_y: float = 8

    def column(self, level):
        """Where the nodes of a level begin, and how wide they are."""
        deeper = max(0, level - len(self.widths)) * self.widths[-1]
        left = sum(self.widths[:level]) + deeper + level * self.gap_x
        return left, self.widths[min(level, len(self.widths) - 1)]


SCREEN = Sizes()


def make_scene(root, children_of, nodes, sizes=SCREEN):
    """The picture of a tree, in the order of reading.

    :param root, children_of: as `layout_tree` takes them
    :param dict nodes: {key: dict of what a `Box` says}
    """
    places, links, width, height = layout_tree(root, children_of, sizes)
    boxes = [Box(*place, sizes.height, **nodes[key]) for key, place in places.items()]
    lines = [Line(*_ends_of_link(places[one], places[other], sizes)) for one, other in links]
    return Scene(boxes, lines, width, height)


def layout_tree(root, children_of, sizes=SCREEN):
    """Leaves stand below each other in their order, what has something below it in the middle
    beside it. No recursion: a tree may be as deep as somebody opens it.

    :param root: key of the account
    :param dict children_of: {key: list of keys}, each node has one parent
    :return: tuple (places {key: (x, y, width)} in the order of reading, links [(key, key)], width,
        height)

    >>> layout_tree("", {"": ["a", "b"], "a": ["a1"]})[0]
    {'': (0, 21.0, 260), 'a': (316, 0.0, 260), 'a1': (632, 0, 260), 'b': (316, 42, 260)}
    >>> layout_tree("", {"": ["a", "b"]}, Sizes((100, 200), 20, 30, 5))
    ({'': (0, 12.5, 100), 'a': (130, 0, 200), 'b': (130, 25, 200)}, [('', 'a'), ('', 'b')], 330, 45)
    """
    places, links, row, deepest = {}, [], 0, 0
    waiting = [(root, 0, False)]
    while waiting:
        key, level, is_laid_out = waiting.pop()
        children = children_of.get(key, ())
        x, width = sizes.column(level)
        if is_laid_out:
            middle = (places[children[0]][1] + places[children[-1]][1]) / 2
            places[key] = (x, middle, width)
            links += [(key, child) for child in children]
            continue
        deepest = max(deepest, level)
        # In the order of reading, even where the height comes later.
        places[key] = (x, row * (sizes.height + sizes.gap_y), width)
        if children:
            waiting.append((key, level, True))
            waiting += [(child, level + 1, False) for child in reversed(children)]
        else:
            row += 1
    height = row * (sizes.height + sizes.gap_y) - sizes.gap_y
    return places, links, sum(sizes.column(deepest)), height


def _ends_of_link(parent, child, sizes):
    """Where the line between two nodes begins and ends."""
    (_x, y, _width), (to_x, to_y, _to_width) = parent, child
    half = sizes.height / 2
    return (to_x - sizes.gap_x, y + half), (to_x, to_y + half)
