"""What one step brings a person is told in one message, whatever it is and however much."""

from odoo import Command

from odoo.addons.kam_planning.models.message.kam_news import MOST_LINES

from ..common.common import KamCommon


class TestNews(KamCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, "tracking_disable": False})
        cls.plan = cls._create_plan(state="submitted")
        cls.env["kam.team.member"].create({"plan_id": cls.plan.id, "user_id": cls.mate.id})

    def setUp(self):
        super().setUp()
        self.env.cr.flush()
        self.before = self.env["mail.notification"].search([])

    def _get_news(self, user):
        """What a user was told since the test began: notifications."""
        self.env.cr.flush()
        domain = [("res_partner_id", "=", user.partner_id.id)]
        return self.env["mail.notification"].search(domain) - self.before

    def _make(self, count, user=None, **values):
        return (
            self.env["kam.action"]
            .with_user(self.kam)
            .create(
                [
                    {
                        "plan_id": self.plan.id,
                        "name": f"Act {number}",
                        "user_id": (user or self.kam).id,
                        **values,
                    }
                    for number in range(count)
                ]
            )
        )

    def test_one_message_for_one_or_for_many_actions(self):
        for count in (1, 20, 200):
            actions = self._make(count)
            self.assertFalse(self._get_news(self.kam), "of one's own doing")
            for user in (self.mate, self.reader):
                self.before = self.env["mail.notification"].search([])
                actions.with_user(self.manager).write({"user_id": user.id})
                news = self._get_news(user)
                self.assertEqual(len(news), 1, f"{count} actions")
                self.assertEqual(news.notification_type, "email")
                self.assertEqual(len(news.mail_mail_id), 1)

    def test_a_new_action_for_somebody_is_one_message(self):
        action = self._make(1, self.mate, date_deadline="2099-12-01")
        news = self._get_news(self.mate)
        self.assertEqual(len(news), 1)
        message = news.mail_message_id
        self.assertEqual((message.model, message.res_id), ("kam.action", action.id))
        self.assertEqual(message.subject, "“Act 0” is now yours")
        self.assertIn("Acme", message.body)
        self.assertIn("12/01/2099", message.body)

    def test_one_objective_is_told_as_odoo_does(self):
        self._create_objective(self.plan, user_id=self.mate.id)
        message = self._get_news(self.mate).mail_message_id
        self.assertEqual(message.subject, "You have been assigned to Grow")
        self.assertEqual(message.model, "kam.objective")

    def test_the_message_lists_all_with_links_in_the_reader_s_language(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.mate.lang = "fr_FR"
        actions = self._make(3, self.mate, date_deadline="2099-12-24")
        message = self._get_news(self.mate).mail_message_id
        self.assertFalse(message.model)
        self.assertIn("24/12/2099", message.body)
        for action in actions:
            self.assertIn(action.name, message.body)
            self.assertIn(f"/mail/view?model=kam.action&amp;res_id={action.id}", message.body)

    def test_of_very_many_it_lists_the_first(self):
        self._make(MOST_LINES + 7, self.mate)
        message = self._get_news(self.mate).mail_message_id
        self.assertEqual(message.body.count("/mail/view"), MOST_LINES)
        self.assertIn("and 7 more", " ".join(message.body.split()))

    def test_who_reads_in_odoo_gets_it_there(self):
        self.mate.notification_type = "inbox"
        self._make(3, self.mate)
        news = self._get_news(self.mate)
        self.assertEqual(len(news), 1)
        self.assertEqual(news.notification_type, "inbox")
        self.assertFalse(news.mail_mail_id)

    def test_a_plan_for_a_colleague_is_one_message(self):
        plan = self._create_plan(
            self.manager,
            partner_id=self.env["res.partner"].create({"name": "New", "is_company": True}).id,
            user_id=self.mate.id,
            template_id=self.full.id,
        )
        self.assertGreater(len(plan.objective_ids), 2)
        self.assertTrue(plan.action_ids)
        news = self._get_news(self.mate)
        self.assertEqual(len(news), 1)
        self.assertEqual(news.mail_message_id.model, "kam.plan")
        plan.with_user(self.manager).action_submit()
        work = self._get_news(self.mate) - news
        self.assertEqual(len(work), 1, "all its work in one message, with the submission")
        for record in (*plan.objective_ids, *plan.action_ids):
            self.assertIn(record.display_name, work.mail_message_id.body)

    def test_a_plan_alone_is_told_as_odoo_does(self):
        partner = self.env["res.partner"].create({"name": "New", "is_company": True})
        self._create_plan(self.manager, partner_id=partner.id, user_id=self.mate.id)
        message = self._get_news(self.mate).mail_message_id
        self.assertEqual(len(message), 1)
        self.assertIn("You have been assigned to New", message.subject)

    def test_many_plans_handed_over_are_one_message(self):
        plans = self._create_plans(20)
        self._get_news(self.kam)
        plans.with_user(self.manager).write({"user_id": self.mate.id})
        news = self._get_news(self.mate)
        self.assertEqual(len(news), 1)
        self.assertIn(plans[0].name, news.mail_message_id.body)
        self.assertIn(plans[19].name, news.mail_message_id.body)

    def test_many_places_in_teams_are_one_message(self):
        plans = self._create_plans(20)
        self.env["kam.team.member"].with_user(self.manager).create(
            [{"plan_id": plan.id, "user_id": self.reader.id} for plan in plans]
        )
        self.assertEqual(len(self._get_news(self.reader)), 1)

    def test_many_submitted_and_sent_back_are_one_message_each(self):
        self.env.company.kam_escalation_user_id = self.manager
        plans = self._create_plans(20)
        plans.action_submit()
        self.assertEqual(len(self._get_news(self.manager)), 1)
        plans.with_user(self.manager)._send_back("No figures")
        news = self._get_news(self.kam)
        self.assertEqual(len(news), 1)
        self.assertIn("No figures", news.mail_message_id.body)
        for plan in plans:
            self.assertIn("No figures", "".join(plan.message_ids.mapped("body")))

    def test_many_activities_are_one_message(self):
        plans = self._create_plans(20)
        plans.with_user(self.manager).activity_schedule(
            "mail.mail_activity_data_todo", user_id=self.kam.id, summary="Call them"
        )
        news = self._get_news(self.kam)
        self.assertEqual(len(news), 1)
        self.assertEqual(news.mail_message_id.body.count("Call them"), 20)

    def test_one_activity_is_told_as_odoo_does(self):
        self.plan.with_user(self.manager).activity_schedule(
            "mail.mail_activity_data_todo", user_id=self.kam.id, summary="Call them"
        )
        message = self._get_news(self.kam).mail_message_id
        self.assertEqual(message.res_id, self.plan.id)
        self.assertIn("Call them", message.subject)
        self.assertIn("assigned to you", message.subject)

    def test_nothing_is_told_of_hidden_plans(self):
        secret = self._create_plan(
            partner_id=self.env["res.partner"].create({"name": "Secret", "is_company": True}).id,
            confidentiality="team",
        )
        self._create_objective(secret, name="Hidden aim", user_id=self.mate.id)
        self._create_objective(self.plan, name="Open aim", user_id=self.mate.id)
        self._create_objective(self.plan, name="Other aim", user_id=self.mate.id)
        message = self._get_news(self.mate).mail_message_id
        self.assertEqual(len(message), 1)
        self.assertIn("Open aim", message.body)
        self.assertIn("Other aim", message.body)
        self.assertNotIn("Hidden", message.body + message.subject)
        self.assertNotIn("Secret", message.body + message.subject)

    def test_only_what_still_holds_is_told(self):
        """Given to one and then to another in the same step."""
        actions = self._make(3)
        self.env.cr.flush()
        actions.with_user(self.kam).write({"user_id": self.mate.id})
        actions.with_user(self.kam).write({"user_id": self.reader.id})
        self.assertFalse(self._get_news(self.mate))
        self.assertEqual(len(self._get_news(self.reader)), 1)

    def test_nothing_is_told_of_what_is_rolled_back(self):
        savepoint = self.env.cr.savepoint()
        self._make(3, self.mate)
        savepoint.close(rollback=True)
        self.assertFalse(self._get_news(self.mate))

    def test_each_author_has_his_own_message(self):
        for author in (self.kam, self.manager):
            self._make(2).with_user(author).write({"user_id": self.mate.id})
        news = self._get_news(self.mate)
        authors = news.mail_message_id.author_id
        self.assertEqual(authors, self.kam.partner_id | self.manager.partner_id)
        self.assertEqual(len(news), 2)

    def test_no_client_gathers(self):
        """The key of the context, sent by RPC, changes nothing."""
        for value in (True, [], {"steps": []}):
            plan = self._create_plans(1)
            actions = self.env["kam.action"].with_user(self.kam).with_context(kam_gathered=value)
            action = actions.create({"plan_id": plan.id, "name": "Act", "user_id": self.mate.id})
            self.assertIn(self.mate.partner_id, action.message_partner_ids)
            self.env.cr.flush()
            action.name = "Renamed"
            self.env.cr.flush()
            self.assertTrue(action.sudo().message_ids.tracking_value_ids)

    def test_changes_are_noted_as_ever(self):
        actions = self._make(20)
        self.env.cr.flush()
        actions.with_user(self.manager).write({"user_id": self.mate.id, "state": "in_progress"})
        self.env.cr.flush()
        self.env.invalidate_all()
        for action in actions:
            message = action.sudo().message_ids[0]
            self.assertEqual(message.author_id, self.manager.partner_id)
            names = message.tracking_value_ids.mapped("field_id.name")
            self.assertEqual(sorted(names), ["state", "user_id"])

    def test_members_follow_what_is_made_for_them(self):
        actions = self._make(2, self.mate) | self._make(1, self.reader)
        for action in actions:
            self.assertIn(action.user_id.partner_id, action.message_partner_ids)
            self.assertIn(self.kam.partner_id, action.message_partner_ids)
        plan = self._create_plan(
            partner_id=self.env["res.partner"].create({"name": "New", "is_company": True}).id,
            member_ids=[Command.create({"user_id": self.reader.id})],
        )
        self.assertIn(self.reader.partner_id, plan.message_partner_ids)
