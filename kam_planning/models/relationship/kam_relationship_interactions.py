from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
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
# Who is responsible for such a record is who a mail about it is written to.
ANSWERED_MODELS = ("crm.lead", "sale.order")
INTERACTION_MODELS = (
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
        for name in ANSWERED_MODELS:
            self.env[name].flush_model(["user_id"])

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
               AND NOT EXISTS (
                   SELECT 1 FROM calendar_attendee gone
                    WHERE gone.event_id = event.id AND gone.state = 'declined'
                      AND gone.partner_id IN (theirs.id, our.res_partner_id))
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
            SELECT theirs.id, message.author_id, 'mail_out', %s, message.id
              FROM theirs
              JOIN LATERAL (
                   SELECT told.mail_message_id AS id FROM mail_notification told
                    WHERE told.res_partner_id = theirs.id
                    UNION
                   SELECT named.mail_message_id FROM mail_message_res_partner_rel named
                    WHERE named.res_partner_id = theirs.id) reached ON TRUE
              JOIN mail_message message ON message.id = reached.id
             WHERE %s
               AND NOT EXISTS (
                   SELECT 1 FROM mail_notification failed
                    WHERE failed.mail_message_id = message.id
                      AND failed.res_partner_id = theirs.id
                      AND failed.notification_status IN ('bounce', 'exception', 'canceled'))
            """,
            day_to_sql(SQL("message.date"), company),
            self._message_sql(company),
        )

    @api.model
    def _mails_in_sql(self, company):
        """Messages of theirs to one of ours: told by Odoo, named in To, or responsible for the
        opportunity or order on which they wrote.
        """
        answered = [
            SQL(
                """
                UNION
                SELECT our.partner_id FROM %s record JOIN res_users our ON our.id = record.user_id
                 WHERE message.model = %s AND record.id = message.res_id
                """,
                SQL.identifier(self.env[name]._table),
                name,
            )
            for name in ANSWERED_MODELS
        ]
        return SQL(
            """
            SELECT theirs.id, reader.id, 'mail_in', %s, message.id
              FROM theirs
              JOIN mail_message message ON message.author_id = theirs.id
              JOIN LATERAL (
                   SELECT told.res_partner_id AS id FROM mail_notification told
                    WHERE told.mail_message_id = message.id
                    UNION
                   SELECT named.res_partner_id FROM mail_message_res_partner_rel named
                    WHERE named.mail_message_id = message.id
                   %s) reader ON TRUE
             WHERE %s
            """,
            day_to_sql(SQL("message.date"), company),
            SQL(" ").join(answered),
            self._message_sql(company),
        )

    @api.model
    def _message_sql(self, company):
        """Written by people, within the time that counts."""
        return SQL(
            "message.message_type IN ('email', 'email_outgoing', 'comment') "
            "AND message.date >= %s AND message.date < %s",
            start_of_day(self._get_first_day(company), company),
            start_of_day(today_of(company) + ONE_DAY, company),
        )

    @api.model
    def _activities_sql(self, model_name, field, company):
        """Activities done on records of the person; calls are told by their type.

        The day is that of whoever did it, who may be a day ahead of the company: done is done.
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
              JOIN res_users our ON our.id = activity.user_id
              LEFT JOIN mail_activity_type type ON type.id = activity.activity_type_id
             WHERE activity.active IS FALSE AND activity.date_done BETWEEN %s AND %s
               AND type.category IS DISTINCT FROM 'meeting'
            """,
            today,
            SQL.identifier(self.env[model_name]._table),
            SQL.identifier(field),
            model_name,
            self._get_first_day(company),
            today + ONE_DAY,
        )
