from odoo.exceptions import AccessError, ValidationError

from ..common.common import KamCommon


class TestTeam(KamCommon):
    def setUp(self):
        super().setUp()
        self.plan = self._create_plan(confidentiality="team")

    def _join(self, user, role=None):
        return (
            self.env["kam.team.member"]
            .with_user(self.kam)
            .create(
                {
                    "plan_id": self.plan.id,
                    "user_id": user.id,
                    "role_id": (role or self.role_service).id,
                }
            )
        )

    def test_joining_gives_access_and_tells(self):
        with self.assertRaises(AccessError):
            self.plan.with_user(self.mate).read(["name"])
        self._join(self.mate)
        self.plan.with_user(self.mate).prepared_date = "2026-01-02"
        self.assertIn(self.mate.partner_id, self.plan.message_partner_ids)
        self.env.cr.flush()
        messages = self.env["mail.message"].search(
            [("partner_ids", "in", self.mate.partner_id.ids), ("subject", "ilike", "account team")]
        )
        self.assertEqual(len(messages), 1)

    def test_leaving_takes_access_and_mails_away(self):
        member = self._join(self.mate)
        member.unlink()
        self.assertNotIn(self.mate.partner_id, self.plan.message_partner_ids)
        with self.assertRaises(AccessError):
            self.plan.with_user(self.mate).read(["name"])

    def test_replacing_a_member_moves_the_access(self):
        member = self._join(self.mate)
        member.user_id = self.reader
        self.assertNotIn(self.mate, self.plan.access_user_ids)
        self.assertIn(self.reader, self.plan.access_user_ids)
        self.assertNotIn(self.mate.partner_id, self.plan.message_partner_ids)

    def test_account_manager_and_sponsor_are_on_the_team(self):
        sponsor_role = self.env.ref("kam_planning.team_role_sponsor")
        self.plan.sponsor_id = self.manager
        roles = {member.role_id: member.user_id for member in self.plan.member_ids}
        self.assertEqual(roles[self.role_kam], self.kam)
        self.assertEqual(roles[sponsor_role], self.manager)
        self.plan.sponsor_id = False
        self.assertNotIn(sponsor_role, self.plan.member_ids.role_id)

    def test_a_new_account_manager_takes_the_line_over(self):
        self.plan.with_user(self.manager).user_id = self.mate
        leads = self.plan.member_ids.filtered(lambda m: m.role_id == self.role_kam)
        self.assertEqual(leads.user_id, self.mate)
        self.assertNotIn(self.kam, self.plan.access_user_ids)

    def test_an_account_manager_hands_over_and_stays_on_the_team(self):
        self.plan.with_user(self.kam).user_id = self.mate
        lines = {member.user_id: member.role_id for member in self.plan.member_ids}
        self.assertEqual(lines[self.mate], self.role_kam)
        self.assertFalse(lines[self.kam])
        self.assertEqual(self.plan.with_user(self.kam).user_id, self.mate)

    def test_customers_people_join_without_being_told(self):
        self.env["kam.team.member"].with_user(self.kam).create(
            {"plan_id": self.plan.id, "contact_id": self.contact.id}
        )
        self.assertNotIn(self.contact, self.plan.message_partner_ids)
        messages = self.env["mail.message"].search([("partner_ids", "in", self.contact.ids)])
        self.assertFalse(messages)

    def test_a_line_names_exactly_one_person(self):
        for values in ({}, {"user_id": self.mate.id, "contact_id": self.contact.id}):
            with self.assertRaisesRegex(ValidationError, "each line names one person"):
                self.env["kam.team.member"].create({"plan_id": self.plan.id, **values})

    def test_colleague_without_access_is_refused_with_advice(self):
        with self.assertRaisesRegex(ValidationError, "ask an administrator"):
            self._join(self.outsider)
