from odoo import api, fields, models
from odoo.fields import NO_ACCESS

from ...tools.pulse import history
from ...tools.pulse.health import find_alarm, judge
from ..common.jobs import Step, run_job
from ..common.known import KnownFloat, is_known

BANDS = [("good", "Good"), ("watch", "Needs attention"), ("danger", "In danger")]
# Kinds whose history is kept by the nightly job.
KEPT = ("health", "hygiene")
PLANS_AT_ONCE = 2000
# A number moved where it is another than so many days ago.
MOVED_DAYS = 30
NUMBER = {"readonly": True, "copy": False, "aggregator": "avg"}


class KamPlanScores(models.AbstractModel):
    """Three numbers that never mix: how the customer behaves, how good the plan is, and how much
    of the first is known. Read at night and kept with their date.
    """

    _name = "kam.plan.scores"
    _description = "Three Numbers of a Plan"

    health = KnownFloat(
        help="How the customer behaves, 0-100. Nothing of our work on the plan is in it.", **NUMBER
    )
    health_known = fields.Boolean(readonly=True, copy=False, index=True)
    health_band = fields.Selection(
        BANDS,
        "Health in Words",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="Good from 67, needs attention from 34. Nothing is said below 50 % confidence; no "
        "more than “needs attention” while an input that counts much has collapsed.",
    )
    health_alarm_id = fields.Many2one(
        "kam.health.input",
        "Alarm",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        help="The input of much weight that has collapsed.",
    )
    health_alarm = fields.Char("Why", related="health_alarm_id.alarm")
    health_change = KnownFloat("Health Moved (30 days)", **{**NUMBER, "aggregator": None})
    hygiene = KnownFloat(
        "Plan Quality",
        help="The share of the tests of a good plan that this one passes, 0-100. Nothing of the "
        "customer's behaviour is in it.",
        **NUMBER,
    )
    hygiene_change = KnownFloat("Plan Quality Moved (30 days)", **{**NUMBER, "aggregator": None})
    confidence = KnownFloat(
        "Confidence (%)", help="How much of what makes the health is known, by weight.", **NUMBER
    )
    # It tells who the key people are: given out by the explanation, to those who may know.
    score_evidence = fields.Json(
        readonly=True, copy=False, export_string_translation=False, groups=NO_ACCESS
    )
    scores_date = fields.Datetime("Scores As Of", readonly=True, copy=False, index=True)

    def _refresh_scores(self):
        """Find the three numbers anew and keep what moved: a number of queries that does not grow
        with the plans, beyond those of the measures and their companies.

        :return: dict {plan id: what could not be read}
        """
        health, faults = self._read_health_sudo()
        hygiene = self._read_hygiene_sudo()
        now = fields.Datetime.now()
        current = {}
        for plan in self:
            score, (tests, _at_once) = health[plan], hygiene[plan]
            current[plan.id, "health"] = score, history.pack_health(score.components)
            current[plan.id, "hygiene"] = tests, history.pack_hygiene(tests.components)
        ago = fields.Datetime.subtract(now, days=MOVED_DAYS)
        last, before = self._read_kept_scores_sudo(KEPT, now, ago)
        standing = self._keep_scores_sudo(current, last, now)
        self._thin_scores_sudo(now)
        numbers = {plan.id: plan._prepare_numbers(standing, before) for plan in self}
        self._keep_months_sudo(numbers, now)
        self._store_figures(
            {
                plan.id: {
                    **numbers[plan.id],
                    "score_evidence": _gather_evidence(health[plan], *hygiene[plan]),
                    "scores_date": now,
                }
                for plan in self
            }
        )
        return faults

    def _prepare_numbers(self, standing, before):
        """What a plan keeps: the scores that stand, which are those that are explained."""
        health, hygiene = (standing[self.id, kind] for kind in KEPT)
        parts = history.unpack_health(health.components)
        alarm = find_alarm(parts) if health.total is not None else None
        moved = {}
        for kind, score in (("health", health), ("hygiene", hygiene)):
            then = before.get((self.id, kind))
            totals = (score.total, then.total if then else None)
            moved[f"{kind}_change"] = False if None in totals else totals[0] - totals[1]
        return {
            "health": _or_false(health.total),
            "health_known": health.total is not None,
            "confidence": _or_false(health.confidence),
            "health_band": judge(health.total, health.confidence, parts) or False,
            "health_alarm_id": int(alarm.key.rpartition("-")[2]) if alarm else False,
            "hygiene": _or_false(hygiene.total),
            **moved,
        }

    @api.model
    def _get_score_step_sudo(self):
        """Open plans whose numbers were not read today, whoever starts the job."""
        return Step(
            self.sudo(),
            self._get_living_domain() & self._get_outdated_domain("scores_date"),
            "_refresh_scores",
            "Scores of account plan %s (%s) failed",
            PLANS_AT_ONCE,
        )

    @api.model
    def _cron_scores(self):
        """Find health, plan quality and confidence of open plans anew, at night."""
        run_job(self.env, [self._get_score_step_sudo()])


def _or_false(number):
    return number if is_known(number) else False


def _gather_evidence(health, tests, at_once):
    """The records behind the components: {key: [[model, id], …]}, and who confirmed at once."""
    parts = [*health.components, *tests.components]
    found = {part.key: part.evidence for part in parts if part.evidence}
    moments = [[user, fields.Datetime.to_string(date), lines] for user, date, lines in at_once]
    return {**found, "at_once": moments} if moments else found
