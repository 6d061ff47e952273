"""Fill the scratch database with one very large relationship map, in SQL: the ORM takes minutes."""

from odoo.tools import SQL

from .people import REPORTS

# The shape of the maps in `people`, with needs and titles: a hand-over sheet prints them.
STATEMENTS = (
    """
    INSERT INTO res_partner (name, complete_name, function, parent_id, commercial_partner_id,
        type, active, partner_share, autopost_bills, create_uid, write_uid, create_date, write_date)
    SELECT 'Crowd ' || n, 'Crowd ' || n, 'Manager ' || n, %(account)s, %(account)s, 'contact',
        TRUE, TRUE, 'ask', 1, 1, now(), now()
      FROM generate_series(1, %(size)s) AS n
    """,
    """
    INSERT INTO kam_stakeholder (account_id, company_id, partner_id, name, title, sequence,
        is_placeholder, seniority, influence, support, is_key, needs, touch_interval, strength,
        coverage_count, create_uid, write_uid, create_date, write_date)
    SELECT %(account)s, %(company)s, id, name, function, 10, FALSE, 'manager',
        (id %% 4)::text, (ARRAY['unknown', 'reserved', 'neutral', 'supportive'])[1 + id %% 4],
        id %% 4 > 1, 'Needs of ' || name, 0, 0, 1, 1, 1, now(), now()
      FROM res_partner WHERE parent_id = %(account)s ORDER BY id
    """,
    """
    WITH person AS (
        SELECT id, row_number() OVER (ORDER BY id) - 1 AS place FROM kam_stakeholder
         WHERE account_id = %(account)s)
    UPDATE kam_stakeholder SET manager_id = manager.id
      FROM person JOIN person manager ON manager.place = (person.place - 1) / %(reports)s
     WHERE person.place > 0 AND kam_stakeholder.id = person.id
    """,
    """
    INSERT INTO kam_buying_role_kam_stakeholder_rel (kam_stakeholder_id, kam_buying_role_id)
    SELECT person.id, role.id
      FROM kam_stakeholder person
      JOIN (SELECT id, row_number() OVER (ORDER BY id) - 1 AS place, count(*) OVER () AS number
              FROM kam_buying_role) role ON role.place = person.id %% role.number
     WHERE person.account_id = %(account)s
    """,
    """
    INSERT INTO kam_relationship (stakeholder_id, account_id, company_id, user_id, level_actual,
        level_desired, level_gap, strength, health, strength_date, create_uid, write_uid,
        create_date, write_date)
    SELECT person.id, person.account_id, person.company_id, our.id, nth::text, '2', 2 - nth,
        person.id %% 20, 'weak', now(), 1, 1, now(), now()
      FROM kam_stakeholder person, generate_series(0, 1) AS nth
      JOIN LATERAL (SELECT id, row_number() OVER (ORDER BY id) - 1 AS place
                      FROM res_users WHERE id IN %(users)s) our ON TRUE
     WHERE person.account_id = %(account)s AND our.place = (person.id + nth) %% %(number)s
    """,
    """
    INSERT INTO kam_influence (source_id, target_id, account_id, company_id, kind, direction,
        strength, create_uid, write_uid, create_date, write_date)
    SELECT id, manager_id, account_id, company_id, 'influence', 'one', '1', 1, 1, now(), now()
      FROM kam_stakeholder
     WHERE account_id = %(account)s AND manager_id IS NOT NULL AND id %% 5 = 0
    """,
    """
    INSERT INTO kam_gap (account_id, company_id, kind, stakeholder_id, user_id, owner_id, state,
        state_rank, is_judgement, date_deadline, days, count, times_back, date_found, create_uid,
        write_uid, create_date, write_date)
    SELECT account_id, company_id, 'level', stakeholder_id, user_id, user_id, 'open', 0, FALSE,
        now()::date, 0, 0, 0, now()::date, 1, 1, now(), now()
      FROM kam_relationship WHERE account_id = %(account)s
    """,
)


def make_crowd(env, plan, users, size):
    """Put so many people on the map of a plan's customer, each with two relationships and gaps.

    :param plan: kam.plan whose map is empty
    :param users: colleagues, two of whom know each person
    """
    values = {
        "account": plan.partner_id.id,
        "company": plan.company_id.id,
        "size": size,
        "reports": REPORTS,
        "users": tuple(users.ids),
        "number": len(users),
    }
    env.flush_all()
    for statement in STATEMENTS:
        env.cr.execute(SQL(statement, **values))
        # The next statement joins what this one made.
        env.cr.execute(SQL("ANALYZE"))
    env.invalidate_all()
    env.registry.clear_cache()
