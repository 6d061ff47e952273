from odoo import api, fields, models

from ...tools.rows import NaturalKey


class KamPlanTemplateLine(models.AbstractModel):
    """Part of a template, which who may change the template may change, in an order of its own."""

    _name = "kam.plan.template.line"
    _description = "Line of an Account Plan Template"
    _inherit = ["kam.guarded"]
    _owner_fields = ("template_id",)
    _order = "sequence, id"
    _natural_keys = (NaturalKey(("template_id", "name")),)

    template_id = fields.Many2one(
        "kam.plan.template", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer(default=10)

    @api.model
    def _get_import_scope(self, name):
        """Lines of the same template."""
        is_line = issubclass(
            self.pool[self._fields[name].comodel_name], self.pool["kam.plan.template.line"]
        )
        return ("template_id",) if is_line else super()._get_import_scope(name)
