from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain


class KamPlanLine(models.AbstractModel):
    """What belongs to a plan and is seen by those who see the plan."""

    _name = "kam.plan.line"
    _description = "Line of a Plan"
    _inherit = ["kam.editable", "kam.guarded"]
    _check_company_auto = True
    _confirm_interval_depends = ("plan_id.review_interval",)
    _owner_fields = ("plan_id",)
    # Links that must lead to lines of the same plan.
    _same_plan_fields = ()
    _contact_fields = ("contact_id",)

    plan_id = fields.Many2one(
        "kam.plan", "Account Plan", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="plan_id.company_id", store=True, index=True, precompute=True
    )
    partner_id = fields.Many2one(
        related="plan_id.partner_id", string="Customer", store=True, index=True, precompute=True
    )
    # Not stored: read by way of the plan, also to sort and to group, nothing has to follow.
    kam_user_id = fields.Many2one(related="plan_id.user_id", string="Key Account Manager")
    tier_id = fields.Many2one(related="plan_id.tier_id", string="Tier of the Plan")

    @api.constrains(lambda self: ("plan_id", *self._same_plan_fields))
    def _check_same_plan(self):
        for line in self:
            for name in self._same_plan_fields:
                for other in line[name].filtered(lambda o, plan=line.plan_id: o.plan_id != plan):
                    raise ValidationError(
                        self.env._(
                            "%(model)s “%(line)s”: “%(other)s” (%(field)s) belongs to another "
                            "plan. Choose one of “%(plan)s”.",
                            model=self._description,
                            line=line.display_name,
                            other=other.display_name,
                            field=self._fields[name]._description_string(self.env),
                            plan=line.plan_id.display_name,
                        )
                    )

    @api.model
    def _get_import_scope(self, name):
        """Lines of the same plan."""
        is_line = name in self._same_plan_fields or name in self._owner_fields
        return ("plan_id",) if is_line and name != "plan_id" else super()._get_import_scope(name)

    @api.model
    def _get_contact_account(self, place):
        """The customer of the plan."""
        plan = self.env["kam.plan"].browse(place.get("plan_id") or [])
        return plan._filtered_access("read").partner_id.id

    @api.model
    def _get_measured_domain(self):
        """Lines of confidential plans are in nobody's figures."""
        return super()._get_measured_domain() & Domain("plan_id.confidentiality", "=", "company")

    def _is_released(self):
        """A line leaves only with its plan."""
        return super()._is_released() and self.plan_id._is_released()

    def _get_confirm_interval(self):
        """A confirmation holds for one cadence of the plan's reviews."""
        return self.plan_id.review_interval
