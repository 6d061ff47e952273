from dateutil.relativedelta import relativedelta

from odoo import SUPERUSER_ID, api, fields, models
from odoo.tools import SQL

from ...tools.strength import InteractionCount, Interactions
from ..common.days import ONE_DAY, day_to_sql, group_by_zone, start_of_day, today_of

# Interactions further back say nothing any more.
MONTHS = 12
# Activities on such records are interactions with the person named by the field.
ACTIVITY_PARTNERS = {
    "res.partner": "id",
    "crm.lead": "partner_id",
    "sale.order": "partner_id",
    "kam.action": "contact_id",
    "kam.stakeholder": "partner_id",
}
INTERACTION_MODELS = (
    "res.users",
    "calendar.event",
    "calendar.attendee",
    "mail.message",
    "mail.notification",
    "mail.activity",
)


class KamRelationshipInteractions(models.AbstractModel):
    """The interactions behind a strength: one query over Odoo's records for any number of people.

    It reads what no user could read in whole, mails of colleagues among it, and gives numbers,
    days and ids only. Days are those of the map's company.

    The query goes from their side to ours, for they have few meetings and mails and we have many:
    `theirs` are the partners of the people, `interaction` all their interactions with anybody, each
    with the partner of the other side.
    """

    _name = "kam.relationship.interactions"
    _description = "Interactions of a Relationship"

    def _read_interactions(self):
        """Read all interactions of these pairs of people; aggregated figures only.

        :return: dict {relationship id: Interactions}
        """
        figures = SQL(
            "COUNT(*), SUM(POWER(0.5, GREATEST(0, today - day)::float8 / %s)), MAX(day)",
            self._get_weights().half_life,
        )
        interactions = {}
        for relationship_id, kind, count, faded, last in self._select_interactions(figures):
            interactions.setdefault(relationship_id, Interactions()).kinds[kind] = InteractionCount(
                count, faded, last
            )
        return interactions

    def _find_evidence(self):
        """The records behind the interactions, for those who may open them.

        :return: dict {relationship id: {kind: ids, the latest first}}
        """
        ids_by_kind = {}
        latest = SQL("ARRAY_AGG(record ORDER BY day DESC, record DESC)")
        for relationship_id, kind, ids in self._select_interactions(latest):
            ids_by_kind.setdefault(relationship_id, {})[kind] = ids
        return ids_by_kind

    def _select_interactions(self, columns):
        """All interactions of these pairs by kind, with one query for each time zone.

        :param SQL columns: aggregates of `day` and `record` that are selected, where `today` is
            the day that it is for the company
        :return: list of tuples (relationship id, kind, the aggregates)
        """
        groups = group_by_zone(self)
        return [row for company, own in groups for row in own._select_of_zone(columns, company)]

    def _select_of_zone(self, columns, company):
        """The same, of relationships whose companies are in the time zone of this one."""
        # What colleagues write to each other is nobody's business.
        query = SQL(
            """
            WITH pair AS MATERIALIZED (
                SELECT relationship.id, our.partner_id AS ours, person.partner_id AS theirs
                  FROM kam_relationship relationship
                  JOIN res_users our ON our.id = relationship.user_id
                  JOIN kam_stakeholder person ON person.id = relationship.stakeholder_id
                  JOIN res_partner partner
                    ON partner.id = person.partner_id AND partner.partner_share
                 WHERE relationship.id IN %(ids)s
            ), theirs AS MATERIALIZED (SELECT DISTINCT theirs AS id FROM pair), %(interactions)s
            SELECT pair.id, interaction.kind, %(columns)s
              FROM interaction CROSS JOIN (SELECT %(today)s::date AS today) clock
              JOIN pair ON pair.theirs = interaction.theirs AND pair.ours = interaction.ours
             GROUP BY pair.id, interaction.kind
            """,
            ids=tuple(self.ids),
            interactions=self._interactions_sql(company),
            columns=columns,
            today=today_of(company),
        )
        return self._execute_interactions(query)

    @api.model
    def _execute_interactions(self, query):
        self._flush_interactions()
        # Compiling the query would take longer than running it.
        self.env.cr.execute(SQL("SET LOCAL jit = off"))
        return self.env.execute_query(query)

    @api.model
    def _flush_interactions(self):
        self.flush_model(["stakeholder_id", "user_id"])
        self.env["res.partner"].flush_model(["partner_share"])
        for name in INTERACTION_MODELS:
            self.env[name].flush_model()
        for name, field in ACTIVITY_PARTNERS.items():
            self.env[name].flush_model([field] if field != "id" else [])

    @api.model
    def _interactions_sql(self, company):
        """Table `interaction` (theirs, ours, kind, day, record) of the partners in `theirs`, with
        the days of a company.
        """
        parts = [
            self._meetings_sql(company),
            self._mails_out_sql(company),
            self._mails_in_sql(company),
            *(self._activities_sql(*item, company) for item in ACTIVITY_PARTNERS.items()),
        ]
        return SQL("interaction AS MATERIALIZED (%s)", SQL(" UNION ALL ").join(parts))

    @api.model
    def _get_first_day(self, company):
        """First of the days whose interactions count."""
        return today_of(company) - relativedelta(months=MONTHS)

    @api.model
    def _meetings_sql(self, company):
        """Meetings that are over, with both among the attendees and neither declining. One that
        took all day has days and no hours.

        Most customers never answer an invitation: who did not decline was there.
        """
        return SQL(
            """
            SELECT theirs.id AS theirs, our.res_partner_id AS ours, 'meeting' AS kind,
                   CASE WHEN event.allday THEN event.stop_date ELSE %s END AS day,
                   event.id AS record
              FROM theirs
              JOIN calendar_event_res_partner_rel their ON their.res_partner_id = theirs.id
              JOIN calendar_event event ON event.id = their.calendar_event_id
              JOIN calendar_event_res_partner_rel our
                ON our.calendar_event_id = event.id AND our.res_partner_id != theirs.id
             WHERE event.active AND event.stop BETWEEN %s AND %s
               AND (SELECT COUNT(DISTINCT came.partner_id) FROM calendar_attendee came
                     WHERE came.event_id = event.id AND came.state IS DISTINCT FROM 'declined'
                       AND came.partner_id IN (theirs.id, our.res_partner_id)) = 2
            """,
            day_to_sql(SQL("event.stop"), company),
            start_of_day(self._get_first_day(company), company),
            fields.Datetime.now(),
        )

    @api.model
    def _mails_out_sql(self, company):
        """Messages that reached them: of which Odoo told them, or that name them in To."""
        return SQL(
            """
            SELECT theirs.id, %s, 'mail_out', MAX(%s), MIN(message.id)
              FROM theirs
              JOIN LATERAL (
                   SELECT told.mail_message_id AS id FROM mail_notification told
                    WHERE told.res_partner_id = theirs.id
                    UNION
                   SELECT named.mail_message_id FROM mail_message_res_partner_rel named
                    WHERE named.res_partner_id = theirs.id) reached ON TRUE
              JOIN mail_message message ON message.id = reached.id
              LEFT JOIN res_users creator ON creator.id = message.create_uid
             WHERE %s
               AND NOT EXISTS (
                   SELECT 1 FROM mail_notification failed
                    WHERE failed.mail_message_id = message.id
                      AND failed.res_partner_id = theirs.id
                      AND failed.notification_status IN ('bounce', 'exception', 'canceled'))
             GROUP BY 1, 2, COALESCE(message.message_id, message.id::text)
            """,
            self._writer_sql("message"),
            day_to_sql(SQL("message.date"), company),
            self._message_sql(company),
        )

    @api.model
    def _mails_in_sql(self, company):
        """Messages of theirs to one of ours: told by Odoo, named in To, or in writing with them,
        before it or in answer to it. Who is responsible for the record says nothing.
        """
        return SQL(
            """
            SELECT theirs.id, reader.id, 'mail_in', MAX(%s), MIN(message.id)
              FROM theirs
              JOIN mail_message message ON message.author_id = theirs.id
              JOIN LATERAL (
                   SELECT told.res_partner_id AS id FROM mail_notification told
                    WHERE told.mail_message_id = message.id
                    UNION
                   SELECT named.res_partner_id FROM mail_message_res_partner_rel named
                    WHERE named.mail_message_id = message.id
                    UNION
                   SELECT %s FROM mail_message linked
                     LEFT JOIN res_users creator ON creator.id = linked.create_uid
                    WHERE (linked.id = message.parent_id OR linked.parent_id = message.id)
                      AND linked.message_type IN ('email', 'comment')
                      AND (EXISTS (SELECT 1 FROM mail_notification told
                                    WHERE told.mail_message_id = linked.id
                                      AND told.res_partner_id = theirs.id)
                        OR EXISTS (SELECT 1 FROM mail_message_res_partner_rel named
                                    WHERE named.mail_message_id = linked.id
                                      AND named.res_partner_id = theirs.id))
                   ) reader ON TRUE
             WHERE %s
             GROUP BY 1, 2, COALESCE(message.message_id, message.id::text)
            """,
            day_to_sql(SQL("message.date"), company),
            self._writer_sql("linked"),
            self._message_sql(company),
        )

    @api.model
    def _writer_sql(self, alias):
        """The partner who wrote a message, its `creator` joined.

        A template writes in the name of who is responsible for the record: written has the
        colleague who sent it. Mails from elsewhere are recorded by the system for their author.
        """
        return SQL(
            "CASE WHEN %(message)s.message_type = 'comment' AND NOT creator.share "
            "AND creator.id != %(system)s THEN creator.partner_id "
            "ELSE %(message)s.author_id END",
            message=SQL.identifier(alias),
            system=SUPERUSER_ID,
        )

    @api.model
    def _message_sql(self, company):
        """Written by people, within the time that counts. No mailings, notifications and automatic
        replies; no mails that a job of the system made of a template.
        """
        return SQL(
            "message.message_type IN ('email', 'comment') "
            "AND message.kam_is_automatic IS NOT TRUE "
            "AND NOT (message.message_type = 'comment' AND message.create_uid = %s "
            "AND message.email_layout_xmlid IS NOT NULL) "
            "AND message.date >= %s AND message.date < %s",
            SUPERUSER_ID,
            start_of_day(self._get_first_day(company), company),
            start_of_day(today_of(company) + ONE_DAY, company),
        )

    @api.model
    def _activities_sql(self, model_name, field, company):
        """Activities done on records of the person, of who did them; calls are told by their type.

        The day is that of whoever did it, who may be a day ahead of the company: done is done. One
        with a meeting to which the person was invited is that meeting.
        """
        today = today_of(company)
        return SQL(
            """
            SELECT theirs.id, our.partner_id,
                   CASE WHEN type.category = 'phonecall' THEN 'call' ELSE 'activity' END,
                   LEAST(activity.date_done, %s), activity.id
              FROM theirs
              JOIN %s record ON record.%s = theirs.id
              JOIN mail_activity activity
                ON activity.res_id = record.id AND activity.res_model = %s
              JOIN res_users our ON our.id = COALESCE(activity.kam_done_user_id, activity.user_id)
              LEFT JOIN mail_activity_type type ON type.id = activity.activity_type_id
             WHERE activity.active IS FALSE AND activity.date_done BETWEEN %s AND %s
               AND type.category IS DISTINCT FROM 'meeting'
               AND NOT EXISTS (
                   SELECT 1 FROM calendar_event_res_partner_rel invited
                    WHERE invited.calendar_event_id = activity.calendar_event_id
                      AND invited.res_partner_id = theirs.id)
            """,
            today,
            SQL.identifier(self.env[model_name]._table),
            SQL.identifier(field),
            model_name,
            self._get_first_day(company),
            today + ONE_DAY,
        )
