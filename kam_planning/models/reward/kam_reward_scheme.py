from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from ...tools.reward import reward
from ...tools.rows import NaturalKey
from ..common.accents import AlikeChar
from ..common.days import today_of
from ..common.known import KnownFloat

REWARD_GROUP = "kam_planning.group_kam_reward"
STATES = [("draft", "Preparing"), ("open", "Open"), ("closed", "Closed")]
PERCENT = {"required": True, "aggregator": None, "tracking": True, "digits": (16, 2)}
# What was agreed when it opened.
TERMS = {"name", "team_share", "curve", "cap", "deferred_share"}
# What amounts that were approved are said in.
DAYS = {"date_start", "date_end"}
FIXED = {"company_id", "currency_id", *DAYS}


class KamRewardScheme(models.Model):
    """How the variable part of pay is reckoned in a period: a share for what the team attains, the
    rest for one's own, a curve, a cap, and a part that is paid later.

    It holds no amount: those stand in the statements. Members see it, and how far the team is.
    """

    _name = "kam.reward.scheme"
    _description = "Reward Scheme"
    _inherit = ["kam.reward.opening", "kam.guarded", "kam.internal.thread"]
    _order = "date_start desc, name, id"
    _check_company_auto = True
    _natural_keys = (NaturalKey(("name", "company_id")),)
    _unoffered_fields = ("may_administer", "is_member")

    name = AlikeChar("Scheme", required=True, tracking=True)
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        ondelete="cascade",
        default=lambda self: self.env.company,
    )
    currency_id = fields.Many2one(
        "res.currency",
        required=True,
        ondelete="restrict",
        default=lambda self: self.env.company.currency_id,
    )
    date_start = fields.Date(
        "From",
        required=True,
        tracking=True,
        default=lambda self: today_of(self.env.company).replace(month=1, day=1),
    )
    date_end = fields.Date(
        "To",
        required=True,
        tracking=True,
        default=lambda self: today_of(self.env.company).replace(month=12, day=31),
    )
    state = fields.Selection(
        STATES, required=True, default="draft", readonly=True, copy=False, tracking=True
    )
    team_share = fields.Float("Team (%)", default=reward.Terms.team_share, **PERCENT)
    curve = fields.Char(
        required=True,
        default=reward.CURVE,
        tracking=True,
        help="Points of attained:paid in percent, rising. Between two points it is a straight "
        "line, before the first and after the last one it is level.",
    )
    curve_text = fields.Char("What It Pays", compute="_compute_curve_text")
    cap = fields.Float(
        "At Most (%)",
        default=reward.Terms.cap,
        help="No more than so many percent of the target amount is paid.",
        **PERCENT,
    )
    deferred_share = fields.Float(
        "Paid Later (%)",
        default=reward.Terms.deferred,
        help="This part of the payout is held back.",
        **PERCENT,
    )
    line_ids = fields.One2many("kam.reward.line", "scheme_id", "Components", copy=True)
    statement_ids = fields.One2many("kam.reward.statement", "scheme_id", "Statements")
    team_attainment = KnownFloat(
        "Team So Far (%)",
        compute="_compute_team_attainment",
        digits=(16, 1),
        aggregator=None,
        help="Of the components that all members share; not known while one of them is not.",
    )
    # Asked by the rules: those would put all statements into the cache, whoever reads them.
    is_member = fields.Boolean(compute="_compute_is_member", search="_search_is_member")
    may_administer = fields.Boolean(compute="_compute_may_administer")

    _period = models.Constraint(
        "CHECK (date_end >= date_start)",
        "The period of a scheme ends after it starts: correct one of the two dates.",
    )
    _shares = models.Constraint(
        "CHECK (team_share BETWEEN 0 AND 100 AND deferred_share BETWEEN 0 AND 100 "
        "AND cap BETWEEN 0 AND 1000)",
        "Shares go from 0 to 100 percent, what is paid at most from 0 to 1000: correct them.",
    )

    @api.depends_context("uid")
    def _compute_may_administer(self):
        self.may_administer = self._is_administrator()

    @api.model
    def _is_administrator(self):
        return self.env.user.has_group(REWARD_GROUP)

    @api.depends_context("uid")
    def _compute_is_member(self):
        mine = self._find_mine_sudo()
        for one in self:
            one.is_member = one._origin in mine

    def _search_is_member(self, operator, value):
        if operator != "in":
            return NotImplemented
        mine = Domain("id", "in", self._find_mine_sudo().ids)
        return mine if True in value else ~mine

    @api.model
    def _find_mine_sudo(self):
        """Schemes with a statement of the user, which he reads only once they are open."""
        mine = [("user_id", "=", self.env.uid)]
        return self.env["kam.reward.statement"].sudo().search(mine).scheme_id

    @api.depends("curve")
    @api.depends_context("lang")
    def _compute_curve_text(self):
        for one in self:
            points = reward.read_curve(one.curve) or ()
            one.curve_text = "; ".join(
                self.env._(
                    "%(attained)s %% attained: %(paid)s %%", attained=f"{x:g}", paid=f"{y:g}"
                )
                for x, y in points
            )

    # What is attained is read anew with each request.
    @api.depends("line_ids.weight", "line_ids.step", "line_ids.user_id", "line_ids.component")
    @api.depends_context("uid")
    def _compute_team_attainment(self):
        attained = self._origin._weigh_team_sudo()
        for one in self:
            one.team_attainment = attained.get(one._origin.id)

    def _weigh_team_sudo(self):
        """As superuser: members see in percent what their team attains, whoever reads the plans."""
        readable = self._filtered_access("read")
        lines = readable._find_lines_sudo().filtered(lambda one: one.component == "team")
        lines = lines.filtered(lambda one: not one.user_id)
        parts = lines._prepare_components()
        return {
            scheme.id: reward.weigh([parts[line] for line in of_scheme])
            for scheme, of_scheme in lines.grouped("scheme_id").items()
        }

    def _find_lines_sudo(self):
        """All components, as superuser. Not by `line_ids`, which would stay in the cache with what
        a member does not read.
        """
        return self.env["kam.reward.line"].sudo().search([("scheme_id", "in", self.ids)])

    @api.constrains("curve")
    def _check_curve(self):
        for one in self:
            curve = reward.read_curve(one.curve)
            if not curve:
                raise ValidationError(
                    self.env._(
                        "Scheme “%(scheme)s”: “%(curve)s” is no curve. Write at least two points "
                        "of attained:paid in percent, such as %(example)s.",
                        scheme=one.name,
                        curve=one.curve,
                        example=reward.CURVE,
                    )
                )
            if not reward.is_rising(curve):
                raise ValidationError(
                    self.env._(
                        "Scheme “%(scheme)s”: the curve “%(curve)s” does not rise. Who attains "
                        "more is paid no less, up to %(most)s %%: put the points in order.",
                        scheme=one.name,
                        curve=one.curve,
                        most=f"{reward.MOST:g}",
                    )
                )

    def _get_terms(self):
        """The scheme's numbers: `reward.Terms`."""
        return reward.Terms(
            self.team_share, reward.read_curve(self.curve), self.cap, self.deferred_share
        )

    @api.model
    def _get_missing_names(self, title):
        """A scheme needs components, too: it is not made of a name alone."""
        return [*super()._get_missing_names(title), "line_ids"]

    def write(self, vals):
        """What was agreed stays as it is while the scheme is open; what approved amounts are said
        in stays for good.
        """
        given = (TERMS | FIXED).intersection(vals)
        if given:
            self._check_values(vals)
            changing = self.filtered(
                lambda one: not all(one._has_value(one._fields[name], vals[name]) for name in given)
            )
            if not self.env.su:
                self.check_access("write")
                changing._check_state("draft")
            if not FIXED.isdisjoint(vals):
                changing._check_nothing_approved()
        days = DAYS.intersection(vals)
        before = {one: {name: one[name] for name in days} for one in self} if days else {}
        result = super().write(vals)
        for one, dates in before.items():
            one._move_statements(dates)
        return result

    def _move_statements(self, before):
        """Who is there for the whole period stays so when it moves.

        :param dict before: the scheme's former dates
        """
        moved = {name: day for name, day in before.items() if self[name] != day}
        for one in self.statement_ids if moved else ():
            dates = {name: self[name] for name, day in moved.items() if one[name] == day}
            if dates:
                one.write(dates)

    def _check_state(self, *states):
        """
        :raise UserError: naming the scheme that stands elsewhere
        """
        labels = dict(self._fields["state"]._description_selection(self.env))
        for one in self:
            if one.state not in states:
                raise UserError(
                    self.env._(
                        "Scheme “%(scheme)s” is in state “%(state)s”, in which this cannot be "
                        "done. Prepare it again to change what was agreed.",
                        scheme=one.name,
                        state=labels[one.state],
                    )
                )

    def _check_nothing_approved(self):
        """
        :raise UserError: naming the scheme by which somebody was granted an amount
        """
        for one in self._find_approved_sudo().scheme_id:
            raise UserError(
                self.env._(
                    "Scheme “%s”: amounts were approved by it. It keeps its period, company and "
                    "currency, and stays.",
                    one.name,
                )
            )

    def _find_approved_sudo(self):
        domain = Domain("scheme_id", "in", self.ids) & Domain("state", "!=", "draft")
        return self.env["kam.reward.statement"].sudo().search(domain)

    @api.ondelete(at_uninstall=False)
    def _unlink_with_drafts(self):
        self._check_nothing_approved()
        if not self.env.su:
            # What was agreed does not go from under its members.
            self._check_state("draft")
        self.statement_ids._unlink_drafts_sudo()

    # its life

    def action_open(self):
        """Let the scheme count, once all that it says holds.

        :return: True
        :raise UserError: naming what has to be corrected
        """
        self.check_access("write")
        self._check_state("draft")
        self._hold_members_sudo()
        for one in self:
            one._check_members()
            one.line_ids._check_sources()
            one._check_overlaps_sudo()
        self._set_state_sudo("open")
        return True

    def action_prepare(self):
        """Change the scheme again; what was approved stays as it is.

        :return: True
        """
        self.check_access("write")
        self._check_state("open", "closed")
        self._set_state_sudo("draft")
        return True

    def action_close(self):
        """End the scheme, once all statements are approved.

        :return: True
        :raise UserError: while a statement is not
        """
        self.check_access("write")
        self._check_state("open")
        for one in self.statement_ids.filtered(lambda one: one.state == "draft"):
            raise UserError(
                self.env._("“%s” is not approved yet: approve or delete it.", one.display_name)
            )
        self._set_state_sudo("closed")
        return True

    def _set_state_sudo(self, state):
        """As superuser: nobody writes the state by hand."""
        self.sudo().write({"state": state})

    @api.model
    def _get_measured_domain(self):
        """Pay is in nobody's figures."""
        return Domain.FALSE
