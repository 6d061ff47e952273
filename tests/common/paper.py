"""Plans on paper, as users print them."""

from io import BytesIO

from PyPDF2 import PdfReader

ONE_PAGE = "kam_planning.action_report_kam_plan_one_page"
CHOSEN = "kam_planning.action_report_kam_plan_chosen"
HAND_OVER = "kam_planning.action_report_kam_handover"
# Names of the blocks, in their order.
USUAL = ["overview", "targets", "objectives", "revenue", "actions"]
ALL = [*USUAL, "whitespace", "team", "reviews", "map"]
# With those of the strategy.
EVERY = [
    *(*USUAL, "whitespace", "goals", "appraisal", "competitors", "forces", "risks", "values"),
    *(
        "scorecard",
        "investments",
        "deliveries",
        "team",
        "charter",
        "key_dates",
        "reviews",
        "map",
        "swot",
    ),
    *("strategy_map", "concept"),
]


class PaperMixin:
    """Prints as users do; for tests that inherit `KamCommon`."""

    def _choose(self, plans, user=None, blocks=None, **values):
        """The dialogue for these plans, with the usual blocks or those named."""
        dialogue = (
            self.env["kam.plan.print"]
            .with_user(user or self.kam)
            .create({"plan_ids": [(6, 0, plans.ids)], **values})
        )
        for block in dialogue.block_ids if blocks is not None else ():
            block.is_printed = block.name in blocks
        return dialogue

    def _print_html(self, records, user=None, report=ONE_PAGE, **context):
        """A report's HTML, in one line."""
        reports = self.env["ir.actions.report"].with_user(user or self.kam)
        html, _kind = reports.with_context(**context)._render_qweb_html(report, records.ids)
        return " ".join(html.decode().split())

    def _print_chosen(self, plans, user=None, blocks=None, **values):
        dialogue = self._choose(plans, user, blocks, **values)
        return self._print_html(dialogue, user, CHOSEN)

    def _print_pdf(self, records, user=None, report=ONE_PAGE, **context):
        """The texts of the pages of a report, really printed; of an `HttpCase`."""
        reports = self.env["ir.actions.report"].with_user(user or self.kam)
        reports = reports.with_context(force_report_rendering=True, **context)
        content, kind = reports._render_qweb_pdf(report, records.ids)
        self.assertEqual(kind, "pdf")
        pages = PdfReader(BytesIO(content)).pages
        return [" ".join(page.extract_text().split()) for page in pages]
