"""Builders for relationship maps: people, relationships, and contacts that Odoo records."""

from datetime import datetime, time, timedelta

from odoo import Command
from odoo.tests import freeze_time

from ..common.common import TODAY, KamCommon

SECRET = "Wants to leave the company"
# A mail from outside, as Odoo's gateway reads it.
MAIL = """From: {sender}
To: {to}
Subject: Prices
Message-Id: <{number}@acme.example>
{headers}Date: Mon, 02 Mar 2026 08:00:00 +0000
Content-Type: text/plain

Hello"""


class MapCommon(KamCommon):
    """`kam` and `judge` work on the plan of Acme; `judge` may see what is thought of people."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.judge = cls._create_user("judge", "group_kam_user", "group_kam_people")
        cls.plan = cls._create_plan(
            state="submitted",
            template_id=cls.light.id,
            member_ids=[Command.create({"user_id": cls.judge.id, "role_id": cls.role_sales.id})],
        )
        cls.head = cls._person("Head of Acme", title="Managing Director")
        cls.jane = cls._person(partner_id=cls.contact.id, manager_id=cls.head.id)

    @classmethod
    def _person(cls, name=None, user=None, **values):
        values = {"account_id": cls.customer.id, "company_id": cls.env.company.id, **values}
        if name:
            values["name"] = name
        return cls.env["kam.stakeholder"].with_user(user or cls.judge).create(values)

    @classmethod
    def _contact(cls, name, **values):
        return cls.env["res.partner"].create(
            {"name": name, "parent_id": cls.customer.id, "email": f"{name}@acme.example", **values}
        )

    @classmethod
    def _relationship(cls, person, user=None, **values):
        values = {"stakeholder_id": person.id, "user_id": (user or cls.kam).id, **values}
        return cls.env["kam.relationship"].with_user(cls.judge).create(values)

    @classmethod
    def _moment(cls, days):
        return datetime.combine(TODAY - timedelta(days=days), time(10))

    @classmethod
    def _meeting(cls, user, partner, days=0):
        return (
            cls.env["calendar.event"]
            .with_context(dont_notify=True, no_mail_to_attendees=True)
            .create(
                {
                    "name": "Meeting",
                    "start": cls._moment(days) - timedelta(hours=2),
                    "stop": cls._moment(days) - timedelta(hours=1),
                    "user_id": user.id,
                    "partner_ids": [Command.set((user.partner_id | partner).ids)],
                }
            )
        )

    @classmethod
    def _mail(cls, author, reader, days=0, message_type="email"):
        return cls.env["mail.message"].create(
            {
                "model": "res.partner",
                "res_id": cls.contact.id,
                "author_id": author.id,
                "body": "Hello",
                "date": cls._moment(days),
                "message_type": message_type,
                "notification_ids": [
                    Command.create(
                        {
                            "res_partner_id": reader.id,
                            "notification_type": "email",
                            "notification_status": "sent",
                        }
                    )
                ],
            }
        )

    @classmethod
    def _call(cls, user, partner, days=0, kind="mail.mail_activity_data_call"):
        activity = (
            cls.env["mail.activity"]
            .with_context(mail_activity_quick_update=True)
            .create(
                {
                    "res_model_id": cls.env["ir.model"]._get_id("res.partner"),
                    "res_id": partner.id,
                    "activity_type_id": cls.env.ref(kind).id,
                    "user_id": user.id,
                }
            )
        )
        activity.write({"active": False, "date_done": cls._moment(days).date()})
        return activity

    def _run_map_job(self):
        with self.enter_registry_test_mode():
            self.env.ref("kam_planning.cron_relationships").method_direct_trigger()
        self.env.invalidate_all()

    def _gaps(self, kind=None):
        domain = [("account_id", "=", self.customer.id)]
        return self.env["kam.gap"].search(domain + ([("kind", "=", kind)] if kind else []))


@freeze_time(TODAY)
class GapCommon(MapCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._activate(cls.plan)
        cls.champion = cls.env.ref("kam_planning.buying_role_champion")
        cls.relationship = cls._relationship(
            cls.jane, level_actual="1", level_desired="2", owner_id=cls.judge.id
        )

    def _find(self):
        self.plan.with_user(self.judge).action_find_gaps()
        return self._gaps().filtered(lambda gap: gap.state in ("open", "planned"))


@freeze_time(TODAY)
class DoorsCommon(MapCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.jane.write(
            {
                "influence": "3",
                "support": "against",
                "needs": SECRET,
                "note": SECRET,
                "role_ids": cls.env.ref("kam_planning.buying_role_champion").ids,
            }
        )
        cls.jane.action_ask_questions()
        cls.line = (
            cls.env["kam.influence"]
            .with_user(cls.judge)
            .create({"source_id": cls.jane.id, "target_id": cls.head.id, "kind": "conflict"})
        )
        cls.relationship = cls._relationship(cls.jane, level_desired="2")
        cls._activate(cls.plan)
        cls.plan._refresh_gaps()
        cls.coverage = cls._coverage()
        cls.trusted = cls._create_user("trusted", "group_kam_user", "group_kam_people")
        cls.boss = cls._create_user("boss", "group_kam_manager", "group_kam_people")
        cls.alone = cls._create_user("alone", "group_kam_people", "base.group_user")
        # Everybody below works with account plans, but not with judgements.
        cls.without = cls.kam | cls.mate | cls.reader | cls.manager | cls.admin
        cls.excluded = cls.outsider | cls.foreign | cls.portal | cls.alone

    @classmethod
    def _coverage(cls):
        return cls.env["kam.gap"].search([("kind", "=", "coverage")])


@freeze_time(TODAY)
class AttackCommon(DoorsCommon):
    """Zeta has a plan that only `mate` may read, with Zed on its map."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.zeta = cls.env["res.partner"].create({"name": "Zeta", "is_company": True})
        cls.secret_plan = cls._create_plan(
            partner_id=cls.zeta.id, user_id=cls.mate.id, user=cls.mate, confidentiality="team"
        )
        cls.zed = cls._person("Zed Secret", account_id=cls.zeta.id, user=cls.mate)
        cls.zed.sudo().needs = SECRET
        cls.place = [cls.customer.id, cls.env.company.id]


@freeze_time(TODAY)
class WroteCommon(MapCommon):
    """`kam` is salesperson of a deal of Jane; he and `mate` have a relationship with her."""

    def setUp(self):
        super().setUp()
        self.relationship = self._relationship(self.jane)
        self.other = self._relationship(self.jane, self.mate)
        self.lead = self.env["crm.lead"].create(
            {"name": "Deal", "user_id": self.kam.id, "partner_id": self.contact.id}
        )

    def _post(self, user, record=None, **values):
        values = {"message_type": "comment", "subtype_xmlid": "mail.mt_comment", **values}
        values.setdefault("partner_ids", self.contact.ids)
        record = (self.lead if record is None else record).with_user(user).sudo()
        return record.message_post(body="Prices", **values)

    def _receive(self, number, sender, to, headers="", model="crm.lead"):
        raw = MAIL.format(number=number, sender=sender, to=to, headers=headers)
        self.env["mail.thread"].message_process(model, raw)

    def _counts(self, relationship=None):
        relationship = relationship or self.relationship
        relationship._refresh_strength_sudo()
        return {kind: values[0] for kind, values in (relationship.traffic or {}).items()}
