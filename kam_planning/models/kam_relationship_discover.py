from odoo import api, fields, models
from odoo.tools import SQL

from .kam_relationship_contacts import ACTIVITY_CONTACTS


class KamRelationship(models.Model):
    """Relationships that nobody typed in: who of ours met, called or heard of somebody on a map.

    A mail of ours alone, which may have gone to thousands, makes no relationship.
    """

    _inherit = "kam.relationship"

    is_found = fields.Boolean(
        "Found in the Records",
        readonly=True,
        copy=False,
        help="Made because meetings, calls or mails with this person are recorded.",
    )

    @api.model
    def _discover_sudo(self, people):
        """Record who of ours had contact with these people, where that is not recorded yet.

        :param people: kam.stakeholder records
        :return: the new relationships, their strength measured
        """
        found = self._find_unrecorded(people) if people else []
        return self.sudo().create(
            [
                {"stakeholder_id": person_id, "user_id": user_id, "is_found": True}
                for person_id, user_id in found
            ]
        )

    @api.model
    def _find_unrecorded(self, people):
        """Pairs of people and colleagues with contact in both directions and no relationship.

        :return: list of tuples (kam.stakeholder id, res.users id)
        """
        self._flush_traffic()
        first, last = self._get_span(fields.Date.context_today(self))
        query = SQL(
            """
            WITH person AS (
                SELECT person.id, person.partner_id
                  FROM kam_stakeholder person
                  JOIN res_partner partner
                    ON partner.id = person.partner_id AND partner.partner_share
                 WHERE person.id IN %(people)s AND person.parked_reason IS NULL
            ), met AS (%(met)s)
            SELECT DISTINCT met.id, our.id
              FROM met
              JOIN res_users our ON our.partner_id = met.ours AND our.active AND NOT our.share
             WHERE NOT EXISTS (
                   SELECT 1 FROM kam_relationship tie
                    WHERE tie.stakeholder_id = met.id AND tie.user_id = our.id)
             ORDER BY met.id, our.id
            """,
            people=tuple(people.ids),
            met=SQL(" UNION ").join(
                [
                    self._who_met_sql(first),
                    self._who_was_written_to_sql(first, last),
                    *(
                        self._who_called_sql(model_name, field, first)
                        for model_name, field in ACTIVITY_CONTACTS.items()
                    ),
                ]
            ),
        )
        return self.env.execute_query(query)

    @api.model
    def _who_met_sql(self, first):
        return SQL(
            """
            SELECT person.id, ours.res_partner_id AS ours
              FROM person
              JOIN calendar_event_res_partner_rel theirs
                ON theirs.res_partner_id = person.partner_id
              JOIN calendar_event_res_partner_rel ours
                ON ours.calendar_event_id = theirs.calendar_event_id
              JOIN calendar_event event ON event.id = theirs.calendar_event_id
             WHERE event.active AND event.stop BETWEEN %s AND %s
               AND NOT EXISTS (
                   SELECT 1 FROM calendar_attendee gone
                    WHERE gone.event_id = event.id AND gone.state = 'declined'
                      AND gone.partner_id IN (person.partner_id, ours.res_partner_id))
            """,
            first,
            fields.Datetime.now(),
        )

    @api.model
    def _who_was_written_to_sql(self, first, last):
        return SQL(
            """
            SELECT person.id, reader.id AS ours
              FROM person
              JOIN mail_message message ON message.author_id = person.partner_id
              JOIN LATERAL (
                   SELECT told.res_partner_id AS id FROM mail_notification told
                    WHERE told.mail_message_id = message.id
                    UNION
                   SELECT named.res_partner_id FROM mail_message_res_partner_rel named
                    WHERE named.mail_message_id = message.id) reader ON TRUE
             WHERE message.message_type IN ('email', 'comment') AND message.date BETWEEN %s AND %s
            """,
            first,
            last,
        )

    @api.model
    def _who_called_sql(self, model_name, field, first):
        return SQL(
            """
            SELECT person.id, our.partner_id AS ours
              FROM person
              JOIN %s record ON record.%s = person.partner_id
              JOIN mail_activity activity
                ON activity.res_id = record.id AND activity.res_model = %s
               AND activity.active IS FALSE AND activity.date_done >= %s
              JOIN mail_activity_type type
                ON type.id = activity.activity_type_id AND type.category = 'phonecall'
              JOIN res_users our ON our.id = activity.user_id
            """,
            SQL.identifier(self.env[model_name]._table),
            SQL.identifier(field),
            model_name,
            first.date(),
        )
