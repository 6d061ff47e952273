import secrets

from odoo import api, fields, models
from odoo.exceptions import ValidationError

TYPES = [
    ("char", "Text"),
    ("text", "Long text"),
    ("selection", "Choice"),
    ("boolean", "Yes or no"),
    ("integer", "Whole number"),
    ("float", "Decimal number"),
    ("date", "Date"),
]


class KamPlanTemplateField(models.Model):
    """A field that a business adds to the plans of one template; an Odoo property."""

    _name = "kam.plan.template.field"
    _description = "Account Plan Template Field"
    _inherit = ["kam.plan.template.line"]

    name = fields.Char("Field", required=True)
    # Values are kept under this name, so a field may be relabelled without losing them.
    technical_name = fields.Char(
        required=True, readonly=True, copy=False, default=lambda self: secrets.token_hex(8)
    )
    type = fields.Selection(TYPES, required=True, default="char")
    choices = fields.Text(help="The choices, one a line.")

    @api.constrains("type", "choices")
    def _check_choices(self):
        for line in self:
            if line.type == "selection" and not line._get_choices():
                raise ValidationError(
                    self.env._(
                        "Field “%s” is a choice: write its choices below each other, one a line.",
                        line.name,
                    )
                )

    def _get_choices(self):
        return [choice.strip() for choice in (self.choices or "").splitlines() if choice.strip()]

    def _prepare_definition(self):
        """Give the line as an entry of a properties definition."""
        entry = {"name": self.technical_name, "string": self.name, "type": self.type}
        if self.type == "selection":
            entry["selection"] = [[choice, choice] for choice in self._get_choices()]
        return entry
