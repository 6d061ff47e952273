from odoo import api, models

from ..common.switches import is_on


class KamPlan(models.Model):
    """The plan says how it is shared, and how far it is from what was agreed."""

    _name = "kam.plan"
    _inherit = ["kam.plan", "kam.plan.sharing"]

    def _is_released(self):
        """What is checked before it is shared is read as if the plan was shared already."""
        return is_on(self, "kam_as_if_shared") or super()._is_released()

    @api.model
    def _get_change_steps_sudo(self):
        """What differs from what was agreed is compared before changes are looked for."""
        return [
            *self.env["kam.share"]._get_drift_steps_sudo(),
            *super()._get_change_steps_sudo(),
        ]

    def _get_chapter_marks(self):
        """Add the people who see the plan, and how many lines differ from what was agreed."""
        marks = super()._get_chapter_marks()
        shown = self.filtered("is_shared")
        if shown:
            shown._add_share_marks(marks)
        return marks

    def _get_overview_parts(self):
        """Add what was agreed with the customer, of plans that are shared."""
        parts = super()._get_overview_parts()
        share = self._find_shares().get(self) if self.is_shared else None
        return [*parts, share._prepare_overview_part()] if share else parts

    def _settle_work(self, before):
        """What was cancelled is shown to nobody any more; a closed plan stays to be read: it is
        what was agreed for its period.
        """
        result = super()._settle_work(before)
        self.filtered(lambda plan: plan.state == "cancelled")._withdraw_shares_sudo()
        return result

    def _absorb_lines(self, other):
        """Of two shares that of the plan that goes on stays; what the other one showed stays known,
        with its plan.
        """
        result = super()._absorb_lines(other)
        told = self.env._("The customers were merged: what is shared is in “%s” now.", self.name)
        other._withdraw_shares_sudo(told)
        return result
