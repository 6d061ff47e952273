from collections import defaultdict
from datetime import date

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import SQL

from ...tools import dates
from ...tools.rows import NaturalKey
from ..common.accents import AlikeChar
from ..common.known import KnownFloat, KnownMonetary
from ..plan.kam_plan_workflow import OPEN_STATES

KINDS = [("focus", "Focus"), ("stop", "Stop")]
STATES = [
    ("planned", "Planned"),
    ("going", "Going On"),
    ("done", "Done"),
    ("given_up", "Given Up"),
]
# What is not over goes on in the next period.
LIVE = ("planned", "going")
# Of one that goes on in the plan of the next period the later counts.
TOTAL = {"aggregator": "sum", "total_once": True}


class KamInvestment(models.Model):
    """Where we put our money and our time into an account, and where we stop doing so."""

    _name = "kam.investment"
    _description = "Investment"
    _inherit = [
        "kam.owned.line",
        "kam.internal.thread",
        "kam.confirmable",
        "kam.shareable",
        "kam.hidden.name",
    ]
    _order = "plan_id, kind, date_start, id"
    _mail_post_access = "write"
    _natural_keys = (NaturalKey(("plan_id", "name"), ties=("kind",)),)
    _confirming_fields = ("name", "kind", "amount", "hours", "state", "expected_return")
    _confirm_depends = ("state",)
    _unoffered_fields = ("first_investment_id",)

    name = AlikeChar("Investment", required=True, tracking=True, shareable=True)
    kind = fields.Selection(
        KINDS,
        required=True,
        default="focus",
        tracking=True,
        shareable=True,
        help="Focus: we put more into it. Stop: we end it, to have money and time for the focus.",
    )
    state = fields.Selection(
        STATES, required=True, default="planned", tracking=True, copy=False, shareable=True
    )
    currency_id = fields.Many2one(related="plan_id.currency_id")
    amount = KnownMonetary(
        tracking=True, help="What it costs, or what stopping it sets free.", **TOTAL
    )
    hours = KnownFloat(
        tracking=True, help="The time it takes, or that stopping it sets free.", **TOTAL
    )
    expected_return = KnownMonetary(
        tracking=True, help="What we expect to earn by it within its period.", **TOTAL
    )
    analytic_account_id = fields.Many2one(
        "account.analytic.account",
        index="btree_not_null",
        ondelete="set null",
        check_company=True,
        tracking=True,
        help="Where its costs are booked.",
    )
    # Two that name one account show the same costs: there is no total.
    booked_amount = KnownMonetary(
        "Booked",
        compute="_compute_booked_amount",
        aggregator=None,
        help="Costs booked on the analytic account within the period, less what came back. Not "
        "known to those who may not read analytic items.",
    )
    note = fields.Text("Why", help="What we expect of it, in a sentence.")
    date_start = fields.Date(
        "From", compute="_compute_dates", store=True, readonly=False, precompute=True
    )
    date_end = fields.Date(
        "To", compute="_compute_dates", store=True, readonly=False, precompute=True
    )
    first_investment_id = fields.Integer(
        readonly=True, copy=False, aggregator=None, index="btree_not_null"
    )

    _figures_positive = models.Constraint(
        "CHECK (amount >= 0 AND hours >= 0)",
        "Amount and hours cannot be negative. What is to end is of the kind “Stop”.",
    )

    @api.depends("plan_id")
    def _compute_dates(self):
        for line in self:
            line.date_start = line.date_start or line.plan_id.date_start
            line.date_end = line.date_end or line.plan_id.date_end

    @api.depends("analytic_account_id", "company_id", "date_start", "date_end")
    @api.depends_context("uid")
    def _compute_booked_amount(self):
        self.booked_amount = False
        if not self.env["account.analytic.line"].has_access("read"):
            return
        placed = self.filtered("analytic_account_id")
        for column, lines in placed.grouped(lambda one: one._get_analytic_column_sudo()).items():
            booked = lines._read_booked(column)
            for line in lines:
                days = booked[line.analytic_account_id, line.company_id]
                # Without a first or a last day there is no limit at that end.
                first, last = line.date_start or date.min, line.date_end or date.max
                within = [day for day in days if first <= day <= last]
                line.booked_amount = -sum(days[day] for day in within)

    def _get_analytic_column_sudo(self):
        """Where analytic items name accounts of this plan; as superuser: few read the plans."""
        return self.analytic_account_id.sudo().plan_id._column_name()

    def _read_booked(self, column):
        """What is booked on the analytic accounts of some investments, day by day.

        :param str column: field of analytic items that names the account
        :return: dict {(account, company): {day: amount in the company's currency}}
        """
        booked = defaultdict(dict)
        first = min(line.date_start or date.min for line in self)
        last = max(line.date_end or date.max for line in self)
        domain = (
            Domain(column, "in", self.analytic_account_id.ids)
            & Domain("company_id", "in", self.company_id.ids)
            & Domain("date", ">=", first)
            & Domain("date", "<=", last)
        )
        keys, sums = [column, "company_id", "date:day"], ["amount:sum"]
        items = self.env["account.analytic.line"]._read_group(domain, keys, sums)
        for account, company, day, amount in items:
            booked[account, company][day] = amount
        return booked

    @api.constrains("date_start", "date_end")
    def _check_dates(self):
        for line in self:
            if line.date_start and line.date_end and line.date_start > line.date_end:
                raise ValidationError(
                    self.env._("“%s” ends before it begins: correct “From” or “To”.", line.name)
                )

    @api.model
    def _get_confirm_domain(self):
        """What is over needs nobody to stand by it."""
        return Domain("state", "in", LIVE)

    def _get_confirm_text(self):
        """Kind and state, and why."""
        names = ("kind", "state")
        texts = [self._fields[name].convert_to_export(self[name], self) for name in names]
        return " · ".join(text for text in (*texts, self.note) if text)

    @api.model
    def _get_live_domain(self):
        """Investments that are not over, of plans that are not over."""
        plans = Domain("plan_id.state", "in", OPEN_STATES) & Domain("plan_id.active", "=", True)
        return Domain("state", "in", LIVE) & plans

    def _copy_to(self, plans, continues=False):
        """Copy these investments to other plans, in those plans' periods.

        :param dict plans: {plan of the investments: plan of the copies}
        :param bool continues: whether they go on there as they stand; else they begin anew
        """
        kept = self.filtered(
            lambda line: line.state in LIVE if continues else line.state != "given_up"
        )
        copies = self.create(
            [
                {**vals, **line._place_in(plans[line.plan_id], continues)}
                for line, vals in zip(kept, kept.copy_data(), strict=True)
            ]
        )
        if continues:
            copies._continue_sudo(kept)

    def _place_in(self, plan, continues):
        """Dates and owner in another plan: what goes on keeps its end where that is later."""
        if continues:
            end = max(self.date_end or plan.date_end, plan.date_end)
            values = {"date_start": plan.date_start, "date_end": end}
        else:
            start, end = dates.shift(
                self.date_start, self.date_end, self.plan_id.date_start, plan.date_start
            )
            values = {"date_start": start, "date_end": end}
        if self.user_id._filter_absent_sudo(plan.company_id):
            values["user_id"] = plan.user_id.id
        return {**values, "plan_id": plan.id}

    def _continue_sudo(self, originals):
        """As superuser: how they stand is not said anew, and who said it stays."""
        for line, former in zip(self.sudo(), originals.sudo(), strict=True):
            line.write(
                {
                    "state": former.state,
                    "confirmed_date": former.confirmed_date,
                    "confirmed_by_id": former.confirmed_by_id.id,
                    "first_investment_id": former.first_investment_id or former.id,
                }
            )

    @api.model
    def _get_total_rows_sql(self, ids):
        """An investment that goes on in the next period is told twice: the later one counts. Only
        of what goes on there can be two.
        """
        return SQL(
            "SELECT line.id, line.company_id, line.partner_id, COALESCE(line.first_investment_id, "
            "line.id), ARRAY[COALESCE(line.first_investment_id, line.id)], line.id "
            "FROM kam_investment line WHERE line.id IN (%s) AND (line.first_investment_id IS NOT "
            "NULL OR line.id IN (SELECT first_investment_id FROM kam_investment "
            "WHERE first_investment_id IS NOT NULL))",
            ids,
        )
