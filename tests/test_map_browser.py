from odoo.tests import HttpCase, tagged

from .relationship_map import MapCommon


@tagged("standard", "post_install", "-at_install")
class TestMapBrowser(MapCommon, HttpCase):
    """The relationship map in a real browser."""

    def test_drag_draw_edit_undo_and_export(self):
        self.jane.manager_id = False
        tom = self._person(partner_id=self._contact("Tom User").id)
        ann = self._contact("Ann")
        self.start_tour(f"/odoo/kam-plans/{self.plan.id}", "kam_map_gestures", login="judge")
        self.assertEqual(self.jane.manager_id, self.head)
        self.assertFalse(tom.manager_id)
        self.assertEqual(tom.title, "Head of Purchasing")
        line = self.env["kam.influence"].search([("source_id", "=", self.jane.id)])
        self.assertEqual((line.target_id, line.kind), (tom, "influence"))
        self.assertTrue(self.env["kam.stakeholder"].search([("partner_id", "=", ann.id)]))
        ties = self.env["kam.relationship"].search([("account_id", "=", self.customer.id)])
        self.assertEqual(ties.level_actual, "1")
