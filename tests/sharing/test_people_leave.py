from datetime import date

from odoo.exceptions import UserError
from odoo.tests import freeze_time

from ..common.common import TODAY
from .common import SharingCommon


class TestPeopleLeave(SharingCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.share._share_sudo()
        cls.rival = cls.env["res.partner"].create({"name": "Rival", "is_company": True})
        cls.branch = cls.env["res.partner"].create(
            {"name": "Branch", "is_company": True, "parent_id": cls.customer.id}
        )

    def _merge(self, *partners):
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard._merge([one.id for one in partners], partners[-1], extra_checks=False)
        self.env.invalidate_all()

    def _ended(self, access):
        return access.end_reason, access.ended_date

    def test_leaving_ends_it_that_day_and_coming_back_does_not_open_it(self):
        self.contact.parent_id = self.rival
        self.assertEqual(self._ended(self.access), ("left", TODAY))
        self.contact.parent_id = self.customer
        self.assertFalse(self.access.is_live)
        self.access.action_renew()
        self.assertTrue(self.access.is_live)
        self.horst.action_archive()
        self.assertEqual(self._ended(self.looking), ("archived", TODAY))
        self.assertTrue(self.buyer.active)

    def test_moving_inside_the_group_changes_nothing(self):
        self.contact.parent_id = self.branch
        self.assertTrue(self.access.is_live)
        self.branch.parent_id = self.rival
        self.assertEqual(self._ended(self.access), ("left", TODAY))
        self.assertFalse(self.looking.ended_date)

    def test_nothing_is_asked_for_whoever_has_no_access(self):
        stranger = self.env["res.partner"].create({"name": "Stranger"})
        accesses = self.env["kam.share.access"]
        accesses._get_watched_partner_ids()
        self.env.flush_all()
        watched = self._count_queries(accesses._get_watched_partner_ids)
        self.assertEqual(watched, 0)
        self.assertNotIn(stranger.id, accesses._get_watched_partner_ids())
        self.assertLessEqual(
            {self.contact.id, self.horst.id, self.customer.id}, accesses._get_watched_partner_ids()
        )

    def test_the_end_of_many_costs_what_that_of_one_does(self):
        people = self.env["res.partner"].create(
            [{"name": f"Person {n}", "parent_id": self.customer.id} for n in range(12)]
        )
        for person in people:
            self._invite(person)
        end = self.env["kam.share.access"]._end_of_gone_sudo
        end(people[:1])
        one = self._count_queries(lambda: end(people[:1]))
        self.assertLessEqual(self._count_queries(lambda: end(people)), one)

    def test_the_job_ends_what_slipped_past(self):
        self.env.flush_all()
        self.env.cr.execute("UPDATE res_partner SET parent_id = NULL WHERE id = %s", self.horst.ids)
        self.env.invalidate_all()
        self.assertFalse(self.looking.is_live)
        with self.enter_registry_test_mode():
            self.env.ref("kam_planning.cron_shares").method_direct_trigger()
        self.env.invalidate_all()
        self.assertEqual(self._ended(self.looking), ("left", TODAY))
        self.assertFalse(self.access.ended_date)

    def test_a_contact_merged_into_one_who_stays_takes_the_access_along(self):
        """Two accesses of one share become one: it keeps the stronger rights."""
        self.access.can_act = False
        self.looking.write({"can_act": True, "mail_reminders": False})
        self.share._propose_sudo()
        self.share._take_answer_sudo(self.access, "agreed", signed_name="Jane Buyer")
        self._merge(self.contact, self.horst)
        self.assertEqual(self.share.access_ids, self.looking)
        self.assertTrue(
            self.looking.can_act and self.looking.can_agree and self.looking.can_comment
        )
        self.assertFalse(self.looking.mail_reminders)
        self.assertTrue(self.looking.is_live)
        self.assertEqual(self.share.answer_ids.contact_id, self.horst)

    def test_merged_out_of_the_customer_ends_it(self):
        other = self.env["res.partner"].create({"name": "Jane", "parent_id": self.rival.id})
        self._merge(self.contact, other)
        self.assertEqual(self._ended(self.access), ("merged", TODAY))
        self.assertEqual(self.access.partner_id, other)

    def test_merged_customers_keep_their_people(self):
        self._merge(self.customer, self.rival)
        self.assertTrue(self.access.is_live)
        self.assertEqual(self.access.customer_id, self.rival)

    def test_two_who_agreed_and_become_one_stay_two_answers(self):
        self.looking.can_agree = True
        self.share._propose_sudo()
        for access, name in ((self.access, "Jane Buyer"), (self.looking, "Horst Kloss")):
            self.share._take_answer_sudo(access, "agreed", signed_name=name)
        self._merge(self.contact, self.horst)
        answers = self.share.answer_ids
        self.assertEqual(set(answers.mapped("signed_name")), {"Jane Buyer", "Horst Kloss"})
        self.assertEqual(answers.contact_id, self.horst)

    def test_who_is_erased_is_forgotten_and_the_versions_hold(self):
        self._propose_and_agree()
        person = self.env["kam.stakeholder"].create(
            {"account_id": self.customer.id, "partner_id": self.contact.id}
        )
        self.contact.name = "Jane O'Buyer"
        said = self.share.sudo().message_post(
            body="My turn", author_id=self.contact.id, kam_for_customer=True
        )
        note = self.share.sudo().message_post(
            body="Jane O'Buyer called", author_id=self.kam.partner_id.id
        )
        self.looking.can_comment = True
        self.share._tell_customer_sudo("Thank you")
        mails = self.env["mail.mail"].sudo().search([("model", "=", "kam.share")])
        told = mails.recipient_ids
        self.assertLessEqual(self.contact | self.horst, told)
        person.sudo().action_erase_person()
        # What waits for him goes, and only that.
        self.assertEqual(mails.exists().recipient_ids, told - self.contact)
        answer = self.share.answer_ids
        self.assertEqual(answer.decision, "agreed")
        self.assertFalse(answer.signed_name or answer.contact_id or answer.signature)
        self.assertFalse(self.access.exists())
        self.assertFalse(said.exists())
        self.assertNotIn("Jane O", note.body)
        self.assertTrue(self.plan.verify_snapshots()["is_sound"])
        self.assertEqual(self.share.state, "agreed")
        self.assertTrue(self.looking.exists())

    def test_who_is_gone_is_asked_for_no_more(self):
        """By hand, erased or deleted: the others have agreed already."""
        anna, bert = (
            self.env["res.partner"].create({"name": name, "parent_id": self.customer.id})
            for name in ("Anna", "Bert")
        )
        erased = self.env["kam.stakeholder"].create(
            {"account_id": self.customer.id, "partner_id": anna.id}
        )
        self.looking.can_agree = True
        for person, go in (
            (self.horst, lambda: self.looking.with_user(self.kam).unlink()),
            (anna, erased.sudo().action_erase_person),
            (bert, bert.unlink),
        ):
            if person != self.horst:
                self._invite(person, can_agree=True)
            version = self.share._propose_sudo()
            self.share._take_answer_sudo(self.access, "agreed", signed_name="Jane Buyer")
            self.assertEqual(self.share.proposed_id, version)
            go()
            self.assertEqual((self.share.agreed_id, self.share.proposed_id.id), (version, False))

    def test_merging_leaves_the_consent_of_all_needed(self):
        self.looking.can_agree = True
        anna = self.env["res.partner"].create({"name": "Anna", "parent_id": self.customer.id})
        access = self._invite(anna)
        version = self.share._propose_sudo()
        self.share._take_answer_sudo(self.access, "agreed", signed_name="Jane Buyer")
        self._merge(self.horst, anna)
        self.assertTrue(access.can_agree)
        self.assertEqual(self.share.proposed_id, version)

    def test_who_is_deleted_leaves_no_name(self):
        self._propose_and_agree()
        self.buyer.unlink()
        self.theirs.sudo().contact_id = False
        self.contact.unlink()
        self.assertFalse(self.share.answer_ids.signed_name)
        self.assertEqual(self.share.access_ids, self.looking)

    def test_who_comes_late_is_refused_until_renewed(self):
        with freeze_time(date(2028, 1, 3)), self.assertRaisesRegex(UserError, "renew"):
            self.access.action_invite()
