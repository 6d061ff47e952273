from odoo import api, models
from odoo.fields import Domain

from ..common.known import is_known
from ..strategy.kam_value_total import STEPS, none_of


class KamPlanInternalPaper(models.AbstractModel):
    """What a review looks at, for paper and slides among ourselves: what the user may read."""

    _name = "kam.plan.internal.paper"
    _description = "Account Plan for a Review"

    def _prepare_internal_paper(self, review=None):
        """The plan, and what happened since the last review.

        :param review: `kam.review`, or none
        :return: tuple ({name: text}, {list: list of dicts of texts}), with the names of
            `tools.papers.vocabulary`
        :raise AccessError: when the user may not read the plan
        """
        self.ensure_one()
        self.check_access("read")
        past = self._read_past(review)
        since = past.since
        return self._prepare_internal_values(review, since), {
            "scores": self._tell_scores(past.moves),
            "changes": self._tell_changes(since),
            "agenda": review._get_printed_items(customer=False) if review else [],
            "decisions": self._tell_decisions(review),
            "targets": self._tell_targets(),
            **self._tell_work(since),
            **self._tell_strategy(),
        }

    def _prepare_internal_values(self, review, since):
        day, score = self._tell_day, self._tell_score
        return {
            "customer": self.partner_id.name,
            "partner": self.partner_id.name,
            "plan": self.name,
            "start": day(self.date_start),
            "end": day(self.date_end),
            "company": self.company_id.name,
            "today": day(self._get_day_printed()),
            "manager": self.user_id.name,
            "sponsor": self.sponsor_id.name,
            "state": self._format_choice(self, "state"),
            "health": score(self.health),
            "hygiene": score(self.hygiene),
            "confidence": self._tell_percent(self.confidence),
            "currency": self.currency_id.name,
            "review": review.name if review else self.name,
            "review_date": day(review.date_held or review.date_planned) if review else "",
            "next_review": day(self.next_review_date),
            "since": day(since),
        }

    def _read_past(self, review):
        """What this review looks back on as it opens, or one that would be held today."""
        review = review or self.env["kam.review"].new({"plan_id": self.id})
        return review._read_past()[review]

    def _find_of_plan(self, model, *domains, order=None):
        """Lines of the plan that the user may read."""
        lines = self.env[model]
        if not lines.has_access("read"):
            return lines
        return self._find_lines(model, Domain.AND(domains), order)[self]

    def _tell_scores(self, moves):
        """The numbers that day and now."""
        return [
            {
                "name": self._fields[kind]._description_string(self.env),
                "then": self._tell_score(before),
                "now": self._tell_score(self[kind]),
                "change": self._tell_movement(before, self[kind]),
            }
            for kind, (before, _now) in moves.items()
        ]

    @api.model
    def _tell_movement(self, before, now):
        if not (is_known(before) and is_known(now)):
            return ""
        return f"{round(now) - round(before):+d}".replace("-", "−").replace("+0", "0")

    def _tell_changes(self, since):
        recent = Domain("date", ">=", since) & Domain("state", "!=", "withdrawn")
        return [
            {
                "name": one.name,
                "explanation": one.explanation,
                "date": self._tell_day(one.date),
            }
            for one in self._find_of_plan("kam.change", recent)
        ]

    def _tell_decisions(self, review):
        """What this review decided; without a review, what is decided and not yet an action."""
        mine = Domain("review_id", "=", review.id) if review else Domain("action_id", "=", False)
        return [
            {
                "name": one.name,
                "who": one.user_id.name or one.contact_id.name,
                "date": self._tell_day(one.date_deadline),
                "action": self._format_choice(one, "action_state") if one.action_id else "",
            }
            for one in self._find_of_plan("kam.review.decision", mine)
        ]

    def _tell_targets(self):
        rows = [(one, one._prepare_paper_row()) for one in self._find_of_plan("kam.target")]
        return [
            {
                "name": row["name"],
                "target": row["wanted"],
                "actual": row["actual"] if one.has_actual else "",
                "period": one.period_label,
            }
            for one, row in rows
        ]

    def _tell_work(self, since):
        live = Domain("state", "!=", "dropped")
        actions = self._find_of_plan("kam.action")
        done = actions.filtered(
            lambda one: one.state == "done" and one.date_done and one.date_done >= since
        )
        return {
            "objectives": [
                {
                    "name": one.name,
                    "progress": self._tell_percent(one.progress),
                    "date": self._tell_day(one.date_deadline),
                    "state": self._format_choice(one, "status")
                    or self._format_choice(one, "state"),
                }
                for one in self._find_of_plan("kam.objective", live)
            ],
            "actions": [self._tell_action(one) for one in actions.filtered("is_open")],
            "late": [self._tell_action(one) for one in actions.filtered("is_overdue")],
            "done": [self._tell_done(one) for one in done],
        }

    def _tell_done(self, action):
        return {
            "name": action.name,
            "who": self._tell_action(action)["who"],
            "date": self._tell_day(action.date_done),
            "feedback": action.feedback,
        }

    def _tell_action(self, action):
        return {
            "name": action.name,
            "who": action.user_id.name or action.contact_id.name or action.role_id.name,
            "date": self._tell_day(action.date_deadline),
            "state": self._format_choice(action, "state"),
        }

    def _tell_strategy(self):
        return {
            "risks": [
                {
                    "name": one.name,
                    "rating": self._tell_rating(one),
                    "response": self._format_choice(one, "response"),
                    "who": one.user_id.name,
                }
                for one in self._find_of_plan("kam.risk", Domain("state", "!=", "closed"))
            ],
            "values": [self._tell_value(one) for one in self._find_of_plan("kam.value")],
            "goals": [
                {
                    "name": one.name,
                    "kind": self._format_choice(one, "kind"),
                    "source": self._format_choice(one, "source"),
                }
                for one in self._find_of_plan("kam.customer.goal")
            ],
        }

    def _tell_value(self, value):
        amounts = {
            step: self._tell_amount(value[f"{step}_total"], value.company_currency_id)
            for step in STEPS
            if step != "disputed"
        }
        return {"name": value.name, "state": self._format_choice(value, "state"), **amounts}

    @api.model
    def _tell_amount(self, amount, currency):
        known = none_of(amount)
        return self._format_on_paper(known, currency) if known is not None else ""

    @api.model
    def _tell_rating(self, risk):
        if not is_known(risk.rating):
            return ""
        return f"{risk.rating} · {self._format_choice(risk, 'level')}"
