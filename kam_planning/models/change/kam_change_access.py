from odoo import api, fields, models, tools
from odoo.fields import Domain
from odoo.tools import SQL

from ..common.caches import clear_caches


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
    @tools.ormcache()
    def _get_told_models(self):
        """Names of the models of whose records any change tells: where there is none, nothing is
        asked of it. One too many costs a sub-query and no more.
        """
        return frozenset(self._find_told_models_sudo())

    @api.model
    def _find_told_models_sudo(self):
        groups = self.sudo()._read_group([], ["res_model"])
        return [model for (model,) in groups if model]

    @api.model
    def _note_told_models(self, models):
        """Outdate the list when it misses a model."""
        if not self._get_told_models().issuperset(models):
            clear_caches(self.env)

    @api.model_create_multi
    def create(self, vals_list):
        """Note of what records changes tell."""
        changes = super().create(vals_list)
        self._note_told_models({change.res_model for change in changes} - {False})
        return changes

    def _search_is_record_read(self, operator, _value):
        if operator != "in":
            return NotImplemented

        def to_sql(model, alias, _query):
            found = [SQL("FALSE"), *model._prepare_read_conditions(alias)]
            return SQL("(%s)", SQL(" OR ").join(found))

        return Domain.custom(to_sql=to_sql, predicate=lambda change: change.is_record_read)

    @api.model
    def _prepare_read_conditions(self, alias):
        """For each model that is told of: the record is one of it that the user may read.

        Looked up record by record: of a list of all that he may read, few are told of, and
        PostgreSQL would read the whole of it for each search.
        """
        conditions = []
        for name in sorted(self._get_told_models()):
            query = self._prepare_readable_query(name)
            if query is not None and not query.is_empty():
                record, told = SQL.identifier(query.table, "id"), SQL.identifier(alias, "res_id")
                query.add_where(SQL("%s = %s", record, told))
                kind = SQL.identifier(alias, "res_model")
                conditions.append(SQL("(%s = %s AND EXISTS %s)", kind, name, query.subselect()))
        return conditions
