from odoo import api, fields, models
from odoo.exceptions import UserError


class KamPlan(models.Model):
    """The plan and what of it the customer sees."""

    _inherit = "kam.plan"
    _unoffered_fields = ("share_ids",)

    share_ids = fields.One2many("kam.share", "plan_id", "Shares", readonly=True)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_shown(self):
        for share in self.share_ids.filtered(lambda one: one.state != "draft"):
            raise UserError(
                self.env._(
                    "“%s” was shown to the customer and cannot be deleted: what he saw would go "
                    "with it. Archive the plan instead.",
                    share.plan_id.name,
                )
            )
