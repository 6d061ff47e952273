from odoo import api, models

from ..tools.texts import shorten

# Of longer lists the first lines are printed, and how many more there are.
MOST_LINES = 40
MOST_LETTERS = 300
# Shown with nothing in them, which says something.
ALWAYS = {"scores", "changes"}


class ReportReview(models.AbstractModel):
    """A review among ourselves: scores, what changed since the last one, agenda, decisions."""

    _name = "report.kam_planning.report_review"
    _description = "Review of an Account Plan"

    @api.model
    def _get_report_values(self, docids, data=None):
        """Prepare the reviews with the user's own rights.

        :param list docids: ids of `kam.review`
        :return: dict for the template
        :raise AccessError: when the user may not read one of them
        :raise UserError: when one of them is not for this paper
        """
        reviews = self.env["kam.review"].sudo(False).browse(docids)
        reviews.check_access("read")
        self._check_printed(reviews)
        return {
            "doc_ids": docids,
            "doc_model": reviews._name,
            "docs": reviews,
            "today": self.env["kam.plan"]._get_day_printed(),
            "papers": {review.id: self._prepare_paper(review) for review in reviews},
        }

    @api.model
    def _check_printed(self, reviews):
        """Refuse reviews that are not for this paper: a hook."""

    @api.model
    def _prepare_paper(self, review):
        """Values, parts and who takes part."""
        plan = review.plan_id
        values, lists = plan._prepare_internal_paper(review)
        tables = plan._get_internal_tables()
        return {
            "values": values,
            "parts": self._prepare_parts(plan, tables, values, lists, ALWAYS),
            "people": [*review.user_ids.mapped("name"), *review.contact_ids.mapped("name")],
        }

    @api.model
    def _prepare_parts(self, plan, tables, values, lists, always=()):
        """The lists as tables of texts.

        :param list tables: as `_get_internal_tables` gives them
        :return: list of dicts title, heads, rows (lists of texts) and more
        """
        parts = []
        for title, name, heads in tables:
            lines = lists[name]
            if not lines and name not in always:
                continue
            left = len(lines) - MOST_LINES
            parts.append(
                {
                    "title": title.replace("{{since}}", values.get("since", "")),
                    "heads": heads,
                    "rows": [
                        [shorten(text or "–", MOST_LETTERS) for text in line.values()]
                        for line in lines[:MOST_LINES]
                    ],
                    "more": plan.env._("and %s more", left) if left > 0 else "",
                }
            )
        return parts
