"""Thresholds are seen on the last 12 months before they count."""

from datetime import timedelta

from odoo.exceptions import AccessError, UserError, ValidationError

from .change_common import ChangeCommon


class TestPreview(ChangeCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.boss = cls._create_user(
            "boss",
            "group_kam_admin",
            "sales_team.group_sale_salesman_all_leads",
            "account.group_account_invoice",
        )

    def _dialogue(self, user=None, **values):
        return self.env["kam.change.thresholds"].with_user(user or self.boss).create(values)

    def _preview(self, user=None, **values):
        dialogue = self._dialogue(user, **values)
        thresholds = dialogue._get_thresholds()
        plans = self.env["kam.plan"].with_user(user or self.boss).search([])
        preview = self.env["kam.change.preview"].with_user(user or self.boss)
        return preview._preview_sudo(plans, thresholds)

    def test_fourteen_times(self):
        leads = self._lead(5000)
        for _number in range(13):
            leads |= leads[:1].copy()
        leads.action_set_lost()
        days = [number * 26 for number in range(14)]
        for lead, ago in zip(leads, days, strict=True):
            lead.date_closed = self.today - timedelta(days=ago)
        early = leads[:1].copy()
        early.action_set_lost()
        early.date_closed = self.today - timedelta(days=380)
        dialogue = self._dialogue()
        self.assertEqual(self._preview()["order_lost"], 14)
        self.assertEqual(self._preview(order_share=1.3)["order_lost"], 0)
        self.assertFalse(dialogue.is_previewed)
        dialogue.action_preview()
        self.assertTrue(dialogue.is_previewed)
        self.assertIn("Would have told you 14 times", dialogue.preview)
        self.assertFalse(self._changes("slipped"), "A preview records nothing")

    def test_what_was_put_off(self):
        lead = self._lead(5000, date_deadline=self.today)
        self._find()
        for days in (10, 20, 30):
            lead.date_deadline = self.today + timedelta(days=days)
            self._find()
        # 10 days are not enough; the second and the third time are told.
        self.assertEqual(self._preview()["slipped"], 2)
        noted = self.env["kam.change.deadline"].search([])
        self.assertEqual(len(noted.moves), 3)

    def test_revenue_falls_once_while_it_lasts(self):
        # Sold in one month a year ago and not again: gone in three windows, which are one fall.
        self._invoice(60000, months_ago=14)
        self.assertEqual(self._preview()["revenue_fell"], 1)
        self.assertEqual(self._preview(fall_share=16)["revenue_fell"], 0)

    def test_receivables_as_they_were(self):
        self._invoice(
            30000,
            invoice_date=self.today - timedelta(days=100),
            invoice_date_due=self.today - timedelta(days=90),
            invoice_payment_term_id=False,
        )
        self.assertEqual(self._preview()["overdue"], 1)
        self.assertEqual(self._preview(overdue_days=90)["overdue"], 0)
        self.assertEqual(self._preview(overdue_share=8)["overdue"], 0)

    def test_it_tells_nothing_of_what_one_may_not_read(self):
        counts = self._preview(self.admin)
        self.assertNotIn("overdue", counts)
        self.assertNotIn("order_lost", counts)
        self.assertIn("revenue_fell", counts)

    def test_saved_only_as_previewed(self):
        dialogue = self._dialogue(order_share=2)
        with self.assertRaisesRegex(UserError, "Preview these thresholds"):
            dialogue.action_save()
        dialogue.action_preview()
        dialogue.order_share = 3
        with self.assertRaisesRegex(UserError, "Preview these thresholds"):
            dialogue.action_save()
        dialogue.action_preview()
        dialogue.action_save()
        self.assertEqual(self.env["kam.change"]._get_thresholds().order_share, 3)
        self.assertEqual(self._dialogue().order_share, 3)
        self._deal(11999).action_set_lost()
        self.assertFalse(self._changes())
        self._deal(12000).action_set_lost()
        self.assertEqual(len(self._changes()), 1)

    def test_what_is_no_threshold_is_refused(self):
        for name, value in (
            ("order_share", -1),
            ("fall_percent", 101),
            ("silence_factor", 0.5),
            ("overdue_days", 1001),
        ):
            with self.assertRaises(ValidationError):
                self._dialogue(**{name: value})
        with self.assertRaises(AccessError):
            self._dialogue(self.kam)
        with self.assertRaises(AccessError):
            self._dialogue(self.manager)
