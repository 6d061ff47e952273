from odoo import api, models
from odoo.tools import SQL


class ResPartner(models.Model):
    """An account is a customer with every company and contact below it, any depth."""

    _inherit = "res.partner"

    def _get_account_scope_sql(self):
        """SQL that lists the partners of each account.

        For use as a sub-query in larger statements; the caller flushes ``parent_id`` first.
        UNION (not UNION ALL) keeps it finite even if the hierarchy had a loop.

        :return: SQL yielding rows (account_id, partner_id), for one row at least per account
        """
        return SQL(
            """
            WITH RECURSIVE account_scope(account_id, partner_id) AS (
                SELECT id, id FROM res_partner WHERE id IN %s
                UNION
                SELECT scope.account_id, child.id
                  FROM res_partner child
                  JOIN account_scope scope ON child.parent_id = scope.partner_id
            )
            SELECT account_id, partner_id FROM account_scope
            """,
            tuple(self.ids) or (None,),
        )

    def _get_account_scope_rows(self):
        """Pairs (account id, partner id) of each account with everything below it, in one query."""
        if not self:
            return []
        self.env["res.partner"].flush_model(["parent_id"])
        return self.env.execute_query(self._get_account_scope_sql())

    def _get_account_customer_rows(self):
        """Triples (account id, partner id, id of the company that partner belongs to), of each
        account with everything below it, in one query.
        """
        if not self:
            return []
        self.env["res.partner"].flush_model(["parent_id", "commercial_partner_id"])
        query = SQL(
            "SELECT scope.account_id, scope.partner_id, partner.commercial_partner_id "
            "FROM (%s) AS scope JOIN res_partner partner ON partner.id = scope.partner_id",
            self._get_account_scope_sql(),
        )
        return self.env.execute_query(query)

    def _get_account_scope(self):
        """Partners of each account: itself and everything below it, archived ones included.

        One query for any number of accounts. No access rule is applied: the result says which
        partners belong together, and is for grouping figures, not for showing records.

        :return: dict {account (res.partner): res.partner recordset}
        """
        scope = {account: [] for account in self}
        for account_id, partner_id in self._get_account_scope_rows():
            scope[self.browse(account_id)].append(partner_id)
        return {account: self.browse(ids) for account, ids in scope.items()}

    @api.model
    def _find_customers_of_contacts(self, partner_ids):
        """Find out which of many partners are contacts or addresses of a company, in one query.

        :return: dict {partner id: id of the company that it belongs to}
        """
        if not partner_ids:
            return {}
        self.env["res.partner"].flush_model(["commercial_partner_id"])
        query = SQL(
            "SELECT id, commercial_partner_id FROM res_partner "
            "WHERE id = ANY(%s) AND commercial_partner_id != id",
            list(partner_ids),
        )
        return dict(self.env.execute_query(query))
