from odoo import api, models
from odoo.tools import SQL, format_date

from ..common.switches import is_on, switch_on


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

    def action_notify(self):
        """Tell who gets activities on records of ours of all that one step gives him."""
        if is_on(self, "kam_tell_alone"):
            return super().action_notify()
        internal = self.env["kam.internal.thread"]._list_internal_models()
        ours = self.filtered(lambda a: a.res_model in internal and a.user_id)
        for user, activities in ours.grouped("user_id").items():
            self.env["kam.news"]._announce(user, activities, "activity")
        return super(MailActivity, self - ours).action_notify()

    def _filter_news(self, user, occasion):
        """Those of which somebody is told: they are still his, and he may read their records."""
        held = self.filtered(lambda activity: activity.active and activity.user_id == user)
        told = held.browse()
        for model, activities in held.grouped("res_model").items():
            records = self.env[model].browse(activities.mapped("res_id"))
            readable = set(records._filter_news(user, occasion).ids)
            told += activities.filtered(lambda a, ids=readable: a.res_id in ids)
        return told

    def _tell_alone(self, user, occasion, note):
        """Tell somebody of this one activity, as Odoo does."""
        switch_on(self, "kam_tell_alone").action_notify()

    def _prepare_news_line(self):
        """What a message about several things says of this one."""
        return {
            "link": f"/mail/view?model={self.res_model}&res_id={self.res_id}",
            "name": self.summary or self.activity_type_id.name or "",
            "customer": self.res_name,
            "due": format_date(self.env, self.date_deadline),
        }

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
