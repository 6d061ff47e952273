import logging
from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from .kam_reminder import commit_batch, days_parameter, lock_as_of_now, try_each

_logger = logging.getLogger(__name__)

BATCH = 50
LINES = 50


class ResUsers(models.Model):
    """One mail a week about overdue actions, instead of one mail for each of them."""

    _name = "res.users"
    _inherit = ["res.users", "kam.guarded"]

    kam_digest_date = fields.Date(
        "Last Digest of Overdue Account Actions",
        readonly=True,
        copy=False,
        groups="base.group_system",
    )

    @api.model
    def _send_overdue_digests(self):
        """Send the digests that are due, batch by batch.

        :return: False when the scheduler's time is used up
        """
        users = self._get_digest_users()
        for start in range(0, len(users), BATCH):
            batch = users[start : start + BATCH]
            due = lock_as_of_now(batch)._filter_digest_due()
            try_each(due, type(self)._send_overdue_digest, _logger, "Digest for %s (%s) failed")
            if not commit_batch(self.env, len(batch)):
                return False
            self.env.invalidate_all()
        return True

    @api.model
    def _get_digest_users(self):
        """Active users with overdue actions who had no digest for a week."""
        Action = self.env["kam.action"]
        groups = Action._read_group(Action._get_overdue_domain(), ["user_id"])
        users = self.browse(user.id for (user,) in groups if user)
        return users.filtered("active")._filter_digest_due().sorted("id")

    def _filter_digest_due(self):
        days = days_parameter(self.env, "digest_days", 7)
        last = fields.Date.context_today(self) - timedelta(days=days)
        return self.filtered(lambda user: not user.kam_digest_date or user.kam_digest_date <= last)

    def _send_overdue_digest(self):
        """Send each user the digest of what that user may read, in that user's language."""
        self.kam_digest_date = fields.Date.context_today(self)
        for user in self:
            user._send_own_overdue_digest()

    def _send_own_overdue_digest(self):
        Action = (
            self.env["kam.action"]
            .with_user(self)
            .with_context(lang=self.lang, allowed_company_ids=self.company_ids.ids)
        )
        domain = Action._get_overdue_domain() & Domain("user_id", "=", self.id)
        # Who left Key Account Management may still have actions, and may read none of them.
        count = Action.has_access("read") and Action.search_count(domain)
        if not count:
            return
        values = {"actions": Action.search(domain, limit=LINES), "more": max(0, count - LINES)}
        self.env["mail.thread"].message_notify(
            partner_ids=self.partner_id.ids,
            subject=Action.env._("%s of your account actions are overdue", count),
            body=Action.env["ir.qweb"]._render("kam_planning.message_overdue_digest", values),
        )
