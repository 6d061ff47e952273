"""Going through the check before sharing, without mails."""

from unittest.mock import patch

from ..sharing.common import SharingCommon


class CheckCommon(SharingCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        shares, cls.invited, cls.told = type(cls.env["kam.share"]), [], []
        cls.startClassPatcher(
            patch.object(shares, "_invite_sudo", lambda _s, a: cls._note_invited(a), create=True)
        )
        cls.startClassPatcher(
            patch.object(
                shares, "_tell_version_sudo", lambda _s, v: cls.told.append(v), create=True
            )
        )

    def setUp(self):
        super().setUp()
        self.invited.clear()
        self.told.clear()

    @classmethod
    def _note_invited(cls, accesses):
        cls.invited.extend(accesses)
        accesses.sudo().invited_date = "2026-03-02"
        return {}

    def _check(self, mode="share", user=None):
        share = self.share.with_user(user or self.kam)
        action = share.action_check() if mode == "share" else share.action_propose()
        return share.env["kam.share.check"].browse(action["res_id"])

    def _share(self, mode="share", user=None):
        dialogue = self._check(mode, user)
        dialogue.is_acknowledged = True
        dialogue.action_share()
        return dialogue

    def _agree(self):
        self.share._take_answer_sudo(self.access, "agreed", signed_name="Jane Buyer")
