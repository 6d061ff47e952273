from odoo import api, fields, models

# Of a field that a dialogue fills in and the user may change. Not as superuser, as Odoo would do
# it: that would tell of a plan that the user may not read.
PROPOSED = {"compute_sudo": False, "store": True, "readonly": False}


class KamPlanDialogue(models.AbstractModel):
    """A dialogue that is filled in from a plan, for those who may read that plan: its fields that
    are computed and stored are `PROPOSED`.
    """

    _name = "kam.plan.dialogue"
    _description = "Dialogue About a Plan"
    _inherit = ["kam.guarded"]

    plan_id = fields.Many2one("kam.plan", required=True, ondelete="cascade")

    @api.model_create_multi
    def create(self, vals_list):
        """Begin nothing about a plan that the user may not read."""
        dialogues = super().create(vals_list)
        dialogues.plan_id.check_access("read")
        return dialogues

    def write(self, vals):
        """Go on with no such plan either."""
        result = super().write(vals)
        self.plan_id.check_access("read")
        return result
