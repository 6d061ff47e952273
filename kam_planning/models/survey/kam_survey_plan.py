from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools.misc import format_date

from ..common.arguments import check_one
from ..common.days import today_of
from ..common.known import is_known

# Twice a year.
MONTHS_BETWEEN = 6


class KamSurveyPlan(models.AbstractModel):
    """What a plan has to do with its survey."""

    _name = "kam.survey.plan"
    _description = "Plan With a Survey"
    _unoffered_fields = ("open_survey_id", "survey_headline", "survey_standing")

    open_survey_id = fields.Many2one(
        "kam.survey.round", "Open Round", compute="_compute_surveys", compute_sudo=False
    )
    survey_headline = fields.Char("Survey", compute="_compute_surveys", compute_sudo=False)
    survey_standing = fields.Char("Survey Now", compute="_compute_surveys", compute_sudo=False)

    @api.depends_context("uid", "lang")
    def _compute_surveys(self):
        rounds = self.env["kam.survey.round"]
        last, asked, opened = self._find_surveys()
        for plan in self:
            found, newest = (some.get(plan._origin, rounds) for some in (opened, asked))
            plan.open_survey_id = found
            plan.survey_standing = found.headline or plan._get_survey_step(newest)
            plan.survey_headline = last.get(plan._origin, rounds)._get_headline_beside(newest)

    def _find_surveys(self, is_shown=True):
        """The last closed round that told a gap, the last one at all, and the open round of each
        plan: three dicts {plan: round}.

        :param bool is_shown: only of plans that show the survey
        """
        shown = (self.filtered("show_survey") if is_shown else self)._origin
        domain = Domain("plan_id", "in", shown.ids)
        rounds = self.env["kam.survey.round"].search(domain) if shown else ()
        closed = [one for one in rounds if one.state == "closed"]
        last = {one.plan_id: one for one in closed if one.is_latest}
        asked = {one.plan_id: one for one in reversed(closed)}
        return last, asked, {one.plan_id: one for one in rounds if one.state == "open"}

    def _get_survey_step(self, last):
        """What is to be done next about the survey, or nothing."""
        if not last:
            return self.env._("Nobody was asked yet: open the first round.")
        since = today_of(last.company_id) - relativedelta(months=MONTHS_BETWEEN)
        if last.date_closed > since:
            return False
        return self.env._("Last asked more than half a year ago: open another round.")

    def _prepare_survey_part(self):
        last, asked, opened = (found.get(self) for found in self._find_surveys())
        shown = list(dict.fromkeys(one for one in (opened, asked, last) if one))
        names = ("ours_percent", "theirs_percent") if last else ()
        return {
            "name": "survey",
            "rank": 45,
            "title": self.env._("Survey of both sides"),
            "chapter": "survey",
            "empty": self.env._("Nobody was asked yet how it is to work together."),
            "facts": [
                {
                    "name": name,
                    "label": last._fields[name]._description_string(self.env),
                    "value": last[name],
                    "unit": "percent",
                }
                for name in names
                if is_known(last[name])
            ],
            "lines": [
                {
                    "res_model": one._name,
                    "res_id": one.id,
                    "label": one.headline,
                    "note": self._tell_survey_line(one, asked),
                    "date": one.date_deadline if one.state == "open" else False,
                }
                for one in shown
            ],
        }

    def _tell_survey_line(self, one, asked):
        """When a round was closed, which is no day that it is late by, and what is to be done."""
        closed = format_date(self.env, one.date_closed) if one.state == "closed" else ""
        step = self._get_survey_step(asked) if one == asked else ""
        return " · ".join(filter(None, (closed, step)))

    @api.model
    def _prepare_surveys_today(self):
        return {
            "name": "survey",
            "domain": Domain("is_waiting", "=", True),
            "action": "kam_planning.kam_survey_round_action",
            "label": self.env._("Surveys to answer: %s"),
        }

    def action_open_survey(self):
        """Open a round of the survey: each of the team is reminded.

        :return: True
        :raise AccessError: when the user does not work on the plan
        :raise UserError: when a round is open already
        """
        check_one(self)
        self.check_access("write")
        if self._find_surveys(is_shown=False)[2]:
            raise UserError(
                self.env._(
                    "A round of the survey of “%s” is open already: close it before you open "
                    "another one.",
                    self.display_name,
                )
            )
        self.env["kam.survey.round"].create({"plan_id": self.id})
        return True

    def action_answer_survey(self):
        """Open the form for the user's own answers to the open round.

        :return: window action
        :raise AccessError: when the user does not work on the plan
        :raise UserError: when no round is open
        """
        return self._get_open_survey().action_answer()

    def action_type_in_survey(self):
        """Open the form for what somebody at the customer told, for the open round.

        :return: window action
        :raise AccessError: when the user does not work on the plan
        :raise UserError: when no round is open
        """
        return self._get_open_survey().action_type_in()

    def action_close_survey(self):
        """Close the open round: its figures are made, for good.

        :return: True
        :raise AccessError: when the user does not work on the plan
        :raise UserError: when no round is open
        """
        return self._get_open_survey().action_close()

    def _get_open_survey(self):
        check_one(self)
        self.check_access("write")
        opened = self._find_surveys(is_shown=False)[2]
        if not opened:
            raise UserError(
                self.env._("No round of the survey of “%s” is open.", self.display_name)
            )
        return opened[self]

    def _close_surveys_sudo(self):
        """As superuser: who closes a plan need not be of its team."""
        rounds = self.env["kam.survey.round"].sudo()
        opened = rounds.search([("plan_id", "in", self.ids), ("state", "=", "open")])
        if opened:
            opened._read_app_answers()
            opened._close_sudo()

    def _drop_surveys_sudo(self):
        """With the plan its rounds go, answered or not. As superuser: they are kept else."""
        self.check_access("unlink")
        self.env["kam.survey.round"].sudo().search([("plan_id", "in", self.ids)]).unlink()
