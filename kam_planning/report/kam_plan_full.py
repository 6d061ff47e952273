from odoo import api, models


class ReportFull(models.AbstractModel):
    """The plan over three or four pages: the plan on one page, then the strategy, with both maps
    and the SWOT picture.
    """

    _name = "report.kam_planning.report_full"
    _description = "Full Account Plan"

    @api.model
    def _get_report_values(self, docids, data=None):
        """Prepare everything that is printed, for all plans in one go.

        :param list docids: ids of the plans
        :return: dict for the template
        :raise AccessError: when the user may not read one of the plans
        """
        # Reports may be rendered as superuser; what is printed is what this user may read.
        plans = self.env["kam.plan"].sudo(False).browse(docids)
        page = self.env["report.kam_planning.report_one_page"]
        return {
            **page._prepare_values(plans, is_full=True),
            "doc_ids": docids,
            "doc_model": "kam.plan",
        }
