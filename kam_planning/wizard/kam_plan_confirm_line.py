from odoo import api, fields, models


class KamPlanConfirmLine(models.TransientModel):
    """One line that waits to be confirmed, as the dialogue shows it."""

    _name = "kam.plan.confirm.line"
    _description = "Line to Confirm"
    _inherit = ["kam.guarded"]

    confirm_id = fields.Many2one(
        "kam.plan.confirm", readonly=True, required=True, ondelete="cascade", index=True
    )
    res_id = fields.Integer("Line", readonly=True, aggregator=None)
    name = fields.Char(readonly=True)
    text = fields.Char("As It Stands", readonly=True)
    confirmed_date = fields.Datetime("Confirmed On", readonly=True)
    confirmed_by_name = fields.Char("Confirmed By", readonly=True)
    is_chosen = fields.Boolean("Still True", default=True)

    @api.model
    def _prepare_lines(self, lines):
        """What is said of lines: list of values."""
        return [
            {
                "res_id": line.id,
                "name": line.display_name,
                "text": line._get_confirm_text(),
                "confirmed_date": line.confirmed_date,
                "confirmed_by_name": line.confirmed_by_id.name,
            }
            for line in lines
        ]
