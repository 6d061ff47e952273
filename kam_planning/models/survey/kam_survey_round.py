from datetime import timedelta

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools.misc import format_date

from ...tools.rows import NaturalKey
from ...tools.strategy.scorecard import ENOUGH
from ..common.arguments import check_one
from ..common.at_once import hold
from ..common.days import today_of_user
from ..plan.kam_plan_workflow import OPEN_STATES
from .kam_survey_result import ANSWER_TYPE

STATES = [("open", "Open"), ("closed", "Closed")]
# What stays once somebody answered.
KEPT = ("plan_id", "date")
# So long our people and theirs have time to answer.
DAYS_TO_ANSWER = 21


class KamSurveyRound(models.Model):
    """The questions, asked of our team and of the customer's people at the same time.

    Figures are made once, when it is closed: while it is open nobody could see a mean move by one
    answer and reckon that answer.
    """

    _name = "kam.survey.round"
    _description = "Survey Round"
    _inherit = ["kam.survey.result", "kam.survey.app", "kam.plan.line", "kam.internal.thread"]
    _order = "date desc, id desc"
    _rec_name = "date"
    _rec_names_search = ("partner_id", "plan_id")
    _mail_post_access = "write"
    _natural_keys = (NaturalKey(("plan_id", "date")),)
    _unoffered_fields = ("app_survey_id", "is_waiting", "has_app")

    date = fields.Date(
        "Opened On", required=True, index=True, default=lambda self: today_of_user(self)
    )
    date_deadline = fields.Date(
        "Due",
        compute="_compute_date_deadline",
        store=True,
        readonly=False,
        precompute=True,
        tracking=True,
    )
    state = fields.Selection(
        STATES, required=True, default="open", readonly=True, copy=False, tracking=True
    )
    date_closed = fields.Date("Closed On", readonly=True, copy=False)
    line_ids = fields.One2many("kam.survey.line", "round_id", "Questions", readonly=True)
    ours_people = fields.Integer(
        "Our People", compute="_compute_people", compute_sudo=False, aggregator=None
    )
    theirs_people = fields.Integer(
        "Their People", compute="_compute_people", compute_sudo=False, aggregator=None
    )
    is_waiting = fields.Boolean(
        "Waits for My Answer",
        compute="_compute_is_waiting",
        search="_search_is_waiting",
        compute_sudo=False,
    )

    _open_uniq = models.UniqueIndex(
        "(plan_id) WHERE state = 'open'",
        "A round of the survey is open already: close it before you open another one.",
    )
    _deadline_after = models.Constraint(
        "CHECK (date_deadline >= date)",
        "A round of the survey is due on the day it is opened, or later: correct the days.",
    )

    @api.depends("date")
    def _compute_date_deadline(self):
        for one in self:
            one.date_deadline = one.date and one.date + timedelta(days=DAYS_TO_ANSWER)

    @api.depends("date")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for one in self:
            day = one.date and format_date(self.env, one.date)
            one.display_name = self.env._("Survey of %s", day or "–")

    @api.depends("state")
    @api.depends_context("uid")
    def _compute_people(self):
        counts = self._count_people_sudo()
        for one in self:
            one.ours_people = counts.get((one._origin.id, "ours"), 0)
            one.theirs_people = counts.get((one._origin.id, "theirs"), 0)

    def _count_people_sudo(self):
        """{(round id, side): how many answered}. As superuser: how many did is no secret."""
        answers = self.env["kam.survey.answer"].sudo()
        by = ["round_id", "side", "question_id"]
        found = {}
        for one, side, _question, count in answers._read_group(
            [("round_id", "in", self._origin.ids)], by, ["__count"]
        ):
            found[one.id, side] = max(found.get((one.id, side), 0), count)
        return found

    @api.depends("state")
    @api.depends_context("uid")
    def _compute_is_waiting(self):
        waiting = self.search(Domain("id", "in", self._origin.ids) & self._get_waiting_domain())
        for one in self:
            one.is_waiting = one._origin in waiting

    def _search_is_waiting(self, operator, _value):
        return self._get_waiting_domain() if operator == "in" else NotImplemented

    @api.model
    def _get_waiting_domain(self):
        """Open rounds of the user's teams that he did not answer."""
        answered = self.env["kam.survey.answer"]._search([("user_id", "=", self.env.uid)])
        mine = Domain("plan_id.access_user_ids", "in", self.env.uid)
        return (
            mine
            & Domain("state", "=", "open")
            & Domain("id", "not in", answered.subselect("kam_survey_answer.round_id"))
        )

    @api.model_create_multi
    def create(self, vals_list):
        """Ask the questions of today, and remind each of our team."""
        rounds = super().create(vals_list)
        for one in rounds:
            if one.plan_id.state not in OPEN_STATES:
                raise UserError(
                    self.env._(
                        "“%s” is over: open the survey in the plan in force.",
                        one.plan_id.display_name,
                    )
                )
        rounds._ask_sudo()
        return rounds

    def _ask_sudo(self):
        """As superuser: nobody writes by hand what is asked."""
        questions = self.env["kam.survey.question"].sudo().search(Domain.TRUE)
        lines = self.env["kam.survey.line"].sudo()
        values = [
            {
                "round_id": one.id,
                "question_id": question.id,
                "name": question.name,
                "low": question.low,
                "high": question.high,
                "version": question.version,
                "sequence": number,
            }
            for one in self
            for number, question in enumerate(questions)
        ]
        lines.create(values)._keep_words_sudo()
        self._remind_team_sudo()

    def _remind_team_sudo(self):
        """One activity for each who works on the plan: as superuser, for all of them."""
        rounds = self.sudo().filtered(lambda one: one.state == "open")
        answer_type, answered = self.env.ref(ANSWER_TYPE), rounds._find_answered()
        model_id = self.env["ir.model"]._get_id(self._name)
        rounds.env["mail.activity"].create(
            [
                {
                    "activity_type_id": answer_type.id,
                    "res_model_id": model_id,
                    "res_id": one.id,
                    "user_id": user.id,
                    "date_deadline": one.date_deadline,
                    "summary": one._get_summary(user),
                    "automated": True,
                }
                for one in rounds
                for user in one.plan_id.access_user_ids - answered.get(one, answered[None])
            ]
        )

    def _find_answered(self):
        """Who of us answered, {round: res.users, None: nobody}."""
        domain = [("round_id", "in", self.ids), ("side", "=", "ours")]
        groups = self.env["kam.survey.answer"]._read_group(
            domain, ["round_id"], ["user_id:recordset"]
        )
        return {None: self.env["res.users"], **dict(groups)}

    def _get_summary(self, user):
        one = self.with_context(lang=user.lang)
        return one.env._("Say how it is to work with %s", one.partner_id.display_name)

    def write(self, vals):
        """What is answered belongs to its plan, and what is closed stays."""
        kept = {name: vals[name] for name in KEPT if name in vals}
        if kept and not self.env.su:
            self.check_access("write")
            self._check_values(vals)
            self._check_links([vals])
            self._check_moved(kept)
        result = super().write(vals)
        if "date_deadline" in vals:
            self._follow_deadline_sudo()
        return result

    def _check_moved(self, vals):
        for one in self:
            same = all(one._has_value(self._fields[name], vals[name]) for name in vals)
            if not same and (one.state == "closed" or one._count_people_sudo()):
                raise UserError(
                    self.env._(
                        "“%s” is answered already: its plan and its day stay as they are.",
                        one.display_name,
                    )
                )

    def _follow_deadline_sudo(self):
        for one in self.sudo():
            one.activity_reschedule([ANSWER_TYPE], date_deadline=one.date_deadline)

    @api.ondelete(at_uninstall=False)
    def _unlink_unanswered(self):
        if self.env.su:
            return
        for one in self:
            if one._count_people_sudo():
                raise UserError(
                    self.env._(
                        "“%s” is answered already, and kept. Close it instead.", one.display_name
                    )
                )

    # answering

    def action_answer(self):
        """Open the form for the user's own answers.

        :return: window action
        :raise AccessError: when the user does not work on the plan
        :raise UserError: when the round is closed
        """
        return self._open_reply("ours", self.env._("Answer the Survey"))

    def action_type_in(self):
        """Open the form for the answers that somebody at the customer told.

        :return: window action
        :raise AccessError: when the user does not work on the plan
        :raise UserError: when the round is closed
        """
        return self._open_reply("theirs", self.env._("Type In for a Contact"))

    def _open_reply(self, side, name):
        check_one(self)
        self.check_access("write")
        self._check_open()
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": "kam.survey.reply",
            "view_mode": "form",
            "views": [[False, "form"]],
            "target": "new",
            "context": {"default_round_id": self.id, "default_side": side},
        }

    def _check_open(self):
        for one in self:
            if one.state != "open":
                raise UserError(
                    self.env._(
                        "“%s” is closed: its figures stay as they are. Answer in the next round.",
                        one.display_name,
                    )
                )

    def _note_answered_sudo(self, user):
        """Who answered for our side is not reminded any more."""
        answers = self.env["kam.survey.answer"].sudo()
        done = answers.search([("round_id", "in", self.ids), ("user_id", "=", user.id)]).round_id
        if done:
            done.activity_feedback([ANSWER_TYPE], user_id=user.id)

    def _take_from_contact_sudo(self, contact, answers):
        """Record what somebody at the customer answered by his own hand: for the share.

        As nobody of ours: no colleague reads single answers. Who answers again changes his answers
        as long as the round is open.

        :param contact: res.partner of the customer
        :param list answers: dicts ``question_id``, ``score`` from 1 to 5, and ``comment``
        :return: kam.survey.answer
        :raise UserError: when the round is closed
        :raise ValidationError: when a score, question or contact is none of this round
        """
        check_one(self)
        hold(self)
        self._check_open()
        known = self._find_own_answers_sudo(contact, {one["question_id"] for one in answers})
        for answer in answers:
            if one := known.get(answer["question_id"]):
                one.write({name: answer.get(name) for name in ("score", "comment")})
        new = [answer for answer in answers if answer["question_id"] not in known]
        model = self.env["kam.survey.answer"].sudo()
        return model.browse().union(*known.values()) | model._take_sudo(self, new, contact)

    def _find_own_answers_sudo(self, contact, question_ids):
        """What somebody answered, {question id: answer}. What a colleague typed in for him to these
        questions goes: the colleague would go on reading what he says now.
        """
        domain = Domain("round_id", "=", self.id) & Domain("contact_id", "=", contact.id)
        said = self.env["kam.survey.answer"].sudo().search(domain)
        typed = said.filtered(
            lambda one: one.question_id.id in question_ids and one.create_uid.id != SUPERUSER_ID
        )
        left = said - typed
        typed.unlink()
        return {one.question_id.id: one for one in left}

    # closing

    def action_close(self):
        """Close these rounds: their figures are made, for good.

        :return: True
        :raise AccessError: when the user does not work on a plan
        """
        self.check_access("write")
        hold(self)
        opened = self.filtered(lambda one: one.state == "open")
        opened._read_app_answers()
        opened._close_sudo()
        return True

    @api.model
    def _move_sudo(self, source, target):
        """Bring the rounds of one plan to another; of both the open one of the other is closed."""
        rounds = self.sudo().search([("plan_id", "=", source.id)])
        opened = rounds.filtered(lambda one: one.state == "open")
        opened._read_app_answers()
        opened._close_sudo()
        rounds.write({"plan_id": target.id})
        self._note_latest_sudo(target)

    def action_reopen(self):
        """Take up rounds again that were closed too early: of which nobody saw a figure.

        :return: True
        :raise AccessError: when the user does not work on a plan
        :raise UserError: when a side's figures were shown already
        """
        self.check_access("write")
        closed = self.filtered(lambda one: one.state == "closed")
        for one in closed:
            if one._is_shown():
                raise UserError(
                    self.env._(
                        "The figures of “%s” were shown: one more answer could be reckoned from "
                        "them. Open another round.",
                        one.display_name,
                    )
                )
        closed._reopen_sudo()
        return True

    def _get_missing_words(self, side):
        """Why a side has no figures, in words, or nothing."""
        people = self[f"{side}_people"]
        who = self.env._("We") if side == "ours" else self.env._("They")
        if people < ENOUGH:
            return self.env._(
                "%(who)s: not known (%(count)s of %(enough)s answers)",
                who=who,
                count=people,
                enough=ENOUGH,
            )
        return self.env._("%s: not known, a single answer could be reckoned", who)
