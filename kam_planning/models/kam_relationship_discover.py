from odoo import api, fields, models
from odoo.tools import SQL


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
        return self.sudo().create(
            [
                {"stakeholder_id": person_id, "user_id": user_id, "is_found": True}
                for person_id, user_id in self._find_unrecorded(people)
            ]
        )

    @api.model
    def _find_unrecorded(self, people):
        """Pairs of people and colleagues with contact in both directions and no relationship.

        :return: list of tuples (kam.stakeholder id, res.users id)
        """
        if not people:
            return []
        query = SQL(
            """
            WITH person AS MATERIALIZED (
                SELECT person.id, person.partner_id
                  FROM kam_stakeholder person
                  JOIN res_partner partner
                    ON partner.id = person.partner_id AND partner.partner_share
                 WHERE person.id IN %s AND person.parked_reason IS NULL
            ), theirs AS MATERIALIZED (SELECT DISTINCT partner_id AS id FROM person), %s
            SELECT DISTINCT person.id, our.id
              FROM contact
              JOIN person ON person.partner_id = contact.theirs
              JOIN res_users our ON our.partner_id = contact.ours AND our.active AND NOT our.share
             WHERE contact.kind IN ('meeting', 'call', 'mail_in')
               AND NOT EXISTS (
                   SELECT 1 FROM kam_relationship tie
                    WHERE tie.stakeholder_id = person.id AND tie.user_id = our.id)
             ORDER BY person.id, our.id
            """,
            tuple(people.ids),
            self._contacts_sql(fields.Date.context_today(self)),
        )
        return self._execute_contacts(query)
