from odoo import api, fields, models


class KamOwnedLine(models.AbstractModel):
    """A line of a plan that one colleague looks after: the key account manager, until somebody
    else is chosen.
    """

    _name = "kam.owned.line"
    _description = "Line of a Plan With an Owner"
    _inherit = ["kam.plan.line"]

    user_id = fields.Many2one(
        "res.users",
        "Owner",
        compute="_compute_user_id",
        store=True,
        readonly=False,
        precompute=True,
        index=True,
        ondelete="restrict",
        tracking=True,
        check_company=True,
        domain=lambda self: self.env["kam.plan"]._get_kam_user_domain(),
    )

    @api.depends("plan_id")
    def _compute_user_id(self):
        for line in self:
            line.user_id = line.user_id or line.plan_id.user_id

    @api.constrains("user_id")
    def _check_user_group(self):
        self.user_id._check_kam_access(self)
