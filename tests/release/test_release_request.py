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

    def _list_doors(self, user):
        """What reaches the customer beside the lines, and whom: functions that do it."""
        share, access = self.share.with_user(user), self.new.with_user(user)
        file = self.env["ir.attachment"].with_user(user).create({"name": "F.pdf", "raw": b"x"})
        document = self.share.attachment_ids[:1].with_user(user)
        late = self.looking.with_user(user)
        return (
            lambda: share.write({"intro": "Hello"}),
            lambda: share.write({"name": "Called otherwise"}),
            lambda: share.write({"attachment_ids": [(4, file.id)]}),
            lambda: document.write({"name": "G.pdf"}),
            share.action_invite,
            access.action_invite,
            late.action_renew,
            lambda: late.write({"date_expires": "2026-12-31"}),
        )

    def _share_with_more(self):
        """Seen, with a document, somebody who is to be invited, and somebody who was revoked."""
        files = self.env["ir.attachment"].with_user(self.kam)
        file = files.create({"name": "A.pdf", "raw": b"a"})
        self.share.with_user(self.kam).write({"intro": "As a draft", "attachment_ids": file.ids})
        self._share("propose")
        self._share("propose", user=self.manager)
        self.assertEqual(self.share.state, "shared")
        self.looking.with_user(self.kam).action_revoke()
        somebody = {"name": "New", "parent_id": self.customer.id, "email": "new@acme.example"}
        person = self.env["res.partner"].create(somebody)
        values = {"share_id": self.share.id, "partner_id": person.id}
        self.new = self.env["kam.share.access"].with_user(self.kam).create(values)

    def test_what_is_seen_goes_past_no_second_pair_beside_the_lines(self):
        self._share_with_more()
        self.assertFalse(self.share.with_user(self.kam).may_change_shown)
        for door in self._list_doors(self.kam):
            with self.assertRaisesRegex(AccessError, "ask one to change this"):
                door()
        self.assertEqual(self.share.intro, "As a draft")
        self.assertFalse(self.new in self.invited or self.new.is_live or self.looking.is_live)
        # Who sees it already may be mailed anew, renewed, and let in by the next version.
        self.access.with_user(self.kam).action_renew()
        self.assertTrue(self.share.with_user(self.manager).may_change_shown)
        for door in self._list_doors(self.manager):
            door()
        self.assertEqual(self.share.intro, "Hello")
        self.assertTrue(self.new in self.invited and self.looking.is_live)

    def test_a_first_proposal_that_is_taken_back_is_seen_by_nobody(self):
        self._share_with_more()
        self.share.with_user(self.kam).action_take_back_proposal()
        self.assertEqual(self.share.state, "draft")
        self.assertFalse(self.access.is_live)

    def test_off_by_default_nobody_is_asked(self):
        self.plan.company_id.sudo().kam_share_second_look = False
        self.assertFalse(self._share().needs_release)
        self.assertEqual(self.share.state, "shared")
        self.share.with_user(self.kam).intro = "Hello"
        self.assertTrue(self.share.with_user(self.kam).may_change_shown)
