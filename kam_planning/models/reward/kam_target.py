from odoo import api, models
from odoo.fields import Domain


class KamTarget(models.Model):
    _inherit = "kam.target"

    @api.model
    def _get_living_domain(self):
        """The job goes on to read targets of plans that are over while somebody is still to be
        paid by them: invoices and goods that come back are booked after a plan is closed. How the
        plan ended is kept by its snapshot.
        """
        return super()._get_living_domain() | self._get_rewarded_domain_sudo()

    @api.model
    def _get_rewarded_domain_sudo(self):
        """Targets of open schemes, and of closed ones in which a correction waits. As superuser:
        schemes are read by few.
        """
        waits = Domain("state", "=", "closed") & Domain("statement_ids.state", "=", "draft")
        schemes = Domain("state", "=", "open") | waits
        lines = self.env["kam.reward.line"].sudo()
        targets = lines.search([("scheme_id", "any", schemes)])._find_targets_sudo()
        return Domain("id", "in", targets.ids)
