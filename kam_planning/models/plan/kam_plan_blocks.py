from odoo import api, fields, models
from odoo.fields import Domain

from ...tools.branches import Branch
from ...tools.paper import Block


class KamPlanBlocks(models.AbstractModel):
    """Which blocks a plan shows, and how they stand on paper. A template proposes them; each plan
    keeps its own choice.
    """

    _name = "kam.plan.blocks"
    _description = "Blocks of a Plan"

    show_sections = fields.Boolean("Show Narrative", default=True)
    show_team = fields.Boolean("Show Account Team", default=True)

    def _get_block_fields(self):
        """Names of the block switches."""
        return [name for name in self.env["kam.plan.blocks"]._fields if name.startswith("show_")]

    def _prepare_block_values(self):
        """Values that carry this record's blocks over to another."""
        self.ensure_one()
        return {name: self[name] for name in self._get_block_fields()}

    @api.model
    def _get_paper_blocks(self):
        """The blocks of a printed plan; each room adds its own.

        :return: list of `tools.paper.Block`
        """
        return [
            Block(
                sequence=10,
                name="overview",
                label=self.env._("Business overview"),
                heading=self.env._("Business overview"),
                switch="show_sections",
                model="kam.plan.section",
                template="kam_planning.paper_overview",
                fill="_fill_paper_overview",
                finish="_finish_paper_overview",
            ),
            Block(
                sequence=70,
                name="team",
                label=self.env._("Account team"),
                heading=self.env._("Account team"),
                switch="show_team",
                model="kam.team.member",
                template="kam_planning.paper_team",
                fill="_fill_paper_team",
                is_usual=False,
                is_half=True,
            ),
            Block(
                sequence=71,
                name="charter",
                label=self.env._("Team charter"),
                heading=self.env._("Team charter"),
                switch="show_team",
                model="kam.plan.section",
                template="kam_planning.paper_overview",
                fill="_fill_paper_charter",
                finish="_finish_paper_overview",
                is_usual=False,
                most=12,
            ),
        ]

    @api.model
    def _get_concept_branches(self):
        """The branches of the map of a plan; each room adds its own.

        :return: list of `tools.branches.Branch`
        """
        return [
            Branch(
                sequence=100,
                name="narrative",
                label=self.env._("Narrative"),
                model="kam.plan.section",
                switch="show_sections",
                domain=Domain("chapter", "=", "narrative"),
                question=self.env._("What do they want from us, and what do we want from them?"),
            ),
            Branch(
                sequence=50,
                name="team",
                label=self.env._("Account Team"),
                model="kam.team.member",
                switch="show_team",
                mine=("user_id",),
                question=self.env._("Who works with this customer?"),
                called=("user_id.partner_id", "contact_id"),
            ),
        ]
