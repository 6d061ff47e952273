"""Only open opportunities that are not archived are in a cell's pipeline, whatever door is used."""

from odoo.addons.kam_planning.tools.periods import ALL_TIME

from ..measure.common import FiguresCommon


class TestPipeline(FiguresCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.cell = cls._cell()
        cls.lead = cls._lead(100, kam_whitespace_id=cls.cell.id)
        cls.leads = cls.lead | cls._lead(20, kam_whitespace_id=cls.cell.id)

    def _assert_pipeline(self, amount, state="opportunity", cell=None):
        cell = cell or self.cell
        self.assertEqual((cell.pipeline, cell.state), (amount, state))
        # A fresh reading, and the measure, say the same.
        cell._refresh_figures()
        self.assertEqual((cell.pipeline, cell.state), (amount, state))
        measure = self._measure("pipeline")
        figures = measure._get_figures(self.customer, [ALL_TIME], self.company, cell.offering_id)
        key = (self.customer.id, 0, cell.offering_id.id)
        self.assertEqual(figures[measure].get(key, 0.0), amount)

    def test_archiving_and_restoring(self):
        self._assert_pipeline(120)
        self.lead.active = False
        self._assert_pipeline(20)
        self.lead.active = True
        self._assert_pipeline(120)

    def test_archiving_from_the_list_of_the_cell_which_shows_archived_ones(self):
        context = self.cell.action_open_leads()["context"]
        self.leads.with_context(**context).action_archive()
        self._assert_pipeline(0, "unknown")
        self.leads.with_context(**context).action_unarchive()
        self._assert_pipeline(120)

    def test_a_cell_whose_only_opportunity_is_archived_is_as_it_was_set(self):
        self.cell.state = "competitor"
        self.leads.active = False
        self._assert_pipeline(0, "competitor")

    def test_losing_winning_and_opening_again(self):
        self.lead.action_set_lost()
        self._assert_pipeline(20)
        self.lead.action_unarchive()
        self.lead.probability = 10
        self._assert_pipeline(120)
        self.lead.action_set_won()
        self._assert_pipeline(20, "customer")
        self.lead.active = False
        self._assert_pipeline(20, "customer")

    def test_deleting_and_another_amount(self):
        self.lead.expected_revenue = 300
        self._assert_pipeline(320)
        self.lead.unlink()
        self._assert_pipeline(20)

    def test_moving_to_another_cell_and_away(self):
        salt = self._cell(self.offering_salt)
        self.lead.kam_whitespace_id = salt
        self._assert_pipeline(20)
        self._assert_pipeline(100, cell=salt)
        self.lead.kam_whitespace_id = False
        self._assert_pipeline(0, "unknown", cell=salt)

    def test_no_opportunity_any_more(self):
        self.lead.type = "lead"
        self._assert_pipeline(20)
        self.lead.type = "opportunity"
        self._assert_pipeline(120)

    def test_a_resellers_opportunity_is_in_the_pipeline_of_cell_and_account(self):
        self.lead.partner_id = self.stranger
        self._assert_pipeline(120)
        self.assertFalse(self._figure("pipeline", ALL_TIME, self.stranger))

    def test_merged_opportunities(self):
        left = self.leads.merge_opportunity()
        self.assertEqual(left.kam_whitespace_id, self.cell)
        self._assert_pipeline(left.expected_revenue)
