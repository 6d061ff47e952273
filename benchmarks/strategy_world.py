"""Fill the scratch database with the strategy of all plans: risks, values, competitors, key dates.

As many of each as there are opportunities. Rows are inserted by SQL, in the shape that the ORM
would have given them. Two plans of 500 and of 5,000 lines, whose maps are drawn, are made by the
models themselves.
"""

from odoo import Command
from odoo.tools import SQL

from .people import QUIET

COMPETITORS = 20
SHOWN = ("goals", "appraisal", "competitors", "investments", "forces", "risks", "values")
SHOWN += ("strategy_map",)
SIZES = (500, 5000)
# Of the lines of a plan whose maps are drawn: goals of the customer, our objectives, values; the
# rest are risks.
SHARES = {"kam.customer.goal": 0.2, "kam.objective": 0.2, "kam.value": 0.4}
OFFERINGS = 10


class Strategy:
    """Made after the plans, for all of them; every figure derives from the row's number."""

    def __init__(self, env, lines):
        """
        :param env: Odoo environment of a superuser
        :param int lines: how many risks, how many values, and how many competitors' positions
        """
        self.env = env(context={**env.context, **QUIET})
        self.lines = lines

    def run(self):
        """Make everything in one transaction, where the last run did not: dict {table: number}."""
        if not self._count("kam_risk"):
            self._make()
        tables = ("kam_risk", "kam_value", "kam_competitor_position", "kam_key_date")
        return {table: self._count(table) for table in tables}

    def _make(self):
        self._show()
        for step in (self._plans, self._risks, self._values, self._positions, self._key_dates):
            step()
        self.env.invalidate_all()
        self.env.cr.commit()
        self.env.cr.execute("ANALYZE")
        self.env.cr.commit()

    def _count(self, table):
        query = SQL("SELECT count(*) FROM %s", SQL.identifier(table))
        return self.env.execute_query(query)[0][0]

    def _execute(self, query, **values):
        self.env.cr.execute(SQL(query, lines=self.lines, **values))

    def _show(self):
        switches = SQL(", ").join(
            SQL("%s = TRUE", SQL.identifier(f"show_{name}")) for name in SHOWN
        )
        self.env.cr.execute(SQL("UPDATE kam_plan SET %s", switches))

    def _plans(self):
        """The plans in the order of their numbers, so that each row finds its own."""
        self._execute(
            """
            CREATE TEMPORARY TABLE bench_plan ON COMMIT DROP AS
            SELECT row_number() OVER (ORDER BY id) - 1 AS n, count(*) OVER () AS plans,
                id, partner_id, company_id, user_id, tier_id, date_start, date_end
              FROM kam_plan
            """
        )
        self._execute("CREATE INDEX ON bench_plan (n)")
        self._execute("ANALYZE bench_plan")

    def _risks(self):
        """Nine in ten are rated; one in five is closed."""
        self._execute(
            """
            INSERT INTO kam_risk (name, plan_id, company_id, partner_id, user_id, kam_user_id,
                tier_id, state, probability, impact, rating, level, amount, rated_revenue, money,
                response, rate_again, is_shared, confirmed_date, confirmed_by_id, stale_date,
                review_date, create_uid, write_uid, create_date, write_date)
            SELECT 'Risk ' || row.n, plan.id, plan.company_id, plan.partner_id, plan.user_id,
                plan.user_id, plan.tier_id,
                CASE row.n %% 5 WHEN 0 THEN 'closed' ELSE 'open' END,
                row.probability, row.impact, row.probability * row.impact,
                CASE WHEN row.probability * row.impact <= 4 THEN 'low'
                     WHEN row.probability * row.impact <= 9 THEN 'medium'
                     WHEN row.probability * row.impact <= 14 THEN 'high'
                     WHEN row.probability * row.impact > 14 THEN 'critical' END,
                row.amount, 100000, row.amount * row.probability * 0.15,
                CASE row.n %% 3 WHEN 0 THEN 'reduce' WHEN 1 THEN 'share' END, row.n %% 50 = 0,
                FALSE, now() - row.days * interval '1 day', plan.user_id,
                now()::date + 60 - row.days, now()::date + 60 - row.days, 1, 1, now(), now()
              FROM (SELECT n, 1000 + n * 37 %% 90000 AS amount, (n * 7919 %% 90)::int AS days,
                           CASE WHEN n %% 10 <> 9 THEN 1 + n * 31 %% 5 END AS probability,
                           1 + n * 17 %% 5 AS impact
                      FROM generate_series(0::bigint, %(lines)s - 1) AS n) AS row
              JOIN bench_plan plan ON plan.n = row.n %% plan.plans
            """
        )

    def _values(self):
        """A third is proposed, a third agreed, and of a third the customer was asked."""
        self._execute(
            """
            INSERT INTO kam_value (name, plan_id, company_id, partner_id, kind, is_hard, unit,
                direction, baseline_value, target_value, current_value, volume, unit_value,
                our_share, currency_id, promised_amount, amount, state, version, agreed_date, rate,
                claim_date, reminded_date, promised_total, delivered_total, confirmed_total,
                disputed_total, confirmation_rate, date_start, date_end, date_deadline, is_shared,
                confirmed_date, confirmed_by_id, stale_date, create_uid, write_uid, create_date,
                write_date)
            SELECT 'Value ' || row.n, plan.id, plan.company_id, plan.partner_id, row.kind,
                row.n %% 4 > 0, 'count', 'down', 100, 60, 70, 12, row.worth, 100,
                company.currency_id, 480 * row.worth, 360 * row.worth, row.state, 1,
                CASE WHEN row.state <> 'proposed' THEN now()::date - 100 END,
                CASE WHEN row.state <> 'proposed' THEN 1 END,
                CASE WHEN row.state NOT IN ('proposed', 'agreed') THEN now()::date - 20 END,
                NULL,
                CASE WHEN row.state <> 'proposed' THEN 480 * row.worth END,
                CASE WHEN row.state NOT IN ('proposed', 'agreed') THEN 360 * row.worth END,
                CASE row.state WHEN 'confirmed' THEN 360 * row.worth WHEN 'disputed' THEN 0 END,
                CASE row.state WHEN 'confirmed' THEN 0 WHEN 'disputed' THEN 360 * row.worth END,
                CASE row.state WHEN 'confirmed' THEN 100 WHEN 'disputed' THEN 0 END,
                plan.date_start, plan.date_end, plan.date_end - (row.n * 31 %% 97)::int, FALSE,
                now() - row.days * interval '1 day', plan.user_id, now()::date + 60 - row.days,
                1, 1, now(), now()
              FROM (SELECT n, 1 + n * 37 %% 900 AS worth, (n * 7919 %% 90)::int AS days,
                           (ARRAY['cost', 'revenue', 'risk', 'quality'])[1 + n %% 4] AS kind,
                           (ARRAY['proposed', 'proposed', 'agreed', 'agreed', 'delivered',
                                  'confirmed', 'disputed'])[1 + n * 13 %% 7] AS state
                      FROM generate_series(0::bigint, %(lines)s - 1) AS n) AS row
              JOIN bench_plan plan ON plan.n = row.n %% plan.plans
              JOIN res_company company ON company.id = plan.company_id
            """
        )

    def _positions(self):
        """The same competitors with each customer; of two in three somebody said something."""
        rivals = self.env["res.partner"].create(
            [{"name": f"Competitor {n:02d}", "is_company": True} for n in range(COMPETITORS)]
        )
        self.env.flush_all()
        self._execute(
            """
            INSERT INTO kam_competitor_position (account_id, company_id, competitor_id, active,
                strength, our_answer, cell_count, exposed_revenue, revenue, threat, contract_end,
                figures_date, confirmed_date, confirmed_by_id, stale_date, create_uid, write_uid,
                create_date, write_date)
            SELECT plan.partner_id, plan.company_id, %(rival)s + row.n / plan.plans, TRUE,
                row.strength, 'Answer ' || row.n, row.n %% 4, row.exposed, 100000,
                row.strength / 5.0 * row.exposed / 1000, now()::date + 181 + (row.n %% 400)::int,
                now(), now() - row.days * interval '1 day', plan.user_id,
                now()::date + 60 - row.days, 1, 1, now(), now()
              FROM (SELECT n, n * 37 %% 90000 AS exposed, (n * 7919 %% 90)::int AS days,
                           CASE WHEN n %% 3 > 0 THEN 1 + n * 31 %% 5 END AS strength
                      FROM generate_series(0::bigint, %(lines)s - 1) AS n) AS row
              JOIN bench_plan plan ON plan.n = row.n %% plan.plans
             WHERE row.n / plan.plans < %(rivals)s
            """,
            rival=min(rivals.ids),
            rivals=len(rivals),
        )

    def _key_dates(self):
        """Two of each customer; none is near yet."""
        self._execute(
            """
            INSERT INTO kam_key_date (name, account_id, company_id, kind, active, date, is_yearly,
                next_date, lead_days, remind_date, is_shared, confirmed_date, confirmed_by_id,
                stale_date, create_uid, write_uid, create_date, write_date)
            SELECT 'Key date ' || number, partner_id, company_id, 'tender', TRUE,
                now()::date + 40 + n::int %% 300, number = 1, now()::date + 40 + n::int %% 300, 30,
                now()::date + 10 + n::int %% 300, FALSE, now(), user_id, now()::date + 60, 1, 1,
                now(), now()
              FROM bench_plan, generate_series(1, 2) AS number
            """
        )


