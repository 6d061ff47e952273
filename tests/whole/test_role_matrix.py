"""Every flow of a plan, as each role, with each role as key account manager and as sponsor.

Making a plan is played with all triples, what follows with all pairs of roles.

With Odoo's tracking and followers switched on, which the other tests leave out for speed.
"""

import itertools

from odoo.exceptions import AccessError
from odoo.tests import Form

from ..common.common import KamCommon

ROLES = ("kam", "mate", "manager", "admin")
MANAGERS = ("manager", "admin")


class TestRoles(KamCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(
            context={
                **cls.env.context,
                "tracking_disable": False,
                "mail_notify_force_send": False,
            }
        )
        # What they are told is read in Odoo: writing mails would take most of the time.
        for name in ROLES:
            getattr(cls, name).notification_type = "inbox"
        cls.Plan = cls.env["kam.plan"]

    def _cast(self, actors, is_full):
        """Triples of roles: all, or so many that every two roles meet in every two parts."""
        sponsors = (*ROLES, None)
        for actor, lead in itertools.product(actors, ROLES):
            first = ROLES.index(actor) + ROLES.index(lead)
            some = [sponsors[(first + number) % len(sponsors)] for number in range(2)]
            for sponsor in sponsors if is_full else some:
                yield actor, lead, sponsor

    def _play(self, flow, actors=ROLES, is_full=False):
        """Play a flow with each actor, account manager and sponsor.

        :param flow: callable (actor, account manager, sponsor), of `res.users`
        :param bool is_full: play all triples, not only all pairs
        """
        for actor, lead, sponsor in self._cast(actors, is_full):
            users = [
                getattr(self, name) if name else self.env["res.users"]
                for name in (actor, lead, sponsor)
            ]
            with (
                self.subTest(actor=actor, lead=lead, sponsor=sponsor),
                self.env.cr.savepoint(),
            ):
                flow(*users)

    def _create_customer(self, salesperson=False):
        values = {"name": "Cast", "is_company": True, "user_id": salesperson and salesperson.id}
        return self.env["res.partner"].create(values)

    def _create(self, actor, lead, sponsor, **values):
        """A plan made by `actor`, who manages no accounts, for `lead`."""
        return self.Plan.with_user(actor).create(
            {
                "partner_id": self._create_customer().id,
                "user_id": lead.id,
                "sponsor_id": sponsor.id,
                "date_start": "2026-01-01",
                "date_end": "2026-12-31",
                **values,
            }
        )

    def _create_joined(self, actor, lead, sponsor):
        """A plan of `lead`'s with work to do; `actor` is on its team, by whatever role."""
        plan = self._create(lead, lead, sponsor)
        if actor not in plan.access_user_ids:
            plan.member_ids = [(0, 0, {"user_id": actor.id, "role_id": self.role_sales.id})]
        objective = self.env["kam.objective"].with_user(lead)
        objective = objective.create({"plan_id": plan.id, "name": "Grow"})
        self.env["kam.action"].with_user(lead).create(
            [
                {
                    "plan_id": plan.id,
                    "objective_id": objective.id,
                    "name": f"Visit of {user.login}",
                    "user_id": user.id,
                }
                for user in plan.access_user_ids
            ]
        )
        return plan

    def _check_people(self, plan, *users):
        """Who works on the plan has access and follows it, each once."""
        self.env.flush_all()
        users = self.env["res.users"].concat(*users)
        self.assertLessEqual(users, plan.access_user_ids)
        followers = self.env["mail.followers"].search(
            [("res_model", "=", "kam.plan"), ("res_id", "=", plan.id)]
        )
        self.assertEqual(len(followers), len(followers.partner_id))
        self.assertLessEqual(plan.access_user_ids.partner_id, followers.partner_id)

    def _check_team(self, plan, lead, sponsor):
        """One line for the key account manager and one for the sponsor, if there is one."""
        role = self.env.ref("kam_planning.team_role_sponsor")
        by_role = {
            team_role: plan.member_ids.filtered(
                lambda member, team_role=team_role: member.role_id == team_role
            )
            for team_role in (self.role_kam, role)
        }
        self.assertEqual(by_role[self.role_kam].mapped("user_id.id"), lead.ids)
        self.assertEqual(by_role[role].mapped("user_id.id"), sponsor.ids)

    def test_create(self):
        def flow(actor, lead, sponsor):
            plan = self._create(actor, lead, sponsor)
            self._check_people(plan, lead, sponsor)
            self._check_team(plan, lead, sponsor)
            if actor.login not in ("manager", "kamadmin"):
                self.assertIn(actor, plan.access_user_ids)

        self._play(flow, is_full=True)

    def test_create_by_form_with_oneself_on_the_team(self):
        def flow(actor, lead, sponsor):
            form = Form(self.Plan.with_user(actor))
            form.partner_id = self._create_customer()
            form.user_id = lead
            form.sponsor_id = sponsor
            plan = form.save()
            chapter = Form(plan, view="kam_planning.kam_plan_view_form_chapter_team")
            with chapter.member_ids.new() as member:
                member.user_id = actor
                member.role_id = self.role_service
            chapter.save()
            self._check_people(plan, actor, lead, sponsor)
            self._check_team(plan, lead, sponsor)
            lines = plan.member_ids.filtered(lambda member: member.user_id == actor)
            self.assertTrue(all(lines.mapped("role_id")))

        self._play(flow)

    def test_create_by_dialogue_for_the_salespersons_account(self):
        def flow(actor, lead, sponsor):
            form = Form(self.env["kam.plan.create"].with_user(actor))
            form.partner_id = self._create_customer(salesperson=lead)
            self.assertEqual(form.user_id, lead)
            form.sponsor_id = sponsor
            plan = self.Plan.browse(form.save().action_create_plan()["res_id"])
            self._check_people(plan, lead, sponsor)
            self._check_team(plan, lead, sponsor)
            self.assertTrue(plan.with_user(actor).has_access("write"))

        self._play(flow)

    def test_life_of_a_plan(self):
        """Submitted, sent back, submitted again, approved and closed by the same person."""

        def flow(actor, lead, sponsor):
            plan = self._create_joined(actor, lead, sponsor).with_user(actor)
            plan.action_submit()
            dialogue = self.env[plan.action_send_back()["res_model"]].with_user(actor)
            dialogue.create(
                {"plan_ids": [(6, 0, plan.ids)], "reason": "More detail"}
            ).action_send_back()
            self.assertEqual(plan.state, "draft")
            plan.with_user(lead).action_submit()
            plan.action_approve()
            self.assertEqual(plan.state, "active")
            plan.action_close()
            self.assertEqual(plan.state, "closed")
            self._check_people(plan, actor, lead, sponsor)

        self._play(flow, actors=MANAGERS)

    def test_users_submit_and_close_but_do_not_approve(self):
        def flow(actor, lead, sponsor):
            plan = self._create_joined(actor, lead, sponsor).with_user(actor)
            plan.action_submit()
            for refused in (plan.action_approve, plan.action_send_back):
                with self.assertRaises(AccessError):
                    refused()
            plan.with_user(self.manager).action_approve()
            plan.action_close()
            self.assertEqual(plan.state, "closed")
            self._check_people(plan, actor, lead, sponsor)

        self._play(flow, actors=("kam", "mate"))

    def test_next_period(self):
        """Prepared by each, submitted, approved by a manager, and undone."""

        def flow(actor, lead, sponsor):
            plan = self._create_joined(actor, lead, sponsor)
            plan.with_user(self.manager).action_approve()
            opened = plan.action_ids
            successor = self._prepare_next(plan, actor)
            self._check_people(successor, actor, lead, sponsor)
            self._check_team(successor, lead, sponsor)
            self.assertEqual(successor.member_ids.user_id, plan.member_ids.user_id)
            self.assertEqual(len(successor.member_ids), len(plan.member_ids))
            successor.with_user(actor).action_submit()
            approver = actor if actor.login in ("manager", "kamadmin") else self.manager
            successor.with_user(approver).action_approve()
            self.assertEqual(successor.action_ids, opened)
            self.assertEqual(len(opened.activity_id), len(opened))
            self._check_people(successor, actor, lead, sponsor)
            successor.with_user(approver)._send_back("Not yet")
            self.assertEqual(plan.action_ids, opened)
            self.assertEqual((plan.state, successor.state), ("active", "draft"))

        self._play(flow)

    def test_change_of_account_manager_and_sponsor(self):
        def flow(actor, lead, sponsor):
            plan = self._create_joined(actor, actor, self.env["res.users"])
            plan.with_user(actor).write({"user_id": lead.id, "sponsor_id": sponsor.id})
            self._check_people(plan, actor, lead, sponsor)
            self._check_team(plan, lead, sponsor)
            plan.with_user(actor).write({"sponsor_id": False})
            self._check_team(plan, lead, self.env["res.users"])
            self._check_people(plan, actor, lead)

        self._play(flow)

    def test_a_plan_is_made_with_its_creator_twice_on_the_team(self):
        roles = (self.role_service, self.role_sales)
        plan = self._create(
            self.kam,
            self.mate,
            self.manager,
            member_ids=[(0, 0, {"user_id": self.kam.id, "role_id": role.id}) for role in roles],
        )
        self._check_people(plan, self.kam, self.mate, self.manager)
        lines = plan.member_ids.filtered(lambda member: member.user_id == self.kam)
        self.assertEqual(lines.role_id, roles[0] | roles[1])
        self.assertEqual(len(lines), 2)

    def test_who_does_not_wish_to_follow_is_not_made_to(self):
        plan = self._create(self.manager, self.kam, self.env["res.users"])
        plan.with_user(self.manager).message_unsubscribe(self.manager.partner_id.ids)
        self.assertNotIn(self.manager.partner_id, plan.message_partner_ids)
        quiet = self.Plan.with_user(self.manager).with_context(mail_create_nosubscribe=True)
        plan = quiet.create({"partner_id": self._create_customer().id, "user_id": self.kam.id})
        self.assertNotIn(self.manager.partner_id, plan.message_partner_ids)
