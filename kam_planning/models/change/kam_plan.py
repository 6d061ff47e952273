from odoo import api, models
from odoo.fields import Domain

from ..common.jobs import run_job


class KamPlan(models.Model):
    """The plan shows what changed since somebody last stood by its lines."""

    _name = "kam.plan"
    _inherit = ["kam.plan", "kam.change.plan"]

    # changes

    @api.model
    def _cron_changes(self):
        """Find, at night, what changed at the customers of all plans in force."""
        run_job(self.env, self._get_change_steps_sudo())

    @api.model
    def _describe_fault(self, method, reason):
        if method == "_find_changes":
            return self.env._("What changed could not be found: %s", reason)
        return super()._describe_fault(method, reason)

    def _get_chapter_marks(self):
        """Add what is to be judged, and for each chapter how many of its lines are touched."""
        marks = super()._get_chapter_marks()
        self._add_change_marks(marks)
        return marks

    def _get_mark_domains(self, branch):
        """On the map of the plan changed is, too, what an open change touches."""
        marks = super()._get_mark_domains(branch)
        if branch.model == "kam.change":
            marks["changed"] = Domain("state", "=", "open")
        elif self.show_changes and "is_touched" in self.env[branch.model]._fields:
            touched = Domain("is_touched", "=", True)
            marks["changed"] = marks.get("changed", Domain.FALSE) | touched
        return marks

    def _get_overview_parts(self):
        """Add what changed."""
        parts = super()._get_overview_parts()
        return [*parts, self._prepare_change_part()] if self.show_changes else parts

    @api.model
    def _get_today(self):
        """Add the changes that the user's teams have to judge."""
        return [*super()._get_today(), self._prepare_changes_today()]
