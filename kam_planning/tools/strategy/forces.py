"""What drives an objective and what holds it back. Plain values only."""

DRIVING, RESTRAINING = "driving", "restraining"
WEAKEST, STRONGEST = 1, 5
# With fewer forces the chance says little.
ENOUGH = 4
# How far a force can be altered: no, partly, yes.
ALTERABLE = {"no": 0, "partly": 1, "yes": 2}
# Weakening a restraint is worth more than pushing, which breeds new resistance.
WORTH = {RESTRAINING: 1.0, DRIVING: 0.5}


def sums(forces):
    """Add up the strengths of both sides.

    :param forces: pairs (kind, strength)
    :return: tuple (driving, restraining)

    >>> sums([("driving", 4), ("driving", 3), ("restraining", 5), ("restraining", 2)])
    (7, 7)
    """
    driving = restraining = 0
    for kind, strength in forces:
        if kind == DRIVING:
            driving += strength
        else:
            restraining += strength
    return driving, restraining


def chance(driving, restraining):
    """Give the chance in percent: (D + 1) : (D + R + 2). With nothing known it is even.

    >>> [round(chance(*pair)) for pair in ((7, 7), (7, 5), (9, 7), (0, 0))]
    [50, 57, 56, 50]
    """
    return 100.0 * (driving + 1) / (driving + restraining + 2)


def lever(kind, strength, alterable):
    """Give how much is gained by working on a force.

    >>> lever("restraining", 5, "partly"), lever("driving", 5, "partly")
    (2.5, 1.25)
    """
    return strength * ALTERABLE[alterable] / 2.0 * WORTH[kind]


def expected(strength, effects):
    """Give the strength after the actions on a force: of several the one that moves it furthest.

    :param int strength: as it is
    :param effects: strengths that the actions are expected to leave
    :return: int, or None without actions

    >>> expected(5, [4, 3]), expected(2, [])
    (3, None)
    """
    return max(effects, key=lambda after: abs(after - strength), default=None)


def has_moved(before, expected, found):
    """Tell whether a force was found changed the way that was expected, however far.

    >>> has_moved(5, 3, 4), has_moved(5, 3, 5), has_moved(3, 4, 2)
    (True, False, False)
    """
    return (expected - before) * (found - before) > 0
