"""What users pay whom record rules filter, beside opportunities under rules of the same kind."""

from odoo import Command

from benchmarks.specs import view_spec

from ..common.common import KamCommon

# As in benchmarks/generator.py: of one's team, or open because of what the record belongs to.
LEAD_RULES = (
    "[('team_id.member_ids', 'in', user.id)]",
    "[('partner_id.ref', '=', 'open')]",
)
COUNT = 40


class TestCompared(KamCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.seller = cls._create_user("seller", "sales_team.group_sale_salesman")
        cls.plans = cls._create_plans(COUNT, user_id=cls.mate.id, confidentiality="company")
        cls.plans[::4].with_user(cls.manager).confidentiality = "team"
        cls.plans.partner_id[1::2].ref = "open"
        cls._create_rules()
        states = ("todo", "in_progress", "done")
        cls.env["kam.action"].create(
            [
                {
                    "plan_id": plan.id,
                    "name": "Act",
                    "user_id": cls.mate.id,
                    "state": states[number % 3],
                }
                for number, plan in enumerate(cls.plans)
            ]
        )
        stages = cls.env["crm.stage"].search([], limit=3)
        leads = cls.env["crm.lead"].create(
            [
                {
                    "name": "Deal",
                    "type": "opportunity",
                    "partner_id": plan.partner_id.id,
                    "user_id": cls.mate.id,
                    "stage_id": stages[number % 3].id,
                }
                for number, plan in enumerate(cls.plans)
            ]
        )
        leads.activity_schedule("mail.mail_activity_data_todo", user_id=cls.mate.id)
        cls.env.flush_all()

    @classmethod
    def _create_rules(cls):
        group = cls.env.ref("sales_team.group_sale_salesman")
        cls.env["ir.rule"].create(
            [
                {
                    "name": "Opportunity: as ours",
                    "model_id": cls.env["ir.model"]._get_id("crm.lead"),
                    "domain_force": domain,
                    "groups": [Command.link(group.id)],
                }
                for domain in LEAD_RULES
            ]
        )

    def _count(self, user, operation):
        env = self.env(user=user, context={})
        operation(env)
        return self._count_queries(lambda: operation(env))

    def _open_kanban(self, model, groupby):
        def run(env):
            groups = env[model].web_read_group(
                [],
                [groupby],
                auto_unfold=True,
                unfold_read_specification=view_spec(env, model, "kanban"),
            )
            self.assertTrue(groups["length"])

        return run

    def _save(self, model, **values):
        def run(env):
            spec = view_spec(env, model, "form")
            # A customer who is planned already, as most are: another one outdates a list.
            env[model].web_save({"partner_id": self.plans[1].partner_id.id, **values}, spec)

        return run

    def test_kanban(self):
        ours = self._count(self.reader, self._open_kanban("kam.action", "state"))
        theirs = self._count(self.seller, self._open_kanban("crm.lead", "stage_id"))
        self.assertLessEqual(ours, theirs)

    def test_creating(self):
        ours = self._count(self.kam, self._save("kam.plan"))
        lead = self._save("crm.lead", name="Deal", type="opportunity")
        theirs = self._count(self.seller, lead)
        self.assertLessEqual(ours, theirs)
