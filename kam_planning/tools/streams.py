"""Revenue by product category, cut so that its lines still add up. Plain values only."""


def cut(lines, most):
    """Keep the largest lines and add up the others.

    :param list lines: lists or tuples (name, now, before), the largest first
    :param int most: lines at most, the others together counted as one
    :return: tuple (list of the lines kept, list [now, before] of the others or None). What is kept
        and the others have the sums of all lines; the others are never a single line.

    >>> cut([("Tea", 60, 50), ("Salt", 30, 0), ("Oil", 5, 7), ("Rice", 5, 3)], most=3)
    ([('Tea', 60, 50), ('Salt', 30, 0)], [10, 10])
    """
    if len(lines) <= most:
        return list(lines), None
    rest = lines[most - 1 :]
    return list(lines[: most - 1]), [sum(line[1] for line in rest), sum(line[2] for line in rest)]
