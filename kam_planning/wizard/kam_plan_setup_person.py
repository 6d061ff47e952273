from odoo import fields, models


class KamPlanSetupPerson(models.TransientModel):
    """A contact of the customer, offered for the map."""

    _name = "kam.plan.setup.person"
    _description = "Contact Offered for the Map"
    _inherit = ["kam.guarded"]

    setup_id = fields.Many2one(
        "kam.plan.setup", readonly=True, required=True, ondelete="cascade", index=True
    )
    partner_id = fields.Many2one(
        "res.partner", "Contact", readonly=True, required=True, ondelete="cascade"
    )
    name = fields.Char(related="partner_id.name", related_sudo=False)
    function = fields.Char(related="partner_id.function", related_sudo=False)
    is_chosen = fields.Boolean("On the Map")
