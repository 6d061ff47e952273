import logging

from odoo import api, fields, models
from odoo.fields import Domain

from ..common.jobs import commit_batch, lock_as_of_now, try_each

_logger = logging.getLogger(__name__)

NOTES_AT_ONCE = 1000


class KamRelationshipTraffic(models.Model):
    """New contacts with people on maps, to be counted by the next run of the job.

    Rows are only added and taken away: the transaction that sends a mail never waits for, nor
    collides with, the job that measures.
    """

    _name = "kam.relationship.traffic"
    _description = "New Contact to Count"
    _inherit = ["kam.guarded"]
    _order = "id"
    _log_access = False

    partner_id = fields.Many2one("res.partner", required=True, index=True, ondelete="cascade")

    @api.model
    def _note_sudo(self, partner_ids):
        """Remember that there was contact with those of the partners who are on a map.

        Costs no query when none of them is.

        :param partner_ids: iterable of ids
        """
        known = self.env["kam.stakeholder"]._get_mapped_partner_ids().intersection(partner_ids)
        if not known:
            return
        self.sudo().create([{"partner_id": partner_id} for partner_id in sorted(known)])
        cron = self.env.ref("kam_planning.cron_relationships", raise_if_not_found=False)
        if cron:
            cron.sudo()._trigger()

    @api.model
    def _work_off_sudo(self):
        """Count the contacts noted so far; those noted meanwhile wait for the next run.

        :return: False when the scheduler's time is used up
        """
        notes = self.sudo()
        last = notes.search([], order="id desc", limit=1).id or 0
        after = 0
        while found := notes.search(
            Domain("id", ">", after) & Domain("id", "<=", last), limit=NOTES_AT_ONCE
        ):
            after = found[-1].id
            found._count_contacts()
            if not commit_batch(self.env, len(found)):
                return False
            self.env.invalidate_all()
        return True

    def _count_contacts(self):
        """Measure the relationships with the people of these notes, find new ones, and forget the
        notes.

        Those on which somebody else is working keep their notes. One that fails is logged, and
        tried again at night with all others.
        """
        people = self.env["kam.stakeholder"]._find_by_partners_sudo(self.partner_id.ids)
        ties = people.relationship_ids
        free = lock_as_of_now(ties)
        failure = "Strength of relationship %s (%s) failed"
        try_each(free, type(ties)._refresh_strength_sudo, _logger, failure)
        failure = "Finding who knows person %s (%s) failed"
        try_each(people, ties._discover_sudo, _logger, failure)
        waiting = (ties - free).stakeholder_id.partner_id
        self.filtered(lambda note: note.partner_id not in waiting).unlink()
