from odoo import api, fields, models
from odoo.tools.misc import format_date

from ...tools import periods, streams
from ...tools.branches import Branch
from ...tools.paper import Block
from ..common.days import today_of

MOST_STREAMS = 6
DAYS_A_MONTH = 30.4


class KamPlanBlocks(models.AbstractModel):
    _inherit = "kam.plan.blocks"

    show_figures = fields.Boolean("Show Revenue Snapshot", default=True)
    show_targets = fields.Boolean(default=True)

    @api.model
    def _get_concept_branches(self):
        """Add the targets."""
        targets = Branch(
            sequence=120,
            name="targets",
            label=self.env._("Targets"),
            model="kam.target",
            switch="show_targets",
            question=self.env._("Which figure says that it went well?"),
            under=("objective_id",),
        )
        return [*super()._get_concept_branches(), targets]

    @api.model
    def _get_paper_blocks(self):
        """Add the targets and the revenue streams."""
        return [
            *super()._get_paper_blocks(),
            Block(
                sequence=20,
                name="targets",
                label=self.env._("Targets"),
                heading=self.env._("Annual targets"),
                switch="show_targets",
                model="kam.target",
                template="kam_planning.paper_targets",
                fill="_fill_paper_targets",
            ),
            Block(
                sequence=40,
                name="revenue",
                label=self.env._("Revenue streams"),
                heading=self.env._("Revenue streams"),
                switch="show_figures",
                # Who may read the plan reads these sums.
                model="kam.plan",
                template="kam_planning.paper_revenue",
                fill="_fill_paper_revenue",
            ),
        ]

    def _fill_paper_targets(self):
        """The targets of the longest periods first: those of the year, before its quarters."""

        def by_period(target):
            months = round((target.date_end - target.date_start).days / DAYS_A_MONTH)
            return -months, target.date_start, target.measure_id.id, target.id

        return {
            plan: self._prepare_table(
                [target._prepare_paper_row() for target in plan.target_ids.sorted(by_period)]
            )
            for plan in self
        }

    def _fill_paper_revenue(self):
        return {
            plan: plan._prepare_paper_revenue(figures)
            for plan, figures in self._get_streams().items()
        }

    def _prepare_paper_revenue(self, figures):
        lines = [*figures["lines"], {**figures["total"], "is_total": True}]
        for line in lines:
            for name in ("now", "before"):
                line[f"{name}_text"] = self._format_on_paper(line[name], self.currency_id)
            line["growth_text"] = self._format_growth(line["growth"])
        part = self._prepare_table([])
        return {
            **part,
            # Together they are the revenue: none of them is left out.
            "fixed": part["fixed"] + self._prepare_table(lines)["heights"][0] * (len(lines) - 1),
            "lines": lines,
            "note": self.env._(
                "invoiced, %(currency)s, 12 months to %(day)s",
                currency=self.currency_id.name,
                day=format_date(self.env, today_of(self.company_id)),
            ),
        }

    @api.model
    def _format_growth(self, growth):
        return "–" if growth is None else f"{'▲' if growth >= 0 else '▼'} {growth:+,.0f} %"

    def _get_streams(self, most=MOST_STREAMS):
        """Give the revenue streams of plans, largest first, the small ones taken together.

        :param int most: number of lines at most, "Others" included
        :return: dict {plan: {"lines": list of dicts name, now, before (company currency), growth
            (percent or None), "total": such a dict}}; where revenue cannot be read there are no
            lines, and the total is of None
        """
        revenue = self._read_revenue_sudo()
        ids = {category for lines in revenue.values() for category in lines or ()}
        names = self.env["kam.measure"]._get_category_names_sudo(ids - {None})
        return {
            plan: self._prepare_unread_streams()
            if lines is None
            else self._prepare_streams([(c, *pair) for c, pair in lines.items()], names, most)
            for plan, lines in revenue.items()
        }

    def _read_revenue_sudo(self):
        """Read what was invoiced to each plan's account: the measure Revenue by product category.

        Aggregated figures only, read for whoever may read the plan: a key account manager needs
        them without accounting rights.

        :return: dict {plan: {category id or None: [last 12 months, the 12 months before]}}, None
            for plans whose revenue cannot be read
        """
        measure = self.env["kam.measure"]._get_standard_sudo("revenue")
        result = {}
        for company, plans in self.grouped("company_id").items():
            today = today_of(company)
            years = [periods.last_months(today), periods.last_months(today, before=1)]
            scope = measure._get_scope(plans.partner_id)
            amounts = measure._get_categories_of_scope(scope, years, company)
            result.update({plan: amounts.get(plan.partner_id.id, {}) for plan in plans})
        return result

    @api.model
    def _prepare_streams(self, rows, names, most):
        rows = sorted(rows, key=lambda row: (-row[1], -row[2], row[0] or 0))
        shown, others = streams.cut(rows, most)
        lines = [
            self._prepare_stream(names.get(category, self.env._("No category")), [(now, before)])
            for category, now, before in shown
        ]
        if others:
            lines.append(self._prepare_stream(self.env._("Others"), [others]))
        amounts = [(now, before) for _category, now, before in rows]
        return {"lines": lines, "total": self._prepare_stream(self.env._("Total"), amounts)}

    @api.model
    def _prepare_unread_streams(self):
        total = {"name": self.env._("Total"), "now": None, "before": None, "growth": None}
        return {"lines": [], "total": total}

    @api.model
    def _prepare_stream(self, name, amounts):
        now, before = sum(pair[0] for pair in amounts), sum(pair[1] for pair in amounts)
        return {"name": name, "now": now, "before": before, "growth": periods.growth(now, before)}
