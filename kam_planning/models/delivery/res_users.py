import secrets
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import NO_ACCESS, Domain
from odoo.tools import consteq

from ...tools.strategy.key_dates import Entry, render_calendar
from ..common.days import today_of_user

# A calendar shows so many days of the past and of the future, and no more entries than that.
PAST_DAYS, FUTURE_DAYS, MOST_ENTRIES = 31, 5 * 366, 1000
TOKEN_BYTES = 24


class ResUsers(models.Model):
    """Each user may have the address of a calendar with the key dates that he may read."""

    _inherit = "res.users"

    kam_feed_token = fields.Char(
        "Secret of the Calendar", readonly=True, copy=False, groups=NO_ACCESS
    )
    kam_feed_url = fields.Char(
        "Calendar of Key Dates",
        compute="_compute_kam_feed_url",
        compute_sudo=True,
        help="Subscribe to it in any calendar. Whoever has this address sees the key dates and "
        "planned reviews that you may read: give it to nobody, and renew it when somebody has it.",
    )

    @property
    def SELF_READABLE_FIELDS(self):
        """A user sees his own address, which is shown to nobody else."""
        return [*super().SELF_READABLE_FIELDS, "kam_feed_url"]

    @api.depends("kam_feed_token")
    @api.depends_context("uid")
    def _compute_kam_feed_url(self):
        for user in self:
            token = user._origin == self.env.user and user.kam_feed_token
            path = f"/kam/key-dates/{user._origin.id}/{token}.ics"
            user.kam_feed_url = bool(token) and user.get_base_url() + path

    def action_renew_kam_feed(self):
        """Give the user's calendar a new address; the one before shows nothing any more.

        :return: action that shows it
        :raise AccessError: for the calendar of somebody else, and without Key Account Management
        """
        is_own = self == self.env.user
        if not (is_own and self.env.user.has_group("kam_planning.group_kam_user")):
            raise AccessError(
                self.env._(
                    "A calendar of key dates is made by its user, who works with Key Account "
                    "Management: open your own preferences."
                )
            )
        self._set_feed_token_sudo(secrets.token_urlsafe(TOKEN_BYTES))
        return self._open_feed()

    def action_revoke_kam_feed(self):
        """Have the address of these users' calendars show nothing any more.

        :return: action that shows that there is none, or False where they are others'
        :raise AccessError: for the calendar of somebody else, unless by who administers users
        """
        if self != self.env.user:
            self.check_access("write")
        self._set_feed_token_sudo(False)
        return self == self.env.user and self._open_feed()

    def _open_feed(self):
        """The address in a dialogue of its own: the preferences close with any of their buttons."""
        action = self.env["ir.actions.act_window"]._for_xml_id("kam_planning.kam_feed_action")
        return {**action, "res_id": self.id}

    def _set_feed_token_sudo(self, token):
        """As superuser: nobody reads or writes secrets."""
        self.sudo().kam_feed_token = token

    @api.model
    def _find_feed_owner_sudo(self, user_id, token):
        """The user whose calendar has this address, where he may have one now. As superuser, for
        who asks is nobody yet; the secret is compared in constant time, whether there is one or
        not.

        :return: res.users, as that user; or none
        """
        user = self.sudo().browse(user_id).exists()
        kept = user.kam_feed_token or secrets.token_urlsafe(TOKEN_BYTES)
        # Not for text beyond ASCII, which `consteq` refuses.
        is_right = consteq(kept.encode(), token.encode()) and bool(user.kam_feed_token)
        is_there = is_right and user.active and user.has_group("kam_planning.group_kam_user")
        return self.browse(user.id if is_there else ()).with_user(
            user if is_there else self.env.uid
        )

    def _render_kam_feed(self):
        """The key dates and planned reviews that this user may read now, as a calendar; nothing
        of what is thought of people, and no notes. To call as that user.

        :return: str
        """
        self.ensure_one()
        self = self.with_context(
            lang=self.lang, tz=self.tz, allowed_company_ids=self.company_ids.ids
        )
        entries = [*self._get_key_date_entries(), *self._get_review_entries()]
        return render_calendar(self.env._("Key dates of accounts"), entries)

    def _get_key_date_entries(self):
        lines = self.env["kam.key.date"].search(
            self._get_feed_domain("next_date"), order="next_date, id", limit=MOST_ENTRIES
        )
        return [
            self._prepare_entry(
                line,
                line.next_date,
                line.name,
                line._fields["kind"].convert_to_export(line.kind, line),
                is_yearly=line.is_yearly,
                is_month_end=(line.date.month, line.date.day) == (2, 29),
            )
            for line in lines
        ]

    def _get_review_entries(self):
        domain = self._get_feed_domain("date_planned") & Domain("state", "=", "planned")
        reviews = self.env["kam.review"].search(
            domain, order="date_planned, id", limit=MOST_ENTRIES
        )
        kind = self.env._("Review")
        return [
            self._prepare_entry(review, review.date_planned, review.display_name, kind)
            for review in reviews
        ]

    def _get_feed_domain(self, name):
        today = today_of_user(self)
        first, last = today - timedelta(days=PAST_DAYS), today + timedelta(days=FUTURE_DAYS)
        return Domain(name, ">=", first) & Domain(name, "<=", last)

    def _prepare_entry(self, record, day, name, kind, **values):
        account = record.account_id if "account_id" in record._fields else record.partner_id
        return Entry(
            uid=f"{record._name}-{record.id}@{self._get_database_uuid_sudo()}",
            day=day,
            summary=f"{account.display_name}: {name}",
            changed=record.write_date,
            description=kind,
            url=f"{record.get_base_url()}/odoo/{record._name}/{record.id}",
            **values,
        )

    @api.model
    def _get_database_uuid_sudo(self):
        return self.env["ir.config_parameter"].sudo().get_param("database.uuid")
