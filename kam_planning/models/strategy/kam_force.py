from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from ...tools.rows import NaturalKey
from ...tools.strategy import forces as calculation
from ...tools.strategy.forces import STRONGEST, WEAKEST
from ..common.days import today_of
from ..common.known import KnownInteger
from ..plan.kam_plan_workflow import OPEN_STATES

KINDS = [("driving", "Driving"), ("restraining", "Restraining")]
ALTERABLE = [("no", "No"), ("partly", "Partly"), ("yes", "Yes")]
SOURCES = [("assumed", "Assumed"), ("customer", "Customer said")]
JUDGE_TYPE = "kam_planning.mail_activity_type_force"


class KamForce(models.Model):
    """What drives an objective or holds it back, how strongly, and what changes that.

    What was judged when, by whom and why is kept in `kam.force.reading`, and what its actions are
    expected to make of it in `kam.force.effect`.
    """

    _name = "kam.force"
    _description = "Force"
    _inherit = [
        "kam.plan.line",
        "kam.internal.thread",
        "kam.confirmable",
        "kam.shareable",
        "kam.hidden.name",
    ]
    _order = "objective_id, kind, strength desc, id"
    _mail_post_access = "write"
    _owner_fields = ("plan_id", "objective_id")
    _unoffered_fields = ("next_force_ids",)
    _confirm_depends = ("judge_again",)
    _same_plan_fields = ("objective_id",)
    _natural_keys = (NaturalKey(("objective_id", "name"), ties=("kind",)),)
    _confirming_fields = ("name", "kind", "strength", "alterable", "source", "evidence")

    name = fields.Char("Force", required=True, tracking=True, shareable=True)
    objective_id = fields.Many2one(
        "kam.objective",
        required=True,
        index=True,
        ondelete="cascade",
        domain="[('plan_id', '=', plan_id)]",
    )
    plan_id = fields.Many2one(
        compute="_compute_plan_id", store=True, readonly=False, precompute=True
    )
    kam_user_id = fields.Many2one(store=True)
    tier_id = fields.Many2one(related="plan_id.tier_id", store=True)
    kind = fields.Selection(
        KINDS, required=True, default="restraining", tracking=True, shareable=True
    )
    strength = fields.Integer(
        required=True,
        default=3,
        tracking=True,
        aggregator=None,
        help="From 1 (very weak) to 5 (very strong).",
    )
    alterable = fields.Selection(
        ALTERABLE,
        "Can We Alter It?",
        required=True,
        default="partly",
        help="How far it is in our hands to change this force.",
    )
    source = fields.Selection(SOURCES, required=True, default="assumed", tracking=True)
    evidence = fields.Text(help="What it shows in, or who said it and when, in a sentence.")
    is_judgement = fields.Boolean(
        "What a Person Thinks",
        help="The force is somebody's attitude: only who may see what is thought of people sees "
        "it, and it is never shared.",
    )
    lever = fields.Float(
        compute="_compute_lever",
        store=True,
        aggregator=None,
        help="Strength, times how far it can be altered, and only half of it where one would have "
        "to push: taking weight off the brakes gains more.",
    )
    is_best_lever = fields.Boolean("Best Lever", compute="_compute_is_best_lever")
    appraisal_ids = fields.Many2many(
        "kam.appraisal", string="Comes From", compute="_compute_appraisal_ids"
    )
    effect_ids = fields.One2many("kam.force.effect", "force_id", "Actions")
    expected_strength = KnownInteger(
        "Expected", compute="_compute_expected_strength", aggregator=None
    )
    judge_again = fields.Boolean(
        readonly=True,
        copy=False,
        help="All its actions are closed: somebody should say how strong it is now.",
    )
    reason = fields.Char("Why This Strength", copy=False)
    reading_ids = fields.One2many("kam.force.reading", "force_id", "Judgements", readonly=True)
    previous_force_id = fields.Many2one(
        "kam.force",
        "Continues",
        index="btree_not_null",
        ondelete="set null",
        readonly=True,
        copy=False,
    )
    next_force_ids = fields.One2many("kam.force", "previous_force_id", "Goes On As", readonly=True)

    @api.depends_context("uid")
    def _compute_appraisal_ids(self):
        self.env["kam.appraisal"]._fill_sources(self)

    @api.depends("objective_id")
    def _compute_plan_id(self):
        for force in self:
            force.plan_id = force.plan_id or force.objective_id.plan_id

    @api.depends("kind", "strength", "alterable")
    def _compute_lever(self):
        for force in self:
            force.lever = calculation.lever(
                force.kind or "driving", force.strength, force.alterable or "no"
            )

    def _filter_counted(self):
        """What a person thinks is in no figure that everybody sees: it could be reckoned back."""
        return self.filtered(lambda force: not force.is_judgement)

    @api.depends("lever", "objective_id.force_ids.lever", "objective_id.force_ids.is_judgement")
    def _compute_is_best_lever(self):
        best = {
            objective: max(objective.force_ids._filter_counted().mapped("lever"), default=0.0)
            for objective in self.objective_id
        }
        counted = self._filter_counted()
        for force in self:
            is_best = force.lever > 0 and force.lever == best.get(force.objective_id)
            force.is_best_lever = is_best and force in counted

    @api.depends(
        "strength",
        "effect_ids.expected_strength",
        "effect_ids.found_strength",
        "effect_ids.action_id.state",
    )
    def _compute_expected_strength(self):
        for force in self:
            effects = force.effect_ids.filtered(lambda effect: effect._is_ahead())
            after = calculation.expected(force.strength, effects.mapped("expected_strength"))
            force.expected_strength = False if after is None else after

    @api.constrains("strength")
    def _check_strength(self):
        for force in self:
            if not WEAKEST <= force.strength <= STRONGEST:
                raise ValidationError(
                    self.env._(
                        "Force “%(force)s”: a strength of %(strength)s cannot be. Give a number "
                        "from %(least)s (very weak) to %(most)s (very strong).",
                        force=force.name,
                        strength=force.strength,
                        least=WEAKEST,
                        most=STRONGEST,
                    )
                )

    @api.constrains("is_judgement", "is_shared")
    def _check_not_shared(self):
        for force in self:
            if force.is_judgement and force.is_shared:
                raise ValidationError(
                    self.env._(
                        "Force “%s” says what a person thinks: it cannot be shared with the "
                        "customer.",
                        force.name,
                    )
                )

    @api.model
    def _get_measured_domain(self):
        """What a person thinks is in nobody's figures."""
        return super()._get_measured_domain() & Domain("is_judgement", "=", False)

    @api.model_create_multi
    def create(self, vals_list):
        """Keep how strong the new forces are."""
        forces = super().create(vals_list)
        forces._keep_readings_sudo()
        return forces

    def write(self, vals):
        """Keep each judgement; another one has another reason, or none."""
        if "strength" not in vals:
            result = super().write(vals)
            if "reason" in vals:
                self._correct_reason_sudo()
            return result
        before = {force.id: force.strength for force in self}
        result = super().write({"reason": False, **vals})
        judged = self.filtered(lambda f: f.judge_again or f.strength != before[f.id])
        judged._note_judgement_sudo()
        return result

    @api.model
    def _get_asked_domain(self):
        """All its actions are closed."""
        return Domain("judge_again", "=", True)

    def _confirm_sudo(self):
        """Who says that a force is as it was judges it."""
        result = super()._confirm_sudo()
        self._note_judgement_sudo()
        return result

    def _note_judgement_sudo(self):
        """Somebody judged these forces: what was found stands beside what was expected.

        As superuser: nobody writes by hand what was found, and who judges may not be who was asked.
        """
        forces = self.sudo()
        expected = {force: force._get_expected_of_done() for force in forces}
        forces._keep_readings_sudo(expected)
        for force in forces:
            force._get_done_effects().write({"found_strength": force.strength})
        forces.filtered("judge_again").judge_again = False
        forces._end_reminders_sudo()

    def _get_done_effects(self):
        """Of actions that were done since the last judgement, also in the period before."""
        effects = self.effect_ids | self.previous_force_id.effect_ids
        return effects.filtered(lambda e: e._is_ahead() and not e.action_id.is_open)

    def _get_expected_of_done(self):
        """What the actions that were done since the last judgement were expected to leave."""
        done = self._get_done_effects()
        before = done[:1].former_strength or self.strength
        return calculation.expected(before, done.mapped("expected_strength"))

    def _keep_readings_sudo(self, expected=None):
        """Keep how strong these forces are now. As superuser: nobody writes that by hand."""
        self.env["kam.force.reading"].sudo().create(
            [
                {
                    "force_id": force.id,
                    "date": force.confirmed_date or fields.Datetime.now(),
                    "user_id": force.confirmed_by_id.id,
                    "strength": force.strength,
                    "expected_strength": (expected or {}).get(force, False) or False,
                    "reason": force.reason,
                }
                for force in self.sudo()
            ]
        )

    def _correct_reason_sudo(self):
        """As superuser: nobody writes by hand why somebody judged as he did; he may correct it."""
        for force in self.sudo():
            reading = force.reading_ids.sorted()[:1]
            author = reading.user_id
            if author not in (author.browse(), self.env.user) and not self.env.su:
                raise UserError(
                    self.env._(
                        "“%(force)s” was judged by %(author)s, with that reason. Judge it anew to "
                        "give one of your own.",
                        force=force.name,
                        author=author.name,
                    )
                )
            reading.reason = force.reason

    def _follow_actions_sudo(self):
        """Once all actions are closed and one is done, the owner of the objective judges anew; the
        strength stays as it is until then. An action taken up again takes that back.
        """
        asked, calm = self.browse(), self.browse()
        for force in self.sudo():
            force.effect_ids._begin_anew_sudo()
            ahead = force.effect_ids.filtered(lambda effect: effect._is_ahead())
            is_due = bool(ahead) and not any(ahead.action_id.mapped("is_open"))
            if force.judge_again != is_due:
                force.judge_again = is_due
                asked, calm = (asked | force, calm) if is_due else (asked, calm | force)
        calm._end_reminders_sudo()
        asked._ask_owners()

    def _ask_owners(self):
        """Ask the owners of the objectives, once for each force."""
        open_forces = self.filtered(
            lambda force: force.plan_id.active and force.plan_id.state in OPEN_STATES
        )
        if open_forces:
            open_forces._create_reminders(
                JUDGE_TYPE,
                lambda force: today_of(force.company_id),
                lambda force: force.objective_id.user_id or force.plan_id.user_id,
                lambda force: force.env._("Judge again: “%s”", force.name),
            )

    def _end_reminders_sudo(self):
        """As superuser: who judges may not be who was asked."""
        if self:
            self.sudo().activity_unlink([JUDGE_TYPE])

    def _copy_to(self, plans, twins, continues=False):
        """Copy these forces to other plans, below the copies of their objectives.

        :param dict plans: {plan of the forces: plan of the copies}
        :param dict twins: {objective: its copy}
        :param bool continues: whether they go on there, judged as they were; else they begin anew
        """
        kept = self.filtered(lambda force: force.objective_id in twins)
        copies = self.create(
            [
                {
                    **vals,
                    "plan_id": plans[force.plan_id].id,
                    "objective_id": twins[force.objective_id].id,
                }
                for force, vals in zip(kept, kept.copy_data(), strict=True)
            ]
        )
        if continues:
            copies._continue_sudo(kept)

    def _continue_sudo(self, originals):
        """As superuser: that is no judgement, and no user writes what was judged when."""
        self.sudo().reading_ids.unlink()
        for force, former in zip(self.sudo(), originals.sudo(), strict=True):
            values = {name: former[name] for name in ("confirmed_date", "reason")}
            values["confirmed_by_id"] = former.confirmed_by_id.id
            force.write({**values, "previous_force_id": former.id})
        self._keep_readings_sudo()

    def _get_twin(self, plan):
        """This force in the plan of the next period, or of the previous one."""
        twins = self.next_force_ids | self.previous_force_id
        return twins.filtered(lambda force: force.plan_id == plan)[:1]
