from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...tools import periods
from ..common.arguments import check_one
from ..plan.kam_plan_workflow import OPEN_STATES

MONTHS = 24
# Figures of a period, and figures of this moment, by the names of the shipped measures.
FLOWS = ("margin", "margin_rate", "order_intake", "days_to_pay", "win_rate", "meetings")
FLOWS += ("satisfaction",)
STOCKS = ("quotations", "pipeline", "weighted_pipeline", "overdue")
# Figures that open the records behind them.
OPENING = ("revenue", "order_intake", "quotations", "pipeline", "overdue", "days_to_pay")
MOST_CATEGORIES = 8


class KamPlan(models.Model):
    """The revenue snapshot: what Odoo knows of the account today, kept with its date.

    Lists and reports read what is kept; the nightly job and the plan's button read it anew.
    """

    _name = "kam.plan"
    _inherit = ["kam.plan", "kam.refreshable"]

    _refresh_rank = 10
    _refresh_size = 1000

    target_ids = fields.One2many("kam.target", "plan_id", "Targets")
    revenue_target = fields.Monetary(
        compute="_compute_revenue_target", help="The running target for all revenue."
    )
    revenue_reached = fields.Monetary(compute="_compute_revenue_target")
    revenue_attainment = fields.Float("Attainment (%)", compute="_compute_revenue_target")
    revenue = fields.Monetary("Revenue, 12 Months", readonly=True, copy=False)
    revenue_prior = fields.Monetary("Revenue, 12 Months Before", readonly=True, copy=False)
    revenue_growth = fields.Float("Growth (%)", readonly=True, copy=False, aggregator="avg")
    revenue_share = fields.Float("Share in Our Revenue (%)", readonly=True, copy=False)
    margin = fields.Monetary("Gross Margin", readonly=True, copy=False)
    margin_rate = fields.Float("Margin Rate (%)", readonly=True, copy=False, aggregator="avg")
    order_intake = fields.Monetary(readonly=True, copy=False)
    pipeline = fields.Monetary("Open Pipeline", readonly=True, copy=False)
    weighted_pipeline = fields.Monetary(readonly=True, copy=False)
    overdue = fields.Monetary("Overdue Receivables", readonly=True, copy=False)
    days_to_pay = fields.Float("Average Days to Pay", readonly=True, copy=False, aggregator="avg")
    figures = fields.Json(readonly=True, copy=False)
    figures_date = fields.Datetime("Figures As Of", readonly=True, copy=False, index=True)
    snapshot = fields.Json(compute="_compute_snapshot")

    @api.depends("figures")
    @api.depends_context("uid")
    def _compute_snapshot(self):
        """The kept figures, and which of them this user may open the records of."""
        standard = self.env["kam.measure"]._get_standards_sudo()
        opens = [name for name in OPENING if self.env[standard[name][1]].has_access("read")]
        opens.append("satisfaction")
        for plan in self:
            plan.snapshot = plan.figures and {
                **plan.figures,
                "opens": opens,
                "as_of": fields.Datetime.to_string(plan.figures_date),
                "currency_id": plan.currency_id.id,
            }

    @api.depends("target_ids.target_value", "target_ids.actual_value")
    def _compute_revenue_target(self):
        """Of several running targets the one with the longest period counts."""
        targets = self._find_revenue_targets()
        for plan in self:
            target = targets.get(plan, self.env["kam.target"])
            plan.revenue_target = target.target_value
            plan.revenue_reached = target.actual_value
            plan.revenue_attainment = target.attainment

    def _find_revenue_targets(self):
        found = self.env["kam.target"].search(
            Domain("plan_id", "in", self.ids)
            & Domain("measure_id", "in", self.env["kam.measure"]._get_standard_sudo("revenue").ids)
            & Domain("offering_id", "=", False)
            & Domain("date_start", "<=", "today")
            & Domain("date_end", ">=", "today")
        )
        by_length = found.sorted(lambda target: target.date_end - target.date_start)
        return {target.plan_id: target for target in by_length}

    def _get_chapter_marks(self):
        """Add the targets."""
        marks = super()._get_chapter_marks()
        self.filtered("show_targets")._add_marks(marks, "targets", "kam.target", count=Domain.TRUE)
        return marks

    def action_refresh_figures(self):
        """Read the figures of the plans, and what depends on them, anew.

        Whoever may read a plan may ask for it: nothing is written but what Odoo's records say.

        :return: True
        :raise AccessError: when the user may not read one of the plans
        """
        self.check_access("read")
        self._refresh_all_figures_sudo()
        return True

    def _refresh_all_figures_sudo(self):
        """Read the figures of the plans and of their targets anew."""
        plans = self.sudo()
        plans._refresh_figures()
        plans.target_ids._refresh_figures()

    @api.model
    def _cron_refresh_figures(self):
        """Read anew, at night, all figures that were not read today, of all models."""
        self._refresh_all()

    @api.model
    def _get_living_domain(self):
        """Figures of plans that are over stay as they were."""
        return Domain("state", "in", OPEN_STATES)

    def _read_figures(self):
        """Read the snapshots, in a number of queries that grows with the companies only.

        :return: dict {plan id: {field: value}}
        """
        figures = {}
        for company, plans in self.grouped("company_id").items():
            snapshots = plans._read_snapshots_sudo(plans.partner_id, company)
            figures |= {
                plan.id: plan._prepare_figures(snapshots[plan.partner_id.id]) for plan in plans
            }
        return figures

    def _prepare_figures(self, snapshot):
        values = {
            **{name: pair[0] or 0.0 for name, pair in snapshot["values"].items()},
            "revenue_prior": snapshot["values"]["revenue"][1] or 0.0,
            "revenue_growth": snapshot["growth"] or 0.0,
            "revenue_share": snapshot["share"] or 0.0,
            "figures": snapshot,
            "figures_date": fields.Datetime.now(),
        }
        types = {name: self._fields[name].type for name in values if name in self._fields}
        return {
            name: self.currency_id.round(values[name]) if kind == "monetary" else values[name]
            for name, kind in types.items()
        }

    @api.model
    def _read_snapshots_sudo(self, accounts, company):
        """Read the snapshots of accounts; who may read a plan may see them, aggregated.

        :return: dict {account id: dict of `_prepare_snapshot`}
        """
        today = fields.Date.context_today(self)
        years = [periods.last_months(today), periods.last_months(today, before=1)]
        months = periods.calendar_months(today, MONTHS)
        rows = accounts._get_account_scope_rows()
        measures = self.env["kam.measure"]
        revenue = measures._get_standard_sudo("revenue")
        flows = {name: measures._get_standard_sudo(name) for name in FLOWS}
        stocks = {name: measures._get_standard_sudo(name) for name in STOCKS}
        every = measures.union(*flows.values())
        sold = revenue._get_figures_of_scope(rows, years + months, company)[revenue]
        # The margin's rate needs the revenue of the two years once more.
        already_read = {
            revenue: {place: value for place, value in sold.items() if place[1] < len(years)}
        }
        sources = {
            "revenue": sold,
            "flows": every._get_figures_of_scope(rows, years, company, already_read=already_read),
            "stocks": measures.union(*stocks.values())._get_figures_of_scope(
                rows, [periods.ALL_TIME], company
            ),
            "categories": self._read_categories_sudo(rows, years, company),
            "total": revenue._get_figures_of_scope(None, years[:1], company)[revenue],
        }
        labels = [fields.Date.to_string(month.start) for month in months]
        return {
            account_id: self._prepare_snapshot(account_id, sources, flows, stocks, labels)
            for account_id in accounts.ids
        }

    @api.model
    def _prepare_snapshot(self, key, sources, flows, stocks, labels):
        """Lay out one account's figures.

        :return: dict ``values`` {name: [last 12 months, the 12 before]}, ``growth`` and ``share``
            (percent or None), ``months`` (list of [first day, revenue]), ``categories`` (list of
            [name, last 12 months, the 12 before])
        """
        revenue = sources["revenue"]
        now, before = revenue.get((key, 0), 0.0), revenue.get((key, 1), 0.0)
        values = {"revenue": [now, before]}
        for name, measure in flows.items():
            nothing, figures = measure._get_nothing(), sources["flows"][measure]
            values[name] = [figures.get((key, number), nothing) for number in (0, 1)]
        for name, measure in stocks.items():
            values[name] = [sources["stocks"][measure].get((key, 0), 0.0), None]
        total = sources["total"].get((0, 0))
        return {
            "values": values,
            "growth": periods.growth(now, before),
            "share": 100.0 * now / total if total else None,
            "months": [
                [label, revenue.get((key, number), 0.0)] for number, label in enumerate(labels, 2)
            ],
            "categories": sources["categories"].get(key, [])[:MOST_CATEGORIES],
        }

    @api.model
    def _read_categories_sudo(self, rows, years, company):
        """Revenue by product category: {key: list of [name, now, before], the largest first}."""
        measure = self.env["kam.measure"]._get_standard_sudo("revenue")
        amounts = measure._get_categories_of_scope(rows, years, company)
        ids = {category for lines in amounts.values() for category in lines}
        names = measure._get_category_names_sudo(ids - {None})
        missing = self.env._("No category")
        return {
            key: sorted(
                ([names.get(category, missing), *pair] for category, pair in lines.items()),
                key=lambda line: (-line[1], -line[2], line[0]),
            )
            for key, lines in amounts.items()
        }

    def action_open_figure(self, name):
        """Open the records behind a figure of the snapshot, to those who may read them.

        :param str name: name of a shipped measure, such as ``"revenue"``
        :return: action
        :raise AccessError: when the user may not read such records
        :raise UserError: when there are no records behind the figure
        """
        check_one(self)
        measure = self.env.ref(f"kam_planning.measure_{name}", raise_if_not_found=False)
        if not measure or measure._name != "kam.measure" or measure.source == "ratio":
            raise UserError(self.env._("There are no single records behind “%s”.", name))
        if measure.source == "manual":
            return measure._prepare_entries_action(self.partner_id, self.company_id)
        measure._get_model_sudo().check_access("read")
        today = fields.Date.context_today(self)
        period = periods.ALL_TIME if name in STOCKS else periods.last_months(today)
        return measure._prepare_records_action(self.partner_id, period, self.company_id)
