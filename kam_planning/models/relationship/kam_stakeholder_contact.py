from odoo import api, fields, models, tools
from odoo.exceptions import ValidationError
from odoo.fields import NO_ACCESS

from ..common.caches import clear_caches
from ..common.days import today_of
from ..common.switches import switch_on
from .kam_stakeholder_judgement import NO_JUDGEMENT

CONTACT_CHANGES = [
    ("archived", "Contact archived"),
    ("moved", "Moved to another company"),
    ("bounced", "Mail address bounced"),
    ("changed", "Changed on the contact"),
]
# Texts of two people who turn out to be the same are put one below the other.
TEXTS = ("needs", "decision_criteria", "note")
NO_CHANGE = {"contact_change": False, "contact_change_date": False}


class KamStakeholderContact(models.AbstractModel):
    """The contact behind a person: what happens to it is followed, and shows on every map.

    People who turn out to be the same, when their contacts are merged, become one.
    """

    _name = "kam.stakeholder.contact"
    _description = "Contact Behind a Person"
    _unoffered_fields = ("contact_archived_date",)

    contact_change = fields.Selection(
        CONTACT_CHANGES,
        readonly=True,
        copy=False,
        help="What happened to the contact since somebody last confirmed this person.",
    )
    contact_change_date = fields.Date("Contact Changed On", readonly=True, copy=False)
    # From this day runs the time after which judgements are erased: nobody moves it by hand.
    contact_archived_date = fields.Date(
        "Contact Archived On",
        readonly=True,
        copy=False,
        index="btree_not_null",
        groups=NO_ACCESS,
    )

    @api.depends("contact_change", "contact_change_date")
    def _compute_stale_date(self):
        """What happened to the contact contradicts what was confirmed."""
        result = super()._compute_stale_date()
        for person in self.filtered("contact_change"):
            person.stale_date = person.contact_change_date
        return result

    @api.onchange("partner_id")
    def _onchange_partner_id(self):
        """Say what goes when a person becomes somebody else."""
        if self._origin.partner_id and self.partner_id != self._origin.partner_id:
            return {
                "warning": {
                    "title": self.env._("Another person"),
                    "message": self.env._(
                        "What is known of “%s”, judgements and relationships, is about that person "
                        "and goes when you save. The place on the map stays.",
                        self._origin.partner_id.name,
                    ),
                }
            }
        return None

    @api.constrains("partner_id")
    def _check_contact(self):
        if colleague := self._get_colleagues_on_map_sudo()[:1]:
            raise ValidationError(
                self.env._(
                    "“%s” is one of our own users. On the map are people of the customer; who "
                    "of ours knows them is a relationship.",
                    colleague.name,
                )
            )

    def _get_colleagues_on_map_sudo(self):
        """The contacts of these people who are users of ours, also those hidden from the user."""
        return self.sudo().partner_id.filtered(lambda contact: not contact.partner_share)

    @api.model_create_multi
    def create(self, vals_list):
        """New people may be contacts: their changes are followed from now on."""
        mapped = self._get_mapped_partner_ids()
        people = super().create(vals_list)
        people._follow_contacts(mapped)
        return people

    def write(self, vals):
        """Another contact is another person: what was known of the former one goes.

        Nobody else's change says that somebody has seen what happened to the contact: only another
        contact, parking, and "still true" do.
        """
        replaced, mapped = self.browse(), frozenset()
        if "partner_id" in vals:
            mapped = self._get_mapped_partner_ids()
            replaced = self.filtered(
                lambda person: person.partner_id and person.partner_id.id != vals["partner_id"]
            )
            replaced._forget_seniority_sudo()
        result = super().write(vals)
        if not {"partner_id", "parked_reason"}.isdisjoint(vals):
            self._note_seen_sudo()
        if "partner_id" in vals:
            replaced._forget_former_contact_sudo()
            self._follow_contacts(mapped)
        return result

    def action_confirm_still_true(self):
        """Confirm these people as they stand: whoever does has seen what happened to them.

        :return: True
        :raise AccessError: when a person may not be written
        """
        result = super().action_confirm_still_true()
        self._note_seen_sudo()
        return result

    def action_accept_contact(self):
        """Take over name and job title from the contacts of these people, in place of what somebody
        typed.

        :return: True
        :raise AccessError: when a person may not be written, or a contact not be read
        """
        self.check_access("write")
        for person in self.filtered("partner_id"):
            name = person.contact_name or person.name
            person.write({"name": name, "title": person.contact_title})
        self._note_choice_sudo()
        return True

    def action_keep_typed(self):
        """Keep what somebody typed, whatever the contacts of these people say now.

        :return: True
        :raise AccessError: when a person may not be written
        """
        self.check_access("write")
        self._note_choice_sudo()
        return True

    def _get_typed(self, before):
        """What somebody typed of this person that differs from what the contact said.

        :param dict before: values of the contact's followed fields
        :return: frozenset of names of the contact's fields, with `contact_change` where a graver
            change was not seen yet
        """
        typed = set()
        if before["name"] and self.name != before["name"]:
            typed.add("name")
        if (self.title or "") != (before["function"] or ""):
            typed.add("function")
        if self.contact_change not in (False, "changed"):
            typed.add("contact_change")
        return frozenset(typed)

    def _note_choice_sudo(self):
        """Somebody chose between what was typed and what the contact says."""
        chosen = self.sudo().filtered(lambda person: person.contact_change == "changed")
        switch_on(chosen, "kam_no_confirmation").write(dict(NO_CHANGE))

    def _note_seen_sudo(self):
        """What happened to the contacts of these people was seen; no user writes these stamps."""
        self.sudo().filtered("contact_change").write(dict(NO_CHANGE))

    def _forget_former_contact_sudo(self):
        """Judgements and relationships were about the former contact.

        As superuser: who puts somebody else in this place may not see what was thought.
        """
        people = switch_on(self.sudo(), "kam_no_confirmation")
        people.relationship_ids.unlink()
        people.write({**NO_JUDGEMENT, "contact_archived_date": False})
        people._forget_gaps()

    def _forget_seniority_sudo(self):
        """A seniority set by hand was the former contact's: the next one's title says it anew."""
        self.sudo().filtered("is_seniority_manual").is_seniority_manual = False

    def _follow_contacts(self, mapped):
        """The contacts of these people are on a map now; archived ones are known as such.

        :param mapped: ids of the contacts who were on a map before
        """
        if not mapped.issuperset(self.partner_id.ids):
            clear_caches(self.env)
        self._discover_relationships()
        self._note_archived_contacts_sudo()

    def _note_archived_contacts_sudo(self):
        """Since when the contacts are archived; no user writes this date."""
        for person in self.sudo():
            is_gone = bool(person.partner_id) and not person.partner_id.active
            since = is_gone and (person.contact_archived_date or today_of(person.company_id))
            if person.contact_archived_date != since:
                person.contact_archived_date = since

    def _discover_relationships(self):
        """Record who of ours knows these people, by what is recorded of them."""
        self.env["kam.relationship"]._discover_sudo(self.filtered("partner_id"))

    @api.model
    @tools.ormcache()
    def _get_mapped_partner_ids(self):
        """Ids of all contacts on any map. Tells where to look, is never shown to a user."""
        return frozenset(self._find_mapped_partner_ids_sudo())

    @api.model
    def _find_mapped_partner_ids_sudo(self):
        groups = self.sudo()._read_group([("partner_id", "!=", False)], ["partner_id"])
        return [partner.id for (partner,) in groups]

    @api.model
    def _find_by_partners_sudo(self, partner_ids):
        """People on maps, of any customer, who are one of these contacts."""
        mapped = self._get_mapped_partner_ids().intersection(partner_ids)
        people = self.sudo()
        return people.search([("partner_id", "in", list(mapped))]) if mapped else people

    @api.model
    def _merge_contacts_sudo(self, sources, target):
        """On each map make one person of those whose contacts are merged.

        :param sources: contacts that go
        :param target: the contact that stays
        """
        people = self._find_by_partners_sudo((sources | target).ids)
        people = switch_on(people.with_context(tracking_disable=True), "kam_no_confirmation")
        for same in people.grouped(lambda person: person._get_place()).values():
            kept = same.filtered(lambda person: person.partner_id == target)[:1] or same[:1]
            for other in same - kept:
                kept._absorb(other)

    def _absorb(self, other):
        """Take over everything of another person, who then goes."""
        self._absorb_place(other)
        self._absorb_relationships(other)
        self._absorb_judgement(other)
        self._absorb_gaps(other)
        other.message_change_thread(self)
        other.unlink()

    def _absorb_place(self, other):
        self._absorb_managers(other)
        self.buying_center_id = self.buying_center_id or other.buying_center_id

    def _absorb_relationships(self, other):
        relationships = {
            relationship.user_id: relationship for relationship in self.relationship_ids
        }
        for relationship in other.relationship_ids:
            kept = relationships.get(relationship.user_id)
            if not kept:
                relationship.stakeholder_id = self
                continue
            for name in ("level_actual", "level_desired"):
                kept[name] = max(kept[name], relationship[name])
            kept.owner_id = kept.owner_id or relationship.owner_id

    def _absorb_gaps(self, other):
        there = {(gap.kind, gap.role_id, gap.user_id) for gap in self.gap_ids}
        for gap in other.gap_ids:
            if (gap.kind, gap.role_id, gap.user_id) not in there:
                gap.stakeholder_id = self

    def _absorb_judgement(self, other):
        self.role_ids |= other.role_ids
        self.influence = self.influence or other.influence
        if self.support == NO_JUDGEMENT["support"]:
            self.support = other.support
        for name in TEXTS:
            texts = dict.fromkeys(filter(None, (self[name], other[name])))
            self[name] = "\n".join(texts) or False
        answered = self.answer_ids.question_id
        other.answer_ids.filtered(
            lambda answer: answer.question_id not in answered
        ).stakeholder_id = self
        self._absorb_lines(other)

    def _absorb_lines(self, other):
        """Informal lines come along, without those to oneself and those that are there already."""
        lines = self.influence_to_ids | self.influence_from_ids
        there = {(line.source_id, line.target_id, line.kind) for line in lines}
        for line in other.influence_to_ids | other.influence_from_ids:
            source = self if line.source_id == other else line.source_id
            target = self if line.target_id == other else line.target_id
            key = (source, target, line.kind)
            if source != target and key not in there:
                line.write({"source_id": source.id, "target_id": target.id})
                there.add(key)
