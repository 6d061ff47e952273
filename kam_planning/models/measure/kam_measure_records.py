from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..common import days
from ..common.windows import in_company
from .measure_query import get_address_path


class KamMeasureRecords(models.AbstractModel):
    """The records behind a figure: Odoo's own rights decide which of them are shown."""

    _name = "kam.measure.records"
    _description = "Records Behind a Measure"

    def _open_figure(self, account, period, company, offering=None):
        """Open what a figure is made of, to those who may read it.

        :param account: res.partner
        :param period: `tools.periods.Period`
        :param company: the res.company whose figure it is
        :param offering: kam.offering when the figure is that of one
        :return: action
        :raise AccessError: when the user may not read such records
        :raise UserError: when there are no single records behind the figure
        """
        source, name = self._get_source_sudo()
        if source == "ratio":
            raise UserError(self.env._("There are no single records behind “%s”.", name))
        if source == "manual":
            return self._prepare_entries_action(account, company)
        self._get_model_sudo().check_access("read")
        return self._prepare_records_action(account, period, company, offering)

    def _get_source_sudo(self):
        """Where the figure comes from, and its name."""
        return self.sudo().source, self.sudo().name

    def _prepare_records_action(self, account, period, company, offering=None):
        """Open the records that a figure is made of; Odoo's own rights decide what is shown.

        :param account: res.partner
        :param period: `tools.periods.Period`
        :param offering: kam.offering when the figure is that of one
        :return: action
        """
        self.ensure_one()
        model = self._get_model_sudo()
        views = [(False, "list"), (False, "form")]
        if model._name == "account.invoice.report":
            views = [(False, "pivot"), (False, "graph"), (False, "list")]
        action = {
            "type": "ir.actions.act_window",
            "name": f"{self._get_source_sudo()[1]}: {account.display_name}",
            "res_model": model._name,
            "views": views,
            "domain": list(
                self._get_records_domain_sudo(model, account, period, company, offering)
            ),
            "context": self._prepare_records_context_sudo(company),
        }
        return in_company(action, company)

    def _prepare_records_context_sudo(self, company):
        """Months and weekdays of moments are those of the company, too."""
        conditions = Domain(self.sudo()._parse_domain()).iter_conditions()
        paths = [condition.field_expr for condition in conditions]
        has_parts = any(self._strip_date_part(path) != path for path in paths)
        return {"tz": days.get_zone_sudo(company).zone} if has_parts else {}

    def _get_model_sudo(self):
        """The model whose records are counted, with the user's own rights on it."""
        return self.env[self.sudo().model_name]

    def _get_records_domain_sudo(self, model, account, period, company, offering=None):
        """As superuser: users read figures, not how a measure is defined.

        Where a field says more than this user may know, the records are named instead: those that
        he may read, for an id tells as well.
        """
        measure = self.sudo()
        domain = measure._prepare_domain(model, company)
        domain &= measure._get_customer_domain(account)
        domain &= measure._get_period_domain(model, period, company)
        if offering:
            domain &= measure._get_offering_domain(model, offering)
        if measure._is_path_open(model, measure.partner_path):
            return domain
        records = model.sudo().with_context(active_test=True).search(domain, order="id")
        readable = model.with_context(active_test=False).search([("id", "in", records.ids)])
        return Domain("id", "in", readable.ids)

    def _get_customer_domain(self, account):
        """Records of an account: see `_prepare_scope`."""
        path = self.partner_path
        domain = Domain(path, "child_of", account.id)
        address_path, customer = get_address_path(path), account.commercial_partner_id
        if address_path and customer != account:
            domain |= Domain(path, "=", customer.id) & Domain(address_path, "child_of", account.id)
        return domain

    def _get_offering_domain(self, model, offering):
        """Records of one revenue stream: see `measure_query.join_split`."""
        comodel = self._get_fields_on_way(model, self.offering_path)[-1].comodel_name
        pairs = offering._prepare_measure_split()["scopes"][comodel]
        return Domain(self.offering_path, "in", [thing_id for _top, thing_id in pairs])

    def _get_period_domain(self, model, period, company):
        """Records of a period, by days of the company whoever searches."""
        if not self.date_path:
            return Domain.TRUE
        domain = self._get_days_domain(model, self.date_path, period, company)
        if self.fallback_date_path and not domain.is_true():
            otherwise = self._get_days_domain(model, self.fallback_date_path, period, company)
            domain |= Domain(self.date_path, "=", False) & otherwise
        return domain

    @api.model
    def _get_days_domain(self, model, path, period, company):
        domain, field = Domain.TRUE, days.find_field(model, path)
        for operator, day in ((">=", period.start), ("<", period.following)):
            if day:
                first = field.to_string(days.border(day, company, field))
                domain &= Domain(path, operator, first)
        return domain

    @api.model
    def _get_fields_on_way(self, model, path):
        """The fields of a dotted path."""
        steps = []
        for name in path.split("."):
            steps.append(model._fields[name])
            model = model.env[steps[-1].comodel_name] if steps[-1].relational else model
        return steps

    @api.model
    def _is_path_open(self, model, path):
        """Whether the user may read all fields of a path."""
        return all(
            model.env[field.model_name]._has_field_access(field, "read")
            for field in self._get_fields_on_way(model, path)
        )
