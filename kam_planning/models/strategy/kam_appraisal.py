from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import SQL

from ...tools.rows import NaturalKey
from ...tools.strategy import appraisal as calculation
from ...tools.strategy.forces import STRONGEST
from ..common.accents import AlikeChar
from ..common.arguments import check_one
from ..common.at_once import hold
from ..common.known import KnownInteger, is_known
from ..execution.kam_objective import HORIZONS
from .kam_customer_goal import SOURCES
from .kam_value_total import none_of

KINDS = [
    ("trend", "Trend"),
    ("opportunity", "Opportunity"),
    ("strength", "Strength"),
    ("vulnerability", "Vulnerability"),
    ("threat", "Threat"),
]
SIDES = [("inside", "Inside"), ("outside", "Outside")]
QUADRANTS = [
    ("strengths", "Strengths"),
    ("vulnerabilities", "Vulnerabilities"),
    ("opportunities", "Opportunities"),
    ("threats", "Threats"),
]
# What a line can become: link, model, and the switch of the plan that shows it.
BECOMES = {
    "objective": ("objective_id", "kam.objective", "show_objectives"),
    "risk": ("risk_id", "kam.risk", "show_risks"),
    "force": ("force_id", "kam.force", "show_forces"),
    "action": ("action_id", "kam.action", "show_actions"),
    "value": ("value_id", "kam.value", "show_values"),
}
LINKS = tuple(link for link, _model, _switch in BECOMES.values())
OF_CUSTOMER = "[('partner_id', '=', account_id), ('company_id', '=', company_id)]"
LINK = {"index": "btree_not_null", "ondelete": "set null", "copy": False, "domain": OF_CUSTOMER}


