from odoo import api, fields, models

from ...tools.rows import NaturalKey

KINDS = [("influence", "Influences"), ("conflict", "Conflict"), ("alliance", "Alliance")]


class KamInfluence(models.Model):
    """An informal line between two people of a map: a judgement, as all that is thought of them."""

    _name = "kam.influence"
    _description = "Informal Line Between People"
    _inherit = ["kam.stakeholder.line"]
    _order = "source_id, target_id, id"
    _rec_name = "source_id"
    _account_fields = ("source_id",)
    _person_field = "source_id"
    _same_account_fields = ("target_id",)
    _owner_fields = ("source_id", "target_id")
    _natural_keys = (NaturalKey(("source_id", "target_id", "kind"), is_unique=True),)

    source_id = fields.Many2one(
        "kam.stakeholder", "Who", required=True, index=True, ondelete="cascade"
    )
    target_id = fields.Many2one(
        "kam.stakeholder",
        "Whom",
        required=True,
        index=True,
        ondelete="cascade",
        domain="[('account_id', '=', account_id), ('company_id', '=', company_id), "
        "('id', '!=', source_id)]",
    )
    kind = fields.Selection(KINDS, required=True, default="influence")
    direction = fields.Selection(
        [("one", "One way"), ("both", "Both ways")],
        compute="_compute_direction",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
    )
    strength = fields.Selection(
        [("1", "Weak"), ("2", "Medium"), ("3", "Strong")], required=True, default="2"
    )
    note = fields.Char()

    _line_uniq = models.UniqueIndex(
        "(source_id, target_id, kind)", "This line is on the map already."
    )
    _two_people = models.Constraint(
        "CHECK (source_id != target_id)", "A line connects two different people."
    )

    @api.depends("kind")
    def _compute_direction(self):
        for line in self:
            line.direction = "one" if line.kind == "influence" else "both"
