from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools import SQL

from ..common.kam_guarded import with_defaults


class KamAccountLine(models.AbstractModel):
    """What is known about a customer. It belongs to the customer and outlives any plan.

    Whoever may read one of the customer's plans in the same company may read it, whoever works on
    one of them may write it; record rules ask the two switches below. Managers read and work on
    all plans of their companies.
    """

    _name = "kam.account.line"
    _description = "Line of an Account"
    _inherit = ["kam.guarded"]
    _check_company_auto = True
    # Links that must lead to what the user may read: a refusal could name it otherwise.
    _guarded_fields = ()
    # Fields by which a line comes to another customer or company.
    _account_fields = ("account_id", "company_id")

    account_id = fields.Many2one(
        "res.partner",
        "Customer",
        required=True,
        index=True,
        ondelete="cascade",
        check_company=True,
        domain="[('is_company', '=', True)]",
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        ondelete="cascade",
        default=lambda self: self.env.company,
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    is_account_read = fields.Boolean(
        compute="_compute_account_access", search="_search_is_account_read", compute_sudo=False
    )
    is_account_worked = fields.Boolean(
        compute="_compute_account_access", search="_search_is_account_worked", compute_sudo=False
    )

    @api.depends("account_id", "company_id")
    @api.depends_context("uid")
    def _compute_account_access(self):
        """Ask once for all lines which plans of their customers this user reads and works on."""
        read = self._find_accounts(self._get_reading_sql())
        worked = self._find_accounts(self._get_working_sql())
        for line in self:
            place = (line.account_id.id, line.company_id.id)
            line.is_account_read = place in read
            line.is_account_worked = place in worked

    def _find_accounts(self, condition):
        self._flush_plan_access()
        query = SQL(
            "SELECT DISTINCT plan.partner_id, plan.company_id FROM kam_plan plan "
            "WHERE plan.partner_id IN %s AND (%s)",
            tuple(self.account_id.ids) or (None,),
            condition,
        )
        return set(self.env.execute_query(query))

    @api.model_create_multi
    def create(self, vals_list):
        """Link nothing that the user may not read."""
        self._check_guarded(with_defaults(self, vals_list, self._guarded_fields))
        return super().create(vals_list)

    def write(self, vals):
        """Moving a line needs the right to write where it moves to."""
        self._check_guarded([vals])
        result = super().write(vals)
        if not vals.keys().isdisjoint(self._account_fields):
            self.check_access("write")
        return result

    @api.model
    def _check_guarded(self, vals_list):
        # Before anything else, and not as a constraint: Odoo checks those as superuser.
        for name in () if self.env.su else self._guarded_fields:
            ids = {vals[name] for vals in vals_list if vals.get(name)}
            self.env[self._fields[name].comodel_name].browse(ids).check_access("read")

    @api.model
    def _check_account(self, account, company):
        """Refuse users who may read no plan of this customer in this company.

        :raise AccessError: with what is missing
        """
        line = self.new({"account_id": account.id, "company_id": company.id})
        is_manager = self.env.user.has_group("kam_planning.group_kam_manager")
        may_read = self.has_access("read") and company in self.env.companies
        if not may_read or not (is_manager or line.is_account_read):
            raise AccessError(
                self.env._(
                    "You may read no account plan of this customer, nor what is known about it."
                )
            )

    @api.model
    def _may_work_on_account(self, account, company):
        """Tell whether the user may change what is known about this customer."""
        if self.env.user.has_group("kam_planning.group_kam_manager"):
            return True
        line = self.new({"account_id": account.id, "company_id": company.id})
        return self.has_access("write") and line.is_account_worked

    @api.model
    def _flush_plan_access(self):
        names = ["partner_id", "company_id", "confidentiality", "access_user_ids"]
        self.env["kam.plan"].flush_model(names)

    @api.model
    def _get_working_sql(self):
        if not self.env.user.has_group("kam_planning.group_kam_user"):
            return SQL("FALSE")
        if self.env.user.has_group("kam_planning.group_kam_manager"):
            return SQL("TRUE")
        return SQL(
            "EXISTS (SELECT 1 FROM kam_plan_access_rel worker WHERE worker.plan_id = plan.id "
            "AND worker.user_id = %s)",
            self.env.uid,
        )

    @api.model
    def _get_reading_sql(self):
        if not self.env.user.has_group("kam_planning.group_kam_user"):
            return SQL("FALSE")
        return SQL("plan.confidentiality = 'company' OR %s", self._get_working_sql())

    def _search_is_account_read(self, operator, value):
        return self._search_account_access(operator, self._get_reading_sql, "is_account_read")

    def _search_is_account_worked(self, operator, value):
        return self._search_account_access(operator, self._get_working_sql, "is_account_worked")

    @api.model
    def _search_account_access(self, operator, get_condition, name):
        if operator != "in":
            return NotImplemented
        self._flush_plan_access()

        def to_sql(model, alias, query):
            return SQL(
                "EXISTS (SELECT 1 FROM kam_plan plan WHERE plan.partner_id = %s "
                "AND plan.company_id = %s AND (%s))",
                SQL.identifier(alias, "account_id"),
                SQL.identifier(alias, "company_id"),
                get_condition(),
            )

        return Domain.custom(to_sql=to_sql, predicate=lambda line: line[name])
