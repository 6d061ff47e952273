from odoo import fields, models

TIMELINE = "kam_timeline"


class IrUiView(models.Model):
    """A view of our own: work on a line of time. Its records have a start and a deadline."""

    _inherit = "ir.ui.view"

    type = fields.Selection(selection_add=[(TIMELINE, "Timeline")])

    def _get_view_info(self):
        return {TIMELINE: {"icon": "fa fa-tasks"}} | super()._get_view_info()
