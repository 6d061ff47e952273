from odoo import api, models

from ...tools.paper import Block


class KamPlanBlocks(models.AbstractModel):
    _inherit = "kam.plan.blocks"

    @api.model
    def _get_paper_blocks(self):
        """Add what the customer is worth worldwide."""
        worldwide = Block(
            sequence=72,
            name="worldwide",
            label=self.env._("Worldwide"),
            heading=self.env._("Worldwide"),
            switch="is_global",
            model="kam.plan",
            template="kam_planning.paper_lines",
            fill="_fill_paper_worldwide",
            is_usual=False,
            most=12,
        )
        return [*super()._get_paper_blocks(), worldwide]

    def _fill_paper_worldwide(self):
        """A line for each plan that the user reads, and what they are together."""
        return {plan: plan._prepare_paper_worldwide() for plan in self}

    def _prepare_paper_worldwide(self):
        sheet, currency = self._describe_worldwide(), self._get_global_currency()
        rows = [row for group in sheet["groups"] for row in group["rows"]]
        columns = [
            (self.env._("Company"), 22),
            (self.env._("Account plan"), 28),
            (self.env._("Revenue"), 18, "end"),
            (self.env._("Margin"), 18, "end"),
            (self.env._("Attainment"), 14, "end"),
        ]
        total = {"company": self.env._("Together"), "name": "", **sheet["totals"]}
        lines = [self._prepare_paper_global_row(row, currency) for row in [total, *rows]]
        intro = " ".join([*sheet["rates"], *self._list_unknown_worldwide(sheet), *sheet["notes"]])
        part = self._prepare_lines(columns, lines, intro=intro)
        return {**part, "fixed": part["fixed"] + part["heights"][0]}

    @api.model
    def _list_unknown_worldwide(self, sheet):
        """Of how many plans an amount of the total is not known, in words."""
        labels = {"revenue": self.env._("revenue"), "margin": self.env._("margin")}
        return [
            self.env._(
                "Of %(count)s of %(plans)s plans the %(figure)s is not known.",
                count=sheet["totals"]["unknown"][name],
                plans=sheet["totals"]["plans"],
                figure=label,
            )
            for name, label in labels.items()
            if sheet["totals"]["unknown"][name]
        ]

    @api.model
    def _prepare_paper_global_row(self, row, currency):
        share = row["attainment"]
        known = share is not None and share is not False
        return [
            row["company"],
            row["name"],
            *(
                self._format_on_paper(row["amounts"][name], currency)
                for name in ("revenue", "margin")
            ),
            f"{share:,.0f} %" if known else "",
        ]
