"""Two customers of whom something is known become one: nothing of either is lost."""

from odoo.tests import freeze_time

from ..common.common import TODAY
from .common import MapCommon


@freeze_time(TODAY)
class TestAccountMerge(MapCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plan = cls.plan.with_env(cls.env)
        cls._activate(cls.plan)
        cls.beta = cls.env["res.partner"].create({"name": "Beta", "is_company": True})
        cls.younger = cls._create_plan(
            cls.mate,
            partner_id=cls.beta.id,
            user_id=cls.mate.id,
            date_start="2026-02-01",
            date_end="2027-01-31",
            confidentiality="team",
        ).with_env(cls.env)
        cls._activate(cls.younger)
        cls.objective = cls.env["kam.objective"].create(
            {"plan_id": cls.younger.id, "name": "Theirs", "user_id": cls.mate.id}
        )
        cls.action = cls.env["kam.action"].create(
            {
                "plan_id": cls.younger.id,
                "objective_id": cls.objective.id,
                "name": "Call",
                "user_id": cls.mate.id,
            }
        )
        cls.review = cls.env["kam.review"].create({"plan_id": cls.younger.id})
        cls.revenue = cls.env.ref("kam_planning.measure_revenue")
        cls.rate = cls.env["kam.measure"].create(
            {"name": "Satisfaction", "source": "manual", "unit": "percent"}
        )
        cls.offering = cls.env["kam.offering"].create({"name": "Service"})
        cls.env.flush_all()

    def _merge(self, source, target):
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard._merge((source | target).ids, target)
        self.env.flush_all()
        self.env.invalidate_all()

    def _target(self, plan, measure, value, **values):
        return self.env["kam.target"].create(
            {
                "plan_id": plan.id,
                "measure_id": measure.id,
                "date_start": "2026-01-01",
                "date_end": "2026-12-31",
                "target_value": value,
                **values,
            }
        )

    def _cell(self, account, **values):
        return self.env["kam.whitespace"].create(
            {"account_id": account.id, "offering_id": self.offering.id, **values}
        )

    def _entry(self, account, value, **values):
        return self.env["kam.measure.entry"].create(
            {
                "account_id": account.id,
                "measure_id": self.rate.id,
                "date": "2026-03-01",
                "value": value,
                **values,
            }
        )

    def test_two_active_plans_become_the_older_one(self):
        activity = self.action.activity_id
        for source, target in ((self.beta, self.customer), (self.customer, self.beta)):
            with self.subTest(target=target.name), self.env.cr.savepoint() as savepoint:
                self._merge(source, target)
                self.assertEqual((self.plan | self.younger).partner_id, target)
                self.assertEqual((self.plan.state, self.younger.state), ("active", "closed"))
                for line in (self.objective, self.action, self.review):
                    self.assertEqual(line.plan_id, self.plan)
                    self.assertEqual(line.partner_id, target)
                self.assertEqual(self.action.objective_id, self.objective)
                self.assertEqual(self.action.activity_id, activity)
                self.assertFalse(self.younger.objective_ids or self.younger.action_ids)
                self.assertEqual(self.plan.user_id, self.kam)
                self.assertIn(self.mate, self.plan.access_user_ids)
                self.assertEqual(self.plan.confidentiality, "team")
                self.assertEqual(str(self.plan.date_end), "2027-01-31")
                self.assertIn(self.younger.name, str(self.plan.message_ids.mapped("body")))
                self.assertIn(self.plan.name, str(self.younger.message_ids.mapped("body")))
                savepoint.rollback()
                self.env.invalidate_all()

    def test_targets_of_both_add_up_or_stand_beside_each_other(self):
        self._target(self.plan, self.revenue, 1000)
        self._target(self.younger, self.revenue, 500)
        self._target(self.plan, self.rate, 80)
        self._target(self.younger, self.rate, 60)
        alone = self._target(self.younger, self.revenue, 70, date_end="2026-03-31")
        self._merge(self.beta, self.customer)
        targets = self.plan.target_ids
        self.assertEqual(len(targets), 3)
        self.assertIn(alone, targets)
        full = targets.filtered(lambda t: t.measure_id == self.revenue) - alone
        self.assertEqual(full.target_value, 1500)
        rate = targets.filtered(lambda t: t.measure_id == self.rate)
        self.assertEqual(rate.target_value, 80)
        self.assertEqual(rate.note, "Beta: 60.0")

    def test_empty_cells_never_block_and_nothing_said_is_lost(self):
        made = self._cell(self.customer)
        said = self._cell(self.beta, state_manual="competitor", need="Repairs", note="Since May")
        lead = self.env["crm.lead"].create(
            {"name": "Order", "partner_id": self.beta.id, "kam_whitespace_id": said.id}
        )
        self._merge(self.beta, self.customer)
        self.assertFalse(said.exists())
        self.assertEqual(
            (made.state_manual, made.need, made.note), ("competitor", "Repairs", "Since May")
        )
        self.assertEqual(lead.kam_whitespace_id, made)

    def test_figures_by_hand(self):
        kept = self._entry(self.customer, 70, note="Survey")
        self._entry(self.beta, 80)
        other_day = self._entry(self.beta, 60, date="2026-02-01")
        self._merge(self.beta, self.customer)
        entries = self.env["kam.measure.entry"].search([("account_id", "=", self.customer.id)])
        self.assertEqual(entries, kept | other_day)
        self.assertEqual((kept.value, kept.note), (70, "Survey · Beta: 80.0"))

    def test_the_same_person_on_both_maps(self):
        double = self.env["kam.stakeholder"].create(
            {"account_id": self.beta.id, "partner_id": self.contact.id, "needs": "Speed"}
        )
        below = self.env["kam.stakeholder"].create(
            {"account_id": self.beta.id, "name": "Below", "manager_id": double.id}
        )
        self._relationship(self.jane, level_actual="1")
        self._merge(self.beta, self.customer)
        self.assertFalse(double.exists())
        self.assertEqual(self.jane.partner_id, self.contact)
        self.assertEqual(self.jane.needs, "Speed")
        self.assertEqual((below.account_id, below.manager_id), (self.customer, self.jane))
        self.assertEqual(len(self.jane.relationship_ids.filtered("level_actual")), 1)

    def _center(self, account, partner):
        return self.env["kam.buying.center"].create(
            {"account_id": account.id, "partner_id": partner.id, "name": partner.name}
        )

    def test_two_sites_that_are_one(self):
        one, other = self.env["res.partner"].create(
            [
                {"name": name, "is_company": True, "parent_id": self.customer.id}
                for name in ("Plant", "Plant 1")
            ]
        )
        kept, gone = self._center(self.customer, one), self._center(self.customer, other)
        cell = self._cell(self.customer, buying_center_id=gone.id)
        self._merge(other, one)
        survivor = (kept | gone).exists()
        self.assertEqual(len(survivor), 1)
        self.assertEqual((survivor.partner_id, cell.buying_center_id), (one, survivor))

    def test_the_same_buying_centre_of_both(self):
        site = self.env["res.partner"].create(
            {"name": "Plant", "is_company": True, "parent_id": self.beta.id}
        )
        theirs = self._center(self.beta, site)
        site.parent_id = self.customer
        ours = self._center(self.customer, site)
        cell = self._cell(self.customer, buying_center_id=ours.id)
        other = self._cell(self.beta, buying_center_id=theirs.id, need="Repairs")
        person = self.env["kam.stakeholder"].create(
            {"account_id": self.beta.id, "name": "Buyer", "buying_center_id": theirs.id}
        )
        self._merge(self.beta, self.customer)
        self.assertFalse(theirs.exists() or other.exists())
        self.assertEqual(cell.need, "Repairs")
        self.assertEqual(person.buying_center_id, ours)

    def test_drafts_and_closed_plans_of_both_stay(self):
        self.younger.with_user(self.manager).action_close()
        draft = self._create_plan(self.manager, partner_id=self.beta.id)
        self._merge(self.beta, self.customer)
        self.assertEqual(draft.partner_id, self.customer)
        self.assertEqual(self.objective.plan_id, self.younger)
        self.assertEqual((draft.state, self.plan.state), ("draft", "active"))
