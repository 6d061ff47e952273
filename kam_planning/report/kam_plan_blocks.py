from odoo import api, models
from odoo.fields import Domain
from odoo.tools.misc import format_date

from ..models.common.known import is_known
from ..models.strategy.kam_investment import LIVE
from ..models.strategy.kam_strategy_map import CONFIRMED
from ..models.strategy.kam_value_total import STEPS, none_of
from ..tools import paper
from ..tools.paper import Block

LINES = "kam_planning.paper_lines"


class KamPlanBlocks(models.AbstractModel):
    """The strategy of an account on paper: of each list what matters most comes first."""

    _inherit = "kam.plan.blocks"

    @api.model
    def _get_paper_blocks(self):
        """Add goals, competitors, forces, risks, value, scorecard, investments and both maps."""
        rows = [
            # sequence, name, label, switch, model, half
            (61, "goals", self.env._("Customer's goals"), "show_goals", "kam.customer.goal", False),
            (
                *(63, "competitors", self.env._("Competitors"), "show_competitors"),
                *("kam.competitor.position", False),
            ),
            (64, "forces", self.env._("Forces"), "show_forces", "kam.force", False),
            (65, "risks", self.env._("Risks"), "show_risks", "kam.risk", False),
            (66, "values", self.env._("Value"), "show_values", "kam.value", False),
            (
                67,
                "scorecard",
                self.env._("Value scorecard"),
                "show_values",
                "kam.value.rating",
                True,
            ),
            (
                68,
                "investments",
                self.env._("Investments"),
                "show_investments",
                "kam.investment",
                True,
            ),
        ]
        return [
            *super()._get_paper_blocks(),
            *(
                Block(
                    sequence=sequence,
                    name=name,
                    label=label,
                    heading=label,
                    switch=switch,
                    model=model,
                    template=LINES,
                    fill=f"_fill_paper_{name}",
                    is_usual=False,
                    is_half=is_half,
                )
                for sequence, name, label, switch, model, is_half in rows
            ),
            *self._get_paper_maps(),
        ]

    @api.model
    def _get_paper_maps(self):
        """Both maps, which hold what their reader may see: the map of the plan every plan has."""
        figure = {"model": "kam.plan", "is_usual": False, "is_page": True, "is_figure": True}
        return [
            Block(
                sequence=92,
                name="strategy_map",
                label=self.env._("Strategy map"),
                heading=self.env._("Strategy map"),
                switch="show_strategy_map",
                template="kam_planning.paper_strategy_map",
                fill="_fill_paper_strategy_map",
                **figure,
            ),
            Block(
                sequence=93,
                name="concept",
                label=self.env._("Map of the plan"),
                heading=self.env._("Map of the plan"),
                switch="",
                template="kam_planning.paper_concept_map",
                fill="_fill_paper_concept",
                stretch="_stretch_paper_concept",
                **figure,
            ),
        ]

    def _fill_paper_goals(self):
        """Goals before initiatives, first what was said by the customer or in public."""

        def by_weight(goal):
            return goal.kind == "initiative", goal.source not in CONFIRMED, goal.sequence, goal.id

        columns = [
            (self.env._("Goal"), 42),
            (self.env._("Kind"), 12),
            (self.env._("Source"), 15),
            (self.env._("Our answer"), 31),
        ]
        parts = {}
        for plan, goals in self._find_lines("kam.customer.goal").items():
            answers = plan._get_answers()
            rows = [
                [
                    goal.name,
                    self._format_choice(goal, "kind"),
                    self._format_choice(goal, "source"),
                    ", ".join(answers.get(goal.id, ())),
                ]
                for goal in goals.sorted(by_weight)
            ]
            if rows:
                parts[plan] = self._prepare_lines(columns, rows)
        return parts

    def _get_answers(self):
        """Which objectives of the plan answer a goal: {goal id: names}."""
        answers = {}
        for objective in self.objective_ids.filtered(lambda one: one.state != "dropped"):
            for goal in objective.goal_ids:
                answers.setdefault(goal.id, []).append(objective.name)
        return answers

    def _fill_paper_competitors(self):
        """The greatest threat first."""
        columns = [
            (self.env._("Competitor"), 22),
            (self.env._("Strength"), 10, "end"),
            (self.env._("Our revenue at stake"), 18, "end"),
            (self.env._("Threat"), 9, "end"),
            (self.env._("Contract ends"), 15, "whole"),
            (self.env._("Our answer"), 26),
        ]
        found = self._find_lines("kam.competitor.position")
        return self._print_lines(columns, found, self._prepare_competitor_row)

    @api.model
    def _prepare_competitor_row(self, position):
        return [
            position.competitor_id.name,
            is_known(position.strength) and f"{position.strength} / 5",
            self._format_on_paper(none_of(position.exposed_revenue), position.currency_id),
            self._format_share(position.threat),
            position.contract_end and format_date(self.env, position.contract_end),
            position.our_answer,
        ]

    @api.model
    def _format_share(self, percent):
        return f"{percent:.0f}\N{NO-BREAK SPACE}%" if is_known(percent) else "–"

    def _fill_paper_forces(self):
        """The objectives of which forces are known, the smallest chance first, each with the lever
        that gains most, among the forces that the user sees.
        """
        columns = [
            (self.env._("Objective"), 34),
            (self.env._("Chance"), 23),
            (self.env._("After the actions"), 14, "end"),
            (self.env._("Best lever"), 29),
        ]
        parts = {}
        for plan, forces in self._find_lines("kam.force").items():
            by_objective = forces.grouped("objective_id")
            objectives = forces.objective_id.filtered(lambda one: one.state != "dropped")
            rows = [
                self._prepare_force_row(objective, by_objective[objective])
                for objective in objectives.sorted(lambda one: (one.chance, one.id))
            ]
            judged = any(forces.mapped("is_judgement"))
            if rows:
                parts[plan] = self._prepare_lines(columns, rows, has_judgements=judged)
        return parts

    @api.model
    def _prepare_force_row(self, objective, forces):
        chance = self._format_share(objective.chance)
        if objective.too_few_forces:
            chance = self.env._("%s, too few to judge", chance)
        best = forces.filtered("lever").sorted(lambda one: (-one.lever, one.id))[:1]
        return [objective.name, chance, self._format_share(objective.expected_chance), best.name]

    def _fill_paper_risks(self):
        """What is not closed, by rating."""
        columns = [
            (self.env._("Risk"), 34),
            (self.env._("Rating"), 15),
            (self.env._("At risk a year"), 17, "end"),
            (self.env._("Response"), 16),
            (self.env._("Owner"), 18),
        ]
        live = self._find_lines("kam.risk", Domain("state", "!=", "closed"))
        return self._print_lines(columns, live, self._prepare_risk_row)

    @api.model
    def _prepare_risk_row(self, risk):
        return [
            risk.name,
            self._format_rating(risk),
            self._format_on_paper(none_of(risk.amount), risk.currency_id),
            self._format_choice(risk, "response"),
            risk.user_id.name,
        ]

    @api.model
    def _format_rating(self, risk):
        if not is_known(risk.rating):
            return ""
        return f"{risk.rating} · {self._format_choice(risk, 'level')}"

    def _fill_paper_values(self):
        """What is worth most first; promised, delivered, confirmed and disputed stand beside each
        other and are never added up.
        """
        labels = self._get_step_labels()
        columns = [
            (self.env._("Value"), 25),
            (self.env._("State"), 19),
            *((labels[step], 14, "end") for step in STEPS),
        ]
        parts = {}
        for plan, values in self._find_lines("kam.value").items():
            if values:
                values = values.sorted(lambda one: (-(one.promised_amount or 0.0), one.id))
                rows = [self._prepare_value_row(value) for value in values]
                part = self._prepare_lines(columns, rows, intro=plan._describe_ladder())
                parts[plan] = {**part, "fixed": part["fixed"] + paper.ROW_HEIGHT}
        return parts

    @api.model
    def _get_step_labels(self):
        return {
            "promised": self.env._("Promised"),
            "delivered": self.env._("Delivered"),
            "confirmed": self.env._("Confirmed"),
            "disputed": self.env._("Disputed"),
        }

    @api.model
    def _prepare_value_row(self, value):
        currency = value.company_currency_id
        state = self._format_choice(value, "state")
        if value.state == "proposed" and is_known(value.promised_amount):
            # Nobody promised it yet.
            amount = self._format_on_paper(value.promised_amount, value.currency_id)
            state = f"{state} · {amount}"
        return [
            value.name,
            state,
            *(self._format_on_paper(none_of(value[f"{step}_total"]), currency) for step in STEPS),
        ]

    def _describe_ladder(self):
        """The sums of the plan, each by itself."""
        labels, ladder = self._get_step_labels(), self.value_ladder
        amounts = {step["name"]: step["amount"] for step in ladder["steps"]}
        amounts["promised"] = ladder["promised_all"]
        currency = self.company_id.currency_id
        texts = [
            f"{labels[step]} {self._format_on_paper(amounts[step], currency)}" for step in STEPS
        ]
        return self.env._("All of them: %s", " · ".join(texts))

    def _fill_paper_scorecard(self):
        """How far we are ahead of the next best, as both sides see it; from fewer than three
        answers there is nothing.
        """
        columns = [
            ("", 46),
            (self.env._("The customer"), 30, "end"),
            (self.env._("We"), 24, "end"),
        ]
        parts = {}
        for plan in self:
            card = plan.value_scorecard
            if card and any(card[side]["ratio"] is not None for side in ("customer", "us")):
                rows = plan._prepare_scorecard_rows(card)
                parts[plan] = self._prepare_lines(columns, rows, note=plan._describe_gap(card))
        return parts

    def _prepare_scorecard_rows(self, card):
        sides = [card[side] for side in ("customer", "us")]
        ratios = ["–" if one["ratio"] is None else f"{one['ratio']:.2f}" for one in sides]
        scores = [self._format_share(False if s["score"] is None else s["score"]) for s in sides]
        return [
            [self.env._("We to the next best"), *ratios],
            [self.env._("Score"), *scores],
            [self.env._("Who answered"), *(str(one["count"]) for one in sides)],
        ]

    def _describe_gap(self, card):
        if card["gap"] is None:
            return ""
        return self.env._("gap %s points", f"{card['gap']:+.0f}")

    def _fill_paper_investments(self):
        """What is planned or going on, the largest first."""
        columns = [
            (self.env._("Kind"), 18),
            (self.env._("Investment"), 48),
            (self.env._("Amount"), 34, "end"),
        ]
        live = self._find_lines("kam.investment", Domain("state", "in", LIVE))
        return self._print_lines(
            columns,
            {
                plan: lines.sorted(lambda one: (-(one.amount or 0.0), one.id))
                for plan, lines in live.items()
            },
            lambda one: [self._format_choice(one, "kind"), one.name, self._format_effort(one)],
        )

    @api.model
    def _format_effort(self, investment):
        """What it costs; where that is not known the time that it takes."""
        if is_known(investment.amount) or not is_known(investment.hours):
            return self._format_on_paper(none_of(investment.amount), investment.currency_id)
        return self.env._("%s hours", f"{investment.hours:g}")
