from odoo import api, fields, models, tools
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools.misc import format_date, formatLang

from ...tools import periods
from ...tools.rows import NaturalKey
from ..common.accents import AlikeChar
from ..common.arguments import check_one
from ..common.days import today_of
from ..common.windows import in_company
from .kam_measure_definition import DEFINING

UNITS = [("currency", "Currency"), ("count", "Number"), ("percent", "Percent"), ("days", "Days")]
SOURCES = [
    ("records", "Records of Odoo"),
    ("ratio", "Ratio of two measures"),
    ("manual", "Entered by hand"),
]
AGGREGATES = [
    ("sum", "Sum"),
    ("count", "Number of records"),
    ("avg", "Average"),
    ("count_distinct", "Number of distinct values"),
]
ENTRY_MODES = [("latest", "The latest counts"), ("sum", "They add up")]
PREVIEW_ACCOUNTS = 3


class KamMeasure(models.Model):
    """A named figure about accounts, read live from Odoo.

    What a measure may read is checked in `kam_measure_definition`, how it is read stands in
    `kam_measure_figures`, what it opens in `kam_measure_records`, and what becomes of one that
    cannot be read in `kam_measure_reading`.
    """

    _name = "kam.measure"
    _description = "Measure"
    _inherit = [
        "kam.measure.definition",
        "kam.measure.reading",
        "kam.measure.figures",
        "kam.measure.records",
        "kam.guarded",
    ]
    _order = "sequence, id"
    _loop_fields = ("numerator_id", "denominator_id")
    _natural_keys = (NaturalKey(("name",)),)

    name = AlikeChar(required=True, translate=True)
    description = fields.Text(translate=True, help="What the figure says and how it is counted.")
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=100)
    unit = fields.Selection(UNITS, required=True, default="currency")
    direction = fields.Selection(
        [("higher", "Higher is better"), ("lower", "Lower is better")],
        required=True,
        default="higher",
    )
    kind = fields.Selection(
        [("leading", "Leading"), ("lagging", "Lagging")],
        required=True,
        default="lagging",
        help="Leading figures announce what will come, lagging ones show what was reached.",
    )
    source = fields.Selection(SOURCES, required=True, default="records")

    # records
    # Not checked against the list, so that `_check_definition` can say what is wrong with others.
    model_name = fields.Selection(
        "_get_model_selection",
        "Records",
        validate=False,
        help="The kind of records that is counted or summed.",
    )
    aggregate = fields.Selection(AGGREGATES, "How", default="sum")
    field_name = fields.Char("Field")
    domain = fields.Char("Which Records", default="[]")
    date_path = fields.Char(
        "Date",
        help="Decides to which period a record belongs; without it all of them count always.",
    )
    fallback_date_path = fields.Char(
        "Date Otherwise", help="The date of records on which the other one is empty."
    )
    partner_path = fields.Char(
        "Path to the Customer",
        default="partner_id",
        help="Documents keep the company that they were made for, such as the “Main Partner” of "
        "the invoice analysis; by their contact they follow him when he changes employer.",
    )
    rate_path = fields.Char(
        "Path to the Currency Rate",
        help="The rate that the document carries; amounts are divided by it to give our currency.",
    )
    offering_path = fields.Char(
        "Path to the Product",
        help="To a product, a product category or an offering: lets the figure be split by them.",
    )

    # by hand
    entry_mode = fields.Selection(
        ENTRY_MODES,
        "Entries of a Period",
        required=True,
        default="latest",
        help="The latest counts where an entry says how things stand, such as satisfaction. They "
        "add up where each tells of a part of the period, such as the sales of a month.",
    )

    # ratio
    numerator_id = fields.Many2one("kam.measure", ondelete="restrict")
    denominator_id = fields.Many2one("kam.measure", ondelete="restrict")

    forecast_measure_id = fields.Many2one(
        "kam.measure",
        "Forecast Adds",
        compute="_compute_forecast_measure_id",
        store=True,
        readonly=False,
        ondelete="set null",
        help="What is expected to come on top of the actual figure, such as the weighted pipeline.",
    )
    preview = fields.Text(compute="_compute_preview", help="The figures of three accounts.")

    @api.depends("unit")
    def _compute_forecast_measure_id(self):
        pipeline = self.env.ref("kam_planning.measure_weighted_pipeline", raise_if_not_found=False)
        for measure in self:
            wanted = measure.unit == "currency" and measure._origin != pipeline
            measure.forecast_measure_id = pipeline if wanted else False

    @api.depends(*sorted(DEFINING), "unit", "numerator_id", "denominator_id")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_preview(self):
        """Show what the definition gives, or what is wrong with it, before it is saved."""
        # A form can be filled in by anybody over the wire: figures are for those who may define.
        may_define = self.has_access("create")
        for measure in self:
            if not may_define:
                measure.preview = False
                continue
            if measure.source == "manual":
                measure.preview = self.env._("Entered by hand on each account.")
                continue
            fault = measure._find_fault()
            measure.preview = fault or measure._preview_figures()

    def _preview_figures(self):
        accounts = self.env["kam.plan"].search([], limit=20).partner_id[:PREVIEW_ACCOUNTS]
        if not accounts:
            return self.env._("There is no account plan yet whose customer could be shown.")
        period = periods.last_months(today_of(self.env.company))
        figures = self._get_figures(accounts, [period], self.env.company)
        heading = self.env._(
            "%(start)s – %(end)s, %(company)s",
            start=format_date(self.env, period.start),
            end=format_date(self.env, period.end),
            company=self.env.company.name,
        )
        values = [figures[self].get((account.id, 0), self._get_nothing()) for account in accounts]
        lines = [
            f"{account.display_name}: {self._format(value)}"
            for account, value in zip(accounts, values, strict=True)
        ]
        return "\n".join([heading, *lines])

    def _format(self, value, currency=None):
        """Write a figure with its unit.

        :param value: float, or None for "no figure"
        :param currency: res.currency of amounts, by default that of the current company
        :return: str
        """
        self.ensure_one()
        if value is None:
            return "–"
        if self.unit == "currency":
            return (currency or self.env.company.currency_id).format(value)
        if self.unit == "percent":
            return f"{value:.1f} %"
        if self.unit == "days":
            return self.env._("%s days", f"{value:.1f}")
        return f"{value:g}"

    def _format_on_paper(self, value, currency):
        """Write a figure with its unit as it is printed: grouped, amounts in whole units.

        :param value: float, or None for "no figure"
        :param currency: res.currency of amounts
        :return: str
        """
        self.ensure_one()
        if value is None:
            return "–"
        if self.unit == "currency":
            return self.env["kam.plan"]._format_on_paper(value, currency)
        digits = 0 if value == round(value) else 1
        text = formatLang(self.env, value, digits=digits)
        if self.unit == "percent":
            return f"{text} %"
        if self.unit == "days":
            return self.env._("1 day") if value == 1 else self.env._("%s days", text)
        return text

    @api.constrains("numerator_id", "denominator_id", "source")
    def _check_ratio(self):
        if self._has_cycle("numerator_id") or self._has_cycle("denominator_id"):
            raise ValidationError(
                self.env._("A measure cannot be a ratio of itself: choose other measures.")
            )
        own = Domain("numerator_id", "in", self.ids) | Domain("denominator_id", "in", self.ids)
        wholes = self.with_context(active_test=False).search(own)
        for measure in (self | wholes).filtered(lambda m: m.source == "ratio"):
            parts = measure.numerator_id | measure.denominator_id
            if not (measure.numerator_id and measure.denominator_id) or any(
                part.source == "ratio" for part in parts
            ):
                raise ValidationError(
                    self.env._(
                        "Measure “%s”: a ratio needs two measures, neither of them a ratio itself.",
                        measure.name,
                    )
                )

    @api.constrains("unit", "source", "aggregate", "entry_mode")
    def _check_unit(self):
        for measure in self:
            if (measure.source, measure.entry_mode, measure.unit) == ("manual", "sum", "percent"):
                raise ValidationError(
                    self.env._(
                        "Measure “%s”: percentages do not add up. Let the latest entry count, or "
                        "choose another unit.",
                        measure.name,
                    )
                )
            counts = measure.source == "records" and measure.aggregate.startswith("count")
            if counts and measure.unit == "currency":
                raise ValidationError(
                    self.env._(
                        "Measure “%s” counts records: choose “Number” as its unit.", measure.name
                    )
                )

    @api.model
    def _get_standard_sudo(self, name):
        """Give one of the shipped measures; its definition is no secret, its figures are read
        by `_get_figures`.

        :param str name: such as ``"revenue"``
        """
        return self.sudo().browse(self._get_standards_sudo()[name][0])

    @api.model
    @tools.ormcache()
    def _get_standards_sudo(self):
        """Ids and models of the shipped measures, for forms that ask each time they open.

        :return: dict {name: (id, model name or False)}
        """
        records = self.env["ir.model.data"].sudo()
        rows = records.search_fetch(
            [("module", "=", "kam_planning"), ("model", "=", "kam.measure")], ["name", "res_id"]
        )
        measures = {
            row.name.removeprefix("measure_"): self.sudo().browse(row.res_id) for row in rows
        }
        return {name: (measure.id, measure.model_name) for name, measure in measures.items()}

    @api.ondelete(at_uninstall=False)
    def _unlink_except_shipped(self):
        shipped = self.get_external_id()
        for measure in self:
            if shipped[measure.id].startswith("kam_planning."):
                raise ValidationError(
                    self.env._(
                        "“%s” is used by the plans' figures. Archive it instead of deleting it.",
                        measure.name,
                    )
                )

    def action_open_entries(self):
        """Open what was entered by hand for this measure."""
        check_one(self)
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "kam_planning.kam_measure_entry_action"
        )
        return {
            **action,
            "domain": [("measure_id", "=", self.id)],
            "context": {"default_measure_id": self.id},
        }

    def _prepare_entries_action(self, account, company):
        """Open what was entered by hand for this measure and account."""
        action = self.action_open_entries()
        action["domain"] += [("account_id", "=", account.id), ("company_id", "=", company.id)]
        action["context"] |= {
            "default_account_id": account.id,
            "default_company_id": company.id,
        }
        return in_company(action, company)
