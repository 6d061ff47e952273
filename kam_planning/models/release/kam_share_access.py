from odoo import models

from ..common.arguments import check_one


class KamShareAccess(models.Model):
    """Our people see the page as each of these persons does."""

    _inherit = "kam.share.access"

    def _get_rights(self):
        """What the person may do, for another access."""
        return {name: self[name] for name in ("can_comment", "can_act", "can_agree")}

    def action_preview(self):
        """Open the customer's page as this person sees it, or will see it.

        :return: action that opens the page
        :raise AccessError: when the user does not work on the plan
        """
        check_one(self)
        self.check_access("write")
        return self._get_preview()

    def _get_preview(self):
        url = f"/kam_planning/share/{self.share_id.id}/preview?access={self.id}"
        return {"type": "ir.actions.act_url", "url": url, "target": "new"}
