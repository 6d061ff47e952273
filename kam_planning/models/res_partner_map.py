from odoo import fields, models

FOLLOWED = {"name", "function", "active", "parent_id", "message_bounce"}


class ResPartner(models.Model):
    """A contact on relationship maps: what happens to the contact shows on every map.

    Saving a contact that is on no map costs no query.
    """

    _inherit = "res.partner"

    kam_stakeholder_ids = fields.One2many(
        "kam.stakeholder",
        "partner_id",
        "On Relationship Maps",
        groups="kam_planning.group_kam_user",
    )

    def _is_on_a_map(self):
        known = self.env["kam.stakeholder"]._get_mapped_partner_ids()
        return not known.isdisjoint(self._ids)

    def write(self, vals):
        """Follow the contact on the maps."""
        followed = not FOLLOWED.isdisjoint(vals) and self._is_on_a_map()
        before = followed and {p.id: (p.parent_id, p.message_bounce) for p in self}
        result = super().write(vals)
        if followed:
            self._mark_on_maps_sudo(vals, before)
        return result

    def _mark_on_maps_sudo(self, vals, before):
        """Take over name and title, and mark what a reader of the map should know."""
        people = self.env["kam.stakeholder"]._find_by_partners_sudo(self.ids)
        for partner, own in people.grouped("partner_id").items():
            values = {}
            if "name" in vals:
                values["name"] = partner.name
            if "function" in vals:
                values["title"] = partner.function
            if "active" in vals:
                values["contact_archived_date"] = (
                    False if partner.active else fields.Date.context_today(self)
                )
            change = partner._get_change_of_contact(vals, *before[partner.id])
            if change:
                values["contact_change"] = change
                values["contact_change_date"] = fields.Date.context_today(self)
            # Nobody confirmed anything: what follows the contact is no confirmation.
            own.with_context(kam_no_confirmation=True).write(values)

    def _get_change_of_contact(self, vals, parent, bounces):
        if vals.get("active") is False:
            return "archived"
        if "parent_id" in vals and self.parent_id != parent:
            return "moved"
        if "message_bounce" in vals and self.message_bounce > bounces:
            return "bounced"
        return False

    def unlink(self):
        """Nobody keeps judgements about a contact that is deleted."""
        if self._is_on_a_map():
            self.env["kam.stakeholder"]._find_by_partners_sudo(self.ids)._erase()
        return super().unlink()

    def _prepare_kam_map_action(self, company):
        """Window on the relationship map of this customer."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id("kam_planning.kam_map_action")
        return {**action, "params": {"account_id": self.id, "company_id": company.id}}

    def action_open_kam_map(self):
        """Open the relationship map of the account."""
        self.ensure_one()
        account = self._get_kam_account() or self.commercial_partner_id
        return account._prepare_kam_map_action(self.env.company)
