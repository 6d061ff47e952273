from odoo import api, fields, models


class CrmLeadLost(models.TransientModel):
    """Odoo's dialogue asks to whom an opportunity was lost as well."""

    _inherit = "crm.lead.lost"

    kam_lost_to_id = fields.Many2one(
        "res.partner",
        "Lost To",
        compute="_compute_kam_lost_to_id",
        store=True,
        readonly=False,
        compute_sudo=False,
        ondelete="set null",
        domain="[('is_company', '=', True)]",
        help="The competitor who won it.",
    )

    @api.depends("lead_ids")
    def _compute_kam_lost_to_id(self):
        """Proposed where the whitespace cell of all of them names the same competitor."""
        for dialogue in self:
            rivals = dialogue.lead_ids._get_kam_rivals()
            dialogue.kam_lost_to_id = rivals if len(rivals) == 1 else False

    def action_lost_reason_apply(self):
        """Keep to whom they were lost before they are closed."""
        if self.kam_lost_to_id:
            self.lead_ids.write({"kam_lost_to_id": self.kam_lost_to_id.id})
        return super().action_lost_reason_apply()
