import logging
from datetime import datetime, time

from odoo import api, fields, models
from odoo.fields import Domain

from .kam_reminder import work_off

_logger = logging.getLogger(__name__)

RELATIONSHIPS_AT_ONCE = 1000


class KamRelationship(models.Model):
    """The job of the maps: each night, and soon after new contacts.

    Each batch is committed; killed at any moment, the next run goes on where this one was.
    """

    _inherit = "kam.relationship"

    @api.model
    def _cron_relationships(self):
        """Measure what has new contacts or was not measured today, erase what is kept too long,
        find gaps and test them again.
        """
        commit = self.env["ir.cron"]._commit_progress
        people, old = self.env["kam.stakeholder"], self._get_old_strength_domain()
        # One more than the records, for what comes after them: 0 would mean that all is done.
        commit(remaining=self.search_count(old) + 1)
        in_time = (
            self._count_new_traffic()
            and work_off(
                self,
                old,
                type(self)._refresh_strength,
                "Strength of relationship %s (%s) failed",
                RELATIONSHIPS_AT_ONCE,
                _logger,
            )
            and people._erase_overdue_judgements()
            and self.env["kam.gap"]._refresh_all()
        )
        if in_time:
            commit(remaining=0)

    @api.model
    def _count_new_traffic(self):
        """Measure the relationships with new contacts.

        :return: False when the scheduler's time is used up
        """
        traffic = self.env["kam.relationship.traffic"]
        while done := traffic._work_off_sudo():
            if not self.env["ir.cron"]._commit_progress(done, remaining=1):
                return False
        return True

    @api.model
    def _get_old_strength_domain(self):
        """Relationships that were not measured today."""
        midnight = datetime.combine(fields.Date.context_today(self), time.min)
        return Domain("strength_date", "=", False) | Domain("strength_date", "<", midnight)
