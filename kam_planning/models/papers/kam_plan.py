from odoo import models

from ..common.arguments import check_one


class KamPlan(models.Model):
    """The plan on papers: for a review, for the customer, as slides and as a workbook."""

    _name = "kam.plan"
    _inherit = [
        "kam.plan",
        "kam.paper.words",
        "kam.plan.customer.paper",
        "kam.plan.internal.paper",
        "kam.plan.deck",
        "kam.plan.workbook",
    ]

    def action_download_workbook(self):
        """Download the plan as a workbook.

        :return: address action
        :raise AccessError: when the user may not read the plan
        """
        check_one(self)
        return {
            "type": "ir.actions.act_url",
            "url": f"/kam_planning/plan/{self.id}/workbook",
            "target": "download",
        }
