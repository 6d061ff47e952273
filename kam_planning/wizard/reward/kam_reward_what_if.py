from odoo import api, fields, models

from ...models.common.known import KnownFloat, is_known


class KamRewardWhatIf(models.TransientModel):
    """Moves one figure of a statement and shows the payout; it changes nothing."""

    _name = "kam.reward.what.if"
    _description = "What If a Figure Moves"
    _inherit = ["kam.guarded"]

    statement_id = fields.Many2one("kam.reward.statement", required=True, ondelete="cascade")
    possible_line_ids = fields.Many2many(
        "kam.reward.line", compute="_compute_possible_line_ids", compute_sudo=False
    )
    line_id = fields.Many2one(
        "kam.reward.line",
        "Component",
        ondelete="cascade",
        domain="[('id', 'in', possible_line_ids)]",
    )
    attained = KnownFloat("What If It Attained (%)", digits=(16, 1), aggregator=None)
    outcome = fields.Text("Payout Now and Then", compute="_compute_outcome", compute_sudo=False)

    @api.depends("statement_id")
    def _compute_possible_line_ids(self):
        for dialogue in self:
            statement = dialogue._get_statement()
            lines = statement.scheme_id._find_lines_sudo()._filter_of(statement.user_id)
            dialogue.possible_line_ids = lines.sudo(False)._filtered_access("read")

    def _get_statement(self):
        """The statement, where the user may read it."""
        return self.statement_id._origin._filtered_access("read")

    @api.depends("statement_id", "line_id", "attained")
    @api.depends_context("lang")
    def _compute_outcome(self):
        for dialogue in self:
            statement, line = dialogue._get_statement(), dialogue.line_id._origin
            may_ask = line in dialogue.possible_line_ids._origin and is_known(dialogue.attained)
            dialogue.outcome = may_ask and dialogue._describe(statement, line)

    def _describe(self, statement, line):
        """The payout now and then, and the way to it."""
        now = statement._reckon_sudo()[statement.id]
        then = statement._reckon_moved_sudo(line, max(0.0, self.attained))
        pairs = [
            self.env._("not known")
            if one["total"] is None
            else f"{one['percent']:.1f} %, {statement._format_amount(one['total'])}"
            for one in (now, then)
        ]
        shares = {"team": statement.scheme_id.team_share}
        shares["own"] = 100.0 - shares["team"]
        return "\n".join([" → ".join(pairs), *statement._list_steps(then, shares)])
