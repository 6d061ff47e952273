"""Let things have happened to the customers of all plans, so that the nightly jobs find them.

Rows are inserted and changed by SQL, in the shape that the ORM would have given them.
"""

from odoo import Command, fields
from odoo.tools import SQL

from .strategy_world import OFFERINGS, Strategy, StrategyMaps

# Snapshots of a plan of so many lines are compared.
LINES = 500
KEPT_TABLES = ("kam_risk", "kam_value", "kam_objective", "kam_customer_goal")
PEOPLE = 2
BLOCKS = ("changes", "map", "deliveries", "key_dates")


class Pulse:
    """Made after the plans, their trade and their strategy; all derives from the row's number."""

    def __init__(self, env, lines):
        """
        :param env: Odoo environment of a superuser
        :param int lines: how many risks, values and competitors' positions there are
        """
        self.env = env(context={**env.context, "tracking_disable": True})
        self.lines = lines

    def run(self):
        """Make everything: dict {table: number}."""
        counts = Strategy(self.env, self.lines).run()
        shown = SQL(", ").join(SQL("%s = TRUE", SQL.identifier(f"show_{name}")) for name in BLOCKS)
        self.env.cr.execute(SQL("UPDATE kam_plan SET %s", shown))
        for statement in HAPPENED:
            self.env.cr.execute(statement)
        if not self.env["kam.stakeholder"].search_count([], limit=1):
            for statement in MET:
                self.env.cr.execute(statement, {"people": PEOPLE})
        self.env.invalidate_all()
        return {**counts, "kam_stakeholder": self.env["kam.stakeholder"].search_count([])}

    def take_snapshots(self):
        """A plan of many lines, all of which were changed between two snapshots.

        :return: tuple of their ids
        """
        offerings = [{"name": f"Kept {number}"} for number in range(OFFERINGS)]
        offerings = self.env["kam.offering"].create(offerings)
        plan = StrategyMaps(self.env).make_plan(LINES, offerings)
        first = plan.action_take_snapshot()
        self.env.flush_all()
        for table in KEPT_TABLES:
            query = SQL("UPDATE %s SET name = name || ' anew'", SQL.identifier(table))
            self.env.cr.execute(query)
        self.env.invalidate_all()
        return first, plan.action_take_snapshot()

    def plan_review(self):
        """The next review of the large plan, with its agenda; a parameter says its id."""
        parameters = self.env["ir.config_parameter"]
        review = self.env["kam.review"].create(
            {
                "plan_id": int(parameters.get_param("kam_bench.plan")),
                "date_planned": fields.Date.today(),
                "decision_ids": [Command.create({"name": f"Decision {n}"}) for n in range(10)],
            }
        )
        review.action_propose_agenda()
        parameters.set_param("kam_bench.review", review.id)


# One opportunity in three is decided, within 300 days; a tenth of the contracts end soon, and a
# fifth of the key dates are near.
HAPPENED = (
    "UPDATE crm_lead SET kam_customer_id = partner_id, date_closed = CASE won_status WHEN 'won' "
    "THEN now() AT TIME ZONE 'UTC' - id % 300 * interval '1 day' END WHERE kam_customer_id IS NULL",
    "UPDATE kam_competitor_position SET contract_end = now()::date + 100 WHERE id % 10 = 0",
    "UPDATE kam_key_date SET next_date = now()::date + 9, remind_date = now()::date - 21 "
    "WHERE id % 5 = 0",
)
# Key people of each customer, of whom half are heard of. Without contacts: nobody would be told.
MET = (
    """
    INSERT INTO kam_stakeholder (name, account_id, company_id, influence, support, is_key,
        create_uid, write_uid, create_date, write_date)
    SELECT 'Key person ' || n, partner_id, company_id, '3', 'unknown', TRUE, 1, 1, now(), now()
      FROM kam_plan, generate_series(1, %(people)s) AS n
    """,
    """
    INSERT INTO kam_relationship (stakeholder_id, account_id, company_id, user_id, level_actual,
        level_desired, level_gap, strength, health, last_two_way_date, create_uid, write_uid,
        create_date, write_date)
    SELECT person.id, person.account_id, person.company_id, plan.user_id, '1', '1', 0, 0, 'weak',
        now()::date - CASE WHEN person.id %% 2 = 0 THEN 20 ELSE 200 END, 1, 1, now(), now()
      FROM kam_stakeholder person
      JOIN kam_plan plan ON plan.partner_id = person.account_id
    """,
)
