from datetime import timedelta

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..common.arguments import check_one
from ..common.at_once import hold
from ..common.days import today_of
from ..plan.kam_plan_approval import QUIET
from ..sharing.kam_share_access import VISIBLE

RELEASE_TYPE = "kam_planning.mail_activity_type_share_release"
# Days in which somebody should look at what is to be shared.
RELEASE_DAYS = 2
# What the page shows beside the lines; it leaves as soon as it is written.
SHOWN = {"name", "intro", "attachment_ids"}
MODES = [("share", "Share as it stands"), ("propose", "Ask for agreement")]


class KamShareRelease(models.AbstractModel):
    """Nothing leaves but through the check, and, where the company wants it so, past a second pair
    of eyes: a manager who did not ask for it himself.

    A manager who shares a plan of somebody else is that second pair; his own plan another manager
    releases.
    """

    _name = "kam.share.release"
    _description = "Release of a Share"
    _unoffered_fields = ("release_mode", "release_note")

    is_release_requested = fields.Boolean(
        "Waits for Release", readonly=True, copy=False, tracking=True
    )
    release_mode = fields.Selection(MODES, "To Be Released", readonly=True, copy=False)
    release_note = fields.Text("Note to the Customer", readonly=True, copy=False)
    release_asked_by_id = fields.Many2one(
        "res.users", readonly=True, copy=False, ondelete="set null"
    )
    may_release = fields.Boolean(compute="_compute_may_release", export_string_translation=False)
    may_change_shown = fields.Boolean(
        compute="_compute_may_change_shown", export_string_translation=False
    )

    @api.depends("is_release_requested", "release_asked_by_id")
    @api.depends_context("uid")
    def _compute_may_release(self):
        for share in self:
            share.may_release = share.is_release_requested and share._is_second_pair()

    @api.depends("state", "plan_id.user_id")
    @api.depends_context("uid")
    def _compute_may_change_shown(self):
        for share in self:
            is_seen = share.state in VISIBLE
            share.may_change_shown = not (is_seen and share._needs_release_sudo())

    def _check_may_change_shown(self):
        """What leaves without a check once a plan is seen, and to whom, goes past no second pair of
        eyes either.

        :raise AccessError: for who may not share these plans alone
        """
        for share in self.filtered(lambda one: not one.may_change_shown):
            raise AccessError(
                self.env._(
                    "The customer sees “%s” already, and what he sees is released by a manager of "
                    "Key Account Management: ask one to change this. People are also invited when "
                    "the next version that you propose is released.",
                    share.display_name,
                )
            )

    def _is_second_pair(self):
        """Whether the user may release what somebody else asked for."""
        is_manager = self.env.user.has_group("kam_planning.group_kam_manager")
        return is_manager and self.release_asked_by_id != self.env.user

    def _needs_release_sudo(self):
        """Whether somebody else has to look at what the user shares. As superuser: users need not
        read the settings of the company.
        """
        self.ensure_one()
        if not self.sudo().company_id.kam_share_second_look:
            return False
        is_manager = self.env.user.has_group("kam_planning.group_kam_manager")
        return not is_manager or self.plan_id.user_id == self.env.user

    def _is_version_only_sudo(self):
        """Whether only versions leave: as it stands, a line that is switched on later would leave
        past the second pair of eyes; and where a version is proposed or agreed, the page shows
        that one.
        """
        share = self.sudo()
        return bool(share.company_id.kam_share_second_look or share.proposed_id or share.agreed_id)

    def _check_mode_sudo(self, mode):
        """
        :raise UserError: where the plan cannot be shared as it stands
        """
        if mode != "share" or not self._is_version_only_sudo():
            return
        if self.sudo().company_id.kam_share_second_look:
            raise UserError(
                self.env._(
                    "What customers see is released by a manager: ask for agreement. A plan that "
                    "is shared as it stands would show later lines without him."
                )
            )
        raise UserError(
            self.env._(
                "The customer sees a version of “%s”: ask for agreement to the next one, or take "
                "the proposal back.",
                self.display_name,
            )
        )

    def _choose_mode(self, mode):
        """How it leaves, unless somebody chooses otherwise."""
        if self.may_release:
            return self.release_mode
        return "propose" if self._is_version_only_sudo() else mode

    def action_check(self):
        """Show all that leaves before it does: share it as it stands, or ask for agreement.

        :return: window action
        :raise AccessError: when the user does not work on the plan
        :raise UserError: when the plan is over or the share was withdrawn
        """
        return self._open_check("share")

    def action_propose(self):
        """Show all that leaves before it is proposed as the next version.

        :return: window action
        :raise AccessError: when the user does not work on the plan
        :raise UserError: when the plan is over or the share was withdrawn
        """
        return self._open_check("propose")

    def _open_check(self, mode):
        check_one(self)
        self.check_access("write")
        self._check_open()
        if self.state == "withdrawn":
            raise UserError(
                self.env._("“%s” was withdrawn: share the plan anew.", self.display_name)
            )
        dialogue = self.env["kam.share.check"]._begin(self, mode)
        return dialogue._get_action()

    def _go_live(self, mode, note, warnings):
        """Let the customer see it, or ask him to agree, after the check; where a second pair of
        eyes is wanted it is asked for.

        :param str mode: one of `MODES`
        :param str note: to the customer, or ""
        :param list warnings: what was acknowledged, in words
        """
        self.check_access("write")
        hold(self)
        self._check_mode_sudo(mode)
        self._note_check_sudo(mode, warnings)
        if self.is_release_requested and self.may_release:
            self._end_release_sudo(is_released=True)
        elif self._needs_release_sudo():
            self._check_agreeing(mode)
            self._ask_release_sudo(mode, note)
            return
        self._end_release_sudo()
        self._let_out_sudo(mode, note)

    def _check_agreeing(self, mode):
        """Ask no manager for what cannot be proposed."""
        if mode == "propose" and not self._find_agreeing_sudo():
            raise UserError(
                self.env._(
                    "“%s”: nobody is asked to agree. Tick “Agrees” for at least one person.",
                    self.name,
                )
            )

    def _let_out_sudo(self, mode, note):
        """Share or propose, and invite those who are prepared; what was checked is what leaves."""
        if mode == "propose":
            version = self._propose_sudo(note or False)
            self._invite_sudo(self._find_prepared_sudo())
            self._tell_version_sudo(version)
        else:
            self._share_sudo()
            self._invite_sudo(self._find_prepared_sudo())
        self._release_agenda_sudo()

    def _find_prepared_sudo(self):
        return self.sudo().access_ids.filtered(lambda one: one.state == "prepared").sudo(False)

    def _note_check_sudo(self, mode, warnings):
        """Keep who looked at what leaves, and which warnings he took upon himself."""
        modes = dict(self._fields["release_mode"]._description_selection(self.env))
        text = self.env._("Checked before sharing: %s.", modes[mode])
        listed = Markup("").join(Markup("<li>%s</li>") % one for one in warnings)
        if listed:
            told = self.env._("Acknowledged by %s:", self.env.user.name)
            text = Markup("%s %s<ul>%s</ul>") % (text, told, listed)
        self.sudo()._message_log(body=text, author_id=self.env.user.partner_id.id)

    # taking back

    def action_take_back_proposal(self):
        """Ask for no agreement to the version that is proposed any more: the customer sees what was
        agreed before, or else what is shared as it stands. What was answered stays known.

        :return: True
        :raise AccessError: when the user does not work on the plan
        :raise UserError: when no version waits, such as when all agreed to it
        """
        check_one(self)
        self.check_access("write")
        hold(self)
        if not self.proposed_id:
            raise UserError(
                self.env._(
                    "No version of “%s” waits for the customer, and what all agreed to stays "
                    "agreed. Propose another version, or withdraw the plan.",
                    self.display_name,
                )
            )
        self._take_back_proposal_sudo()
        return True

    def _take_back_proposal_sudo(self):
        """As superuser: the state is kept by the system. Where only versions leave and none was
        agreed before, nothing is seen until the next one is released.
        """
        share = self.sudo()
        text = self.env._("%s was taken back.", share.proposed_id.display_name)
        values = {"proposed_id": False}
        if share.company_id.kam_share_second_look and not share.agreed_id:
            values["state"] = "draft"
        share.write(values)
        share._message_log(body=text, author_id=self.env.user.partner_id.id)

    # second pair of eyes

    def _ask_release_sudo(self, mode, note):
        """As superuser: who shares plans nothing else for a manager."""
        leader = self._find_second_pair_sudo()
        self._find_release_activities_sudo().unlink()
        self.sudo().write(
            {
                "is_release_requested": True,
                "release_mode": mode,
                "release_note": note or False,
                "release_asked_by_id": self.env.uid,
            }
        )
        share = self.with_context(lang=leader.lang)
        self.env["mail.activity"].sudo().with_context(**QUIET).create(
            {
                "activity_type_id": self.env["ir.model.data"]._xmlid_to_res_id(RELEASE_TYPE),
                "res_model_id": self.env["ir.model"]._get_id("kam.share"),
                "res_id": self.id,
                "user_id": leader.id,
                "date_deadline": today_of(self.company_id) + timedelta(days=RELEASE_DAYS),
                "summary": share.env._("Look at what “%s” shows the customer", self.name),
                "automated": True,
            }
        )

    def _look_for_second_pair_sudo(self):
        """Who is to look: the one who leads the key account manager, never the one who asks."""
        managers = self.plan_id._get_managers_sudo().sorted("id") - self.env.user
        leader = self.plan_id._get_leaders_sudo()[self.plan_id] & managers
        return leader[:1] or managers[:1]

    def _find_second_pair_sudo(self):
        """
        :raise UserError: when there is nobody who could look
        """
        found = self._look_for_second_pair_sudo()
        if not found:
            raise UserError(
                self.env._(
                    "“%(share)s” is released by a second manager of Key Account Management, and "
                    "%(company)s has none. An administrator switches that off in the settings.",
                    share=self.display_name,
                    company=self.company_id.sudo().name,
                )
            )
        return found

    def _find_release_activities_sudo(self):
        types = self.env["ir.model.data"]._xmlid_to_res_id(RELEASE_TYPE)
        domain = [("res_model", "=", "kam.share"), ("res_id", "in", self.ids)]
        domain.append(("activity_type_id", "=", types))
        return self.env["mail.activity"].sudo().search(domain)

    def _end_release_sudo(self, is_released=False):
        """What was asked for is decided, or asked for no more."""
        asked = self.filtered("is_release_requested").sudo()
        activities = asked._find_release_activities_sudo() if asked else asked.activity_ids
        if is_released:
            activities.action_feedback()
        else:
            activities.unlink()
        asked.write(
            {
                "is_release_requested": False,
                "release_mode": False,
                "release_note": False,
                "release_asked_by_id": False,
            }
        )

    def _check_may_release(self):
        """
        :raise AccessError: for the one who asked, and for all who are no managers
        """
        self.check_access("write")
        if not self.is_release_requested:
            raise UserError(self.env._("“%s” does not wait for a release.", self.display_name))
        if not self._is_second_pair():
            raise AccessError(
                self.env._(
                    "“%s” is released by a manager of Key Account Management who did not ask for "
                    "it himself.",
                    self.display_name,
                )
            )

    def _send_back(self, reason):
        """Let the one who asked know what is to be changed first.

        :param str reason: in the manager's words
        :raise AccessError: for the one who asked, and for all who are no managers
        :raise UserError: without a word why
        """
        self._check_may_release()
        if not (reason or "").strip():
            raise UserError(self.env._("Say what should be changed before it is shared."))
        hold(self)
        asker = self.release_asked_by_id.partner_id
        self._end_release_sudo()
        self.message_post(
            body=self.env._("Not released: %s", reason.strip()),
            partner_ids=asker.ids,
            subtype_xmlid="mail.mt_note",
        )

    def action_take_back_request(self):
        """Ask for no release any more.

        :return: True
        :raise AccessError: when the user does not work on the plan
        """
        self.check_access("write")
        self._end_release_sudo()
        return True
