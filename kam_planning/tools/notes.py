"""Remarks that come together when records do."""


def join_notes(*notes):
    r"""One remark of several: each once, a line each.

    >>> join_notes("Agreed", None, "Seen twice", "Agreed")
    'Agreed\nSeen twice'

    :return: str, or False without any
    """
    return "\n".join(dict.fromkeys(filter(None, notes))) or False
