from functools import partial

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...tools import periods
from ...tools.pulse import health, history, hygiene
from ...tools.score import Score
from ..common.arguments import check_one
from ..common.days import today_of
from ..common.known import is_known
from ..common.trying import work_on_each
from ..plan.kam_plan_workflow import OPEN_STATES
from ..relationship.kam_stakeholder_judgement import PEOPLE_GROUP
from .kam_health_reading import is_input_key
from .kam_plan_history import Kept

NUMBERS = ("health", "hygiene", "confidence")
UNPACK = {"health": history.unpack_health, "hygiene": history.unpack_hygiene}
HEARD = ("method", "heard")
# Points of the picture of the past year.
MOST_HISTORY = 60
# An invoice of so many percent of the revenue is told.
GIANT = 50.0


class KamPlanNumbers(models.AbstractModel):
    """The three numbers laid open."""

    _name = "kam.plan.numbers"
    _description = "Three Numbers of a Plan, Explained"

    def action_refresh_scores(self):
        """Find health, plan quality and confidence of the plans anew.

        Whoever may read a plan may ask for it: nothing is written but what the records say.

        :return: True
        :raise AccessError: when the user may not read one of the plans
        """
        self.check_access("read")
        # The numbers of plans that are over stay as they were.
        living = self.filtered(lambda plan: plan.state in OPEN_STATES)
        living._hold_places_sudo()
        living._refresh_scores_of_each_sudo()
        return True

    def _refresh_scores_of_each_sudo(self):
        """As the job does: what cannot be read spoils no other number, and says so itself."""
        step = self._get_score_step_sudo()
        work_on_each(self.sudo(), step.method, step.failure)

    def _explain_number(self, kind):
        """Lay one number of one plan open, as `get_score_explanation` gives it."""
        source = "hygiene" if kind == "hygiene" else "health"
        now = fields.Datetime.now()
        (kept,) = self._read_kept_scores_sudo([source], now, count=MOST_HISTORY)
        scores = kept.get((self.id, source)) or [self._read_number(source)]
        score, before = scores[0], scores[1] if len(scores) > 1 else None
        parts = UNPACK[source](score.components)
        earlier = {part.key: part for part in UNPACK[source](before.components)} if before else {}
        tell = getattr(self, f"_tell_{kind}")
        shown = "confidence" if kind == "confidence" else "total"
        return {
            "name": self.display_name,
            "total": getattr(score, shown),
            "confidence": score.confidence if kind == "health" else None,
            "as_of": fields.Datetime.to_string(self.scores_date),
            "total_before": before and getattr(before, shown),
            "date_before": before and before.date_to,
            "components": self._prepare_shown(kind, parts, earlier, tell(parts, earlier)),
            "cheapest": self._find_cheapest(kind, parts, score.confidence),
            "notes": self._list_notes(kind, score, parts),
            "history": [[one.date, getattr(one, shown)] for one in reversed(scores)],
        }

    def _read_number(self, source):
        """The score as it would be kept now: of a plan that nobody scored yet."""
        pack = getattr(history, f"pack_{source}")
        score = self._get_scores(source)[self]
        return Kept(0, score.total, score.confidence, pack(score.components))

    def _prepare_shown(self, kind, parts, earlier, texts):
        """The components as they are shown."""
        weight = sum(part.weight for part in parts if part.points is not None)
        evidence, shown = self._get_shown_evidence(), []
        whole = sum(part.weight for part in parts)
        for part in parts:
            before, points = earlier.get(part.key), part.points
            share = part.weight * points / weight if points is not None else 0.0
            then = before and before.points
            if kind == "confidence":
                points = 0.0 if part.points is None else 100.0
                share = points * part.weight / whole if whole else 0.0
                then = before and (0.0 if before.points is None else 100.0)
            shown.append(
                {
                    "key": part.key,
                    "weight": part.weight,
                    "points": points,
                    "share": share,
                    "points_before": then,
                    "evidence": evidence.get(part.key, []),
                    **texts[part.key],
                }
            )
        return shown

    def _get_shown_evidence(self):
        """The records behind the components, as far as the user may read them and know why."""
        shown, is_judge = {}, self.env.user.has_group(PEOPLE_GROUP)
        for key, pairs in self._get_evidence_sudo().items():
            if key == "at_once" or not pairs:
                continue
            model = pairs[0][0]
            if model == "kam.stakeholder" and not is_judge:
                continue
            records = self.env[model].browse([record_id for _model, record_id in pairs]).exists()
            shown[key] = [(model, one.id) for one in records._filtered_access("read")]
        return shown

    def _get_evidence_sudo(self):
        """As superuser: what of it the user may know is decided by who asks."""
        return self.sudo().score_evidence or {}

    def action_open_score_part(self, key):
        """Open the records that the number of an input of health is made of; Odoo's own rights
        decide which of them are shown.

        :param str key: of a component, as in `get_score_explanation`
        :return: window action
        :raise AccessError: when the user may not read such records
        :raise UserError: when there are no single records behind it
        """
        check_one(self)
        one = self._find_health_texts([key]).get(key) if is_input_key(key) else None
        measure = one and one._get_opened_measure()
        if not measure:
            raise UserError(self.env._("There are no single records behind this number."))
        span = one._get_periods(today_of(self.company_id))[0]
        # With the rights of the user.
        own = self.env["kam.measure"].browse(measure.id)
        return own._open_figure(self.partner_id, span, self.company_id)

    def _may_open(self, one):
        """Whether the user may read the records behind an input."""
        measure = one._get_opened_measure()
        if not measure or measure.source == "manual":
            return bool(measure)
        return measure.model_name in self.env and self.env[measure.model_name].has_access("read")

    # texts

    def _tell_health(self, parts, earlier):
        inputs = self._find_health_texts([part.key for part in parts])
        return {
            part.key: self._tell_input(inputs.get(part.key), part, earlier.get(part.key))
            for part in parts
        }

    _tell_confidence = _tell_health

    def _tell_input(self, one, part, before):
        """An input in words: what it is, its number, what gives its points, what moved."""
        if not one:
            gone = self.env._("An input that is gone")
            return {"label": gone, "value": "", "thresholds": "", "why": "", "todo": ""}
        tell = partial(one._format_number, currency=self.currency_id)
        thresholds = self.env._(
            "0 points at %(bad)s, 100 at %(good)s", bad=tell(part.bad), good=tell(part.good)
        )
        return {
            "label": one.name,
            "value": tell(part.raw),
            "thresholds": thresholds,
            "why": self._tell_why(part, before, tell),
            "todo": one.todo or "",
            "chapter": one._get_chapter(),
            "opens": self._may_open(one),
        }

    def _tell_why(self, part, before, tell):
        """Why the points are others than before."""
        if not before:
            return ""
        reasons = []
        if before.weight != part.weight:
            text = self.env._("weight %(now)s instead of %(then)s")
            reasons.append(text % {"now": f"{part.weight:g}", "then": f"{before.weight:g}"})
        if (before.bad, before.good) != (part.bad, part.good):
            text = self.env._("measured from %(bad)s to %(good)s before")
            reasons.append(text % {"bad": tell(before.bad), "good": tell(before.good)})
        if before.raw != part.raw:
            text = self.env._("%(now)s instead of %(then)s")
            reasons.append(text % {"now": tell(part.raw), "then": tell(before.raw)})
        return " · ".join(reasons)

    def _tell_hygiene(self, parts, earlier):
        texts = self._get_hygiene_texts()
        told = {}
        for part in parts:
            text, before = texts[part.key], earlier.get(part.key)
            why = ""
            if before and before.points != part.points:
                now, then = (text.tell(test.done, test.total) for test in (part, before))
                why = self.env._("%(now)s instead of %(then)s", now=now, then=then)
            told[part.key] = {
                "label": text.label,
                "value": text.tell(part.done, part.total),
                "thresholds": text.formula,
                "why": why,
                "todo": text.todo,
                "chapter": text.chapter,
            }
        return told

    def _find_cheapest(self, kind, parts, confidence):
        """What brings the next point for the least time: dict, or None."""
        if kind == "hygiene":
            texts = self._get_hygiene_texts()
            minutes = {key: text.minutes for key, text in texts.items()}
            steps = hygiene.find_steps(parts)
            todo = {key: (text.todo, text.chapter) for key, text in texts.items()}
        else:
            inputs = self._find_health_texts([part.key for part in parts])
            doable = {key: one for key, one in inputs.items() if one.todo}
            minutes = {key: one.minutes for key, one in doable.items()}
            steps = self._find_health_steps_sudo(parts, inputs) if kind == "health" else {}
            todo = {key: (one.todo, one._get_chapter()) for key, one in doable.items()}
        if kind == "confidence":
            missing = [part for part in parts if part.points is None]
            found = health.find_cheapest(missing, None, minutes, {})
        else:
            found = health.find_cheapest(
                parts, confidence if kind == "health" else 100.0, minutes, steps
            )
        if not found:
            return None
        part, gain = found
        if kind == "confidence":
            gain = 100.0 * part.weight / sum(one.weight for one in parts)
        label, chapter = todo[part.key]
        return {"key": part.key, "label": label, "gain": gain, "chapter": chapter}

    def _find_health_steps_sudo(self, parts, inputs):
        """Points that one step brings, where it can be reckoned: one of the key people more. As
        superuser: how many there are is in the number already.
        """
        shares = {key for key, one in inputs.items() if (one.source, one.method) == HEARD}
        people = self.env["kam.health.input"]._find_key_people(self.sudo()) if shares else {}
        count = len(people.get(self._get_place(), ()))
        return {
            part.key: health.step_of_one(count, part.bad, part.good)
            for part in parts
            if part.key in shares and count
        }

    def _list_notes(self, kind, score, parts):
        """What has to be said beside the number."""
        notes = []
        if kind == "hygiene":
            return self._list_at_once()
        if health.find_alarm(parts) and score.total is not None:
            notes.append(self._describe_alarm(score, parts))
        if score.confidence is not None and score.confidence < health.SURE_ENOUGH:
            notes.append(self.env._("Know more first: too little is known to judge."))
        if giant := self._find_giant_share_sudo():
            text = self.env._("One invoice is %s %% of the revenue of 12 months.", f"{giant:.0f}")
            notes.append(text)
        known = Score(parts).confidence
        if score.total is None and is_known(known) and known > 0:
            notes.append(
                self.env._(
                    "Nothing is recorded of this customer: no quotation, order, invoice, "
                    "opportunity or meeting, and nobody was heard of. What was typed in gives no "
                    "health."
                )
            )
        return notes

    def _find_giant_share_sudo(self):
        """As superuser, as with all figures: how much of the revenue one invoice is, in percent,
        where that is more than half; None otherwise.
        """
        if not (is_known(self.revenue) and self.revenue > 0):
            return None
        year = periods.last_months(today_of(self.company_id))
        domain = Domain("move_type", "=", "out_invoice") & Domain("state", "=", "posted")
        domain &= Domain("commercial_partner_id", "child_of", self.partner_id.ids)
        domain &= Domain("company_id", "=", self.company_id.id)
        domain &= Domain("invoice_date", ">=", year.start) & Domain("invoice_date", "<=", year.end)
        moves = self.env["account.move"].sudo()
        ((largest,),) = moves._read_group(domain, [], ["amount_untaxed_signed:max"])
        share = 100.0 * (largest or 0.0) / self.revenue
        return share if share > GIANT else None

    def _describe_alarm(self, score, parts):
        key = health.find_alarm(parts).key
        one = self._find_health_texts([key]).get(key)
        reason = (one and (one.alarm or one.name)) or ""
        if score.total >= health.GOOD:
            return self.env._("No more than “needs attention”: %s", reason)
        return self.env._("Alarm: %s", reason)

    def _list_at_once(self):
        """Who confirmed many lines at once, which count as one: each person once, by name only for
        himself, managers and the key account manager of the plan. Others read that somebody did.
        """
        found = self._get_evidence_sudo().get("at_once", ())
        names = self._find_names_sudo(
            self._filter_told([user_id for user_id, _on, _lines in found])
        )
        groups = {}
        for user_id, _moment, lines in found:
            groups.setdefault(names.get(user_id), []).append(lines)
        return [
            self._describe_at_once(name or self.env._("Somebody"), lines)
            for name, lines in groups.items()
        ]

    def _filter_told(self, ids):
        """Those of these users who are named to whoever reads the number."""
        user = self.env.user
        is_leader = user.has_group("kam_planning.group_kam_manager") or user == self.user_id
        return [user_id for user_id in ids if is_leader or user_id == user.id]

    def _describe_at_once(self, name, lines):
        values = {"user": name, "lines": sum(lines), "times": len(lines)}
        if len(lines) == 1:
            return self.env._(
                "%(user)s confirmed %(lines)s lines at once: they count as one.", **values
            )
        return self.env._(
            "%(user)s confirmed %(lines)s lines in %(times)s goes: each go counts as one line.",
            **values,
        )

    @api.model
    def _find_names_sudo(self, ids):
        users = self.env["res.users"].sudo().browse(ids).exists()
        return {user.id: user.name for user in users}
