from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...tools.action_states import CLOSED_STATES
from ...tools.gaps import ENOUGH_COLLEAGUES, NEVER_DAYS
from ..common.arguments import check_one
from ..common.days import today_of

KINDS = [
    ("role", "Required role not filled"),
    ("coverage", "Key person known by too few"),
    ("silence", "Nothing heard of for too long"),
    ("level", "Relationship below the desired level"),
    ("thread", "All strong relationships with one colleague"),
]
# Kinds that tell what is thought of a person.
JUDGING_KINDS = ("role", "coverage")
LIVE = ("open", "planned")
STATES = [
    ("open", "Open"),
    ("planned", "Planned"),
    ("closed", "Closed"),
    ("dismissed", "Dismissed"),
]

# Of what the texts of a gap are made.
GAP_FIELDS = (
    "kind",
    "stakeholder_id",
    "role_id",
    "user_id",
    "days",
    "count",
    "state",
    "times_back",
)
# What is read of recorded gaps to bring them in line with those found.
RECORDED_FIELDS = (
    "account_id",
    "company_id",
    "kind",
    "stakeholder_id",
    "role_id",
    "user_id",
    "owner_id",
    "date_deadline",
    "days",
    "count",
    "state",
    "times_back",
    "action_id",
)


class KamGap(models.Model):
    """A gap in a relationship map, found by a rule, and the action that is to close it.

    A gap is recorded once: found again later, it opens again and says so. By hand only owner and
    deadline are changed.
    """

    _name = "kam.gap"
    _description = "Gap in a Relationship Map"
    _inherit = ["kam.gap.finder", "kam.account.line", "kam.hidden.name"]
    _unoffered_fields = ("state_rank", "is_judgement")
    _rec_names_search = ("stakeholder_id", "role_id", "user_id")
    _order = "state_rank, date_deadline, id"

    _person_field = "stakeholder_id"
    _absorbed_fields = ("action_id",)

    account_id = fields.Many2one(readonly=True)
    company_id = fields.Many2one(readonly=True)
    kind = fields.Selection(KINDS, required=True, readonly=True)
    stakeholder_id = fields.Many2one(
        "kam.stakeholder", "Person", index="btree_not_null", ondelete="cascade", readonly=True
    )
    role_id = fields.Many2one(
        "kam.buying.role", index="btree_not_null", ondelete="cascade", readonly=True
    )
    user_id = fields.Many2one(
        "res.users", "Our Colleague", index="btree_not_null", ondelete="cascade", readonly=True
    )
    name = fields.Char("Gap", compute="_compute_texts")
    explanation = fields.Char("Why", compute="_compute_texts")
    days = fields.Integer("Days of Silence", readonly=True, aggregator=None)
    count = fields.Integer("People Concerned", readonly=True, aggregator=None)
    owner_id = fields.Many2one(
        "res.users",
        "Proposed Owner",
        index="btree_not_null",
        ondelete="set null",
        domain="[('share', '=', False)]",
        help="Who has the best relationship with the person, otherwise the key account manager.",
    )
    date_deadline = fields.Date("Close Until")
    state = fields.Selection(
        STATES, required=True, default="open", readonly=True, group_expand=True
    )
    state_rank = fields.Integer(compute="_compute_state_rank", store=True, aggregator=None)
    is_judgement = fields.Boolean(compute="_compute_is_judgement", store=True, precompute=True)
    action_id = fields.Many2one(
        "kam.action", index="btree_not_null", ondelete="set null", readonly=True
    )
    date_found = fields.Date(
        "Found On", default=lambda self: today_of(self.env.company), readonly=True
    )
    date_closed = fields.Date("Closed On", readonly=True)
    times_back = fields.Integer("Came Back", readonly=True, aggregator="sum")
    back_reason = fields.Char("Why It Came Back", compute="_compute_texts")

    _gap_uniq = models.UniqueIndex(
        "(account_id, company_id, kind, COALESCE(stakeholder_id, 0), COALESCE(role_id, 0), "
        "COALESCE(user_id, 0))",
        "This gap is recorded already.",
    )
    _order_idx = models.Index("(account_id, state_rank, date_deadline, id)")
    _open_idx = models.Index("(account_id, company_id) WHERE state IN ('open', 'planned')")

    @api.depends("state")
    def _compute_state_rank(self):
        ranks = {"open": 0, "planned": 1, "dismissed": 2, "closed": 3}
        for gap in self:
            gap.state_rank = ranks[gap.state]

    @api.model
    def _get_measured_domain(self):
        """Gaps that tell what is thought of a person are in nobody's figures."""
        return super()._get_measured_domain() & Domain("is_judgement", "=", False)

    @api.depends("kind")
    def _compute_is_judgement(self):
        for gap in self:
            gap.is_judgement = gap.kind in JUDGING_KINDS

    @api.depends(
        "kind",
        "stakeholder_id.name",
        "role_id.name",
        "user_id.name",
        "days",
        "count",
        "state",
        "times_back",
    )
    def _compute_texts(self):
        for gap in self:
            gap.name = gap._get_name()
            gap.explanation = gap._get_explanation()
            is_back = gap.times_back and gap.state in LIVE
            gap.back_reason = is_back and gap.explanation

    def _get_name(self):
        """What is to be done, in a few words."""
        if self.kind == "role":
            return self.env._("Find who acts as %s", self.role_id.name)
        if self.kind == "thread":
            return self.env._("Spread the relationships that %s alone holds", self.user_id.name)
        person = self.stakeholder_id.name
        names = {
            "coverage": self.env._("Bring a second colleague into contact with %s", person),
            "silence": self.env._("Get in touch with %s", person),
            "level": self.env._("Deepen the relationship with %s", person),
        }
        return names[self.kind]

    def _get_explanation(self):
        texts = {
            "role": self.env._("The plan's template requires this role; nobody on the map has it."),
            "coverage": self.env._(
                "Shapes or decides, and is known by %(count)s of ours; it should be %(enough)s.",
                count=self.count,
                enough=ENOUGH_COLLEAGUES,
            ),
            "silence": self.env._("No meeting, call or mail of theirs is recorded.")
            if self.days >= NEVER_DAYS
            else self.env._("No meeting, call or mail of theirs for %s days.", self.days),
            "level": self.env._("%s's actual level is below the desired one.", self.user_id.name),
            "thread": self.env._(
                "What if %(user)s leaves? All %(count)s strong relationships are with this "
                "colleague.",
                user=self.user_id.name,
                count=self.count,
            ),
        }
        return texts[self.kind]

    @api.depends("kind", "stakeholder_id.name", "role_id.name", "user_id.name")
    @api.depends_context("uid")
    def _compute_display_name(self):
        for gap in self:
            gap.display_name = gap._get_name()
        self._hide_names()

    def action_make_action(self):
        """Make each gap an action of the customer's plan, or take its action up again.

        :raise AccessError: when the user may not work on the account
        :raise UserError: when the customer has no open plan
        """
        self.check_access("write")
        waiting = self.filtered(lambda gap: gap.state in ("open", "dismissed"))
        plans = self._get_plans()
        for gap in waiting:
            if gap._get_place() not in plans:
                raise UserError(
                    self.env._(
                        "“%(account)s” has no open account plan that could take the action "
                        "“%(gap)s”. Create a plan first.",
                        account=gap.account_id.display_name,
                        gap=gap.name,
                    )
                )
        waiting._plan_actions(plans)

    def action_dismiss(self):
        """This is no gap here: it is not proposed again while the rules go on finding it.

        :raise AccessError: when the user may not work on the account
        """
        self.check_access("write")
        self.filtered(lambda gap: gap.state == "open")._set_state_sudo("dismissed")

    def action_reopen(self):
        """Take dismissed gaps up again.

        :raise AccessError: when the user may not work on the account
        """
        self.check_access("write")
        self.filtered(lambda gap: gap.state == "dismissed")._set_state_sudo("open")

    def _open_again_sudo(self):
        """The action that was to close these gaps is taken back."""
        self.filtered(
            lambda gap: gap.state == "planned" and not gap.action_id
        ).sudo().state = "open"

    def _set_state_sudo(self, state):
        """Users change the state by the buttons only, not by writing it."""
        self.sudo().state = state

    def action_open_action(self):
        """Open the action of the gap."""
        check_one(self)
        return self.action_id._get_records_action(context={})

    def _plan_actions(self, plans):
        """Make or take up again the one action of each gap, with the user's own rights.

        An action in a plan that is over stays there as it was; the plan in force gets a new one.

        :param dict plans: {(account, company): the plan that takes the action}; gaps of other
            maps are left alone
        """
        mine = self.filtered(lambda gap: gap._get_place() in plans)
        waiting = mine.filtered(lambda gap: gap._is_action_waiting(plans))
        for schedule, gaps in waiting.grouped(lambda g: g._get_schedule(plans)).items():
            gaps.action_id.write({"state": "todo", **dict(schedule)})
        new = mine.filtered(lambda gap: gap.action_id.state in (False, *CLOSED_STATES))
        actions = self.env["kam.action"].create([gap._prepare_action_values(plans) for gap in new])
        for gap, action in zip(new, actions, strict=True):
            gap._link_action_sudo(action)
        mine._set_state_sudo("planned")

    def _link_action_sudo(self, action):
        self.sudo().action_id = action

    def _is_action_waiting(self, plans):
        """Whether the action of this gap is closed, in the plan that is in force."""
        action = self.action_id
        return action.state in CLOSED_STATES and action.plan_id == plans[self._get_place()]

    def _get_schedule(self, plans):
        """Who does it by when: pairs (field of the action, value)."""
        today = today_of(self.company_id)
        return (
            ("user_id", self._get_assignee_sudo(plans[self._get_place()]).id),
            ("date_deadline", max(self.date_deadline or today, today)),
        )

    def _prepare_action_values(self, plans):
        contact = self.stakeholder_id.partner_id
        return {
            **dict(self._get_schedule(plans)),
            "plan_id": plans[self._get_place()].id,
            "name": self._get_action_name(),
            "contact_id": contact.id if not self.is_judgement else False,
        }

    def _get_action_name(self):
        """What is to be done. Whoever sees the action is not told what is thought of a person:
        the gap, which the action's form shows to those who may know, says it.
        """
        if self.is_judgement:
            return self.env._("Close a gap in the relationship map")
        return self._get_name()

    def _get_assignee_sudo(self, plan):
        """The proposed owner, if he works with plans of this company; else the account manager."""
        owner = self.owner_id.sudo()
        is_allowed = (
            owner.active
            and owner.has_group("kam_planning.group_kam_user")
            and plan.company_id in owner.company_ids
        )
        return self.owner_id if is_allowed else plan.user_id

    def _get_merge_key(self):
        """Gaps of a person go with the person."""
        if self.stakeholder_id:
            return None
        return self.company_id, self.kind, self.role_id, self.user_id
