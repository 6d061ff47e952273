"""A plan with something of each kind to tell; no tests of its own."""

from datetime import timedelta

from odoo import Command
from odoo.tests import freeze_time

from ..common.common import TODAY
from ..relationship.common import DoorsCommon

SHOWN = (
    *("show_goals", "show_risks", "show_values", "show_deliveries", "show_key_dates"),
    *("show_forces", "show_appraisal", "show_competitors", "show_investments"),
)


@freeze_time(TODAY)
class BriefCommon(DoorsCommon):
    """Today is 2 March 2026. Acme's plan is in force, with Jane on its map, of whom `judge` thinks
    something.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plan.write(dict.fromkeys(SHOWN, True))
        cls.kam.name = "Kim"
        cls.contact.function = "Head of Purchasing"
        cls.env.flush_all()

    def setUp(self):
        super().setUp()
        self.as_kam = self.plan.with_user(self.kam)

    def _line(self, model, user=None, **values):
        line = self.env[model].with_user(user or self.kam)
        place = (
            {"plan_id": self.plan.id}
            if "plan_id" in line._fields
            else {"account_id": self.customer.id, "company_id": self.env.company.id}
        )
        return line.create({**place, **values})

    def _brief(self, contacts=None, user=None, **context):
        plan = self.plan.with_user(user or self.kam).with_context(**context)
        plan.env.invalidate_all()
        return plan.get_brief(None if contacts is None else contacts.ids)

    def _texts(self, kind=None, contacts=None, user=None):
        lines = self._brief(contacts, user)["lines"]
        return [line["text"] for line in lines if kind in (None, line["kind"])]

    def _claim(self, name="Fewer returns"):
        """A value that the customer was asked to confirm ten days ago: 5,544."""
        value = self._line("kam.value", name=name)
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE kam_value SET state = 'delivered', claim_date = %s, amount = 5544 "
            "WHERE id = %s",
            (TODAY - timedelta(days=10), value.id),
        )
        self.env.invalidate_all()
        return value

    def _change(self, name="Deal", amount=1000):
        lead = self.env["crm.lead"].create(
            {"name": name, "user_id": self.kam.id, "partner_id": self.customer.id}
        )
        return self.env["kam.change"].create(
            {
                "plan_id": self.plan.id,
                "kind": "order_lost",
                "date": TODAY - timedelta(days=3),
                "res_model": "crm.lead",
                "res_id": lead.id,
                "bucket": name,
                "amount": amount,
            }
        )

    def _fill(self, count=1):
        """So many lines of each kind."""
        for number in range(count):
            day = TODAY + timedelta(days=number + 1)
            self._line(
                "kam.action",
                name=f"Send the offer {number}",
                contact_id=self.contact.id,
                user_id=self.kam.id,
                date_deadline=day,
            )
            self._line(
                "kam.action",
                name=f"Name a tester {number}",
                contact_id=self.contact.id,
                user_id=False,
                date_deadline=day,
            )
            self._line("kam.key.date", name=f"Tender {number}", kind="tender", date=day)
            self._line("kam.customer.goal", name=f"Less waste {number}")
            self._claim(f"Fewer returns {number}")
            self._change(f"Deal {number}")

    def _plan_meeting(self, day, partner=None, user=None):
        user = user or self.kam
        event = self.env["calendar.event"].with_context(no_mail_to_attendees=True)
        return event.create(
            {
                "name": "Visit at Acme",
                "start": f"{day} 09:00:00",
                "stop": f"{day} 10:00:00",
                "user_id": user.id,
                "partner_ids": [Command.set((user.partner_id | (partner or self.contact)).ids)],
            }
        )