class StrategyMaps:
    """Plans of many lines, of which the maps are drawn."""

    def __init__(self, env):
        self.env = env(context={**env.context, **QUIET})
        self.user = env["res.users"].search([("login", "=", "bench0")])

    def run(self):
        """Make the plans: dict {number of lines: id of the plan}."""
        offerings = self.env["kam.offering"].create(
            [{"name": f"Mapped {n}"} for n in range(OFFERINGS)]
        )
        plans = {size: self.make_plan(size, offerings).id for size in SIZES}
        self.env.cr.commit()
        return plans

    def make_plan(self, size, offerings):
        """Make a plan with so many lines, of the account manager who measures."""
        account = self.env["res.partner"].create(
            {"name": f"Strategy of {size}", "is_company": True}
        )
        plan = self.env["kam.plan"].create({"partner_id": account.id, "user_id": self.user.id})
        plan.write({f"show_{name}": True for name in SHOWN})
        goals, objectives, values = (int(size * share) for share in SHARES.values())
        goals = self._goals(account, goals)
        objectives = self._objectives(plan, objectives, goals, offerings)
        self._values(plan, values, objectives, offerings)
        done = len(goals) + len(objectives) + values
        self.env["kam.risk"].create(
            [
                {
                    "plan_id": plan.id,
                    "name": f"Risk {n}",
                    "probability": str(1 + n % 5),
                    "impact": "3",
                }
                for n in range(size - done)
            ]
        )
        return plan

    def _goals(self, account, count):
        """Half are goals, half initiatives below them."""
        create, half = self.env["kam.customer.goal"].create, count // 2
        source = {"account_id": account.id, "source": "customer"}
        goals = create([{**source, "name": f"Goal {n}"} for n in range(half)])
        return goals + create(
            [
                {
                    **source,
                    "name": f"Initiative {n}",
                    "kind": "initiative",
                    "parent_id": goals[n % half].id,
                }
                for n in range(count - half)
            ]
        )

    def _objectives(self, plan, count, goals, offerings):
        """Each answers two goals, with two offerings."""
        return self.env["kam.objective"].create(
            [
                {
                    "plan_id": plan.id,
                    "name": f"Objective {n}",
                    "goal_ids": [
                        Command.link(goals[n % len(goals)].id),
                        Command.link(goals[n * 7 % len(goals)].id),
                    ],
                    "offering_ids": [
                        Command.link(offerings[n % OFFERINGS].id),
                        Command.link(offerings[n * 3 % OFFERINGS].id),
                    ],
                }
                for n in range(count)
            ]
        )

    def _values(self, plan, count, objectives, offerings):
        figures = {"baseline_value": 100, "target_value": 60, "volume": 12, "unit_value": 50}
        self.env["kam.value"].create(
            [
                {
                    **figures,
                    "plan_id": plan.id,
                    "name": f"Value {n}",
                    "objective_id": objectives[n % len(objectives)].id,
                    "offering_id": offerings[n % OFFERINGS].id,
                }
                for n in range(count)
            ]
        )
