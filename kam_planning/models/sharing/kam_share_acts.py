from contextlib import contextmanager
from datetime import timedelta

from markupsafe import Markup

from odoo import SUPERUSER_ID, fields, models
from odoo.exceptions import AccessError, MissingError, UserError
from odoo.tools import html2plaintext, plaintext2html

from ...tools.sharing.typed import clean_words, read_signature
from ..common.at_once import hold
from ..common.days import today_of
from ..common.switches import switch_on
from ..plan.kam_plan_workflow import OPEN_STATES
from .kam_share_answer import DECISIONS

ACTED_TYPE = "kam_planning.mail_activity_type_customer_answer"
# So many letters a customer writes at once, and so much the note of an activity holds.
MOST_LETTERS = 5000
MOST_NOTE = 10000
MOST_OF_NAME = 200
# A drawn signature has some ten thousand bytes.
MOST_BYTES = 1000000
# Whoever sends the same words again so soon pressed the button twice.
PRESSED_TWICE = timedelta(minutes=2)
# The customer follows nothing of ours, and stands by no line of it.
QUIET = {"mail_create_nosubscribe": True, "mail_post_autofollow_author_skip": True}


class KamShareActs(models.AbstractModel):
    """What the customer's people do in a share, each by his own live access.

    An act is asked for by a visitor without any right on our models: each method asks anew whether
    his access is live and gives the right, what he acts upon must leave to him, and whatever it
    cannot do it says in words that tell nothing of ours. An act is done as a whole or not at all:
    who catches what it raises need not undo anything.
    """

    _name = "kam.share.acts"
    _description = "Acts of the Customer in a Share"
    _inherit = ["kam.share.value.acts", "kam.share.survey.acts"]

    def _comment_sudo(self, access, text):
        """Post to the share's own thread, as that person; his words are no HTML.

        :param access: his live kam.share.access
        :param str text: what he typed
        :return: mail.message
        :raise AccessError: when he may not comment
        :raise UserError: when there is nothing, or too much, to say
        """
        with self._acting_sudo(access, "can_comment") as share:
            words = share._read_words(text)
            if not words:
                raise UserError(self.env._("Write something before you send it."))
            if former := share._find_same_comment(access, words):
                return former
            message = share.message_post(
                body=plaintext2html(words),
                author_id=access.partner_id.id,
                message_type="comment",
                subtype_xmlid="mail.mt_comment",
            )
            message.kam_for_customer = True
            who = access.partner_id.name
            share._note_act_sudo(
                access, lambda env: env._("%s wrote a comment.", who), is_logged=False
            )
            return message

    def _find_same_comment(self, access, words):
        """What this person just said in the same words."""
        said = html2plaintext(plaintext2html(words))
        since = fields.Datetime.now() - PRESSED_TWICE
        return self.message_ids.filtered(
            lambda one: (
                one.author_id == access.partner_id
                and one.kam_for_customer
                and one.date >= since
                and html2plaintext(one.body) == said
            )
        )[:1]

    def _tick_off_sudo(self, access, action_id, words=""):
        """Complete an action of the customer's, with his words; recurrence, activities and what
        waits for it follow as if somebody of ours had done it.

        :param access: a live kam.share.access
        :param int action_id: a released action that he is to do, or with the right to act anybody
            of his company
        :param str words: what came of it
        :return: kam.action
        :raise AccessError: when it is somebody else's
        :raise MissingError: when he sees no such action
        :raise UserError: when it cannot be done (any more)
        """
        with self._acting_sudo(access) as share:
            words = share._read_words(words)
            action = share._find_own_sudo("kam.action", action_id)
            hold(action)
            share._check_tick_sudo(access, action)
            with share._hiding_reasons():
                switch_on(action, "kam_no_confirmation")._finish(words)
            action.ticked_by_id = access.partner_id
            texts = {"who": access.partner_id.name, "action": action.name}
            share._note_act_sudo(
                access, lambda env: env._("%(who)s ticked off “%(action)s”.", **texts)
            )
            return action

    def _check_tick_sudo(self, access, action):
        """
        :raise AccessError: when it is somebody else's
        :raise UserError: when it cannot be done (any more)
        """
        if refusal := self._refuse_tick(access, action):
            raise refusal

    def _refuse_tick(self, access, action):
        """Why somebody may not tick off an action, None where he may: only what is the customer's
        to do, is open, and waits for nothing. What the page offers is what is let through.

        It is not named: he reads it as it was agreed, whatever we call it meanwhile.

        :return: what to raise
        """
        is_own = bool(access) and action.contact_id == access.partner_id
        if not (is_own or (access.can_act and self._is_of_customer(action.contact_id))):
            return AccessError(self.env._("This is not yours to tick off."))
        if action.state == "done":
            return UserError(self.env._("This is done already."))
        if not action.is_open or self.plan_id.state not in OPEN_STATES:
            return UserError(self.env._("This is not open any more."))
        if action.is_waiting:
            return UserError(
                self.env._("This cannot be done yet: it waits for something that is still open.")
            )
        return None

    def _read_answer(self, decision, comment, signed_name, signature):
        """What somebody says to a version, as it is kept.

        :raise UserError: when it says nothing, or too much
        """
        words = {"comment": self._read_words(comment), "signed_name": clean_words(signed_name)}
        if decision not in dict(DECISIONS):
            raise UserError(self.env._("Choose: agreed, or changes wanted."))
        if decision == "agreed" and not words["signed_name"]:
            raise UserError(self.env._("Type your name to agree."))
        if len(words["signed_name"]) > MOST_OF_NAME:
            raise UserError(self.env._("Type your name only: this is too long."))
        if decision == "changes" and not words["comment"]:
            raise UserError(self.env._("Say what should be changed."))
        if signature:
            words["signature"] = read_signature(signature, MOST_BYTES)
            if not words["signature"]:
                raise UserError(
                    self.env._("The signature is no picture of at most 1 MB: sign once more.")
                )
        return words

    # what all acts have in common

    @contextmanager
    def _acting_sudo(self, access, *rights):
        """This share as it is written by its visitor, once he was found to be let in.

        Whoever acts at the same moment waits: each act sees what the other one did. Where the act
        fails nothing of it stays.

        :param rights: names of rights of the access, of which he needs one
        """
        self.ensure_one()
        with self.env.cr.savepoint():
            hold(self)
            if access.share_id.id != self.id or not access._filter_live_sudo():
                raise MissingError(self.env._("This page is not shared with you any more."))
            if rights and not any(access[right] for right in rights):
                raise AccessError(self.env._("You may read this page, but not do this."))
            user = access._get_visitor_sudo()
            share = self.with_user(user).sudo().with_context(lang=self.env.lang, **QUIET)
            yield share

    @contextmanager
    def _hiding_reasons(self):
        """What the rules of our side say names what is ours."""
        try:
            yield
        except UserError as error:
            raise UserError(
                self.env._("This cannot be done here at the moment. Tell us in a comment.")
            ) from error

    def _find_own_sudo(self, model, record_id):
        """A line of this plan that the customer sees.

        :raise MissingError: where there is no such line, whatever else has that number
        """
        found = self.env[model].sudo()
        if type(record_id) is int and 0 < record_id < 2**31:
            found = found.search([("id", "=", record_id), ("plan_id", "=", self.plan_id.id)])
        if not found._filter_released_sudo():
            raise MissingError(self.env._("This is not there any more. Load the page anew."))
        return found

    def _read_words(self, text):
        words = clean_words(text)
        if len(words) > MOST_LETTERS:
            raise UserError(
                self.env._(
                    "This is too long: %(count)s letters, and %(most)s at most. Shorten it.",
                    count=len(words),
                    most=MOST_LETTERS,
                )
            )
        return words

    def _note_act_sudo(self, access, describe, is_logged=True):
        """Write an act down in the history, and tell who leads the account.

        As Odoo's own superuser, in the language of who reads it.

        :param access: kam.share.access of who acted, empty where nobody is to know who it was
        :param describe: function of an environment: the act in words
        """
        user = self._find_told_sudo()
        told = self.with_user(SUPERUSER_ID).sudo().with_context(lang=user.lang)
        text = describe(told.env)
        with self._hiding_reasons():
            if is_logged:
                told._message_log(body=text, author_id=access.partner_id.id or None)
            if user:
                told._tell_act_sudo(user, text)

    def _find_told_sudo(self):
        """Who is told what the customer did: the key account manager, or who leads him where he
        can do no work here.
        """
        plan = self.sudo().plan_id
        manager = plan.user_id
        if not manager._filter_absent_sudo(plan.company_id):
            return manager
        return plan._get_leaders_sudo()[plan]

    def _tell_act_sudo(self, user, text):
        """One activity for a day: what else comes on that day stands in its note."""
        line, today = Markup("<p>%s</p>") % text, today_of(self.company_id)
        activity = self.activity_search([ACTED_TYPE], user_id=user.id).filtered(
            lambda one: one.date_deadline == today
        )[:1]
        if not activity:
            self.activity_schedule(
                ACTED_TYPE,
                today,
                self.env._("%s answered: look what came", self.partner_id.display_name),
                line,
                user_id=user.id,
            )
        elif len(activity.note or "") < MOST_NOTE:
            activity.note = (activity.note or Markup()) + line
