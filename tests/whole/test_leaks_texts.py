"""Texts that leave their record: messages, activities, meetings, names."""

from odoo.exceptions import AccessError
from odoo.tests import freeze_time

from ..common.common import TODAY
from .leaks import LeaksCommon


@freeze_time(TODAY)
class TestTexts(LeaksCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, "tracking_disable": False})

    def _threads(self):
        """A hidden record of every model with chatter that the walk has one of."""
        models = self.env["kam.internal.thread"]._list_internal_models()
        found = [record for name, record in self.hidden.items() if name in models]
        self.assertGreater(len(found), 4)
        return found

    def _assert_not_told(self, message, user):
        asked = message.with_user(user)
        with self.assertRaises(AccessError, msg=message.model):
            asked.read(["body", "subject", "record_name"])
        found = self.env["mail.message"].with_user(user).search([("id", "in", message.ids)])
        self.assertFalse(found, message.model)

    def test_who_may_not_read_is_not_addressed(self):
        named = self.portal.partner_id | self.reader.partner_id | self.contact
        for record in self._threads():
            posting = record.with_user(self.mate)
            told = named | self.manager.partner_id
            message = posting.message_post(body="Our margin", partner_ids=told.ids)
            message |= posting.message_notify(body="Our margin", partner_ids=told.ids)
            self.assertFalse(message.sudo().partner_ids & named, record._name)
            self.assertIn(self.manager.partner_id, message.sudo().partner_ids, record._name)
            self.assertFalse(message.sudo().notification_ids.res_partner_id & named)

    def test_naming_somebody_in_a_message_opens_no_door(self):
        for record in self._threads():
            message = self.env["mail.message"].create(
                {
                    "model": record._name,
                    "res_id": record.id,
                    "body": "Our margin",
                    "message_type": "comment",
                    "subtype_id": self.env.ref("mail.mt_comment").id,
                    "partner_ids": (self.portal.partner_id | self.reader.partner_id).ids,
                    "author_id": self.mate.partner_id.id,
                }
            )
            for user in (self.portal, self.reader, self.outsider):
                self._assert_not_told(message, user)
            self.assertTrue(message.with_user(self.mate).read(["body"]))
            self.assertTrue(message.with_user(self.manager).read(["body"]))

    def test_what_was_told_is_hidden_when_the_plan_becomes_confidential(self):
        plan = self.plan.with_user(self.kam)
        message = plan.message_post(body="Our margin", partner_ids=self.reader.partner_id.ids)
        self.assertTrue(message.with_user(self.reader).read(["body"]))
        plan.confidentiality = "team"
        self._assert_not_told(message, self.reader)
        plan.confidentiality = "company"
        self.env.invalidate_all()
        self.assertTrue(message.with_user(self.reader).read(["body"]))

    def test_messages_elsewhere_are_read_as_ever(self):
        message = self.customer.message_post(
            body="Hello", partner_ids=self.portal.partner_id.ids, subtype_xmlid="mail.mt_comment"
        )
        self.assertTrue(message.with_user(self.portal).read(["body"]))

    def test_who_may_not_read_does_not_follow(self):
        named = self.portal.partner_id | self.reader.partner_id | self.contact
        for record in self._threads():
            record.message_subscribe((named | self.manager.partner_id).ids)
            self.assertFalse(record.message_partner_ids & named, record._name)
            self.assertIn(self.manager.partner_id, record.message_partner_ids, record._name)

    def test_activities_are_hidden_with_their_record(self):
        plan = self.plan.with_user(self.kam)
        activity = plan.activity_schedule("mail.mail_activity_data_todo", user_id=self.reader.id)
        self.assertTrue(activity.with_user(self.reader).read(["res_name", "summary"]))
        plan.confidentiality = "team"
        with self.assertRaises(AccessError):
            activity.with_user(self.reader).read(["res_name", "summary"])
        mine = [("user_id", "=", self.reader.id)]
        activities = self.env["mail.activity"].with_user(self.reader)
        self.assertNotIn(activity, activities.search(mine))
        self.assertNotIn(
            self.plan.name, str(self.reader.with_user(self.reader)._get_activity_groups())
        )
        plan.confidentiality = "company"
        self.env.invalidate_all()
        self.assertIn(activity, activities.search(mine))

    def test_an_assignee_sees_his_activity_in_whatever_company_he_chose(self):
        self.reader.company_ids += self.other_company
        self.step.plan_id.with_user(self.mate).action_submit()
        self.step.with_user(self.mate).user_id = self.reader
        activities = self.env["mail.activity"].with_user(self.reader)
        elsewhere = activities.with_context(allowed_company_ids=self.other_company.ids)
        self.assertIn(self.step.activity_id, elsewhere.search([("user_id", "=", self.reader.id)]))
        self.assertTrue(elsewhere.browse(self.step.activity_id.id).read(["summary"]))

    def test_meetings_are_as_discreet_as_the_plan(self):
        self._schedule_meeting(self.review.with_user(self.kam))
        self.assertEqual(self.review.event_id.privacy, "public")
        self.plan.with_user(self.manager).confidentiality = "team"
        self.assertEqual(self.review.event_id.privacy, "private")
        self.plan.with_user(self.manager).confidentiality = "company"
        self.assertEqual(self.review.event_id.privacy, "public")
        self.review.sudo().plan_id = self.secret
        self.assertEqual(self.review.event_id.privacy, "private")

    def test_an_assignee_is_not_told_the_objective(self):
        self.step.with_user(self.mate).user_id = self.reader
        self.step.with_user(self.mate).objective_id = self.goal
        self.env.flush_all()
        self.env.cr.precommit.run()
        for message in self.step.with_user(self.reader).message_ids:
            values = message.sudo().tracking_value_ids
            self.assertNotIn("Secret goal", str(values.mapped("new_value_char")))
            self.assertNotIn("Secret goal", str(message.body))

    def test_no_chatter_tracks_a_link_to_what_has_other_readers(self):
        pool = self.env.registry
        kinds = (pool["kam.plan"], pool["kam.plan.line"], pool["kam.account.line"])
        walked = 0
        for model in self.env["kam.internal.thread"]._list_internal_models():
            # What belongs to the same customer has the same readers.
            same = getattr(self.env[model], "_same_account_fields", ())
            for name, field in self.env[model]._fields.items():
                if getattr(field, "tracking", None) and field.relational and name not in same:
                    walked += 1
                    hidden = isinstance(self.env[field.comodel_name], kinds)
                    self.assertFalse(hidden, f"{model}.{name}")
        self.assertGreater(walked, 5)

    def test_the_next_period_does_not_name_the_plan_before_nor_the_other_way(self):
        self.lab.name = "Omega"
        self.secret.with_user(self.manager).action_approve()
        successor = self._prepare_next(self.secret, user=self.mate)
        successor.with_user(self.mate).confidentiality = "company"
        texts = successor.with_user(self.reader).message_ids.mapped("body")
        self.assertTrue(any("Continues" in text for text in texts))
        self.assertNotIn("Secret plan", str(texts))
        self.assertNotIn(successor.name, str(self.secret.message_ids.mapped("body")))
