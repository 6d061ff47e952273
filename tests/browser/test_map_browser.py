import json
from io import BytesIO
from urllib.parse import quote

from PyPDF2 import PdfReader

from odoo.tests import HttpCase, tagged

from ..common.paper import PaperMixin
from ..relationship.common import MapCommon


@tagged("standard", "post_install", "-at_install")
class TestMapBrowser(PaperMixin, MapCommon, HttpCase):
    """The relationship map in a real browser."""

    def test_drag_draw_edit_undo_and_export(self):
        self.jane.manager_id = False
        tom = self._person(partner_id=self._contact("Tom User").id)
        ann = self._contact("Ann")
        self.start_tour(f"/odoo/kam-plans/{self.plan.id}", "kam_map_gestures", login="judge")
        self.assertEqual(self.jane.manager_id, self.head)
        self.assertFalse(tom.manager_id)
        self.assertEqual(tom.dotted_manager_id, self.head)
        self.assertFalse(self.head.parked_reason)
        self.assertEqual(tom.title, "Head of Purchasing")
        line = self.env["kam.influence"].search([("source_id", "=", self.jane.id)])
        self.assertEqual((line.target_id, line.kind), (tom, "influence"))
        self.assertTrue(self.env["kam.stakeholder"].search([("partner_id", "=", ann.id)]))
        relationships = self.env["kam.relationship"].search([("account_id", "=", self.customer.id)])
        self.assertEqual(relationships.level_actual, "1")

    def test_a_reader_sees_people_without_judgements(self):
        self.jane.write({"influence": "3", "support": "against"})
        self.start_tour(f"/odoo/kam-plans/{self.plan.id}", "kam_map_reader", login="reader")

    def test_from_the_list_and_by_its_address(self):
        for login in ("kam", "reader", "manager"):
            self.start_tour("/odoo/kam-maps", "kam_map_list", login=login)
        address = f"/odoo/{self.customer.id}/kam-map"
        self.start_tour(address, "kam_map_address", login="kam")
        address = f"{address}?company_id={self.env.company.id}"
        self.start_tour(address, "kam_map_address", login="reader")
        self.start_tour("/odoo/kam-map", "kam_map_no_address", login="kam")

    def _print(self, report, record):
        for bundle in ("web.report_assets_pdf", "web.report_assets_common"):
            self.env["ir.qweb"]._get_asset_bundle(bundle, js=False, autoprefix=True).css()
        self.authenticate("judge", "judge")
        real = quote(json.dumps({"force_report_rendering": True}))
        url = f"/report/pdf/kam_planning.{report}/{record.id}?context={real}"
        answer = self.url_open(url, timeout=60)
        self.assertEqual(answer.content[:4], b"%PDF")
        return [page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages]

    def test_the_map_has_a_page_of_its_own_on_paper(self):
        self.assertEqual(len(self._print("report_one_page", self.plan)), 1)
        dialogue = self._choose(self.plan, self.judge, blocks=["actions", "map"])
        pages = self._print("report_chosen", dialogue)
        self.assertEqual(len(pages), 2)
        self.assertIn("Jane Buyer", pages[1])

    def test_a_large_map_takes_several_pages_on_paper(self):
        heads = [self._person(f"Manager {n}", manager_id=self.head.id).id for n in range(9)]
        self.env["kam.stakeholder"].create(
            [
                {"account_id": self.customer.id, "name": f"P {head} {n}", "manager_id": head}
                for head in heads
                for n in range(9)
            ]
        )
        dialogue = self._choose(self.plan, self.judge, blocks=["map"])
        pages = self._print("report_chosen", dialogue)
        self.assertGreater(len(pages), 2)
        for number, page in enumerate(pages, 1):
            self.assertIn(f"page {number} of {len(pages)}", page)
        self.assertIn("Manager 8", pages[0])
        (last,) = [page for page in pages if f"P {heads[-1]} 8" in page]
        self.assertIn("Manager 8", last)

    def test_hand_over_sheet(self):
        self.jane.needs = "Wants fewer suppliers"
        self._relationship(self.jane, level_actual="1")
        text = " ".join(" ".join(self._print("report_handover", self.plan)).split())
        for part in ("Jane Buyer", "Wants fewer suppliers", "Known", "Promises"):
            self.assertIn(part, text)
