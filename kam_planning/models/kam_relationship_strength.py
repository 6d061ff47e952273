from datetime import datetime, time

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.tools import SQL, format_date

from ..tools import strength
from ..tools.strength import Contacts, Traffic, Weights

# Contacts further back say nothing any more.
MONTHS = 12
# Activities on such records are contacts with the person named by the field.
ACTIVITY_CONTACTS = {
    "res.partner": "id",
    "crm.lead": "partner_id",
    "sale.order": "partner_id",
    "kam.action": "contact_id",
}


class KamRelationship(models.Model):
    """The strength: read from Odoo's records in one query for any number of relationships."""

    _inherit = "kam.relationship"

    @api.model_create_multi
    def create(self, vals_list):
        """Measure new relationships at once."""
        ties = super().create(vals_list)
        ties._refresh_strength()
        return ties

    def write(self, vals):
        """Other people have other contacts."""
        result = super().write(vals)
        if not {"stakeholder_id", "user_id"}.isdisjoint(vals):
            self._refresh_strength()
        return result

    def _refresh_strength(self):
        """Read the contacts anew and measure the strength of these relationships."""
        now, today = fields.Datetime.now(), fields.Date.context_today(self)
        weights, found = self._get_weights(), self._read_traffic_sudo(today)
        for tie in self:
            traffic = found.get(tie.id, Traffic())
            score = tie._measure(traffic, today, weights)
            tie.write(
                {
                    "traffic": tie._dump_traffic(traffic),
                    "strength": round(score.total, 1),
                    "last_contact_date": traffic.last,
                    "last_two_way_date": traffic.last_two_way,
                    "strength_date": now,
                }
            )

    @api.model
    def _get_weights(self):
        """Weights and half-life from the settings; what is missing or no number has its default."""
        get = self.env["ir.config_parameter"].sudo().get_param
        default = Weights()
        values = {}
        for name in Weights.__dataclass_fields__:
            try:
                value = float(get(f"kam_planning.strength_{name}") or getattr(default, name))
            except ValueError:
                value = getattr(default, name)
            values[name] = max(1, int(value)) if name == "half_life" else max(0.0, value)
        return Weights(**values)

    def _measure(self, traffic, today, weights):
        person = self.stakeholder_id
        return strength.measure(
            traffic, person.seniority, today, weights, self._prepare_texts(traffic, person)
        )

    def _prepare_texts(self, traffic, person):
        """Labels and values of the parts, as the explanation shows them."""
        seniorities = dict(person._fields["seniority"]._description_selection(self.env))
        last = format_date(self.env, traffic.last) if traffic.last else self.env._("never")
        count = sum(traffic.of(kind).count for kind in strength.DEPTH)
        both = {
            "meetings": traffic.of("meeting").count,
            "calls": traffic.of("call").count,
            "sent": traffic.of("mail_out").count,
            "received": traffic.of("mail_in").count,
        }
        return {
            "recency": (self.env._("Recency"), self.env._("last contact: %s", last)),
            "frequency": (self.env._("Frequency"), self.env._("%s contacts in 12 months", count)),
            "two_way": (
                self.env._("Both ways"),
                self.env._("%(sent)s mails sent, %(received)s received", **both),
            ),
            "depth": (
                self.env._("Depth"),
                self.env._("%(meetings)s meetings, %(calls)s calls", **both),
            ),
            "seniority": (
                self.env._("Seniority"),
                seniorities.get(person.seniority) or self.env._("no title"),
            ),
        }

    def _get_strength_scores(self):
        """Strength of each relationship as a score.

        :return: dict {relationship: tools.score.Score}, from the contacts read last
        """
        today, weights = fields.Date.context_today(self), self._get_weights()
        return {tie: tie._measure(tie._load_traffic(), today, weights) for tie in self}

    @api.depends("traffic")
    def _compute_traffic_text(self):
        for tie in self:
            texts = tie._prepare_texts(tie._load_traffic(), tie.stakeholder_id)
            tie.traffic_text = ", ".join((texts["depth"][1], texts["two_way"][1]))

    @api.model
    def _dump_traffic(self, traffic):
        return {
            kind: [found.count, round(found.faded, 4), fields.Date.to_string(found.last)]
            for kind, found in traffic.kinds.items()
        }

    def _load_traffic(self):
        return Traffic(
            {
                kind: Contacts(count, faded, fields.Date.to_date(last))
                for kind, (count, faded, last) in (self.traffic or {}).items()
            }
        )

    def _read_traffic_sudo(self, today):
        """Read all contacts of these pairs of people; aggregated figures only.

        :return: dict {relationship id: Traffic}
        """
        if not self:
            return {}
        self._flush_traffic()
        found = {}
        for tie_id, kind, count, faded, last in self.env.execute_query(self._traffic_sql(today)):
            found.setdefault(tie_id, Traffic()).kinds[kind] = Contacts(count, faded, last)
        return found

    def _flush_traffic(self):
        self.flush_model(["stakeholder_id", "user_id"])
        self.env["kam.stakeholder"].flush_model(["partner_id"])
        for name in ("calendar.event", "calendar.attendee", "mail.message", "mail.notification"):
            self.env[name].flush_model()
        self.env["mail.activity"].flush_model()
        for name, field in ACTIVITY_CONTACTS.items():
            self.env[name].flush_model([field] if field != "id" else [])

    def _traffic_sql(self, today):
        half_life = self._get_weights().half_life
        return SQL(
            """
            WITH pair AS (
                SELECT tie.id, our.partner_id AS ours, person.partner_id AS theirs,
                       tie.user_id
                  FROM kam_relationship tie
                  JOIN res_users our ON our.id = tie.user_id
                  JOIN kam_stakeholder person ON person.id = tie.stakeholder_id
                 WHERE tie.id IN %(ids)s AND person.partner_id IS NOT NULL
            ), contact AS (%(contacts)s)
            SELECT id, kind, COUNT(*),
                   SUM(POWER(0.5, GREATEST(0, %(today)s - day)::float8 / %(half_life)s)),
                   MAX(day)
              FROM contact
             GROUP BY id, kind
            """,
            ids=tuple(self.ids),
            today=today,
            half_life=half_life,
            contacts=SQL(" UNION ALL ").join(
                [
                    self._meetings_sql(today),
                    self._mails_sql("mail_out", SQL("pair.ours"), SQL("pair.theirs"), today),
                    self._mails_sql("mail_in", SQL("pair.theirs"), SQL("pair.ours"), today),
                    *(self._activities_sql(*item, today) for item in ACTIVITY_CONTACTS.items()),
                ]
            ),
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
            SELECT pair.id, 'meeting' AS kind, event.stop::date AS day
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
    def _mails_sql(self, kind, author, reader, today):
        """Messages of the one of which the other was told, by mail or in Odoo."""
        return SQL(
            """
            SELECT pair.id, %s AS kind, message.date::date AS day
              FROM pair
              JOIN mail_notification told ON told.res_partner_id = %s
              JOIN mail_message message ON message.id = told.mail_message_id
               AND message.author_id = %s
             WHERE message.message_type IN ('email', 'email_outgoing', 'comment')
               AND told.notification_status NOT IN ('bounce', 'exception', 'canceled')
               AND message.date BETWEEN %s AND %s
            """,
            kind,
            reader,
            author,
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
                   activity.date_done AS day
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
