from odoo import api, fields, models

STAGES = [
    ("candidate", "Candidate"),
    ("incubation", "Incubation"),
    ("key", "Key Account"),
    ("leaving", "Leaving"),
]
STAGE = {
    "selection": STAGES,
    "string": "Stage",
    "default": "key",
    "required": True,
    "help": "Candidate: nominated. Incubation: tried for a year. Key account: in the programme. "
    "Leaving: on its way out of it.",
}


class KamPlan(models.Model):
    """How far the customer is on the way into the programme of key accounts, or out of it."""

    _name = "kam.plan"
    _inherit = ["kam.plan", "kam.plan.step"]

    stage_key = fields.Selection(tracking=True, copy=False, index=True, **STAGE)

    @api.model_create_multi
    def create(self, vals_list):
        """Have a line of capacity for who leads the new plans."""
        plans = super().create(vals_list)
        self.env["kam.capacity"]._ensure_sudo(plans)
        return plans

    def write(self, vals):
        """Have one for who leads them from now on."""
        result = super().write(vals)
        if not {"user_id", "company_id"}.isdisjoint(vals):
            self.env["kam.capacity"]._ensure_sudo(self)
        return result

    @api.model
    def _add_template_values(self, vals):
        """Add the stage in which accounts of this template begin."""
        template = self.env["kam.plan.template"].browse(vals.get("template_id") or [])
        proposed = {"stage_key": template.stage_key} if template else {}
        return {**proposed, **super()._add_template_values(vals)}

    def _prepare_successor_values(self, date_start, date_end):
        """In the next period an account goes on in its stage."""
        values = super()._prepare_successor_values(date_start, date_end)
        return {**values, "stage_key": self.stage_key}
