from odoo import api, models
from odoo.fields import Domain
from odoo.tools.misc import format_date

from ..common.days import of_each_day, start_of_today
from ..common.jobs import Step
from ..common.known import is_known
from .kam_share_damage import LOOKED

SHARES_AT_ONCE = 100


class KamShareDrift(models.AbstractModel):
    """How far the plan moved away from what was agreed: read each night, and when asked."""

    _name = "kam.share.drift"
    _description = "Drift of a Share"
    _inherit = ["kam.job.subject"]

    @api.model
    def _get_drift_steps_sudo(self):
        """What the job does: shares of which a version is shown, once a day."""
        old = Domain("figures_date", "=", False) | of_each_day(
            self.env, lambda company: Domain("figures_date", "<", start_of_today(company))
        )
        proposed = Domain("state", "=", "shared") & Domain("proposed_id", "!=", False)
        shown = Domain("state", "=", "agreed") | proposed
        domain = shown & Domain("plan_id.active", "=", True) & old
        failure = "Comparing share %s (%s) with what was agreed failed"
        shares = self.env["kam.share"].sudo()
        return [Step(shares, domain, LOOKED, failure, SHARES_AT_ONCE)]

    @api.model
    def _describe_fault(self, method, reason):
        if method == "_settle_late":
            return self.env._("That all agreed could not be settled: %s", reason)
        return super()._describe_fault(method, reason)

    def _say_drift(self):
        """How many lines differ from the agreed version, or False where none does."""
        if not self.drift_count or not is_known(self.drift):
            return False
        return self.env._(
            "Agreed version %(version)s: %(count)s of %(total)s lines differ (%(percent)s %%).",
            version=self.agreed_id.version,
            count=self.drift_count,
            total=round(100 * self.drift_count / self.drift) if self.drift else 0,
            percent=round(self.drift),
        )

    def _say_banner(self):
        """What the plan's workspace says of the drift, with what to do."""
        drift, waiting = self._say_drift(), self.proposed_id.version
        if drift and waiting:
            return self.env._(
                "%(drift)s Version %(version)s waits for the customer.",
                drift=drift,
                version=waiting,
            )
        version = max(self.version_ids.mapped("version"), default=0) + 1
        return drift and self.env._(
            "%(drift)s See, or propose version %(version)s.", drift=drift, version=version
        )

    def _prepare_overview_part(self):
        """What the overview of the plan says of its share."""
        drifted = self._say_drift()
        return {
            "name": "shared",
            "rank": 42,
            "title": self.env._("Shared with the customer"),
            "chapter": "shared",
            "empty": self.env._("Nothing is shared yet."),
            "facts": [
                {
                    "name": "drift",
                    "label": self._fields["drift"]._description_string(self.env),
                    "value": self.drift,
                    "unit": "percent",
                }
            ]
            if drifted
            else [],
            "lines": [
                {
                    "res_model": self._name,
                    "res_id": self.id,
                    "label": self.headline,
                    # A day as it is written: as a date it would be one by which something is due.
                    "note": format_date(self.env, self.agreed_date or self.shared_date),
                    "date": False,
                }
            ],
        }

    def action_refresh_drift(self):
        """Compare what was agreed with what would be shared now.

        :return: True
        :raise AccessError: when the user does not work on the plan
        """
        self.check_access("write")
        self._refresh_drift_sudo()
        self._tell_drift_sudo()
        return True

    def _tell_drift_sudo(self):
        """What was compared is a change at once, or none any more: nobody waits for the night."""
        self.env["kam.change"]._follow_sudo(self.sudo().plan_id, {"drifted"})
