from odoo import api, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from .caches import outdate_caches


class KamPlan(models.Model):
    """The customer of a plan: who may plan it, and the list of all that have a plan at all."""

    _inherit = "kam.plan"

    def _check_hidden_plans(self):
        """What is known about a customer is seen with any of its plans: nobody comes to it by
        making a plan beside one that is confidential.

        No constraint, for Odoo checks those as superuser.

        :raise ValidationError: when all other plans of a customer are hidden from the user
        """
        if self.env.su or self.env.user.has_group("kam_planning.group_kam_manager"):
            return
        domain = Domain("partner_id", "in", self.partner_id.ids)
        domain &= Domain("company_id", "in", self.company_id.ids) & Domain("id", "not in", self.ids)
        others = self.sudo().with_context(active_test=False).search(domain)
        readable = {plan._get_place() for plan in others.sudo(False)._filtered_access("read")}
        hidden = {plan._get_place() for plan in others} - readable
        for plan in self:
            if plan._get_place() in hidden:
                raise ValidationError(
                    self.env._(
                        "You cannot make an account plan for “%s”: there is one that you may not "
                        "read. Ask a manager to put you on its team.",
                        plan.partner_id.display_name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        """Note the customers that get their first plan."""
        planned = self.env["res.partner"]._get_planned_partner_ids()
        plans = super().create(vals_list)
        plans._note_planned_partners(planned)
        plans._check_hidden_plans()
        return plans

    def write(self, vals):
        """Note the customers that plans move to."""
        planned = "partner_id" in vals and self.env["res.partner"]._get_planned_partner_ids()
        result = super().write(vals)
        if "partner_id" in vals:
            self._note_planned_partners(planned)
        if not {"partner_id", "company_id"}.isdisjoint(vals):
            self._check_hidden_plans()
        return result

    def _note_planned_partners(self, planned):
        """Outdate the list when it misses a customer. One too many costs a query and no more.

        :param planned: ids that were on the list before these plans
        """
        if not planned.issuperset(self.partner_id.ids):
            outdate_caches(self.env)
