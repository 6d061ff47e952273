from odoo import models

from .kam_change_sales import ORDER_KINDS


class CrmLead(models.Model):
    """An opportunity of a customer with a plan that is won, lost or taken up again is told at once;
    of any other one nothing is asked.
    """

    _inherit = "crm.lead"

    def _handle_won_lost(self, old_status_by_lead, new_status_by_lead):
        """Odoo tells it of each opportunity that is made, written or deleted."""
        result = super()._handle_won_lost(old_status_by_lead, new_status_by_lead)
        before, after = (
            {key for key, status in statuses.items() if any(status.values())}
            for statuses in (old_status_by_lead, new_status_by_lead)
        )
        lasting = {
            key for key in before & after if old_status_by_lead[key] == new_status_by_lead[key]
        }
        changed = self.filtered(lambda lead: lead.id in (before | after) - lasting)
        self.env["kam.plan"]._follow_documents_sudo(changed, set(ORDER_KINDS))
        return result
