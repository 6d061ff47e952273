from datetime import timedelta

from odoo import api, models
from odoo.fields import Domain

from ...tools.change import changes as calculation
from ...tools.change.changes import Fact
from ...tools.strategy.competitors import LEADS, lead_of
from ..common.parameters import days_parameter
from ..strategy.kam_value_agreement import UNANSWERED_DAYS


class KamChangeLines(models.AbstractModel):
    """Changes that lines of the plan and of its customer tell of themselves."""

    _name = "kam.change.lines"
    _description = "Changes of Lines"
    _inherit = ["kam.change.finder"]

    @api.model
    def _get_finders(self):
        return [
            *super()._get_finders(),
            (("contract",), "_find_contracts"),
            (("off_pace",), "_find_off_pace"),
            (("unanswered",), "_find_unanswered"),
            (("risk_expired",), "_find_expired_risks"),
            (("key_date",), "_find_key_dates"),
        ]

    @api.model
    def _find_contracts(self, scene):
        """Contracts of competitors that end within 180 days, and again within 90; of one that is
        over that goes on being told.
        """
        plans = scene.get_shown("show_competitors")
        if not plans:
            return []
        positions = self.env["kam.competitor.position"]
        near = Domain("contract_end", ">=", scene.first_day)
        near &= Domain("contract_end", "<=", scene.last_day + timedelta(LEADS[0]))
        near |= Domain("id", "in", scene.get_known_ids(positions._name, ("contract",)))
        names = ["account_id", "company_id", "competitor_id", "contract_end"]
        found = positions.search_fetch(plans._get_places_domain() & near, names)
        cells = self._find_ending_cells(plans, found)
        facts = []
        for one in found:
            place = (one.account_id.id, one.company_id.id)
            plan = scene.by_place.get(place)
            today = scene.days[one.company_id]
            if not plan or plan not in plans or not one.contract_end:
                continue
            days = (one.contract_end - today).days
            if lead := lead_of(max(days, 0)):
                end = str(one.contract_end)
                held = (*place, one.competitor_id.id, one.contract_end)
                touches = {("kam.whitespace", cell_id) for cell_id in cells.get(held, ())}
                fact = Fact(
                    *(plan.id, "contract", one._name, one.id, f"{end}:{lead}", today),
                    new=end,
                    touches=frozenset(touches | {(one._name, one.id)}),
                )
                if days >= 0 or scene.has_known(fact):
                    facts.append(fact)
        return facts

    @api.model
    def _find_ending_cells(self, plans, positions):
        """Cells with the competitors' contracts: {(account, company, competitor, end): ids}."""
        if not positions:
            return {}
        keys = ["account_id", "company_id", "competitor_id", "contract_end:day"]
        domain = plans._get_places_domain()
        domain &= Domain("competitor_id", "in", positions.competitor_id.ids)
        domain &= Domain("contract_end", "in", list(set(positions.mapped("contract_end"))))
        groups = self.env["kam.whitespace"]._read_group(domain, keys, ["id:array_agg"])
        return {
            (account.id, company.id, rival.id, end): ids
            for account, company, rival, end, ids in groups
        }

    @api.model
    def _find_off_pace(self, scene):
        """Running targets that lag behind what an even pace would have brought."""
        plans = scene.get_shown("show_targets")
        if not plans:
            return []
        domain = Domain("plan_id", "in", plans.ids) & Domain("has_actual", "=", True)
        domain &= Domain("date_start", "<=", scene.last_day)
        domain &= Domain("date_end", ">=", scene.first_day)
        names = ["plan_id", "measure_id", "objective_id", "date_start", "date_end", "attainment"]
        facts = []
        for target in self.env["kam.target"].search_fetch(domain, [*names, "baseline"]):
            today = scene.days[target.plan_id.company_id]
            period = (target.date_start, target.date_end, today)
            attained = target.attainment
            is_off = target._grows_evenly() and calculation.is_off_pace(
                attained, *period, scene.thresholds
            )
            if is_off:
                touches = {("kam.target", target.id)}
                if target.objective_id:
                    touches.add(("kam.objective", target.objective_id.id))
                expected = calculation.expected_attainment(*period)
                place = (target.plan_id.id, "off_pace", target._name, target.id, None, today)
                values = (f"{expected:.0f}", f"{attained:.0f}", None)
                facts.append(Fact(*place, *values, frozenset(touches)))
        return facts

    @api.model
    def _find_unanswered(self, scene):
        """Values to which the customer does not answer."""
        plans = scene.get_shown("show_values")
        if not plans:
            return []
        days = days_parameter(self.env, "value_answer_days", UNANSWERED_DAYS)
        domain = Domain("plan_id", "in", plans.ids) & Domain("state", "=", "delivered")
        domain &= Domain("claim_date", "<=", scene.last_day - timedelta(days))
        values = self.env["kam.value"]
        return [
            Fact(
                *(value.plan_id.id, "unanswered", value._name, value.id),
                *(str(value.claim_date), scene.days[value.plan_id.company_id]),
                old=str(value.claim_date),
                touches=frozenset({(value._name, value.id)}),
            )
            for value in values.search_fetch(domain, ["plan_id", "claim_date"])
            if value.claim_date <= scene.days[value.plan_id.company_id] - timedelta(days)
        ]

    @api.model
    def _find_expired_risks(self, scene):
        """Risks of which the time for which they were accepted is over."""
        plans = scene.get_shown("show_risks")
        if not plans:
            return []
        # The job opens them again; nobody decided anew as long as the day stays.
        domain = Domain("plan_id", "in", plans.ids) & Domain("state", "!=", "closed")
        since = scene.first_day - timedelta(calculation.LOOK_BACK_DAYS)
        domain &= Domain("accepted_until", "<=", scene.last_day)
        risks = self.env["kam.risk"]
        known = scene.get_known_ids(risks._name, ("risk_expired",))
        domain &= Domain("accepted_until", ">=", since) | Domain("id", "in", known)
        return [
            Fact(
                *(risk.plan_id.id, "risk_expired", risk._name, risk.id),
                *(str(risk.accepted_until), scene.days[risk.plan_id.company_id]),
                old=str(risk.accepted_until),
                touches=frozenset({(risk._name, risk.id)}),
            )
            for risk in risks.search_fetch(domain, ["plan_id", "accepted_until"])
            if risk.accepted_until < scene.days[risk.plan_id.company_id]
        ]

    @api.model
    def _find_key_dates(self, scene):
        """Days of the customer whose lead time has begun."""
        plans = scene.get_shown("show_key_dates")
        if not plans:
            return []
        near = Domain("remind_date", "<=", scene.last_day)
        near &= Domain("next_date", ">=", scene.first_day)
        names = ["account_id", "company_id", "remind_date", "next_date"]
        dates = self.env["kam.key.date"]
        facts = []
        for one in dates.search_fetch(plans._get_places_domain() & near, names):
            plan = scene.by_place.get((one.account_id.id, one.company_id.id))
            today = scene.days[one.company_id]
            if plan and plan in plans and one.remind_date <= today <= one.next_date:
                day = str(one.next_date)
                facts.append(
                    Fact(
                        *(plan.id, "key_date", one._name, one.id, day, today),
                        new=day,
                        touches=frozenset({(one._name, one.id)}),
                    )
                )
        return facts
