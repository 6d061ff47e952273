from odoo import api, fields, models
from odoo.tools import SQL

from ...tools import periods
from ...tools.attention.audit import ACTIVITY_HOURS, DAY_HOURS
from ..common import days
from ..plan.kam_plan_workflow import OPEN_STATES

MONTHS = 12
# Ids are made of the place's and the record's own, with two bits for the kind: below the 53 bits
# that the browser has for a number.
PLACE_FACTOR = 2**30
KINDS = ("meeting", "call", "activity", "timesheet")


class KamAttentionHours(models.AbstractModel):
    """SQL of the hours that went into accounts in the last 12 months.

    An account is a customer with an open plan in a company. Time with a contact belongs to the
    nearest account above it, and with that to each account above that one; so a group has the
    hours of its parts. Of persons only their number is used, and leaves this model in no column.
    """

    _name = "kam.attention.hours"
    _description = "Hours for Accounts"

    @api.model
    def _get_with_sql(self):
        """SQL of the tables that both lists are made of.

        ``place`` (id, account_id, company_id) has the accounts, ``above`` (place_id, upper_id)
        those that are part of others, ``entry`` (place_id, company_id, kind, source_id, day,
        hours) what was done for each account itself.
        """
        self._flush()
        timesheets = self.env["kam.attention.apps"]._select_timesheets()
        told = self._get_told_sql(timesheets)
        entries = [self._select_meetings(told), self._select_activities(told)]
        tables = [
            SQL("span AS MATERIALIZED (%s)", self._select_spans()),
            SQL("colleague AS MATERIALIZED (%s)", self._select_colleagues()),
            SQL("place AS MATERIALIZED (%s)", self._select_places()),
            SQL("below(place_id, company_id, partner_id) AS (%s)", self._select_below()),
            SQL("chain(place_id, company_id, partner_id) AS (%s)", self._select_chain()),
            SQL("above AS MATERIALIZED (%s)", self._select_above()),
        ]
        if timesheets:
            tables.append(SQL("sheet AS MATERIALIZED (%s)", timesheets))
            entries.append(SQL("SELECT place_id, company_id, 3, id, day, hours FROM sheet"))
        tables += [
            SQL("near AS MATERIALIZED (%s)", self._select_near()),
            SQL("held AS MATERIALIZED (%s)", self._select_held()),
            SQL("guest AS (%s)", self._select_guests()),
            SQL("did AS MATERIALIZED (%s)", self._select_did()),
        ]
        columns = SQL("place_id, company_id, kind, source_id, day, hours")
        union = SQL(" UNION ALL ").join(entries)
        tables.append(SQL("entry(%s) AS (%s)", columns, union))
        return SQL("WITH RECURSIVE %s", SQL(", ").join(tables))

    @api.model
    def _flush(self):
        """Write what the statements read."""
        names = {
            "calendar.attendee": ["event_id", "partner_id", "state"],
            "calendar.event": ["active", "allday", "duration", "start", "stop"],
            "kam.plan": ["active", "company_id", "figures_date", "margin", "partner_id", "state"],
            "mail.activity": ["active", "calendar_event_id", "date_done", "user_id"],
            "res.partner": ["kam_tier_id", "parent_id"],
            "res.users": ["company_ids", "partner_id", "share"],
        }
        for model, fields_read in names.items():
            self.env[model].flush_model(fields_read)

    @api.model
    def _select_spans(self):
        """The last 12 months of each company: its moments and its days."""
        rows, now = [], fields.Datetime.now()
        for company, companies in days.group_by_zone(self._get_companies_sudo(), lambda one: one):
            period = periods.last_months(days.today_of(company), MONTHS)
            first = days.start_of_day(period.start, company)
            zone = days.get_zone_sudo(company).zone
            rows += [(one, first, now, period.start, period.end, zone) for one in companies.ids]
        columns = [list(column) for column in zip(*rows, strict=True)]
        return SQL(
            "SELECT * FROM unnest(%s::int[], %s::timestamp[], %s::timestamp[], %s::date[], "
            "%s::date[], %s::text[]) AS span(company_id, first, now, first_day, last_day, zone)",
            *columns,
        )

    @api.model
    def _get_companies_sudo(self):
        companies = self.env["res.company"].sudo()
        return companies.browse(companies._get_kam_company_ids_sudo())

    @api.model
    def _select_places(self):
        return SQL(
            "SELECT MIN(id) AS id, partner_id AS account_id, company_id FROM kam_plan "
            "WHERE active AND state IN %s GROUP BY partner_id, company_id",
            OPEN_STATES,
        )

    @api.model
    def _select_below(self):
        """Each account with all below it that have no nearer one."""
        return SQL(
            "SELECT id, company_id, account_id FROM place "
            "UNION SELECT below.place_id, below.company_id, child.id FROM below "
            "JOIN res_partner child ON child.parent_id = below.partner_id "
            "WHERE (child.id, below.company_id) NOT IN (SELECT account_id, company_id FROM place)"
        )

    @api.model
    def _select_chain(self):
        """Each account with all partners above it; UNION ends in a circle."""
        return SQL(
            "SELECT place.id, place.company_id, partner.parent_id FROM place "
            "JOIN res_partner partner ON partner.id = place.account_id "
            "WHERE partner.parent_id IS NOT NULL "
            "UNION SELECT chain.place_id, chain.company_id, partner.parent_id FROM chain "
            "JOIN res_partner partner ON partner.id = chain.partner_id "
            "WHERE partner.parent_id IS NOT NULL"
        )

    @api.model
    def _select_above(self):
        return SQL(
            "SELECT chain.place_id, place.id AS upper_id FROM chain "
            "JOIN place ON place.account_id = chain.partner_id "
            "AND place.company_id = chain.company_id AND place.id != chain.place_id"
        )

    @api.model
    def _get_told_sql(self, timesheets):
        """Condition on a colleague's day: who wrote timesheets on customers that day has said
        where it went.

        :return: function of SQL of the user, the day and the company
        """
        if not timesheets:
            return lambda _user, _day, _company: SQL("FALSE")
        return lambda user, day, company: SQL(
            "(%s, %s, %s) IN (SELECT user_id, day, company_id FROM sheet "
            "WHERE user_id IS NOT NULL)",
            user,
            day,
            company,
        )

    @api.model
    def _select_colleagues(self):
        """Our people in each company in which they may work; of two users of one person one."""
        return SQL(
            "SELECT users.partner_id, at.cid AS company_id, MIN(users.id) AS user_id "
            "FROM res_users users JOIN res_company_users_rel at ON at.user_id = users.id "
            "WHERE users.share IS NOT TRUE GROUP BY 1, 2"
        )

    # Nothing is known of how many rows these tables have, so the planner may take a loop in a loop
    # where two of them meet. Each step below joins by the equality of all that it has in common.

    @api.model
    def _select_near(self):
        """The same as `below`, in a form of which the planner expects few rows."""
        return SQL(
            "SELECT one.* FROM (SELECT ARRAY_AGG(place_id) AS places, ARRAY_AGG(company_id) "
            "AS companies, ARRAY_AGG(partner_id) AS partners FROM below) AS every, "
            "UNNEST(places, companies, partners) AS one(place_id, company_id, partner_id)"
        )

    @api.model
    def _select_held(self):
        """Meetings that are over, with their day and hours where the company is."""
        return SQL(
            """
            SELECT event.id AS event_id, span.company_id,
                   CASE WHEN event.allday AND event.start_date IS NOT NULL THEN event.start_date
                        ELSE timezone(span.zone, timezone('UTC', event.start))::date END AS day,
                   CASE WHEN event.allday
                        THEN %(most)s * CEIL(GREATEST(event.duration, 1) / 24)
                        ELSE COALESCE(event.duration, 0) END AS hours
              FROM calendar_event event
              JOIN span ON event.start >= span.first AND event.stop <= span.now
             WHERE event.active
            """,
            most=DAY_HOURS,
        )

    @api.model
    def _select_guests(self):
        """Who was asked to these meetings and did not decline."""
        return SQL(
            "SELECT held.*, attendee.partner_id, attendee.state = 'accepted' AS is_coming "
            "FROM held JOIN calendar_attendee attendee ON attendee.event_id = held.event_id "
            "WHERE attendee.state IS DISTINCT FROM 'declined'"
        )

    @api.model
    def _select_meetings(self, told):
        """A meeting's hours, times our people who accepted, shared out among the accounts."""
        return SQL(
            """
            SELECT UNNEST(places), company_id, 0, event_id, day,
                   hours * ours / CARDINALITY(places)::float8
              FROM (SELECT guest.event_id, company_id, MIN(guest.day) AS day,
                           MIN(guest.hours) AS hours,
                           ARRAY_AGG(DISTINCT below.place_id)
                           FILTER (WHERE below.place_id IS NOT NULL) AS places,
                           COUNT(colleague.partner_id)
                           FILTER (WHERE guest.is_coming AND NOT %(told)s) AS ours
                      FROM guest
                 LEFT JOIN near AS below USING (partner_id, company_id)
                 LEFT JOIN colleague USING (partner_id, company_id)
                     GROUP BY guest.event_id, company_id) AS met
             WHERE ours > 0
            """,
            told=told(SQL("colleague.user_id"), SQL("guest.day"), SQL("company_id")),
        )

    @api.model
    def _select_did(self):
        """Calls and other activities that colleagues did in the 12 months; one that stands for a
        meeting is that meeting.
        """
        return SQL(
            """
            SELECT CASE WHEN type.category = 'phonecall' THEN 1 ELSE 2 END AS kind,
                   activity.id, done.date_done AS day, done.partner_id, done.user_id,
                   colleague.company_id
              FROM (%s) AS done
              JOIN mail_activity activity ON activity.id = done.id
                   AND activity.calendar_event_id IS NULL
         LEFT JOIN mail_activity_type type ON type.id = activity.activity_type_id
              JOIN colleague ON colleague.user_id = done.user_id
                   AND colleague.company_id = COALESCE(done.company_id, colleague.company_id)
              JOIN span ON span.company_id = colleague.company_id
                   AND done.date_done BETWEEN span.first_day AND span.last_day
            """,
            self.env["kam.activity.done"]._table_query,
        )

    @api.model
    def _select_activities(self, told):
        """Their hours, for the account of whose record it was."""
        return SQL(
            "SELECT below.place_id, company_id, did.kind, did.id, did.day, %(hours)s "
            "FROM did JOIN below USING (partner_id, company_id) WHERE NOT %(told)s",
            hours=ACTIVITY_HOURS,
            told=told(SQL("did.user_id"), SQL("did.day"), SQL("company_id")),
        )
