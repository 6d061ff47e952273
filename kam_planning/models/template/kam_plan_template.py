from datetime import timedelta

from odoo import api, fields, models

from ...tools import dates
from ...tools.rows import NaturalKey
from ..common.accents import AlikeChar
from ..common.arguments import check_one


class KamPlanTemplate(models.Model):
    """What a business defines for its plans: blocks, sections, own fields, a starting set."""

    _name = "kam.plan.template"
    _description = "Account Plan Template"
    _inherit = ["kam.guarded", "kam.counted", "kam.plan.blocks"]
    _order = "sequence, id"

    _natural_keys = (NaturalKey(("name",)),)
    _counted_lines = {"plan_count": ("kam.plan", {"template_id": "id"})}

    name = AlikeChar(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", ondelete="cascade", help="Empty: for all companies."
    )
    description = fields.Text(translate=True, help="For which accounts this template is made.")
    tier_id = fields.Many2one(
        "kam.tier",
        ondelete="set null",
        help="Given to customers without a tier whose plan is made from this template.",
    )
    duration = fields.Integer("Plan Duration (months)", default=12, required=True, aggregator=None)
    review_interval = fields.Integer(
        "Review Every (months)", default=3, required=True, aggregator=None
    )

    field_ids = fields.One2many(
        "kam.plan.template.field",
        "template_id",
        "Own Fields",
        copy=True,
        help="Fields that plans made from this template have beside the common ones.",
    )
    section_ids = fields.One2many(
        "kam.plan.template.section", "template_id", "Narrative and Charter", copy=True
    )
    objective_ids = fields.One2many(
        "kam.plan.template.objective", "template_id", "Starting Objectives", copy=True
    )
    action_ids = fields.One2many(
        "kam.plan.template.action", "template_id", "Starting Actions", copy=True
    )
    version_ids = fields.One2many("kam.plan.template.version", "template_id", "Versions")
    plan_ids = fields.One2many("kam.plan", "template_id", "Plans")
    plan_count = fields.Integer(
        compute="_compute_plan_count", search="_search_plan_count", aggregator=None
    )

    _duration_positive = models.Constraint(
        "CHECK (duration > 0)", "A plan lasts at least one month: correct the plan duration."
    )
    _review_interval_positive = models.Constraint(
        "CHECK (review_interval > 0)", "Reviews are at least one month apart: correct the cadence."
    )

    def _search_plan_count(self, operator, value):
        return self._search_count("plan_count", operator, value)

    @api.depends("plan_ids")
    def _compute_plan_count(self):
        counts = dict(
            self.env["kam.plan"]._read_group(
                [("template_id", "in", self.ids)], ["template_id"], ["__count"]
            )
        )
        for template in self:
            template.plan_count = counts.get(template._origin, 0)

    def copy_data(self, default=None):
        """Name the copy as one, so that both can be told apart in the list."""
        vals_list = super().copy_data(default)
        for template, vals in zip(self, vals_list, strict=True):
            if not (default or {}).get("name"):
                vals["name"] = self.env._("%s (copy)", template.name)
        return vals_list

    def copy(self, default=None):
        """Let the copied actions point to the copied lines, not to the original's."""
        copies = super().copy(default)
        for template, new in zip(self, copies, strict=True):
            twin = dict(zip(template.objective_ids, new.objective_ids, strict=True))
            action_twin = dict(zip(template.action_ids, new.action_ids, strict=True))
            for action, copied in action_twin.items():
                copied.objective_id = twin.get(action.objective_id)
                copied.after_id = action_twin.get(action.after_id)
        return copies

    def _get_period_end(self, start):
        """Last day of a plan made from this template; one year without a template."""
        months = self.duration or 12
        return dates.add_months(start, months) - timedelta(days=1)

    def action_open_plans(self):
        """Open the plans made from this template."""
        check_one(self)
        action = self.env["ir.actions.act_window"]._for_xml_id("kam_planning.kam_plan_action")
        return {**action, "domain": [("template_id", "=", self.id)], "context": {}}

    def _get_current_version_sudo(self):
        """Give the frozen definition of own fields that a new plan refers to.

        A plan keeps the version it was made from, so changing a template never takes a field or
        its value from an existing plan. A version is added when the definition has changed.

        :return: `kam.plan.template.version`, one record, or none for a template without own fields
        """
        self.ensure_one()
        definition = [line._prepare_definition() for line in self.sudo().field_ids]
        last = self.sudo().version_ids[:1]
        if last.plan_properties_definition == definition:
            return last
        return last.create(
            {
                "template_id": self.id,
                "number": last.number + 1,
                "plan_properties_definition": definition,
            }
        )
