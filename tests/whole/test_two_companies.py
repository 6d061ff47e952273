"""Recipients are judged with their own companies, not with those that the sender chose."""

from ..common.common import KamCommon


class TestTwoCompanies(KamCommon):
    """Who works in two companies reaches those who work in one of them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        both = cls.env.company | cls.other_company
        cls.kam.company_ids = both
        cls.plan = cls._create_plan()

    def setUp(self):
        super().setUp()
        both = self.kam.company_ids.ids
        self.mine = self.plan.with_user(self.kam).with_context(allowed_company_ids=both)

    def _assert_told(self, user, text):
        self.env.cr.flush()
        domain = [("notified_partner_ids", "in", user.partner_id.ids)]
        messages = self.env["mail.message"].search(domain)
        self.assertIn(text, " ".join(f"{message.subject} {message.body}" for message in messages))

    def test_submitting(self):
        self.env.company.kam_escalation_user_id = self.manager
        self.mine.action_submit()
        self._assert_told(self.manager, "for your approval")

    def test_mentioning(self):
        self.mine.message_post(body="Look here", partner_ids=self.mate.partner_id.ids)
        self._assert_told(self.mate, "Look here")

    def test_assigning(self):
        self.plan.with_user(self.kam).action_submit()
        values = {"plan_id": self.plan.id, "name": "Visit", "user_id": self.mate.id}
        action = self.mine.env["kam.action"].create(values)
        self._assert_told(self.mate, "is now yours")
        action.user_id = self.reader
        self._assert_told(self.reader, "is now yours")

    def test_adding_a_member(self):
        self.mine.env["kam.team.member"].create(
            {"plan_id": self.plan.id, "user_id": self.mate.id, "role_id": self.role_sales.id}
        )
        self._assert_told(self.mate, "on the account team")

    def test_handing_over(self):
        self.mine.user_id = self.mate
        self._assert_told(self.mate, "on the account team")

    def test_nobody_of_the_other_company_alone_is_told(self):
        self.mine.message_post(body="Look here", partner_ids=self.foreign.partner_id.ids)
        domain = [("notified_partner_ids", "in", self.foreign.partner_id.ids)]
        self.assertNotIn("Look here", str(self.env["mail.message"].search(domain).mapped("body")))

    def test_no_company_chosen_by_the_sender_is_needed(self):
        here = self.mine.with_context(allowed_company_ids=self.kam.company_id.ids)
        self.mate.company_ids |= self.other_company
        self.mate.company_id = self.other_company
        here.message_post(body="Look here", partner_ids=self.mate.partner_id.ids)
        self._assert_told(self.mate, "Look here")