class KamAppraisal(models.Model):
    """What helps or harms us with a customer: trends, opportunities, strengths, vulnerabilities and
    threats, and what was made of each.
    """

    _name = "kam.appraisal"
    _description = "Situation Appraisal"
    _inherit = [
        "kam.account.line",
        "kam.internal.thread",
        "kam.confirmable",
        "kam.shareable",
        "kam.hidden.name",
    ]
    _order = "account_id, rank, id"
    _mail_post_access = "write"
    _natural_keys = (NaturalKey(("account_id", "company_id", "name"), ties=("kind",)),)
    _confirming_fields = ("name", "kind", "side", "effect", "effect_unknown", "source", "evidence")
    _absorbed_fields = ("evidence", "is_red_flag")

    name = AlikeChar("Finding", required=True, tracking=True, shareable=True)
    kind = fields.Selection(
        KINDS, required=True, default="trend", tracking=True, index=True, shareable=True
    )
    active = fields.Boolean(default=True)
    side = fields.Selection(
        SIDES,
        "Inside or Outside",
        compute="_compute_side",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        help="Inside is what we have in our own hands, outside what the customer, the market or "
        "others do.",
    )
    effect = KnownInteger(
        aggregator="avg",
        tracking=True,
        help="From −3 (harms us badly) to 3 (helps us greatly); 0 is no effect.",
    )
    effect_unknown = fields.Boolean(
        "Effect Not Known",
        tracking=True,
        help="Nobody knows the effect yet: something to find out, unlike what nobody looked at.",
    )
    quadrant = fields.Selection(
        QUADRANTS,
        "In the SWOT Picture",
        compute="_compute_quadrant",
        store=True,
        help="A trend stands where its effect puts it; without a known one in no quarter.",
    )
    rank = fields.Integer(
        default=10, aggregator=None, help="The first three of each kind stand on paper."
    )
    is_red_flag = fields.Boolean(
        "Red Flag", tracking=True, help="It endangers the whole account, not only one objective."
    )
    horizon = fields.Selection(HORIZONS, required=True, default="short")
    source = fields.Selection(
        SOURCES,
        required=True,
        default="assumed",
        tracking=True,
        help="Who says so: we assume it, the customer said it, or it can be read in public.",
    )
    evidence = fields.Text(help="Where and when it was said or published, in a sentence.")

    # what was made of it
    objective_id = fields.Many2one("kam.objective", "Became Objective", **LINK)
    risk_id = fields.Many2one("kam.risk", "Became Risk", **LINK)
    force_id = fields.Many2one("kam.force", "Became Force", **LINK)
    action_id = fields.Many2one("kam.action", "Became Action", **LINK)
    value_id = fields.Many2one("kam.value", "Became Value", **LINK)
    became = fields.Char("What It Became", compute="_compute_became", compute_sudo=False)

    _effect_range = models.Constraint(
        "CHECK (effect BETWEEN -3 AND 3)",
        "The effect is a number from -3 (harms us badly) to 3 (helps us greatly): correct it.",
    )

    @api.depends("kind")
    def _compute_side(self):
        for line in self:
            line.side = calculation.side(line.kind)

    @api.depends("kind", "side", "effect")
    def _compute_quadrant(self):
        for line in self:
            line.quadrant = calculation.quadrant(line.kind, line.side, none_of(line.effect))

    @api.depends(
        *("objective_id.state", "risk_id.state", "force_id.strength", "action_id.state"),
        "value_id.state",
    )
    @api.depends_context("uid", "lang")
    def _compute_became(self):
        """What the user may read of it, with the state in which it is."""
        readable = {link: self.mapped(link)._filtered_access("read") for link in LINKS}
        for line in self:
            texts = [
                self._describe_made(line[link])
                for link in LINKS
                if line[link] and line[link] in readable[link]
            ]
            line.became = ", ".join(texts)

    @api.model
    def _describe_made(self, made):
        """What a line became, and how far that is."""
        if made._name == "kam.force":
            return self.env._(
                "Force: %(strength)s of %(most)s", strength=made.strength, most=STRONGEST
            )
        texts = {
            "kam.objective": self.env._("Objective"),
            "kam.risk": self.env._("Risk"),
            "kam.action": self.env._("Action"),
            "kam.value": self.env._("Value"),
        }
        state = made._fields["state"].convert_to_export(made.state, made)
        return f"{texts[made._name]}: {state}"

    @api.constrains("kind", "effect")
    def _check_effect(self):
        for line in self:
            if calculation.contradicts(line.kind, none_of(line.effect)):
                raise ValidationError(
                    self.env._(
                        "“%(line)s”: an effect of %(effect)s is none of this kind (%(kind)s). "
                        "Strengths and opportunities help us, from 0 to 3; vulnerabilities and "
                        "threats harm us, from -3 to 0. Change the effect or the kind.",
                        line=line.name,
                        effect=line.effect,
                        kind=line._fields["kind"].convert_to_export(line.kind, line),
                    )
                )

    @api.constrains("account_id", "company_id", *LINKS)
    def _check_made(self):
        for line in self:
            for link in LINKS:
                other = line[link]
                if other and (other.partner_id, other.company_id) != line._get_place():
                    raise ValidationError(
                        self.env._(
                            "“%(line)s”: “%(other)s” (%(field)s) belongs to another customer or "
                            "company. Choose one of “%(account)s”.",
                            line=line.name,
                            other=other.display_name,
                            field=self._fields[link]._description_string(self.env),
                            account=line.account_id.display_name,
                        )
                    )

    @api.model
    def _fill_sources(self, records):
        """Say of what lines came from an appraisal, as far as the user reads it. Nothing is asked
        for plans that show none.

        :param records: of one model of `BECOMES`
        """
        link = next(link for link, model, _switch in BECOMES.values() if model == records._name)
        shown = records._origin.filtered("plan_id.show_appraisal")
        lines = self.search([(link, "in", shown.ids)]) if shown else self.browse()
        sources = lines.grouped(lambda line: line[link])
        for record in records:
            record.appraisal_ids = sources.get(record._origin, False)

    @api.model
    def _follow_sudo(self, twins):
        """What lines became goes on elsewhere: {one: its copy}. As superuser: all lines follow."""
        lines = self.sudo().with_context(active_test=False)
        for link, model, _switch in BECOMES.values():
            ids = [one.id for one in twins if one._name == model]
            for line in lines.search([(link, "in", ids)]) if ids else ():
                line[link] = twins[line[link]]

    def _format_effect(self):
        """The effect with its sign, or "" where none is known."""
        return f"{self.effect:+d}".replace("-", "−") if is_known(self.effect) else ""

    @api.onchange("kind", "account_id")
    def _onchange_kind(self):
        """Who writes down more than seven of a kind is told; nothing is refused."""
        domain = Domain("account_id", "=", self.account_id.id) & Domain("kind", "=", self.kind)
        domain &= Domain("company_id", "=", self.company_id.id)
        others = self.search_count(domain & Domain("id", "!=", self._origin.id))
        if not self.account_id or others < calculation.MANY:
            return None
        message = self.env._(
            "There are %(count)s of this kind for this customer. More than %(most)s are a list, "
            "not a judgement: keep those that matter most.",
            count=others,
            most=calculation.MANY,
        )
        return {"warning": {"title": self.env._("Many of One Kind"), "message": message}}

    @api.model_create_multi
    def create(self, vals_list):
        """What nobody knows is no number."""
        return super().create([self._settle_effect(vals) for vals in vals_list])

    def write(self, vals):
        """What nobody knows is no number, and a number is known."""
        return super().write(self._settle_effect(vals))

    @api.model
    def _settle_effect(self, vals):
        if vals.get("effect_unknown"):
            return {**vals, "effect": False}
        return {**vals, "effect_unknown": False} if is_known(vals.get("effect")) else vals

    def _get_confirm_text(self):
        """Kind, effect and source, and on what it rests."""
        texts = [
            self._fields[name].convert_to_export(self[name], self)
            for name in ("kind", "effect", "source")
        ]
        if self.effect_unknown:
            texts[1] = self.env._("effect not known")
        return " · ".join(str(text) for text in (*texts, self.evidence) if text not in ("", False))

    # One click makes more of it

    def action_make_objective(self):
        """Make an objective of the line in the plan in force, or open the one that was made.

        :return: window action
        :raise AccessError: when the user may not write the line
        :raise UserError: when there is no plan in force that he may change, or it shows no
            objectives
        """
        return self._make("objective")

    def action_make_risk(self):
        """Make a risk of the line, as `action_make_objective` does an objective."""
        return self._make("risk")

    def action_make_force(self):
        """Make a force of the line, for the objective that it became or else the only open one."""
        return self._make("force")

    def action_make_action(self):
        """Make an action of the line, as `action_make_objective` does an objective."""
        return self._make("action")

    def action_make_value(self):
        """Make a value of the line, as `action_make_objective` does an objective."""
        return self._make("value")

    def _make(self, what):
        check_one(self)
        self.check_access("write")
        hold(self)
        link, model, switch = BECOMES[what]
        made = self[link]
        if not made:
            plan = self._get_plan_to_fill(switch)
            made = self.env[model].create(self._prepare_made(what, plan))
            self[link] = made
        return made._get_records_action(context={})

    def _get_plan_to_fill(self, switch):
        """The plan in force, where the user may write it and it shows what is made."""
        plans = self.env["kam.plan"]._find_in_force(self.account_id, self.company_id)
        plan = plans.get(self._get_place(), self.env["kam.plan"])._filtered_access("write")
        if not plan:
            raise UserError(
                self.env._(
                    "“%(line)s”: %(account)s has no plan in force that you may change. Make one, "
                    "or ask the key account manager.",
                    line=self.name,
                    account=self.account_id.display_name,
                )
            )
        if not plan[switch]:
            raise UserError(
                self.env._(
                    "“%(plan)s” does not show this: switch on “%(switch)s” in its settings first.",
                    plan=plan.display_name,
                    switch=plan._fields[switch]._description_string(self.env),
                )
            )
        return plan

    def _prepare_made(self, what, plan):
        values = {"plan_id": plan.id, "name": self.name}
        objective = self.objective_id.filtered(lambda one: one.plan_id == plan)
        if what == "risk":
            values["description"] = self.evidence
        elif what == "value":
            values |= {"evidence": self.evidence, "objective_id": objective.id}
        elif what == "action":
            values |= {"description": self.evidence, "objective_id": objective.id}
        elif what == "force":
            values |= self._prepare_force(plan, objective)
        return values

    def _prepare_force(self, plan, objective):
        open_ones = plan.objective_ids.filtered(lambda one: one.state == "open")
        objective = objective or open_ones
        if len(objective) != 1:
            raise UserError(self._explain_objective(plan, objective))
        kind, strength = calculation.force_of(self.kind, none_of(self.effect))
        return {
            "objective_id": objective.id,
            "kind": kind,
            "strength": strength,
            "source": "customer" if self.source == "customer" else "assumed",
            "evidence": self.evidence,
        }

    def _explain_objective(self, plan, objectives):
        names = {"plan": plan.display_name, "line": self.name}
        if objectives:
            return self.env._(
                "“%(plan)s” has several open objectives: choose in “Became Objective” which of "
                "them “%(line)s” drives or holds back.",
                **names,
            )
        return self.env._(
            "“%(plan)s” has no open objective for “%(line)s” to drive or to hold back. Make one "
            "first.",
            **names,
        )

    def _get_merge_key(self):
        """The same finding about customers that become one is one."""
        return (self.company_id, self.kind, self.name)

    def _absorb_line(self, other):
        """What nobody said of this one is taken from the other, and what that one became."""
        if not (is_known(self.effect) or self.effect_unknown):
            self.write({"effect": other.effect, "effect_unknown": other.effect_unknown})
        result = super()._absorb_line(other)
        self._take_links(other)
        return result

    def _take_links(self, other):
        """In the database, past the check: what it became comes to this customer with its plan, at
        the end of the merging.
        """
        for link in LINKS:
            if not self[link] and other[link]:
                values = (SQL.identifier(link), other[link].id, self.id)
                self.env.cr.execute(SQL("UPDATE kam_appraisal SET %s = %s WHERE id = %s", *values))
                self.invalidate_recordset([link])
