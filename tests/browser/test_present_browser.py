from odoo.tests import HttpCase, tagged

from ..meeting.item_common import ItemCommon


@tagged("standard", "post_install", "-at_install")
class TestPresentBrowser(ItemCommon, HttpCase):
    """A review from what changed to its snapshot, in a real browser."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        person = {"account_id": cls.customer.id, "partner_id": cls.contact.id}
        cls.plan.sudo().show_map = True
        cls.env["kam.stakeholder"].with_user(cls.kam).create(person)
        cls.contact.action_archive()
        cls.left = cls._changes("contact_left")

    def test_a_review_opens_on_what_changed_and_is_presented(self):
        self.assertTrue(self.left and self.change)
        self.browser_size = "1400x900"
        self.start_tour(f"/odoo/kam-reviews/{self.review.id}", "kam_present", login="kam")
        self.env.invalidate_all()
        self.assertEqual(self.review.state, "held")
        self.assertEqual((self.change.state, self.change.action_id.id), ("resolved", False))
        self.assertFalse(self.objective.with_user(self.kam).is_touched)
        self.assertEqual(self.left.state, "resolved")
        self.assertEqual(self.left.action_id.sudo().activity_id.user_id, self.kam)
        lost = self.review.item_ids.filtered(lambda item: item.change_id == self.change)
        self.assertIn("They buy elsewhere", lost.minutes)
        self._compare_snapshot()

    def _compare_snapshot(self):
        """What the review kept differs from today in the objective that is deleted now."""
        (snapshot,) = self.plan.snapshot_ids
        self.assertEqual((snapshot.kind, snapshot.review_id), ("review", self.review))
        self.objective.with_user(self.kam).unlink()
        found = snapshot.with_user(self.kam).get_comparison(False)
        gone = {
            (group["model"], one["kind"])
            for group in found["groups"]
            for one in group["differences"]
        }
        self.assertIn(("kam.objective", "gone"), gone)

    def test_on_a_phone(self):
        self.review.with_user(self.kam).action_propose_agenda()
        self.browser_size = "390x844"
        self.touch_enabled = True
        address = f"/odoo/kam-reviews/{self.review.id}"
        self.start_tour(address, "kam_present_phone", login="kam")
        self.env.invalidate_all()
        self.assertEqual(self.review.item_ids[0].outcome, "later")
