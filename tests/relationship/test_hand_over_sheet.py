"""The hand-over sheet on paper: whole rows, headings with what they head, pages numbered."""

from odoo.tests import HttpCase, freeze_time, tagged

from ..common.common import TODAY
from ..common.paper import HAND_OVER, PaperMixin
from .common import SECRET, MapCommon

HEADINGS = ("People", "Relationships", "Open gaps", "Promises")
COLUMNS = ("LAST CONTACT", "RECORDED IN 12 MONTHS", "UNTIL", "BY")


@freeze_time(TODAY)
class TestSheet(PaperMixin, MapCommon):
    def test_interactions_are_counted_without_plurals(self):
        relationship = self._relationship(self.jane, level_actual="1")
        self._meeting(self.kam, self.contact, days=3)
        text = relationship.traffic_text
        self.assertRegex(text, r"^meetings: \d+, calls: \d+, mails sent: \d+, received: \d+$")
        self.assertIn(text, self._print_html(self.plan, self.judge, HAND_OVER))

    def test_a_person_without_a_judgement_has_no_lonely_sign(self):
        self.jane.write({"influence": False, "support": "neutral"})
        html = self._print_html(self.plan, self.judge, HAND_OVER)
        self.assertIn("Neutral", html)
        self.assertNotRegex(html, r'o_kam_small">\s*·|·\s*</div>')

    def test_long_needs_are_cut(self):
        self.jane.needs = SECRET + " and more" * 100
        html = self._print_html(self.plan, self.judge, HAND_OVER)
        self.assertIn(SECRET, html)
        self.assertLess(html.count("and more"), 20)
        self.assertIn(" …</td>", html)


@tagged("standard", "post_install", "-at_install")
class TestPdfOfSheet(PaperMixin, MapCommon, HttpCase):
    def _people(self, count):
        people = self.env["kam.stakeholder"].create(
            [
                {
                    "account_id": self.customer.id,
                    "name": f"Person {n}",
                    "title": "Head of Purchasing " * (1 + n % 3),
                    "needs": "Wants fewer suppliers. " * (n % 9),
                    "influence": "2",
                }
                for n in range(count)
            ]
        )
        self.env["kam.relationship"].create(
            [{"stakeholder_id": person.id, "user_id": self.kam.id} for person in people]
        )
        self.plan._refresh_gaps()

    def test_headings_stand_above_rows_on_their_page(self):
        """With ever more people the headings move down the page, and over its end."""
        for count in (1, 4, 5, 3):
            self._people(count)
            pages = self._print_pdf(self.plan, self.judge, HAND_OVER)
            for number, page in enumerate(pages, 1):
                self.assertTrue(page.endswith(f"Acme · page {number} / {len(pages)}"), page[-60:])
                body = page.partition("My Company")[0]
                for heading, column in zip(HEADINGS, COLUMNS, strict=True):
                    if f" {heading} " in body:
                        rows = body.partition(f" {heading} ")[2].partition(column)[2]
                        self.assertGreater(len(rows.strip()), 10, (count, number, heading))

    def test_a_large_map_is_bounded_and_its_columns_are_named_on_each_page(self):
        self._people(210)
        pages = self._print_pdf(self.plan, self.judge, HAND_OVER)
        text = " ".join(pages)
        self.assertIn("The first 200 of 212, strongest relationships first.", text)
        self.assertIn("The first 200 of 210, the strongest first.", text)
        self.assertLess(len(pages), 60)
        for page in pages[1:]:
            self.assertRegex(page, "|".join(COLUMNS[:3]) + "|WHO OF OURS")
        for page in pages:
            self.assertIn("Acme · page", page)
            self.assertIn("printed on", page)
