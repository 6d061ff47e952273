from odoo import api, models
from odoo.fields import Domain

from ...tools.action_states import CLOSED_STATES
from ...tools.gaps import Person, next_state
from ..common.days import today_of

# What the rules ask of each relationship.
RELATIONSHIP_FIELDS = (
    "stakeholder_id",
    "user_id",
    "level_actual",
    "level_desired",
    "strength",
    "last_two_way_date",
    "owner_id",
)


class KamGapFinder(models.AbstractModel):
    """Finds the gaps of many maps at once, and tests again those that were to be closed."""

    _name = "kam.gap.finder"
    _description = "Finder of Gaps"

    def _get_plans(self):
        """The open plan of each gap's customer, the one in force first.

        :return: dict {(account, company): kam.plan}, of the plans that the user may read
        """
        return self.env["kam.plan"]._find_in_force(self.account_id, self.company_id)

    def _follow_actions(self):
        """The actions of these gaps were closed, taken up again, or are gone."""
        for gap in self:
            state = gap.action_id.state
            if gap.state == "planned" and state in (False, "cancelled"):
                gap.state = "open"
            elif gap.state == "open" and gap._get_action_state() == "open":
                gap.state = "planned"
        done = self.filtered(lambda gap: gap.state == "planned" and gap.action_id.state == "done")
        if done:
            done._test_again()

    def _test_again(self):
        """The actions of these gaps are done: close the gaps, or say why they are still there."""
        # What was just recorded, such as the call itself, counts.
        self.stakeholder_id.relationship_ids._refresh_strength_sudo()
        self.env["kam.plan"].concat(*self._get_plans().values())._refresh_gaps_soon_sudo()

    @api.model
    def _record_found(self, place, found_gaps, recorded):
        """Bring the recorded gaps of one map in line with those found now.

        :param tuple place: (account, company)
        :param list found_gaps: tools.gaps.Gap
        :param recorded: recorded gaps of the map
        :return: values of the gaps to create
        """
        by_key = {gap.key: gap for gap in found_gaps}
        for record in recorded:
            values = record._prepare_update(by_key.pop(record._get_key(), None))
            if values:
                record.write(values)
        return [self._prepare_gap_values(place, gap) for gap in by_key.values()]

    def _get_key(self):
        return (self.kind, self.stakeholder_id.id or 0, self.role_id.id or 0, self.user_id.id or 0)

    def _get_action_state(self):
        """State of the action as `tools.gaps.next_state` takes it."""
        state = self.action_id.state
        if not state or state == "cancelled":
            return ""
        return "done" if state in CLOSED_STATES else "open"

    def _prepare_update(self, gap):
        """What changes of a recorded gap.

        :param gap: the tools.gaps.Gap that was found, or None when it is there no more
        """
        state, is_back = next_state(self.state, bool(gap), self._get_action_state())
        values = {"state": state}
        if gap:
            values |= {"days": gap.days, "count": gap.count}
        if state == "closed" and self.state != "closed":
            values["date_closed"] = today_of(self.company_id)
        if is_back:
            values |= {
                "date_closed": False,
                "times_back": self.times_back + 1,
                "owner_id": gap.owner or self.owner_id.id,
                "date_deadline": gap.due,
            }
        return {name: value for name, value in values.items() if self._differs(name, value)}

    def _differs(self, name, value):
        current = self[name]
        return (current.id if self._fields[name].relational else current) != value

    @api.model
    def _prepare_gap_values(self, place, gap):
        account, company = place
        return {
            "account_id": account.id,
            "company_id": company.id,
            "kind": gap.kind,
            "date_found": today_of(company),
            "stakeholder_id": gap.person or False,
            "role_id": gap.role or False,
            "user_id": gap.user or False,
            "owner_id": gap.owner or False,
            "date_deadline": gap.due,
            "days": gap.days,
            "count": gap.count,
        }

    @api.model
    def _read_map_people(self, domain):
        """People on maps as the rules take them.

        :param domain: Domain of the people
        :return: dict {(account, company): list of tools.gaps.Person}
        """
        people = self.env["kam.stakeholder"].search_fetch(
            domain,
            [
                "account_id",
                "company_id",
                "influence",
                "role_ids",
                "touch_interval",
                "is_placeholder",
            ],
        )
        relationships = self._read_map_relationships(domain)
        intervals, by_place = people._get_touch_days(), {}
        for person in people:
            by_place.setdefault(person._get_place(), []).append(
                Person(
                    id=person.id,
                    influence=person.influence or "",
                    roles=tuple(person.role_ids.ids),
                    interval=intervals[person],
                    is_placeholder=person.is_placeholder,
                    relationships=relationships.get(person.id, []),
                )
            )
        return by_place

    @api.model
    def _read_map_relationships(self, domain):
        """Relationships of colleagues who are still here: {person id: tools.gaps.Relationship}.

        :param domain: Domain of the people
        """
        by_person = {}
        for relationship in self.env["kam.relationship"].search_fetch(
            Domain("stakeholder_id", "any", domain) & Domain("user_id.active", "=", True),
            RELATIONSHIP_FIELDS,
        ):
            person = relationship.stakeholder_id.id
            by_person.setdefault(person, []).append(relationship._prepare_relationship())
        return by_person
