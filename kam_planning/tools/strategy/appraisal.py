"""Where a line of the situation appraisal stands in the SWOT picture. Plain values only."""

# Effects, from what harms us most to what helps us most.
WORST, BEST = -3, 3
# So many lines of a kind stand on paper, and more than so many are a list, not a judgement.
TOP, MANY = 3, 7
HELPS, HARMS = ("strength", "opportunity"), ("vulnerability", "threat")
INSIDE = ("strength", "vulnerability")
QUADRANT_OF = {
    "strength": "strengths",
    "vulnerability": "vulnerabilities",
    "opportunity": "opportunities",
    "threat": "threats",
}


def side(kind):
    """Give where a kind of line usually is: ours is inside, the market's outside.

    >>> side("strength"), side("trend")
    ('inside', 'outside')
    """
    return "inside" if kind in INSIDE else "outside"


def quadrant(kind, place, effect):
    """Give the quarter of the SWOT picture in which a line stands.

    Four kinds have their own quarter. A trend stands by what it does and where: one that helps
    inside is a strength, one that harms outside a threat. Without a known effect, or with none, it
    stands in none.

    :param str place: ``"inside"`` or ``"outside"``
    :param effect: from -3 to 3, or None

    >>> quadrant("threat", "outside", None), quadrant("trend", "outside", 2)
    ('threats', 'opportunities')
    """
    if kind in QUADRANT_OF:
        return QUADRANT_OF[kind]
    if not effect:
        return None
    if place == "inside":
        return "strengths" if effect > 0 else "vulnerabilities"
    return "opportunities" if effect > 0 else "threats"


def contradicts(kind, effect):
    """Tell whether an effect cannot be one of its kind: a strength that harms, a threat that helps.

    >>> contradicts("strength", -1), contradicts("trend", -1), contradicts("threat", None)
    (True, False, False)
    """
    return bool(effect) and ((kind in HELPS and effect < 0) or (kind in HARMS and effect > 0))


def force_of(kind, effect):
    """Give kind and strength of the force that a line is for an objective.

    >>> force_of("threat", -3), force_of("trend", 1), force_of("strength", None)
    (('restraining', 5), ('driving', 2), ('driving', 3))
    """
    drives = kind in HELPS or (kind not in HARMS and (effect or 0) > 0)
    strength = {1: 2, 2: 3, 3: 5}.get(abs(effect or 0), 3)
    return ("driving" if drives else "restraining"), strength
