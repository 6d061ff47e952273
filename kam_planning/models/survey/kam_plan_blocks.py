from odoo import api, fields, models
from odoo.fields import Domain

from ...tools.branches import Branch


class KamPlanBlocks(models.AbstractModel):
    _inherit = "kam.plan.blocks"

    show_survey = fields.Boolean()

    @api.model
    def _get_concept_branches(self):
        """Add the rounds of the survey."""
        return [
            *super()._get_concept_branches(),
            Branch(
                sequence=145,
                name="survey",
                label=self.env._("Survey"),
                model="kam.survey.round",
                switch="show_survey",
                question=self.env._("Do they see us as we see ourselves?"),
                open=Domain("state", "=", "open"),
                state="state",
            ),
        ]
