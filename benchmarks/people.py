"""Fill the scratch database with relationship maps, and with the mails and meetings behind them."""

from odoo.fields import Command
from odoo.tools import SQL

SIZES = (60, 500, 5000)
# Everybody has so many reports: the map has the shape of a company.
REPORTS = 7
QUIET = {"tracking_disable": True, "mail_create_nolog": True, "mail_create_nosubscribe": True}
PEOPLE_PER_ACCOUNT = 2
COLLEAGUES = 5
# One contact in five is a meeting, the others are mails, as many in as out.
MEETING = 5


class Maps:
    """Three maps with everything on them, and as many partners in Odoo's own hierarchy."""

    def __init__(self, env):
        self.env = env(context={**env.context, **QUIET})
        self.users = env["res.users"].search([("login", "=like", "bench_%")], order="id")
        self.users |= env["res.users"].search([("login", "=like", "bench%")], order="id", limit=9)

    def run(self):
        """Make the maps: dict {size: (id of the customer, id of the root partner)}."""
        maps = {size: (self._map(size), self.make_hierarchy(size)) for size in SIZES}
        self.make_hierarchy_view()
        self.env.cr.commit()
        self.env.cr.execute("ANALYZE")
        self.env.cr.commit()
        return maps

    def _map(self, size):
        account = self.env["res.partner"].create({"name": f"Map of {size}", "is_company": True})
        self.env["kam.plan"].create({"partner_id": account.id, "user_id": self.users[0].id})
        contacts = self.env["res.partner"].create(
            [
                {
                    "name": f"Contact {size}-{number}",
                    "function": f"Manager {number}",
                    "parent_id": account.id,
                }
                for number in range(size)
            ]
        )
        people = self._people(account, contacts)
        self._relationships_and_lines(people)
        return account.id

    def _people(self, account, contacts):
        roles = self.env["kam.buying.role"].search([])
        people = self.env["kam.stakeholder"].create(
            [
                {
                    "account_id": account.id,
                    "partner_id": contact.id,
                    "influence": str(number % 4),
                    "support": ("unknown", "reserved", "neutral", "supportive")[number % 4],
                    "role_ids": [Command.link(roles[number % len(roles)].id)],
                }
                for number, contact in enumerate(contacts)
            ]
        )
        for start in range(1, len(people), REPORTS):
            people[start : start + REPORTS].manager_id = people[(start - 1) // REPORTS]
        return people

    def _relationships_and_lines(self, people):
        """Two of ours know everybody; every fifth person influences the next one."""
        self.env["kam.relationship"].create(
            [
                {
                    "stakeholder_id": person.id,
                    "user_id": self.users[(number + n) % len(self.users)].id,
                    "level_actual": str(n),
                    "level_desired": "2",
                }
                for number, person in enumerate(people)
                for n in range(2)
            ]
        )
        self.env["kam.influence"].create(
            [
                {"source_id": people[n].id, "target_id": people[n + 1].id}
                for n in range(0, len(people) - 1, 5)
            ]
        )

    def make_hierarchy(self, size):
        """Make partners below each other, as many as a map has people: id of the uppermost."""
        partners = self.env["res.partner"].create(
            [{"name": f"Node {size}-{n}", "function": f"Manager {n}"} for n in range(size)]
        )
        for start in range(1, size, REPORTS):
            partners[start : start + REPORTS].parent_id = partners[(start - 1) // REPORTS]
        return partners[0].id

    def make_hierarchy_view(self):
        """Odoo's hierarchy of partners: what that of employees shows, without their presence."""
        self.env["ir.ui.view"].create(
            {
                "name": "bench.hierarchy",
                "model": "res.partner",
                "type": "hierarchy",
                "arch": """
                    <hierarchy child_field="child_ids" draggable="1">
                        <field name="name"/><field name="function"/>
                        <templates><t t-name="hierarchy-box">
                            <div class="d-flex justify-content-center pb-4">
                                <field name="image_1024" preview_image="image_128"
                                       widget="background_image"/>
                            </div>
                            <div class="d-flex flex-column text-center">
                                <field class="fw-bold" name="name"/><field name="function"/>
                            </div>
                        </t></templates>
                    </hierarchy>
                """,
            }
        )


class Traffic:
    """Relationships on many maps, and the mails and meetings from which their strength is read."""

    def __init__(self, env, relationships, contacts):
        self.env = env(context={**env.context, **QUIET})
        self.relationships = relationships
        self.contacts = contacts

    def run(self):
        """Make everything: dict {table: number}."""
        self._people()
        self._relationships()
        self._mails()
        self._meetings()
        self.env.invalidate_all()
        self.env.registry.clear_cache()
        self.env.cr.commit()
        self.env.cr.execute("ANALYZE")
        self.env.cr.commit()
        tables = ("kam_stakeholder", "kam_relationship", "mail_message", "calendar_event")
        return {table: self._count(table) for table in tables}

    def _count(self, table):
        query = SQL("SELECT count(*) FROM %s", SQL.identifier(table))
        return self.env.execute_query(query)[0][0]

    def _execute(self, query, **values):
        self.env.cr.execute(SQL(query, **values) if values else SQL(query))

    def _people(self):
        count = self.relationships // COLLEAGUES
        plans = self.env["kam.plan"].search([], limit=count // PEOPLE_PER_ACCOUNT, order="id")
        accounts = plans.partner_id
        contacts = self.env["res.partner"].create(
            [
                {
                    "name": f"Person {number}",
                    "function": "Purchasing Manager",
                    "parent_id": accounts[number % len(accounts)].id,
                }
                for number in range(count)
            ]
        )
        people = self.env["kam.stakeholder"].create(
            [{"account_id": partner.parent_id.id, "partner_id": partner.id} for partner in contacts]
        )
        self.env.flush_all()
        self.first_person = min(people.ids)
        self.people = count

    def _relationships(self):
        """Five of fifty colleagues know each person."""
        self._execute(
            """
            INSERT INTO kam_relationship (stakeholder_id, account_id, company_id, user_id,
                level_actual, level_desired, level_gap, strength, health, create_uid, write_uid,
                create_date, write_date)
            SELECT person.id, person.account_id, person.company_id, our.id, '1', '1', 0, 0, 'weak',
                1, 1, now(), now()
              FROM kam_stakeholder person
              JOIN (SELECT id, row_number() OVER (ORDER BY id) AS place FROM res_users
                     WHERE login ~ '^bench[0-9]+$') our
                ON (our.place + person.id) %% 10 = 0
             WHERE person.id >= %(first)s
            """,
            first=self.first_person,
        )
        self._execute(
            """
            CREATE TEMPORARY TABLE bench_pair AS
            SELECT row_number() OVER (ORDER BY relationship.id) - 1 AS place,
                   our.partner_id AS ours, relationship.user_id, person.partner_id AS theirs
              FROM kam_relationship relationship
              JOIN res_users our ON our.id = relationship.user_id
              JOIN kam_stakeholder person ON person.id = relationship.stakeholder_id
             WHERE person.id >= %(first)s
            """,
            first=self.first_person,
        )
        self._execute("CREATE INDEX ON bench_pair (place)")
        self._execute("ANALYZE bench_pair")

    def _mails(self):
        self._execute(
            """
            INSERT INTO mail_message (message_type, model, res_id, author_id, date, subject, body)
            SELECT 'email', 'res.partner', pair.theirs,
                CASE WHEN n %% 2 = 0 THEN pair.ours ELSE pair.theirs END,
                now() - (n * 7919 %% 400) * interval '1 day', 'bench',
                (CASE WHEN n %% 2 = 0 THEN pair.theirs ELSE pair.ours END)::text
              FROM generate_series(1::bigint, %(mails)s) AS n
              JOIN bench_pair pair ON pair.place = n * 31 %% (SELECT count(*) FROM bench_pair)
            """,
            mails=self.contacts * (MEETING - 1) // MEETING,
        )
        self._execute(
            """
            INSERT INTO mail_notification (mail_message_id, res_partner_id, notification_type,
                notification_status, author_id)
            SELECT id, body::int, 'email', 'sent', author_id FROM mail_message
             WHERE subject = 'bench'
            """
        )

    def _meetings(self):
        self._execute(
            """
            INSERT INTO calendar_event (name, active, start, stop, user_id, privacy, show_as,
                description)
            SELECT 'bench', TRUE, moment, moment + interval '1 hour', pair.user_id, 'public',
                'busy', pair.ours || ' ' || pair.theirs
              FROM generate_series(1::bigint, %(meetings)s) AS n
              JOIN bench_pair pair ON pair.place = n * 37 %% (SELECT count(*) FROM bench_pair),
                LATERAL (SELECT now() - (1 + n * 7919 %% 400) * interval '1 day' AS moment) AS one
            """,
            meetings=self.contacts // MEETING,
        )
        self._attend(
            "INSERT INTO calendar_event_res_partner_rel (calendar_event_id, res_partner_id) %s",
            SQL(""),
        )
        self._attend(
            "INSERT INTO calendar_attendee (event_id, partner_id, state) %s", SQL(", 'accepted'")
        )

    def _attend(self, statement, state):
        """Both are at their meeting; its description says who they are."""
        both = SQL(
            "SELECT id, unnest(string_to_array(description, ' '))::int %s "
            "FROM calendar_event WHERE name = 'bench'",
            state,
        )
        self.env.cr.execute(SQL(statement, both))
