from odoo import fields, models

from ...models.common.arguments import check_one
from ...models.portfolio.kam_step_owed import DECISIONS


class KamStepDecideLine(models.TransientModel):
    """One piece of what we owe, and what becomes of it."""

    _name = "kam.step.decide.line"
    _description = "Decision About What We Owe"
    _inherit = ["kam.guarded"]

    step_id = fields.Many2one(
        "kam.step.decide", readonly=True, required=True, ondelete="cascade", index=True
    )
    res_model = fields.Char(readonly=True)
    res_id = fields.Integer(readonly=True, aggregator=None)
    kind = fields.Char(readonly=True)
    name = fields.Char("What We Owe", readonly=True)
    decision = fields.Selection(DECISIONS)
    user_id = fields.Many2one(
        "res.users",
        "To Whom",
        ondelete="cascade",
        domain=lambda self: self.env["kam.plan"]._get_kam_user_domain(),
        help="Of what is handed over. Empty: the new key account manager.",
    )
    words = fields.Char("In Words", help="Why something ends, as the customer will hear it.")

    def action_open(self):
        """Open what we owe.

        :return: window action
        """
        check_one(self)
        record = self.env[self.res_model].browse(self.res_id)
        record.check_access("read")
        return record._get_records_action(target="new")
