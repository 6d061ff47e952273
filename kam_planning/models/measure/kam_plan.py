from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from ...tools import dates, periods, streams
from ..common.arguments import check_one
from ..common.days import of_each_day, today_of
from ..common.known import KnownFloat, KnownMonetary, is_known
from ..plan.kam_plan_workflow import OPEN_STATES
from .unread import Unread

MONTHS = 24
# Figures of a period, and figures of this moment, by the names of the shipped measures.
FLOWS = ("margin", "margin_rate", "order_intake", "days_to_pay", "win_rate", "meetings")
FLOWS += ("satisfaction",)
STOCKS = ("quotations", "pipeline", "weighted_pipeline", "undated", "undated_pipeline", "overdue")
# Figures that open the records behind them.
OPENING = ("revenue", "order_intake", "quotations", "pipeline", "weighted_pipeline", "undated")
OPENING += ("undated_pipeline", "overdue", "days_to_pay")
# The smaller ones are one line together.
MOST_CATEGORIES = 8
# Two plans of one customer, or of a group and its subsidiary, tell of the same money.
AMOUNT = {"readonly": True, "copy": False, "aggregator": "sum", "total_once": True}
RATE = {"readonly": True, "copy": False, "aggregator": "avg", "total_once": True}


class KamPlan(models.Model):
    """The revenue snapshot: what Odoo knows of the account today, kept with its date.

    Lists and reports read what is kept; the nightly job and the plan's button read it anew.
    """

    _name = "kam.plan"
    _inherit = ["kam.plan", "kam.plan.figures", "kam.refreshable"]
    _unoffered_fields = ("figures",)

    _refresh_rank = 10
    _refresh_size = 1000

    target_ids = fields.One2many("kam.target", "plan_id", "Targets")
    revenue_target = KnownMonetary(
        compute="_compute_revenue_target",
        aggregator=None,
        help="The running target for all revenue.",
    )
    revenue_reached = KnownMonetary(compute="_compute_revenue_target", aggregator=None)
    revenue_attainment = KnownFloat(
        "Attainment (%)", compute="_compute_revenue_target", aggregator=None
    )
    revenue = KnownMonetary("Revenue, 12 Months", **AMOUNT)
    revenue_prior = KnownMonetary("Revenue, 12 Months Before", **AMOUNT)
    revenue_growth = KnownFloat("Growth (%)", ratio="_get_growth_parts_sql", **RATE)
    # A share in the revenue of one company: of two companies' there is no whole.
    revenue_share = KnownFloat(
        "Share in Our Revenue (%)", readonly=True, copy=False, aggregator=None
    )
    margin = KnownMonetary("Gross Margin", **AMOUNT)
    margin_rate = KnownFloat("Margin Rate (%)", ratio="_get_margin_parts_sql", **RATE)
    order_intake = KnownMonetary(**AMOUNT)
    pipeline = KnownMonetary("Open Pipeline", **AMOUNT)
    weighted_pipeline = KnownMonetary(**AMOUNT)
    overdue = KnownMonetary("Overdue Receivables", **AMOUNT)
    # Of how many payments it is the average is not kept.
    days_to_pay = KnownFloat("Average Days to Pay", readonly=True, copy=False, aggregator=None)
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
            target = targets.get(plan)
            plan.revenue_target = target and target.target_value
            plan.revenue_reached = target and target.actual_value
            plan.revenue_attainment = target and target.attainment

    def _find_revenue_targets(self):
        own = Domain("plan_id", "in", self.ids)
        found = self.env["kam.target"].search(own & self._get_revenue_target_domain())
        by_length = found.sorted(lambda target: target.date_end - target.date_start)
        return {target.plan_id: target for target in by_length}

    @api.model
    def _get_revenue_target_domain(self):
        """The running targets for all revenue."""
        measure = self.env["kam.measure"]._get_standard_sudo("revenue")
        all_revenue = Domain("measure_id", "in", measure.ids) & Domain("offering_id", "=", False)
        return all_revenue & of_each_day(self.env, self._get_running_domain)

    @api.model
    def _get_running_domain(self, company):
        today = today_of(company)
        return Domain("date_start", "<=", today) & Domain("date_end", ">=", today)

    def _get_chapter_marks(self):
        """Add the targets."""
        marks = super()._get_chapter_marks()
        self.filtered("show_targets")._add_marks(marks, "targets", "kam.target", count=Domain.TRUE)
        return marks

    def _get_completeness_steps(self):
        """Add the targets."""
        steps = super()._get_completeness_steps()
        planned = self.target_ids.plan_id
        for plan in self.filtered("show_targets"):
            steps[plan].append(plan._prepare_target_step(plan in planned))
        return steps

    def _get_overview_parts(self):
        """Begin with the figures."""
        parts = super()._get_overview_parts()
        return [*parts, self._prepare_figure_part()] if self.show_figures else parts

    def action_refresh_figures(self):
        """Read the figures of the plans, and what depends on them, anew.

        Whoever may read a plan may ask for it: nothing is written but what Odoo's records say.

        :return: True
        :raise AccessError: when the user may not read one of the plans
        """
        self.check_access("read")
        self._hold_places_sudo()
        self._refresh_all_figures_sudo()
        return True

    def _refresh_all_figures_sudo(self):
        """Read the figures of the plans and of their targets anew; what cannot be read says so."""
        plans = self.sudo()
        plans.env["kam.measure"]._get_reading_step_sudo().work_at_once()
        plans._refresh_figures_of_each()
        plans.target_ids._refresh_figures_of_each()

    @api.model
    def _cron_refresh_figures(self):
        """Read anew, at night, all figures that were not read today, of all models."""
        self._refresh_all()

    @api.model
    def _get_refresh_steps(self):
        """Before any figure is read, measures that could not be read are tried again."""
        step = self.env["kam.measure"]._get_reading_step_sudo()
        return [*super()._get_refresh_steps(), (0, step)]

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
            **{name: pair[0] for name, pair in snapshot["values"].items()},
            "revenue_prior": snapshot["values"]["revenue"][1],
            "revenue_growth": snapshot["growth"],
            "revenue_share": snapshot["share"],
            "figures": snapshot,
            "figures_date": fields.Datetime.now(),
        }
        types = {name: self._fields[name].type for name in values if name in self._fields}
        fault = snapshot.get("fault")
        return {
            **({"fault": fault} if fault else {}),
            **{
                name: self.currency_id.round(value)
                if kind == "monetary" and is_known(value)
                else value
                for name, kind in types.items()
                for value in [values[name]]
            },
        }

    @api.model
    def _get_growth_parts_sql(self, query):
        now = self._get_amount_sql("revenue", query)
        before = self._get_amount_sql("revenue_prior", query)
        return SQL("(%s - %s)", now, before), before

    @api.model
    def _get_margin_parts_sql(self, query):
        return self._get_amount_sql("margin", query), self._get_amount_sql("revenue", query)

    @api.model
    def _get_total_rows_sql(self, ids):
        """A plan tells of its customer and of every company below."""
        return SQL(
            "SELECT plan.id, plan.company_id, plan.partner_id, 0, ARRAY[0], "
            "COALESCE(EXTRACT(EPOCH FROM plan.figures_date), 0) "
            "FROM kam_plan plan WHERE plan.id IN (%s)",
            ids,
        )

    @api.model
    def _read_snapshots_sudo(self, accounts, company):
        """Read the snapshots of accounts; who may read a plan may see them, aggregated.

        :return: dict {account id: dict of `_prepare_snapshot`}
        """
        today = today_of(company)
        years = [periods.last_months(today), periods.last_months(today, before=1)]
        months = periods.calendar_months(today, MONTHS)
        measures = self.env["kam.measure"]
        rows = measures._get_scope(accounts)
        revenue = measures._get_standard_sudo("revenue")
        flows = {name: measures._get_standard_sudo(name) for name in FLOWS}
        stocks = {name: measures._get_standard_sudo(name) for name in STOCKS}
        every = measures.union(*flows.values())
        sold = revenue._get_figures_of_scope(rows, years + months, company)[revenue]
        # The margin's rate needs the revenue of the two years once more.
        already_read = {
            revenue: Unread.among([sold])
            or {place: value for place, value in sold.items() if place[1] < len(years)}
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
            (percent or None), ``fault`` (only where a figure cannot be read), ``months`` (list of
            [first day, revenue]), ``categories`` (list of [name or None, last 12 months, the 12
            before]), ``others`` (the same two sums of the categories that are not named, or None):
            these two add up to the revenue
        """
        revenue = sources["revenue"]
        now, before = revenue.get((key, 0), 0.0), revenue.get((key, 1), 0.0)
        values = {"revenue": [now, before]}
        for name, measure in flows.items():
            nothing, figures = measure._get_nothing(), sources["flows"][measure]
            values[name] = [figures.get((key, number), nothing) for number in (0, 1)]
        for name, measure in stocks.items():
            values[name] = [sources["stocks"][measure].get((key, 0), 0.0), None]
        total = sources["total"].get((0, 0), 0.0)
        categories, others = streams.cut(sources["categories"].get(key, []), MOST_CATEGORIES)
        unread = self._list_unread(sources)
        return {
            **({"fault": " ".join(unread)} if unread else {}),
            "values": values,
            "growth": periods.growth(now, before),
            "share": periods.share(now, total),
            "months": [
                [label, revenue.get((key, number), 0.0)]
                for number, label in enumerate(labels if now is not None else (), 2)
            ],
            "categories": categories,
            "others": others,
        }

    @api.model
    def _list_unread(self, sources):
        """Say which figures of a snapshot cannot be read, each once: list of translated str."""
        figures = [sources["revenue"], *sources["flows"].values(), *sources["stocks"].values()]
        unread = [found for found in figures if isinstance(found, Unread)]
        return list(dict.fromkeys(found.fault for found in unread))

    @api.model
    def _read_categories_sudo(self, rows, years, company):
        """Revenue by product category: {key: list of [name, now, before], the largest first}; the
        name is None for what has no category.
        """
        measure = self.env["kam.measure"]._get_standard_sudo("revenue")
        amounts = measure._get_categories_of_scope(rows, years, company)
        ids = {category for lines in amounts.values() for category in lines}
        names = measure._get_category_names_sudo(ids - {None})
        return {
            key: sorted(
                ([names.get(category), *pair] for category, pair in lines.items()),
                key=lambda line: (-line[1], -line[2], line[0] or ""),
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
        if not measure or measure._name != "kam.measure":
            raise UserError(self.env._("There are no single records behind “%s”.", name))
        today = today_of(self.company_id)
        period = periods.ALL_TIME if name in STOCKS else periods.last_months(today)
        return measure._open_figure(self.partner_id, period, self.company_id)

    def _copy_lines_to(self, plan):
        """A copy has the targets as well, in its own period; their figures are read anew."""
        twins = super()._copy_lines_to(plan)
        none = self.env["kam.objective"]
        values = []
        for target, vals in zip(self.target_ids, self.target_ids.copy_data(), strict=True):
            start, end = dates.shift(
                target.date_start, target.date_end, self.date_start, plan.date_start
            )
            values.append(
                {
                    **vals,
                    "plan_id": plan.id,
                    "date_start": start,
                    "date_end": end,
                    "objective_id": twins.get(target.objective_id, none).id,
                }
            )
        self.env["kam.target"].create(values)
        return twins

    def _absorb_lines(self, other):
        """Targets come along; of two for the same, amounts and counts add up, and of rates the
        one of this plan stays, with the other in its note.
        """
        result = super()._absorb_lines(other)
        there = {target._get_subject(): target for target in self.target_ids}
        for target in other.target_ids:
            same = there.get(target._get_subject())
            if same:
                same._absorb(target)
            else:
                target.plan_id = self
        return result
