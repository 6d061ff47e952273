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
                self.assertEqual(partner.kam_account_tier_id, self.customer.kam_tier_id)
                self.assertTrue(partner.kam_account_tier_id)
                self.assertFalse(partner.kam_tier_id)
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

    def _find(self, user=None):
        domain = [("is_key_account", "=", True), ("id", "child_of", self.customer.id)]
        return self.env["res.partner"].with_user(user or self.kam).search(domain)

    def test_key_accounts_are_found_at_any_depth(self):
        group = self.customer | self.contact | self.south | self.depot | self.tom
        self.assertEqual(self._find(), group)
        self.assertTrue(all(group.with_user(self.kam).mapped("is_key_account")))

    def test_who_stands_below_a_plan_that_is_not_in_force_is_not_found(self):
        draft = self._create_plan(partner_id=self.south.id)
        self.assertEqual(self._find(), self.customer | self.contact)
        self.assertFalse(self.tom.with_user(self.kam).is_key_account)
        self._activate(self._create_plan(partner_id=self.depot.id))
        self.assertEqual(self._find(), self.customer | self.contact | self.depot | self.tom)
        self._activate(draft)
        self.assertIn(self.south, self._find())

    def test_a_hidden_plan_makes_nobody_found(self):
        self.plan.with_user(self.kam).confidentiality = "team"
        self.assertFalse(self._find(self.reader))
        self.assertTrue(self._find(self.manager))

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
