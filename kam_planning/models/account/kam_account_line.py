from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Domain
from odoo.tools import SQL

from ..capability.kam_confirmable import CONFIRM_MONTHS
from ..common.arguments import check_numbers
from ..plan.kam_plan_workflow import OPEN_STATES


class KamAccountLine(models.AbstractModel):
    """What is known about a customer. It belongs to the customer and outlives any plan.

    Whoever may read one of the customer's plans in the same company may read it, whoever works on
    one of them may write it; record rules ask the two switches below, the one on reading for
    reading only: whoever works on a plan reads it. Managers read and work on all plans of their
    companies.
    """

    _name = "kam.account.line"
    _description = "Line of an Account"
    _inherit = ["kam.account.charge", "kam.editable", "kam.guarded"]
    _unoffered_fields = ("is_account_read", "is_account_worked")
    _check_company_auto = True
    # Fields by which a line comes to another customer or company.
    _account_fields = ("account_id", "company_id")
    # Links that must lead to lines of the same customer and company.
    _same_account_fields = ()
    # Where customers become one, and of two lines one: fields that are filled from the other one.
    _absorbed_fields = ()
    _confirm_interval_depends = (
        "account_id.kam_plan_ids.review_interval",
        "account_id.kam_plan_ids.state",
        "account_id.kam_plan_ids.company_id",
    )

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

    @api.depends(
        "account_id.kam_plan_ids.company_id",
        "account_id.kam_plan_ids.confidentiality",
        "account_id.kam_plan_ids.access_user_ids",
        "company_id",
    )
    @api.depends_context("uid")
    def _compute_account_access(self):
        """Ask once for all lines which plans of their customers this user reads and works on."""
        access = self._read_account_access(self.account_id.ids)
        for line in self:
            place = (line.account_id.id, line.company_id.id)
            line.is_account_read, line.is_account_worked = access.get(place, (False, False))

    @api.model
    def _read_account_access(self, account_ids):
        """Which customers' plans this user reads and works on, in one query.

        :return: dict {(account id, company id): (whether he reads one, whether he works on one)}
        """
        self._flush_plan_access()
        query = SQL(
            "SELECT plan.partner_id, plan.company_id, bool_or(%s), bool_or(%s) "
            "FROM kam_plan plan WHERE plan.partner_id IN %s GROUP BY 1, 2",
            self._get_reading_sql(),
            self._get_working_sql(),
            tuple(account_ids) or (None,),
        )
        return {
            (account_id, company_id): (reads, works)
            for account_id, company_id, reads, works in self.env.execute_query(query)
        }

    def write(self, vals):
        """Moving a line needs the right to write where it moves to."""
        result = super().write(vals)
        if not vals.keys().isdisjoint(self._account_fields):
            self.check_access("write")
        return result

    @api.constrains(lambda self: (*self._account_fields, *self._same_account_fields))
    def _check_same_account(self):
        for line in self:
            place = line._get_place()
            for name in self._same_account_fields:
                other = line[name]
                if other and other._get_place() != place:
                    raise ValidationError(
                        self.env._(
                            "%(model)s “%(line)s”: “%(other)s” (%(field)s) belongs to another "
                            "customer or company. Choose one of “%(account)s”.",
                            model=self._description,
                            line=line.display_name,
                            other=other.display_name,
                            field=self._fields[name]._description_string(self.env),
                            account=line.account_id.display_name,
                        )
                    )

    def _get_place(self):
        """Where a line is, as `kam.plan` says it of a plan: the customer in one company."""
        return (self.account_id, self.company_id)

    def _get_confirm_interval(self):
        """A confirmation holds for one cadence of the customer's open plans."""
        plans = self.account_id.kam_plan_ids.filtered(
            lambda plan: plan.state in OPEN_STATES and plan.company_id == self.company_id
        )
        return min(plans.mapped("review_interval"), default=CONFIRM_MONTHS)

    @api.model
    def _get_import_scope(self, name):
        """Lines of the same customer, in the same company."""
        if name in ("account_id", "company_id"):
            return ()
        if name in (*self._same_account_fields, *self._account_fields):
            return ("account_id", "company_id")
        return super()._get_import_scope(name)

    @api.model
    def _get_checked_place(self, account_id, company_id):
        """Customer and company that the user may see, and whether he may change what is known.

        :return: tuple (res.partner, res.company, bool)
        :raise AccessError: when the user may read no plan of this customer in this company
        :raise UserError: on what is no id
        """
        check_numbers(self.env, account_id=[account_id], company_id=[company_id])
        company = self.env["res.company"].browse(company_id)
        reads = works = self.env.user.has_group("kam_planning.group_kam_manager")
        if not works:
            place = (account_id, company_id)
            reads, works = self._read_account_access([account_id]).get(place, (False, False))
        if not (reads and self.has_access("read") and company in self.env.companies):
            raise AccessError(
                self.env._(
                    "You may read no account plan of this customer, nor what is known about it."
                )
            )
        account = self.env["res.partner"].browse(account_id)
        return account, company, works and self.has_access("write")

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
            "plan.id IN (SELECT plan_id FROM kam_plan_access_rel WHERE user_id = %s)",
            self.env.uid,
        )

    @api.model
    def _get_reading_sql(self):
        if not self.env.user.has_group("kam_planning.group_kam_user"):
            return SQL("FALSE")
        return SQL("plan.confidentiality = 'company' OR %s", self._get_working_sql())

    @api.model
    def _get_measured_domain(self):
        """What is known with confidential plans only is in nobody's figures."""
        return super()._get_measured_domain() & self._search_account_access(
            "in", lambda: SQL("plan.confidentiality = 'company'"), "is_account_read"
        )

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

    @api.model
    def _merge_accounts_sudo(self, partners, target):
        """Customers become one: make one of their lines where there can be one of a kind only.

        As superuser: who merges contacts need not see what is known about them.

        :param partners: all customers that become one
        :param target: the one that stays, whose lines count first
        """
        lines = self.sudo().search([("account_id", "in", partners.ids)])
        kept = {}
        for line in lines.sorted(lambda line: (line.account_id != target, line.id)):
            key = line._get_merge_key()
            if key is None:
                continue
            first = kept.setdefault(key, line)
            if first != line:
                first._absorb_line(line)
                line.unlink()

    def _get_merge_key(self):
        """What there is one line for on an account, or None where there can be any number."""
        return

    def _absorb_line(self, other):
        """Take over what another line says; what this one says itself stays."""
        for name in self._absorbed_fields:
            if not self[name] and other[name]:
                self[name] = other[name]

    @api.model
    def _park_doubles_sudo(self, partners, target):
        """Lines for the same contact of customers that become one: those of the customers that go
        lose the contact in the database, for their places to be moved, and are absorbed after it.

        :return: list of pairs (line that stays, line that it absorbs)
        """
        self.flush_model(["account_id", "company_id", "partner_id"])
        merged = Domain("account_id", "in", partners.ids) | Domain("partner_id", "in", partners.ids)
        lines = self.sudo().search(merged & Domain("partner_id", "!=", False))
        kept, pairs = {}, []
        for line in lines.sorted(lambda line: (line.account_id != target, line.id)):
            place = (line.account_id, line.partner_id)
            account, contact = (target if one in partners else one for one in place)
            first = kept.setdefault((account, line.company_id, contact), line)
            if first != line:
                pairs.append((first, line))
        self.browse([other.id for _first, other in pairs])._lose_contact()
        return pairs

    def _lose_contact(self):
        """In the database: a line that loses its contact forgets, else, what it knew of him."""
        if self:
            table, ids = SQL.identifier(self._table), tuple(self.ids)
            self.env.cr.execute(SQL("UPDATE %s SET partner_id = NULL WHERE id IN %s", table, ids))
            self.invalidate_recordset(["partner_id"])
