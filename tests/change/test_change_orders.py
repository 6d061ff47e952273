"""Orders that were told stay told until they are undone, as they are now."""

from datetime import timedelta

from .change_common import ChangeCommon


class TestToldOrders(ChangeCommon):
    def _lose(self, lead):
        lead.with_user(self.kam).action_set_lost()

    def test_an_order_that_was_told_is_not_measured_again(self):
        """4,000 is 1 % of 400,000, and less of the 404,000 that it makes; and 2 % are 8,080."""
        lead = self._deal(4000)
        lead.action_set_won()
        order = self._order(4000, user_id=self.kam.id)
        won = self._changes("order_won")
        self.assertEqual(won.mapped("res_id"), [lead.id, order.id])
        self._set_revenue(404000)
        self._find()
        self.assertEqual(won.mapped("state"), ["open", "open"])
        self.env["ir.config_parameter"].sudo().set_param("kam_planning.change_order_share", "2")
        self._find()
        self.assertEqual(won.mapped("state"), ["open", "open"])
        # What is told of one order says nothing of the next one, and undone is undone.
        self._lose(self._deal(4000))
        order._action_cancel()
        self.assertEqual(won.mapped("state"), ["open", "withdrawn"])
        self.assertFalse(self._changes("order_lost"))

    def test_the_first_order_of_a_new_customer_stays(self):
        self._set_revenue(0)
        self._order(4000, user_id=self.kam.id)
        self._set_revenue(500000)
        self._find()
        self.assertEqual(self._changes("order_won").state, "open")

    def test_while_the_revenue_is_not_known_nothing_is_told_or_withdrawn(self):
        lead = self._deal(4000)
        lead.action_set_won()
        won = self._changes("order_won")
        self._set_revenue(None)
        self._lose(self._deal(300000))
        self._order(300000, user_id=self.kam.id, months_ago=0)
        self._find()
        self.assertEqual(self._changes(), won)
        self.assertEqual(won.state, "open")
        lead.stage_id = self.env["crm.stage"].search([("is_won", "=", False)], limit=1)
        self.assertEqual(won.state, "withdrawn", "It was undone")
        self._set_revenue(400000)
        self._find()
        self.assertEqual(self._changes(state="open").mapped("amount"), [300000, 300000])

    def test_what_is_to_be_judged_tells_how_it_is_now(self):
        cell = self._create_line("kam.whitespace", offering_id=self.offering_tea.id)
        lead = self._deal(12000)
        self._lose(lead)
        change = self._changes("order_lost")
        self.target.with_user(self.kam).note = "Less"
        self.env.flush_all()
        self.env.cr.execute("UPDATE kam_change SET date = date - 3 WHERE id = %s", [change.id])
        lead.write({"expected_revenue": 900, "kam_whitespace_id": cell.id})
        self._find()
        self.assertEqual((change.amount, change.state), (900, "open"))
        self.assertEqual(change.date, self.today - timedelta(days=3))
        judged = {(line.res_model, line.is_judged) for line in change.sudo().line_ids}
        self.assertEqual(
            judged, {("kam.target", True), ("kam.objective", False), ("kam.whitespace", False)}
        )
        # The target was judged; where nothing else is left, so is the change.
        cell.with_user(self.kam).note = "Gone"
        self.assertEqual(change.state, "open")
        lead.kam_whitespace_id = False
        self.target.sudo().objective_id = False
        self._find()
        self.assertEqual(self._touched(change), {("kam.target", self.target.id)})
        self.assertEqual(change.state, "resolved")
        lead.expected_revenue = 800
        self._find()
        self.assertEqual(change.amount, 900, "As it was judged")

    def test_what_comes_back_tells_how_it_is_now(self):
        order = self._order(8000, user_id=self.kam.id)
        (won,) = self._changes("order_won")
        order._action_cancel()
        order.action_draft()
        order.order_line.price_unit *= 2
        order.action_confirm()
        self.assertEqual((won.state, won.amount), ("open", 16000))
