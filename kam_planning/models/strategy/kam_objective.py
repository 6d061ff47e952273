from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...tools.strategy import forces as calculation
from ..common.arguments import check_one
from ..common.known import KnownFloat, is_known
from ..common.switches import is_on
from .kam_force import JUDGE_TYPE

# What the picture shows of a force.
FORCE_FIELDS = ("name", "kind", "strength", "expected_strength", "alterable", "lever")
FORCE_FIELDS += ("is_best_lever", "judge_again", "source")


class KamObjective(models.Model):
    """Forces drive an objective or hold it back: that gives its chance."""

    _inherit = "kam.objective"
    _unoffered_fields = ("show_goals", "show_forces", "force_ids", "force_balance")

    goal_ids = fields.Many2many(
        "kam.customer.goal",
        "kam_objective_goal_rel",
        "objective_id",
        "goal_id",
        "Customer's Goals",
        check_company=True,
        domain="[('account_id', '=', partner_id), ('company_id', '=', company_id)]",
        help="Goals and initiatives of the customer that this objective answers.",
    )
    offering_ids = fields.Many2many(
        "kam.offering",
        "kam_objective_offering_rel",
        "objective_id",
        "offering_id",
        "Offerings",
        check_company=True,
        help="What of ours serves this objective.",
    )
    show_goals = fields.Boolean(related="plan_id.show_goals")
    appraisal_ids = fields.Many2many(
        "kam.appraisal", string="Comes From", compute="_compute_appraisal_ids"
    )
    force_ids = fields.One2many("kam.force", "objective_id", "Forces", readonly=True)
    show_forces = fields.Boolean(related="plan_id.show_forces")
    force_count = fields.Integer(
        "Forces Known", compute="_compute_chance", store=True, aggregator=None
    )
    force_balance = fields.Integer(
        "Balance of Forces",
        compute="_compute_chance",
        store=True,
        aggregator=None,
        help="Strengths of the driving forces less those of the restraining ones.",
    )
    chance = fields.Float(
        "Chance (%)",
        compute="_compute_chance",
        store=True,
        aggregator=None,
        help="(D + 1) : (D + R + 2), where D and R are the strengths of the driving and of the "
        "restraining forces. With nothing known it is even.",
    )
    too_few_forces = fields.Boolean(
        "Too Few to Judge",
        compute="_compute_chance",
        store=True,
        help="Fewer than four forces are known: the chance says little.",
    )
    expected_chance = KnownFloat(
        "Chance After the Actions (%)",
        compute="_compute_expected_chance",
        compute_sudo=True,
        aggregator=None,
    )

    @api.constrains("goal_ids", "plan_id")
    def _check_goals(self):
        if is_on(self, "kam_merging"):
            # Goals come to the customer that stays only after its plans.
            return
        for objective in self:
            place = objective.plan_id._get_place()
            for goal in objective.goal_ids:
                if goal._get_place() != place:
                    raise ValidationError(
                        self.env._(
                            "“%(objective)s”: “%(goal)s” is a goal of another customer or company. "
                            "Choose goals of %(customer)s.",
                            objective=objective.name,
                            goal=goal.display_name,
                            customer=objective.partner_id.display_name,
                        )
                    )

    @api.model
    def _get_import_scope(self, name):
        """Goals of the plan's customer."""
        return (
            ("partner_id", "company_id") if name == "goal_ids" else super()._get_import_scope(name)
        )

    @api.depends_context("uid")
    def _compute_appraisal_ids(self):
        self.env["kam.appraisal"]._fill_sources(self)

    @api.depends("force_ids.kind", "force_ids.strength", "force_ids.is_judgement")
    def _compute_chance(self):
        for objective in self:
            forces = objective.force_ids._filter_counted()
            driving, restraining = calculation.sums((f.kind, f.strength) for f in forces)
            objective.force_count = len(forces)
            objective.force_balance = driving - restraining
            objective.chance = calculation.chance(driving, restraining)
            objective.too_few_forces = len(forces) < calculation.ENOUGH

    @api.depends(
        "force_ids.kind",
        "force_ids.strength",
        "force_ids.expected_strength",
        "force_ids.is_judgement",
    )
    def _compute_expected_chance(self):
        """Where no action is to change a force nothing else is expected."""
        for objective in self:
            forces = objective.force_ids._filter_counted()
            after = [
                (f.kind, f.expected_strength if is_known(f.expected_strength) else f.strength)
                for f in forces
            ]
            is_moved = any(is_known(force.expected_strength) for force in forces)
            objective.expected_chance = is_moved and calculation.chance(*calculation.sums(after))

    @api.readonly
    def get_force_field(self):
        """The picture of the forces of one objective, as far as the user sees them.

        :return: dict ``name``, ``chance`` and ``expected_chance`` (percent, the latter False where
            no action is to change a force), ``is_thin`` (too few forces to judge), ``driving`` and
            ``restraining`` (sums of strengths), ``uncounted`` (number of forces that are a
            person's attitude, where the user may see them), ``may_edit``, ``forces`` (list of dict
            of `FORCE_FIELDS`)
        :raise AccessError: when the user may not read the objective
        """
        check_one(self)
        # Found anew: the list may be one that somebody with other rights read.
        forces = self.env["kam.force"].search([("objective_id", "=", self.id)])
        counted = forces._filter_counted()
        driving, restraining = calculation.sums((f.kind, f.strength) for f in counted)
        return {
            "name": self.name,
            "chance": self.chance,
            "expected_chance": self.expected_chance,
            "is_thin": self.too_few_forces,
            "driving": driving,
            "restraining": restraining,
            "uncounted": len(forces - counted),
            "may_edit": self.may_edit,
            "forces": forces.read(FORCE_FIELDS, load=None),
        }

    def write(self, vals):
        """A new owner is asked instead of the former one."""
        result = super().write(vals)
        if vals.get("user_id"):
            self._hand_over_questions_sudo(vals["user_id"])
        return result

    def unlink(self):
        """Delete the forces by their own methods, with their activities and messages."""
        self._unlink_forces_sudo()
        return super().unlink()

    def _hand_over_questions_sudo(self, user_id):
        """As superuser: who hands an objective over need not see all its forces."""
        shown = self.sudo().filtered("show_forces")
        asking = shown.force_ids.filtered("judge_again")
        if asking:
            asking.activity_reschedule([JUDGE_TYPE], new_user_id=user_id)

    def _unlink_forces_sudo(self):
        """As superuser: they go with the objective, also those that the user may not see."""
        self.check_access("unlink")
        self.sudo().force_ids.unlink()
