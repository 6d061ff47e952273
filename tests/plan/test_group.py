"""A subsidiary shows the plan of its group."""

from odoo.tests import Form

from ..common.common import KamCommon


class TestGroup(KamCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.south = cls._company("Acme South", cls.customer)
        cls.depot = cls._company("Acme Depot", cls.south)
        cls.tom = cls.env["res.partner"].create({"name": "Tom", "parent_id": cls.depot.id})
        cls.plan = cls._activate(cls._create_plan(template_id=cls.full.id))

    @classmethod
    def _company(cls, name, parent):
        values = {"name": name, "is_company": True, "parent_id": parent.id}
        return cls.env["res.partner"].create(values)

    def test_at_any_depth_the_plan_of_the_group_shows(self):
        for partner in (self.south, self.depot, self.tom):
            with self.subTest(partner=partner.name):
                partner = partner.with_user(self.kam)
                self.assertEqual(partner.kam_plan_id, self.plan)
                self.assertEqual(partner.kam_plan_count, 1)
                self.assertEqual(partner.kam_user_id, self.kam)
                self.assertEqual(partner.kam_tier_id, self.plan.tier_id)
                self.assertEqual(partner.action_open_kam_plans()["res_id"], self.plan.id)

    def test_the_form_of_a_subsidiary_names_the_plan(self):
        form = Form(self.depot.with_user(self.kam))
        self.assertEqual(form.kam_plan_id, self.plan)

    def test_a_plan_of_its_own_comes_first(self):
        own = self._activate(self._create_plan(partner_id=self.south.id))
        self.assertEqual(self.south.with_user(self.kam).kam_plan_id, own)
        self.assertEqual(self.depot.with_user(self.kam).kam_plan_id, own)
        self.assertEqual(self.customer.with_user(self.kam).kam_plan_id, self.plan)

    def test_a_hidden_plan_of_the_group_shows_nothing(self):
        self.plan.with_user(self.kam).confidentiality = "team"
        depot = self.depot.with_user(self.reader)
        self.assertFalse(depot.kam_plan_id or depot.kam_plan_count or depot.is_key_account)

    def test_queries_do_not_grow_with_subsidiaries(self):
        many = (
            self.env["res.partner"]
            .create(
                [
                    {"name": f"Branch {n}", "is_company": True, "parent_id": self.customer.id}
                    for n in range(50)
                ]
            )
            .with_user(self.kam)
        )
        many.read(["kam_plan_count"])
        few = self._count_queries(lambda: many[:1].read(["kam_plan_count"]))
        self.assertLessEqual(self._count_queries(lambda: many.read(["kam_plan_count"])), few + 1)
