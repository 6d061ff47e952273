from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ...tools.rows import NaturalKey
from ...tools.strategy.forces import STRONGEST, WEAKEST, has_moved
from ..common.known import KnownInteger, is_known


class KamForceEffect(models.Model):
    """What an action is expected to make of a force, and what was found once it was done."""

    _name = "kam.force.effect"
    _description = "Effect of an Action on a Force"
    _inherit = ["kam.plan.line"]
    _order = "force_id, id"
    _rec_name = "action_id"
    _owner_fields = ("force_id", "action_id")
    _same_plan_fields = ("action_id",)
    _natural_keys = (NaturalKey(("force_id", "action_id"), is_unique=True),)

    force_id = fields.Many2one("kam.force", required=True, index=True, ondelete="cascade")
    plan_id = fields.Many2one(
        related="force_id.plan_id", store=True, precompute=True, required=False
    )
    is_judgement = fields.Boolean(related="force_id.is_judgement", store=True, precompute=True)
    action_id = fields.Many2one(
        "kam.action",
        required=True,
        index=True,
        ondelete="cascade",
        domain="[('plan_id', '=', plan_id)]",
    )
    action_state = fields.Selection(related="action_id.state", string="State of the Action")
    expected_strength = fields.Integer(
        required=True,
        default=WEAKEST,
        aggregator=None,
        help="How strong the force will be once the action is done, from 1 to 5.",
    )
    former_strength = KnownInteger("Strength Before", readonly=True, copy=False, aggregator=None)
    found_strength = KnownInteger(
        "Found",
        readonly=True,
        copy=False,
        aggregator=None,
        help="How strong the force was found after the action was done.",
    )
    is_moved = fields.Boolean(
        "Did It Move the Force?",
        compute="_compute_is_moved",
        help="Whether the force was found changed the way that the action was to change it.",
    )

    _force_action_uniq = models.UniqueIndex(
        "(force_id, action_id)", "This action works on this force already: change that line."
    )

    @api.model
    def _get_measured_domain(self):
        """What a person thinks is in nobody's figures."""
        return super()._get_measured_domain() & Domain("is_judgement", "=", False)

    @api.depends("expected_strength", "former_strength", "found_strength")
    def _compute_is_moved(self):
        for effect in self:
            before, found = effect.former_strength, effect.found_strength
            is_judged = is_known(found) and is_known(before)
            effect.is_moved = is_judged and has_moved(before, effect.expected_strength, found)

    @api.constrains("expected_strength")
    def _check_expected_strength(self):
        for effect in self:
            if not WEAKEST <= effect.expected_strength <= STRONGEST:
                raise ValidationError(
                    self.env._(
                        "“%(action)s”: an expected strength of %(strength)s cannot be. Give a "
                        "number from %(least)s to %(most)s.",
                        action=effect.action_id.display_name,
                        strength=effect.expected_strength,
                        least=WEAKEST,
                        most=STRONGEST,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        """Keep how strong the forces were before."""
        effects = super().create(vals_list)
        effects._keep_former_sudo()
        effects.force_id._follow_actions_sudo()
        return effects

    def write(self, vals):
        """Forces follow actions that are linked with them from now on, and no more."""
        if {"force_id", "action_id"}.isdisjoint(vals):
            return super().write(vals)
        before = {effect: (effect.force_id, effect.action_id) for effect in self}
        result = super().write(vals)
        moved = self.filtered(lambda e: (e.force_id, e.action_id) != before[e])
        former = self.force_id.concat(*(before[effect][0] for effect in moved))
        (former | moved.force_id)._follow_actions_sudo()
        return result

    def unlink(self):
        """What waited for its action waits no more."""
        forces = self.force_id
        result = super().unlink()
        forces._follow_actions_sudo()
        return result

    def _begin_anew_sudo(self):
        """An action that is taken up again after the force was judged may still move it; what was
        found stays among the judgements. As superuser: nobody writes what was found.
        """
        for effect in self.sudo():
            if is_known(effect.found_strength) and effect.action_id.is_open:
                strength = effect.force_id.strength
                effect.write({"found_strength": False, "former_strength": strength})

    def _keep_former_sudo(self):
        """As superuser: nobody writes afterwards how strong a force was."""
        for effect in self.sudo():
            effect.former_strength = effect.force_id.strength

    def _is_ahead(self):
        """Whether the force was not judged since this action began: it may still move it."""
        return not is_known(self.found_strength) and (
            self.action_id.is_open or self.action_id.state == "done"
        )
