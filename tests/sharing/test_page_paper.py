from io import BytesIO

from PyPDF2 import PdfReader

from odoo.tests import tagged

from ..common.common import TODAY
from .page import PageCommon


def squeeze(text):
    """Letters alone: paper breaks its lines elsewhere, and styles put a colon behind labels."""
    return "".join(text.replace(":", "").split())


@tagged("standard", "post_install", "-at_install")
class TestSharePaper(PageCommon):
    """The customer's page as it is really printed."""

    maxDiff = None

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("fr_FR")
        page = cls.env.ref("kam_planning.share_page")
        page.update_field_translations("arch_db", {"fr_FR": {"You owe": "Vous devez"}})
        # The printer asks for the style sheets while its own request reads only: have them ready.
        for bundle in ("web.report_assets_pdf", "web.report_assets_common"):
            cls.env["ir.qweb"]._get_asset_bundle(bundle, js=False, autoprefix=True).css()

    def _print(self):
        """Text of the page on paper, as its reader gets it."""
        share = self.share.with_user(self.buyer).with_context(force_report_rendering=True)
        access = self.access.sudo()
        content = share._as_read_by_sudo(access)._make_page_pdf_sudo(access)
        self.assertEqual(content[:4], b"%PDF")
        return "".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)

    def test_the_paper_says_what_the_page_says_in_the_language_of_its_reader(self):
        """Letter by letter, and nothing else: what is internal would be too much."""
        self.share._share_sudo()
        self.share.intro = "Welcome.\nThis is what we agreed."
        self._fill_page()
        self.access.sudo().last_seen_date = TODAY
        for lang, texts in {
            "en_US": ("You owe", "5,544.00", "05/04/2026", "Send labels"),
            "fr_FR": ("Vous devez", "5 544,00", "04/05/2026", "Send labels"),
        }.items():
            self.buyer.lang = lang
            page, paper = squeeze(self._read_for_paper().text_content()), squeeze(self._print())
            for text in texts:
                self.assertIn(squeeze(text), paper)
            self.assertEqual(paper, page)
            for secret in (self.internal.name, self.secret.name):
                self.assertNotIn(squeeze(secret), paper)
