from odoo import api, fields, models


class KamRelationshipTraffic(models.Model):
    """New contacts with people on maps, to be counted by the next run of the job.

    Rows are only added and taken away: the transaction that sends a mail never waits for, nor
    collides with, the job that measures.
    """

    _name = "kam.relationship.traffic"
    _description = "New Contact to Count"
    _log_access = False

    partner_id = fields.Many2one("res.partner", required=True, ondelete="cascade")

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
    def _work_off_sudo(self, limit=1000):
        """Measure the relationships of the people with new contacts, and forget those contacts.

        :return: int, how many notes there were
        """
        notes = self.sudo().search([], limit=limit)
        people = self.env["kam.stakeholder"]._find_by_partners_sudo(notes.partner_id.ids)
        people.relationship_ids._refresh_strength()
        count = len(notes)
        notes.unlink()
        return count
