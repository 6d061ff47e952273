from odoo import fields, models

from ..common.known import KnownFloat


class KamScore(models.Model):
    """A score as it stood at one time, with the components that made it.

    The components are kept as they were, so an old score stays explained after weights change.
    Nobody reads this table directly: `kam.score.mixin` gives a score's history to those who may
    read the record that was scored.
    """

    _name = "kam.score"
    _description = "Recorded Score"
    _inherit = ["kam.guarded"]
    _order = "date desc, id desc"
    _rec_name = "kind"

    res_model = fields.Char("Document Model", required=True)
    res_id = fields.Many2oneReference("Document", model_field="res_model", required=True)
    kind = fields.Char(required=True)
    date = fields.Datetime(required=True, readonly=True, default=fields.Datetime.now)
    date_to = fields.Datetime(
        "Stood Until", readonly=True, help="When it was found as it was before, the last time."
    )
    total = KnownFloat("Total (%)", aggregator=None)
    confidence = KnownFloat("Confidence (%)", aggregator=None)
    components = fields.Json()

    _document_idx = models.Index("(res_model, res_id, kind, date)")
    # What a record was at the end of a month is kept once, with the first day of the month.
    _month_uniq = models.UniqueIndex(
        "(res_model, res_id, date) WHERE kind = 'month'", "A month is kept once."
    )
