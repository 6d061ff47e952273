"""What a brief and a capture make of texts: plain values only."""

from itertools import chain, zip_longest

from ..texts import shorten

# Letters of a name at most; the record has the rest.
NAME_LENGTH = 120
TITLE_LENGTH = 100
# At the end of a sentence that became a name.
STOPS = " .;,"


def take_in_turns(lists, most):
    """The first of each list, then the second of each, until there are enough.

    >>> take_in_turns([["a", "b", "c"], [], ["d"]], 3)
    ['a', 'd', 'b']

    :param lists: lists of what is not None
    :param int most: how many at most
    """
    rounds = chain.from_iterable(zip_longest(*lists))
    return [one for one in rounds if one is not None][:most]


def cut_name(name):
    """A name in one line, as long as a brief has room for it.

    >>> cut_name("Visit\\n the   fair")
    'Visit the fair'
    """
    return shorten(" ".join((name or "").split()), NAME_LENGTH)


def title_of(sentence):
    """The name of a record that is made of a sentence: its beginning, without the full stop.

    >>> title_of("Call Jane about the tender.")
    'Call Jane about the tender'
    >>> title_of("What?")
    'What?'
    """
    text = " ".join(sentence.split())
    return shorten(text.rstrip(STOPS) or text, TITLE_LENGTH)
