from odoo import Command, api, fields, models
from odoo.tools import format_date

from ...models.common.arguments import check_one
from ...models.common.days import today_of, today_of_user
from ...models.portfolio.kam_plan import STAGES
from ...models.portfolio.kam_step_owed import KEPT
from ...tools.dates import add_months
from ...tools.portfolio.steps import compare_services
from ..kam_plan_dialogue import PROPOSED

RECHECK_MONTHS = 6


class KamStepDecide(models.TransientModel):
    """Asks for all that a step down or up needs: the tier, why, and what becomes of what we owe."""

    _name = "kam.step.decide"
    _description = "Step Down or Up: Decisions"
    _inherit = ["kam.plan.dialogue"]

    partner_id = fields.Many2one(related="plan_id.partner_id", related_sudo=False)
    tier_now_id = fields.Many2one("kam.tier", compute="_compute_now", compute_sudo=False)
    is_exit = fields.Boolean(
        "Leaves the Programme", help="The plan is closed, and kept as it stands."
    )
    tier_id = fields.Many2one("kam.tier", "New Tier", compute="_compute_proposed", **PROPOSED)
    stage_key = fields.Selection(STAGES, "New Stage", compute="_compute_proposed", **PROPOSED)
    user_id = fields.Many2one(
        "res.users",
        "New Key Account Manager",
        ondelete="cascade",
        domain=lambda self: self.env["kam.plan"]._get_kam_user_domain(),
        help="Empty: stays who it is.",
    )
    date = fields.Date(
        "From",
        required=True,
        default=lambda self: today_of_user(self),
        help="The day that the customer is told. The decision itself counts at once.",
    )
    reason = fields.Text(help="What speaks for it, by which criteria, and how you know.")
    evidence = fields.Char("Last Assessment", compute="_compute_now", compute_sudo=False)
    line_ids = fields.One2many("kam.step.decide.line", "step_id", "What We Owe")
    undecided_count = fields.Integer("Undecided", compute="_compute_undecided_count")
    services = fields.Text(
        "What the Customer Gets Now Against Then", compute="_compute_services", compute_sudo=False
    )
    letter = fields.Text(
        "Draft Letter", compute="_compute_letter", help="It is never sent by itself.", **PROPOSED
    )
    recheck_date = fields.Date(
        "Look Again On", default=lambda self: add_months(today_of_user(self), RECHECK_MONTHS)
    )

    @api.depends("plan_id")
    def _compute_now(self):
        for wizard in self:
            plan = wizard.plan_id._origin
            wizard.tier_now_id = plan._read_standing()["tier"] if plan else False
            wizard.evidence = plan and self.env["kam.step"]._find_assessment(plan)

    @api.depends("plan_id", "is_exit")
    def _compute_proposed(self):
        for wizard in self:
            wizard.stage_key = "leaving" if wizard.is_exit else wizard.plan_id.stage_key
            wizard.tier_id = False if wizard.is_exit else wizard.tier_id or wizard.tier_now_id

    @api.depends("line_ids.decision")
    def _compute_undecided_count(self):
        for wizard in self:
            open_lines = wizard.line_ids.filtered(lambda line: not line.decision)
            wizard.undecided_count = len(open_lines)

    @api.depends("tier_id", "is_exit", "plan_id")
    def _compute_services(self):
        for wizard in self:
            goes, stays, comes = wizard._compare_services()
            parts = [
                *(self.env._("– %s (no longer)", one) for one in goes),
                *(self.env._("= %s", one) for one in stays),
                *(self.env._("+ %s (new)", one) for one in comes),
            ]
            wizard.services = "\n".join(parts) or False

    def _compare_services(self):
        then = False if self.is_exit else self.tier_id.service
        return compare_services(self.tier_now_id.service, then)

    @api.depends("date", "tier_id", "is_exit", "plan_id", "user_id")
    def _compute_letter(self):
        for wizard in self:
            lang = wizard.partner_id.lang
            wizard.letter = wizard.with_context(lang=lang or self.env.lang)._write_letter()

    def _write_letter(self):
        """The letter in the language of the customer: what changes, what stays, who answers."""
        day = format_date(self.env, self.date) if self.date else ""
        goes, stays, comes = self._compare_services()
        parts = [
            self.env._("Dear %s,", self.partner_id.name or ""),
            self.env._("from %s on we work together in another way.", day),
            goes and self.env._("What ends: %s.", ", ".join(goes)),
            stays and self.env._("What stays: %s.", ", ".join(stays)),
            comes and self.env._("What is new: %s.", ", ".join(comes)),
            self.env._("What we promised you we keep, or agree on it with you."),
            self.env._("You reach %s.", (self.user_id or self.plan_id.user_id).name or ""),
        ]
        return "\n\n".join(part for part in parts if part)

    @api.model
    def _begin(self, plan):
        """A dialogue on a plan with all that we owe, as far as the user may read it."""
        owed = self.env["kam.step"]._find_owed(plan)
        return self._make_sudo(plan, owed).sudo(False)

    @api.model
    def _make_sudo(self, plan, owed):
        """What a dialogue says of what the user may read; nobody writes that himself."""
        lines = [
            Command.create(
                {
                    "kind": one.kind,
                    "name": one.name,
                    "res_model": one.record._name,
                    "res_id": one.record.id,
                }
            )
            for one in owed
        ]
        dates = {"date": today_of(plan.company_id), "is_exit": False}
        dates["recheck_date"] = add_months(dates["date"], RECHECK_MONTHS)
        return self.sudo().create({"plan_id": plan.id, "line_ids": lines, **dates})

    def _get_action(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
            "target": "new",
            "name": self.env._("Step Down or Up: %s", self.partner_id.display_name),
        }

    def action_keep_rest(self):
        """Decide that we keep all that is not decided yet, and go on in the dialogue.

        :return: window action
        """
        check_one(self)
        self.check_access("write")
        self.line_ids.filtered(lambda line: not line.decision).decision = KEPT
        return self._get_action()

    def action_take(self):
        """Take the step, with all that was decided.

        :return: window action of what is kept of it
        :raise AccessError: when the user is no manager of the plan
        :raise UserError: on what `kam.step` refuses
        """
        check_one(self)
        values = {
            "tier": self.tier_id,
            "stage": self.stage_key or self.plan_id.stage_key,
            "owner": self.user_id,
            "is_exit": self.is_exit,
            **{name: self[name] for name in ("date", "reason", "letter", "recheck_date")},
        }
        decisions = {
            (line.res_model, line.res_id): (
                line.decision,
                line.words,
                line.user_id or self.user_id,
            )
            for line in self.line_ids
        }
        step = self.env["kam.step"]._take(self.plan_id, values, decisions)
        return step._get_records_action()
