from odoo import fields, models


class KamAssessmentResult(models.Model):
    """A candidate of a round, with the moment at which its quadrant was found."""

    _inherit = "kam.assessment.result"
    _unoffered_fields = ("quadrant_date",)

    quadrant_date = fields.Datetime(
        "Quadrant Found On", readonly=True, copy=False, index="btree_not_null"
    )

    def _store_figures(self, values):
        """Note when the round was closed, to the minute."""
        now = fields.Datetime.now()
        dated = {
            key: {**figures, "quadrant_date": now} if "quadrant" in figures else figures
            for key, figures in values.items()
        }
        return super()._store_figures(dated)

    def _move_sudo(self):
        """So with what a manager decides afterwards."""
        result = super()._move_sudo()
        self.sudo().quadrant_date = fields.Datetime.now()
        return result

    def _read_quadrants_before_sudo(self):
        """The quadrant of the round before: {id: quadrant}. As superuser: it is said beside the new
        one, to who reads that.
        """
        return {result.id: result.previous_id.quadrant for result in self.sudo()}
