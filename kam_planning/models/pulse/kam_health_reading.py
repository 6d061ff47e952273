import re
from datetime import date
from typing import NamedTuple

from dateutil.relativedelta import relativedelta

from odoo import api, models
from odoo.fields import Domain

from ...tools import periods
from ...tools.dates import add_months
from ...tools.pulse import health
from ..common.days import today_of
from ..common.known import is_known
from ..measure.unread import Unread
from ..strategy.kam_value_total import STEPS

YEAR = 12
METHOD_CHAPTERS = {"heard": "map", "confirmed": "values"}
# What is recorded of a customer: model, field of the partner, and which records count.
RECORDS = {
    "crm.lead": (
        "partner_id",
        # Lost ones are archived.
        Domain("type", "=", "opportunity") & Domain("active", "in", (True, False)),
    ),
    "sale.order": ("partner_id", Domain("state", "!=", "cancel")),
    "account.move": (
        "partner_id",
        Domain("state", "=", "posted") & Domain("move_type", "in", ("out_invoice", "out_refund")),
    ),
    "calendar.event": ("partner_ids", Domain.TRUE),
}


class Readings(NamedTuple):
    """Figures of measures as `_get_figures` gives them, the index of each period, and the day."""

    figures: dict
    spans: dict
    day: date

    def get(self, measure, account_id, span):
        """The figure of one account in a period, None where it is not known."""
        place = (account_id, self.spans[span])
        return self.figures[measure].get(place, measure._get_nothing())


