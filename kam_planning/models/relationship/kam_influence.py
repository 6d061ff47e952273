from odoo import api, fields, models
from odoo.exceptions import ValidationError

KINDS = [("influence", "Influences"), ("conflict", "Conflict"), ("alliance", "Alliance")]


class KamInfluence(models.Model):
    """An informal line between two people of a map: a judgement, as all that is thought of them."""

    _name = "kam.influence"
    _description = "Informal Line Between People"
    _inherit = ["kam.account.line"]
    _order = "source_id, target_id, id"
    _account_fields = ("source_id",)
    _guarded_fields = ("source_id", "target_id")

    # With the user's own rights: a form tells nothing of people who may not be read.
    account_id = fields.Many2one(
        related="source_id.account_id",
        related_sudo=False,
        store=True,
        precompute=True,
        readonly=True,
    )
    company_id = fields.Many2one(
        related="source_id.company_id",
        related_sudo=False,
        store=True,
        precompute=True,
        readonly=True,
        default=None,
    )
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

    @api.constrains("source_id", "target_id")
    def _check_map(self):
        for line in self:
            source, target = line.source_id, line.target_id
            if (source.account_id, source.company_id) != (target.account_id, target.company_id):
                raise ValidationError(
                    self.env._(
                        "“%(who)s” and “%(whom)s” are on different maps: draw lines between people "
                        "of one customer.",
                        who=source.name,
                        whom=target.name,
                    )
                )
