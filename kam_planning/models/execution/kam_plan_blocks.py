from odoo import api, fields, models
from odoo.fields import Domain

from ...tools import paper, timetable
from ...tools.branches import Branch
from ...tools.paper import Block
from ..common.period_names import fiscal_year_of

# Height of the line that says what a side gains, and of two-line heads of columns.
GAIN_HEIGHT, TALL_HEAD_HEIGHT = 15, 30


class KamPlanBlocks(models.AbstractModel):
    _inherit = "kam.plan.blocks"

    show_objectives = fields.Boolean(default=True)
    show_actions = fields.Boolean("Show Action Plan", default=True)
    show_reviews = fields.Boolean(default=True)

    @api.model
    def _get_concept_branches(self):
        """Add objectives, actions and reviews."""
        actions = self.env["kam.action"]
        is_open, is_past = Domain("state", "=", "open"), Domain("date_deadline", "<", "today")
        planned = Domain("state", "=", "planned")
        return [
            *super()._get_concept_branches(),
            Branch(
                sequence=110,
                name="objectives",
                label=self.env._("Objectives"),
                model="kam.objective",
                switch="show_objectives",
                question=self.env._("What do both of us want to reach?"),
                open=is_open,
                late=is_open & is_past,
                mine=("user_id",),
                state="state",
            ),
            Branch(
                sequence=130,
                name="actions",
                label=self.env._("Action Plan"),
                model="kam.action",
                switch="show_actions",
                question=self.env._("What is done next, by whom, until when?"),
                open=actions._get_open_domain(),
                late=actions._get_overdue_domain(),
                mine=("user_id",),
                state="state",
                group="state",
                under=("objective_id",),
            ),
            Branch(
                sequence=140,
                name="reviews",
                label=self.env._("Reviews"),
                model="kam.review",
                switch="show_reviews",
                question=self.env._("When do you look at the plan together?"),
                open=planned,
                late=planned & Domain("date_planned", "<", "today"),
                state="state",
            ),
        ]

    @api.model
    def _get_paper_blocks(self):
        """Add objectives under the targets, the action plan, and the reviews."""
        return [
            *super()._get_paper_blocks(),
            Block(
                sequence=30,
                name="objectives",
                label=self.env._("Objectives"),
                heading=self.env._("Annual targets"),
                switch="show_objectives",
                model="kam.objective",
                template="kam_planning.paper_objectives",
                fill="_fill_paper_objectives",
            ),
            Block(
                sequence=50,
                name="actions",
                label=self.env._("Action plan"),
                heading=self.env._("Action plan"),
                switch="show_actions",
                model="kam.action",
                template="kam_planning.paper_actions",
                fill="_fill_paper_actions",
                step=2,
            ),
            Block(
                sequence=80,
                name="reviews",
                label=self.env._("Reviews"),
                heading=self.env._("Reviews"),
                switch="show_reviews",
                model="kam.review",
                template="kam_planning.paper_reviews",
                fill="_fill_paper_reviews",
                is_usual=False,
                is_half=True,
            ),
        ]

    def _fill_paper_objectives(self):
        """Objectives that were not dropped, each with what the two sides gain of it."""
        return {plan: plan._prepare_paper_objectives() for plan in self}

    def _prepare_paper_objectives(self):
        objectives = self.objective_ids.filtered(lambda objective: objective.state != "dropped")
        rows = [
            {"objective": objective, "gains": objective._prepare_gains()}
            for objective in objectives
        ]
        heights = [paper.ROW_HEIGHT + GAIN_HEIGHT * len(row["gains"]) for row in rows]
        return {**self._prepare_table(rows), "heights": heights}

    def _fill_paper_actions(self):
        """Actions that were not cancelled, the open ones first, with a timetable by quarters."""
        return {plan: plan._prepare_paper_actions() for plan in self}

    def _prepare_paper_actions(self):
        actions = self.action_ids.filtered(lambda action: action.state != "cancelled")
        actions = actions.sorted(lambda a: (not a.is_open, a.date_deadline, a.id))
        columns = timetable.quarters(
            self.date_start, self.date_end, fiscal_year_of(self.company_id)
        )
        rows = [
            {
                "action": action,
                "who": ", ".join(filter(None, (action.user_id.name, action.contact_id.name))),
                "cells": timetable.bar(action.date_start, action.date_deadline, columns),
            }
            for action in actions
        ]
        part = self._prepare_table(rows, columns=columns)
        return {**part, "fixed": part["fixed"] + TALL_HEAD_HEIGHT - paper.TABLE_HEAD_HEIGHT}

    def _fill_paper_reviews(self):
        """The reviews planned next, then those held, the latest first."""
        return {plan: plan._prepare_paper_reviews() for plan in self}

    def _prepare_paper_reviews(self):
        planned = self.review_ids.filtered(lambda review: review.state == "planned")
        held = self.review_ids.filtered(lambda review: review.state == "held")
        rows = [
            *planned.sorted(lambda review: (review.date_planned, review.id)),
            *held.sorted(lambda r: (r.date_held or r.date_planned, r.id), reverse=True),
        ]
        return self._prepare_table(
            [
                {
                    "review": review,
                    "day": review.state == "held" and review.date_held or review.date_planned,
                    "who": ", ".join(
                        (review.user_ids.partner_id | review.contact_ids).mapped("name")
                    ),
                }
                for review in rows
            ]
        )
