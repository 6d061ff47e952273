from odoo import api, models

from ..common.switches import switch_on
from .kam_stakeholder_judgement import NO_JUDGEMENT

TEXTS = ("needs", "decision_criteria", "note")


class KamStakeholderMerge(models.AbstractModel):
    """People who turn out to be the same, when their contacts are merged."""

    _name = "kam.stakeholder.merge"
    _description = "Merging of People"

    @api.model
    def _merge_contacts_sudo(self, sources, target):
        """On each map make one person of those whose contacts are merged.

        :param sources: contacts that go
        :param target: the contact that stays
        """
        people = self._find_by_partners_sudo((sources | target).ids)
        people = switch_on(people.with_context(tracking_disable=True), "kam_no_confirmation")
        for same in people.grouped(lambda person: (person.account_id, person.company_id)).values():
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
        above, seen = self.manager_id, self.browse()
        while above and above not in seen:
            seen |= above
            above = above.manager_id
        if other in seen:
            # The other one stands above: this person takes that place.
            self.manager_id = other.manager_id
        elif not self.manager_id and other.manager_id != self:
            self.manager_id = other.manager_id
        (other.report_ids - self).manager_id = self
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
