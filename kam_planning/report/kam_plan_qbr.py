from odoo import api, models


class ReportQbr(models.AbstractModel):
    """The business review as the customer gets it: what is shared with him, in his language."""

    _name = "report.kam_planning.report_qbr"
    _description = "Business Review for the Customer"
    _inherit = ["report.kam_planning.report_review"]

    @api.model
    def _check_printed(self, reviews):
        """
        :raise UserError: for a review that is our own, or a plan that is not shared
        """
        reviews._check_for_customer()

    @api.model
    def _prepare_paper(self, review):
        lang = review.plan_id._get_customer_lang()
        review = review.with_context(lang=lang)
        plan = review.plan_id
        values, lists = plan._prepare_customer_paper(review)
        parts = self._prepare_parts(plan, plan._get_customer_tables(), values, lists)
        return {
            "lang": lang,
            "direction": plan._get_reading_direction(),
            "company": plan.company_id,
            "values": values,
            "sections": lists["sections"],
            "parts": parts,
        }
