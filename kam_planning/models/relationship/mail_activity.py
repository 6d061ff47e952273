from odoo import models


class MailActivity(models.Model):
    _inherit = "mail.activity"

    def write(self, vals):
        """Count what was done with people on the maps."""
        result = super().write(vals)
        if vals.get("active") is False:
            self._note_interactions()
        return result

    def _note_interactions(self):
        """Done on somebody who is on a relationship map: an interaction to count.

        Those on opportunities and orders wait for the night: finding their contacts would cost
        every activity a query.
        """
        self.env["kam.relationship.traffic"]._note_sudo(self._find_contact_ids_sudo())

    def _find_contact_ids_sudo(self):
        """Ids of the contacts with whom something was done; the user may not read all of them."""
        ids = {name: [] for name in ("res.partner", "kam.action", "kam.stakeholder")}
        for activity in self:
            ids.get(activity.res_model, []).append(activity.res_id)
        contacts = self.env["kam.action"].sudo().browse(ids["kam.action"]).contact_id
        contacts |= self.env["kam.stakeholder"].sudo().browse(ids["kam.stakeholder"]).partner_id
        return {*ids["res.partner"], *contacts._ids}
