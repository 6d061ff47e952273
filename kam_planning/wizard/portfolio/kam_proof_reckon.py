from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError

from ...models.common.arguments import check_one

LEAST_MONTHS, MOST_MONTHS = 6, 12


class KamProofReckon(models.TransientModel):
    """Ask of which company, and over how many months, customers are compared."""

    _name = "kam.proof.reckon"
    _description = "Reckon a Programme Proof"
    _inherit = ["kam.guarded"]

    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company, ondelete="cascade"
    )
    months = fields.Integer(
        "Months After the Approval",
        required=True,
        default=LEAST_MONTHS,
        aggregator=None,
        help="6 to 12. Plans for which they are not over are left out.",
    )

    @api.constrains("months")
    def _check_months(self):
        for dialogue in self:
            if not LEAST_MONTHS <= dialogue.months <= MOST_MONTHS:
                raise ValidationError(
                    self.env._(
                        "%(months)s months: choose %(least)s to %(most)s.",
                        months=dialogue.months,
                        least=LEAST_MONTHS,
                        most=MOST_MONTHS,
                    )
                )

    def action_reckon(self):
        """Reckon, keep and open the proof.

        :return: window action
        :raise AccessError: when the user does not manage key accounts of the company
        """
        check_one(self)
        self.check_access("write")
        is_manager = self.env.user.has_group("kam_planning.group_kam_manager")
        if not is_manager or self.company_id not in self.env.companies:
            raise AccessError(
                self.env._("A proof is reckoned by who manages key accounts of the company.")
            )
        found = self.env["kam.proof"]._reckon_sudo(self.company_id, self.months)
        return {
            "type": "ir.actions.act_window",
            "res_model": "kam.proof",
            "res_id": found.id,
            "views": [[False, "form"]],
        }
