import json
from io import BytesIO
from urllib.parse import quote

from PyPDF2 import PdfReader

from odoo import fields
from odoo.tests import HttpCase, tagged

from ..common.common import KamCommon


@tagged("standard", "post_install", "-at_install")
class TestBrowser(KamCommon, HttpCase):
    """The whole flow as the people who work it, in a real browser."""

    def _print(self, plan, login):
        """Text of the one-page plan as that user downloads it."""
        # The printer asks for the style sheets while its own request reads only: have them ready.
        for bundle in ("web.report_assets_pdf", "web.report_assets_common"):
            self.env["ir.qweb"]._get_asset_bundle(bundle, js=False, autoprefix=True).css()
        self.authenticate(login, login)
        # Under tests Odoo prints HTML unless it is told to print for real.
        real = quote(json.dumps({"force_report_rendering": True}))
        answer = self.url_open(
            f"/report/pdf/kam_planning.report_one_page/{plan.id}?context={real}", timeout=60
        )
        self.assertEqual(answer.content[:4], b"%PDF")
        pages = PdfReader(BytesIO(answer.content)).pages
        self.assertEqual(len(pages), 1)
        return pages[0].extract_text()

    def test_from_customer_to_review_and_paper(self):
        self.customer.user_id = self.kam
        self.start_tour(f"/odoo/contacts/{self.customer.id}", "kam_plan_from_customer", login="kam")
        plan = self.env["kam.plan"].search([("partner_id", "=", self.customer.id)])
        self.assertEqual((plan.user_id, plan.template_id), (self.kam, self.full))
        action = plan.action_ids.filtered(lambda a: a.name == "Visit the plant")
        self.assertEqual((action.state, action.feedback), ("done", "They want a pilot"))
        self.assertEqual(action.objective_id.name, "Win the northern plant")
        self.assertEqual(action.objective_id.progress, 100)
        self.assertGreater(plan.progress, 0)

        plan.with_user(self.kam).action_submit()
        plan.with_user(self.manager).action_approve()
        self._run_job_on(fields.Date.subtract(plan.next_review_date, days=14))
        reminder = plan.activity_ids.filtered(
            lambda a: a.activity_type_id == self.env.ref("kam_planning.mail_activity_type_review")
        )
        self.assertEqual(reminder.user_id, self.kam)

        self.start_tour(f"/odoo/kam-plans/{plan.id}", "kam_review_held", login="kam")
        held = plan.review_ids.filtered(lambda one: one.state == "held")
        self.assertEqual((plan.review_ids - held).state, "planned")
        self.assertEqual(
            plan.next_review_date, fields.Date.add(held.date_held, months=plan.review_interval)
        )
        self.assertFalse(reminder.active)
        decided = plan.action_ids.filtered(lambda a: a.name == "Send an offer for the pilot")
        self.assertTrue(decided.activity_id.active)

        page = self._print(plan, "kam")
        self.assertIn("Acme", page)
        self.assertIn("Win the northern plant", page)

    def test_a_whitespace_cell_becomes_an_opportunity_and_turns_when_it_is_won(self):
        offering = self.env["kam.offering"].create({"name": "Teas"})
        plan = self._activate(self._create_plan())
        self.start_tour(f"/odoo/kam-plans/{plan.id}", "kam_whitespace_to_opportunity", login="kam")
        cell = self.env["kam.whitespace"].search(
            [("account_id", "=", self.customer.id), ("offering_id", "=", offering.id)]
        )
        self.assertEqual((cell.state, cell.state_manual), ("customer", "open"))
        self.assertEqual(cell.potential_manual, 5000)
        self.assertEqual(cell.lead_ids.kam_plan_id, plan)
        self.assertEqual(cell.lead_ids.expected_revenue, 5000)
        self.assertEqual(cell.lead_ids.won_status, "won")
