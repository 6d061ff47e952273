from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import SQL


class MailMessage(models.Model):
    """A message on a record of ours is read by who may read the record, and by its author.

    Odoo lets everybody read it who is named in it, a portal user of the customer as well.
    """

    _inherit = "mail.message"

    kam_is_automatic = fields.Boolean(
        "Written by a Machine",
        copy=False,
        help="The mail's headers say that nobody wrote it: an absence note, a mailing.",
    )

    def write(self, vals):
        """What the headers of a mail said is not changed by hand, not even by its author.

        :raise AccessError: naming the message
        """
        if "kam_is_automatic" in vals and not self.env.su:
            self.check_access("write")
            self._check_kam_is_automatic(bool(vals["kam_is_automatic"]))
        return super().write(vals)

    def _check_kam_is_automatic(self, value):
        for message in self:
            if message.kam_is_automatic != value:
                raise AccessError(
                    self.env._(
                        "Message “%s”: whether a machine wrote it is kept by the system and not "
                        "changed by hand. Leave it out.",
                        message.subject or message.record_name or message.id,
                    )
                )

    def _get_forbidden_access(self, operation):
        """Being named in a message opens no door to the record."""
        forbidden = super()._get_forbidden_access(operation)
        if operation not in ("read", "write"):
            return forbidden
        left = self - forbidden
        return forbidden + left.browse(left._find_of_hidden_records())

    @api.model
    def _search(self, domain, offset=0, limit=None, order=None, *, bypass_access=False, **kwargs):
        """Find no messages of records that are hidden from the user."""
        query = super()._search(domain, offset, limit, order, bypass_access=bypass_access, **kwargs)
        if self.env.is_superuser() or bypass_access:
            return query
        messages = self.browse(query.get_result_ids())
        hidden = messages._find_of_hidden_records()
        return (messages - self.browse(hidden))._as_query(order) if hidden else query

    def _find_of_hidden_records(self):
        """Ids of the messages that others wrote on records which the user may not read."""
        if not self:
            return set()
        self.flush_recordset(["model", "res_id", "author_id"])
        query = SQL(
            "SELECT id, model, res_id FROM mail_message WHERE id IN %s AND model IN %s "
            "AND author_id IS DISTINCT FROM %s",
            tuple(self.ids),
            tuple(self.env["kam.internal.thread"]._list_internal_models()),
            self.env.user.partner_id.id,
        )
        rows = self.env.execute_query(query)
        return self.env["kam.internal.thread"]._find_unreadable(rows)
