from odoo import api, fields, models
from odoo.fields import Domain

from ...tools.survey import gap as figures
from ..common.days import today_of
from ..common.known import KnownFloat, is_known

ANSWER_TYPE = "kam_planning.mail_activity_type_survey"
SATISFACTION = "kam_planning.measure_satisfaction"


class KamSurveyResult(models.AbstractModel):
    """What a round came to: kept when it is closed, and fed into the customer's satisfaction."""

    _name = "kam.survey.result"
    _description = "Result of a Survey Round"

    is_latest = fields.Boolean("Last Round", readonly=True, copy=False)
    # Each round counts the same.
    ours_percent = KnownFloat("We (%)", readonly=True, copy=False, digits=(16, 1), aggregator="avg")
    theirs_percent = KnownFloat(
        "They (%)", readonly=True, copy=False, digits=(16, 1), aggregator="avg"
    )
    gap = KnownFloat(
        "Gap (points)",
        readonly=True,
        copy=False,
        digits=(16, 1),
        aggregator="avg",
        help="We minus they, in points of percent: above 0 we see it better than they do.",
    )
    headline = fields.Char(compute="_compute_headline", compute_sudo=False)

    @api.depends("state", "line_ids.gap")
    @api.depends_context("lang", "uid")
    def _compute_headline(self):
        for one in self:
            one.headline = one._get_headline()

    def _get_headline(self):
        """What is to be known of the round, in one sentence."""
        if self.state != "closed":
            return self.env._(
                "Open: %(ours)s of us and %(theirs)s of them answered.",
                ours=self.ours_people,
                theirs=self.theirs_people,
            )
        gaps = [one.gap if is_known(one.gap) else None for one in self.line_ids]
        place = figures.widest(gaps)
        if place is None:
            return " · ".join(self._list_missing()) or self.env._("Nothing was answered.")
        line = self.line_ids[place]
        names = {
            "question": line.name,
            "ours": f"{line.ours_mean:.1f}",
            "theirs": f"{line.theirs_mean:.1f}",
        }
        if line.standing == "alike":
            return self.env._(
                "Both sides see us alike: widest at “%(question)s”, we %(ours)s, they %(theirs)s.",
                **names,
            )
        return self.env._("We rate “%(question)s” %(ours)s, they %(theirs)s.", **names)

    def _get_headline_beside(self, newest):
        """The headline, with its day where a later round told nothing.

        :param newest: kam.survey.round that was closed last
        """
        if not self or self == newest:
            return self.headline
        return f"{self.display_name}: {self.headline}"

    def _list_missing(self):
        sides = ("ours", "theirs")
        return [self._get_missing_words(s) for s in sides if not is_known(self[f"{s}_percent"])]

    def _has_gap(self):
        """Whether the headline tells what both sides said."""
        return any(is_known(line.gap) for line in self.line_ids)

    def _is_shown(self):
        """Whether anybody could see a figure."""
        return is_known(self.ours_percent) or is_known(self.theirs_percent)

    def _close_sudo(self):
        """Keep the figures. As superuser: nobody reads others' answers, nor writes figures."""
        answers = self._group_answers_sudo()
        for one in self.sudo():
            told = [
                line._reckon(answers.get((one.id, line.question_id.id), {}))
                for line in one.line_ids
            ]
            for line, values in zip(one.line_ids, told, strict=True):
                line.write(values)
            today = today_of(one.company_id)
            one.write({"state": "closed", "date_closed": today, **one._prepare_totals(told)})
        self._note_latest_sudo(self.plan_id)
        self._end_reminders_sudo()
        self._feed_satisfaction_sudo()

    def _group_answers_sudo(self):
        """All answers: {(round id, question id): {side: list of (score, who typed it in)}}."""
        answers, found = self.env["kam.survey.answer"].sudo(), {}
        for one in answers.search([("round_id", "in", self.ids)]):
            pair = (one.score, one._get_author())
            sides = found.setdefault((one.round_id.id, one.question_id.id), {})
            sides.setdefault(one.side, []).append(pair)
        return found

    @api.model
    def _prepare_totals(self, told):
        """Both sides overall.

        :param list told: of `_reckon`, one for each question
        """
        ours, theirs = (
            figures.percent([values[name] for values in told])
            for name in ("ours_mean", "theirs_mean")
        )
        gap = figures.gap(ours, theirs)
        return {"ours_percent": ours, "theirs_percent": theirs, "gap": gap}

    @api.model
    def _note_latest_sudo(self, plans):
        """Which round of each plan is the last one that is closed and told a gap; where none did,
        the last one.
        """
        rounds = self.env["kam.survey.round"].sudo()
        for same in rounds.search([("plan_id", "in", plans.ids)]).grouped("plan_id").values():
            closed = same.filtered(lambda one: one.state == "closed")
            last = (closed.filtered(lambda one: one._has_gap()) or closed)[:1]
            (same - last).filtered("is_latest").write({"is_latest": False})
            last.filtered(lambda one: not one.is_latest).write({"is_latest": True})

    def _end_reminders_sudo(self):
        """Nobody is asked any more."""
        self.sudo().activity_unlink([ANSWER_TYPE])

    def _reopen_sudo(self):
        """Nobody saw a figure; the team is asked again."""
        values = dict.fromkeys(("ours_percent", "theirs_percent", "gap", "date_closed"), False)
        self.sudo().write({"state": "open", "is_latest": False, **values})
        self._note_latest_sudo(self.plan_id)
        self._remind_team_sudo()

    def _feed_satisfaction_sudo(self):
        """What the customer said is his satisfaction of the day, in percent. As superuser: the
        figure is the survey's, not of who closed it. Confidential plans feed nobody's figures.
        """
        measure = self.env.ref(SATISFACTION, raise_if_not_found=False)
        if not (measure and measure.active and measure.unit == "percent"):
            return
        for one in self.sudo():
            if is_known(one.theirs_percent) and one.plan_id.confidentiality == "company":
                one._enter_satisfaction(measure)

    def _enter_satisfaction(self, measure):
        """Enter what they said; what was entered by hand for the same day stays in the note."""
        place = {
            "account_id": self.partner_id.id,
            "measure_id": measure.id,
            "date": self.date_closed,
            "company_id": self.company_id.id,
        }
        entries = self.env["kam.measure.entry"]
        there = entries.search(Domain.AND(Domain(name, "=", v) for name, v in place.items()))
        note = self.env._("Survey: %s answers of the customer", self.theirs_people)
        if there:
            notes = (note, there.note, self.env._("before: %s", f"{there.value:g}"))
            note = " · ".join(filter(None, notes))
            there.write({"value": self.theirs_percent, "note": note})
        else:
            entries.create({**place, "value": self.theirs_percent, "note": note})
