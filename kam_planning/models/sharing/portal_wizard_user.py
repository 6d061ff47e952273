from odoo import models

from ..common.switches import is_on


class PortalWizardUser(models.TransientModel):
    """Who is let into the portal to see a shared plan gets our invitation, not Odoo's beside it."""

    _inherit = "portal.wizard.user"

    def _send_email(self):
        if is_on(self, "kam_own_invitation"):
            return True
        return super()._send_email()
