from datetime import date

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ...tools.periods import Period
from ...tools.rows import NaturalKey
from ...tools.strategy import value as calculation
from ..common.known import KnownFloat, KnownMonetary, is_known
from ..measure.unread import Unread
from ..plan.kam_plan_workflow import OPEN_STATES
from .kam_value_agreement import CLAIMED
from .kam_value_total import none_of

KINDS = [
    ("revenue", "Revenue"),
    ("cost", "Cost"),
    ("cost_avoided", "Cost Avoided"),
    ("risk", "Risk"),
    ("capital", "Capital"),
    ("quality", "Quality"),
    ("people", "People"),
]
UNITS = [
    ("count", "Count"),
    ("percent", "Percent"),
    ("hours", "Hours"),
    ("currency", "Currency"),
]
DIRECTIONS = [("down", "Down is Better"), ("up", "Up is Better")]
# A link tells the name of an opportunity or order, which others may not read.
SELLERS = "sales_team.group_sale_salesman"


class KamValue(models.Model):
    """What the customer gains by working with us, in money that the customer confirms.

    How it is agreed, claimed and answered stands in `kam_value_agreement`, its totals in
    `kam_value_total`.
    """

    _name = "kam.value"
    _description = "Value for the Customer"
    _inherit = [
        "kam.value.total",
        "kam.confirmable",
        "kam.refreshable",
    ]
    _order = "date_deadline, id"
    _unoffered_fields = ("reminded_date",)
    _mail_post_access = "write"
    _same_plan_fields = ("objective_id",)
    _natural_keys = (NaturalKey(("plan_id", "name"), ties=("date_start",)),)
    _confirming_fields = ("name", "method", "current_value", "evidence")
    _refresh_rank = 20

    name = fields.Char("Value", required=True, tracking=True, shareable=True, index="trigram")
    kind = fields.Selection(KINDS, required=True, default="cost", shareable=True)
    is_hard = fields.Boolean(
        "Hard", default=True, help="It shows in the customer's accounts, not only in calculations."
    )
    goal_id = fields.Many2one(
        "kam.customer.goal",
        "Customer's Goal",
        index="btree_not_null",
        ondelete="set null",
        check_company=True,
        domain="[('account_id', '=', partner_id), ('company_id', '=', company_id)]",
    )
    objective_id = fields.Many2one(
        "kam.objective",
        index="btree_not_null",
        ondelete="set null",
        domain="[('plan_id', '=', plan_id)]",
    )
    offering_id = fields.Many2one(
        "kam.offering", index="btree_not_null", ondelete="set null", check_company=True
    )
    method = fields.Text(
        tracking=True,
        shareable=True,
        help="How it is reckoned, and from which source; agreed before the number is.",
    )
    unit = fields.Selection(UNITS, required=True, default="count", tracking=True, shareable=True)
    direction = fields.Selection(
        DIRECTIONS, required=True, default="down", tracking=True, shareable=True
    )
    # In the unit of each value: percent beside hours give no total.
    baseline_value = KnownFloat("Baseline", aggregator=None, tracking=True, shareable=True)
    target_value = KnownFloat("Target", aggregator=None, tracking=True, shareable=True)
    current_value = KnownFloat(
        "Current",
        compute="_compute_current_value",
        store=True,
        readonly=False,
        copy=False,
        aggregator=None,
        shareable=True,
    )
    figures_date = fields.Datetime(
        "As Of", compute="_compute_current_value", store=True, copy=False, readonly=True
    )
    volume = KnownFloat(
        aggregator=None,
        tracking=True,
        shareable=True,
        help="How often the change counts in the period, such as the orders of a year.",
    )
    delivered_volume = KnownFloat(
        "Actual Volume",
        readonly=True,
        copy=False,
        aggregator=None,
        shareable=True,
        help="The volume of the last reading; without one the agreed volume counts.",
    )
    unit_value = KnownMonetary(
        aggregator=None,
        tracking=True,
        shareable=True,
        help="Money for one of it. A change in money needs none.",
    )
    our_share = KnownFloat(
        "Our Share (%)", default=100.0, aggregator=None, tracking=True, shareable=True
    )
    currency_id = fields.Many2one(
        "res.currency",
        compute="_compute_currency_id",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
        shareable=True,
    )
    # Of several currencies: totals are those in the company's currency.
    promised_amount = KnownMonetary(
        compute="_compute_amounts", store=True, aggregator=None, shareable=True
    )
    amount = KnownMonetary(
        "Delivered Amount", compute="_compute_amounts", store=True, aggregator=None, shareable=True
    )
    date_start = fields.Date(
        "From",
        compute="_compute_dates",
        store=True,
        readonly=False,
        precompute=True,
        shareable=True,
    )
    date_end = fields.Date(
        "To", compute="_compute_dates", store=True, readonly=False, precompute=True, shareable=True
    )
    date_deadline = fields.Date(
        "Due Date",
        compute="_compute_dates",
        store=True,
        readonly=False,
        precompute=True,
        index=True,
        shareable=True,
    )
    measure_id = fields.Many2one(
        "kam.measure",
        index="btree_not_null",
        ondelete="restrict",
        help="Read the current value from this measure, for the whole customer in the period.",
    )
    evidence = fields.Text(help="Where the figures come from: a report, a system, who said it.")
    appraisal_ids = fields.Many2many(
        "kam.appraisal", string="Comes From", compute="_compute_appraisal_ids"
    )
    reading_ids = fields.One2many("kam.value.reading", "value_id", "Readings")
    answer_ids = fields.One2many("kam.value.answer", "value_id", "Answers")
    rewarded_lead_id = fields.Many2one(
        "crm.lead",
        "Rewarded by Opportunity",
        index="btree_not_null",
        ondelete="set null",
        check_company=True,
        copy=False,
        domain="[('partner_id', 'child_of', partner_id)]",
        groups=SELLERS,
        help="The opportunity that followed from this value.",
    )
    rewarded_order_id = fields.Many2one(
        "sale.order",
        "Rewarded by Order",
        index="btree_not_null",
        ondelete="set null",
        check_company=True,
        copy=False,
        domain="[('partner_id', 'child_of', partner_id)]",
        groups=SELLERS,
        help="The order or contract that followed from this value.",
    )
    origin_plan_id = fields.Many2one(
        "kam.plan",
        "Agreed In",
        index="btree_not_null",
        ondelete="set null",
        readonly=True,
        copy=False,
        help="The plan of the period before, in which it was agreed.",
    )

    notice = fields.Text("To Note", compute="_compute_notice")
    is_evidence_gone = fields.Boolean(
        "Evidence Deleted",
        compute="_compute_is_evidence_gone",
        search="_search_is_evidence_gone",
    )

    _order_idx = models.Index("(date_deadline, id)")
    _measure_idx = models.Index("(measure_id, partner_id) WHERE measure_id IS NOT NULL")

    @api.depends_context("uid")
    def _compute_appraisal_ids(self):
        self.env["kam.appraisal"]._fill_sources(self)

    @api.depends("plan_id")
    def _compute_currency_id(self):
        for value in self:
            own = value.plan_id.company_id or self.env.company
            value.currency_id = value.currency_id or own.currency_id

    @api.depends("plan_id")
    def _compute_dates(self):
        for value in self:
            plan = value.plan_id
            value.date_start = value.date_start or plan.date_start
            value.date_end = value.date_end or plan.date_end
            value.date_deadline = value.date_deadline or plan.date_end

    @api.depends("measure_id", "date_start", "date_end", "plan_id.partner_id", "plan_id.company_id")
    def _compute_current_value(self):
        saved = self.browse(value_id for value_id in self._ids if value_id)
        figures = saved.filtered(lambda value: value._is_measured())._read_figures()
        for value in self:
            # One that is being filled in could name any plan, before any rule was asked.
            found = figures.get(value.id, {})
            value.current_value = found.get("current_value", value.current_value)
            value.figures_date = found.get("figures_date", value.figures_date)

    def _is_measured(self):
        """Whether the measure says how far it is: no longer once that was claimed."""
        has_period = self.date_start and self.date_end and self.date_start <= self.date_end
        return bool(self.measure_id and has_period and self.state not in CLAIMED)

    def _get_measure_sudo(self):
        """The measure with its definition, which users of its figures need not read."""
        return self.sudo().measure_id

    @api.model
    def _get_living_domain(self):
        """Values of plans that are over stay as they were, and so does what was claimed."""
        is_open = Domain("plan_id.state", "in", OPEN_STATES) & Domain("state", "not in", CLAIMED)
        return Domain("measure_id", "!=", False) & is_open

    def _read_figures(self):
        """Read the current values, with one query for each measure and company.

        :return: dict {value id: {field: value}}
        """
        now, rows = fields.Datetime.now(), {}
        groups = self.filtered("plan_id").grouped(lambda v: (v.company_id, v._get_measure_sudo()))
        for (company, measure), values in groups.items():
            periods = {value: Period(value.date_start, value.date_end) for value in values}
            different = list(dict.fromkeys(periods.values()))
            read = measure._get_figures(values.partner_id, different, company)[measure]
            fault = Unread.among([read])
            for value, period in periods.items():
                found = read.get((value.partner_id.id, different.index(period)))
                nothing = measure._get_nothing() if found is None else found
                row = {"current_value": nothing, "figures_date": now}
                rows[value.id] = {"fault": fault.fault} if fault else row
        return rows

    @api.depends(
        *("baseline_value", "target_value", "current_value", "direction", "unit", "volume"),
        *("delivered_volume", "unit_value", "our_share", "currency_id"),
    )
    def _compute_amounts(self):
        for value in self:
            value.promised_amount = value._get_amount(value.target_value, value.volume)
            value.amount = value._get_amount(value.current_value, value._get_volume())

    def _get_volume(self):
        """The volume of the last reading, or else the agreed one."""
        return self.delivered_volume if is_known(self.delivered_volume) else self.volume

    def _get_amount(self, reached, volume):
        """What a figure and a volume are worth in the value's currency, or False: not known."""
        amount = calculation.amount(
            none_of(self.baseline_value),
            none_of(reached),
            direction=self.direction,
            unit=self.unit,
            volume=none_of(volume),
            unit_value=none_of(self.unit_value),
            our_share=none_of(self.our_share),
        )
        return False if amount is None else self.currency_id.round(amount)

    @api.depends("answer_ids.missing_count")
    def _compute_is_evidence_gone(self):
        for value in self:
            value.is_evidence_gone = any(value.answer_ids.mapped("missing_count"))

    def _search_is_evidence_gone(self, operator, value):
        """Values with an answer whose files are not all there any more as they were."""
        if operator != "in":
            return NotImplemented
        self.env["ir.attachment"].flush_model(["checksum"])
        return Domain("id", "in", self.env["kam.value.answer"]._select_without_evidence())

    @api.depends("is_evidence_gone", "answer_ids.has_left", "measure_id", "date_start", "date_end")
    @api.depends_context("lang", "uid")
    def _compute_notice(self):
        overlaps = self._find_overlaps()
        for value in self:
            notes, answer = [], value._get_last_answer()
            if value.is_evidence_gone:
                notes.append(self.env._("A file that proves an answer was deleted or changed."))
            if answer.has_left:
                who = answer.contact_id.name or self.env._("somebody who was deleted")
                notes.append(
                    self.env._("Answered by %s, no longer at the customer. The answer stays.", who)
                )
            notes += [
                self.env._(
                    "“%s” rests on the same measure in the same time: what is gained is counted "
                    "twice.",
                    other.name,
                )
                for other in overlaps.get(value._origin.id, ())
            ]
            value.notice = "\n".join(notes)

    def _find_overlaps(self):
        """Other values of the customer with the same measure, whose periods overlap.

        :return: dict {value id: list of kam.value}
        """
        measured = self._origin.filtered(lambda value: value.measure_id)
        if not measured:
            return {}
        domain = Domain("measure_id", "in", measured.measure_id.ids)
        found = self.search(domain & Domain("partner_id", "in", measured.partner_id.ids))
        groups = found.grouped(lambda one: (one.measure_id, one.partner_id, one.company_id))
        return {
            value.id: [
                other
                for other in groups.get((value.measure_id, value.partner_id, value.company_id), ())
                if other != value
                and (other.date_start or date.max) <= value.date_end
                and (other.date_end or date.min) >= value.date_start
            ]
            for value in measured.filtered(lambda one: one.date_start and one.date_end)
        }

    @api.constrains("goal_id")
    def _check_goal(self):
        for value in self:
            if value.goal_id and value.goal_id.account_id != value.partner_id:
                raise ValidationError(
                    self.env._(
                        "“%(value)s”: “%(goal)s” is a goal of another customer. Choose one of "
                        "%(customer)s.",
                        value=value.name,
                        goal=value.goal_id.display_name,
                        customer=value.partner_id.display_name,
                    )
                )

    @api.constrains("volume", "our_share", "date_start", "date_end", "date_deadline")
    def _check_numbers(self):
        for value in self:
            share, volume = value.our_share, value.volume
            texts = {"value": value.name}
            if is_known(share) and not 0 <= share <= 100:
                text = self.env._("“%(value)s”: our share is a percentage from 0 to 100.", **texts)
            elif is_known(volume) and volume <= 0:
                text = self.env._(
                    "“%(value)s”: with a volume of 0 or less every change is worth nothing. Give a "
                    "volume above 0, or leave it empty while it is not known.",
                    **texts,
                )
            elif value.date_start and value.date_start > (value.date_end or date.max):
                text = self.env._("“%(value)s”: its period ends before it starts.", **texts)
            elif value.date_start and value.date_start > (value.date_deadline or date.max):
                text = self.env._("“%(value)s”: it is due before its period starts.", **texts)
            else:
                continue
            raise ValidationError(text)
