from odoo import api, models

from ..models.common.days import today_of, today_of_user
from ..models.common.known import is_known
from ..models.common.period_names import fiscal_year_of
from ..tools import periods, streams, timetable

MOST_OBJECTIVES = 8
MOST_ACTIONS = 15
MOST_TARGETS = 3
MOST_SECTIONS = 3
# Characters of the overview that fit on the page beside full lists.
OVERVIEW_LENGTH = 750
# Pixels of a page for the relationship map.
MAP_PAGE = (700, 950)


class ReportOnePage(models.AbstractModel):
    """The plan on one page: business overview, targets, revenue streams, action plan."""

    _name = "report.kam_planning.report_one_page"
    _description = "One-Page Account Plan"

    @api.model
    def _get_report_values(self, docids, data=None):
        """Prepare everything that is printed, for all plans in one go.

        :param list docids: ids of the plans
        :return: dict for the template
        :raise AccessError: when the user may not read one of the plans
        """
        # Reports may be rendered as superuser; what is printed is what this user may read.
        plans = self.env["kam.plan"].sudo(False).browse(docids)
        plans.check_access("read")
        streams = self._get_streams(plans)
        return {
            "doc_ids": docids,
            "doc_model": "kam.plan",
            "docs": plans,
            "today": today_of_user(self),
            "pages": {plan.id: self._prepare_page(plan, streams[plan]) for plan in plans},
        }

    @api.model
    def _prepare_page(self, plan, streams):
        objectives = plan.objective_ids.filtered(lambda objective: objective.state != "dropped")
        actions = plan.action_ids.filtered(lambda action: action.state != "cancelled")
        actions = actions.sorted(lambda action: (not action.is_open, action.date_deadline))
        columns = timetable.quarters(
            plan.date_start, plan.date_end, fiscal_year_of(plan.company_id)
        )
        targets = self._prepare_targets(plan)
        chart = self._prepare_map(plan)
        # The line of the targets takes the room of an objective.
        most = MOST_OBJECTIVES - bool(targets)
        return {
            "sections": self._prepare_overview(plan),
            "targets": targets,
            "objectives": objectives[:most],
            "more_objectives": max(0, len(objectives) - most),
            "streams": streams,
            "figures_day": today_of(plan.company_id),
            "columns": columns,
            "actions": [
                {
                    "action": action,
                    "cells": timetable.bar(action.date_start, action.date_deadline, columns),
                }
                for action in actions[:MOST_ACTIONS]
            ],
            "more_actions": max(0, len(actions) - MOST_ACTIONS),
            "chart": chart,
            "has_judgements": bool(chart and chart["sees"]),
        }

    @api.model
    def _prepare_map(self, plan):
        """The relationship map on pages of its own, or None when nobody is on it."""
        people = self.env["kam.stakeholder"].sudo(False)
        if not plan.show_map or not people.has_access("read"):
            return None
        chart = people._prepare_chart(plan.partner_id, plan.company_id, MAP_PAGE)
        return chart if chart["total"] else None

    @api.model
    def _prepare_targets(self, plan):
        """The targets of the longest periods: those of the year, not of its quarters."""
        targets = plan.target_ids.sorted(
            lambda target: (target.date_start - target.date_end, target.date_start, target.id)
        )
        return [
            {
                "name": target.display_name,
                "actual": target._format_value(target.actual_value, target.has_actual),
                "wanted": target._format_value(target.target_value),
                "attainment": f"{target.attainment:.0f} %" if is_known(target.attainment) else "",
            }
            for target in targets[:MOST_TARGETS]
        ]

    @api.model
    def _prepare_overview(self, plan):
        """The sections chosen for this page, each cut so that together they fit."""
        sections = plan.section_ids.filtered(lambda s: s.is_overview and not s.is_empty)
        sections = sections[:MOST_SECTIONS]
        length = OVERVIEW_LENGTH // max(1, len(sections))
        return [{"name": s.name, "text": s._get_plain_text(length)} for s in sections]

    @api.model
    def _get_streams(self, plans, most=6):
        """Give the revenue streams of plans, largest first, the small ones taken together.

        :param plans: `kam.plan` records that the user may read
        :param int most: number of lines at most, "Others" included
        :return: dict {plan: {"lines": list of dicts name, now, before (company currency), growth
            (percent or None), "total": such a dict}}; where revenue cannot be read there are no
            lines, and the total is of None
        """
        revenue = self._read_revenue_sudo(plans)
        ids = {category for lines in revenue.values() for category in lines or ()}
        names = self.env["kam.measure"]._get_category_names_sudo(ids - {None})
        return {
            plan: self._prepare_unread_streams()
            if lines is None
            else self._prepare_streams([(c, *pair) for c, pair in lines.items()], names, most)
            for plan, lines in revenue.items()
        }

    @api.model
    def _read_revenue_sudo(self, plans):
        """Read what was invoiced to each plan's account: the measure Revenue by product category.

        Aggregated figures only, read for whoever may read the plan: a key account manager needs
        them without accounting rights.

        :param plans: `kam.plan` records that the user may read
        :return: dict {plan: {category id or None: [last 12 months, the 12 months before]}}, None
            for plans whose revenue cannot be read
        """
        measure = self.env["kam.measure"]._get_standard_sudo("revenue")
        result = {}
        for company, company_plans in plans.grouped("company_id").items():
            today = today_of(company)
            years = [periods.last_months(today), periods.last_months(today, before=1)]
            scope = measure._get_scope(company_plans.partner_id)
            amounts = measure._get_categories_of_scope(scope, years, company)
            result.update({plan: amounts.get(plan.partner_id.id, {}) for plan in company_plans})
        return result

    @api.model
    def _prepare_streams(self, rows, names, most):
        rows = sorted(rows, key=lambda row: (-row[1], -row[2], row[0] or 0))
        shown, others = streams.cut(rows, most)
        lines = [
            self._prepare_line(names.get(category, self.env._("No category")), [(now, before)])
            for category, now, before in shown
        ]
        if others:
            lines.append(self._prepare_line(self.env._("Others"), [others]))
        amounts = [(now, before) for _category, now, before in rows]
        return {"lines": lines, "total": self._prepare_line(self.env._("Total"), amounts)}

    @api.model
    def _prepare_unread_streams(self):
        total = {"name": self.env._("Total"), "now": None, "before": None, "growth": None}
        return {"lines": [], "total": total}

    @api.model
    def _prepare_line(self, name, amounts):
        now, before = sum(pair[0] for pair in amounts), sum(pair[1] for pair in amounts)
        return {"name": name, "now": now, "before": before, "growth": periods.growth(now, before)}
