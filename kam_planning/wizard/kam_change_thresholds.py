from dataclasses import asdict

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..models.common.arguments import check_one
from ..tools.change.changes import Thresholds

NAMES = tuple(asdict(Thresholds()))
PERCENTS = (
    *("order_share", "fall_percent", "fall_share", "overdue_share", "pace_percent"),
    "drift_percent",
)
MOST_DAYS = 1000
# A preview goes through two years of so many customers' documents, those who buy most.
MOST_PLANS = 500


class KamChangeThresholds(models.TransientModel):
    """From which size on somebody is told that something changed: seen on the last 12 months before
    it is saved, for a list that tells too much is read by nobody.
    """

    _name = "kam.change.thresholds"
    _description = "Thresholds of Changes"
    _inherit = ["kam.guarded"]

    order_share = fields.Float(
        "Order (% of Yearly Revenue)",
        default=lambda self: self._get_current("order_share"),
        aggregator=None,
        help="An order or opportunity that was won or lost, or an order that is late.",
    )
    slip_days = fields.Integer(
        "Closing Put Off (Days)",
        default=lambda self: self._get_current("slip_days"),
        aggregator=None,
        help="Against the day first expected; put off for the second time is told anyway.",
    )
    fall_percent = fields.Float(
        "Stream Fell By (%)",
        default=lambda self: self._get_current("fall_percent"),
        aggregator=None,
        help="Three whole months against the same a year ago.",
    )
    fall_share = fields.Float(
        "And By (% of Yearly Revenue)",
        default=lambda self: self._get_current("fall_share"),
        aggregator=None,
    )
    overdue_days = fields.Integer(
        "Overdue For More Than (Days)",
        default=lambda self: self._get_current("overdue_days"),
        aggregator=None,
    )
    overdue_share = fields.Float(
        "And More Than (% of Yearly Revenue)",
        default=lambda self: self._get_current("overdue_share"),
        aggregator=None,
    )
    silence_factor = fields.Float(
        "Silent For (Times the Interval)",
        default=lambda self: self._get_current("silence_factor"),
        aggregator=None,
    )
    pace_percent = fields.Float(
        "Target Below (% of Its Pace)",
        default=lambda self: self._get_current("pace_percent"),
        aggregator=None,
    )
    late_days = fields.Integer(
        "Delivery Late By (Days)",
        default=lambda self: self._get_current("late_days"),
        aggregator=None,
    )
    drift_percent = fields.Float(
        "Plan Differs From What Was Agreed (% of Lines)",
        default=lambda self: self._get_current("drift_percent"),
        aggregator=None,
    )
    previewed = fields.Json(readonly=True)
    preview = fields.Html(readonly=True)
    is_previewed = fields.Boolean(compute="_compute_is_previewed")

    @api.model
    def _get_current(self, name):
        return getattr(self.env["kam.change"]._get_thresholds(), name)

    @api.depends(*NAMES, "previewed")
    def _compute_is_previewed(self):
        for dialogue in self:
            dialogue.is_previewed = dialogue.previewed == asdict(dialogue._get_thresholds())

    def _get_thresholds(self):
        return Thresholds(**{name: self[name] for name in NAMES})

    @api.constrains(*NAMES)
    def _check_thresholds(self):
        for dialogue in self:
            for name in NAMES:
                value = dialogue[name]
                most = 100 if name in PERCENTS else MOST_DAYS
                least = 1 if name == "silence_factor" else 0
                if not least <= value <= most:
                    raise ValidationError(
                        self.env._(
                            "“%(field)s” is a number from %(least)s to %(most)s, not %(value)s.",
                            field=self._fields[name]._description_string(self.env),
                            least=least,
                            most=most,
                            value=value,
                        )
                    )

    def action_preview(self):
        """Count how often these thresholds would have told somebody in the last 12 months.

        :return: window action that shows the dialogue again
        """
        check_one(self)
        in_force = [("state", "=", "active"), ("show_changes", "=", True)]
        plans = self.env["kam.plan"].search(in_force, order="revenue desc, id", limit=MOST_PLANS)
        thresholds = self._get_thresholds()
        counts = self.env["kam.change.preview"]._preview_sudo(plans, thresholds)
        self._note_preview_sudo(asdict(thresholds), self._prepare_preview(counts, len(plans)))
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Thresholds of Changes"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [[False, "form"]],
            "target": "new",
        }

    def _note_preview_sudo(self, previewed, preview):
        self.sudo().write({"previewed": previewed, "preview": preview})

    def _prepare_preview(self, counts, plan_count):
        labels = dict(self.env["kam.change"]._fields["kind"]._description_selection(self.env))
        total = sum(filter(None, counts.values()))
        rows = [
            Markup('<tr><td>%s</td><td class="text-end">%s</td></tr>')
            % (labels[kind], self.env._("not known") if counts[kind] is None else counts[kind])
            for kind in labels
            if kind in counts
        ]
        told = self.env._(
            "Would have told you %(count)s times in the last 12 months, about %(plans)s plans in "
            "force (at most 500, of those who buy most). Silence, pace, deliveries and drift "
            "are counted as they are today.",
            count=total,
            plans=plan_count,
        )
        return Markup('<p>%s</p><table class="table table-sm w-auto">%s</table>') % (
            told,
            Markup("").join(rows),
        )

    def action_save(self):
        """Tell people from these sizes on, from the next night.

        :return: action that closes the dialogue
        :raise UserError: when nobody saw what these thresholds do
        """
        check_one(self)
        self.check_access("write")
        if not self.is_previewed:
            raise UserError(self.env._("Preview these thresholds before you save them."))
        self._save_sudo()
        return {"type": "ir.actions.act_window_close"}

    def _save_sudo(self):
        """As superuser: who looks after account plans need not be an administrator of Odoo."""
        parameters = self.env["ir.config_parameter"].sudo()
        for name in NAMES:
            parameters.set_param(f"kam_planning.change_{name}", self[name])
