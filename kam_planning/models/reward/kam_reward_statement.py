from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain
from odoo.tools.misc import format_date

from ...tools.rows import NaturalKey
from ..common.arguments import check_one
from ..common.at_once import hold
from ..common.days import today_of

STATES = [("draft", "Draft"), ("approved", "Approved"), ("paid", "Paid")]
ORDER = [state for state, _label in STATES]
# What was agreed when the scheme opened.
TERMS = {"scheme_id", "user_id", "date_start", "date_end", "target_amount"}
# What stays for good once it was approved.
FROZEN = {*TERMS, "company_id", "currency_id", "corrects_id", "reason", "kept"}
FROZEN |= {"approved_by_id", "approved_date"}


class KamRewardStatement(models.Model):
    """What somebody is paid by a scheme, and how it comes about.

    He reads his own, managers those of their companies; the reward group keeps them. Approved, it
    stays as it is for everybody: what turns out later is a statement of its own that corrects it.
    """

    _name = "kam.reward.statement"
    _description = "Reward Statement"
    _inherit = ["kam.reward.figures", "kam.guarded", "kam.internal.thread"]
    _order = "date_end desc, scheme_id, user_id, id"
    _rec_name = "user_id"
    _owner_fields = ("scheme_id",)
    _mail_post_access = "read"
    _natural_keys = (NaturalKey(("scheme_id", "user_id", "date_start")),)
    _unoffered_fields = ("may_administer", "is_mine", "correction_ids")

    company_id = fields.Many2one(
        related="scheme_id.company_id", store=True, precompute=True, index=True
    )
    user_id = fields.Many2one("res.users", "Member", required=True, index=True, ondelete="restrict")
    date_start = fields.Date(
        "From",
        compute="_compute_dates",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
        help="Who joins within the period is paid for the days from then on.",
    )
    date_end = fields.Date(
        "To", compute="_compute_dates", store=True, readonly=False, required=True, precompute=True
    )
    target_amount = fields.Monetary(
        required=True,
        aggregator=None,
        help="The variable part for the whole period of the scheme, at 100 percent.",
    )
    state = fields.Selection(
        STATES, required=True, default="draft", readonly=True, copy=False, tracking=True
    )
    approved_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    approved_date = fields.Date("Approved On", readonly=True, copy=False)
    paid_date = fields.Date("Paid On", readonly=True, copy=False)
    corrects_id = fields.Many2one(
        "kam.reward.statement",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    correction_ids = fields.One2many(
        "kam.reward.statement", "corrects_id", "Corrections", readonly=True
    )
    reason = fields.Char("Why It Is Corrected", copy=False)
    objection = fields.Text(copy=False, help="What you do not agree with, and why.")
    answer = fields.Text("Answer to the Objection", copy=False)
    is_mine = fields.Boolean(compute="_compute_rights")
    may_administer = fields.Boolean(compute="_compute_rights")

    _period = models.Constraint(
        "CHECK (date_end >= date_start)",
        "The days of a statement end after they start: correct one of the two dates.",
    )
    _amount_positive = models.Constraint(
        "CHECK (target_amount >= 0)", "A target amount is not negative: correct it."
    )

    @api.depends("user_id.name", "scheme_id.name", "corrects_id")
    @api.depends_context("lang", "uid")
    def _compute_display_name(self):
        for one in self:
            name = ", ".join(filter(None, (one.user_id.name, one.scheme_id.name)))
            one.display_name = self.env._("%s (correction)", name) if one.corrects_id else name
        self._hide_names()

    @api.depends("scheme_id")
    def _compute_dates(self):
        for one in self:
            one.date_start = one.date_start or one.scheme_id.date_start
            one.date_end = one.date_end or one.scheme_id.date_end

    @api.depends("user_id")
    @api.depends_context("uid")
    def _compute_rights(self):
        may_administer = self.env["kam.reward.scheme"]._is_administrator()
        for one in self:
            one.is_mine = one.user_id == self.env.user
            one.may_administer = may_administer

    @api.constrains("date_start", "date_end", "scheme_id")
    def _check_period(self):
        for one in self:
            scheme = one.scheme_id
            if one.date_start < scheme.date_start or one.date_end > scheme.date_end:
                raise ValidationError(
                    self.env._(
                        "“%(statement)s”: its days lie outside of the scheme's, which are from "
                        "%(start)s to %(end)s. Correct them.",
                        statement=one.display_name,
                        start=format_date(self.env, scheme.date_start),
                        end=format_date(self.env, scheme.date_end),
                    )
                )

    def _overlaps(self, other):
        return (
            self.user_id == other.user_id
            and self.date_start <= other.date_end
            and other.date_start <= self.date_end
        )

    # what may be written

    @api.model_create_multi
    def create(self, vals_list):
        """Add nobody to a scheme that is open."""
        statements = super().create(vals_list)
        if not self.env.su:
            statements.scheme_id._check_state("draft")
        return statements

    def write(self, vals):
        """Freeze what was approved, for everybody; and let each write what is his to say."""
        self._check_values(vals)
        self._check_frozen(vals)
        if not self.env.su:
            self.check_access("write")
            self._check_writer(vals)
        result = super().write(vals)
        self._tell_of_objections(vals)
        return result

    def _check_frozen(self, vals):
        """
        :raise UserError: naming the statement that was approved, superuser or not
        """
        for one in self.filtered(lambda one: one.state != "draft"):
            names = FROZEN.intersection(vals)
            is_same = all(one._has_value(one._fields[name], vals[name]) for name in names)
            if not is_same or ORDER.index(vals.get("state") or one.state) < ORDER.index(one.state):
                raise UserError(
                    self.env._(
                        "“%s” was approved and stays as it is: correct it by a statement of its "
                        "own.",
                        one.display_name,
                    )
                )

    def _check_writer(self, vals):
        """
        :raise AccessError: for what is somebody else's to write
        """
        own, names = self._get_own_names(), set(vals)
        is_administrator = self.env["kam.reward.scheme"]._is_administrator()
        if not is_administrator and (names & own) - {"objection"}:
            raise AccessError(
                self.env._(
                    "Statements are kept by the reward group; yours to write is an objection."
                )
            )
        for one in self:
            if "objection" in vals and one.user_id != self.env.user:
                raise AccessError(
                    self.env._("“%s”: only the member himself objects.", one.display_name)
                )
            if "objection" in vals and one.answer:
                raise UserError(self.env._("“%s”: the objection was answered.", one.display_name))
            if vals.get("answer") and not one.objection:
                raise UserError(
                    self.env._("“%s”: there is no objection to answer.", one.display_name)
                )
        if not TERMS.isdisjoint(vals):
            self.scheme_id._check_state("draft")

    def _tell_of_objections(self, vals):
        news = self.env["kam.news"]
        for one in self:
            if vals.get("objection"):
                keeper = one.approved_by_id or one.create_uid
                news._announce(keeper, one, "reward_objected")
            if vals.get("answer"):
                news._announce(one.user_id, one, "reward_answered")

    @api.ondelete(at_uninstall=False)
    def _unlink_except_approved(self):
        for one in self.filtered(lambda one: one.state != "draft"):
            raise UserError(
                self.env._("“%s” was approved and stays: correct it.", one.display_name)
            )
        if not self.env.su:
            self.filtered(lambda one: not one.corrects_id).scheme_id._check_state("draft")

    def _unlink_drafts_sudo(self):
        """As superuser: they go with their scheme."""
        self.sudo().unlink()

    # its life

    def action_approve(self):
        """Grant what the statements come to by now, and keep it with all its figures.

        :return: True
        :raise AccessError: for one's own statement, or when the user does not keep statements
        :raise UserError: while something is not known
        """
        self._check_keeper("draft")
        for one in self:
            one._check_approval()
        self.scheme_id.line_ids._check_sources()
        self._refresh_sources_sudo()
        figures = self._read_figures_sudo()
        for one in self:
            one._check_known(figures[one.id])
        self._approve_sudo(figures)
        for one in self:
            self.env["kam.news"]._announce(one.user_id, one, "reward_approved")
        return True

    def _check_keeper(self, *states):
        """
        :raise AccessError: unless the user keeps statements
        :raise UserError: naming the statement that stands elsewhere
        """
        self.check_access("write")
        if not self.env["kam.reward.scheme"]._is_administrator():
            raise AccessError(self.env._("Statements are kept by the reward group."))
        labels = dict(self._fields["state"]._description_selection(self.env))
        for one in self:
            if one.state not in states:
                raise UserError(
                    self.env._(
                        "“%(statement)s” is in state “%(state)s”, in which this cannot be done.",
                        statement=one.display_name,
                        state=labels[one.state],
                    )
                )

    def _check_approval(self):
        if self.user_id == self.env.user:
            raise AccessError(
                self.env._("“%s” is your own: a colleague approves it.", self.display_name)
            )
        if self.corrects_id and not (self.reason or "").strip():
            raise UserError(self.env._("“%s”: say why it is corrected.", self.display_name))
        self.scheme_id._check_state(*(("open", "closed") if self.corrects_id else ("open",)))

    def _check_known(self, figures):
        unknown = self._list_unknown(figures)
        if unknown and figures["total"] is None:
            raise UserError(
                self.env._(
                    "“%(statement)s” cannot be approved: %(unknown)s. Give the figure, or prepare "
                    "the scheme again without it.",
                    statement=self.display_name,
                    unknown="; ".join(unknown),
                )
            )

    def _refresh_sources_sudo(self):
        """Read what the targets say now, such as goods that came back since last night, also where
        their plan is over: that of the next period may be in force by then. As superuser: who
        approves need not read the plans.

        :raise UserError: naming the figure that cannot be read
        """
        targets = self.sudo().scheme_id.line_ids._find_targets_sudo()
        for key, fault in targets._refresh_figures().items():
            raise UserError(
                self.env._(
                    "“%(target)s” cannot be read: %(reason)s",
                    target=targets.browse(key).display_name,
                    reason=fault,
                )
            )

    def _approve_sudo(self, figures):
        """As superuser: nobody writes figures by hand."""
        for one in self.sudo():
            one.write(
                {
                    "kept": figures[one.id],
                    "state": "approved",
                    "approved_by_id": self.env.uid,
                    "approved_date": today_of(one.company_id),
                }
            )

    def action_pay(self):
        """Note that the statements were paid.

        :return: True
        """
        self._check_keeper("approved")
        self._pay_sudo()
        return True

    def _pay_sudo(self):
        """As superuser: nobody writes the state by hand."""
        for one in self.sudo():
            one.write({"state": "paid", "paid_date": today_of(one.company_id)})

    def action_correct(self):
        """Make a statement that corrects this one, and open it.

        :return: window action
        :raise UserError: when it is corrected already
        """
        check_one(self)
        self._check_keeper("approved", "paid")
        hold(self)
        if self.correction_ids:
            raise UserError(
                self.env._("“%s” is corrected already: correct that one.", self.display_name)
            )
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self._correct_sudo().id,
            "views": [[False, "form"]],
        }

    def _correct_sudo(self):
        """As superuser: the scheme is open, and what a statement corrects is written by nobody."""
        values = {name: self[name] for name in ("date_start", "date_end", "target_amount")}
        links = {"scheme_id": self.scheme_id.id, "user_id": self.user_id.id}
        return self.sudo().create({**values, **links, "corrects_id": self.id}).sudo(False)

    def action_what_if(self):
        """Open the dialogue that moves a figure and changes nothing.

        :return: window action
        """
        check_one(self)
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "kam_planning.kam_reward_what_if_action"
        )
        return {**action, "context": {"default_statement_id": self.id}}

    def _prepare_news_text(self, occasion, note):
        """Subject and body of the message about one statement: without an amount."""
        names = {"user": self.env.user.name, "statement": self.display_name}
        texts = {
            "reward_approved": self.env._("%(user)s approved “%(statement)s”.", **names),
            "reward_objected": self.env._("%(user)s objects to “%(statement)s”.", **names),
            "reward_answered": self.env._(
                "%(user)s answered your objection to “%(statement)s”.", **names
            ),
        }
        return self.display_name, texts[occasion]

    @api.model
    def _get_measured_domain(self):
        """Pay is in nobody's figures."""
        return Domain.FALSE
