from odoo import Command
from odoo.fields import Date
from odoo.tests import HttpCase, tagged

from ..relationship.common import MapCommon

PHONE = "390x844"


@tagged("standard", "post_install", "-at_install")
class TestChaptersBrowser(MapCommon, HttpCase):
    """The plan's form as a workspace, in a real browser. Errors of its console fail the test.

    Each chapter as each role at each width: test_walk_browser.py.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        today = Date.context_today(cls.env.user)
        cls.env["kam.offering"].create({"name": "Teas"})
        cls.plan = cls._create_plan(
            template_id=cls.full.id,
            name="A plan with a name that is as long as names of plans are at times",
            date_start=Date.subtract(today, months=3),
            date_end=Date.add(today, months=9),
            sponsor_id=cls.mate.id,
            member_ids=[Command.create({"user_id": cls.judge.id, "role_id": cls.role_sales.id})],
        )
        cls.plan.action_ids.sudo().unlink()
        for name, days in (("Late", -1), ("Soon", 3)):
            cls._create_action(
                cls.plan,
                name=f"{name}: an action with a name that does not stand in one short line",
                date_start=Date.subtract(today, days=9),
                date_deadline=Date.add(today, days=days),
            )
        cls.plan.with_user(cls.kam).action_submit()
        cls.plan.section_ids[0].content = "<p>What they want from us.</p>"
        cls.plan.section_ids[0].sudo().confirmed_date = "2020-01-01 08:00:00"
        cls.env["kam.review"].with_user(cls.kam).create({"plan_id": cls.plan.id})
        cls.env["kam.buying.center"].create({"account_id": cls.customer.id, "name": "North"})
        cls.env["kam.target"].with_user(cls.kam).create(
            {
                "plan_id": cls.plan.id,
                "measure_id": cls.env.ref("kam_planning.measure_revenue").id,
                "target_value": 100000,
            }
        )
        cls.plan.with_user(cls.kam).action_refresh_figures()

    def _tour(self, name, login="kam", size="1400x900", address=None):
        self.browser_size = size
        self.start_tour(address or f"/odoo/kam-plans/{self.plan.id}", name, login=login)

    def test_each_chapter_of_a_plan_that_is_over(self):
        """Its list of actions says where each goes on."""
        self._activate(self.plan)
        self._prepare_next(self.plan)
        self.plan.with_user(self.kam).action_close()
        self._tour("kam_chapters", size="1280x900")

    def test_each_chapter_on_a_phone(self):
        self._tour("kam_chapters_phone", size=PHONE)

    def test_who_may_only_read_sees_nothing_to_edit(self):
        self._tour("kam_chapters_reader", login="reader")

    def test_what_is_typed_is_saved_before_another_chapter_opens(self):
        self._tour("kam_chapters_save")
        self.assertEqual(self.plan.review_interval, 5)
        self.assertFalse(self.plan.show_targets)
        self.assertTrue(self.plan.name)

    def test_the_address_keeps_the_chapter_and_back_returns(self):
        self._tour(
            "kam_chapters_back", address=f"/odoo/kam-plans/{self.plan.id}?chapter=objectives"
        )

    def test_counts_marks_and_keys(self):
        self._tour("kam_chapters_marks")

    def test_lists_of_their_own(self):
        gaps = self.env["kam.gap"].sudo()
        gaps.search([("account_id", "=", self.customer.id)]).unlink()
        gap = gaps.create(
            {
                "account_id": self.customer.id,
                "company_id": self.plan.company_id.id,
                "kind": "silence",
                "stakeholder_id": self.jane.id,
                "date_deadline": self.plan.date_end,
            }
        )
        self._tour("kam_chapters_lines", login="judge")
        self.assertEqual(str(gap.date_deadline), "2031-12-31")

    def test_home(self):
        self._tour("kam_home", address="/odoo/kam-my-plans")

    def test_a_new_plan(self):
        self._tour("kam_chapters_new", address="/odoo/kam-plans/new")
        made = self.env["kam.plan"].search([("partner_id", "=", self.customer.id)]) - self.plan
        self.assertEqual(made.user_id, self.kam)
