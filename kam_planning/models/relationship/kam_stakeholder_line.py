from odoo import api, fields, models


class KamStakeholderLine(models.AbstractModel):
    """What belongs to a person on a map, and by that to the person's customer and company."""

    _name = "kam.stakeholder.line"
    _description = "Line of a Person on the Map"
    _inherit = ["kam.account.line"]
    # Field that names the person.
    _person_field = "stakeholder_id"

    # With the user's own rights: a form tells nothing of people who may not be read.
    account_id = fields.Many2one(
        compute="_compute_place", compute_sudo=False, store=True, precompute=True, readonly=True
    )
    company_id = fields.Many2one(
        compute="_compute_place",
        compute_sudo=False,
        store=True,
        precompute=True,
        readonly=True,
        default=None,
    )

    @api.depends(
        lambda self: (f"{self._person_field}.account_id", f"{self._person_field}.company_id")
    )
    def _compute_place(self):
        for line in self:
            person = line[self._person_field]
            line.account_id, line.company_id = person.account_id, person.company_id
