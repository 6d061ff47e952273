from datetime import timedelta

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ..common.arguments import check_one
from ..common.at_once import hold
from ..common.days import today_of
from ..plan.kam_plan_approval import QUIET

WORDS_TYPE = "kam_planning.mail_activity_type_share_words"
# Days in which somebody should look at what is to be said.
WORDS_DAYS = 2


class KamShareWords(models.AbstractModel):
    """What is said to the customer beside versions, our answers and the agenda of the next meeting:
    past the same warnings, and where the company wants it past the same second pair of eyes.
    """

    _name = "kam.share.words"
    _description = "Words to the Customer"
    _unoffered_fields = ("answer_asked_by_id", "agenda_waiting")

    answer_waiting = fields.Text("Answer That Waits", readonly=True, copy=False)
    answer_asked_by_id = fields.Many2one(
        "res.users", "Answer Written By", readonly=True, copy=False, ondelete="set null"
    )
    agenda_waiting = fields.Text(
        "Agenda That Waits", compute="_compute_words_waiting", compute_sudo=False
    )
    may_release_words = fields.Boolean(
        compute="_compute_words_waiting", compute_sudo=False, export_string_translation=False
    )

    @api.depends("answer_waiting", "answer_asked_by_id", "state")
    @api.depends_context("uid", "lang")
    def _compute_words_waiting(self):
        for share in self:
            names = share._find_agenda_sudo().values()
            share.agenda_waiting = "\n".join(names) or False
            is_waiting = bool(share.answer_waiting or names)
            share.may_release_words = is_waiting and share._is_second_pair_of_words()

    def _is_second_pair_of_words(self):
        """Whether the user is the second pair of eyes: a manager who does not lead this plan, and
        did not write it himself.
        """
        is_asker = self.answer_waiting and self.answer_asked_by_id == self.env.user
        is_manager = self.env.user.has_group("kam_planning.group_kam_manager")
        return is_manager and not is_asker and not self._needs_release_sudo()

    def _find_agenda_sudo(self):
        """What waits on agendas that people of the customer read: dict {item: its name}.

        As superuser: who releases it reads all that leaves.
        """
        if not self.sudo().company_id.kam_share_second_look or not self.ids:
            return {}
        share = self.sudo().with_context(lang=self.plan_id.sudo()._get_customer_lang())
        ahead = Domain("review_id.date_planned", ">=", today_of(self.company_id))
        planned = ahead & Domain("review_id.state", "=", "planned")
        customer = Domain("visibility", "=", "customer")
        own = Domain("plan_id", "=", self.plan_id.id)
        items = share.env["kam.review.item"].search(own & planned & customer)
        names = items._read_customer_names()
        held_back = items._find_held_back_sudo(names)
        return {item: names[item] for item in held_back}

    # answers

    def _answer_customer(self, text, is_acknowledged=False):
        """Answer the customer, or ask a manager to release the answer.

        :param str text: plain
        :param bool is_acknowledged: whether the warnings of it were read
        :return: mail.message, or False where it waits for its release
        :raise AccessError: when the user does not work on the plan
        :raise UserError: when warnings were not read, another answer waits, or nobody would read it
        """
        self.ensure_one()
        self.check_access("write")
        text = (text or "").strip()
        self._check_answer_text(text)
        hold(self)
        if self.answer_waiting:
            raise UserError(
                self.env._(
                    "Another answer on “%s” waits to be released: take it back first, or ask for "
                    "its release.",
                    self.name,
                )
            )
        self._check_warnings(text, is_acknowledged)
        if not self._needs_release_sudo():
            return self._tell_customer_sudo(text)
        self._ask_answer_sudo(text)
        return False

    def _warn_of_words(self, text):
        """What is to be looked at before somebody says this to the customer: list of str. It tells
        whom he names, so it is for those alone who may say it.
        """
        if not (self and text and self.has_access("write")):
            return []
        return self._find_text_warnings(self._prepare_secrets_sudo(), text)

    def _check_warnings(self, text, is_acknowledged):
        """Keep which warnings of an answer somebody took upon himself.

        :raise UserError: where he did not
        """
        warnings = self._warn_of_words(text)
        if warnings and not is_acknowledged:
            raise UserError(
                self.env._("Read the warnings, and tick that you did:\n%s", "\n".join(warnings))
            )
        if warnings:
            self._note_warnings_sudo(warnings)

    def _note_warnings_sudo(self, warnings):
        """As superuser: nobody writes the history of a share himself."""
        told = self.env._("Said to the customer, acknowledged by %s:", self.env.user.name)
        listed = Markup("").join(Markup("<li>%s</li>") % one for one in warnings)
        body = Markup("%s<ul>%s</ul>") % (told, listed)
        self.sudo()._message_log(body=body, author_id=self.env.user.partner_id.id)

    def _ask_answer_sudo(self, text):
        """As superuser: what waits is kept by the system."""
        self._find_second_pair_sudo()
        self.sudo().write({"answer_waiting": text, "answer_asked_by_id": self.env.uid})
        self._ask_words_sudo()

    def _ask_words_sudo(self):
        """One activity for the manager who is to look, until he did; where there is none, what
        waits goes on waiting.
        """
        leader = self._look_for_second_pair_sudo()
        if not leader or self._find_words_activities_sudo():
            return
        there = self.with_context(lang=leader.lang)
        self.env["mail.activity"].sudo().with_context(**QUIET).create(
            {
                "activity_type_id": self.env["ir.model.data"]._xmlid_to_res_id(WORDS_TYPE),
                "res_model_id": self.env["ir.model"]._get_id("kam.share"),
                "res_id": self.id,
                "user_id": leader.id,
                "date_deadline": today_of(self.company_id) + timedelta(days=WORDS_DAYS),
                "summary": there.env._("Look at what “%s” says to the customer", self.name),
                "automated": True,
            }
        )

    def _find_words_activities_sudo(self):
        types = self.env["ir.model.data"]._xmlid_to_res_id(WORDS_TYPE)
        domain = [("res_model", "=", "kam.share"), ("res_id", "in", self.ids)]
        domain.append(("activity_type_id", "=", types))
        return self.env["mail.activity"].sudo().search(domain)

    # release

    def action_look_at_words(self):
        """Show what waits to be said to the customer, with its warnings.

        :return: window action
        :raise AccessError: when the user may not release it
        """
        check_one(self)
        self.check_access("write")
        self._check_may_release_words()
        return self.env["kam.share.reply"]._begin_release_sudo(self)._get_action()

    def _check_may_release_words(self):
        """
        :raise AccessError: for the one who wrote it, and for all who are no managers
        """
        if not self._is_second_pair_of_words():
            raise AccessError(
                self.env._(
                    "“%s”: what is said to the customer is released by a manager of Key Account "
                    "Management who did not write it himself.",
                    self.display_name,
                )
            )

    def _release_words(self, answer, agenda, is_acknowledged):
        """Let out what a manager looked at.

        :param str answer: as he read it, or ""
        :param str agenda: the same
        :raise AccessError: for the one who wrote it, and for all who are no managers
        :raise UserError: when it is another one meanwhile, or the warnings were not read
        """
        self.check_access("write")
        self._check_may_release_words()
        hold(self)
        items = self._find_agenda_sudo()
        now = (self.answer_waiting or "", "\n".join(items.values()))
        if now != (answer or "", agenda or ""):
            raise UserError(
                self.env._("What waits was changed meanwhile: close this, and look at it again.")
            )
        self._check_warnings("\n".join(filter(None, now)), is_acknowledged)
        self._let_words_out_sudo(items)

    def _let_words_out_sudo(self, items):
        """As superuser: what waits is kept by the system."""
        share, answer = self.sudo(), self.answer_waiting
        author = self.answer_asked_by_id.partner_id
        if answer:
            share.write({"answer_waiting": False, "answer_asked_by_id": False})
            self._tell_customer_sudo(answer, author)
        self.env["kam.review.item"].union(*items)._release_sudo()
        self._find_words_activities_sudo().action_feedback()
        text = self.env._("Said to the customer, released by %s.", self.env.user.name)
        share._message_log(body=text, author_id=self.env.user.partner_id.id)

    def _release_agenda_sudo(self):
        """What of the next meeting stood in the check leaves with the version; what waits of later
        ones a manager is told.
        """
        if not self.sudo().company_id.kam_share_second_look:
            return
        items = self._find_agenda_sudo()
        first = self._find_meeting_sudo()
        shown = [item for item in items if item.review_id == first]
        self.env["kam.review.item"].union(*shown)._release_sudo()
        if len(shown) < len(items):
            self._ask_words_sudo()

    def _send_back_words(self, reason):
        """Let the one who wrote an answer know why it is not released.

        :param str reason: in the manager's words
        :raise AccessError: for the one who wrote it, and for all who are no managers
        :raise UserError: without a word why
        """
        self.check_access("write")
        self._check_may_release_words()
        if not (reason or "").strip():
            raise UserError(self.env._("Say what should be changed before it is said."))
        hold(self)
        asker = self.answer_asked_by_id.partner_id
        text = self.env._("Not released: %s", reason.strip())
        body = Markup("<p>%s</p><blockquote>%s</blockquote>") % (text, self.answer_waiting or "")
        self._end_words_sudo()
        self._ask_again_sudo()
        self.message_post(body=body, partner_ids=asker.ids, subtype_xmlid="mail.mt_note")

    def _end_words_sudo(self):
        """What was written waits no more."""
        self.sudo().filtered("answer_waiting").write(
            {"answer_waiting": False, "answer_asked_by_id": False}
        )
        self._find_words_activities_sudo().unlink()

    def action_take_back_answer(self):
        """Say it not, after all.

        :return: True
        :raise AccessError: when the user does not work on the plan
        """
        self.check_access("write")
        self._end_words_sudo()
        self._ask_again_sudo()
        return True

    def _ask_again_sudo(self):
        """The agenda may wait still."""
        for share in self:
            if share._find_agenda_sudo():
                share._ask_words_sudo()
