from odoo import api, models


class ResCompany(models.Model):
    """A company says why the potentials of its customers cannot be computed."""

    _name = "res.company"
    _inherit = ["res.company", "kam.guarded", "kam.job.subject"]

    @api.model
    def _describe_fault(self, method, reason):
        return self.env._("The potentials cannot be computed: %s", reason)
