from odoo import api, models
from odoo.tools import SQL

from ..common.jobs import run_job


class KamRelationshipJob(models.AbstractModel):
    """The job of the maps: each night, and soon after new interactions.

    Each batch is committed; killed at any moment, the next run goes on where this one was.
    """

    _name = "kam.relationship.job"
    _description = "Job of the Relationships"

    @api.model
    def _cron_relationships(self):
        """Measure what has new interactions or was not measured today, erase what is kept too long,
        find gaps and test them again.
        """
        run_job(
            self.env,
            [
                self.env["kam.relationship.traffic"]._get_step_sudo(),
                *(step for _rank, step in self._get_refresh_steps()),
                self.env["kam.stakeholder"]._get_erasure_step(),
                self.env["kam.plan"]._get_gap_step(),
            ],
        )

    @api.model
    def _outdate_strength_sudo(self):
        """The weights changed: the job measures all relationships anew, soon."""
        self.flush_model(["strength_date"])
        self.env.cr.execute(SQL("UPDATE kam_relationship SET strength_date = NULL"))
        self.invalidate_model(["strength_date"])
        self.env.ref("kam_planning.cron_relationships").sudo()._trigger()
