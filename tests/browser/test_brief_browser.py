from datetime import timedelta

from odoo import Command, fields
from odoo.tests import HttpCase, tagged

from ..brief.brief_common import BriefCommon


@tagged("standard", "post_install", "-at_install")
class TestBriefBrowser(BriefCommon, HttpCase):
    """Ready for the meeting, in a real browser."""

    def test_captured_on_a_phone(self):
        self.browser_size = "390x844"
        self.touch_enabled = True
        self.start_tour(f"/odoo/kam-plans/{self.plan.id}", "kam_capture", login="kam")
        named = [("name", "=", "They want half the returns by summer")]
        action = self.env["kam.action"].search(named)
        self.assertEqual((action.plan_id, action.user_id), (self.plan, self.kam))
        goal = self.env["kam.customer.goal"].search(named)
        self.assertEqual(goal.account_id, self.customer)
        self.assertFalse(self.env["kam.risk"].search([("name", "=", "Never mind")]))

    def test_the_brief_of_the_next_review(self):
        self.browser_size = "1400x900"
        soon = fields.Date.today() + timedelta(days=3)
        self._line(
            "kam.review",
            kind="customer",
            date_planned=soon,
            contact_ids=[Command.set(self.contact.ids)],
        )
        self._line(
            "kam.action",
            name="Send the offer",
            contact_id=self.contact.id,
            user_id=self.kam.id,
            date_start=False,
            date_deadline=soon,
        )
        self.start_tour(f"/odoo/kam-plans/{self.plan.id}", "kam_brief", login="kam")
