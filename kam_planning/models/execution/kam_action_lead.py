from odoo import models

from ..common.arguments import check_one


class KamActionLead(models.AbstractModel):
    """An action becomes an opportunity by a click."""

    _name = "kam.action.lead"
    _description = "Opportunity of an Action"

    def action_create_lead(self):
        """Make an opportunity from the action, linked to it and to its plan, and open it.

        An action that has its opportunity already opens that one.

        :return: window action on the opportunity
        :raise AccessError: when the user may not create opportunities
        """
        check_one(self)
        self.check_access("write")
        if not self.lead_id:
            self.lead_id = self.env["crm.lead"].create(self._prepare_lead_values())
        return self.lead_id._get_records_action(context={})

    def _prepare_lead_values(self):
        return {
            "type": "opportunity",
            "name": self.name,
            "partner_id": (self.contact_id or self.partner_id).id,
            "user_id": (self.user_id or self.plan_id.user_id).id,
            "company_id": self.company_id.id,
            "date_deadline": self.date_deadline,
            "kam_plan_id": self.plan_id.id,
        }
