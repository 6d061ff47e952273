"""What is done by the jobs that `make kills` kills, and what has to be there in the end."""

from datetime import date, timedelta

from odoo import SUPERUSER_ID, api

CRONS = ("hand_over", "review_reminders", "refresh_figures", "relationships", "changes")
CUSTOMERS = 16
BAD_DOMAIN = "[('no_such_field', '=', 1)]"
STAMPS = {
    "kam_plan": (
        "figures_date",
        "pipeline",
        "gaps_date",
        "review_reminded_date",
        "review_escalated_date",
        "end_reminded_date",
        "changes_date",
    ),
    "kam_target": ("figures_date", "actual_value"),
    "kam_key_date": ("reminded_date",),
    "kam_value": ("reminded_date", "figures_date"),
    "kam_whitespace": ("figures_date", "potential_date", "pipeline"),
    "kam_relationship": ("strength_date",),
    "kam_competitor_position": ("figures_date", "reminded"),
    "res_users": ("kam_digest_date",),
}
MADE = ("kam_gap", "kam_change", "ir_cron_trigger", "ir_cron_progress")
REMINDERS = ("review", "escalation", "next_period")


class World:
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
                {"name": name, "login": f"killed_{name}", "group_ids": [(4, group)]}
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
                    "DELETE FROM mail_activity WHERE res_model IS NULL OR res_model IN ('kam.plan',"
                    " 'kam.risk', 'kam.value', 'kam.competitor.position', 'kam.key.date')",
                ),
                ("DELETE FROM mail_message WHERE subject LIKE '%%account actions are overdue'",),
                *((f"DELETE FROM {table}",) for table in MADE),
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

    def find_faults(self):
        """Compare what the jobs left with what has to be there: list of str, empty when right."""
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            return [
                *self._check_reminders(env),
                *self._check_risks(env),
                *self._check_competitors(env),
                *self._check_key_dates(env),
                *self._check_claims(env),
                *self._check_changes(env),
                *self._check_figures(env),
                *self._check_people(env),
                *self._check_jobs(env),
                *self._check_who_says_so(env),
            ]

    def _check_reminders(self, env):
        for name in REMINDERS:
            kind = env.ref(f"kam_planning.mail_activity_type_{name}")
            for plan in self.plans:
                domain = [("activity_type_id", "=", kind.id), ("res_model", "=", "kam.plan")]
                count = env["mail.activity"].search_count([*domain, ("res_id", "=", plan)])
                if count != 1:
                    yield f"plan {plan} has {count} reminders of kind {name}"
        digests = env["mail.message"].search([("subject", "like", "account actions are overdue")])
        told = digests.notified_partner_ids or digests.partner_ids
        if len(digests) != len(told) or len(told) < 2:
            yield f"{len(digests)} digests for {len(told)} people"
        lost = env["kam.action"].browse(self.lost)
        if lost.filtered(lambda action: action.user_id.id == self.users[2]):
            yield "work of a colleague who left was not handed over"
        news = env["mail.activity"].search_count(
            [("summary", "like", "Take over the account work")]
        )
        if news != len(lost.user_id):
            yield f"{len(lost.user_id)} heirs were told {news} times"

    def _check_risks(self, env):
        for risk in env["kam.risk"].browse(self.risks):
            domain = [("res_model", "=", "kam.risk"), ("res_id", "=", risk.id)]
            count = env["mail.activity"].search_count(domain)
            if risk.state != "open" or count != 1:
                yield f"risk {risk.id} is {risk.state} and has {count} reminders"

    def _check_competitors(self, env):
        if len(self.positions) < CUSTOMERS:
            yield f"{len(self.positions)} positions for {CUSTOMERS} customers"
        # The plan of one moved to a company without a currency: there is nobody to tell.
        bad = env["kam.plan"].browse(self.bad_plan).partner_id
        positions = env["kam.competitor.position"].browse(self.positions)
        for position in positions.filtered(lambda one: one.account_id != bad):
            count = len(position.activity_ids)
            if position.reminded != "90" or count != 1 or not position.figures_date:
                yield f"position {position.id} has {count} reminders"

    def _check_key_dates(self, env):
        # In the company that the bad plan left nobody leads its customer.
        bad = env["kam.plan"].browse(self.bad_plan).partner_id
        lines = env["kam.key.date"].browse(self.key_dates)
        for line in lines.filtered(lambda one: one.account_id != bad):
            domain = [("res_model", "=", "kam.key.date"), ("res_id", "=", line.id)]
            count = env["mail.activity"].search_count(domain)
            if line.next_date < date.today():
                yield f"key date {line.id} was not moved on"
            if line.reminded_date != line.next_date or count != 1:
                yield f"key date {line.id} has {count} reminders"

    def _check_claims(self, env):
        for value in env["kam.value"].browse(self.claims):
            domain = [("res_model", "=", "kam.value"), ("res_id", "=", value.id)]
            count = env["mail.activity"].search_count(domain)
            if value.reminded_date != value.claim_date or count != 1:
                yield f"value {value.id} has {count} reminders"

    def _check_changes(self, env):
        """Of each contract is told once, with the position and the cell that it touches."""
        bad = env["kam.plan"].browse(self.bad_plan).partner_id
        for position in env["kam.competitor.position"].browse(self.positions):
            domain = [("kind", "=", "contract"), ("res_id", "=", position.id)]
            changes = env["kam.change"].search(domain)
            right = [] if position.account_id == bad else ["open"]
            if changes.mapped("state") != right or len(changes.line_ids) != 2 * len(right):
                yield f"position {position.id} has {changes} with {changes.line_ids}"

    def _check_figures(self, env):
        today = date.today()
        for model, values, name, bad in (
            ("kam.plan", self.pipelines, "pipeline", {self.bad_plan}),
            ("kam.target", self.actuals, "actual_value", self._targets_of_bad_plan(env)),
            ("kam.whitespace", self.cells, "pipeline", set()),
            ("kam.value", self.measured, "current_value", set()),
        ):
            for record in env[model].browse(values):
                if record.id in bad:
                    continue
                if record[name] != values[record.id]:
                    yield f"{record} has {record[name]} instead of {values[record.id]}"
                if not record.figures_date or record.figures_date.date() < today - timedelta(1):
                    yield f"{record} was not read"
        cells = env["kam.whitespace"].search([("potential_date", "=", False)])
        cells = cells.filtered(lambda cell: cell.company_id.currency_id)
        if cells:
            yield f"{cells} have no potential"

    def _targets_of_bad_plan(self, env):
        return set(env["kam.plan"].browse(self.bad_plan).target_ids.ids)

    def _check_people(self, env):
        people = env["kam.stakeholder"]
        if people.browse(self.gone).filtered(lambda person: person.support != "unknown"):
            yield "judgements were not erased"
        if env["kam.relationship.traffic"].search_count([]):
            yield "interactions were not counted"
        if env["kam.relationship"].search_count([("strength_date", "=", False)]):
            yield "a strength was not measured"
        expected = set(self.people)
        gaps = env["kam.gap"].search([("kind", "=", "coverage")])
        found = gaps.stakeholder_id.ids
        account = env["kam.plan"].browse(self.bad_plan).partner_id
        moved = set(people.browse(self.people).filtered(lambda p: p.account_id == account).ids)
        if set(found) - moved != expected - moved or len(gaps) != len(found):
            yield f"{len(gaps)} gaps for {len(found)} of {len(expected)} people"
        plans = env["kam.plan"].search([("state", "=", "active"), ("gaps_date", "=", False)])
        if plans:
            yield f"{plans}: nobody looked for gaps"

    def _check_jobs(self, env):
        for cron in self.crons(env):
            if not cron.active or cron.failure_count:
                yield f"{cron.name}: failed {cron.failure_count} times"

    def _check_who_says_so(self, env):
        faulty = {
            "kam.plan": {self.bad_plan},
            "kam.target": {self.bad_target},
            "kam.measure": {self.bad_measure},
            "kam.relationship": set(),
            "kam.objective": set(),
            "kam.stakeholder": set(),
            "kam.value": set(),
            "kam.risk": set(),
            "kam.key.date": set(),
            "res.users": set(),
        }
        for model, expected in faulty.items():
            found = env[model].search([("kam_fault_date", "!=", False)])
            found -= found.filtered(lambda r: "plan_id" in r and r.plan_id.id == self.bad_plan)
            if set(found.ids) != expected:
                texts = {record.id: record.kam_fault for record in found}
                yield f"{model}: {texts} say what is wrong instead of {expected}"
