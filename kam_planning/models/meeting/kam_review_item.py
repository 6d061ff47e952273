from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from ...tools.meeting import agenda
from ..common.known import KnownFloat, KnownInteger

KINDS = [
    ("change", "Change"),
    ("score", "Score"),
    ("target", "Target"),
    ("action", "Action"),
    ("gap", "Gap"),
    ("confirm", "To confirm"),
    ("decision", "Decision"),
    ("topic", "Topic"),
]
VISIBILITIES = [("internal", "Us"), ("customer", "The customer too")]
# What those who are invited read of an item.
SAID = {"title", "name", "visibility", "sequence", "review_id"}
# Whoever reads the plan could read these: minutes about them are not lost when they are deleted.
READ_WITH_PLAN = (
    *("kam.action", "kam.target", "kam.objective", "kam.plan.section", "kam.review.decision"),
    *("kam.value", "kam.risk", "kam.investment"),
)


class KamReviewItem(models.Model):
    """One thing that a review talks about: a change, something that waits, or a topic that somebody
    typed in; what was said of it, and what came of it.

    Each user sees only items about records that he may read.
    """

    _name = "kam.review.item"
    _description = "Agenda Item"
    _inherit = [
        "kam.review.item.outcome",
        "kam.review.item.release",
        "kam.review.item.screen",
        "kam.review.item.text",
        "kam.change.access",
        "kam.plan.line",
    ]
    _unoffered_fields = (
        *("bucket", "is_judged", "is_record_read", "new_value", "old_value", "rank", "res_id"),
        *("res_model", "review_state", "is_action_new", "change_id"),
    )
    _order = "sequence, id"
    _owner_fields = ("review_id",)
    _rec_names_search = ("title",)

    review_id = fields.Many2one("kam.review", required=True, index=True, ondelete="cascade")
    plan_id = fields.Many2one(
        related="review_id.plan_id", store=True, precompute=True, required=False
    )
    review_state = fields.Selection(related="review_id.state", string="State of the Review")
    sequence = fields.Integer(default=10, aggregator=None)
    kind = fields.Selection(KINDS, required=True, default="topic", readonly=True)
    res_model = fields.Char("Model", readonly=True)
    res_id = fields.Many2oneReference("Record", model_field="res_model", readonly=True)
    # Things of one kind about one record are told apart by it; none of a topic.
    bucket = fields.Char(readonly=True)
    change_id = fields.Many2one(
        "kam.change", ondelete="set null", index="btree_not_null", readonly=True
    )
    old_value = fields.Char("Before", readonly=True)
    new_value = fields.Char("Now", readonly=True)
    severity = fields.Integer(readonly=True, aggregator=None)
    money_share = KnownFloat(
        "Share of Yearly Revenue (%)",
        readonly=True,
        aggregator=None,
        help="How much of what the customer buys in a year is at stake.",
    )
    age_days = KnownInteger("Age (days)", readonly=True, aggregator=None)
    rank = KnownFloat(readonly=True, aggregator=None)
    duration = fields.Integer("Minutes Planned", default=agenda.ITEM_MINUTES, aggregator=None)
    visibility = fields.Selection(VISIBILITIES, required=True, default="internal")
    minutes = fields.Html(sanitize=True, copy=False)

    _item_uniq = models.UniqueIndex(
        "(review_id, kind, COALESCE(res_model, ''), COALESCE(res_id, 0), bucket) "
        "WHERE bucket IS NOT NULL",
        "This is on the agenda already.",
    )
    _duration_positive = models.Constraint(
        "CHECK (duration IS NULL OR duration BETWEEN 0 AND 1440)",
        "An item takes between 0 and 1440 minutes: correct the planned minutes.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        """Put nothing on the agenda of a review that is over."""
        for vals in vals_list:
            self._check_values(vals)
        reviews = {vals.get("review_id") for vals in vals_list} - {None, False}
        with self.env["kam.review"].browse(reviews)._follow_items():
            items = super().create([_with_title(vals) for vals in vals_list])
            items._check_agenda()
        return items

    def write(self, vals):
        """What a review said stays as it was said, until it is reopened."""
        self._check_agenda()
        reviews = self.review_id if SAID.intersection(vals) else self.review_id.browse()
        with reviews._follow_items():
            return super().write(_with_title(vals))

    def unlink(self):
        """Those who are invited do not read any more what was taken from the agenda."""
        self.check_access("unlink")
        with self.review_id._follow_items():
            return super().unlink()

    @api.ondelete(at_uninstall=False)
    def _unlink_from_agenda(self):
        self._check_agenda()

    def _check_agenda(self):
        if not self.env.su:
            self.review_id._check_planned()

    @api.constrains("kind", "title")
    def _check_title(self):
        for item in self:
            if item.kind == "topic" and not (item.title or "").strip():
                raise UserError(self.env._("An item of the agenda needs a name: say what it is."))

    @api.constrains("visibility", "title", "res_model")
    def _check_visibility(self):
        """What is called by our own words, such as a gap or a lost order, or is not shared, the
        customer does not read before somebody found words for him.
        """
        told = self._read_customer_names()
        for item in self:
            if item.visibility == "customer" and item not in told:
                raise UserError(
                    self.env._(
                        "“%s” is called by our own words, or is not shared: type in its name for "
                        "the customer before he sees it.",
                        item.name,
                    )
                )

    @api.model
    def _make_sudo(self, values):
        """Proposals; what they are about nobody types in."""
        return self.sudo().create(values)

    def _get_key(self):
        """What there is one item for, as of `agenda.Candidate`; of a topic that somebody typed in
        its own number.
        """
        self.ensure_one()
        return (
            self.kind,
            self.res_model or None,
            self.res_id or None,
            self.bucket or f"item-{self.id}",
        )

    def _get_covered(self):
        """Places (model, id) that need no other item: the records, and what their changes touch."""
        touched = self._read_touched_sudo()
        return {*self._get_places(), *(place for several in touched.values() for place in several)}

    def _prepare_again(self):
        """The same for the next review: `agenda.Candidate`."""
        return agenda.put_off(
            agenda.Candidate(
                *self._get_key(),
                severity=self.severity or 1,
                money_share=self.money_share if self.rank else None,
                age_days=self.age_days or 0,
                old_value=self.old_value,
                new_value=self.new_value,
                title=self.title,
                visibility=self.visibility,
            )
        )

    # who may read it

    @api.depends("res_model", "res_id")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_is_record_read(self):
        about = self.filtered("res_model")
        result = super(KamReviewItem, about)._compute_is_record_read()
        for item in self:
            item.is_record_read = item.is_record_read or item._is_about_nothing()
        return result

    def _search_is_record_read(self, operator, value):
        read = super()._search_is_record_read(operator, value)
        if read is NotImplemented:
            return read
        gone = Domain.custom(
            to_sql=lambda model, alias, _query: model._prepare_gone_sql(alias),
            predicate=lambda item: item._is_about_nothing(),
        )
        return read | Domain("res_model", "=", False) | gone

    def _is_about_nothing(self):
        """Whether the item is a topic, or about a line of the plan that was deleted."""
        if not self.res_model:
            return True
        is_of_plan = self.res_model in READ_WITH_PLAN
        return is_of_plan and not self.env[self.res_model].browse(self.res_id).exists()

    @api.model
    def _prepare_gone_sql(self, alias):
        """Condition: the item is about a line of the plan that was deleted."""
        told = sorted(self._get_told_models().intersection(READ_WITH_PLAN))
        gone = [
            SQL(
                "(%s = %s AND NOT EXISTS (SELECT FROM %s record WHERE record.id = %s))",
                SQL.identifier(alias, "res_model"),
                name,
                SQL.identifier(self.env[name]._table),
                SQL.identifier(alias, "res_id"),
            )
            for name in told
        ]
        return SQL("(%s)", SQL(" OR ").join([SQL("FALSE"), *gone]))


def _with_title(vals):
    """The name that somebody types in is the title from the beginning."""
    vals = dict(vals)
    name = vals.pop("name", None)
    return {"title": name, **vals} if name else vals
