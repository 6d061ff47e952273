from datetime import date, timedelta
from typing import Any, NamedTuple

from odoo import api, models
from odoo.fields import Domain

from ...tools.change import changes as calculation
from ...tools.meeting import agenda
from ...tools.meeting.agenda import Candidate
from ..common.days import start_of_day, today_of
from ..common.known import is_known

# So many lines to confirm are looked at in each block of a plan, the longest waiting first.
MOST_TO_CONFIRM = 50
KEPT_SCORES = ("health", "hygiene")
URGENT = ("2", "3")


class Past(NamedTuple):
    """What a review looks back on.

    former: the review of the same plan that was held last before it, empty where there is none
    since: the day of that one, else the first day of the plan, or today where it begins later
    moves: {kind of score: (then, now)}, percent or None; the kinds are ``health``, ``hygiene`` and
        ``confidence``
    """

    former: Any
    since: date
    moves: dict


class KamReviewCandidates(models.AbstractModel):
    """What a review may talk about: what moved since the last one that was held, and what waits.

    Read with the user's own rights and in a number of queries that does not grow, neither with the
    reviews nor with what they find. Rooms above add theirs in `_get_gatherers`.
    """

    _name = "kam.review.candidates"
    _description = "What a Review May Talk About"

    def _gather_candidates(self, past):
        """All that these reviews may talk about.

        :param dict past: {review: `Past`}
        :return: dict {review: list of `Candidate`, in no order, with the same thing several times}
        """
        plans = self.plan_id
        found = {plan: [] for plan in plans}
        for gather in self._get_gatherers():
            for plan, candidate in getattr(self, gather)(plans):
                found[plan].append(candidate)
        result = {
            review: [*found[review.plan_id], *review._list_moves(past[review])] for review in self
        }
        return self._apply_past(result, past)

    @api.model
    def _get_gatherers(self):
        """Names of methods that take plans and yield pairs (plan, `Candidate`)."""
        return [
            *("_gather_changes", "_gather_targets", "_gather_actions"),
            *("_gather_gaps", "_gather_decisions", "_gather_to_confirm"),
        ]

    @api.model
    def _get_share(self, plan, amount):
        yearly = plan.revenue if is_known(plan.revenue) else None
        return agenda.share_of(amount if is_known(amount) else None, yearly)

    # since the last review

    def _get_former(self):
        """The review of the same plan that was held last before each of these.

        :return: dict {review: kam.review, empty where there is none}
        """
        held = Domain("plan_id", "in", self.plan_id.ids) & Domain("state", "=", "held")
        found = self.search(held & Domain("date_held", "!=", False), order="date_held, id")
        by_plan = found.grouped("plan_id")
        result = {}
        for review in self:
            before = by_plan.get(review.plan_id, self.browse()) - review
            if review.state == "held" and review.date_held:
                own = (review.date_held, review.id)
                before = before.filtered(lambda one, own=own: (one.date_held, one.id) < own)
            result[review] = before[-1:]
        return result

    def _read_past(self):
        """What each of these reviews looks back on, and the scores that moved since the end of
        that day.

        :return: dict {review: `Past`}
        """
        former = self._get_former()
        since = {
            review: former[review].date_held
            or min(review.plan_id.date_start, today_of(review.company_id))
            for review in self
        }
        moments = {
            review: start_of_day(day + timedelta(1), review.company_id)
            for review, day in since.items()
        }
        days = sorted(set(moments.values()))
        scores = self.plan_id._read_kept_scores_sudo(KEPT_SCORES, *days)
        kept = dict(zip(days, scores, strict=True))
        return {
            review: Past(former[review], since[review], review._read_moves(kept[moments[review]]))
            for review in self
        }

    def _read_moves(self, before):
        plan = self.plan_id
        health, hygiene = (before.get((plan.id, kind)) for kind in KEPT_SCORES)
        return {
            "health": (health and health.total, _or_none(plan.health)),
            "hygiene": (hygiene and hygiene.total, _or_none(plan.hygiene)),
            "confidence": (health and health.confidence, _or_none(plan.confidence)),
        }

    def _list_moves(self, past):
        """Scores that moved by five points or more since the last review."""
        return [
            Candidate(
                *("score", "kam.plan", self.plan_id.id, kind, severity),
                # A customer whose health falls by so many points is so much of his revenue.
                money_share=before - now if kind == "health" and now < before else None,
                age_days=(today_of(self.company_id) - past.since).days,
                old_value=f"{before:.0f}",
                new_value=f"{now:.0f}",
            )
            for kind, (before, now) in past.moves.items()
            if (severity := agenda.severity_of_move(before, now))
        ]

    # what is the case

    @api.model
    def _gather_changes(self, plans):
        """Changes that nobody has judged."""
        changes = self.env["kam.change"]
        shown = plans.filtered("show_changes")
        domain = Domain("plan_id", "in", shown.ids) & Domain("state", "=", "open")
        names = ["plan_id", "kind", "date", "res_model", "res_id", "amount"]
        found = changes.search_fetch(domain, names) if shown else changes
        touched = found._read_lines_sudo() if found else {}
        for change in found:
            plan = change.plan_id
            yield (
                plan,
                Candidate(
                    *("change", change.res_model, change.res_id, str(change.id)),
                    severity=agenda.severity_of_change(change.kind),
                    money_share=self._get_share(plan, change.amount),
                    age_days=(today_of(plan.company_id) - change.date).days,
                    covers=frozenset(touched.get(change.id, ())),
                    change_id=change.id,
                ),
            )

    @api.model
    def _gather_targets(self, plans):
        """Running targets that are off their pace."""
        targets = self.env["kam.target"]
        shown = plans.filtered("show_targets")
        days = {plan: today_of(plan.company_id) for plan in shown}
        if not shown:
            return
        domain = Domain("plan_id", "in", shown.ids) & Domain("has_actual", "=", True)
        domain &= Domain("date_start", "<=", max(days.values()))
        domain &= Domain("date_end", ">=", min(days.values()))
        thresholds = self.env["kam.change"]._get_thresholds()
        for target in targets.search(domain):
            plan, reached = target.plan_id, _or_none(target.attainment)
            period = (target.date_start, target.date_end, days[plan])
            is_off = calculation.is_off_pace(reached, *period, thresholds)
            if is_off and target._grows_evenly():
                expected = calculation.expected_attainment(*period)
                short = target.target_value * (expected - reached) / 100.0
                yield (
                    plan,
                    Candidate(
                        *("target", target._name, target.id),
                        severity=agenda.severity_of_target(reached, expected),
                        money_share=self._get_share(
                            plan, short if target.unit == "currency" else None
                        ),
                        age_days=(days[plan] - target.date_start).days,
                        old_value=f"{expected:.0f}",
                        new_value=f"{reached:.0f}",
                    ),
                )

    @api.model
    def _gather_actions(self, plans):
        """Actions that are late."""
        actions = self.env["kam.action"]
        shown = plans.filtered("show_actions")
        domain = Domain("plan_id", "in", shown.ids) & actions._get_overdue_domain()
        names = ["plan_id", "date_deadline", "priority"]
        for action in actions.search_fetch(domain, names) if shown else ():
            plan = action.plan_id
            late = (today_of(plan.company_id) - action.date_deadline).days
            severity = agenda.severity_of_action(late, action.priority in URGENT)
            place = ("action", action._name, action.id)
            yield plan, Candidate(*place, severity=severity, age_days=max(late, 0))

    @api.model
    def _gather_gaps(self, plans):
        """Gaps of the relationship map for which nobody does anything."""
        gaps = self.env["kam.gap"]
        shown = plans.filtered("show_map")
        if not (shown and gaps.has_access("read")):
            return
        domain = shown._get_places_domain() & Domain("state", "=", "open")
        by_place = shown.grouped(lambda plan: plan._get_place())
        names = ["account_id", "company_id", "date_found", "times_back"]
        for gap in gaps.search_fetch(domain, names):
            for plan in by_place.get(gap._get_place(), ()):
                age = gap.date_found and (today_of(plan.company_id) - gap.date_found).days
                place = ("gap", gap._name, gap.id)
                severity = 3 if gap.times_back else 2
                yield plan, Candidate(*place, severity=severity, age_days=age or 0)

    @api.model
    def _gather_decisions(self, plans):
        """Decisions of earlier reviews of which no action was made."""
        decisions = self.env["kam.review.decision"]
        domain = Domain("plan_id", "in", plans.ids) & Domain("action_id", "=", False)
        domain &= Domain("review_id.state", "=", "held")
        found = decisions.search(domain)
        for decision in found:
            plan, held = decision.plan_id, decision.review_id.date_held
            age = (today_of(plan.company_id) - held).days if held else 0
            place = ("decision", decision._name, decision.id)
            yield plan, Candidate(*place, severity=2, age_days=age)

    @api.model
    def _gather_to_confirm(self, plans):
        """Lines that wait for somebody to say that they still hold."""
        for switch, model, _title in plans._get_confirm_blocks().values():
            lines, shown = self.env[model], plans.filtered(switch)
            if not (shown and lines.has_access("read")):
                continue
            domain = shown._get_lines_domain(lines) & Domain("is_stale", "=", True)
            is_of_plan = "plan_id" in lines._fields
            names = ["stale_date", *(["plan_id"] if is_of_plan else ["account_id", "company_id"])]
            limit = MOST_TO_CONFIRM * len(shown)
            by_place = shown.grouped(lambda plan: plan._get_place())
            for line in lines.search_fetch(domain, names, limit=limit, order="confirmed_date, id"):
                for plan in line.plan_id if is_of_plan else by_place.get(line._get_place(), ()):
                    since = line.stale_date
                    age = (today_of(plan.company_id) - since).days if since else 0
                    yield plan, Candidate("confirm", model, line.id, age_days=max(age, 0))

    # what earlier reviews said

    def _apply_past(self, found, past):
        """What was dropped is not proposed again, but for scores, which moved anew. What was put
        off, or not reached, is more serious; topics and scores that were come again as they stood.
        """
        items = self.env["kam.review.item"]
        held = Domain("plan_id", "in", self.plan_id.ids) & Domain("review_id.state", "=", "held")
        dropped, late = {}, {}
        for item in items.search(held):
            if item.outcome == "dropped":
                dropped.setdefault(item.plan_id, set()).add(item._get_key())
            elif item.outcome in ("later", False):
                late.setdefault(item.review_id, []).append(item)
        result = {}
        for review, candidates in found.items():
            put_off = {item._get_key(): item for item in late.get(past[review].former, ())}
            gone = dropped.get(review.plan_id, set())
            kept = [
                agenda.put_off(one) if one.key in put_off else one
                for one in candidates
                if one.key not in gone or one.kind == "score"
            ]
            known = {one.key for one in candidates}
            again = [
                item._prepare_again()
                for key, item in put_off.items()
                if key not in known and item.kind in ("topic", "score")
            ]
            result[review] = kept + again
        return result


def _or_none(number):
    return number if is_known(number) else None
