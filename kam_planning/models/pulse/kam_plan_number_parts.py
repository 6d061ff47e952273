from odoo import fields, models
from odoo.fields import Domain

from ..plan.kam_plan_workflow import OPEN_STATES
from .kam_plan_numbers import NUMBERS

TOP_RISKS = 3


class KamPlanNumberParts(models.AbstractModel):
    """The three numbers in the overview of a plan, and beside them what threatens it and what it is
    worth to the customer.
    """

    _name = "kam.plan.number.parts"
    _description = "Three Numbers in the Overview of a Plan"

    def _get_number_parts(self):
        """The three numbers, the top risks and the value, of blocks that the plan shows."""
        parts = [self._prepare_number_part()]
        if self.show_risks and self.env["kam.risk"].has_access("read"):
            parts.append(self._prepare_risk_part())
        if self.show_values and self.env["kam.value"].has_access("read"):
            parts.append(self._prepare_value_part())
        return parts

    def _prepare_number_part(self):
        is_read, is_open = bool(self.scores_date), self.state in OPEN_STATES
        notes = []
        if is_read:
            notes = self._explain_number("health")["notes"] + self._list_at_once()
        reading = self.env._("The numbers are being read.")
        nobody = self.env._("Nobody read the numbers while the plan was open.")
        return {
            "name": "numbers",
            "rank": 5,
            "title": self.env._("Health, plan and confidence"),
            "chapter": "",
            "empty": reading if is_open else nobody,
            "facts": [self._prepare_number_fact(kind) for kind in NUMBERS if is_read],
            "notes": notes,
            "as_of": fields.Datetime.to_string(self.scores_date) if is_read else False,
            "refresh": "action_refresh_scores" if is_open and not is_read else False,
        }

    def _prepare_number_fact(self, kind):
        labels = {
            "health": self.env._("Health: how the customer behaves"),
            "hygiene": self.env._("Plan: how good it is"),
            "confidence": self.env._("Sure: how much of the health is known"),
        }
        bands = dict(self._fields["health_band"]._description_selection(self.env))
        words = bands.get(self.health_band, "") if kind == "health" else ""
        return {
            "name": kind,
            "kind": kind,
            "label": labels[kind],
            "value": self[kind],
            "change": self[f"{kind}_change"] if kind != "confidence" else False,
            "words": words,
            "unit": "percent" if kind == "confidence" else "points",
        }

    def _prepare_risk_part(self):
        """The three risks that are rated highest."""
        live = Domain("plan_id", "=", self.id) & Domain("state", "!=", "closed")
        risks = self.env["kam.risk"].search(live, limit=TOP_RISKS)
        levels = dict(self.env["kam.risk"]._fields["level"]._description_selection(self.env))
        return {
            "name": "risks",
            "rank": 34,
            "title": self.env._("Top three risks"),
            "chapter": "risks",
            "empty": self.env._("No risk is written down."),
            "lines": [
                {
                    "res_model": risk._name,
                    "res_id": risk.id,
                    "label": risk.name,
                    "note": levels.get(risk.level, self.env._("not rated")),
                }
                for risk in risks
            ],
        }

    def _prepare_value_part(self):
        """Promised, delivered and confirmed: they are never added up."""
        ladder = self.env["kam.value"]._read_ladders(self)[self.id]
        labels = {
            "promised": self.env._("Promised until today"),
            "delivered": self.env._("Delivered"),
            "confirmed": self.env._("Confirmed"),
        }
        return {
            "name": "value",
            "rank": 36,
            "title": self.env._("Value"),
            "chapter": "values",
            "empty": self.env._("No value is agreed."),
            "facts": [
                {
                    "name": step["name"],
                    "label": labels[step["name"]],
                    "value": step["amount"],
                    "unit": "currency",
                    "currency_id": ladder["currency_id"],
                }
                for step in ladder["steps"]
                if step["name"] in labels and any(one["count"] for one in ladder["steps"])
            ],
        }
