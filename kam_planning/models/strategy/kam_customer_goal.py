from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL

from ...tools.rows import NaturalKey
from ..common.accents import AlikeChar
from ..execution.kam_objective import HORIZONS

KINDS = [
    ("goal", "Goal"),
    ("pressure", "Pressure"),
    ("trend", "Trend"),
    ("initiative", "Initiative"),
]
SOURCES = [("assumed", "Assumed"), ("customer", "Customer said"), ("public", "Public")]


class KamCustomerGoal(models.Model):
    """What the customer wants to reach, or has to answer, and what it undertakes for that."""

    _name = "kam.customer.goal"
    _description = "Customer's Goal"
    _inherit = [
        "kam.account.line",
        "kam.internal.thread",
        "kam.confirmable",
        "kam.shareable",
        "kam.hidden.name",
    ]
    _order = "account_id, sequence, id"
    _parent_store = True
    _mail_post_access = "write"
    _loop_fields = ("parent_id",)
    _same_account_fields = ("parent_id", "buying_center_id")
    _contact_fields = ("contact_id",)
    _held_fields = ("name", "kind", "source", "evidence", "confirmed_by_id", "confirmed_date")
    _natural_keys = (NaturalKey(("account_id", "company_id", "name"), ties=("kind", "parent_id")),)
    _confirming_fields = ("name", "kind", "source", "evidence", "horizon")
    _absorbed_fields = ("contact_id", "buying_center_id", "evidence")

    name = AlikeChar("Goal", required=True, tracking=True, shareable=True)
    kind = fields.Selection(KINDS, required=True, default="goal", tracking=True, shareable=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    parent_id = fields.Many2one(
        "kam.customer.goal",
        "Serves Goal",
        index=True,
        ondelete="restrict",
        check_company=True,
        domain="[('account_id', '=', account_id), ('id', '!=', id)]",
        help="The goal for whose sake the customer undertakes this initiative.",
    )
    parent_path = fields.Char(index=True, readonly=True)
    child_ids = fields.One2many("kam.customer.goal", "parent_id", "Initiatives")
    contact_id = fields.Many2one(
        "res.partner",
        "Owner at the Customer",
        index="btree_not_null",
        ondelete="set null",
        check_company=True,
        domain="[('id', 'child_of', account_id), ('is_company', '=', False)]",
    )
    buying_center_id = fields.Many2one(
        "kam.buying.center",
        "Buying Centre",
        index="btree_not_null",
        ondelete="set null",
        check_company=True,
        domain="[('account_id', '=', account_id)]",
    )
    horizon = fields.Selection(HORIZONS, required=True, default="short", shareable=True)
    source = fields.Selection(
        SOURCES,
        required=True,
        default="assumed",
        tracking=True,
        help="Who says so: we assume it, the customer said it, or it can be read in public.",
    )
    evidence = fields.Text(help="Where and when it was said or published, in a sentence.")

    @api.constrains("kind", "parent_id")
    def _check_parent(self):
        for goal in self:
            if goal.parent_id and goal.kind != "initiative":
                raise ValidationError(
                    self.env._(
                        "“%(goal)s” serves “%(parent)s”: only an initiative stands below a goal. "
                        "Make it an initiative, or empty “Serves Goal”.",
                        goal=goal.name,
                        parent=goal.parent_id.name,
                    )
                )

    def _get_confirm_text(self):
        """Kind and source, and on what it rests."""
        texts = [
            self._fields[name].convert_to_export(self[name], self) for name in ("kind", "source")
        ]
        return " · ".join(text for text in (*texts, self.evidence) if text)

    def _get_merge_key(self):
        """The same goal of customers that become one is one goal."""
        return (self.company_id, self.kind, self.name, self.parent_id)

    def _absorb_line(self, other):
        """Initiatives come along; what nobody said of this one is taken from the other."""
        result = super()._absorb_line(other)
        moved = {"parent_id": self.id, "account_id": self.account_id.id}
        other.with_context(active_test=False).child_ids.write(moved)
        self._take_over_links(other)
        return result

    def _take_over_links(self, other):
        """What answers the other goal, or is promised for it, does so for this one. In the
        database: the plans are moved to this customer only after it.
        """
        self.env.flush_all()
        pair = {"kept": self.id, "gone": other.id}
        self.env.cr.execute(
            SQL(
                "INSERT INTO kam_objective_goal_rel (objective_id, goal_id) "
                "SELECT objective_id, %(kept)s FROM kam_objective_goal_rel "
                "WHERE goal_id = %(gone)s ON CONFLICT DO NOTHING",
                **pair,
            )
        )
        self.env.cr.execute(
            SQL("UPDATE kam_value SET goal_id = %(kept)s WHERE goal_id = %(gone)s", **pair)
        )
        self.env["kam.objective"].invalidate_model(["goal_ids"])
        self.env["kam.value"].invalidate_model(["goal_id"])
