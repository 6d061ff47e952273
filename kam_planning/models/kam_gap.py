from odoo import api, fields, models

from ..tools.gaps import ENOUGH_COLLEAGUES

KINDS = [
    ("role", "Required role not filled"),
    ("coverage", "Key person known by too few"),
    ("silence", "Nothing heard of for too long"),
    ("level", "Relationship below the desired level"),
    ("thread", "All strong ties with one colleague"),
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
NEVER_DAYS = 3650


class KamGap(models.Model):
    """A gap in a relationship map, found by a rule, and the action that is to close it.

    A gap is recorded once: found again later, it opens again and says so. `kam_gap_find` finds the
    gaps, `kam_gap_action` makes actions of them. By hand only owner and deadline are changed.
    """

    _name = "kam.gap"
    _description = "Gap in a Relationship Map"
    _inherit = ["kam.account.line", "kam.discreet"]
    _order = "state_rank, date_deadline, id"

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
    days = fields.Integer("Days of Silence", readonly=True)
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
    state_rank = fields.Integer(compute="_compute_state_rank", store=True)
    is_judgement = fields.Boolean(compute="_compute_is_judgement", store=True, precompute=True)
    action_id = fields.Many2one(
        "kam.action", index="btree_not_null", ondelete="set null", readonly=True
    )
    date_found = fields.Date("Found On", default=fields.Date.context_today, readonly=True)
    date_closed = fields.Date("Closed On", readonly=True)
    times_back = fields.Integer("Came Back", readonly=True, aggregator="sum")
    back_reason = fields.Char("Why It Came Back", compute="_compute_texts")

    _gap_uniq = models.UniqueIndex(
        "(account_id, company_id, kind, COALESCE(stakeholder_id, 0), COALESCE(role_id, 0), "
        "COALESCE(user_id, 0))",
        "This gap is recorded already.",
    )
    _open_idx = models.Index("(account_id, company_id) WHERE state IN ('open', 'planned')")

    @api.depends("state")
    def _compute_state_rank(self):
        ranks = {"open": 0, "planned": 1, "dismissed": 2, "closed": 3}
        for gap in self:
            gap.state_rank = ranks[gap.state]

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
        names = {
            "role": self.env._("Find who acts as %s", self.role_id.name),
            "coverage": self.env._(
                "Bring a second colleague into contact with %s", self.stakeholder_id.name
            ),
            "silence": self.env._("Get in touch with %s", self.stakeholder_id.name),
            "level": self.env._("Deepen the relationship with %s", self.stakeholder_id.name),
            "thread": self.env._("Spread the relationships that %s alone holds", self.user_id.name),
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
            if self.days > NEVER_DAYS
            else self.env._("No meeting, call or mail of theirs for %s days.", self.days),
            "level": self.env._("%s's actual level is below the desired one.", self.user_id.name),
            "thread": self.env._(
                "What if %(user)s leaves? All %(count)s strong ties are with this colleague.",
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
