from odoo import api, models
from odoo.exceptions import UserError

from ..models.common.days import today_of_user


class ReportVersions(models.AbstractModel):
    """What differs between two versions of a plan, on paper."""

    _name = "report.kam_planning.report_versions"
    _description = "Comparison of Two Versions of a Plan"

    @api.model
    def _get_report_values(self, docids, data=None):
        """Compare with the user's own rights.

        :param list docids: id of one snapshot, unless `data` says it
        :param dict data: ``snapshot_id``, ``other_id`` (False: today), ``with_figures``
        :return: dict for the template
        :raise AccessError: when the user may not read the plan
        :raise UserError: on what is no snapshot
        """
        data = data or {}
        chosen = data.get("snapshot_id") or (docids or [False])[0]
        snapshots = self.env["kam.snapshot"].sudo(False)
        snapshot = snapshots.search([("id", "=", chosen)]) if type(chosen) is int else snapshots
        if not snapshot:
            raise UserError(self.env._("Choose the versions to compare in the plan."))
        return {
            "doc_ids": snapshot.ids,
            "doc_model": snapshot._name,
            "docs": snapshot,
            "plan": snapshot.plan_id,
            "today": today_of_user(self),
            "comparison": snapshot.get_comparison(
                data.get("other_id") or False, bool(data.get("with_figures"))
            ),
        }
