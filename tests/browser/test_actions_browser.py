from odoo.fields import Date
from odoo.tests import HttpCase, tagged

from ..common.common import KamCommon
from ..common.samples import take
from .test_chapters_browser import PHONE

WIDE = ("1280x900", "1400x900", "1920x1080")


@tagged("standard", "post_install", "-at_install")
class TestActionsBrowser(KamCommon, HttpCase):
    """Actions as list, timeline and calendar, in a real browser. Errors of its console fail."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        today = Date.context_today(cls.env.user)
        cls.plan = cls._create_plan(
            date_start=Date.subtract(today, months=3), date_end=Date.add(today, months=9)
        )
        cls.objective = cls._create_objective(cls.plan, name="Become their first choice")
        cls.late = cls._create_action(
            cls.plan,
            name="Late action",
            date_start=Date.subtract(today, days=9),
            # In the month of the calendar that opens, on whichever day.
            date_deadline=Date.subtract(today, days=1) if today.day > 1 else today,
        )
        cls.behind = cls._create_action(
            cls.plan,
            name="Behind",
            objective_id=cls.objective.id,
            after_id=cls.late.id,
            date_start=today,
            date_deadline=Date.add(today, days=20),
        )
        cls.plan.with_user(cls.kam).action_submit()

    def _tour(self, name, login="kam", size="1400x900", address=None):
        self.browser_size = size
        address = address or f"/odoo/kam-plans/{self.plan.id}?chapter=actions"
        self.start_tour(address, name, login=login)

    def test_the_chapter_at_each_width(self):
        """In the suite at one of them in turn, in `make walk` at each."""
        for size in take(WIDE, 0):
            with self.subTest(size=size):
                self._tour("kam_actions", size=size)
                self.assertEqual((self.late.state, self.behind.state), ("done", "done"))
                self.assertEqual(self.late.feedback, "They agreed")
                (self.late | self.behind).write({"state": "todo"})

    def test_the_chapter_on_a_phone(self):
        self._tour("kam_actions_phone", size=PHONE)

    def test_who_may_only_read_has_nothing_to_tick(self):
        self._tour("kam_actions_reader", login="reader")

    def test_all_actions_name_their_customers(self):
        self._tour("kam_actions_all", address="/odoo/kam-actions")
