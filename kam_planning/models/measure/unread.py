"""Figures that cannot be read; no model of its own."""


class Unread(dict):
    """Figures of a measure that cannot be read: none is known, whatever is asked for.

    :param str fault: what readers of other records are told; the measure itself says why
    """

    def __init__(self, fault):
        super().__init__()
        self.fault = fault

    def __bool__(self):
        return True

    def get(self, _key, _default=None):
        """Nothing summed is 0, nothing read is not known."""
        return

    @classmethod
    def among(cls, figures):
        """Give the first of these figures that could not be read, or None."""
        return next((found for found in figures if isinstance(found, cls)), None)
