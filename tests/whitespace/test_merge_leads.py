"""Opportunities that are merged keep what they are linked to in account plans."""

from ..common.common import KamCommon


class TestMergeOpportunities(KamCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plan = cls._activate(cls._create_plan())
        offering = cls.env["kam.offering"].create({"name": "Service"})
        cls.cell = cls.env["kam.whitespace"].create(
            {"account_id": cls.customer.id, "offering_id": offering.id}
        )
        cls.action = cls._create_action(cls.plan)

    def _lead(self, **values):
        return self.env["crm.lead"].create(
            {
                "name": "Order",
                "type": "opportunity",
                "partner_id": self.customer.id,
                "user_id": self.outsider.id,
                **values,
            }
        )

    def test_the_one_that_stays_has_the_links_of_all(self):
        """Merged by a salesperson who sees no plans."""
        head = self._lead(probability=90)
        with_plan = self._lead(kam_plan_id=self.plan.id, probability=10)
        with_cell = self._lead(kam_whitespace_id=self.cell.id, probability=5)
        self.action.sudo().lead_id = with_plan
        leads = head | with_plan | with_cell
        kept = leads.with_user(self.outsider).merge_opportunity().sudo()
        self.assertEqual(len(leads.exists()), 1)
        self.assertEqual(kept.kam_plan_id, self.plan)
        self.assertEqual(kept.kam_whitespace_id, self.cell)
        self.assertEqual(self.action.sudo().lead_id, kept)

    def test_its_own_link_wins(self):
        partner = self.env["res.partner"].create({"name": "Beta", "is_company": True})
        other = self._create_plan(partner_id=partner.id)
        head = self._lead(probability=90, kam_plan_id=self.plan.id)
        tail = self._lead(probability=10, kam_plan_id=other.id)
        kept = (head | tail).with_user(self.outsider).merge_opportunity().sudo()
        self.assertEqual(kept.kam_plan_id, self.plan)

    def test_without_links_nothing_is_linked(self):
        leads = self._lead() | self._lead()
        kept = leads.with_user(self.outsider).merge_opportunity().sudo()
        self.assertFalse(kept.kam_plan_id or kept.kam_whitespace_id)
