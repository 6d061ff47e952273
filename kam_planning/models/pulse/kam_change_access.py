from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

# Of what records changes tell; optional apps may not be there.
SOURCES = (
    *("crm.lead", "sale.order", "account.move", "kam.offering", "kam.stakeholder"),
    *("kam.competitor.position", "kam.target", "kam.value", "kam.risk", "kam.key.date"),
    *("project.project", "stock.picking"),
)


class KamChangeAccess(models.AbstractModel):
    """A change is read by who may read the plan and the record that it tells of.

    The record rule asks `is_record_read`, so it holds at every door: search, groups, exports, RPC,
    counts, and what lines say of changes.
    """

    _name = "kam.change.access"
    _description = "Access to a Change"

    is_record_read = fields.Boolean(
        compute="_compute_is_record_read", search="_search_is_record_read", compute_sudo=False
    )

    @api.depends("res_model", "res_id")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_is_record_read(self):
        for model, changes in self.grouped("res_model").items():
            readable = self._find_readable_ids(model, changes.mapped("res_id"))
            for change in changes:
                change.is_record_read = change.res_id in readable

    @api.model
    def _find_readable_ids(self, model, ids):
        query = self._prepare_readable_query(model, Domain("id", "in", ids))
        return set() if query is None else set(query.get_result_ids())

    @api.model
    def _prepare_readable_query(self, model, domain=Domain.TRUE):
        """Query of the records of a model that the user may read, None where it is none."""
        if model not in self.env:
            return None
        # Odoo asks rules as superuser, but they are about the user.
        records = self.env[model]
        if not self.env.user._is_superuser():
            records = records.sudo(False)
        return records._search(domain, active_test=False) if records.has_access("read") else None

    @api.model
    def _get_source_models(self):
        """Names of the models of whose records changes tell; rooms may add theirs."""
        return SOURCES

    def _search_is_record_read(self, operator, _value):
        if operator != "in":
            return NotImplemented

        def to_sql(model, alias, _query):
            found = [SQL("FALSE")]
            for name in model._get_source_models():
                query = model._prepare_readable_query(name)
                if query is not None:
                    found.append(
                        SQL(
                            "(%s = %s AND %s IN %s)",
                            SQL.identifier(alias, "res_model"),
                            name,
                            SQL.identifier(alias, "res_id"),
                            query.subselect(),
                        )
                    )
            return SQL("(%s)", SQL(" OR ").join(found))

        return Domain.custom(to_sql=to_sql, predicate=lambda change: change.is_record_read)
