from datetime import datetime, time

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.tools import SQL

from ..tools.strength import Contacts, Traffic

# Contacts further back say nothing any more.
MONTHS = 12
# Activities on such records are contacts with the person named by the field.
ACTIVITY_CONTACTS = {
    "res.partner": "id",
    "crm.lead": "partner_id",
    "sale.order": "partner_id",
    "kam.action": "contact_id",
    "kam.stakeholder": "partner_id",
}
# Who is responsible for such a record is who a mail about it is written to.
ANSWERED_MODELS = ("crm.lead", "sale.order")
TRAFFIC_MODELS = (
    "calendar.event",
    "calendar.attendee",
    "mail.message",
    "mail.notification",
    "mail.activity",
)


class KamRelationship(models.Model):
    """The contacts behind a strength: one query over Odoo's records for any number of pairs.

    It reads what no user could read in whole, mails of colleagues among it, and gives numbers and
    days only. Days are days in UTC.
    """

    _inherit = "kam.relationship"

    def _read_traffic(self, today):
        """Read all contacts of these pairs of people; aggregated figures only.

        :return: dict {relationship id: Traffic}
        """
        if not self:
            return {}
        self._flush_traffic()
        found = {}
        figures = SQL(
            "COUNT(*), SUM(POWER(0.5, GREATEST(0, %s - day)::float8 / %s)), MAX(day)",
            today,
            self._get_weights().half_life,
        )
        query = self._contacts_sql(figures, today)
        for tie_id, kind, count, faded, last in self.env.execute_query(query):
            found.setdefault(tie_id, Traffic()).kinds[kind] = Contacts(count, faded, last)
        return found

    def _find_evidence(self, today):
        """The records behind the contacts, for those who may open them.

        :return: dict {relationship id: {kind: ids, the latest first}}
        """
        self._flush_traffic()
        query = self._contacts_sql(SQL("ARRAY_AGG(record ORDER BY day DESC, record DESC)"), today)
        found = {}
        for tie_id, kind, ids in self.env.execute_query(query) if self else ():
            found.setdefault(tie_id, {})[kind] = ids
        return found

    def _flush_traffic(self):
        self.flush_model(["stakeholder_id", "user_id"])
        for name in TRAFFIC_MODELS:
            self.env[name].flush_model()
        self.env["res.partner"].flush_model(["partner_share"])
        for name, field in ACTIVITY_CONTACTS.items():
            self.env[name].flush_model([field] if field != "id" else [])
        for name in ANSWERED_MODELS:
            self.env[name].flush_model(["user_id"])

    def _contacts_sql(self, columns, today):
        """All contacts of these pairs by kind.

        :param SQL columns: aggregates of `day` and `record` that are selected
        """
        contacts = [
            self._meetings_sql(today),
            self._mails_out_sql(today),
            self._mails_in_sql(today),
            *(self._activities_sql(*item, today) for item in ACTIVITY_CONTACTS.items()),
        ]
        return SQL(
            "WITH pair AS (%s), contact AS (%s) SELECT id, kind, %s FROM contact GROUP BY id, kind",
            self._pairs_sql(),
            SQL(" UNION ALL ").join(contacts),
            columns,
        )

    def _pairs_sql(self):
        """Both partners of each relationship; what colleagues write to each other is not read."""
        return SQL(
            """
            SELECT tie.id, our.partner_id AS ours, person.partner_id AS theirs, tie.user_id
              FROM kam_relationship tie
              JOIN res_users our ON our.id = tie.user_id
              JOIN kam_stakeholder person ON person.id = tie.stakeholder_id
              JOIN res_partner partner ON partner.id = person.partner_id AND partner.partner_share
             WHERE tie.id IN %s
            """,
            tuple(self.ids),
        )

    @api.model
    def _get_span(self, today):
        """First and last moment that count."""
        return (
            datetime.combine(today - relativedelta(months=MONTHS), time.min),
            datetime.combine(today, time.max),
        )

    @api.model
    def _meetings_sql(self, today):
        """Meetings that are over, with both among the attendees and neither declining."""
        first, _last = self._get_span(today)
        return SQL(
            """
            SELECT pair.id, 'meeting' AS kind, event.stop::date AS day, event.id AS record
              FROM pair
              JOIN calendar_event_res_partner_rel theirs ON theirs.res_partner_id = pair.theirs
              JOIN calendar_event_res_partner_rel ours
                ON ours.calendar_event_id = theirs.calendar_event_id
               AND ours.res_partner_id = pair.ours
              JOIN calendar_event event ON event.id = theirs.calendar_event_id
             WHERE event.active AND event.stop BETWEEN %s AND %s
               AND NOT EXISTS (
                   SELECT 1 FROM calendar_attendee gone
                    WHERE gone.event_id = event.id AND gone.state = 'declined'
                      AND gone.partner_id IN (pair.ours, pair.theirs))
            """,
            first,
            fields.Datetime.now(),
        )

    @api.model
    def _mails_out_sql(self, today):
        """Messages of ours that reached them: of which Odoo told them, or that name them in To."""
        return SQL(
            """
            SELECT pair.id, 'mail_out' AS kind, message.date::date AS day, message.id AS record
              FROM pair
              JOIN LATERAL (
                   SELECT told.mail_message_id AS id FROM mail_notification told
                    WHERE told.res_partner_id = pair.theirs
                    UNION
                   SELECT named.mail_message_id FROM mail_message_res_partner_rel named
                    WHERE named.res_partner_id = pair.theirs) reached ON TRUE
              JOIN mail_message message ON message.id = reached.id AND message.author_id = pair.ours
             WHERE %s
               AND NOT EXISTS (
                   SELECT 1 FROM mail_notification failed
                    WHERE failed.mail_message_id = message.id
                      AND failed.res_partner_id = pair.theirs
                      AND failed.notification_status IN ('bounce', 'exception', 'canceled'))
            """,
            self._message_sql(today),
        )

    @api.model
    def _mails_in_sql(self, today):
        """Messages of theirs to one of ours: told by Odoo, named in To, or responsible for the
        opportunity or order on which they wrote.
        """
        answered = [
            SQL(
                """
                OR message.model = %s AND EXISTS (
                   SELECT 1 FROM %s record
                    WHERE record.id = message.res_id AND record.user_id = pair.user_id)
                """,
                name,
                SQL.identifier(self.env[name]._table),
            )
            for name in ANSWERED_MODELS
        ]
        return SQL(
            """
            SELECT pair.id, 'mail_in' AS kind, message.date::date AS day, message.id AS record
              FROM pair
              JOIN mail_message message ON message.author_id = pair.theirs
             WHERE %s
               AND (EXISTS (
                       SELECT 1 FROM mail_notification told
                        WHERE told.mail_message_id = message.id
                          AND told.res_partner_id = pair.ours)
                    OR EXISTS (
                       SELECT 1 FROM mail_message_res_partner_rel named
                        WHERE named.mail_message_id = message.id
                          AND named.res_partner_id = pair.ours)
                    %s)
            """,
            self._message_sql(today),
            SQL(" ").join(answered),
        )

    @api.model
    def _message_sql(self, today):
        """Written by people, within the time that counts."""
        return SQL(
            "message.message_type IN ('email', 'email_outgoing', 'comment') "
            "AND message.date BETWEEN %s AND %s",
            *self._get_span(today),
        )

    @api.model
    def _activities_sql(self, model_name, field, today):
        """Activities done on records of the person; calls are told by their type."""
        first, last = (moment.date() for moment in self._get_span(today))
        return SQL(
            """
            SELECT pair.id,
                   CASE WHEN type.category = 'phonecall' THEN 'call' ELSE 'activity' END AS kind,
                   activity.date_done AS day, activity.id AS record
              FROM pair
              JOIN %s record ON record.%s = pair.theirs
              JOIN mail_activity activity
                ON activity.res_id = record.id AND activity.res_model = %s
               AND activity.user_id = pair.user_id
              LEFT JOIN mail_activity_type type ON type.id = activity.activity_type_id
             WHERE activity.active IS FALSE AND activity.date_done BETWEEN %s AND %s
               AND type.category IS DISTINCT FROM 'meeting'
            """,
            SQL.identifier(self.env[model_name]._table),
            SQL.identifier(field),
            model_name,
            first,
            last,
        )
