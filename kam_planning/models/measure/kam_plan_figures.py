from odoo import fields, models

from ...tools.completeness import Step

# The figures of the overview, with their units.
OVERVIEW = {
    "revenue": "currency",
    "revenue_growth": "percent",
    "margin_rate": "percent",
    "weighted_pipeline": "currency",
    "overdue": "currency",
}


class KamPlanFigures(models.AbstractModel):
    """Figures and targets of a plan as its overview tells of them."""

    _name = "kam.plan.figures"
    _description = "Figures in the Overview of a Plan"

    def _prepare_target_step(self, has_targets):
        self.ensure_one()
        return Step(
            key="targets",
            label=self.env._("Targets"),
            points=100.0 if has_targets else 0.0,
            value=self.env._("set") if has_targets else self.env._("none yet"),
            missing=self.env._("Set a target: last year's figures propose one."),
            minutes=2,
            chapter="targets",
        )

    def _prepare_figure_part(self):
        """Five figures as they are kept, in the company's currency, with the time of reading."""
        self.ensure_one()
        facts = [
            {
                "name": name,
                "label": self._fields[name]._description_string(self.env),
                "value": self[name],
                "unit": unit,
                "currency_id": self.currency_id.id,
            }
            for name, unit in OVERVIEW.items()
        ]
        return {
            "name": "figures",
            "rank": 10,
            "title": self.env._("Figures"),
            "chapter": "figures",
            "empty": self.env._("The figures are being read."),
            "as_of": fields.Datetime.to_string(self.figures_date) if self.figures_date else False,
            "facts": facts if self.figures_date else [],
            "refresh": False if self.figures_date else "action_refresh_figures",
        }
