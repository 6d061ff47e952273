from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import NO_ACCESS, Domain
from odoo.tools import SQL

from ...tools.rows import NaturalKey
from ..common.arguments import check_one
from ..common.known import KnownFloat, KnownInteger, KnownMonetary, is_known
from .kam_assessment_closing import TARGETS

QUADRANTS = [
    ("strategic", "Strategic"),
    ("star", "Star"),
    ("status", "Status"),
    ("streamline", "Streamline"),
]
RECKONED = (
    *("attractiveness", "strength", "attractiveness_confidence", "strength_confidence"),
    *("confidence", "quadrant", "quadrant_figures", "previous_id", "is_moved", "discuss_count"),
    *("margin", "components", "proposal", "rank", "proposed_user_id", "reason"),
)


class KamAssessmentResult(models.Model):
    """A candidate of a round, and where it stands once the round is closed.

    Managers of the company see all; who works on a plan of the customer sees the result of closed
    rounds.
    """

    _name = "kam.assessment.result"
    _description = "Candidate of a Round"
    _inherit = [
        "kam.assessment.result.text",
        "kam.assessment.matrix",
        "kam.assessment.proposal",
        "kam.refreshable",
        "kam.account.line",
    ]
    _order = "date desc, round_id.id desc, attractiveness desc, id"
    _rec_name = "account_id"
    _natural_keys = (NaturalKey(("round_id", "account_id"), is_unique=True),)
    _absorbed_fields = TARGETS
    _owner_fields = ("round_id",)
    _unoffered_fields = ("components", "previous_id")

    round_id = fields.Many2one(
        "kam.assessment.round", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="round_id.company_id",
        store=True,
        precompute=True,
        required=False,
        default=None,
    )
    date = fields.Date("As Of", related="round_id.date", store=True, precompute=True)
    state = fields.Selection(related="round_id.state", string="State of the Round")
    rater_ids = fields.Many2many(
        "res.users",
        "kam_assessment_result_rater_rel",
        string="Own Raters",
        domain=lambda self: self.env["kam.plan"]._get_kam_user_domain(),
        help="Empty: all raters of the round.",
    )
    attractiveness = KnownFloat(readonly=True, copy=False, digits=(16, 1), aggregator=None)
    strength = KnownFloat(
        "Relative Strength", readonly=True, copy=False, digits=(16, 1), aggregator=None
    )
    attractiveness_confidence = KnownFloat(
        "Known of Attractiveness (%)", readonly=True, copy=False, digits=(16, 1), aggregator=None
    )
    strength_confidence = KnownFloat(
        "Known of Strength (%)", readonly=True, copy=False, digits=(16, 1), aggregator=None
    )
    confidence = KnownFloat(
        "Confidence (%)",
        readonly=True,
        copy=False,
        digits=(16, 1),
        aggregator=None,
        help="Weight of the criteria that are known, of the axis of which less is known.",
    )
    quadrant = fields.Selection(QUADRANTS, readonly=True, copy=False, index="btree_not_null")
    is_last = fields.Boolean(
        "Last of the Account",
        compute="_compute_is_last",
        search="_search_is_last",
        help="Of the closed rounds of the company in which the customer was a candidate.",
    )
    quadrant_figures = fields.Selection(
        QUADRANTS, "Quadrant by the Figures", readonly=True, copy=False
    )
    is_held = fields.Boolean(
        "Held Back",
        compute="_compute_is_held",
        search="_search_is_held",
        help="It is less than 5 points beyond the line, and stays in the quadrant of the last "
        "round until a manager says why not.",
    )
    is_moved = fields.Boolean("Another Quadrant Than Before", readonly=True, copy=False)
    reason = fields.Char(
        "Why It Moves",
        copy=False,
        help="Said by a manager, where an account changes its quadrant less than 5 points beyond "
        "the line.",
    )
    discuss_count = KnownInteger(
        "To Discuss",
        readonly=True,
        copy=False,
        aggregator=None,
        help="Criteria scored by hand by which the raters are more than 4 points apart.",
    )
    margin = KnownMonetary("Margin of 12 Months", readonly=True, copy=False, aggregator="sum")
    components = fields.Json(readonly=True, copy=False, groups=NO_ACCESS)
    previous_id = fields.Many2one(
        "kam.assessment.result",
        "Last Result",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )
    target_attractiveness = KnownFloat(
        "Attractiveness We Want", digits=(16, 1), aggregator=None, copy=False
    )
    target_strength = KnownFloat("Strength We Want", digits=(16, 1), aggregator=None, copy=False)
    _account_uniq = models.UniqueIndex(
        "(round_id, account_id)", "A customer is a candidate of a round once."
    )
    _targets_on_scale = models.Constraint(
        "CHECK (target_attractiveness BETWEEN 0 AND 100 AND target_strength BETWEEN 0 AND 100)",
        "Where we want to be goes from 0 to 100: correct it.",
    )

    @api.depends("account_id", "round_id.name")
    def _compute_display_name(self):
        for one in self:
            names = (one.account_id.display_name, one.round_id.name)
            one.display_name = ", ".join(filter(None, names))

    @api.depends("quadrant", "quadrant_figures")
    def _compute_is_held(self):
        for one in self:
            one.is_held = one.quadrant != one.quadrant_figures

    def _search_is_held(self, operator, value):
        if operator != "in":
            return NotImplemented
        pairs = (Domain("quadrant", "=", key) for key, _label in QUADRANTS)
        held = Domain.OR(
            pair & Domain("quadrant_figures", "!=", pair.value) for pair in pairs
        ) & Domain("quadrant", "!=", False)
        return held if True in value else ~held

    @api.depends("round_id.state")
    def _compute_is_last(self):
        last = {row[0] for row in self.env.execute_query(self._select_last(self.account_id))}
        for one in self:
            one.is_last = one._origin.id in last

    def _search_is_last(self, operator, value):
        if operator != "in":
            return NotImplemented
        last = Domain("id", "in", self._select_last())
        return last if True in value else ~last

    @api.model
    def _select_last(self, accounts=None):
        """SQL of the ids of each account's last result of a closed round, in each company: which it
        is, is no secret.

        :param accounts: res.partner, all by default
        """
        self.env["kam.assessment.round"].flush_model(["state", "date"])
        self.flush_model(["account_id", "company_id", "round_id"])
        return SQL(
            "SELECT DISTINCT ON (one.account_id, one.company_id) one.id "
            "FROM kam_assessment_result one JOIN kam_assessment_round held "
            "ON held.id = one.round_id AND held.state = 'closed' WHERE %s "
            "ORDER BY one.account_id, one.company_id, held.date DESC, held.id DESC",
            SQL("TRUE") if accounts is None else SQL("one.account_id = ANY(%s)", accounts.ids),
        )

    @api.constrains("rater_ids", "round_id")
    def _check_raters(self):
        for one in self.filtered("rater_ids"):
            one.round_id._check_may_rate(one.rater_ids)

    @api.model
    def _get_refresh_steps(self):
        """Nothing to do by night."""
        return []

    @api.model_create_multi
    def create(self, vals_list):
        """Refuse candidates of rounds that are closed."""
        results = super().create(vals_list)
        results._check_round()
        return results

    def write(self, vals):
        """The same; where we want to be, and why it moves, may be said later."""
        if not {*TARGETS, "reason"}.issuperset(vals):
            self.check_access("write")
            self._check_round()
        if "reason" in vals and not self.env.su:
            self.check_access("write")
            self.round_id._check_nothing_rests(self)
        result = super().write(vals)
        if "round_id" in vals:
            self._check_round()
        return result

    def _check_round(self):
        if not self.env.su:
            self.round_id._check_state("draft", "open")

    @api.ondelete(at_uninstall=False)
    def _unlink_with_scores(self):
        """Who is no candidate any more is scored by nobody."""
        if not self.env.su:
            self._check_round()
            self._forget_scores_sudo()

    def _forget_scores_sudo(self):
        """As superuser: managers take candidates away, whoever scored them."""
        places = {(one.round_id, one.account_id) for one in self}
        domain = Domain("round_id", "in", self.round_id.ids)
        domain &= Domain("account_id", "in", self.account_id.ids)
        scores = self.env["kam.assessment"].sudo().search(domain)
        scores.filtered(lambda one: (one.round_id, one.account_id) in places).unlink()

    def _forget_sudo(self):
        """Take back what was reckoned. As superuser: nobody writes it by hand."""
        self.sudo().write(dict.fromkeys(RECKONED, False))

    def _keep_targets_sudo(self):
        """Where we want to be stays what it was in the last round, until somebody changes it."""
        kept = {}
        for one in self.sudo().filtered("previous_id"):
            last = one.previous_id
            wanted = {n: one[n] if is_known(one[n]) else last[n] for n in TARGETS}
            if any(map(is_known, wanted.values())):
                kept[one.id] = wanted
        self.sudo()._store_figures(kept)

    @api.model
    def _find_asked_sudo(self, rounds):
        """Candidates that the user is to score: {round id: list of account ids}. As superuser: a
        rater reads his own scores only.
        """
        user, found = self.env.user, {}
        for one in self.sudo().search([("round_id", "in", rounds.ids)]):
            if user in (one.rater_ids or one.round_id.rater_ids):
                found.setdefault(one.round_id.id, []).append(one.account_id.id)
        return found

    def _get_later(self):
        """A result that rests on one of these, none where it is the last word."""
        return self.search([("previous_id", "in", self.ids)], limit=1)

    # what managers do

    def action_move(self):
        """Let the account change its quadrant at once, since a manager says why (`reason`).

        :return: True
        :raise UserError: without a reason, or when there is nothing to decide
        """
        check_one(self)
        self.check_access("write")
        self.round_id._check_nothing_rests(self)
        if not self.is_held:
            raise UserError(
                self.env._("“%s” stands where its figures put it.", self.account_id.display_name)
            )
        if not (self.reason or "").strip():
            raise UserError(
                self.env._(
                    "“%s”: say under “Why It Moves” why it changes its quadrant less than 5 points "
                    "beyond the line.",
                    self.account_id.display_name,
                )
            )
        self._move_sudo()
        return True

    def _move_sudo(self):
        """As superuser: nobody writes a quadrant by hand."""
        own = self.sudo()
        moved = bool(own.previous_id.quadrant) and own.previous_id.quadrant != own.quadrant_figures
        own.write({"quadrant": own.quadrant_figures, "is_moved": moved})

    # customers that become one

    def _get_merge_key(self):
        return self.round_id

    def _absorb_line(self, other):
        """What rests on the other result rests on this one."""
        for name in TARGETS:
            if not is_known(self[name]) and is_known(other[name]):
                self[name] = other[name]
        self.search([("previous_id", "=", other.id)]).write({"previous_id": self.id})

    @api.model
    def _get_measured_domain(self):
        """What is thought of customers is in nobody's figures."""
        return Domain.FALSE
