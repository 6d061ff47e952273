"""Where the nodes of a tree that grows to the right stand. Plain values only; the screen has the
same in `static/src/strategy/concept/concept_layout.js`.
"""

WIDTH, HEIGHT = 260, 34
GAP_X, GAP_Y = 56, 8


def layout_tree(root, children_of):
    """Leaves stand below each other in their order, what has something below it in the middle
    beside it. No recursion: a tree may be as deep as somebody opens it.

    :param root: key of the account
    :param dict children_of: {key: list of keys}, each node has one parent
    :return: tuple (places {key: (x, y)} in the order of reading, links [(key, key)], width, height)

    >>> layout_tree("", {"": ["a", "b"], "a": ["a1", "a2"]})[0]
    {'': (0, 52.5), 'a': (316, 21.0), 'a1': (632, 0), 'a2': (632, 42), 'b': (316, 84)}
    """
    places, links, row, deepest = {}, [], 0, 0
    waiting = [(root, 0, False)]
    while waiting:
        key, level, is_laid_out = waiting.pop()
        children = children_of.get(key, ())
        x = level * (WIDTH + GAP_X)
        if is_laid_out:
            middle = (places[children[0]][1] + places[children[-1]][1]) / 2
            places[key] = (x, middle)
            links += [(key, child) for child in children]
            continue
        deepest = max(deepest, level)
        # In the order of reading, even where the height comes later.
        places[key] = (x, row * (HEIGHT + GAP_Y))
        if children:
            waiting.append((key, level, True))
            waiting += [(child, level + 1, False) for child in reversed(children)]
        else:
            row += 1
    return places, links, (deepest + 1) * (WIDTH + GAP_X) - GAP_X, row * (HEIGHT + GAP_Y) - GAP_Y


def ends_of_link(parent, child):
    """Where the line between two nodes begins and ends.

    >>> ends_of_link((0, 21.0), (316, 0))
    ((260, 38.0), (316, 17.0))
    """
    (x, y), (to_x, to_y) = parent, child
    return (x + WIDTH, y + HEIGHT / 2), (to_x, to_y + HEIGHT / 2)
