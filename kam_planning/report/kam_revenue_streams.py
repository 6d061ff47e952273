from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.tools import SQL

from ..tools.timetable import growth


class KamRevenueStreams(models.AbstractModel):
    """Invoiced revenue of accounts by product category, for the printed plan."""

    _name = "kam.revenue.streams"
    _description = "Revenue Streams"

    @api.model
    def _read_revenue_sudo(self, plans):
        """Read what was invoiced to each plan's account, in one query for all plans.

        Aggregated figures only, read for whoever may read the plan: a key account manager needs
        them without accounting rights. The amounts are those of Odoo's own invoice analysis
        (untaxed, in the company's currency, credit notes deducted), of posted customer invoices of
        the plan's company to the customer and everything below it.

        :param plans: `kam.plan` records that the user may read
        :return: list of tuples (plan id, category id or None, amount of the last 12 months,
            amount of the 12 months before)
        """
        if not plans:
            return []
        today = fields.Date.context_today(self)
        year_ago, two_ago = today - relativedelta(years=1), today - relativedelta(years=2)
        self.env["account.move.line"].flush_model()
        self.env["account.move"].flush_model()
        self.env["res.partner"].flush_model(["parent_id"])
        self.env["kam.plan"].flush_model(["partner_id", "company_id"])
        report = self.env["account.invoice.report"].sudo()
        return self.env.execute_query(
            SQL(
                """
                SELECT plan.id, invoice.product_categ_id,
                       SUM(invoice.price_subtotal)
                           FILTER (WHERE invoice.invoice_date > %(year_ago)s),
                       SUM(invoice.price_subtotal)
                           FILTER (WHERE invoice.invoice_date <= %(year_ago)s)
                  FROM kam_plan plan
                  JOIN (%(scope)s) scope ON scope.account_id = plan.partner_id
                  JOIN (%(invoices)s) invoice ON invoice.partner_id = scope.partner_id
                       AND invoice.company_id = plan.company_id
                 WHERE plan.id IN %(plans)s
                   AND invoice.state = 'posted'
                   AND invoice.move_type IN ('out_invoice', 'out_refund')
                   AND invoice.invoice_date > %(two_ago)s AND invoice.invoice_date <= %(today)s
              GROUP BY plan.id, invoice.product_categ_id
                """,
                year_ago=year_ago,
                two_ago=two_ago,
                today=today,
                scope=plans.partner_id._get_account_scope_sql(),
                invoices=report._table_query,
                plans=tuple(plans.ids),
            )
        )

    @api.model
    def _get_streams(self, plans, most=6):
        """Give the revenue streams of plans, largest first, the small ones taken together.

        :param plans: `kam.plan` records that the user may read
        :param int most: number of lines at most, "Others" included
        :return: dict {plan: {"lines": list of dicts name, now, before (company currency), growth
            (percent or None), "total": such a dict}}
        """
        rows = {}
        for plan_id, category_id, now, before in self._read_revenue_sudo(plans):
            rows.setdefault(plan_id, []).append((category_id, float(now or 0), float(before or 0)))
        ids = {category_id for lines in rows.values() for category_id, _now, _before in lines}
        names = self._get_category_names_sudo(ids - {None})
        return {plan: self._prepare_streams(rows.get(plan.id, []), names, most) for plan in plans}

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
