"""What is concluded about people and maps by plain rules: no database, no weights."""

from .seniority import seniority_of as seniority_of

INFLUENCES = ("0", "1", "2", "3")
SUPPORTS = ("against", "reserved", "neutral", "favourable", "supportive")
KEY_INFLUENCES = ("2", "3")
SUPPORTIVE = ("favourable", "supportive")


def propose_influence(answers):
    """Influence proposed by yes/no answers: no yes is outside, all yes is decides.

    :param list answers: bools of the answers that count
    :return: ``"0"`` to ``"3"``, or False without answers
    """
    return _propose(answers, INFLUENCES)


def propose_support(answers):
    """Support proposed by yes/no answers: no yes is against, all yes is supportive.

    :param list answers: bools of the answers that count
    :return: one of `SUPPORTS`, or False without answers
    """
    return _propose(answers, SUPPORTS)


def _propose(answers, steps):
    if not answers:
        return False
    share = sum(answers) / len(answers)
    return steps[int(share * (len(steps) - 1) + 0.5)]


def maturity(people):
    """How far a map is, in four steps.

    :param list people: pairs (influence, support) of the people on the map
    :return: ``"empty"`` (nobody on it), ``"no_key"`` (nobody who shapes or decides),
        ``"no_support"`` (none of those is supportive) or ``"supported"``
    """
    if not people:
        return "empty"
    supports = [support for influence, support in people if influence in KEY_INFLUENCES]
    if not supports:
        return "no_key"
    return "supported" if any(s in SUPPORTIVE for s in supports) else "no_support"
