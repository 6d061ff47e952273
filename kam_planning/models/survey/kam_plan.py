from odoo import api, models
from odoo.fields import Domain

from ..plan.kam_plan_workflow import OPEN_STATES


class KamPlan(models.Model):
    """The plan shows what both sides think of working together."""

    _name = "kam.plan"
    _inherit = ["kam.plan", "kam.survey.plan"]

    def _get_chapter_marks(self):
        """Add the rounds of the survey."""
        marks = super()._get_chapter_marks()
        shown = self.filtered("show_survey")
        if shown:
            shown._add_marks(marks, "survey", "kam.survey.round", count=Domain.TRUE)
        return marks

    def _get_overview_parts(self):
        """Add what the last round of the survey says."""
        parts = super()._get_overview_parts()
        return [*parts, self._prepare_survey_part()] if self.show_survey else parts

    @api.model
    def _get_today(self):
        """Add the surveys that wait for the user's answer."""
        return [*super()._get_today(), self._prepare_surveys_today()]

    def _settle_work(self, before):
        """Nobody answers any more about plans that are over or put away."""
        result = super()._settle_work(before)
        over = self.filtered(lambda plan: plan.state not in OPEN_STATES or not plan.active)
        over._close_surveys_sudo()
        return result

    def _absorb_lines(self, other):
        """Take over the rounds of the survey: all are closed with the other plan."""
        result = super()._absorb_lines(other)
        self.env["kam.survey.round"]._move_sudo(other, self)
        return result

    def unlink(self):
        """Delete rounds by their own method: their activities and messages go with them."""
        self.check_access("read")
        self._drop_surveys_sudo()
        return super().unlink()
