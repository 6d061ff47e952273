from odoo import api, models


class ReportShare(models.AbstractModel):
    """The customer's page on paper: the same texts in the same order."""

    _name = "report.kam_planning.report_share"
    _description = "Shared Plan for the Customer"

    @api.model
    def _get_report_values(self, docids, data=None):
        """Prepare what may leave.

        :param list docids: ids of `kam.share.access`: each is the page of one person
        :return: dict for the template
        :raise AccessError: when the user does not work on the plan
        """
        accesses = self.env["kam.share.access"].sudo(False).browse(docids)
        accesses.check_access("write")
        return {
            "doc_ids": docids,
            "doc_model": accesses._name,
            "docs": accesses,
            "pages": self._prepare_pages_sudo(accesses),
        }

    @api.model
    def _prepare_pages_sudo(self, accesses):
        """As superuser: what leaves decides, and not what the colleague may read."""
        return [
            access.share_id._as_read_by_sudo(access)._prepare_preview_sudo(access)
            for access in accesses.sudo()
        ]
