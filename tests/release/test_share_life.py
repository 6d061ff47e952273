from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time

from .check import CheckCommon


class TestShareLife(CheckCommon):
    def test_a_copy_is_not_shared(self):
        self._share()
        copied = self.plan.with_user(self.kam).copy({"partner_id": self._create_partner().id})
        self.assertFalse(copied.share_ids or copied.is_shared)
        self.assertFalse(any(copied.action_ids.mapped("is_shared")))

    def _create_partner(self):
        return self.env["res.partner"].create({"name": "Zenith", "is_company": True})

    def test_the_next_period_is_shared_as_before_when_somebody_says_so(self):
        self._activate(self.plan)
        self._share()
        gone = self._create_person("Gone")
        gone_access = self._invite(gone)
        gone_access.action_revoke()
        successor = self._prepare_next(self.plan).with_user(self.kam)
        self.assertFalse(successor.share_ids or successor.is_shared)
        successor.action_share_as_before()
        share = successor.share_ids
        self.assertEqual(share.state, "draft")
        self.assertEqual(share.access_ids.partner_id, self.contact + self.horst)
        self.assertEqual(set(share.access_ids.mapped("state")), {"prepared"})
        self.assertEqual(share.access_ids.mapped("can_agree"), [True, False])
        self.assertEqual(share.access_ids.mapped("can_act"), [True, False])
        self.assertFalse(share.access_ids.filtered("is_live"))
        # Once more adds nobody twice; the first period has none before it.
        share.action_share_as_before()
        self.assertEqual(len(share.access_ids), 2)
        with self.assertRaises(UserError):
            self.share.with_user(self.kam).action_share_as_before()

    def _create_person(self, name):
        return self.env["res.partner"].create({"name": name, "parent_id": self.customer.id})

    def test_merged_plans_keep_one_share_and_both_histories(self):
        other_customer = self._create_partner()
        other = self._create_plan(partner_id=other_customer.id, date_start="2026-02-01")
        self._activate(self.plan + other)
        self._share("propose")
        share = self.env["kam.share"].with_user(self.kam).create({"plan_id": other.id})
        share._share_sudo()
        self.env["kam.plan"]._merge_plans_sudo(self.customer + other_customer)
        self.assertEqual((self.share.state, share.state), ("shared", "withdrawn"))
        self.assertEqual(share.plan_id, other)
        self.assertIn(self.plan.name, share.message_ids[0].body)
        self.assertTrue(self.share.version_ids)

    def test_of_merged_plans_a_draft_stays_a_draft(self):
        """What the other customer saw is shown to nobody by a share that nobody checked."""
        other_customer = self._create_partner()
        other = self._create_plan(partner_id=other_customer.id, date_start="2026-02-01")
        self._activate(self.plan + other)
        share = self.env["kam.share"].with_user(self.kam).create({"plan_id": other.id})
        buyer = self.env["res.partner"].create({"name": "B", "parent_id": other_customer.id})
        access = self._invite(buyer, share, can_agree=True)
        version = share._propose_sudo()
        share._take_answer_sudo(access, "agreed", signed_name="B")
        self.env["kam.plan"]._merge_plans_sudo(self.customer + other_customer)
        self.assertEqual((self.share.state, share.state), ("draft", "withdrawn"))
        self.assertEqual((share.agreed_id, version.share_id), (version, share))
        self.assertFalse(access.is_live or self.access.is_live)
        self.assertEqual(self.plan.with_user(self.kam).share_id, self.share)

    def test_a_proposal_is_taken_back(self):
        with self.assertRaisesRegex(UserError, "No version"):
            self.share.with_user(self.kam).action_take_back_proposal()
        self._share("propose")
        self.share._take_answer_sudo(self.access, "changes", comment="Later")
        with self.assertRaises(AccessError):
            self.share.with_user(self.reader).action_take_back_proposal()
        self.share.with_user(self.kam).action_take_back_proposal()
        self.assertEqual((self.share.state, self.share.proposed_id.id), ("shared", False))
        self.assertIn("Version 1", self.share.message_ids[0].body)
        self.assertEqual(self.share.answer_ids.snapshot_id, self.share.version_ids)
        page = self.share._prepare_page_sudo(self.access.sudo())
        self.assertFalse(page["proposed"] or page["version"])
        self.assertTrue(page["we_owe"])
        with self.assertRaisesRegex(UserError, "no version that waits"):
            self._agree()
        # What was agreed is what is seen again; it is not taken back itself.
        self._share("propose")
        self._agree()
        with self.assertRaisesRegex(UserError, "stays agreed"):
            self.share.with_user(self.kam).action_take_back_proposal()
        self._share("propose")
        self.share.with_user(self.kam).action_take_back_proposal()
        page = self.share._prepare_page_sudo(self.access.sudo())
        self.assertEqual((page["version"]["number"], page["proposed"]), (2, None))
        self.assertEqual(self.share.state, "agreed")

    def test_a_closed_plan_is_read_and_nothing_more(self):
        """What was agreed for a period stays what was agreed."""
        self._activate(self.plan)
        self._share("propose")
        self.plan.with_user(self.kam).action_close()
        find = self.env["kam.share.access"]._find_live_sudo
        self.assertEqual(find(self.buyer), self.access.sudo())
        with self.assertRaisesRegex(UserError, "is over"):
            self._agree()
        with self.assertRaisesRegex(UserError, "is over"):
            self._check()
        self.plan.with_user(self.manager).action_archive()
        self.assertFalse(find(self.buyer))

    def test_a_cancelled_plan_is_shown_to_nobody(self):
        self._share()
        self.plan.with_user(self.kam).action_cancel()
        self.assertEqual(self.share.state, "withdrawn")

    def test_what_was_agreed_stays_in_its_version(self):
        version = self._propose_and_agree()
        before = version._get_content()
        self.ours.with_user(self.kam).write({"is_shared": False, "name": "Internal now"})
        self.assertEqual(version._get_content(), before)
        self.assertIn("Send labels", {line["name"] for line in before})
        self.assertTrue(self.plan.verify_snapshots()["is_sound"])

    def test_what_was_shown_is_not_deleted(self):
        self._share()
        for records in (self.share, self.plan):
            with self.assertRaises(UserError):
                records.with_user(self.manager).unlink()

    def test_several_are_withdrawn_at_once(self):
        plan = self._create_plans(1)
        second = self.env["kam.share"].with_user(self.kam).create({"plan_id": plan.id})
        second._share_sudo()
        self._share()
        both = self.share.with_user(self.kam) + second
        with self.assertRaises(AccessError):
            both.with_user(self.reader).action_withdraw()
        both.action_withdraw()
        self.assertEqual(both.mapped("state"), ["withdrawn"] * 2)

    def test_the_list_finds_what_waits(self):
        shares = self.env["kam.share"].with_user(self.kam)
        self._share("propose")
        self.assertEqual(shares.search([("is_waiting", "=", True)]), self.share)
        self.assertFalse(shares.search([("is_change_wanted", "=", True)]))
        self.share._take_answer_sudo(self.access, "changes", comment="Later, please")
        self.assertEqual(shares.search([("is_change_wanted", "=", True)]), self.share)
        self.assertIn("Changes are wanted", self.share.headline)
        self._agree()
        self.assertFalse(shares.search([("is_waiting", "=", True)]))
        counts = (self.share.people_count, self.share.seen_count, self.share.answer_count)
        self.assertEqual(counts, (2, 0, 2))
        with freeze_time("2027-03-03"):
            self.env.invalidate_all()
            domain = [("access_ids", "any", [("date_expires", "<", "today")])]
            self.assertEqual(shares.search(domain), self.share)
            self.assertEqual(self.share.people_count, 0)

    def test_the_customers_form_leads_there(self):
        customer = self.customer.with_user(self.kam)
        self.assertEqual(customer.kam_share_count, 1)
        self.assertEqual(self.contact.with_user(self.kam).kam_share_count, 1)
        action = customer.action_open_kam_shares()
        self.assertEqual(action["domain"], [("partner_id", "=", customer.id)])
        self.assertEqual(self._create_partner().with_user(self.kam).kam_share_count, 0)
