from ..common.common import KamCommon


class TestPartner(KamCommon):
    FIELDS = [
        *("kam_plan_count", "kam_action_count", "is_key_account", "kam_tier_id", "kam_user_id"),
        *("kam_account_tier_id", "kam_may_set_tier"),
    ]

    def test_customer_shows_its_plan(self):
        plan = self._activate(self._create_plan(template_id=self.full.id))
        customer = self.customer.with_user(self.kam)
        self.assertEqual(customer.kam_plan_count, 1)
        self.assertEqual(customer.kam_action_count, len(plan.action_ids))
        self.assertEqual(customer.kam_tier_id, plan.tier_id)
        self.assertEqual(customer.kam_user_id, self.kam)
        self.assertTrue(customer.is_key_account)
        self.assertEqual(self.contact.with_user(self.kam).kam_plan_count, 1)

    def test_key_accounts_are_found(self):
        self._activate(self._create_plan())
        Partner = self.env["res.partner"].with_user(self.kam)
        for domain in (
            [("is_key_account", "=", True)],
            [("kam_user_id", "=", self.kam.id)],
            [("kam_user_id.name", "=", self.kam.name)],
        ):
            self.assertEqual(Partner.search(domain), self.customer | self.contact, domain)
        others = Partner.search([("is_key_account", "=", False)])
        self.assertFalse(others & (self.customer | self.contact))
        self.assertIn(self.manager.partner_id, others)

    def test_a_hidden_plan_shows_nowhere_on_the_customer(self):
        self._activate(self._create_plan(confidentiality="team"))
        values = self.customer.with_user(self.reader).read(self.FIELDS)[0]
        self.assertFalse(any(values[name] for name in self.FIELDS))
        customers = (
            self.env["res.partner"].with_user(self.reader).search([("is_key_account", "=", True)])
        )
        self.assertFalse(customers)

    def test_contacts_without_a_plan_cost_no_query(self):
        self._create_plan()
        others = self.env["res.partner"].create([{"name": f"P{n}"} for n in range(50)])
        others = others.with_user(self.kam)
        others.read(self.FIELDS)
        plain = self._count_queries(lambda: others.read(["name", "commercial_partner_id"]))
        ours = self._count_queries(lambda: others.read(["name", *self.FIELDS]))
        self.assertEqual(ours, plain)

    def test_counts_of_many_customers_cost_as_much_as_of_one(self):
        partner_ids = self._create_plans(50).partner_id.ids
        customers = self.env["res.partner"].with_user(self.kam).browse(partner_ids)
        customers.read(self.FIELDS)
        few = self._count_queries(lambda: customers[:1].read(self.FIELDS))
        self.assertLessEqual(self._count_queries(lambda: customers.read(self.FIELDS)), few + 1)

    def test_smart_button_opens_the_only_plan(self):
        plan = self._create_plan()
        self.assertEqual(
            self.contact.with_user(self.kam).action_open_kam_plans()["res_id"], plan.id
        )

    def test_opportunity_made_from_an_action_follows(self):
        plan = self._create_plan()
        action = self._create_action(plan)
        window = action.action_create_lead()
        lead = self.env["crm.lead"].browse(window["res_id"])
        self.assertEqual((lead.kam_plan_id, lead.partner_id), (plan, self.customer))
        self.assertEqual(action.action_create_lead()["res_id"], lead.id)
        self.assertEqual(plan.lead_count, 1)
        lead.action_set_won()
        self.assertEqual(action.lead_status, "Won")

    def test_status_of_an_opportunity_that_one_may_not_read_is_hidden(self):
        plan = self._create_plan(member_ids=[(0, 0, {"user_id": self.mate.id})])
        action = self._create_action(plan)
        action.action_create_lead()
        self.assertTrue(action.lead_status)
        self.assertFalse(action.with_user(self.mate).lead_status)


class TestNoQueryMore(KamCommon):
    """Saving what has no plan costs what it costs without us."""

    def _without_us(self, model, operation):
        """Count an operation with the add-on's own overrides of a model's write taken out."""
        from unittest.mock import patch

        ours = [c for c in type(model).__mro__ if "kam_planning" in c.__module__]
        patches = [
            patch.object(
                c, name, lambda records, *a, _c=c, _n=name: getattr(super(_c, records), _n)(*a)
            )
            for c in ours
            for name in ("write", "unlink")
            if name in vars(c)
        ]
        for patcher in patches:
            patcher.start()
        try:
            return self._count_queries(operation)
        finally:
            for patcher in patches:
                patcher.stop()

    def _compare(self, record, values):
        record.write(values[0])
        without = self._without_us(record, lambda: record.write(values[1]))
        self.assertLessEqual(self._count_queries(lambda: record.write(values[2])), without)

    def test_contact(self):
        partner = self.env["res.partner"].create({"name": "Plain"})
        self._compare(partner, [{"phone": str(n)} for n in range(3)])

    def test_opportunity(self):
        lead = self.env["crm.lead"].create({"name": "Plain"})
        self._compare(lead, [{"name": str(n)} for n in range(3)])

    def test_activity(self):
        partner = self.env["res.partner"].create({"name": "Plain"})
        activity = partner.activity_schedule("mail.mail_activity_data_todo", user_id=self.kam.id)
        self._compare(activity, [{"date_deadline": f"2099-01-0{n + 1}"} for n in range(3)])
