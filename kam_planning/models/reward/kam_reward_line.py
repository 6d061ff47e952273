import re
from ast import literal_eval

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ...tools.reward.reward import STEPS
from ...tools.rows import NaturalKey
from ...tools.score import Component
from ..common.known import KnownFloat, is_known

COMPONENTS = [("team", "Team"), ("own", "Own")]
KINDS = [("target", "Target"), ("objective", "Objective"), ("judged", "Judged in Steps")]
STEP_CHOICES = [(str(step), f"{step} %") for step in STEPS]
JUDGEMENT = {"step", "step_reason"}
PATHS = ("field_name", "date_path", "fallback_date_path", "partner_path")
# Who is paid by the number of his meetings holds more of them. So nothing counts that records how
# somebody works, nor what we think of people, accounts and plans.
REFUSED_MODELS = re.compile(
    r"(calendar|mail|discuss|im_livechat|sms|voip|phone|crm\.phonecall|whatsapp|hr|hr_timesheet"
    r"|account\.analytic)\b"
)
# Of our own records those that tell what the customer does.
COUNTING = {"kam.value", "kam.value.answer", "kam.value.reading", "kam.whitespace", "kam.delivery"}
COUNTING |= {"kam.invoice.payment", "kam.offering", "kam.measure.entry"}
REFUSED_FIELDS = re.compile(r"meeting|calendar|activit|message|health|hygiene|confidence|strength")


