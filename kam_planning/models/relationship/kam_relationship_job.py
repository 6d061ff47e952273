import logging
from datetime import datetime, time

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..common.jobs import work_off

_logger = logging.getLogger(__name__)

# Odoo writes a hundred rows a query; all other queries of a batch are shared by these.
RELATIONSHIPS_AT_ONCE = 3000


class KamRelationshipJob(models.AbstractModel):
    """The job of the maps: each night, and soon after new contacts.

    Each batch is committed; killed at any moment, the next run goes on where this one was.
    """

    _name = "kam.relationship.job"
    _description = "Job of the Relationships"

    @api.model
    def _cron_relationships(self):
        """Measure what has new contacts or was not measured today, erase what is kept too long,
        find gaps and test them again.
        """
        commit = self.env["ir.cron"]._commit_progress
        people, gaps = self.env["kam.stakeholder"], self.env["kam.gap"]
        traffic = self.env["kam.relationship.traffic"]
        # One more than the records: 0 would mean that all is done.
        commit(remaining=self._count_due() + 1)
        in_time = (
            traffic._work_off_sudo()
            and self._refresh_old_strength()
            and people._erase_overdue_judgements()
            and gaps._refresh_all()
        )
        if in_time:
            commit(remaining=0)

    @api.model
    def _count_due(self):
        """How many records the job has to look at."""
        people = self.env["kam.stakeholder"]
        due = (
            (self.env["kam.relationship.traffic"].sudo(), Domain.TRUE),
            (self, self._get_old_strength_domain()),
            (people, people._get_overdue_judgement_domain()),
            (self.env["kam.plan"], self.env["kam.gap"]._get_due_plan_domain()),
        )
        return sum(model.search_count(domain) for model, domain in due)

    @api.model
    def _refresh_old_strength(self):
        """Measure all relationships that were not measured today.

        :return: False when the scheduler's time is used up
        """
        return work_off(
            self,
            self._get_old_strength_domain(),
            type(self)._refresh_strength_sudo,
            "Strength of relationship %s (%s) failed",
            RELATIONSHIPS_AT_ONCE,
            _logger,
        )

    @api.model
    def _get_old_strength_domain(self):
        """Relationships that were not measured today."""
        midnight = datetime.combine(fields.Date.context_today(self), time.min)
        return Domain("strength_date", "=", False) | Domain("strength_date", "<", midnight)

    @api.model
    def _outdate_strength_sudo(self):
        """The weights changed: the job measures all relationships anew, soon."""
        self.flush_model(["strength_date"])
        self.env.cr.execute(SQL("UPDATE kam_relationship SET strength_date = NULL"))
        self.invalidate_model(["strength_date"])
        self.env.ref("kam_planning.cron_relationships").sudo()._trigger()
