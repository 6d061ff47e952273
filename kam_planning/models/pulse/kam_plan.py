from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ...tools.pulse import history
from ...tools.pulse.health import SURE_ENOUGH, find_alarm, judge
from ..common.arguments import check_one
from ..common.jobs import Step, run_job
from ..common.known import KnownFloat, is_known
from ..execution.kam_plan import PLAN_SCORES
from .kam_plan_numbers import NUMBERS

BANDS = [("good", "Good"), ("watch", "Needs attention"), ("danger", "In danger")]
# Kinds whose history is kept by the nightly job.
KEPT = ("health", "hygiene")
PLANS_AT_ONCE = 1000
# A number moved where it is another than so many days ago.
MOVED_DAYS = 30
NUMBER = {"readonly": True, "copy": False, "aggregator": "avg"}


class KamPlan(models.Model):
    """Three numbers that never mix: how the customer behaves, how good the plan is, and how much
    of the first is known. Read at night and kept with their date.
    """

    _name = "kam.plan"
    _inherit = [
        "kam.plan",
        "kam.plan.health",
        "kam.plan.hygiene",
        "kam.plan.history",
        "kam.plan.numbers",
        "kam.plan.tests",
    ]
    _unoffered_fields = ("score_evidence", "health_change", "hygiene_change")
    _score_kinds = {
        **PLAN_SCORES,
        "health": "_get_health_scores",
        "hygiene": "_get_hygiene_scores",
        "confidence": "_get_confidence_scores",
    }
    _unrecorded_kinds = ("completeness", *KEPT, "confidence")

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
    score_evidence = fields.Json(readonly=True, copy=False, export_string_translation=False)
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
        standing = self._keep_scores_sudo(current, now)
        ago = fields.Datetime.subtract(now, days=MOVED_DAYS)
        before = self._read_kept_scores_sudo(KEPT, ago)
        self._thin_scores_sudo(now)
        self._store_figures(
            {
                plan.id: {
                    **plan._prepare_numbers(standing, before),
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

    @api.readonly
    def get_score_explanation(self, kind):
        """Lay one number of one plan open, as it stands in lists and on cards.

        :param str kind: ``"health"``, ``"hygiene"``, ``"confidence"`` or another of the plan's
        :return: dict as of `kam.score.mixin`, with ``as_of``, ``notes`` (list of str),
            ``cheapest`` (dict ``label``, ``gain``, ``chapter``, or None), ``history`` (list of
            [moment, percent or None], oldest first), and of each component ``thresholds``,
            ``why``, ``todo`` and ``chapter``
        :raise AccessError: when the record may not be read
        :raise UserError: on a kind that the model does not have
        """
        if kind not in NUMBERS:
            return super().get_score_explanation(kind)
        check_one(self)
        self.check_access("read")
        return self._explain_number(kind)

    def _get_overview_parts(self):
        """Begin with the three numbers; add the top risks and the value."""
        return [*super()._get_overview_parts(), *self._get_number_parts()]

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

    @api.model
    def _describe_fault(self, method, reason):
        if method == "_refresh_scores":
            return self.env._("The health cannot be read whole: %s", reason)
        return super()._describe_fault(method, reason)

    @api.model
    def _order_field_to_sql(self, alias, field_name, direction, nulls, query):
        """Of whom too little is known is not ranked: he comes behind the others."""
        order = super()._order_field_to_sql(alias, field_name, direction, nulls, query)
        if field_name != "health":
            return order
        sure = self._field_to_sql(alias, "confidence", query)
        return SQL("(COALESCE(%s, 0) < %s), %s", sure, SURE_ENOUGH, order)

    @api.model
    def _get_today(self):
        """Add the user's accounts that are in danger, or whose health has an alarm."""
        worrying = Domain("health_band", "=", "danger") | Domain("health_alarm_id", "!=", False)
        mine = Domain("access_user_ids", "in", self.env.uid) & Domain("state", "=", "active")
        return [
            *super()._get_today(),
            {
                "name": "health",
                "domain": mine & worrying,
                "action": "kam_planning.kam_plan_action",
                "label": self.env._("Accounts in danger: %s"),
            },
        ]


def _or_false(number):
    return number if is_known(number) else False


def _gather_evidence(health, tests, at_once):
    """The records behind the components: {key: [[model, id], …]}, and who confirmed at once."""
    parts = [*health.components, *tests.components]
    found = {part.key: part.evidence for part in parts if part.evidence}
    moments = [[user, fields.Datetime.to_string(date), lines] for user, date, lines in at_once]
    return {**found, "at_once": moments} if moments else found
