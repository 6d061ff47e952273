"""Fill a scratch database: plans, objectives, actions with activities, and as many opportunities.

Rows are inserted by SQL, in the shape that the ORM would have given them: making 200,000 actions
through the screens' methods would take an hour and measure nothing that the benchmark does not.
"""

from dataclasses import dataclass

from odoo import Command
from odoo.tools import SQL

ALL_LEADS = "sales_team.group_sale_salesman_all_leads"
OWN_LEADS = "sales_team.group_sale_salesman"
# Rules on opportunities of the kind of ours on actions: of one's team, or open to everybody because
# of what the opportunity belongs to. That a salesperson sees his own ones is a rule of Odoo's.
LEAD_RULES = {
    "Opportunity: own team": "[('team_id.member_ids', 'in', user.id)]",
    "Opportunity: open customer": "[('partner_id.ref', '=', 'open')]",
}


@dataclass
class Size:
    """How much to make."""

    plans: int = 10_000
    objectives: int = 60_000
    actions: int = 200_000
    users: int = 50
    seed: int = 20

    @property
    def leads(self):
        """As many opportunities as actions."""
        return self.actions


class Generator:
    """Fills one database; every figure derives from the seed and the row's number."""

    def __init__(self, env, size):
        self.env = env
        self.size = size

    def run(self):
        """Make everything, in one transaction, and return what was made: {label: number}."""
        self.users = self._create_users()
        self._execute("SELECT setseed(%s)", self.size.seed / 100.0)
        for step in (self._partners, self._plans, self._objectives, self._actions, self._leads):
            step()
        self._filter_leads()
        self.env.invalidate_all()
        self.env.registry.clear_cache()
        self._big_plan()
        self._big_order()
        self.env.cr.commit()
        self._analyse()
        return self._count()

    def _execute(self, query, *args):
        self.env.cr.execute(SQL(query, *args))

    def _create_users(self):
        """Account managers who see what record rules allow, and one who sees everything."""
        self._create_user("bench_all", "kam_planning.group_kam_manager", ALL_LEADS)
        self.filtered = self._create_user("bench_filtered", OWN_LEADS)
        return self.env["res.users"].concat(
            *(
                self._create_user(f"bench{number}", "kam_planning.group_kam_user", ALL_LEADS)
                for number in range(self.size.users)
            )
        )

    def _create_user(self, login, *groups):
        return self.env["res.users"].create(
            {
                "name": login,
                "login": login,
                "email": f"{login}@example.com",
                "group_ids": [Command.set([self.env.ref(group).id for group in groups])],
            }
        )

    def _partners(self):
        """Customers by the ORM in one call: their stored names have rules of their own."""
        partners = (
            self.env["res.partner"]
            .with_context(tracking_disable=True)
            .create(
                [
                    {
                        "name": f"Customer {number:05d}",
                        "is_company": True,
                        # Three in four are open to everybody, as their plans are.
                        "ref": "open" if number % 4 else "team",
                    }
                    for number in range(self.size.plans)
                ]
            )
        )
        self.env.flush_all()
        self.first_partner = min(partners.ids)

    def _plans(self):
        company = self.env.company
        self._execute(
            """
            INSERT INTO kam_plan (name, active, partner_id, company_id, user_id, confidentiality,
                date_start, date_end, prepared_date, review_interval, next_review_date, state,
                stage_key, state_rank, progress, show_sections, show_objectives, show_actions,
                show_team, show_reviews, show_figures, show_targets, show_whitespace, is_shared,
                create_uid, write_uid, create_date, write_date)
            SELECT 'Customer ' || n || ' 2026', TRUE, %s + n, %s, %s + n %% %s,
                CASE WHEN n %% 4 = 0 THEN 'team' ELSE 'company' END,
                now()::date - 180, now()::date + 185, now()::date - 180, 3,
                now()::date + 10 + n %% 200, 'active', 'key', 0, n %% 100,
                TRUE, TRUE, TRUE, TRUE, TRUE, TRUE, TRUE, TRUE, FALSE, 1, 1, now(), now()
              FROM generate_series(0, %s - 1) AS n
            """,
            self.first_partner,
            company.id,
            min(self.users.ids),
            len(self.users),
            self.size.plans,
        )
        self.first_plan = self._first("kam_plan")
        self._execute(
            "INSERT INTO kam_plan_access_rel (plan_id, user_id) SELECT id, user_id FROM kam_plan"
        )
        self._execute(
            """
            INSERT INTO kam_team_member (plan_id, company_id, user_id, role_id, side, sequence)
            SELECT id, company_id, user_id, %s, 'us', 10 FROM kam_plan
            """,
            self.env.ref("kam_planning.team_role_kam").id,
        )

    def _objectives(self):
        self._execute(
            """
            INSERT INTO kam_objective (name, plan_id, company_id, partner_id, user_id, sequence,
                benefit_for, horizon, weight, date_start, date_deadline, state, progress_mode,
                progress, status, status_change_date, is_shared, confirmed_date, stale_date,
                create_uid, write_uid, create_date, write_date)
            SELECT 'Objective ' || n, plan.id, plan.company_id, plan.partner_id, plan.user_id, 10,
                'both', 'short', 1, plan.date_start, plan.date_end, 'open', 'actions',
                n %% 100, 'on_track', now()::date + 30, FALSE, now(), now()::date + 90,
                1, 1, now(), now()
              FROM generate_series(0, %s - 1) AS n
              JOIN kam_plan plan ON plan.id = %s + n %% %s
            """,
            self.size.objectives,
            self.first_plan,
            self.size.plans,
        )
        self.first_objective = self._first("kam_objective")

    def _actions(self):
        """Two in three actions are open; each open one has its activity."""
        self._execute(
            """
            INSERT INTO kam_action (name, plan_id, objective_id, company_id, partner_id, user_id,
                sequence, date_start, date_deadline, state, is_open, priority, effort, weight,
                progress, is_shared, confirmed_date, stale_date,
                create_uid, write_uid, create_date, write_date)
            SELECT 'Action ' || n, objective.plan_id, objective.id, objective.company_id,
                objective.partner_id, objective.user_id, 10, now()::date - 30,
                now()::date + (random() * 120)::int,
                CASE n %% 3 WHEN 0 THEN 'done' WHEN 1 THEN 'todo' ELSE 'in_progress' END,
                n %% 3 <> 0, '0', 1 + n %% 5, 1,
                CASE n %% 3 WHEN 0 THEN 100 WHEN 1 THEN 0 ELSE 50 END,
                FALSE, now(), now()::date + 90, 1, 1, now(), now()
              FROM generate_series(0, %s - 1) AS n
              JOIN kam_objective objective ON objective.id = %s + n %% %s
            """,
            self.size.actions,
            self.first_objective,
            self.size.objectives,
        )
        self._activities("kam.action", "kam_action", self._action_type(), "is_open")
        self._execute(
            """
            UPDATE kam_action SET activity_id = activity.id FROM mail_activity activity
             WHERE activity.res_model = 'kam.action' AND activity.res_id = kam_action.id
            """
        )

    def _action_type(self):
        return self.env.ref("kam_planning.mail_activity_type_action")

    def _activities(self, model, table, activity_type, condition):
        self._execute(
            """
            INSERT INTO mail_activity (res_model_id, res_model, res_id, activity_type_id, summary,
                user_id, date_deadline, active, automated, create_uid, write_uid, create_date,
                write_date)
            SELECT %s, %s, id, %s, name, user_id, date_deadline, TRUE, TRUE, 1, 1, now(), now()
              FROM %s WHERE %s
            """,
            self.env["ir.model"]._get_id(model),
            model,
            activity_type.id,
            SQL.identifier(table),
            SQL.identifier(condition) if condition.isidentifier() else SQL(condition),
        )

    def _leads(self):
        """Opportunities beside the actions: two in three open, each of these with an activity."""
        stages = self.env["crm.stage"].search([], order="sequence")
        teams = self.env["crm.team"].create(
            [{"name": f"Team {number}"} for number in range(len(self.users))]
        )
        self.team = teams[0]
        self._execute(
            """
            INSERT INTO crm_lead (name, type, active, partner_id, partner_name, company_id,
                user_id, team_id, stage_id, priority, expected_revenue, prorated_revenue,
                probability, automated_probability, won_status, date_deadline, date_open,
                create_uid, write_uid, create_date, write_date, date_last_stage_update)
            SELECT 'Opportunity ' || n, 'opportunity', TRUE, %s + n %% %s, 'Customer',
                %s, %s + n %% %s, %s + n %% %s,
                CASE n %% 3 WHEN 0 THEN %s WHEN 1 THEN %s ELSE %s END, '0', 1000 + n %% 5000,
                500, 50, 50, CASE n %% 3 WHEN 0 THEN 'won' ELSE 'pending' END,
                now()::date + (random() * 120)::int, now(), 1, 1, now(), now(), now()
              FROM generate_series(0, %s - 1) AS n
            """,
            self.first_partner,
            self.size.plans,
            self.env.company.id,
            min(self.users.ids),
            len(self.users),
            min(teams.ids),
            len(teams),
            stages[-1].id,
            stages[0].id,
            stages[1].id,
            self.size.leads,
        )
        todo = self.env.ref("mail.mail_activity_data_todo")
        self._activities("crm.lead", "crm_lead", todo, "won_status = 'pending'")

    def _filter_leads(self):
        """One salesperson sees of the opportunities what an account manager sees of the actions."""
        self.env["crm.team.member"].create(
            {"crm_team_id": self.team.id, "user_id": self.filtered.id}
        )
        self.env["ir.rule"].create(
            [
                {
                    "name": name,
                    "model_id": self.env["ir.model"]._get_id("crm.lead"),
                    "domain_force": domain,
                    "groups": [Command.link(self.env.ref(OWN_LEADS).id)],
                }
                for name, domain in LEAD_RULES.items()
            ]
        )

    def _first(self, table):
        return self.env.execute_query(SQL("SELECT min(id) FROM %s", SQL.identifier(table)))[0][0]

    def _big_plan(self):
        """One plan with 20 objectives and 200 actions, made as a user would."""
        env = self.env(user=self.users[0], context={"tracking_disable": True})
        partner = env["res.partner"].sudo().create({"name": "Big Account", "is_company": True})
        plan = env["kam.plan"].create({"partner_id": partner.id})
        objectives = env["kam.objective"].create(
            [{"plan_id": plan.id, "name": f"Objective {n}"} for n in range(20)]
        )
        env["kam.action"].create(
            [
                {
                    "plan_id": plan.id,
                    "objective_id": objectives[n % 20].id,
                    "name": f"Action {n}",
                    "user_id": self.users[0].id,
                }
                for n in range(200)
            ]
        )
        self.env["ir.config_parameter"].set_param("kam_bench.plan", plan.id)

    def _big_order(self):
        """One quotation with 220 lines, the nearest thing of Odoo's own to a large plan."""
        env = self.env
        product = env["product.product"].create({"name": "Bench product", "list_price": 10})
        order = env["sale.order"].create(
            {
                "partner_id": self.first_partner,
                # Nobody's: seen by each salesperson, also by those who see their own ones.
                "user_id": False,
                "order_line": [Command.create({"product_id": product.id}) for _line in range(220)],
            }
        )
        env["ir.config_parameter"].set_param("kam_bench.order", order.id)

    def _analyse(self):
        self.env.cr.execute("ANALYZE")
        self.env.cr.commit()

    def _count(self):
        counts = {}
        for model in ("kam.plan", "kam.objective", "kam.action", "mail.activity", "crm.lead"):
            counts[model] = self.env[model].search_count([])
        return counts
