from odoo import models

from ..common.at_once import hold


class KamPlanCharter(models.AbstractModel):
    """The charter of the account team: how those work together who work for one customer."""

    _name = "kam.plan.charter"
    _description = "Team Charter"

    def action_begin_charter(self):
        """Begin the charters of these plans: a part each for rules, rhythm and decisions, with the
        question that it answers. Plans that have a charter keep it as it is.

        :return: True
        :raise AccessError: when the user may not write a plan
        """
        self.check_access("write")
        hold(self)
        bare = self.filtered(lambda plan: not plan.charter_ids)
        self.env["kam.plan.section"].create(
            [
                {"plan_id": plan.id, "chapter": "team", "sequence": number, **values}
                for plan in bare
                for number, values in enumerate(self._prepare_charter_parts(), 101)
            ]
        )
        return True

    def _prepare_charter_parts(self):
        """What a charter says, as questions."""
        return [
            {
                "name": self.env._("Rules"),
                "question": self.env._(
                    "What do we expect of each other? Who speaks for us with whom, what is written "
                    "down and where, and what do we never do?"
                ),
            },
            {
                "name": self.env._("Rhythm"),
                "question": self.env._(
                    "When does the team talk, for how long and with whom? What is told at once, "
                    "and what can wait?"
                ),
            },
            {
                "name": self.env._("Who decides"),
                "question": self.env._(
                    "Who decides about prices, people and promises, up to which amount? Who has "
                    "the last word when we do not agree?"
                ),
            },
        ]
