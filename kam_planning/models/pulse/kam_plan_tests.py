from typing import NamedTuple

from odoo import models


class TestText(NamedTuple):
    """A test in words.

    formula: what gives the points
    todo: what to do, in a sentence
    chapter: of the plan, where it is done
    minutes: that one step takes, roughly
    value: text of how many of how many, with places for ``done`` and ``total``
    """

    label: str
    formula: str
    todo: str
    chapter: str
    minutes: int
    value: str

    def tell(self, done, total):
        """How many of how many, in words."""
        return self.value % {"done": f"{done:g}", "total": f"{total:g}"}


class KamPlanTests(models.AbstractModel):
    """The tests of a good plan in words."""

    _name = "kam.plan.tests"
    _description = "Tests of a Good Plan in Words"

    def _get_hygiene_texts(self):
        """The tests in the user's language: {key: `TestText`}."""
        return {**self._get_objective_texts(), **self._get_work_texts(), **self._get_life_texts()}

    def _get_objective_texts(self):
        of_open = self.env._("%(done)s of %(total)s open objectives")
        return {
            "mutual": TestText(
                self.env._("Serves both sides"),
                self.env._("Share of open objectives that say what both sides gain"),
                self.env._("Say of each open objective what the customer and what we gain."),
                "objectives",
                3,
                of_open,
            ),
            "actionable": TestText(
                self.env._("Can be acted on"),
                self.env._("Share of open objectives with two actions that have owner and date"),
                self.env._("Give each open objective two actions with an owner and a date."),
                "objectives",
                4,
                of_open,
            ),
            "external": TestText(
                self.env._("Thinks from outside"),
                self.env._(
                    "Half for a goal the customer said within 12 months, half for the share of "
                    "open objectives that serve one"
                ),
                self.env._(
                    "Write down a goal that the customer said, and link the objectives to it."
                ),
                "goals",
                5,
                of_open,
            ),
            "win_win": TestText(
                self.env._("Win-win"),
                self.env._("100 points where half of the open objectives are for both"),
                self.env._("Let at least half of the open objectives be for both sides."),
                "objectives",
                5,
                of_open,
            ),
        }

    def _get_work_texts(self):
        return {
            "acts": TestText(
                self.env._("Acts"),
                self.env._("An open action of ours is due within 30 days"),
                self.env._("Plan an action of ours that is due within 30 days."),
                "actions",
                2,
                self.env._("%(done)s due within 30 days"),
            ),
            "leading": TestText(
                self.env._("Looks ahead"),
                self.env._("A running target on a leading measure"),
                self.env._("Set a target on a leading measure, such as pipeline or meetings."),
                "targets",
                3,
                self.env._("%(done)s targets"),
            ),
            "on_time": TestText(
                self.env._("Done on time"),
                self.env._("Mean of 1 − days late ÷ 30 of what came due within 90 days"),
                self.env._("Finish what is overdue."),
                "actions",
                30,
                self.env._("%(done)s of %(total)s in time"),
            ),
        }

    def _get_life_texts(self):
        return {
            "alive": TestText(
                self.env._("Brought to life"),
                self.env._("Two people worked on it within 30 days; one gives 50 points"),
                self.env._("Let a second member of the team confirm or add a line."),
                "team",
                10,
                self.env._("%(done)s people"),
            ),
            "reviewed": TestText(
                self.env._("Reviewed"),
                self.env._("Half for a review held in the cadence + 7 days, half for the next"),
                self.env._("Hold the review that is due, and plan the next one."),
                "reviews",
                20,
                self.env._("%(done)s of %(total)s"),
            ),
            "fresh": TestText(
                self.env._("Fresh"),
                self.env._("Share of lines that hold; over 20 confirmed at once count as one"),
                self.env._("Confirm the lines that wait, or say what is true now."),
                "overview",
                1,
                self.env._("%(done)s of %(total)s lines"),
            ),
        }