class KamRewardLine(models.Model):
    """What counts in a scheme, with its weight: for the whole team, or for one member."""

    _name = "kam.reward.line"
    _description = "Component of a Reward Scheme"
    _inherit = ["kam.guarded"]
    _order = "scheme_id, component desc, user_id, weight desc, id"
    # Most have no name of their own: they are called as what they measure, and found by it.
    _rec_names_search = (
        *("name", "target_id", "target_id.plan_id", "objective_id", "objective_id.plan_id"),
    )
    _check_company_auto = True
    _owner_fields = ("scheme_id",)
    _unoffered_fields = ("state",)
    _natural_keys = (NaturalKey(("scheme_id", "component", "name", "user_id"), empty=("user_id",)),)

    scheme_id = fields.Many2one("kam.reward.scheme", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="scheme_id.company_id", store=True, precompute=True)
    state = fields.Selection(related="scheme_id.state", string="State of the Scheme")
    component = fields.Selection(COMPONENTS, "Side", required=True, default="team")
    user_id = fields.Many2one(
        "res.users",
        "Member",
        index="btree_not_null",
        ondelete="restrict",
        help="Empty for what counts for all members alike.",
    )
    kind = fields.Selection(KINDS, "Measured By", required=True, default="target")
    target_id = fields.Many2one(
        "kam.target", index="btree_not_null", ondelete="set null", check_company=True
    )
    objective_id = fields.Many2one(
        "kam.objective", index="btree_not_null", ondelete="set null", check_company=True
    )
    name = fields.Char("What Counts", help="Empty: as the target or the objective is called.")
    weight = fields.Float("Weight (%)", required=True, default=100.0, aggregator=None)
    step = fields.Selection(STEP_CHOICES, "Judged As", copy=False)
    step_reason = fields.Char("Why", copy=False)
    attainment = KnownFloat(
        "Attained (%)", compute="_compute_attainment", digits=(16, 1), aggregator=None
    )
    attainment_text = fields.Char("Figure", compute="_compute_attainment")

    _weight_positive = models.Constraint(
        "CHECK (weight > 0 AND weight <= 100)",
        "The weight of a component is above 0 and at most 100 percent: correct it.",
    )

    @api.depends("name", "kind", "target_id", "objective_id")
    def _compute_display_name(self):
        for line in self:
            line.display_name = line._get_label_sudo()

    def _get_label_sudo(self):
        """As superuser: who is measured by it reads what it is called."""
        line = self.sudo()
        if line.name or line.kind == "judged":
            return line.name or line._description
        source = line[f"{line.kind}_id"]
        title = source.name if line.kind == "objective" else source.display_name
        names = (source.partner_id.name, title) if source else ()
        return ": ".join(name for name in names if name) or self.env._("deleted")

    # What is attained is read anew with each request.
    @api.depends("kind", "target_id", "objective_id", "step")
    @api.depends_context("lang", "uid")
    def _compute_attainment(self):
        parts = self._origin._prepare_components_sudo()
        for line in self:
            part = parts.get(line._origin.id)
            line.attainment = part and part.points
            line.attainment_text = part and part.value

    def _prepare_components_sudo(self):
        """As superuser: who reads a component sees how far it is, whoever reads the plan."""
        readable = self._filtered_access("read").sudo()
        return {line.id: part for line, part in readable._prepare_components().items()}

    def _prepare_components(self):
        """What each line says by now: {line: `score.Component`}, points in percent attained."""
        return {line: line._prepare_component() for line in self}

    def _prepare_component(self):
        points, text = getattr(self, f"_read_{self.kind}")()
        source = self.kind != "judged" and self[f"{self.kind}_id"]
        return Component(
            key=f"line-{self.id}",
            label=self.display_name,
            points=points,
            weight=self.weight,
            value=text if points is not None else self.env._("not known: %s", text),
            evidence=[(source._name, source.id)] if source else [],
        )

    def _read_target(self):
        """What is attained of the target: tuple (percent or None, figure or why not)."""
        target = self.target_id
        if not target:
            return None, self.env._("its target was deleted")
        if target.plan_id.state == "cancelled":
            return None, self.env._("its plan was cancelled")
        if not target.has_actual:
            return None, self.env._("there is no figure yet")
        if not is_known(target.attainment):
            # No share can be attained of nothing.
            wanted = target._format_value(target.target_value)
            return None, self.env._("its target is %s", wanted)
        return target.attainment, self.env._(
            "%(actual)s of %(wanted)s",
            actual=target._format_value(target.actual_value),
            wanted=target._format_value(target.target_value),
        )

    def _read_objective(self):
        objective = self.objective_id
        if not objective:
            return None, self.env._("its objective was deleted")
        if objective.state == "dropped" or objective.plan_id.state == "cancelled":
            # What was given up is neither reached nor missed: who agreed on it says what counts.
            return None, self.env._("its objective was dropped, or its plan cancelled")
        if not is_known(objective.progress):
            return None, self.env._("nothing says how far the objective is")
        return objective.progress, self.env._("progress of the objective")

    def _read_judged(self):
        if not self.step:
            return None, self.env._("it is not judged yet")
        return float(self.step), self.step_reason

    @api.constrains("component", "user_id", "kind", "target_id", "objective_id", "name")
    def _check_complete(self):
        for line in self:
            needed = "name" if line.kind == "judged" else f"{line.kind}_id"
            missing = "user_id" if line.component == "own" and not line.user_id else needed
            if not line[missing]:
                raise ValidationError(
                    self.env._(
                        "A component of scheme “%(scheme)s” needs “%(field)s”: fill it in.",
                        scheme=line.scheme_id.name,
                        field=line._fields[missing]._description_string(self.env),
                    )
                )
        self._check_sources()

    @api.constrains("step", "step_reason")
    def _check_step(self):
        for line in self:
            if line.step and not (line.step_reason or "").strip():
                raise ValidationError(
                    self.env._(
                        "“%(line)s” is judged as %(step)s %%: say in “Why” what it rests on.",
                        line=line.display_name,
                        step=line.step,
                    )
                )

    def _check_sources(self):
        """
        :raise ValidationError: naming the component that counts work instead of its outcome
        """
        for line in self:
            measure = line._find_refused_sudo()
            if measure:
                raise ValidationError(
                    self.env._(
                        "“%(line)s” rests on “%(measure)s”, which counts how somebody works or "
                        "what we think of it: meetings, mails, calls, strength of relationships, "
                        "quality of plans, health, confidence. Paid for, it would be made up. "
                        "Choose what the customer does, such as revenue, margin or confirmed "
                        "value.",
                        line=line.display_name,
                        measure=measure.name,
                    )
                )

    def _find_targets_sudo(self):
        """The targets that count, those that say how far an objective is among them. As superuser:
        whoever reads the plans.
        """
        lines = self.sudo().grouped("kind")
        targets, objectives = (
            lines.get(kind, self.sudo().browse())[f"{kind}_id"] for kind in ("target", "objective")
        )
        measured = objectives.filtered(lambda one: one.progress_mode == "targets")
        return targets | measured.target_ids

    def _find_refused_sudo(self):
        """As superuser: definitions of measures are read by administrators."""
        line = self.sudo()
        measures = line._find_targets_sudo().measure_id
        # A ratio is made of two that may be ratios.
        while parts := (measures.numerator_id | measures.denominator_id) - measures:
            measures |= parts
        return measures.filtered(line._counts_work)[:1]

    @api.model
    def _counts_work(self, measure):
        if measure.source != "records":
            return False
        conditions = Domain(literal_eval(measure.domain or "[]")).iter_conditions()
        paths = [measure[name] for name in PATHS] + [one.field_expr for one in conditions]
        if REFUSED_FIELDS.search(measure.field_name or "") or _is_refused(measure.model_name):
            return True
        return any(
            _is_refused(name)
            for path in filter(None, paths)
            for name in self._list_models(measure.model_name, path)
        )

    @api.model
    def _list_models(self, name, path):
        """The models to which the fields of a path lead."""
        for part in path.split("."):
            field = name in self.env and self.env[name]._fields.get(part)
            name = field and field.comodel_name
            if not name:
                return
            yield name

    def _filter_of(self, user):
        """Those that count for a member: his own, and those of all."""
        return self.filtered(lambda line: line.user_id in (user, self.env["res.users"]))

    @api.model_create_multi
    def create(self, vals_list):
        """Add nothing to a scheme that is open."""
        lines = super().create(vals_list)
        if not self.env.su:
            lines.scheme_id._check_state("draft")
        return lines

    def write(self, vals):
        """Change nothing of a scheme that is open but how something is judged."""
        if not (self.env.su or JUDGEMENT.issuperset(vals)):
            self.check_access("write")
            self.scheme_id._check_state("draft")
        elif not self.env.su:
            self.check_access("write")
            self.scheme_id._check_state("draft", "open")
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_open(self):
        if not self.env.su:
            self.scheme_id._check_state("draft")

    @api.model
    def _get_measured_domain(self):
        """Pay is in nobody's figures."""
        return Domain.FALSE


def _is_refused(model_name):
    """Whether records of a model tell how somebody works, or what we think."""
    if (model_name or "").startswith("kam."):
        return model_name not in COUNTING
    return bool(REFUSED_MODELS.match(model_name or ""))
