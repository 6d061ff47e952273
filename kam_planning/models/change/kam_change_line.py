from odoo import fields, models


class KamChangeLine(models.Model):
    """A line of a plan or of its customer that a change may have made untrue.

    Nobody reads it by itself: the line says that it is to be confirmed, the change which lines it
    touches.
    """

    _name = "kam.change.line"
    _description = "Line Touched by a Change"
    _inherit = ["kam.guarded"]
    _log_access = False
    _unoffered_fields = ("change_id", "res_model", "res_id", "is_judged")

    change_id = fields.Many2one(
        "kam.change", required=True, index=True, ondelete="cascade", readonly=True
    )
    res_model = fields.Char("Model", required=True, readonly=True)
    res_id = fields.Many2oneReference("Line", model_field="res_model", required=True, readonly=True)
    is_judged = fields.Boolean(
        readonly=True, help="Somebody said that it is still true, or changed it."
    )

    _line_uniq = models.UniqueIndex(
        "(change_id, res_model, res_id)", "This change touches the line already."
    )
    _open_idx = models.Index("(res_model, res_id) WHERE NOT COALESCE(is_judged, FALSE)")
