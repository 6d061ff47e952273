from odoo import models

from ..common.known import is_known


class KamTarget(models.Model):
    """A target that a change touches is judged by who writes it."""

    _name = "kam.target"
    _inherit = ["kam.target", "kam.change.mark"]

    def write(self, vals):
        """Take the change of a target by hand as a judgement."""
        result = super().write(vals)
        if not self.env.su:
            self._settle_changes()
        return result

    def _grows_evenly(self):
        """Whether a part of the period should have brought the same part of the target: of what
        adds up, and of the way from a known baseline.
        """
        measure = self._get_measure_sudo()
        if measure._accumulates():
            return measure.direction != "lower"
        return is_known(self.baseline)
