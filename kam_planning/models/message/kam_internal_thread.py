from odoo import api, models
from odoo.tools import format_date

from ..common.switches import is_on, switch_on


class KamInternalThread(models.AbstractModel):
    """Chatter that reaches only those who may read the record.

    A follower who is no user, or who lost the access (left the team, changed company), gets no
    notification: what is written on a plan never leaves by mail. Nobody else is addressed or made
    a follower, and `mail_message` and `mail_activity` see to it that being named opens no door.
    """

    _name = "kam.internal.thread"
    _description = "Internal Thread"
    _inherit = ["kam.batch.thread", "mail.activity.mixin", "kam.hidden.name"]

    def message_subscribe(self, partner_ids=None, subtype_ids=None):
        """Make followers only of those who may read the records.

        :raise AccessError: when the user himself may not
        """
        self.check_access("read")
        partner_ids = self._filter_readers_sudo(partner_ids)
        return super().message_subscribe(partner_ids, subtype_ids)

    def _message_create(self, values_list):
        """Address only those who may read the record."""
        for values in values_list:
            if self and values.get("partner_ids"):
                values["partner_ids"] = self._filter_readers_sudo(values["partner_ids"])
        return super()._message_create(values_list)

    def _notify_get_recipients(self, message, msg_vals=False, **kwargs):
        """Drop the recipients who may not read the record."""
        recipients = super()._notify_get_recipients(message, msg_vals=msg_vals, **kwargs)
        if not self:
            return recipients
        return [data for data in recipients if self._may_be_told(data)]

    def _message_auto_subscribe_notify(self, partner_ids, template):
        """Tell the new assignees at the end of the step, in one message each."""
        if is_on(self, "kam_tell_alone"):
            return super()._message_auto_subscribe_notify(partner_ids, template)
        if not self.env.context.get("mail_auto_subscribe_no_notify"):
            users = self.env["res.users"].search([("partner_id", "in", partner_ids)])
            self.env["kam.news"]._announce(users, self, "assigned")
        return None

    def _create_reminders(self, xmlid, get_day, get_user, get_summary):
        """Give one activity for each record that has somebody to remind, all at once.

        :param str xmlid: of the type of the activities
        :param get_day: function of a record: the day on which it is due
        :param get_user: function of a record: whom to remind (res.users), or a false value
        :param get_summary: function of a record in that user's language: what he reads
        """
        activity_type, model_id = self.env.ref(xmlid), self.env["ir.model"]._get_id(self._name)
        users = {record: get_user(record) for record in self}
        self.env["mail.activity"].create(
            [
                {
                    "activity_type_id": activity_type.id,
                    "res_model_id": model_id,
                    "res_id": record.id,
                    "user_id": user.id,
                    "date_deadline": get_day(record),
                    "summary": get_summary(record.with_context(lang=user.lang)),
                    "automated": True,
                }
                for record, user in users.items()
                if user
            ]
        )

    def _filter_news(self, user, occasion):
        """Those of which somebody is told: he may read them, and what happened still holds."""
        news = self.filtered(lambda r: r.user_id == user) if occasion == "assigned" else self
        if occasion in ("assigned", "team"):
            news = news._filter_going_on()
        return news._as_user_sudo(user)._filtered_access("read").with_env(self.env)

    def _filter_going_on(self):
        """Those of which somebody has work: a hook. What was over before it came here has none."""
        return self

    def _tell_alone(self, user, occasion, note):
        """Tell somebody what happened to this one record.

        :param str occasion: as `kam.news` announces it
        :param str note: a word of the author on it
        """
        partner_ids = user.partner_id.ids
        if occasion == "assigned":
            alone = switch_on(self, "kam_tell_alone")
            alone._message_auto_subscribe_notify(partner_ids, "mail.message_user_assigned")
        else:
            subject, body = self._prepare_news_text(occasion, note)
            self.message_notify(partner_ids=partner_ids, subject=subject, body=body)

    def _prepare_news_text(self, occasion, note):
        """Subject and body of the message about this one record: a hook for other occasions."""
        raise NotImplementedError(occasion)

    def _prepare_news_line(self):
        """What a message about several records says of this one."""
        deadline = "date_deadline" in self._fields and self.date_deadline
        return {
            "link": f"/mail/view?model={self._name}&res_id={self.id}",
            "name": self.display_name,
            "customer": self.partner_id.name if "partner_id" in self._fields else "",
            "due": format_date(self.env, deadline) if deadline else "",
        }

    def _may_be_told(self, recipient):
        user = self.env["res.users"].browse(recipient.get("uid") or [])
        return bool(user) and self._as_user_sudo(user).has_access("read")

    def _filter_readers_sudo(self, partner_ids):
        """Those of these partners whose users may read all of these records."""
        if not partner_ids:
            return partner_ids
        users = self.env["res.users"].sudo().search([("partner_id", "in", list(partner_ids))])
        readers = users.filtered(lambda user: self._as_user_sudo(user).has_access("read"))
        return [partner for partner in partner_ids if partner in readers.partner_id._ids]

    def _as_user_sudo(self, user):
        """These records as somebody else sees them, in all companies that he works in.

        The companies that the current user chose on the screen say nothing of the other one.
        """
        companies = user.sudo().company_ids
        return self.with_user(user).with_context(allowed_company_ids=companies.ids)

    @api.model
    def _list_internal_models(self):
        """Names of the models whose chatter stays with their readers."""
        names = self.env.registry.descendants(["kam.internal.thread"], "_inherit")
        return [name for name in names if not self.env[name]._abstract]

    def _find_unreadable_ids(self):
        """Ids of those of these records that the current user may not read, or that are gone.

        Asked of the database in one query: Odoo's own way reads all that the rules ask of each
        record, such as who works on its plan.
        """
        if self.env.su:
            return set()
        ids = set(self.ids)
        if not self.browse().has_access("read"):
            return ids
        found = self.with_context(active_test=False).search([("id", "in", self.ids)], order="id")
        return ids.difference(found.ids)

    @api.model
    def _find_unreadable(self, rows):
        """What hangs on records of these models that the current user may not read.

        :param rows: tuples (id of what hangs there, model, id of the record)
        :return: set of the first ids
        """
        # What is his to read and to do does not depend on the companies chosen on the screen.
        companies = list(self.env.user._get_company_ids())
        places = {}
        for hanging_id, model, record_id in rows:
            places.setdefault(model, {}).setdefault(record_id, set()).add(hanging_id)
        unreadable = set()
        for model, hanging in places.items():
            records = self.env[model].with_context(allowed_company_ids=companies)
            hidden = records.browse(hanging)._find_unreadable_ids()
            unreadable = unreadable.union(*(hanging[record_id] for record_id in hidden))
        return unreadable
