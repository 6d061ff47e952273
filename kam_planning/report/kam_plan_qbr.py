from odoo import api, models


class ReportQbr(models.AbstractModel):
    """The business review as the customer gets it: what is shared with him, in his language."""

    _name = "report.kam_planning.report_qbr"
    _description = "Business Review for the Customer"

    @api.model
    def _get_report_values(self, docids, data=None):
        """Prepare what may leave.

        :param list docids: ids of `kam.review`
        :return: dict for the template
        :raise AccessError: when the user may not read one of them
        :raise UserError: for a review that is our own, or a plan that is not shared
        """
        reviews = self.env["kam.review"].sudo(False).browse(docids)
        reviews.check_access("read")
        reviews._check_for_customer()
        return {
            "doc_ids": docids,
            "doc_model": reviews._name,
            "docs": reviews,
            "today": self.env["kam.plan"]._get_day_printed(),
            "papers": {review.id: self._prepare_paper(review) for review in reviews},
        }

    @api.model
    def _prepare_paper(self, review):
        lang = review.plan_id._get_customer_lang()
        review = review.with_context(lang=lang)
        plan = review.plan_id
        values, lists = plan._prepare_customer_paper(review)
        parts = self.env["report.kam_planning.report_review"]._prepare_parts(
            plan, plan._get_customer_tables(), values, lists
        )
        return {
            "lang": lang,
            "direction": plan._get_reading_direction(),
            "company": plan.company_id,
            "values": values,
            "sections": lists["sections"],
            "parts": parts,
        }
