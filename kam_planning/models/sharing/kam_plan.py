from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from .kam_share_acts import ACTED_TYPE

CUSTOMERS = [("share", "=", True)]
DAMAGED_TYPE = "kam_planning.mail_activity_type_share_damaged"


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

    def write(self, vals):
        """What one customer was shown is never another one's. (Customers that are merged become
        one in the database.)
        """
        if "partner_id" in vals:
            moved = self.filtered(lambda plan: plan.partner_id.id != vals["partner_id"])
            moved._check_not_shown_sudo()
        return super().write(vals)

    def _check_not_shown_sudo(self):
        for share in self.sudo().share_ids.filtered(lambda one: one.state != "draft"):
            raise UserError(
                self.env._(
                    "“%s” was shown to its customer, and stays with him. Make a plan of its own "
                    "for the other one.",
                    share.plan_id.name,
                )
            )

    def _hand_over_reminders_sudo(self, user_id):
        """The new key account manager looks after what the customer did."""
        result = super()._hand_over_reminders_sudo(user_id)
        types = [ACTED_TYPE, DAMAGED_TYPE]
        self.sudo().share_ids.activity_reschedule(types, new_user_id=user_id)
        return result

    def _get_changed_domain(self):
        """What the customer ticked off or answered none of ours changed."""
        return super()._get_changed_domain() & Domain("write_uid", "not any!", CUSTOMERS)
