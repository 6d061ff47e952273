from odoo import api, models
from odoo.fields import Domain


class KamActionGroup(models.AbstractModel):
    """Actions below their objectives, those of none last and as open as the others."""

    _name = "kam.action.group"
    _description = "Action Below Its Objective"

    @api.model
    @api.readonly
    def web_read_group(self, domain, groupby, aggregates=(), *args, **kwargs):
        """Odoo's, but that the actions of no objective are shown like those of an objective: Odoo
        folds what has no group.
        """
        by_objective = list(groupby)[:1] == ["objective_id"]
        if by_objective and kwargs.get("auto_unfold") and not kwargs.get("opening_info"):
            limit = kwargs.get("unfold_read_default_limit", 80)
            none = {"value": False, "folded": False, "limit": limit, "offset": 0}
            kwargs["opening_info"] = [none]
        return super().web_read_group(domain, groupby, aggregates, *args, **kwargs)

    @api.model
    def _expand_objectives(self, objectives, domain):
        """Headings of a plan's actions: its open objectives, also those that nobody works on."""
        plan_id = self.env.context.get("default_plan_id")
        if plan_id:
            opened = Domain("plan_id", "=", plan_id) & Domain("state", "=", "open")
            objectives |= objectives.search(opened)
        return objectives.sorted()
