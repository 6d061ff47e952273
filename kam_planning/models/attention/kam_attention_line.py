from odoo import api, fields, models


class KamAttentionLine(models.AbstractModel):
    """A row of the attention audit: of an account in a company.

    Whoever may read one of the customer's plans there reads it. It is no `kam.account.line`, for
    those say who leads the account: here nobody is named, nor found by his name.
    """

    _name = "kam.attention.line"
    _description = "Row of the Attention Audit"
    _inherit = ["kam.guarded"]
    _unoffered_fields = ("is_account_read",)

    account_id = fields.Many2one("res.partner", "Customer", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    tier_id = fields.Many2one("kam.tier", readonly=True)
    is_account_read = fields.Boolean(
        compute="_compute_is_account_read", search="_search_is_account_read", compute_sudo=False
    )

    @api.depends("account_id", "company_id")
    @api.depends_context("uid")
    def _compute_is_account_read(self):
        access = self.env["kam.account.line"]._read_account_access(self.account_id.ids)
        for line in self:
            place = (line.account_id.id, line.company_id.id)
            line.is_account_read = access.get(place, (False, False))[0]

    def _search_is_account_read(self, operator, value):
        return self.env["kam.account.line"]._search_is_account_read(operator, value)

    @api.model
    def _get_measured_domain(self):
        """In nobody's figures: time is looked at here, where no person is to be found by it."""
        return fields.Domain.FALSE
