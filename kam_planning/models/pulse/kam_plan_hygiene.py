from datetime import timedelta

from odoo import SUPERUSER_ID, api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ...tools.completeness import share
from ...tools.dates import add_months
from ...tools.pulse import hygiene
from ...tools.pulse.hygiene import Check
from ...tools.pulse.stamps import Stamp, count_fresh
from ...tools.score import Score
from ..common.days import today_of

# Days: own actions that are due soon, work on the plan, results looked back at, a late review.
SOON, LIVELY, BACK, GRACE = 30, 30, 90, 7
SAID_MONTHS = 12
MOST_EVIDENCE = 20


class KamPlanHygiene(models.AbstractModel):
    """Ten tests of a good plan. Nothing of the customer's behaviour is in them. A block that is
    switched off drops its tests.
    """

    _name = "kam.plan.hygiene"
    _description = "Tests of a Good Plan"

    def _get_hygiene_scores(self):
        """The tests of each plan, made now.

        :return: dict {plan: tools.score.Score}, whose components are `tools.pulse.hygiene.Check`
        """
        return {plan: score for plan, (score, _at_once) in self._read_hygiene_sudo().items()}

    def _read_hygiene_sudo(self):
        """As superuser: who reads a plan sees how good it is, whichever of its lines he reads.

        :return: dict {plan: (Score, list of what was confirmed at once)}
        """
        plans = self.sudo()
        today = {company: today_of(company) for company in plans.company_id}
        found = {plan: [] for plan in plans}
        actions = plans._read_actions().grouped("plan_id")
        plans._test_objectives(found, actions)
        plans._test_actions(found, actions, today)
        plans._test_targets(found, today)
        at_once = plans._test_stamps(found, actions, today)
        plans._test_reviews(found, today)
        return plans._gather_tests(found, at_once)

    def _gather_tests(self, found, at_once):
        rank = list(hygiene.WEIGHTS).index
        for test in [test for tests in found.values() for test in tests]:
            test.weight = hygiene.WEIGHTS[test.key]
        return {
            plan: (
                Score(sorted(found[plan], key=lambda test: rank(test.key))),
                at_once[plan],
            )
            for plan in self
        }

    def _read_actions(self):
        names = ["plan_id", "objective_id", "user_id", "contact_id", "date_deadline", "date_done"]
        domain = Domain("plan_id", "in", self.ids) & Domain("state", "!=", "cancelled")
        return self.env["kam.action"].search_fetch(domain, [*names, "is_open"])

    # objectives

    def _test_objectives(self, found, actions):
        shown = self.filtered("show_objectives")
        domain = Domain("plan_id", "in", shown.ids) & Domain("state", "=", "open")
        names = ["plan_id", "customer_gain", "our_gain", "benefit_for"]
        by_plan = self.env["kam.objective"].search_fetch(domain, names).grouped("plan_id")
        said = self._find_said_goals()
        none = self.env["kam.objective"]
        # The goals of an objective are its customer's.
        ids = [goal_id for goals in said.values() for goal_id in goals]
        serving = set(none.search(domain & Domain("goal_ids", "in", ids)).ids) if ids else set()
        for plan in self:
            objectives = by_plan.get(plan, none)
            if plan.show_objectives:
                found[plan] += plan._prepare_objective_tests(objectives)
                if plan.show_actions:
                    found[plan].append(plan._prepare_actionable(objectives, actions.get(plan, ())))
            if plan.show_goals:
                is_said = plan._get_place() in said
                found[plan].append(plan._prepare_external(objectives, is_said, serving))

    def _prepare_objective_tests(self, objectives):
        total = len(objectives)
        mutual = objectives.filtered(lambda o: o._has_both_gains())
        both = objectives.filtered(lambda o: o.benefit_for == "both")
        return [
            _prepare_test("mutual", share(len(mutual), total), mutual, objectives),
            _prepare_test("win_win", hygiene.win_win(len(both), total), both, objectives),
        ]

    @api.model
    def _prepare_actionable(self, objectives, actions):
        counts = {}
        for action in actions:
            if (action.user_id or action.contact_id) and action.date_deadline:
                counts[action.objective_id] = counts.get(action.objective_id, 0) + 1
        ready = objectives.filtered(lambda objective: counts.get(objective, 0) >= 2)
        return _prepare_test("actionable", share(len(ready), len(objectives)), ready, objectives)

    def _prepare_external(self, objectives, is_said, serving):
        linked = objectives.filtered(lambda objective: objective.id in serving)
        count = len(objectives) if self.show_objectives else None
        points = hygiene.external(is_said, len(linked), count)
        return _prepare_test("external", points, linked, objectives)

    def _find_said_goals(self):
        """What customers said that they want, within twelve months: {place: set of ids}."""
        shown, goals = self.filtered("show_goals"), {}
        since = fields.Datetime.subtract(fields.Datetime.now(), months=SAID_MONTHS)
        domain = shown._get_places_domain() & Domain("source", "=", "customer")
        domain &= Domain("confirmed_date", ">=", since)
        groups = self.env["kam.customer.goal"]._read_group(
            domain, ["account_id", "company_id"], ["id:array_agg"]
        )
        for account, company, ids in groups:
            goals[account, company] = set(ids)
        return goals

    # actions, targets, reviews

    def _test_actions(self, found, actions, today):
        for plan in self.filtered("show_actions"):
            day, own = today[plan.company_id], actions.get(plan, self.env["kam.action"])
            due = own.filtered(lambda a, day=day: a.is_open and a.user_id and _is_due(a, day))
            late, days_late = _count_days_late(own, day)
            in_time, points = len(days_late) - len(late), hygiene.on_time(days_late)
            found[plan] += [
                Check("acts", "", 100.0 if due else 0.0, done=len(due), evidence=_list(due)),
                Check(
                    "on_time",
                    "",
                    points,
                    done=in_time,
                    total=len(days_late),
                    evidence=_list(late),
                ),
            ]

    def _test_targets(self, found, today):
        shown = self.filtered("show_targets")
        domain = Domain("plan_id", "in", shown.ids) & Domain("measure_id.kind", "=", "leading")
        names = ["plan_id", "date_start", "date_end"]
        targets = self.env["kam.target"].search_fetch(domain, names).grouped("plan_id")
        for plan in shown:
            day = today[plan.company_id]
            running = targets.get(plan, self.env["kam.target"]).filtered(
                lambda target, day=day: target.date_start <= day <= target.date_end
            )
            points = 100.0 if running else 0.0
            test = Check("leading", "", points, done=len(running), evidence=_list(running))
            found[plan].append(test)

    def _test_reviews(self, found, today):
        shown = self.filtered("show_reviews")
        domain = Domain("plan_id", "in", shown.ids) & Domain("state", "=", "planned")
        groups = self.env["kam.review"]._read_group(domain, ["plan_id"], ["date_planned:max"])
        planned = dict(groups)
        for plan in shown:
            day, last = today[plan.company_id], plan.last_review_date or plan.date_start
            due = add_months(last, plan.review_interval) + timedelta(days=GRACE)
            # Without a review of a cadence the plan's own day says when the next one is.
            days_set = [planned.get(plan), plan.next_review_date]
            is_set = any(one >= day for one in days_set if one)
            points = hygiene.reviewed(due >= day, is_set)
            found[plan].append(Check("reviewed", "", points, done=points / 50, total=2))

    # who worked on it, and what holds

    def _test_stamps(self, found, actions, today):
        """Who confirmed or wrote what, and what of it still holds.

        :return: dict {plan: list of (user id, moment, lines) of what was confirmed at once}
        """
        stamps, at_once = self._read_stamps(today), {}
        since = fields.Datetime.subtract(fields.Datetime.now(), days=LIVELY)
        for plan in self:
            people = {s.user for s in stamps[plan] if s.user and s.date and s.date >= since}
            first = today[plan.company_id] - timedelta(days=LIVELY)
            people |= {
                action.user_id.id
                for action in actions.get(plan, ())
                if action.date_done and action.date_done >= first
            }
            people -= {SUPERUSER_ID, False}
            fresh, total, at_once[plan] = count_fresh(stamps[plan])
            found[plan] += [
                Check("alive", "", hygiene.alive(len(people)), done=len(people), total=2),
                Check(
                    "fresh",
                    "",
                    share(fresh, total) if total else None,
                    done=fresh,
                    total=total,
                ),
            ]
        return at_once

    def _read_stamps(self, today):
        """The stamps of all lines that somebody stands by, of blocks that are shown: one query.

        :return: dict {plan: list of tools.pulse.stamps.Stamp}
        """
        parts = [
            self.filtered(switch)._prepare_stamp_sql(model)
            for switch, model, _title in self._get_confirm_blocks().values()
            if any(self.mapped(switch))
        ]
        stamps = {plan: [] for plan in self}
        if not parts:
            return stamps
        rows = self.env.execute_query(
            SQL(
                "SELECT plan, user_id, moment, stale, COUNT(*) FROM (%s) AS line "
                "GROUP BY plan, user_id, moment, stale",
                SQL(" UNION ALL ").join(parts),
            )
        )
        for plan_id, user_id, moment, stale, count in rows:
            plan = self.browse(plan_id)
            is_old = not stale or stale <= today[plan.company_id]
            stamps[plan].append(Stamp(user_id, moment, count, is_old))
        return stamps

    def _prepare_stamp_sql(self, model):
        """SQL of the lines of a model: plan, who confirmed it when, and until when it holds."""
        lines = self.env[model]
        domain = self._get_lines_domain(lines) & lines._get_confirm_domain()
        query = lines._search(domain)
        names = ("confirmed_by_id", "confirmed_date", "stale_date")
        columns = [lines._field_to_sql(lines._table, name, query) for name in names]
        if "plan_id" in lines._fields:
            plan = lines._field_to_sql(lines._table, "plan_id", query)
        else:
            place = [
                lines._field_to_sql(lines._table, name, query)
                for name in ("account_id", "company_id")
            ]
            query.add_join(
                "JOIN",
                "stamped",
                SQL(
                    "(SELECT * FROM unnest(%s::int[], %s::int[], %s::int[]) "
                    "AS stamped(plan_id, account_id, company_id))",
                    self.ids,
                    [plan.partner_id.id for plan in self],
                    [plan.company_id.id for plan in self],
                ),
                SQL("stamped.account_id = %s AND stamped.company_id = %s", *place),
            )
            plan = SQL("stamped.plan_id")
        return query.select(
            SQL("%s AS plan, %s AS user_id, %s AS moment, %s AS stale", plan, *columns)
        )


def _is_due(action, day):
    return action.date_deadline and day <= action.date_deadline <= day + timedelta(days=SOON)


def _count_days_late(actions, day):
    """How late what came due within 90 days was done, or still is.

    :return: tuple (kam.action that was late, list of days)
    """
    first, late, days = day - timedelta(days=BACK), actions.browse(), []
    for action in actions:
        end, due = action.date_done, action.date_deadline
        is_judged = due and first <= due and (due < day if action.is_open else due <= day)
        if is_judged:
            days.append(((day if action.is_open else end or due) - due).days)
            late |= action if days[-1] > 0 else late.browse()
    return late, days


def _list(records):
    """Records as the evidence of a test."""
    return [(records._name, key) for key in records.ids[:MOST_EVIDENCE]]


def _prepare_test(key, points, passed, records):
    """A test that records pass: those that do not are its evidence."""
    return Check(
        key, "", points, done=len(passed), total=len(records), evidence=_list(records - passed)
    )
