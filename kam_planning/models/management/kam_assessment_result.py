from odoo import fields, models
from odoo.fields import NO_ACCESS


class KamAssessmentResult(models.Model):
    """A candidate of a round, with the moment at which its quadrant was found."""

    _inherit = "kam.assessment.result"
    _unoffered_fields = ("quadrant_date", "quadrant_kept")

    quadrant_date = fields.Datetime(
        "Quadrant Found On", readonly=True, copy=False, index="btree_not_null"
    )

    # What it was before the round was opened again.
    quadrant_kept = fields.Char(readonly=True, copy=False, groups=NO_ACCESS)

    def _forget_sudo(self):
        """Opened again, a round still knows what it said."""
        for quadrant, results in self.sudo().grouped("quadrant").items():
            results.quadrant_kept = quadrant
        return super()._forget_sudo()

    def _store_figures(self, values):
        """Note when the quadrant was found, to the minute: closed again, a round tells only what
        it says anew.
        """
        now, dated = fields.Datetime.now(), values
        if any("quadrant" in figures for figures in values.values()):
            dated = {
                one.id: {
                    **values[one.id],
                    "quadrant_date": one._date_quadrant_sudo(values[one.id], now),
                }
                for one in self.browse(values)
            }
        return super()._store_figures(dated)

    def _date_quadrant_sudo(self, figures, now):
        """As superuser: what was said before is read by nobody."""
        is_same = (figures["quadrant"] or False) == self.sudo().quadrant_kept
        return self.quadrant_date if is_same and self.quadrant_date else now

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
