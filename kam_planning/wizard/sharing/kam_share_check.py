from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import NO_ACCESS, Command

from ...models.common.arguments import check_one
from ...models.release.kam_share_release import MODES
from ...tools.sharing.page import leave_out
from ...tools.snapshot.compare import compare


class KamShareCheck(models.TransientModel):
    """Shows all that leaves before it does, and what should be looked at twice.

    What was shown is what leaves: where something else would leave meanwhile it has to be looked at
    again.
    """

    _name = "kam.share.check"
    _description = "Check Before Sharing"
    _inherit = ["kam.plan.dialogue"]
    _unoffered_fields = ("shown",)

    share_id = fields.Many2one("kam.share", required=True, readonly=True, ondelete="cascade")
    plan_id = fields.Many2one(readonly=True)
    mode = fields.Selection(MODES, "How", required=True, default="share")
    version = fields.Integer("Next Version", readonly=True, aggregator=None)
    note = fields.Text("Note to the Customer")
    people = fields.Char("Who Sees It", readonly=True)
    line_ids = fields.One2many("kam.share.check.line", "check_id", "What Leaves")
    # The lines as they were read, to tell whether they are still the same; nobody writes them.
    shown = fields.Json(readonly=True, groups=NO_ACCESS)
    warning_count = fields.Integer("Warnings", compute="_compute_counts")
    new_count = fields.Integer("New", compute="_compute_counts")
    changed_count = fields.Integer("Changed", compute="_compute_counts")
    gone_count = fields.Integer("Gone", compute="_compute_counts")
    leaving_count = fields.Integer("Lines of the Plan", compute="_compute_counts")
    fault = fields.Text("What Is Wrong", readonly=True)
    is_acknowledged = fields.Boolean("I have read the warnings")
    is_version_only = fields.Boolean(readonly=True)
    needs_release = fields.Boolean(readonly=True)
    is_release = fields.Boolean(readonly=True)
    asked_by_id = fields.Many2one(related="share_id.release_asked_by_id")
    reason = fields.Text("What Should Be Changed")

    @api.depends("line_ids.status", "line_ids.warnings", "line_ids.is_shared")
    def _compute_counts(self):
        for dialogue in self:
            lines = dialogue.line_ids
            leaving = lines.filtered("is_shared")
            dialogue.warning_count = len(leaving.filtered("warnings"))
            dialogue.leaving_count = len(leaving.filtered("is_tickable"))
            statuses = leaving.mapped("status")
            dialogue.new_count = statuses.count("new")
            dialogue.changed_count = statuses.count("changed")
            dialogue.gone_count = len(lines.filtered(lambda one: one.status == "gone"))

    # beginning

    @api.model
    def _begin(self, share, mode):
        """A dialogue on all that would leave of a share now.

        :param str mode: what it begins with, unless a release was asked for
        :return: kam.share.check
        """
        asked, last = share.may_release, share._get_last_version_sudo()
        values = {
            "share_id": share.id,
            "plan_id": share.plan_id.id,
            "is_version_only": share._is_version_only_sudo(),
            "mode": share._choose_mode(mode),
            "note": share.release_note if asked else False,
            "is_release": asked,
            "needs_release": not asked and share._needs_release_sudo(),
            "version": last.version + 1,
            "fault": last._find_damage_sudo() if last else False,
            "people": share._describe_people(),
        }
        return self._make_sudo(values).sudo(False)

    @api.model
    def _make_sudo(self, values):
        """What a dialogue says of what leaves; nobody writes that himself."""
        dialogue = self.sudo().create(values)
        dialogue._read_lines_sudo()
        return dialogue

    def _read_lines_sudo(self):
        """Show what leaves now, and how it differs from the last version."""
        dialogue, share = self.sudo(), self.share_id
        lines = share._read_checked_sudo()
        beside = share._list_beside_sudo()
        values = dialogue.line_ids._prepare_lines_sudo(share, lines, beside)
        commands = [Command.clear(), *(Command.create(vals) for vals in values)]
        dialogue.write({"line_ids": commands, "shown": {"lines": lines, "beside": beside}})

    def _get_action(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
            "target": "new",
            "context": {"dialog_size": "extra-large"},
            "name": self.env._("Check Before Sharing: %s", self.share_id.name),
        }

    # steps

    def action_share(self):
        """Share as it stands, or ask for agreement; where a second pair of eyes is wanted, ask for
        the release, or release what was asked for.

        :return: action that closes the dialogue
        :raise AccessError: when the user does not work on the plan, or may not release it
        :raise UserError: when warnings are not acknowledged, or something changed meanwhile
        """
        share = self._check_share()
        if self.is_release:
            share._check_may_release()
        self._apply_ticks()
        warnings = self._list_warnings()
        if warnings and not self.is_acknowledged:
            raise UserError(
                self.env._("Read the warnings, and tick that you did:\n%s", "\n".join(warnings))
            )
        self._check_unchanged_sudo()
        share._go_live(self.mode, self.note or "", warnings)
        return {"type": "ir.actions.act_window_close"}

    def action_preview(self):
        """Show the customer's page as the customer will see it, without what was unticked: that
        stays as it is until the check is confirmed.

        :return: action that opens the page
        :raise AccessError: when the user does not work on the plan
        """
        action = self._check_share().action_preview()
        return {**action, "url": f"{action['url']}&check={self.id}"}

    def action_send_back(self):
        """Let the one who asked for the release know what is to be changed.

        :return: action that closes the dialogue
        :raise AccessError: when the user may not release it
        :raise UserError: without a word why
        """
        self._check_share()._send_back(self.reason)
        return {"type": "ir.actions.act_window_close"}

    def _check_share(self):
        check_one(self)
        share = self.share_id
        share.check_access("write")
        if self.plan_id != share.plan_id:
            raise AccessError(self.env._("Open the check from what is shared."))
        return share

    def _apply_ticks(self):
        """Lines that were taken off are internal again, those taken back on are shared again: with
        the rights of the user.
        """
        for line in self.line_ids.filtered("is_tickable"):
            record = line._get_record()
            if record and record.is_shared != line.is_shared:
                record.is_shared = line.is_shared

    def _get_taken_off(self):
        """Refs of the lines that do not leave."""
        return {line.ref for line in self.line_ids if not line.is_shared}

    def _list_warnings(self):
        """The warnings of what leaves, the note to the customer among it."""
        leaving = self.line_ids.filtered("is_shared")
        found = [
            f"{line.name}: {warning}"
            for line in leaving
            for warning in (line.warnings or "").splitlines()
        ]
        return [*found, *(f"{self._fields['note'].string}: {one}" for one in self._warn_of_note())]

    def _warn_of_note(self):
        share = self.share_id
        if not self.note:
            return []
        return share._find_text_warnings(share._prepare_secrets_sudo(), self.note)

    def _check_unchanged_sudo(self):
        """Refuse to let out what nobody looked at."""
        shown = self.sudo().shown
        if not shown:
            raise UserError(self.env._("Open the check from what is shared."))
        expected = leave_out(shown["lines"], self._get_taken_off())
        share = self.share_id
        is_same = shown["beside"] == share._list_beside_sudo()
        is_same = is_same and share._get_last_version_sudo().version + 1 == self.sudo().version
        if not is_same or compare(expected, share._read_checked_sudo()):
            raise UserError(
                self.env._("Something that leaves was changed meanwhile: open the check again.")
            )
