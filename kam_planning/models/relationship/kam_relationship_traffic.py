from odoo import api, fields, models
from odoo.fields import Domain

from ..common.jobs import Step
from ..common.switches import is_loading
from ..common.trying import work_on_each

NOTES_AT_ONCE = 1000


class KamRelationshipTraffic(models.Model):
    """New interactions with people on maps, to be counted by the next run of the job.

    Rows are only added and taken away: the transaction that sends a mail never waits for, nor
    collides with, the job that measures.
    """

    _name = "kam.relationship.traffic"
    _description = "New Interaction to Count"
    _inherit = ["kam.guarded"]
    _order = "id"
    _log_access = False

    partner_id = fields.Many2one("res.partner", required=True, index=True, ondelete="cascade")

    @api.model
    def _note_sudo(self, partner_ids):
        """Remember that there was interaction with those of the partners who are on a map.

        Costs no query when none of them is.

        :param partner_ids: iterable of ids
        """
        if is_loading(self.env):
            return
        mapped = self.env["kam.stakeholder"]._get_mapped_partner_ids().intersection(partner_ids)
        if not mapped:
            return
        self.sudo().create([{"partner_id": partner_id} for partner_id in sorted(mapped)])
        cron = self.env.ref("kam_planning.cron_relationships", raise_if_not_found=False)
        if cron:
            cron.sudo()._trigger()

    @api.model
    def _get_step_sudo(self):
        """Count the interactions noted so far; those noted meanwhile wait for the next run."""
        notes = self.sudo()
        last = notes.search([], order="id desc", limit=1).id or 0
        return Step(
            notes,
            Domain("id", "<=", last),
            "_count_interactions",
            "Counting of interaction %s (%s) failed",
            NOTES_AT_ONCE,
        )

    def _count_interactions(self):
        """Measure the relationships with the people of these notes, find new ones, and forget the
        notes.

        Those on which somebody else is working keep their notes. One that fails is logged, and
        tried again at night with all others.
        """
        people = self.env["kam.stakeholder"]._find_by_partners_sudo(self.partner_id.ids)
        relationships = people.relationship_ids
        free = relationships.try_lock_for_update(allow_referencing=True)
        for records, method, failure in (
            (free, "_refresh_figures", "Strength of relationship %s (%s) failed"),
            (people, "_discover_relationships", "Finding who knows person %s (%s) failed"),
        ):
            work_on_each(records, method, failure, is_last=False)
        waiting = (relationships - free).stakeholder_id.partner_id
        self.filtered(lambda note: note.partner_id not in waiting).unlink()
