from odoo.exceptions import AccessError, UserError

from .check import CheckCommon


class TestReleaseRequest(CheckCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plan.company_id.sudo().kam_share_second_look = True
        cls.second = cls._create_user("second", "group_kam_manager")

    def _find_activities(self):
        kind = self.env.ref("kam_planning.mail_activity_type_share_release")
        return self.share.sudo().activity_ids.filtered(lambda one: one.activity_type_id == kind)

    def test_who_asks_does_not_release(self):
        self.assertTrue(self._share("propose").needs_release)
        self.assertEqual(self.share.state, "draft")
        self.assertTrue(self.share.is_release_requested)
        self.assertEqual(self.share.release_asked_by_id, self.kam)
        self.assertEqual(len(self._find_activities()), 1)
        asked = self._find_activities().user_id
        self.assertTrue(asked.has_group("kam_planning.group_kam_manager"))
        self.assertNotEqual(asked, self.kam)
        self.assertFalse(self.invited or self.told)
        for user in (self.kam, self.mate):
            with self.assertRaises(AccessError):
                self.share.with_user(user)._check_may_release()
        # Asking again stays asking: nobody talks himself through.
        self._share("propose")
        self.assertEqual(self.share.state, "draft")
        self.assertEqual(len(self._find_activities()), 1)
        dialogue = self._check(user=self.manager)
        self.assertEqual((dialogue.mode, dialogue.is_release), ("propose", True))
        # As it stands, lines that are switched on later would leave past the second pair.
        with self.assertRaisesRegex(UserError, "ask for agreement"):
            self.share.with_user(self.manager)._go_live("share", "", [])
        with self.assertRaises(UserError):
            dialogue.action_share()
        dialogue.is_acknowledged = True
        dialogue.action_share()
        self.assertFalse(self.share.is_release_requested)
        self.assertEqual(self.share.state, "shared")
        self.assertEqual(self.told, [self.share.proposed_id])
        self.assertFalse(self._find_activities())

    def test_a_manager_sends_it_back_with_a_word(self):
        self._share()
        dialogue = self._check(user=self.manager)
        with self.assertRaises(UserError):
            dialogue.action_send_back()
        dialogue.reason = "Take the budget out"
        dialogue.action_send_back()
        self.assertFalse(self.share.is_release_requested)
        self.assertEqual(self.share.state, "draft")
        self.assertFalse(self._find_activities())
        self.assertIn("Take the budget out", self.share.message_ids[0].body)
        with self.assertRaises(UserError):
            self.share.with_user(self.manager)._check_may_release()

    def test_a_manager_is_the_second_pair_but_not_for_his_own_plan(self):
        self._share(user=self.manager)
        self.assertEqual(self.share.state, "shared")
        self.share.action_withdraw()
        self.plan.sudo().user_id = self.manager
        again = self.env["kam.share"].with_user(self.manager).create({"plan_id": self.plan.id})
        self.share = again
        with self.assertRaisesRegex(UserError, "nobody is asked to agree"):
            self._share(user=self.manager)
        self._invite(self.contact, again, can_agree=True)
        self._share(user=self.manager)
        self.assertEqual(again.state, "draft")
        self.assertNotEqual(self._find_activities().user_id, self.manager)
        dialogue = self._check(user=self.manager)
        self.assertFalse(dialogue.is_release)
        self._share(user=self.second)
        self.assertEqual(again.state, "shared")

    def test_what_is_taken_back_waits_for_nobody(self):
        self._share()
        self.share.with_user(self.kam).action_take_back_request()
        self.assertFalse(self.share.is_release_requested or self._find_activities())
        with self.assertRaises(AccessError):
            self.share.with_user(self.reader).action_take_back_request()

    def test_off_by_default_nobody_is_asked(self):
        self.plan.company_id.sudo().kam_share_second_look = False
        self.assertFalse(self._share().needs_release)
        self.assertEqual(self.share.state, "shared")