class KamHealthReading(models.AbstractModel):
    """Read the inputs of health for many plans: a query a measure and company, two a method.

    An account is its plan's customer with every company below it: a group counts as one, never as
    the mean of its companies.
    """

    _name = "kam.health.reading"
    _description = "Reading Inputs of Health"

    def _read_inputs(self, plans, days=None):
        """Read these inputs of plans.

        :param plans: kam.plan, as superuser: who may read a plan may see its figures
        :param days: {company: day as of which it is read}, today by default; what only stands
            today is not known for another day
        :return: tuple (dict {(input, plan id): (number or None, list of evidence)}, set of ids of
            the plans of whose customers anything is recorded, dict {company: why something could
            not be read})
        """
        found, recorded, faults = {}, set(), {}
        for company, same in plans.grouped("company_id").items():
            # Where amounts are in no currency nothing can be read, and the plan says so.
            company.currency_id.ensure_one()
            day = days[company] if days else today_of(company)
            readings = self._read_measures(same, company, day)
            if unread := Unread.among(readings.figures.values()):
                faults[company] = unread.fault
            told = self._find_recorded(same, readings.figures)
            rest = (
                same.browse()
                if days
                else same.filtered(lambda plan, told=told: plan.id not in told)
            )
            recorded |= told | self._find_touched(rest)
            for one in self:
                values = one._read_plans(same, readings, is_past=bool(days))
                found |= {(one, plan.id): value for plan, value in values.items()}
        return found, recorded, faults

    def _read_plans(self, plans, readings, is_past):
        """One input of plans of one company: {plan: (number or None, evidence)}."""
        if is_past and not self._is_of_period():
            return dict.fromkeys(plans, (None, []))
        if self.source == "method":
            return getattr(self, f"_read_{self.method}")(plans, readings.day)
        return {plan: (self._get_value(plan.partner_id.id, readings), []) for plan in plans}

    def _is_of_period(self):
        """Whether the input can be read as of another day."""
        if self.source != "measure" or not self.months:
            return False
        measure = self.measure_id
        parts = (measure.numerator_id | measure.denominator_id) or measure
        return all(part.source == "manual" or part.date_path for part in parts)

    # measures

    def _read_measures(self, plans, company, day):
        """The figures of all measures of these inputs, over all their periods: `Readings`."""
        inputs = self.filtered(lambda one: one.source == "measure")
        if not inputs:
            return Readings({}, {}, day)
        spans = {span: None for one in inputs for span in one._get_periods(day)}
        # What is said of revenue, and whether anything is recorded at all.
        spans[periods.last_months(day, YEAR)] = None
        measures = inputs.measure_id | self.env["kam.measure"]._get_standard_sudo("revenue")
        measures |= measures.numerator_id | measures.denominator_id
        measures = measures.with_env(plans.env)
        scope = measures._get_scope(plans.partner_id)
        figures = measures._get_figures_of_scope(scope, list(spans), company)
        return Readings(figures, {span: index for index, span in enumerate(spans)}, day)

    def _get_periods(self, day):
        """The period of this input, and the same a year before."""
        if not self.months:
            return [periods.ALL_TIME]
        before = day - relativedelta(years=1)
        return [periods.last_months(day, self.months), periods.last_months(before, self.months)]

    @api.model
    def _find_recorded(self, plans, figures):
        """Ids of the plans of whose customers Odoo has records: a figure that is not nothing."""
        accounts = set()
        for measure, values in figures.items():
            if measure.source == "records":
                accounts |= {place[0] for place, value in values.items() if value}
        return {plan.id for plan in plans if plan.partner_id.id in accounts}

    @api.model
    def _find_touched(self, plans):
        """Ids of the plans of whose people anybody was ever heard of, or with whom there is any
        document or meeting, however old: no figure need tell.
        """
        if not plans:
            return set()
        heard = plans.env["kam.relationship"]._read_group(
            plans._get_places_domain() & Domain("last_two_way_date", "!=", False),
            ["account_id", "company_id"],
        )
        places = set(heard)
        rows = plans.partner_id._get_account_customer_rows()
        partners = plans.partner_id.browse({partner_id for _account, partner_id, _customer in rows})
        known = self._find_with_records(partners, plans.company_id)
        accounts = {account_id for account_id, partner_id, _customer in rows if partner_id in known}
        return {
            plan.id
            for plan in plans
            if plan._get_place() in places or plan.partner_id.id in accounts
        }

    @api.model
    def _find_with_records(self, partners, company):
        """Ids of those of these partners whom any document of a company or a meeting names."""
        own, found = Domain("company_id", "in", [company.id, False]), set()
        for model, (name, domain) in RECORDS.items():
            records = partners.env[model]
            domain &= Domain(name, "in", partners.ids)
            domain &= own if "company_id" in records._fields else Domain.TRUE
            found |= {partner.id for (partner,) in records._read_group(domain, [name])}
        return found

    def _get_value(self, account_id, readings):
        """The number of one account, None where it is not known."""
        spans = self._get_periods(readings.day)
        now = readings.get(self.measure_id, account_id, spans[0])
        if now is None or self._is_too_few(account_id, spans[0], readings):
            return None
        if self.reading == "of_revenue":
            revenue = self.env["kam.measure"]._get_standard_sudo("revenue")
            year = periods.last_months(readings.day, YEAR)
            whole = readings.get(revenue, account_id, year)
            return 100.0 * now / whole if whole and whole > 0 else None
        if self.reading == "value":
            return now
        before = readings.get(self.measure_id, account_id, spans[1])
        if self.reading == "growth":
            return periods.growth(now, before)
        return None if before is None else now - before

    def _is_too_few(self, account_id, span, readings):
        """Whether the figure rests on fewer cases than the input asks for."""
        if not self.minimum_count:
            return False
        measure = self.measure_id
        cases = measure.denominator_id if measure.source == "ratio" else measure
        if cases.unit != "count":
            return False
        count = readings.get(cases, account_id, span)
        return count is None or count < self.minimum_count

    # methods

    def _read_heard(self, plans, day):
        """Share of the key people on the map who took part in a meeting, call or mail.

        :return: dict {plan: (percent or None, evidence: those who did not)}
        """
        ids_of = self._find_key_people(plans)
        everybody = [key for ids in ids_of.values() for key in ids]
        heard = plans.env["kam.relationship"]._read_group(
            Domain("stakeholder_id", "in", everybody)
            & Domain("last_two_way_date", ">", add_months(day, -self.months)),
            ["stakeholder_id"],
        )
        heard_ids = {person.id for (person,) in heard}
        return {
            plan: self._get_share(ids_of.get(plan._get_place(), ()), heard_ids) for plan in plans
        }

    @api.model
    def _find_key_people(self, plans):
        """The key people on the maps of plans: {place: list of ids}."""
        people = plans.env["kam.stakeholder"]._read_group(
            plans._get_places_domain()
            & Domain("is_key", "=", True)
            & Domain("parked_reason", "=", False),
            ["account_id", "company_id"],
            ["id:array_agg"],
        )
        return {(account, company): ids for account, company, ids in people}

    def _get_share(self, ids, heard_ids):
        if len(ids) < max(1, self.minimum_count):
            return None, []
        silent = [("kam.stakeholder", key) for key in ids if key not in heard_ids]
        return 100.0 * (len(ids) - len(silent)) / len(ids), silent

    def _read_confirmed(self, plans, day):
        """What the customer confirmed in percent of what was promised until today.

        :return: dict {plan: (percent or None, evidence: values that are not confirmed whole)}
        """
        due = Domain("plan_id", "in", plans.ids) & Domain("state", "in", STEPS["promised"])
        due &= Domain("date_deadline", "<=", day)
        due &= Domain("date_deadline", ">", add_months(day, -self.months))
        sums = ["promised_total:sum", "confirmed_total:sum", "id:array_agg"]
        groups = plans.env["kam.value"]._read_group(due, ["plan_id"], sums)
        found = {plan: self._get_confirmed(*row) for plan, *row in groups}
        return {plan: found.get(plan, (None, [])) for plan in plans}

    def _get_confirmed(self, promised, confirmed, ids):
        evidence = [("kam.value", key) for key in ids]
        if not (is_known(promised) and promised > 0) or len(ids) < self.minimum_count:
            return None, evidence
        return 100.0 * (confirmed or 0.0) / promised, evidence

    # what a plan is told

    def _get_key(self):
        """How scores name this input."""
        return f"input-{self.id}"

    def _prepare_part(self, value, evidence):
        """The input as a component of a plan's health.

        :param value: number, or None
        :param list evidence: of (model, id)
        """
        return health.Input(
            key=self._get_key(),
            label=self.name,
            points=health.points(value, self.bad, self.good),
            weight=self.weight,
            raw=value,
            bad=self.bad,
            good=self.good,
            version=self.version,
            evidence=evidence,
        )

    def _format_number(self, number, currency):
        """A number of this input as a person reads it.

        :param number: float, or None
        :param currency: res.currency of amounts
        """
        if number is None:
            return self.env._("not known")
        if self.source == "measure" and self.reading == "value":
            return self.measure_id._format(number, currency)
        if self.source == "measure" and self.reading == "change":
            return self.env._("%s points", f"{number:+.1f}")
        if self.source == "measure" and self.reading == "growth":
            return f"{number:+.1f} %"
        return f"{number:.1f} %"

    def _get_opened_measure(self):
        """The measure whose records stand behind this input: of a ratio that of its whole."""
        measure = self.measure_id if self.source == "measure" else self.measure_id.browse()
        return measure.denominator_id or measure

    def _get_chapter(self):
        """The plan's chapter where something can be done about it."""
        return METHOD_CHAPTERS.get(self.method, "") if self.source == "method" else "figures"


def is_input_key(key):
    """Whether scores may name an input so."""
    return isinstance(key, str) and bool(re.fullmatch(r"input-\d{1,9}", key))
