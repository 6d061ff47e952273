from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, HttpCase, freeze_time, new_test_user, tagged

from ..common.common import TODAY
from .common import LeaveCommon

ESCALATION = "kam_planning.mail_activity_type_escalation"


class TestActivityGoes(LeaveCommon):
    """An activity that goes without a person's decision on its action closes nothing."""

    def _assert_renewed(self, actions, gone):
        self._assert_handed_over(self.mate, actions)
        self.assertFalse(gone.exists())

    def test_a_person_cancels_one(self):
        self.actions[0].activity_id.with_user(self.mate).unlink()
        self.actions[1].activity_id.with_user(self.kam).action_cancel()
        self.assertEqual(self.actions.mapped("state"), ["cancelled", "cancelled", "todo"])

    def test_a_person_who_may_not_write_the_action_cancels_nothing(self):
        with self.assertRaises(AccessError):
            self.actions[0].activity_id.with_user(self.reader).unlink()
        self.assertEqual(self.actions[0].state, "todo")

    def test_a_heap_is_no_decision(self):
        gone = self.actions.activity_id
        gone.with_user(self.mate).unlink()
        self._assert_renewed(self.actions, gone)

    def test_superuser_code_decides_nothing(self):
        gone = self.actions[0].activity_id
        gone.with_user(self.mate).sudo().unlink()
        self._assert_renewed(self.actions[0], gone)

    def test_a_job_decides_nothing(self):
        gone = self.actions[0].activity_id
        gone.with_user(self.manager).with_context(cron_id=1).unlink()
        self._assert_renewed(self.actions[0], gone)

    @freeze_time(TODAY)
    def test_the_vacuum_decides_nothing_and_mails_nobody(self):
        key = "mail.activity.gc.delete_overdue_years"
        self.env["ir.config_parameter"].set_param(key, "1")
        old = self.actions[0]
        old.write({"date_start": "2020-01-01", "date_deadline": "2020-02-02"})
        domain = [("partner_ids", "in", self.mate.partner_id.ids)]
        for user in (self.env.user, self.env.ref("base.user_admin")):
            gone, before = old.activity_id, self.env["mail.message"].search_count(domain)
            Activity = self.env["mail.activity"].with_user(user)
            Activity._gc_delete_old_overdue_activities()
            self._assert_renewed(old, gone)
            self.assertEqual(self.env["mail.message"].search_count(domain), before)
        self.assertEqual(self.objective.progress, 25)

    def test_the_vacuum_still_finds_its_method(self):
        method = type(self.env["mail.activity"])._gc_delete_old_overdue_activities
        self.assertTrue(method._autovacuum)

    def test_an_action_that_is_deleted_stays_deleted(self):
        gone = self.actions.activity_id
        self.actions.with_user(self.kam).unlink()
        self.assertFalse(gone.exists() | self._activities(self.actions))


class TestLeaveQuestion(LeaveCommon):
    """The client asks before it archives."""

    def _ask(self, users, asker=None):
        window = users.with_user(asker or self.erp).action_ask_kam_heir()
        model = self.env[window["res_model"]].with_user(asker or self.erp)
        return Form(model.with_context(**window["context"]))

    def test_the_question_says_how_much_and_proposes(self):
        self.plan.sponsor_id = self.reader
        form = self._ask(self.kam | self.mate)
        self.assertEqual((form.plan_count, form.action_count), (1, 3))
        self.assertEqual(form.objective_count, 1)
        self.assertEqual(form.heir_id, self.reader)

    def test_the_chosen_heir_gets_everything(self):
        form = self._ask(self.mate)
        form.heir_id = self.reader
        form.save().action_archive_users()
        self.assertFalse(self.mate.active)
        self._assert_handed_over(self.reader)
        self.assertEqual(self.objective.user_id, self.reader)
        place = self.plan.member_ids.filtered(lambda m: m.role_id == self.role_service)
        self.assertEqual(place.user_id, self.reader)
        self.assertEqual(len(self._news(self.reader)), 1)
        self.assertFalse(self._news(self.kam))

    def test_without_an_heir_the_teams_get_it(self):
        form = self._ask(self.mate)
        self.assertFalse(form.heir_id)
        form.save().action_archive_users()
        self._assert_handed_over(self.kam)

    def test_nothing_to_ask(self):
        self.assertFalse(self.outsider.with_user(self.erp).action_ask_kam_heir())
        self.assertFalse(self.mate.with_user(self.kam).action_ask_kam_heir())

    def test_a_bad_heir_is_refused(self):
        wizard = self._ask(self.mate).save()
        for heir, error, text in (
            (self.mate, UserError, "archived as well"),
            (self.outsider, ValidationError, "cannot take over"),
            (self.portal, ValidationError, "cannot take over"),
            (self.foreign, UserError, "no access to"),
        ):
            wizard.heir_id = heir
            with self.assertRaisesRegex(error, text), self.cr.savepoint():
                wizard.action_archive_users()
            self.env.invalidate_all()
            self.assertTrue(self.mate.active)
        self.reader.action_archive()
        wizard.heir_id = self.reader
        with self.assertRaisesRegex(ValidationError, "cannot take over"), self.cr.savepoint():
            wizard.action_archive_users()

    def test_only_who_archives_users_may_answer(self):
        wizard = self._ask(self.mate).save()
        with self.assertRaises(AccessError):
            self.env["kam.user.leave"].with_user(self.manager).create(
                {"user_ids": [Command.set(self.mate.ids)]}
            )
        with self.assertRaises(AccessError):
            wizard.with_user(self.manager).action_archive_users()
        other = new_test_user(self.env, "erp2", groups="base.group_user,base.group_erp_manager")
        with self.assertRaises(AccessError):
            wizard.with_user(other).action_archive_users()

    def test_taking_rights_away_in_the_form_says_what_goes(self):
        def warn(asker, command, group):
            values = {"group_ids": [(command, self.env.ref(group).id, 0)]}
            spec = {"group_ids": {}, "company_ids": {}}
            answer = self.mate.with_user(asker).onchange(values, ["group_ids"], spec)
            return answer.get("warning", {}).get("message", "")

        group = "kam_planning.group_kam_user"
        self.assertIn("open actions: 3", warn(self.erp, Command.UNLINK, group))
        self.assertFalse(warn(self.erp, Command.LINK, "sales_team.group_sale_salesman"))
        self.assertFalse(warn(self.reader, Command.UNLINK, group))


@tagged("standard", "post_install", "-at_install")
class TestLeaveBrowser(LeaveCommon, HttpCase):
    browser_size = "1400x900"

    def test_archive_from_the_form(self):
        self.start_tour(f"/odoo/users/{self.mate.id}", "kam_leave_form", login="admin")
        self._assert_handed_over(self.reader)

    def test_archive_from_the_list(self):
        self.start_tour("/odoo/users", "kam_leave_list", login="admin")
        self._assert_handed_over(self.reader)


@tagged("standard", "post_install", "-at_install")
class TestLeavePhone(LeaveCommon, HttpCase):
    browser_size = "390x844"
    touch_enabled = True

    def test_archive_from_the_form(self):
        self.start_tour(f"/odoo/users/{self.mate.id}", "kam_leave_phone", login="admin")
        self._assert_handed_over(self.kam)
