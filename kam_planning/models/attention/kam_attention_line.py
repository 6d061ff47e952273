from odoo import api, fields, models
from odoo.exceptions import AccessError

# What is asked of a customer leads to these, and to nobody who works with him.
PLACES = {
    *("res.partner", "res.partner.category", "res.partner.industry", "res.country"),
    *("res.country.state", "res.company", "res.currency", "kam.tier"),
}


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
    def _search(self, domain, offset=0, limit=None, order=None, **options):
        """Nobody finds rows by a colleague, whatever leads from the customer to him."""
        if not self.env.su:
            for path in _list_paths(fields.Domain(domain)):
                self._check_path(path)
            for part in filter(None, map(str.split, (order or "").split(","))):
                self._check_path(part[0])
        return super()._search(domain, offset=offset, limit=limit, order=order, **options)

    @api.model
    def _read_group_groupby(self, alias, groupby_spec, query):
        """The same for groups."""
        self._check_path(groupby_spec)
        return super()._read_group_groupby(alias, groupby_spec, query)

    @api.model
    def _check_path(self, path):
        """
        :param str path: of a filter, an order or a group
        :raise AccessError: where it leads to people of ours, or to what only they tell
        """
        model = self
        for place, name in enumerate(path.split(":")[0].split(".")):
            field = model._fields.get(name)
            if field is None:
                return
            is_told = name == "display_name" or field.store
            if place and not (is_told and field.comodel_name in {None, *PLACES}):
                raise AccessError(
                    self.env._(
                        "Time for accounts is not looked at by person: “%s” leads to people.", path
                    )
                )
            if not field.comodel_name:
                return
            model = self.env[field.comodel_name]

    @api.model
    def _get_measured_domain(self):
        """In nobody's figures: time is looked at here, where no person is to be found by it."""
        return fields.Domain.FALSE


def _list_paths(domain, before=""):
    """The paths of all conditions of a filter, those within “any” included."""
    for one in domain.iter_conditions():
        path = before + one.field_expr
        yield path
        if "any" in one.operator and isinstance(one.value, fields.Domain | list | tuple):
            yield from _list_paths(fields.Domain(one.value), f"{path}.")
