"""Switches by which one of our methods tells another what not to do; no model of its own.

A context comes from the client with each call, so a key in it says nothing about who set it. The
value of a switch is an object of this process: no client can send it, however it is called.
"""


class _On:
    """The value of a switch that is on; compared by identity, and the same after a copy."""

    def __copy__(self):
        return self

    def __deepcopy__(self, memo):
        return self


_ON = _On()


class _Carried:
    """A value that our own code gives to our own code; no client can send one."""

    def __init__(self, value):
        self.value = value


def carry(records, name, value):
    """Give the records with a value for our own code.

    :param records: recordset
    :param str name: by which `carried` finds it
    :param value: anything
    :return: the same records
    """
    return records.with_context(**{name: _Carried(value)})


def carried(records, name, default=None):
    """The value that `carry` gave, else the default."""
    value = records.env.context.get(name)
    return value.value if isinstance(value, _Carried) else default


def switch_on(records, *names):
    """Give the records with switches on.

    :param records: recordset
    :param names: names of switches, such as ``kam_quiet``
    :return: the same records
    """
    return records.with_context(**dict.fromkeys(names, _ON))


def switch_off(records, *names):
    """Give the records with switches off again."""
    return records.with_context(**dict.fromkeys(names))


def is_on(records, name):
    """Whether a switch is on, by our own code."""
    return records.env.context.get(name) is _ON


def is_loading(env):
    """Whether modules are being installed, updated or uninstalled: our tables may be half there, so
    what others do meanwhile asks nothing of them. The nightly jobs see it.
    """
    return not env.registry.ready
