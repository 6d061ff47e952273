from odoo import api, fields, models
from odoo.fields import Domain

from ...tools.branches import Branch
from .kam_value_agreement import CLAIMED


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
    show_deliveries = fields.Boolean()
    show_key_dates = fields.Boolean()
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
