from odoo import api, models
from odoo.fields import Domain


class KamActionGroup(models.AbstractModel):
    """Actions below their objectives, those of none last and as open as the others."""

    _name = "kam.action.group"
    _description = "Action Below Its Objective"

    @api.model
    def _open_groups(self, *, groupby, auto_unfold, opening_info, **kwargs):
        """Odoo's, but that the actions of no objective are shown like those of an objective: Odoo
        folds what has no group.
        """
        if auto_unfold and not opening_info and groupby[0] == "objective_id":
            limit = kwargs["unfold_read_default_limit"]
            opening_info = [{"value": False, "folded": False, "limit": limit, "offset": 0}]
            kwargs["parent_opening_info"] = opening_info
        return super()._open_groups(
            groupby=groupby, auto_unfold=auto_unfold, opening_info=opening_info, **kwargs
        )

    @api.model
    def _expand_objectives(self, objectives, domain):
        """Headings of a plan's actions: its open objectives, also those that nobody works on."""
        plan_id = self.env.context.get("default_plan_id")
        if plan_id:
            opened = Domain("plan_id", "=", plan_id) & Domain("state", "=", "open")
            objectives |= objectives.search(opened)
        return objectives.sorted()
