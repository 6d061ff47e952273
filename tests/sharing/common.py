"""A plan that is shared with two people of the customer, one of whom is a portal user."""

from datetime import date

from odoo.tests import freeze_time, new_test_user

from ..common.common import TODAY, KamCommon


class SharingCommon(KamCommon):
    """`buyer` (Jane's user) sees, comments, acts and agrees; Horst only sees."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time(TODAY))
        cls.buyer = new_test_user(
            cls.env, "buyer", groups="base.group_portal", partner_id=cls.contact.id
        )
        cls.horst = cls.env["res.partner"].create(
            {"name": "Horst Kloss", "parent_id": cls.customer.id, "email": "horst@acme.example"}
        )
        cls.plan = cls._create_plan()
        cls.objective = cls._create_objective(
            cls.plan, is_shared=True, customer_gain="Fewer returns", name="Cut returns"
        )
        cls.internal = cls._create_objective(cls.plan, name="Raise our margin")
        cls.ours = cls._create_action(
            cls.plan, objective_id=cls.objective.id, is_shared=True, name="Send labels"
        )
        cls.theirs = cls._create_action(
            cls.plan,
            objective_id=cls.internal.id,
            is_shared=True,
            name="Name a warehouse contact",
            contact_id=cls.contact.id,
            date_deadline=date(2026, 5, 4),
        )
        cls.secret = cls._create_action(cls.plan, name="Find out their budget")
        cls.share = cls.env["kam.share"].with_user(cls.kam).create({"plan_id": cls.plan.id})
        cls.access = cls._invite(cls.contact, can_agree=True)
        cls.looking = cls._invite(cls.horst, can_act=False, can_comment=False)

    @classmethod
    def _invite(cls, partner, share=None, **values):
        """An access that was invited, without mail."""
        share = share or cls.share
        access = share.env["kam.share.access"].create(
            {"share_id": share.id, "partner_id": partner.id, **values}
        )
        access.sudo().invited_date = TODAY
        return access

    @classmethod
    def _propose_and_agree(cls):
        version = cls.share._propose_sudo()
        cls.share._take_answer_sudo(cls.access, "agreed", signed_name="Jane Buyer")
        return version
