from odoo import api, fields, models


class KamObjective(models.Model):
    """Key results prove an objective."""

    _inherit = "kam.objective"

    target_ids = fields.One2many("kam.target", "objective_id", "Key Results")

    progress_mode = fields.Selection(
        selection_add=[("targets", "From key results"), ("manual",)],
        ondelete={"targets": "set default"},
    )

    @api.depends("target_ids.attainment", "target_ids.standing")
    def _compute_progress(self):
        return super()._compute_progress()

    def _prepare_progress_parts(self):
        """Key results where they are to say how far the objective is."""
        if self.progress_mode == "targets":
            return self.target_ids._prepare_progress_components()
        return super()._prepare_progress_parts()
