"""What has to be there once the killed jobs of `make kills` were started again."""

from datetime import date, timedelta

from odoo import SUPERUSER_ID, api

CUSTOMERS = 16
REMINDERS = ("review", "escalation", "next_period")


class Checks:
    """Compares what the jobs left of a world with what has to be there."""

    def find_faults(self):
        """Compare what the jobs left with what has to be there: list of str, empty when right."""
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            return [
                *self._check_reminders(env),
                *self._check_risks(env),
                *self._check_share_people(env),
                *self._check_agreed(env),
                *self._check_competitors(env),
                *self._check_key_dates(env),
                *self._check_claims(env),
                *self._check_shares(env),
                *self._check_causes(env),
                *self._check_changes(env),
                *self._check_figures(env),
                *self._check_people(env),
                *self._check_scores(env),
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
        digests = env["mail.mail"].search([("subject", "like", "Your key accounts")])
        told = digests.recipient_ids
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

    def _check_share_people(self, env):
        """Each who owes something got one mail; who left has no access, and got none."""
        for access in env["kam.share.access"].browse(self.owing):
            mails = env["mail.mail"].search_count([("recipient_ids", "=", access.partner_id.id)])
            if mails != 1 or access.ended_date:
                yield f"access {access.id}: {mails} mails on own actions"
        for access in env["kam.share.access"].browse(self.left):
            mails = env["mail.mail"].search_count([("recipient_ids", "=", access.partner_id.id)])
            if mails or access.end_reason != "left":
                yield f"access {access.id}: {mails} mails, {access.end_reason}"

    def _check_agreed(self, env):
        """Each day all agreed, and the plan as a whole was kept once."""
        for share in env["kam.share"].browse(self.agreed):
            domain = [("plan_id", "=", share.plan_id.id), ("kind", "=", "agreed")]
            kept = env["kam.snapshot"].search_count(domain)
            if share.proposed_id or share.state != "agreed" or kept != self.days:
                yield f"share {share.id} is {share.state}, kept {kept} times in {self.days} days"

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

    def _check_shares(self, env):
        """Of each plan the plan itself is shared, to which nobody agreed, and two actions."""
        for share in env["kam.share"].browse(self.shares):
            if not share.figures_date or (share.drift_count, round(share.drift)) != (1, 33):
                yield f"share {share.id} was compared: {share.drift_count}, {share.drift}"

    def _check_causes(self, env):
        """Of each cause somebody was reminded once."""
        for model, name in (("kam.risk", "risk_review"), ("kam.value", "value_stale")):
            kind = env.ref(f"kam_planning.mail_activity_type_{name}")
            for line in env[model].browse(self.old[model]):
                domain = [("activity_type_id", "=", kind.id), ("res_id", "=", line.id)]
                count = env["mail.activity"].search_count(domain)
                if not line.cause_reminded_date or count != 1:
                    yield f"{line} has {count} reminders"
        kind = env.ref("kam_planning.mail_activity_type_plan_stale")
        for plan in env["kam.plan"].browse(self.plans):
            domain = [("activity_type_id", "=", kind.id), ("res_id", "=", plan.id)]
            count = env["mail.activity"].search_count(domain)
            if not plan.staleness_reminded_date or count > 1:
                yield f"plan {plan.id} has {count} reminders that it is stale"

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

    def _check_scores(self, env):
        """Each plan is scored, and what moved once is kept once."""
        for plan in env["kam.plan"].browse(self.plans):
            if plan.id == self.bad_plan:
                continue
            domain = [("res_model", "=", "kam.plan"), ("res_id", "=", plan.id)]
            for kind in ("health", "hygiene"):
                count = env["kam.score"].search_count([*domain, ("kind", "=", kind)])
                if count != 1 or not plan.scores_date or plan.hygiene is False:
                    yield f"plan {plan.id} has {count} scores of kind {kind}"

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
