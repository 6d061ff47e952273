"""A confidential plan, and what hangs on it; no tests of its own."""

from odoo.exceptions import AccessError
from odoo.tests import freeze_time

from ..common.common import TODAY
from .guarded import GuardedCommon

# What nobody outside its team may learn of the plan: customer, manager, dates, objective.
SECRETS = ("Zeta", "Secret", "Mateo", "2031", "zeta@kam.example")


@freeze_time(TODAY)
class LeaksCommon(GuardedCommon):
    """`mate` keeps a confidential plan and what hangs on it; `reader` may read none of that."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.mate.name = "Mateo"
        cls.lab = cls.env["res.partner"].create({"name": "Zeta Secret Labs", "is_company": True})
        cls.secret = cls._create_plan(
            user=cls.mate,
            name="Secret plan",
            partner_id=cls.lab.id,
            user_id=cls.mate.id,
            confidentiality="team",
            date_start="2031-01-01",
            date_end="2031-12-31",
        )
        as_mate = cls.env(user=cls.mate)
        plan = {"plan_id": cls.secret.id}
        account = {"account_id": cls.lab.id}
        cls.goal = as_mate["kam.objective"].create({**plan, "name": "Secret goal"})
        cls.step = as_mate["kam.action"].create({**plan, "name": "Secret step"})
        cls.meeting = as_mate["kam.review"].create(plan)
        cls.center = as_mate["kam.buying.center"].create({**account, "name": "Secret centre"})
        cls.person = as_mate["kam.stakeholder"].create({**account, "name": "Secret Zoe"})
        offering = cls.env["kam.offering"].create({"name": "Pumps"})
        cls.cell = as_mate["kam.whitespace"].create({**account, "offering_id": offering.id})
        cls.hidden = {
            record._name: record
            for record in (
                *(cls.secret, cls.goal, cls.step, cls.meeting),
                *(cls.center, cls.person, cls.cell),
            )
        }

    def _hidden_links(self, model):
        """Fields of ours by which a model may be made to lead to a hidden record."""
        records = self.env[model]
        for name in sorted(records._get_told_names() - records._get_technical_names()):
            comodel = records._fields[name].comodel_name
            if comodel in self.hidden:
                yield name, self.hidden[comodel].id

    def _assert_discreet(self, way, label):
        """A way is refused, and the refusal names nothing."""
        with self.assertRaisesRegex(AccessError, "No access", msg=label) as refused:
            way()
        for secret in SECRETS:
            self.assertNotIn(secret, str(refused.exception), label)
        self.env.invalidate_all()
