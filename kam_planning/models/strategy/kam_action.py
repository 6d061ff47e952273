from odoo import api, fields, models

from ..common.switches import is_on


class KamAction(models.Model):
    """Actions answer risks and move forces: once they are done somebody rates and judges anew."""

    _inherit = "kam.action"

    appraisal_ids = fields.Many2many(
        "kam.appraisal", string="Comes From", compute="_compute_appraisal_ids"
    )

    risk_ids = fields.Many2many(
        "kam.risk",
        "kam_risk_action_rel",
        "action_id",
        "risk_id",
        "Answers Risks",
        readonly=True,
        copy=False,
    )

    @api.depends_context("uid")
    def _compute_appraisal_ids(self):
        self.env["kam.appraisal"]._fill_sources(self)

    def write(self, vals):
        """Let risks and forces follow actions that are closed, taken up again or moved."""
        result = super().write(vals)
        # Plans that become one bring risks and forces along, after their actions.
        if "plan_id" in vals and not is_on(self, "kam_merging"):
            self._move_links_sudo()
        if "state" in vals:
            for followers in self._find_followers_sudo():
                followers._follow_actions_sudo()
        return result

    def unlink(self):
        """What waited for an action that is deleted does not wait any more."""
        both = self._find_followers_sudo()
        result = super().unlink()
        for followers in both:
            followers._follow_actions_sudo()
        return result

    def _find_followers_sudo(self):
        """Risks that these actions answer and forces that they move, whether the user may see them
        or not. Nothing is asked for plans that show neither.

        :return: tuple (kam.risk, kam.force)
        """
        plans = self.sudo().plan_id
        risks, effects = self.env["kam.risk"].sudo(), self.env["kam.force.effect"].sudo()
        if any(plans.mapped("show_risks")):
            risks = risks.search([("action_ids", "in", self.ids)])
        if any(plans.mapped("show_forces")):
            effects = effects.search([("action_id", "in", self.ids)])
        return risks, effects.force_id

    def _move_links_sudo(self):
        """An action that goes on in another plan answers the same risk and moves the same force
        there; where there is none it is linked no more.
        """
        risks = self.env["kam.risk"].sudo().search([("action_ids", "in", self.ids)])
        for risk in risks:
            for action in risk.action_ids & self - risk.plan_id.action_ids:
                stays = action.continued_line_ids & risk.plan_id.action_ids
                risk.action_ids = risk.action_ids - action | stays
                risk._get_twin(action.plan_id).action_ids |= action
        effects = self.env["kam.force.effect"].sudo().search([("action_id", "in", self.ids)])
        for effect in effects.filtered(lambda e: e.plan_id != e.action_id.plan_id):
            twin = effect.force_id._get_twin(effect.action_id.plan_id)
            if twin:
                effect.force_id = twin
            else:
                effect.unlink()
