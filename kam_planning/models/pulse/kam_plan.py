from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from ...tools.pulse.health import SURE_ENOUGH
from ..common.arguments import check_one
from ..execution.kam_plan import PLAN_SCORES
from .kam_plan_numbers import NUMBERS


class KamPlan(models.Model):
    """The plan with its three numbers: health, plan quality, confidence."""

    _name = "kam.plan"
    _inherit = [
        "kam.plan",
        "kam.plan.scores",
        "kam.plan.health",
        "kam.plan.hygiene",
        "kam.plan.history",
        "kam.plan.numbers",
        "kam.plan.number.parts",
        "kam.plan.tests",
    ]
    _unoffered_fields = ("score_evidence", "health_change", "hygiene_change")
    _score_kinds = {
        **PLAN_SCORES,
        "health": "_get_health_scores",
        "hygiene": "_get_hygiene_scores",
        "confidence": "_get_confidence_scores",
    }
    _unrecorded_kinds = ("completeness", *NUMBERS)

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
                "label": self.env._("Accounts in danger or with an alarm: %s"),
            },
        ]
