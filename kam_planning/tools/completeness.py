"""How complete a plan is: steps that are done, in part or not at all. Plain values."""

from dataclasses import dataclass

from .score import Component


@dataclass
class Step(Component):
    """One thing that a complete plan has; its points say how much of it is there.

    missing: what is still to do, as a person reads it
    minutes: what that takes, roughly: the cheapest step is proposed first
    chapter: name of the plan's chapter where it is done
    method: public method of the plan that opens the place, where that is no chapter
    """

    missing: str = ""
    minutes: int = 5
    chapter: str = ""
    method: str = ""

    @property
    def is_done(self):
        """Whether nothing of it is left to do."""
        return self.points is not None and self.points >= 100


def share(done, total):
    """How much of a step is there, in percent.

    :param int done: how many of its parts are done
    :param int total: how many there are; of none nothing is done
    :return: float 0-100
    """
    return 100.0 * done / total if total else 0.0


def find_cheapest(steps):
    """The step that takes least time of those that are not done, of equal ones the first.

    :param list steps: of `Step`
    :return: `Step`, or None where all is done
    """
    return min((step for step in steps if not step.is_done), key=lambda s: s.minutes, default=None)
