from odoo import api, models

from ..models.common.days import today_of_user
from ..tools import paper
from ..tools.paper import Block

MOST_ROWS_OF_TEXT = 3
MARGIN = 4


class ReportBrief(models.AbstractModel):
    """The brief for a meeting on one page, as the screen shows it."""

    _name = "report.kam_planning.report_brief"
    _description = "Brief on Paper"

    @api.model
    def _get_report_values(self, docids, data=None):
        """Prepare the briefs with the user's own rights.

        :param list docids: ids of the plans; without them the one that `data` names
        :param dict data: ``plan_id`` and ``contact_ids``, as `get_brief` takes them
        :return: dict for the template
        :raise AccessError: when the user may not read a plan or a contact
        """
        data = {} if docids else data or {}
        plans = self.env["kam.plan"].sudo(False).browse(docids or [data.get("plan_id")])
        plans.check_access("read")
        plans = plans._in_language_of_user()
        briefs = {plan: plan.get_brief(data.get("contact_ids")) for plan in plans}
        return {
            "doc_ids": plans.ids,
            "doc_model": "kam.plan",
            "docs": plans,
            "is_full": False,
            "lang": plans.env.lang,
            "today": today_of_user(plans),
            "pages": {plan.id: self._prepare_page(plan, brief) for plan, brief in briefs.items()},
        }

    @api.model
    def _prepare_page(self, plan, brief):
        """The lines by kind, as parts of a page of the house."""
        lines = {}
        for line in brief["lines"]:
            lines.setdefault(line["kind"], []).append(line["text"])
        headings = plan._get_brief_headings()
        parts = [
            (self._prepare_block(number, kind, headings[kind]), self._prepare_part(texts))
            for number, (kind, texts) in enumerate(lines.items())
        ]
        shown, _left = plan._prepare_page(parts)
        return {"parts": shown, "pages": []}

    @api.model
    def _prepare_block(self, number, kind, heading):
        return Block(
            sequence=number,
            name=kind,
            label=heading,
            heading=heading,
            switch="",
            model="kam.plan",
            template="kam_planning.paper_brief",
            fill="",
        )

    @api.model
    def _prepare_part(self, texts):
        """Texts of a few lines each."""
        counts = [min(len(paper.wrap(text)), MOST_ROWS_OF_TEXT) for text in texts]
        heights = [count * paper.TEXT_HEIGHT for count in counts]
        return {
            "rows": list(zip(texts, heights, strict=True)),
            "heights": [height + MARGIN for height in heights],
            "fixed": 0,
        }
