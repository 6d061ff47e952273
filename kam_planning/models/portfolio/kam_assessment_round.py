from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools.misc import format_date

from ...tools.portfolio import matrix
from ...tools.rows import NaturalKey
from ..common.accents import AlikeChar
from ..common.arguments import check_one
from ..common.days import today_of_user
from .kam_criterion_definition import AXES

STATES = [("draft", "Preparing"), ("open", "Being Scored"), ("closed", "Closed")]
MOST_CANDIDATES = 2000


class KamAssessmentRound(models.Model):
    """All candidates are scored by the same criteria at the same time, by several functions.

    It keeps the criteria and weights with which it opened, the cut lines and the size of the pilot:
    an old round stays explained, whatever is changed later.
    """

    _name = "kam.assessment.round"
    _description = "Assessment Round"
    _inherit = [
        "kam.assessment.opening",
        "kam.assessment.closing",
        "kam.assessment.choice",
        "kam.guarded",
        "kam.counted",
        "kam.internal.thread",
    ]
    _order = "date desc, id desc"
    _check_company_auto = True
    _natural_keys = (NaturalKey(("name", "company_id")),)
    _unoffered_fields = ("may_score",)
    _counted_lines = {
        "candidate_count": ("kam.assessment.result", {"round_id": "id"}),
        "score_count": ("kam.assessment", {"round_id": "id"}),
    }

    name = AlikeChar("Round", required=True, tracking=True)
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        ondelete="cascade",
        default=lambda self: self.env.company,
    )
    date = fields.Date(
        "As Of", required=True, index=True, default=lambda self: today_of_user(self), tracking=True
    )
    date_closed = fields.Date("Closed On", readonly=True, copy=False)
    state = fields.Selection(
        STATES, required=True, default="draft", readonly=True, copy=False, tracking=True
    )
    rater_ids = fields.Many2many(
        "res.users",
        "kam_assessment_round_rater_rel",
        string="Raters",
        domain=lambda self: self.env["kam.plan"]._get_kam_user_domain(),
        help="Colleagues of several functions. Where a candidate names raters of its own, those "
        "score it.",
    )
    criterion_ids = fields.Many2many(
        "kam.criterion",
        string="Criteria",
        default=lambda self: self.env["kam.criterion"].search([("active", "=", True)]),
        help="Kept with their weights and words when the round opens.",
    )
    line_ids = fields.One2many(
        "kam.assessment.criterion", "round_id", "Criteria of the Round", readonly=True
    )
    result_ids = fields.One2many("kam.assessment.result", "round_id", "Candidates")
    cut_attractiveness = fields.Float(
        "Attractive From", required=True, default=matrix.CUT, aggregator=None
    )
    cut_strength = fields.Float("Strong From", required=True, default=matrix.CUT, aggregator=None)
    pilot_size = fields.Integer(
        "Size of the Pilot",
        required=True,
        default=5,
        aggregator=None,
        help="So many of the selected accounts come first.",
    )
    candidate_domain = fields.Char("Which Customers", default="[('customer_rank', '>', 0)]")
    candidate_limit = fields.Integer("At Most", required=True, default=200, aggregator=None)
    candidate_count = fields.Integer(
        "Number of Candidates",
        compute="_compute_counts",
        search="_search_candidate_count",
        aggregator=None,
    )
    score_count = fields.Integer(
        "Scores Given", compute="_compute_counts", search="_search_score_count", aggregator=None
    )
    warning = fields.Text(compute="_compute_warning", export_string_translation=False)
    may_score = fields.Boolean(compute="_compute_may_score", export_string_translation=False)

    _cuts_on_scale = models.Constraint(
        "CHECK (cut_attractiveness BETWEEN 0 AND 100 AND cut_strength BETWEEN 0 AND 100)",
        "The lines of the matrix go from 0 to 100: correct them.",
    )
    _sizes_positive = models.Constraint(
        "CHECK (pilot_size >= 0 AND candidate_limit > 0)",
        "The size of the pilot cannot be negative, and at least one candidate is chosen: correct "
        "the numbers.",
    )

    @api.depends("result_ids")
    def _compute_counts(self):
        for name, (model, _links) in self._counted_lines.items():
            domain = Domain("round_id", "in", self.ids) & self._get_counted_domain(name)
            groups = self.env[model]._read_group(domain, ["round_id"], ["__count"])
            counts = {one.id: count for one, count in groups}
            for one in self:
                one[name] = counts.get(one._origin.id, 0)

    @api.model
    def _get_counted_domain(self, name):
        """Lines without a score are asked, not given."""
        domain = super()._get_counted_domain(name)
        return domain & Domain("score", "!=", False) if name == "score_count" else domain

    def _search_candidate_count(self, comparison, value):
        return self._search_count("candidate_count", comparison, value)

    def _search_score_count(self, comparison, value):
        return self._search_count("score_count", comparison, value)

    @api.depends(
        *(f"criterion_ids.{name}" for name in ("weight", "is_revenue_based", "axis", "source")),
        *("criterion_ids.measure_id", "criterion_ids.method", "rater_ids", "state", "line_ids"),
    )
    @api.depends_context("lang")
    def _compute_warning(self):
        for one in self:
            one.warning = "\n".join(one._list_warnings())

    @api.depends("rater_ids", "state")
    @api.depends_context("uid")
    def _compute_may_score(self):
        asked = self.env["kam.assessment.result"]._find_asked_sudo(self)
        for one in self:
            one.may_score = one.state == "open" and one._origin.id in asked

    @api.model
    def _get_missing_names(self, title):
        """A round needs raters, too: it is not made of a name alone."""
        return [*super()._get_missing_names(title), "rater_ids"]

    def _list_warnings(self):
        """What does not stop a round, and is to be known."""
        texts = []
        for axis, label in self._fields_axes():
            share = self._get_revenue_share(axis)
            if share > matrix.WARNED_REVENUE:
                texts.append(
                    self.env._(
                        "%(axis)s: %(share)s %% of the weight rest on revenue; above %(most)s %% "
                        "the round does not open.",
                        axis=label,
                        share=round(share),
                        most=round(matrix.MOST_REVENUE),
                    )
                )
        if self.state != "closed" and len(self.rater_ids) == 1:
            texts.append(
                self.env._("One rater only: his view is the result. Ask another function as well.")
            )
        return texts

    @api.model
    def _fields_axes(self):
        labels = dict(self.env["kam.criterion"]._fields["axis"]._description_selection(self.env))
        return [(axis, labels[axis]) for axis, _label in AXES]

    def _get_revenue_share(self, axis):
        criteria = self._get_criteria().filtered(lambda one: one.axis == axis)
        return matrix.share_of_revenue([(one.weight, one._rests_on_revenue()) for one in criteria])

    def _get_criteria(self):
        """The criteria that count: as they are now while it is prepared, then as it kept them."""
        return self.criterion_ids if self.state == "draft" else self.line_ids

    def _get_master_criteria(self):
        """The same in the list of all criteria."""
        return self.criterion_ids if self.state == "draft" else self.line_ids.criterion_id

    @api.constrains("candidate_limit")
    def _check_limit(self):
        for one in self:
            if one.candidate_limit > MOST_CANDIDATES:
                raise ValidationError(
                    self.env._(
                        "Round “%(round)s”: at most %(most)s candidates, not %(count)s. Choose "
                        "fewer customers.",
                        round=one.name,
                        most=MOST_CANDIDATES,
                        count=one.candidate_limit,
                    )
                )

    @api.constrains("rater_ids", "company_id")
    def _check_raters(self):
        for one in self:
            one._check_may_rate(one.rater_ids)

    def _check_may_rate(self, users):
        """
        :raise ValidationError: naming who could not open the round, nor say anything in it
        """
        for user in users._filter_absent_sudo(self.company_id):
            raise ValidationError(
                self.env._(
                    "Round “%(round)s”: %(user)s does not work with key accounts of “%(company)s” "
                    "and could not score. Choose other raters.",
                    round=self.name,
                    user=user.name,
                    company=self.company_id.name,
                )
            )

    def write(self, vals):
        """What results rest on stays once the round is closed."""
        kept = {"cut_attractiveness", "cut_strength", "date", "company_id", "rater_ids"}
        if not self.env.su and not kept.isdisjoint(vals):
            self.check_access("write")
            changing = self.filtered(lambda one: any(one._differs(vals, name) for name in kept))
            changing._check_state("draft", "open")
        return super().write(vals)

    def _differs(self, vals, name):
        if name not in vals:
            return False
        field = self._fields[name]
        return field.type == "many2many" or field.convert_to_write(self[name], self) != vals[name]

    def _check_state(self, *states):
        """
        :raise UserError: naming the round that stands elsewhere
        """
        labels = dict(self._fields["state"]._description_selection(self.env))
        for one in self:
            if one.state not in states:
                raise UserError(
                    self.env._(
                        "Round “%(round)s” is in state “%(state)s”: this cannot be done now. "
                        "Reopen it, or prepare another round.",
                        round=one.name,
                        state=labels[one.state],
                    )
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_closed(self):
        self._check_state("draft", "open")
        self._forget_scores_sudo()

    def _forget_scores_sudo(self):
        """As superuser: managers delete rounds, whoever scored in them."""
        self.env["kam.assessment"].sudo().search([("round_id", "in", self.ids)]).unlink()

    def action_open_matrix(self):
        """Show the matrix and the results of this round.

        :return: window action
        """
        check_one(self)
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "kam_planning.kam_assessment_result_action"
        )
        domain = [("round_id", "=", self.id)]
        return {**action, "domain": domain, "context": {"default_round_id": self.id}}

    def _prepare_matrix_round(self):
        """What the matrix says of its round, False of none."""
        if not self:
            return False
        return {
            "id": self.id,
            "name": self.name,
            "date": format_date(self.env, self.date),
            "company": self.company_id.name,
        }
