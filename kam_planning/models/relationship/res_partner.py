from odoo import fields, models

from ..common.arguments import check_one
from ..common.days import group_by_zone, today_of
from ..common.switches import switch_on

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

    kam_map_person_ids = fields.One2many(
        "kam.stakeholder",
        "account_id",
        "People on the Map",
        groups="kam_planning.group_kam_user",
    )

    def _is_on_a_map(self):
        mapped = self.env["kam.stakeholder"]._get_mapped_partner_ids()
        return not mapped.isdisjoint(self._ids)

    def write(self, vals):
        """Follow the contact on the maps."""
        followed = not FOLLOWED.isdisjoint(vals) and self._is_on_a_map()
        before = followed and {partner.id: partner._read_followed() for partner in self}
        result = super().write(vals)
        if followed:
            self._mark_on_maps_sudo(before)
        return result

    def _read_followed(self):
        return {name: self[name] for name in FOLLOWED}

    def _mark_on_maps_sudo(self, before):
        """Take over name and title where nobody typed others, and mark what a reader of the map
        should know.

        :param dict before: {partner id: values of the followed fields}
        """
        people = self.env["kam.stakeholder"]._find_by_partners_sudo(self.ids)
        for partner, stakeholders in people.grouped("partner_id").items():
            for company, of_zone in group_by_zone(stakeholders):
                today, former = today_of(company), before[partner.id]
                for typed, people in of_zone.grouped(lambda p, f=former: p._get_typed(f)).items():
                    values = partner._prepare_map_values(former, today, typed)
                    if values:
                        # Nobody confirmed anything: what follows the contact is no confirmation.
                        switch_on(people, "kam_no_confirmation").write(values)

    def _prepare_map_values(self, before, today, typed):
        """What a change of this contact changes of the person on the maps.

        :param dict before: values of the followed fields
        :param date today: where the company of the map is
        :param frozenset typed: names of the followed fields that somebody typed on the map
        """
        changed = {name for name in FOLLOWED if self[name] != before[name]}
        values = {}
        if "name" in changed - typed:
            values["name"] = self.name or self.display_name
        if "function" in changed - typed:
            values["title"] = self.function
        if "active" in changed:
            values["contact_archived_date"] = False if self.active else today
            # Whoever came back is not archived any more.
            values |= {"contact_change": False, "contact_change_date": False}
        change = self._get_change_of_contact(changed, before)
        if not change and "contact_change" not in typed and changed & typed:
            change = "changed"
        if change:
            values |= {"contact_change": change, "contact_change_date": today}
        return values

    def _get_change_of_contact(self, changed, before):
        if "active" in changed and not self.active:
            return "archived"
        if "parent_id" in changed:
            return "moved"
        if self.message_bounce > before["message_bounce"]:
            return "bounced"
        return False

    def unlink(self):
        """Nobody keeps judgements about a contact that is deleted."""
        if self._is_on_a_map():
            self.env["kam.stakeholder"]._find_by_partners_sudo(self.ids)._erase_sudo()
        return super().unlink()

    def _prepare_kam_map_action(self, company):
        """Window on the relationship map of this customer."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id("kam_planning.kam_map_action")
        return {
            **action,
            "context": {"active_id": self.id},
            "params": {"account_id": self.id, "company_id": company.id},
        }

    def action_open_kam_map(self):
        """Open the relationship map of the account."""
        check_one(self)
        account = self._get_kam_account() or self.commercial_partner_id
        return account._prepare_kam_map_action(account._get_kam_company())
