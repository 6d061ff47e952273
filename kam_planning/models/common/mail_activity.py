from odoo import api, models
from odoo.tools import SQL


class MailActivity(models.Model):
    """An activity on a record of ours is read by who may read the record.

    Odoo lets its assignee read it, and with it the name of the record, whatever became of his
    access.
    """

    _inherit = "mail.activity"

    def _check_access(self, operation):
        """Being assigned opens no door to the record."""
        result = super()._check_access(operation)
        if operation != "read" or self.env.su:
            return result
        left = self - result[0] if result else self
        hidden = left.browse(left._find_of_hidden_records())
        if not hidden:
            return result
        forbidden = hidden + result[0] if result else hidden
        return forbidden, lambda: forbidden._make_access_error(operation)

    @api.model
    def _search(self, domain, offset=0, limit=None, order=None, *, bypass_access=False, **kwargs):
        """Find no activities of records that are hidden from the user."""
        query = super()._search(domain, offset, limit, order, bypass_access=bypass_access, **kwargs)
        if self.env.is_superuser() or bypass_access:
            return query
        activities = self.browse(query.get_result_ids())
        hidden = activities._find_of_hidden_records()
        return (activities - self.browse(hidden))._as_query(order) if hidden else query

    def _find_of_hidden_records(self):
        """Ids of the activities of this user on records which he may not read."""
        if not self.ids:
            return set()
        self.flush_recordset(["res_model", "res_id", "user_id"])
        query = SQL(
            "SELECT id, res_model, res_id FROM mail_activity WHERE id IN %s AND res_model IN %s "
            "AND user_id = %s",
            tuple(self.ids),
            tuple(self.env["kam.internal.thread"]._list_internal_models()),
            self.env.uid,
        )
        rows = self.env.execute_query(query)
        return self.env["kam.internal.thread"]._find_unreadable(rows)
