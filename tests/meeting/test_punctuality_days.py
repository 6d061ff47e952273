"""When a review is punctual, and how far raters lie apart: without a database."""

import doctest
from datetime import date

from odoo.addons.kam_planning.tools.meeting import punctuality, rubric
from odoo.addons.kam_planning.tools.meeting.punctuality import Planned, find_fixed_day, judge, rate

from ..tools.common import PureCase

MAY = date(2026, 5, 1)
EARLY = Planned(date(2026, 1, 5), MAY)


class TestPunctualityDays(PureCase):
    def test_worked_examples(self):
        for module in (punctuality, rubric):
            result = doctest.testmod(module)
            self.assertGreater(result.attempted, 2)
            self.assertEqual(result.failed, 0)

    def test_the_border_of_seven_days(self):
        states = [judge([EARLY], date(2026, 5, day)).state for day in (1, 8, 9)]
        self.assertEqual(states, ["on_time", "on_time", "late"])

    def test_earlier_is_not_late(self):
        self.assertEqual(judge([EARLY], date(2026, 4, 10)), ("on_time", MAY, -21))

    def test_the_border_of_thirty_days(self):
        """1 May less 30 days is 1 April: moved on that day it is late, the day before not yet."""
        june = date(2026, 6, 30)
        self.assertEqual(find_fixed_day([EARLY, Planned(date(2026, 4, 1), june)]), june)
        self.assertEqual(find_fixed_day([EARLY, Planned(date(2026, 4, 2), june)]), MAY)

    def test_moving_the_day_before_does_not_help(self):
        for new in (date(2026, 5, 15), date(2026, 9, 1)):
            moved = [EARLY, Planned(date(2026, 4, 30), new)]
            self.assertEqual(judge(moved, new).state, "late")

    def test_moving_in_two_steps_does_not_help(self):
        """Brought near first, then put off."""
        near, far = date(2026, 3, 10), date(2026, 9, 1)
        steps = [EARLY, Planned(date(2026, 3, 1), near), Planned(date(2026, 3, 9), far)]
        self.assertEqual(judge(steps, far), ("late", near, 175))

    def test_moved_in_time(self):
        june = date(2026, 6, 1)
        moved = [EARLY, Planned(date(2026, 2, 1), june)]
        self.assertEqual(judge(moved, june), ("on_time", june, 0))

    def test_planned_at_short_notice_is_not_known(self):
        short = [Planned(date(2026, 4, 20), MAY), Planned(date(2026, 4, 25), date(2026, 9, 1))]
        self.assertEqual(judge(short, date(2026, 9, 1)), ("unknown", None, None))

    def test_skipped(self):
        self.assertEqual(judge([EARLY], date(2026, 4, 1), is_held=False), ("late", MAY, None))
        self.assertEqual(judge([EARLY], date(2026, 3, 31), is_held=False).state, "unknown")

    def test_nothing_was_planned(self):
        self.assertEqual(judge([], MAY).state, "unknown")

    def test_rate(self):
        self.assertEqual(rate(["on_time", "late", "late", "unknown"]), (33.3, 3))
        self.assertEqual(rate([]), (None, 0))

    def test_raters_apart(self):
        self.assertTrue(rubric.summarize([1, 3]).is_apart)
        self.assertFalse(rubric.summarize([1, 2, 2]).is_apart)
        self.assertEqual(rubric.summarize([1, 2, 2, 4]).median, 2)
