from odoo import api, models
from odoo.fields import Domain

from ...tools.action_states import CLOSED_STATES
from ...tools.change import changes as calculation
from ...tools.change.changes import Fact

CONTACT_KINDS = {
    "archived": "contact_left",
    "moved": "contact_moved",
    "bounced": "contact_bounced",
}


class KamChangePeople(models.AbstractModel):
    """Changes among the people of the customer."""

    _name = "kam.change.people"
    _description = "Changes of People"
    _inherit = ["kam.change.finder"]

    @api.model
    def _get_finders(self):
        return [
            *super()._get_finders(),
            (tuple(CONTACT_KINDS.values()), "_find_contact_changes"),
            (("silent",), "_find_silent"),
        ]

    @api.model
    def _find_contact_changes(self, scene):
        """People whose contact was archived, moved to another company, or whose mail bounced."""
        plans = scene.get_shown("show_map")
        if not plans:
            return []
        domain = plans._get_places_domain()
        domain &= Domain("contact_change", "in", list(CONTACT_KINDS))
        names = ["account_id", "company_id", "partner_id", "contact_change", "contact_change_date"]
        people = self.env["kam.stakeholder"].search_fetch(domain, names)
        actions = self._find_actions_with(plans, people.partner_id)
        facts = []
        for person in people:
            plan = scene.by_place.get((person.account_id.id, person.company_id.id))
            if plan and plan in plans:
                touches = {(person._name, person.id)}
                found = actions.get((plan.id, person.partner_id.id), ())
                touches |= {("kam.action", action_id) for action_id in found}
                day = person.contact_change_date or scene.days[plan.company_id]
                kind = CONTACT_KINDS[person.contact_change]
                place = (plan.id, kind, person._name, person.id, str(day), day)
                facts.append(Fact(*place, touches=frozenset(touches)))
        return facts

    @api.model
    def _find_actions_with(self, plans, partners):
        """Open actions that somebody is to do with these contacts: {(plan, contact): ids}."""
        if not partners:
            return {}
        domain = Domain("plan_id", "in", plans.ids) & Domain("contact_id", "in", partners.ids)
        domain &= Domain("state", "not in", CLOSED_STATES)
        keys = ["plan_id", "contact_id"]
        groups = self.env["kam.action"]._read_group(domain, keys, ["id:array_agg"])
        return {(plan.id, contact.id): ids for plan, contact, ids in groups}

    @api.model
    def _find_silent(self, scene):
        """People of whom nothing was heard for twice the interval. Of whom nothing was ever heard,
        or who is parked or gone, nothing changed.
        """
        plans = scene.get_shown("show_map")
        if not plans:
            return []
        here = plans._get_places_domain() & Domain("parked_reason", "=", False)
        here &= Domain("contact_change", "!=", "archived")
        domain = Domain("stakeholder_id", "any", here) & Domain("user_id.active", "=", True)
        domain &= Domain("last_two_way_date", "!=", False)
        relationships = self.env["kam.relationship"]
        groups = relationships._read_group(domain, ["stakeholder_id"], ["last_two_way_date:max"])
        people = self.env["kam.stakeholder"].browse([person.id for person, _day in groups])
        intervals, facts = people._get_touch_days(), []
        for person, last in groups:
            plan = scene.by_place.get((person.account_id.id, person.company_id.id))
            if not plan or plan not in plans:
                continue
            today = scene.days[plan.company_id]
            if calculation.is_silent(last, intervals[person], today, scene.thresholds):
                place = (plan.id, "silent", person._name, person.id, str(last), today)
                touches = frozenset({(person._name, person.id)})
                facts.append(Fact(*place, old=str(last), touches=touches))
        return facts
