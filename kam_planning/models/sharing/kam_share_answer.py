from odoo import fields, models
from odoo.exceptions import UserError

DECISIONS = [("agreed", "Agreed"), ("changes", "Changes Wanted")]


class KamShareAnswer(models.Model):
    """What somebody of the customer said to a version: kept as it was said, by the system."""

    _name = "kam.share.answer"
    _description = "Answer to a Shared Version"
    _inherit = ["kam.plan.line"]
    _order = "date desc, id desc"
    _rec_name = "decision"
    _owner_fields = ("share_id",)
    _held_fields = ("date", "decision", "comment", "signed_name")

    share_id = fields.Many2one(
        "kam.share", required=True, readonly=True, index=True, ondelete="cascade"
    )
    plan_id = fields.Many2one(
        related="share_id.plan_id", store=True, precompute=True, required=False
    )
    snapshot_id = fields.Many2one(
        "kam.snapshot", "Version", required=True, readonly=True, index=True, ondelete="restrict"
    )
    # Who was erased stays erased; that it was answered stays.
    contact_id = fields.Many2one(
        "res.partner", "Said By", readonly=True, index="btree_not_null", ondelete="set null"
    )
    date = fields.Datetime("On", required=True, readonly=True, default=fields.Datetime.now)
    decision = fields.Selection(DECISIONS, required=True, readonly=True)
    comment = fields.Text(readonly=True)
    signed_name = fields.Char("Typed Name", readonly=True)
    signature = fields.Image(max_width=1024, max_height=1024, readonly=True)

    def write(self, vals):
        """
        :raise UserError: for everybody: what was said stays as it was said
        """
        if self and not self.env.su:
            self.check_access("write")
            raise UserError(self.env._("What the customer answered stays as it was said."))
        return super().write(vals)

    def _describe_act(self, who):
        """The answer as the history of the share tells it.

        :return: function of an environment: the answer in words
        """
        self.ensure_one()
        texts = {"who": who, "version": self.snapshot_id.version}
        if self.decision == "agreed":
            return lambda env: env._("%(who)s agreed to version %(version)s.", **texts)
        return lambda env: env._("%(who)s wants changes to version %(version)s.", **texts)

    def _forget_contact(self):
        """Who answered was erased: that it was answered stays."""
        empty = dict.fromkeys(("contact_id", "comment", "signed_name", "signature"), False)
        self.write(empty)
