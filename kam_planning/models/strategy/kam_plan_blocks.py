from odoo import api, fields, models
from odoo.fields import Domain

from ...tools import paper
from ...tools.branches import Branch
from ...tools.paper import Block
from ...tools.strategy.appraisal import TOP
from .kam_appraisal import KINDS
from .kam_value_agreement import CLAIMED

# The SWOT picture: what helps on the left, what is ours above.
BANDS = (("strengths", "vulnerabilities"), ("opportunities", "threats"))


class KamPlanBlocks(models.AbstractModel):
    """What is planned beyond the work itself is shown where a template asks for it."""

    _inherit = "kam.plan.blocks"

    show_goals = fields.Boolean("Show Customer's Goals")
    show_appraisal = fields.Boolean("Show Appraisal")
    show_competitors = fields.Boolean()
    show_investments = fields.Boolean()
    show_forces = fields.Boolean("Show Force Field")
    show_risks = fields.Boolean()
    show_values = fields.Boolean("Show Value")
    show_strategy_map = fields.Boolean()

    @api.model
    def _get_concept_branches(self):
        """Add what is known of the customer's strategy, and ours."""
        unclaimed, live = Domain("state", "not in", CLAIMED), Domain("state", "!=", "closed")
        branches = [
            one._replace(under=(*one.under, "goal_ids")) if one.name == "objectives" else one
            for one in super()._get_concept_branches()
        ]
        return [
            *branches,
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
