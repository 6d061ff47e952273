from dataclasses import replace

from odoo import api, models
from odoo.fields import Domain

from ...tools import dates
from ...tools.portfolio import capacity
from ..common.days import of_each_day, today_of
from ..common.parameters import read_parameter
from ..plan.kam_plan_workflow import OPEN_STATES

# In the settings, below `kam_planning.capacity_`.
RULES = ("available", "review_hours", "room", "full")


class KamCapacityLoad(models.AbstractModel):
    """What accounts ask of us, read for many at once.

    An account counts by the plan that is in force for it. Its lead gets the reviews, the people
    whom he is to know and his own work; a colleague who is to know people there, or has work to do,
    gets that. Nothing of what is thought of people is asked.
    """

    _name = "kam.capacity.load"
    _description = "What Accounts Ask of Us"

    @api.model
    def _get_rules(self):
        """The settings: `capacity.Rules`."""
        rules = capacity.Rules()
        values = {
            name: read_parameter(self.env, f"capacity_{name}", float, getattr(rules, name))
            for name in RULES
        }
        return capacity.Rules(**values)

    @api.model
    def _read_works_sudo(self, users, companies):
        """What each account asks of each user, in a number of queries that does not grow. As
        superuser: a load is the same whoever looks at it.

        :return: dict {(user id, company id): {plan id: `capacity.Work`}}
        """
        self, users = self.sudo(), users.sudo()
        plans = self._find_plans_in_force(companies)
        people, mapped = self._read_people(companies)
        effort, works = self._read_effort(users, companies), {}
        asked, workers = set(users.ids), _group_pairs(effort)
        leavers = set((users - users.filtered("active")).ids)
        for plan in plans.values():
            place, key = (plan.partner_id.id, plan.company_id.id), plan.id
            frame = self._prepare_work(plan, place in mapped)
            on_map = people.get(place, {})
            for user_id in asked & {plan.user_id.id, *on_map, *workers.get(key, ())}:
                is_lead = plan.user_id.id == user_id
                known, days = on_map.get(user_id, frozenset()), effort.get((key, user_id), 0.0)
                # Whoever left meets nobody any more.
                if is_lead or (user_id not in leavers and (known or days)):
                    work = replace(frame, people=known, effort=days)
                    work = work if is_lead else replace(work, expected=None, interval=None)
                    works.setdefault((user_id, place[1]), {})[key] = work
        return works

    @api.model
    def _find_plans_in_force(self, companies):
        """The plan that counts for each customer: {(customer id, company id): plan}."""
        domain = Domain("company_id", "in", companies.ids) & Domain("state", "in", OPEN_STATES)
        names = ["partner_id", "company_id", "user_id", "review_interval"]
        plans = self.env["kam.plan"].search_fetch(domain, names, order="state_rank, id")
        found = {}
        for plan in plans:
            found.setdefault((plan.partner_id.id, plan.company_id.id), plan)
        for company, led in plans.grouped("company_id").items():
            # Of all at once, and nothing else of the customers.
            led.partner_id.with_company(company).fetch(["kam_tier_id"])
        return found

    @api.model
    def _prepare_work(self, plan, is_mapped):
        """What an account asks of its lead, but for his people and his own work."""
        tier = plan.partner_id.with_company(plan.company_id).kam_tier_id
        expected = tier.expected_people if tier else capacity.EXPECTED_PEOPLE
        return capacity.Work(
            expected=None if is_mapped else expected,
            person_hours=tier.person_hours if tier else capacity.PERSON_HOURS,
            interval=plan.review_interval,
        )

    @api.model
    def _read_people(self, companies):
        """Whom each of us is to know: the desired level of the relationship says so.

        :return: tuple (dict {(customer id, company id): {user id: ids of people}}, the places whose
            map says of anybody that he is to be known)
        """
        domain = Domain("company_id", "in", companies.ids) & Domain("level_desired", ">", "0")
        rows = self.env["kam.relationship"]._read_group(
            domain & Domain("stakeholder_id.parked_reason", "=", False),
            ["account_id", "company_id", "user_id"],
            ["stakeholder_id:array_agg"],
        )
        people = {}
        for account, company, user, ids in rows:
            people.setdefault((account.id, company.id), {})[user.id] = frozenset(ids)
        return people, people.keys()

    @api.model
    def _read_effort(self, users, companies):
        """Days of open actions that are due within three months, or overdue.

        :return: dict {(plan id, user id): days}
        """
        due = of_each_day(
            self.env,
            lambda company: Domain(
                "date_deadline", "<=", dates.add_months(today_of(company), capacity.MONTHS_AHEAD)
            ),
        )
        domain = self.env["kam.action"]._get_open_domain() & Domain("user_id", "in", users.ids)
        rows = self.env["kam.action"]._read_group(
            domain & Domain("company_id", "in", companies.ids) & due,
            ["plan_id", "user_id"],
            ["effort:sum"],
        )
        return {(plan.id, user.id): days for plan, user, days in rows}


def _group_pairs(pairs):
    """Pairs (plan id, user id) as {plan id: set of user ids}."""
    found = {}
    for key, user_id in pairs:
        found.setdefault(key, set()).add(user_id)
    return found
