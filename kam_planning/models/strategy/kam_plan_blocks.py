from odoo import api, fields, models
from odoo.fields import Domain

from ...tools import paper
from ...tools.branches import Branch
from ...tools.paper import Block
from ...tools.strategy.appraisal import TOP
from .kam_appraisal import KINDS
from .kam_investment import LIVE
from .kam_value_agreement import CLAIMED

# The SWOT picture: what helps on the left, what is ours above.
BANDS = (("strengths", "vulnerabilities"), ("opportunities", "threats"))


class KamPlanBlocks(models.AbstractModel):
    """What is planned beyond the work itself is shown where a template asks for it."""

    _inherit = "kam.plan.blocks"

    show_goals = fields.Boolean("Show Customer's Goals")
    show_appraisal = fields.Boolean()
    show_competitors = fields.Boolean()
    show_investments = fields.Boolean()
    show_forces = fields.Boolean("Show Force Field")
    show_risks = fields.Boolean()
    show_values = fields.Boolean("Show Value")
    show_strategy_map = fields.Boolean()

    @api.model
    def _get_concept_branches(self):
        """Add what is known of the customer's strategy, and ours."""
        more = {
            "objectives": {"under": ("goal_ids",)},
            # The cells in which a competitor stands, with the ends of his contracts.
            "whitespace": {"alike": (("competitors", "competitor_id"),)},
            "actions": {"under": ("risk_ids",)},
        }
        branches = [
            one._replace(**{name: (*getattr(one, name), *added) for name, added in changed.items()})
            if (changed := more.get(one.name))
            else one
            for one in super()._get_concept_branches()
        ]
        return [
            *branches,
            *self._get_situation_branches(),
            *self._get_strategy_branches(),
            *self._get_value_branches(),
        ]

    @api.model
    def _get_situation_branches(self):
        planned, past = Domain("state", "in", LIVE), Domain("date_end", "<", "today")
        return [
            Branch(
                sequence=60,
                name="goals",
                label=self.env._("Customer's Goals"),
                model="kam.customer.goal",
                switch="show_goals",
                question=self.env._("What does the customer want to reach, or have to answer?"),
                state="source",
                parent="parent_id",
            ),
            Branch(
                sequence=62,
                name="appraisal",
                label=self.env._("Appraisal"),
                model="kam.appraisal",
                switch="show_appraisal",
                question=self.env._("What helps us with this customer, and what harms us?"),
                state="source",
                group="kind",
                # What a line became: there it stands as what it comes from.
                under=("objective_id", "risk_id", "force_id", "action_id", "value_id"),
            ),
            Branch(
                sequence=64,
                name="competitors",
                label=self.env._("Competitors"),
                model="kam.competitor.position",
                switch="show_competitors",
                question=self.env._("Who else sells to them, and why do they buy there?"),
                title=("competitor_id",),
            ),
            Branch(
                sequence=66,
                name="investments",
                label=self.env._("Investments"),
                model="kam.investment",
                switch="show_investments",
                question=self.env._("What do we put more into, and what do we stop for it?"),
                open=planned,
                late=planned & past,
                mine=("user_id",),
                state="state",
                group="kind",
            ),
        ]

    @api.model
    def _get_strategy_branches(self):
        live = Domain("state", "!=", "closed")
        return [
            Branch(
                sequence=70,
                name="forces",
                label=self.env._("Force Field"),
                model="kam.force",
                switch="show_forces",
                question=self.env._("What drives the objective, and what holds it back?"),
                state="kind",
                group="objective_id",
                under=("objective_id",),
            ),
            Branch(
                sequence=500,
                name="force_effects",
                label=self.env._("Expected of Actions"),
                model="kam.force.effect",
                switch="show_forces",
                state="action_state",
                under=("force_id",),
                is_inner=True,
            ),
            Branch(
                sequence=80,
                name="risks",
                label=self.env._("Risks"),
                model="kam.risk",
                switch="show_risks",
                question=self.env._("What could go wrong, and what would we do then?"),
                open=live,
                mine=("user_id",),
                state="state",
            ),
            Branch(
                sequence=510,
                name="risk_readings",
                label=self.env._("Ratings"),
                model="kam.risk.reading",
                switch="show_risks",
                state="level",
                under=("risk_id",),
                is_inner=True,
            ),
        ]

    @api.model
    def _get_value_branches(self):
        unclaimed = Domain("state", "not in", CLAIMED)
        return [
            Branch(
                sequence=90,
                name="values",
                label=self.env._("Value"),
                model="kam.value",
                switch="show_values",
                question=self.env._("What does the customer gain by working with us, in money?"),
                open=unclaimed,
                late=unclaimed & Domain("date_deadline", "<", "today"),
                state="state",
                under=("objective_id", "goal_id"),
            ),
            Branch(
                sequence=520,
                name="value_readings",
                label=self.env._("Readings"),
                model="kam.value.reading",
                switch="show_values",
                under=("value_id",),
                is_inner=True,
            ),
            Branch(
                sequence=530,
                name="value_answers",
                label=self.env._("Answers of the Customer"),
                model="kam.value.answer",
                switch="show_values",
                under=("value_id",),
                is_inner=True,
            ),
            Branch(
                sequence=95,
                name="scorecard",
                label=self.env._("Value Scorecard"),
                model="kam.value.rating",
                switch="show_values",
                question=self.env._("What matters to them, and how good are we at it?"),
                state="side",
                group="criterion_id",
            ),
        ]

    @api.model
    def _get_paper_blocks(self):
        """Add the situation appraisal: what matters most of it, and as a picture."""
        # The full plan has the picture, with all lines: not the first of them once more.
        appraisal = {
            "switch": "show_appraisal",
            "model": "kam.appraisal",
            "is_usual": False,
        }
        return [
            *super()._get_paper_blocks(),
            Block(
                sequence=62,
                name="appraisal",
                label=self.env._("Appraisal, top three of each kind"),
                heading=self.env._("Situation appraisal"),
                template="kam_planning.paper_appraisal",
                fill="_fill_paper_appraisal",
                is_full=False,
                most=TOP * len(KINDS),
                **appraisal,
            ),
            Block(
                sequence=91,
                name="swot",
                label=self.env._("SWOT picture"),
                heading=self.env._("Strengths, vulnerabilities, opportunities, threats"),
                template="kam_planning.paper_swot",
                fill="_fill_paper_swot",
                is_page=True,
                is_figure=True,
                **appraisal,
            ),
        ]

    def _fill_paper_appraisal(self):
        """The first three of each kind."""
        parts = {}
        for plan, lines in self._find_lines("kam.appraisal").items():
            by_kind, none = lines.grouped("kind"), lines.browse()
            top = [line for kind, _name in KINDS for line in by_kind.get(kind, none)[:TOP]]
            effects = {line.id: line._format_effect() or "–" for line in lines}
            left = len(lines) - len(top)
            note = self.env._("and %s more", left) if left else ""
            parts[plan] = self._prepare_table(top, effects=effects, note=note)
        return parts

    def _fill_paper_swot(self):
        """All lines in their quarters; where there are more than a quarter holds it says so."""
        return {
            plan: plan._prepare_paper_swot(lines)
            for plan, lines in self._find_lines("kam.appraisal").items()
            if lines
        }

    def _prepare_paper_swot(self, lines):
        labels = dict(
            self.env["kam.appraisal"]._fields["quadrant"]._description_selection(self.env)
        )
        by_quarter = lines.grouped("quadrant")
        undecided = by_quarter.get(False, lines.browse())
        bands = [
            [
                self._prepare_quarter(labels[name], by_quarter.get(name, lines.browse()))
                for name in band
            ]
            for band in BANDS
        ]
        heights = [
            paper.ROW_HEIGHT
            * (1 + max(len(quarter["lines"]) + bool(quarter["more"]) for quarter in band))
            for band in bands
        ]
        return {
            "bands": bands,
            "heights": heights,
            "height": sum(heights)
            + len(bands) * paper.SWOT_BORDER
            + (paper.ROW_HEIGHT if undecided else 0),
            "undecided": undecided
            and self.env._(
                "Trends without a known effect: %s", ", ".join(undecided.mapped("name"))
            ),
        }

    @api.model
    def _prepare_quarter(self, label, lines):
        rows = paper.SWOT_ROWS
        shown = lines if len(lines) <= rows else lines[: rows - 1]
        left = len(lines) - len(shown)
        return {
            "label": label,
            "lines": [
                {
                    "name": line.name,
                    "effect": line._format_effect(),
                    "is_red_flag": line.is_red_flag,
                }
                for line in shown
            ],
            "more": self.env._("and %s more", left) if left else "",
        }
