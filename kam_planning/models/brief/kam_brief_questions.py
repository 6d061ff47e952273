from odoo import models
from odoo.fields import Domain

from ...tools.brief.brief import cut_name, take_in_turns
from ...tools.gaps import NEVER_DAYS

MOST_QUESTIONS = 3
LIVE_GAP = Domain("state", "in", ("open", "planned"))


class KamBriefQuestions(models.AbstractModel):
    """Three questions for a meeting, from what the plan does not know: of each kind of gap the
    first one, then the second.

    Of the gaps in the map only silence is asked about. That a role is not filled, that a person is
    known by too few or not well enough, and that one colleague holds all that is strong tells what
    is thought of people.
    """

    _name = "kam.brief.questions"
    _description = "Questions of a Brief"

    def _prepare_question_lines(self, contacts):
        """Lines of the kind "question".

        :param contacts: res.partner, who comes: silence is asked about of them, else of all
        """
        found = [
            *((self._ask_silent(contacts), self._ask_nobody()) if self.show_map else ()),
            *((self._ask_goals(),) if self.show_goals else ()),
            *((self._ask_suppliers(),) if self.show_whitespace else ()),
        ]
        return [
            self._prepare_brief_line("question", record, text)
            for record, text in take_in_turns(found, MOST_QUESTIONS)
        ]

    def _find_asked(self, model, domain, order=None):
        lines = self.env[model]
        if not lines.has_access("read"):
            return lines
        domain &= self._get_places_domain()
        return lines.search(domain, order=order, limit=MOST_QUESTIONS)

    def _ask_silent(self, contacts):
        """Of whom nothing was heard for too long."""
        domain = LIVE_GAP & Domain("kind", "=", "silence")
        if contacts:
            domain &= Domain("stakeholder_id.partner_id", "in", contacts.ids)
        gaps = self._find_asked("kam.gap", domain)
        return [(gap, self._ask_what_is_new(gap)) for gap in gaps]

    def _ask_what_is_new(self, gap):
        name = cut_name(gap.stakeholder_id.name)
        if gap.days >= NEVER_DAYS:
            return self.env._("What is new with %s? No contact is recorded.", name)
        return self.env._(
            "What is new with %(name)s? Nothing was heard for %(days)s days.",
            name=name,
            days=gap.days,
        )

    def _ask_nobody(self):
        """Places on the map for which no contact is known."""
        domain = Domain("is_placeholder", "=", True) & Domain("parked_reason", "=", False)
        people = self._find_asked("kam.stakeholder", domain)
        return [
            (person, self.env._("Who is their “%s”?", cut_name(person.name))) for person in people
        ]

    def _ask_goals(self):
        """Goals that we only assume."""
        goals = self._find_asked("kam.customer.goal", Domain("source", "=", "assumed"))
        return [
            (goal, self.env._("Is this so: “%s”? We only assume it.", cut_name(goal.name)))
            for goal in goals
        ]

    def _ask_suppliers(self):
        """What they buy of somebody, we do not know of whom."""
        cells = self._find_asked("kam.whitespace", Domain("state", "=", "unknown"))
        return [
            (cell, self.env._("Who supplies “%s” today?", cut_name(cell.offering_id.name)))
            for cell in cells
        ]
