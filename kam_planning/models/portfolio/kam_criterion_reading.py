from dateutil.relativedelta import relativedelta

from odoo import api, models
from odoo.fields import Domain

from ...tools import periods
from ...tools.portfolio.matrix import grow_yearly
from ...tools.potential import share_of_wallet
from ..measure.unread import Unread

MATURITIES = {"no_key": 1.0, "no_support": 2.0, "supported": 3.0}


class KamCriterionReading(models.AbstractModel):
    """Read what criteria rest on, for all candidates at once: a query a measure, one a method.

    What is not known has no entry: no map and no potential are not known, and not 0.
    """

    _name = "kam.criterion.reading"
    _description = "Reading Criteria"

    def _read_numbers_sudo(self, accounts, company, day):
        """As superuser: who may see an account's place may see the figures that make it.

        :param accounts: res.partner
        :param company: the one res.company whose records count
        :param date day: as of which figures of a span are read
        :return: dict {(criterion, account id): number}
        """
        criteria, accounts = self.sudo(), accounts.sudo()
        plans = {
            place[0].id: plan
            for place, plan in accounts.env["kam.plan"]._find_in_force(accounts, company).items()
        }
        figures = criteria._read_measures(accounts, company, day)
        cells = criteria._read_cells(accounts, company)
        found = {}
        for one in criteria.filtered(lambda c: c.source != "hand"):
            if one.source == "measure":
                values = one._read_measure(accounts, figures, day)
            else:
                values = getattr(one, f"_read_{one.method}")(cells, plans)
            found |= {(one, key): number for key, number in values.items() if number is not None}
        return found

    # measures

    def _read_measures(self, accounts, company, day):
        """Figures of all measures over all periods: (figures, {period: index})."""
        asked = self.filtered(lambda one: one.source == "measure")
        spans = list(dict.fromkeys(span for one in asked for span in one._get_periods(day)))
        if not asked or not accounts:
            return {}, {}
        figures = asked.measure_id._get_figures(accounts, spans, company)
        return figures, {span: index for index, span in enumerate(spans)}

    def _get_periods(self, day):
        if self.reading == "value":
            return [periods.last_months(day, self.months)]
        before = day - relativedelta(months=self.months)
        return [periods.last_months(day, 12), periods.last_months(before, 12)]

    def _read_measure(self, accounts, found, day):
        """Figures of one criterion by account; a measure that cannot be read tells nothing."""
        figures, indexes = found
        values = figures.get(self.measure_id, {})
        if isinstance(values, Unread):
            return {}
        places = [indexes[span] for span in self._get_periods(day)]
        nothing = self.measure_id._get_nothing()
        rows = {key: [values.get((key, at), nothing) for at in places] for key in accounts.ids}
        if self.reading == "value":
            return {key: row[0] for key, row in rows.items()}
        return {key: grow_yearly(*row, self.months / 12) for key, row in rows.items()}

    # methods

    def _read_cells(self, accounts, company):
        """What could be sold, and what is sold, to each account as a whole; read once for all
        criteria that rest on it.
        """
        if {"potential", "wallet"}.isdisjoint(self.mapped("method")):
            return {}
        domain = Domain("account_id", "in", accounts.ids) & Domain("company_id", "=", company.id)
        domain &= Domain("buying_center_id", "=", False) & Domain("potential", "!=", False)
        cells = accounts.env["kam.whitespace"]
        if not cells.search_count(domain, limit=1):
            # Adding up asks which offerings share products, which costs more than this.
            return {}
        groups = cells._read_group(domain, ["account_id"], ["potential:sum", "revenue:sum"])
        return {account.id: (potential, revenue) for account, potential, revenue in groups}

    @api.model
    def _read_potential(self, cells, _plans):
        return {key: potential for key, (potential, _revenue) in cells.items()}

    @api.model
    def _read_wallet(self, cells, _plans):
        return {
            key: share_of_wallet(revenue or 0.0, potential)
            for key, (potential, revenue) in cells.items()
        }

    @api.model
    def _read_maturity(self, _cells, plans):
        """Of an account without a map nothing is known."""
        all_plans = self.env["kam.plan"].concat(*plans.values())
        words = dict(zip(all_plans, all_plans.mapped("map_maturity"), strict=True))
        return {key: MATURITIES.get(words[plan]) for key, plan in plans.items()}

    @api.model
    def _read_value_ratio(self, _cells, plans):
        all_plans = self.env["kam.plan"].concat(*plans.values())
        sheets = self.env["kam.value.rating"]._read_scorecards(all_plans)
        return {key: sheets[plan.id]["customer"]["ratio"] for key, plan in plans.items()}
