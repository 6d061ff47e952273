from odoo import fields, models


class KamAction(models.Model):
    """Actions that the customer ticks off himself."""

    _inherit = "kam.action"

    # Who was erased stays erased; the action stays done.
    ticked_by_id = fields.Many2one(
        "res.partner",
        "Ticked Off By",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        help="Who of the customer said in the share that it is done.",
    )

    def write(self, vals):
        """What is taken up again was ticked off by nobody."""
        result = super().write(vals)
        if vals.get("state", "done") != "done":
            self._forget_tick_sudo()
        return result

    def _forget_tick_sudo(self):
        """As superuser: nobody writes who ticked it off."""
        self.sudo().filtered("ticked_by_id").ticked_by_id = False
