"""What is done by the jobs that `make kills` kills, and what has to be there in the end."""

from datetime import date, timedelta

from odoo import SUPERUSER_ID, api

from .killed_checks import CUSTOMERS, Checks

CRONS = ("hand_over", "review_reminders", "refresh_figures", "relationships", "scores", "changes")
CRONS += ("reminders", "digest", "shares")
BAD_DOMAIN = "[('no_such_field', '=', 1)]"
STAMPS = {
    "kam_plan": (
        *("figures_date", "pipeline", "gaps_date", "scores_date", "hygiene", "changes_date"),
        *("review_reminded_date", "review_escalated_date", "end_reminded_date"),
        *("cause_reminded_date", "staleness_reminded_date"),
    ),
    "kam_target": ("figures_date", "actual_value"),
    "kam_key_date": ("reminded_date",),
    "kam_value": ("reminded_date", "figures_date", "cause_reminded_date"),
    "kam_risk": ("cause_reminded_date",),
    "kam_share": ("figures_date", "drift", "drift_count"),
    "kam_whitespace": ("figures_date", "potential_date", "pipeline"),
    "kam_relationship": ("strength_date",),
    "kam_competitor_position": ("figures_date", "reminded"),
    "res_users": ("kam_digest_date",),
    "kam_share_access": ("reminded_date", "ended_date", "end_reason"),
}
AGREED = 6
MADE = ("kam_gap", "kam_change", "ir_cron_trigger", "ir_cron_progress")


