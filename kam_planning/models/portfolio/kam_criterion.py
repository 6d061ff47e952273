from odoo import fields, models

from ...tools.rows import NaturalKey
from .kam_criterion_definition import FROZEN


class KamCriterion(models.Model):
    """What makes a customer attractive to us, and us strong at a customer.

    A round keeps the criteria as they were when it opened (`kam.assessment.criterion`): a change
    here changes no result that is there.
    """

    _name = "kam.criterion"
    _description = "Criterion of the Portfolio"
    _inherit = ["kam.criterion.definition", "kam.guarded", "kam.in.use"]
    _order = "axis, sequence, id"
    _natural_keys = (NaturalKey(("axis", "name")),)

    active = fields.Boolean(default=True)

    def _prepare_frozen(self):
        """Values of a criterion that a round keeps; the words follow in all languages."""
        values = {name: self[name] for name in FROZEN}
        return {**values, "measure_id": self.measure_id.id, "name": self.name}
