from odoo import api, fields, models

from ..tools import periods
from ..tools.timetable import growth


class KamRevenueStreams(models.AbstractModel):
    """Invoiced revenue of accounts by product category, for the printed plan."""

    _name = "kam.revenue.streams"
    _description = "Revenue Streams"

    @api.model
    def _read_revenue_sudo(self, plans):
        """Read what was invoiced to each plan's account: the measure Revenue by product category.

        Aggregated figures only, read for whoever may read the plan: a key account manager needs
        them without accounting rights.

        :param plans: `kam.plan` records that the user may read
        :return: dict {plan: {category id or None: [last 12 months, the 12 months before]}}
        """
        today = fields.Date.context_today(self)
        years = [periods.last_months(today), periods.last_months(today, before=1)]
        result = {}
        for company, own in plans.grouped("company_id").items():
            rows = own.partner_id._get_account_scope_rows()
            amounts = self._read_categories_sudo(rows, years, company)
            result.update({plan: amounts.get(plan.partner_id.id, {}) for plan in own})
        return result

    @api.model
    def _read_categories_sudo(self, rows, years, company):
        """Read the revenue of groups of partners by product category.

        :param rows: list of tuples (key of the group, partner id)
        :param years: two periods, this one and the one before
        :return: dict {key: {category id or None: [amount of the first period, of the second]}}
        """
        measure = self.env["kam.measure"]._get_standard_sudo("revenue")
        figures = measure._get_figures_of_scope(rows, years, company, path="categ_id")[measure]
        amounts = {}
        for (key, number, category), value in figures.items():
            pair = amounts.setdefault(key, {}).setdefault(category, [0.0, 0.0])
            pair[number] = value
        return amounts

    @api.model
    def _get_streams(self, plans, most=6):
        """Give the revenue streams of plans, largest first, the small ones taken together.

        :param plans: `kam.plan` records that the user may read
        :param int most: number of lines at most, "Others" included
        :return: dict {plan: {"lines": list of dicts name, now, before (company currency), growth
            (percent or None), "total": such a dict}}
        """
        revenue = self._read_revenue_sudo(plans)
        ids = {category for lines in revenue.values() for category in lines}
        names = self._get_category_names_sudo(ids - {None})
        return {
            plan: self._prepare_streams([(c, *pair) for c, pair in lines.items()], names, most)
            for plan, lines in revenue.items()
        }

    @api.model
    def _get_category_names_sudo(self, ids):
        categories = self.env["product.category"].sudo().browse(ids)
        return {category.id: category.name for category in categories}

    @api.model
    def _prepare_streams(self, rows, names, most):
        rows = sorted(rows, key=lambda row: (-row[1], -row[2], row[0] or 0))
        shown, rest = (rows, []) if len(rows) <= most else (rows[: most - 1], rows[most - 1 :])
        lines = [
            self._prepare_line(names.get(category, self.env._("No category")), [(now, before)])
            for category, now, before in shown
        ]
        if rest:
            amounts = [(now, before) for _category, now, before in rest]
            lines.append(self._prepare_line(self.env._("Others"), amounts))
        amounts = [(now, before) for _category, now, before in rows]
        return {"lines": lines, "total": self._prepare_line(self.env._("Total"), amounts)}

    @api.model
    def _prepare_line(self, name, amounts):
        now, before = sum(pair[0] for pair in amounts), sum(pair[1] for pair in amounts)
        return {"name": name, "now": now, "before": before, "growth": growth(now, before)}