class World(Checks):
    """Customers for whom every step of every job has something to do, some of them bad."""

    def __init__(self, registry):
        self.registry = registry
        with registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {"tracking_disable": True})
            self._make(env)
            cr.commit()

    def _make(self, env):
        today = date.today()
        self.users = self._make_users(env).ids
        kam, mate, leaver = self.users
        partners = env["res.partner"].create(
            [{"name": f"Killed {number}", "is_company": True} for number in range(CUSTOMERS)]
        )
        self.accounts = partners.ids
        plans = env["kam.plan"].create(
            [
                {
                    "partner_id": partner.id,
                    "user_id": (kam, mate)[partner.id % 2],
                    "date_start": today - timedelta(days=300),
                    "date_end": today + timedelta(days=30),
                    "next_review_date": today - timedelta(days=30),
                    "state": "active",
                }
                for partner in partners
            ]
        )
        self.plans = plans.ids
        self.objectives = (
            env["kam.objective"].create([{"plan_id": p.id, "name": "Grow"} for p in plans]).ids
        )
        self.risks = (
            env["kam.risk"].create([{"plan_id": p.id, "name": "One supplier"} for p in plans]).ids
        )
        plans.write({"show_risks": True, "show_values": True})
        shares = env["kam.share"].create([{"plan_id": plan.id} for plan in plans])
        self.shares = shares.ids
        plans.is_shared = True
        old = [{"plan_id": plan.id, "name": "Old"} for plan in plans]
        self.old = {model: env[model].create(old).ids for model in ("kam.risk", "kam.value")}
        # The weekly mail is due from yesterday morning on, whatever the day is.
        day = (today.weekday() - 1) % 7
        env["ir.config_parameter"].set_param("kam_planning.digest_weekday", str(day))
        # Every second one comes every year, and was last a year ago.
        day = today + timedelta(days=9)
        days = ({"date": day}, {"date": day - timedelta(days=365), "is_yearly": True})
        tender = {"name": "Tender", "kind": "tender"}
        lines = [{"account_id": p.partner_id.id, **tender, **days[p.id % 2]} for p in plans]
        self.key_dates = env["kam.key.date"].create(lines).ids
        late = {
            "date_start": today - timedelta(days=20),
            "date_deadline": today - timedelta(days=9),
        }
        env["kam.action"].create(
            [
                {"plan_id": plan.id, "name": "Late", "user_id": plan.user_id.id, **late}
                for plan in plans
            ]
        )
        self.lost = (
            env["kam.action"]
            .create([{"plan_id": plans[0].id, "name": f"Lost {n}"} for n in range(4)])
            .ids
        )
        self._make_figures(env, plans)
        self._make_people(env, partners, kam)
        self._make_shares(env, plans)
        self._make_agreed(env, today)
        self._make_bad(env, plans)
        env.flush_all()
        env.cr.execute("UPDATE res_users SET active = FALSE WHERE id = %s", [leaver])
        env.cr.execute(
            "UPDATE ir_cron SET active = FALSE WHERE id <> ALL(%s)", [self.crons(env).ids]
        )

    def _make_users(self, env):
        group = env.ref("kam_planning.group_kam_manager").id
        return env["res.users"].create(
            [
                {
                    "name": name,
                    "login": f"killed_{name}",
                    "email": f"{name}@killed.example",
                    "group_ids": [(4, group)],
                }
                for name in ("kam", "mate", "leaver")
            ]
        )

    def _make_figures(self, env, plans):
        measure = env.ref("kam_planning.measure_satisfaction")
        offerings = env["kam.offering"].create([{"name": "Tea"}, {"name": "Salt"}])
        cells = env["kam.whitespace"].create(
            [
                {"account_id": plan.partner_id.id, "offering_id": offering.id}
                for plan in plans
                for offering in offerings
            ]
        )
        # In the cells of one offering each has a competitor whose contract ends.
        rival = env["res.partner"].create({"name": "Killed rival", "is_company": True})
        plans.show_competitors = True
        held = cells.filtered(lambda cell: cell.offering_id == offerings[0])
        held.write({"competitor_id": rival.id, "contract_end": date.today() + timedelta(days=60)})
        positions = env["kam.competitor.position"].search([("competitor_id", "=", rival.id)])
        self.positions = positions.ids
        # What each figure has to be in the end: known without reading any.
        self.pipelines, self.actuals, self.cells, self.measured = {}, {}, {}, {}
        claim = {"name": "Claim", "current_value": 1, "state": "delivered"}
        self.claims = env["kam.value"].create([{"plan_id": p.id, **claim} for p in plans]).ids
        for number, plan in enumerate(plans, 1):
            mine = cells.filtered(lambda cell, p=plan: cell.account_id == p.partner_id)
            env["crm.lead"].create(
                [
                    {
                        "name": "Deal",
                        "type": "opportunity",
                        "partner_id": plan.partner_id.id,
                        "expected_revenue": 100 * number,
                        "kam_whitespace_id": mine[0].id,
                    },
                    {
                        "name": "Other deal",
                        "type": "opportunity",
                        "partner_id": plan.partner_id.id,
                        "expected_revenue": 7,
                    },
                ]
            )
            self.pipelines[plan.id] = 100 * number + 7
            self.cells |= {mine[0].id: 100 * number, mine[1].id: 0}
            env["kam.measure.entry"].create(
                {"account_id": plan.partner_id.id, "measure_id": measure.id, "value": number}
            )
            values = {"plan_id": plan.id, "measure_id": measure.id, "target_value": 80}
            self.actuals[env["kam.target"].create(values).id] = number
            values = {"plan_id": plan.id, "measure_id": measure.id, "name": "Measured"}
            self.measured[env["kam.value"].create(values).id] = number

    def _make_people(self, env, partners, kam):
        contacts = env["res.partner"].create(
            [{"name": f"Contact {p.id}", "parent_id": p.id} for p in partners]
        )
        self.contacts = contacts.ids
        people = env["kam.stakeholder"].create(
            [
                {
                    "account_id": contact.parent_id.id,
                    "partner_id": contact.id,
                    "influence": "3",
                    "relationship_ids": [(0, 0, {"user_id": kam})],
                }
                for contact in contacts
            ]
        )
        self.people = people.ids
        self.gone = (
            env["kam.stakeholder"]
            .create([{"account_id": p.id, "name": f"Gone {p.id}"} for p in partners[:6]])
            .ids
        )

    def _make_shares(self, env, plans):
        """At each customer somebody who owes something, and somebody who left."""
        late = {"date_start": date(2020, 1, 1), "date_deadline": date(2020, 1, 2)}
        self.owing, self.left = [], []
        for plan in plans:
            share = env["kam.share"].search([("plan_id", "=", plan.id)])
            for name, known in (("owes", self.owing), ("left", self.left)):
                person = env["res.partner"].create(
                    {
                        "name": f"Killed {name} {plan.id}",
                        "email": f"{name}{plan.id}@killed.example",
                        "parent_id": plan.partner_id.id,
                    }
                )
                values = {"share_id": share.id, "partner_id": person.id}
                access = env["kam.share.access"].create(
                    {**values, "invited_date": date(2020, 1, 1)}
                )
                known.append(access.id)
                owner = {"plan_id": plan.id, "user_id": plan.user_id.id, "contact_id": person.id}
                env["kam.action"].create({**owner, **late, "name": "Owed", "is_shared": True})
                if name == "left":
                    person.parent_id = False
            # Agreed to all but the plan itself: one line of three is shared since.
            lines = share._read_released_sudo(plan, ["kam.action"])[plan]
            version = env["kam.snapshot"]._take_shared_sudo(share, lines)
            share.write({"state": "agreed", "agreed_id": version.id})

    def _make_agreed(self, env, today):
        """Versions to which all agreed who are still asked."""
        self.agreed, self.days = [], 0
        dates = {"date_start": today - timedelta(days=9), "date_end": today + timedelta(days=300)}
        for number in range(AGREED):
            partner = env["res.partner"].create({"name": f"Agreed {number}", "is_company": True})
            plan = env["kam.plan"].create({"partner_id": partner.id, **dates})
            share = env["kam.share"].create({"plan_id": plan.id})
            person = env["res.partner"].create({"name": "Yes", "parent_id": partner.id})
            values = {"share_id": share.id, "partner_id": person.id, "can_agree": True}
            access = env["kam.share.access"].create(values)
            share._propose_sudo()
            share._record_answer_sudo(access, "agreed", {"signed_name": "Yes"})
            self.agreed.append(share.id)

    def _make_bad(self, env, plans):
        """A measure that cannot be read, and a company whose currency is gone."""
        bad = env["kam.measure"].create(
            {"name": "Bad", "source": "records", "model_name": "crm.lead", "aggregate": "count"}
            | {"unit": "count", "partner_path": "partner_id"}
        )
        values = {"plan_id": plans[1].id, "measure_id": bad.id, "target_value": 1}
        self.bad_target, self.bad_measure = env["kam.target"].create(values).id, bad.id
        company = env["res.company"].create({"name": "No currency"})
        self.bad_plan = plans[2].id
        env["res.users"].browse(self.users).write({"company_ids": [(4, company.id)]})
        env.flush_all()
        env.cr.execute("UPDATE kam_measure SET domain = %s WHERE id = %s", [BAD_DOMAIN, bad.id])
        env.cr.execute("ALTER TABLE res_company ALTER COLUMN currency_id DROP NOT NULL")
        env.cr.execute("UPDATE res_company SET currency_id = NULL WHERE id = %s", [company.id])
        env.cr.execute(
            "UPDATE kam_plan SET company_id = %s WHERE id = %s", [company.id, self.bad_plan]
        )

    def crons(self, env):
        """Give our jobs."""
        return env["ir.cron"].concat(*(env.ref(f"kam_planning.cron_{name}") for name in CRONS))

    def let_a_day_pass(self):
        """Make everything due again, and take away what the jobs made of it."""
        self.days += 1
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {"active_test": False})
            for table, names in STAMPS.items():
                cr.execute(f"UPDATE {table} SET " + ", ".join(f"{name} = NULL" for name in names))
            for query, *values in (
                ("UPDATE kam_objective SET status_change_date = now() WHERE id = ANY(%s)",)
                + (self.objectives,),
                (
                    "UPDATE kam_stakeholder SET support = 'against', "
                    "contact_archived_date = '2000-01-01' WHERE id = ANY(%s)",
                    self.gone,
                ),
                ("UPDATE kam_action SET user_id = %s WHERE id = ANY(%s)",)
                + (self.users[2], self.lost),
                (
                    "UPDATE kam_risk SET state = 'accepted', response = 'accept', "
                    "accepted_by_id = %s, accepted_until = '2020-01-01' WHERE id = ANY(%s)",
                    self.users[0],
                    self.risks,
                ),
                ("UPDATE kam_value SET claim_date = '2020-01-01' WHERE id = ANY(%s)", self.claims),
                ("UPDATE kam_value SET current_value = NULL WHERE id = ANY(%s)", [*self.measured]),
                ("UPDATE kam_key_date SET next_date = date WHERE is_yearly",),
                (
                    "UPDATE kam_share SET proposed_id = (SELECT max(id) FROM kam_snapshot "
                    "WHERE share_id = kam_share.id) WHERE id = ANY(%s)",
                    self.agreed,
                ),
                (
                    "DELETE FROM mail_activity WHERE res_model IS NULL OR res_model IN ('kam.plan',"
                    " 'kam.risk', 'kam.value', 'kam.competitor.position', 'kam.key.date')",
                ),
                ("UPDATE kam_risk SET stale_date = '2020-01-01' WHERE id = ANY(%s)",)
                + (self.old["kam.risk"],),
                ("UPDATE kam_value SET stale_date = '2020-01-01' WHERE id = ANY(%s)",)
                + (self.old["kam.value"],),
                ("DELETE FROM mail_message WHERE subject LIKE 'Your key accounts%%'",),
                ("DELETE FROM mail_message WHERE subject LIKE 'What you wanted%%'",),
                *((f"DELETE FROM {table}",) for table in MADE),
                ("DELETE FROM kam_score WHERE kind IN ('health', 'hygiene')",),
                (
                    "INSERT INTO kam_relationship_traffic (partner_id) SELECT unnest(%s)",
                    self.contacts,
                ),
                (
                    "UPDATE ir_cron SET nextcall = now() - interval '1 hour' WHERE id = ANY(%s)",
                    self.crons(env).ids,
                ),
            ):
                cr.execute(query, values)
            cr.commit()
