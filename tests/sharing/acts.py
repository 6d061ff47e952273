"""A visitor at the page of a share; no tests of its own."""

from odoo.addons.mail.tests.common import MailCase

from .common import SharingCommon


class ActsCommon(SharingCommon, MailCase):
    """Jane is at the page of a plan in force, which is shared."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # As it is for users: changes are tracked, and people told.
        cls.env = cls.env(context={})
        # Odoo's builder of users renames the contact.
        cls.contact.name = "Jane Buyer"
        cls._activate(cls.plan)
        cls.share._share_sudo()
        cls.seen = cls._as_visitor(cls.buyer)
        cls.env.flush_all()

    @classmethod
    def _as_visitor(cls, user):
        """The share as a controller hands it over."""
        return cls.share.with_env(cls.env).with_user(user).sudo()

    def _tasks(self, user=None):
        found = self.env["mail.activity"].search(
            [("res_model", "=", "kam.share"), ("res_id", "=", self.share.id)]
        )
        return found.filtered(lambda one: one.user_id == user) if user else found

    def _history(self):
        return " ".join(str(one.body) for one in self.share.sudo().message_ids)

    def _refused(self, kind, text):
        return self.assertRaisesRegex(kind, text)

    def _tick(self, action=None, words="", access=None):
        seen = self.seen
        return seen._tick_off_sudo(access or self.access, (action or self.theirs).id, words)
