"""Builders for values; no tests of its own."""

import base64

from odoo import Command
from odoo.tests import freeze_time

from ..common.common import TODAY
from .common import StrategyCommon

RETURNS = {
    "name": "Fewer returns",
    "method": "Returned orders in percent of all orders",
    "unit": "percent",
    "baseline_value": 3.2,
    "target_value": 2.1,
    "volume": 40000,
    "unit_value": 18,
    "our_share": 70,
}


@freeze_time(TODAY)
class ValueCommon(StrategyCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.currency_id = cls.env.ref("base.EUR")
        cls.env.ref("base.EUR").active = True
        cls.team = cls.mate
        cls._join_team(cls.mate)
        cls.value = cls._value()

    @classmethod
    def _value(cls, user=None, **values):
        return cls._create_line("kam.value", user, **{**RETURNS, **values})

    def _file(self, user=None, name="mail.eml", **values):
        return (
            self.env["ir.attachment"]
            .with_user(user or self.kam)
            .create({"name": name, "datas": base64.b64encode(b"Yes, we confirm."), **values})
        )

    def _deliver(self, value=None, current=2.1):
        value = value or self.value
        if value.state == "proposed":
            value.action_agree()
        self.env["kam.value.reading"].with_user(self.kam).create(
            {"value_id": value.id, "current_value": current}
        )
        if value.state == "agreed":
            value.action_deliver()
        return value

    def _answer(self, value=None, user=None, **values):
        value, user = value or self.value, user or self.kam
        return (
            self.env["kam.value.answer"]
            .with_user(user)
            .create(
                {
                    "value_id": value.id,
                    "contact_id": self.contact.id,
                    "decision": "full",
                    "attachment_ids": [Command.set(self._file(user).ids)],
                    **values,
                }
            )
        )
