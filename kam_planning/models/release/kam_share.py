from odoo import api, models

from ...tools.sharing.page import leave_out
from ..common.arguments import check_one
from ..common.switches import carried, carry
from .kam_share_release import SHOWN

# What tells which version the customer is shown.
STANDING = {"state", "agreed_id", "proposed_id"}


class KamShare(models.Model):
    """What leaves is checked, released and watched by our own people."""

    _name = "kam.share"
    _inherit = [
        "kam.share",
        "kam.share.warnings",
        "kam.share.release",
        "kam.share.words",
        "kam.share.drift",
        "kam.share.damage",
        "kam.share.screens",
    ]

    @api.model_create_multi
    def create(self, vals_list):
        """A share that was withdrawn before in this transaction has to free its place."""
        self.env["kam.share"].flush_model(["state"])
        return super().create(vals_list)

    @api.model
    def _get_worded_fields(self):
        return [*super()._get_worded_fields(), "release_note", "answer_waiting"]

    def _forget_words(self, partners):
        """What was read for a dialogue or a list is read anew."""
        result = super()._forget_words(partners)
        for model in ("kam.share.exposure", "kam.share.check", "kam.share.reply"):
            self.env[model].search([("share_id", "in", self.ids)]).unlink()
        return result

    def write(self, vals):
        """What is taken back waits for nobody; what is seen is changed by who may release it."""
        if not self.env.su and not SHOWN.isdisjoint(vals):
            self.check_access("write")
            self._check_may_change_shown()
        if vals.get("state") == "withdrawn":
            self._end_release_sudo()
            self._end_words_sudo()
        result = super().write(vals)
        if not STANDING.isdisjoint(vals):
            self.filtered("kam_faults")._look_again_sudo()
        return result

    def action_invite(self):
        """Invite everybody who is not invited yet, where the user may release what they see."""
        check_one(self)
        self.check_access("write")
        self._check_may_change_shown()
        return super().action_invite()

    def _agree_sudo(self, version):
        """That the plan drifted from what was agreed before is no change any more."""
        agreed = super()._agree_sudo(version)
        self._tell_drift_sudo()
        return agreed

    def _withdraw_sudo(self):
        """Nor is it where nothing is shared any more."""
        withdrawn = super()._withdraw_sudo()
        self._tell_drift_sudo()
        return withdrawn

    def _get_last_version_sudo(self):
        """The last version that the customer was shown, as superuser; empty without one."""
        return self.sudo().version_ids.sorted("version")[-1:]

    def _without_unticked_sudo(self, check):
        """This share, for a preview, without the lines that the user took off in a check.

        :param str check: id of a `kam.share.check`, as it was sent
        """
        number = int(check) if check.isascii() and check.isdecimal() and len(check) < 10 else 0
        dialogue = self.env["kam.share.check"].sudo().browse(number).exists()
        if dialogue.share_id != self or dialogue.create_uid != self.env.user:
            return self
        return carry(self, "kam_left_out", dialogue._get_taken_off())

    def _read_released_sudo(self, plans, models=None, names_of=None):
        """A preview shows nothing that was taken off in the check."""
        found = super()._read_released_sudo(plans, models, names_of)
        refs = carried(self, "kam_left_out", ())
        return {plan: leave_out(lines, refs) for plan, lines in found.items()}

    def _read_progress_sudo(self, plan):
        """The same, where the words are those of a version."""
        return leave_out(super()._read_progress_sudo(plan), carried(self, "kam_left_out", ()))
