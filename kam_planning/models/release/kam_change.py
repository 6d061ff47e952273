from odoo import api, fields, models
from odoo.fields import Domain

from ...tools.change.changes import Fact


class KamChange(models.Model):
    """That a plan is not what was agreed with the customer any more is a change, too: it goes when
    the plan comes back, or another version is agreed.
    """

    _inherit = "kam.change"

    kind = fields.Selection(
        selection_add=[("drifted", "Agreed version drifted")], ondelete={"drifted": "cascade"}
    )

    @api.model
    def _get_finders(self):
        return [*super()._get_finders(), (("drifted",), "_find_drifted")]

    @api.model
    def _find_drifted(self, scene):
        """Agreed versions of which too many lines differ, as they were compared last."""
        plans = scene.plans.filtered("is_shared")
        if not plans:
            return []
        domain = Domain("plan_id", "in", plans.ids) & Domain("state", "=", "agreed")
        domain &= Domain("drift", ">", 0)
        domain &= Domain("drift", ">=", scene.thresholds.drift_percent)
        names = ["plan_id", "agreed_id", "drift"]
        return [
            Fact(
                *(share.plan_id.id, "drifted", share._name, share.id, None),
                scene.days[share.plan_id.company_id],
                old=str(share.agreed_id.version),
                new=f"{share.drift:.0f}",
            )
            for share in self.env["kam.share"].search_fetch(domain, names)
        ]

    def _explain_drifted(self):
        return self.env._(
            "%(now)s %% of the lines differ from version %(version)s",
            now=self.new_value,
            version=self.old_value,
        )
