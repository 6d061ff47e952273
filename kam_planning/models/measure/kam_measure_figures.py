from functools import partial

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from ...tools.periods import Spans
from ..common import days
from .entry_query import added_entries, latest_entries
from .kam_measure_privacy import FEWEST_PERSONS
from .measure_query import MeasurePath, Scope, join_periods, join_scope, join_split
from .unread import Unread

AGGREGATE_SQL = {
    "sum": SQL("SUM(value)"),
    "avg": SQL("SUM(value)"),
    "count": SQL("COUNT(*)"),
    "count_distinct": SQL("COUNT(DISTINCT value)"),
}
# Up to so many spans of time are added up in columns instead of rows.
MOST_COLUMNS = 4


class KamMeasureFigures(models.AbstractModel):
    """Read many measures of many accounts over many periods: one grouped query per measure.

    Figures are read as superuser and aggregated: whoever may see a plan sees its figures, with or
    without rights on the records behind them. Callers check that their user may.
    """

    _name = "kam.measure.figures"
    _description = "Figures of a Measure"

    def _get_figures(self, accounts, periods, company, offerings=None):
        """Figures of accounts, each with every company and contact below it.

        :param accounts: res.partner records
        :param periods: list of `tools.periods.Period`
        :param company: the one res.company whose records count; amounts are in its currency
        :param offerings: kam.offering records to split by; None for no split
        :return: dict {measure: {(account id, index of the period): value}}; with offerings the key
            is (account id, index of the period, offering id). No entry means "no figure": nothing
            to average, or a ratio over nothing; sums and counts of nothing are 0 or have no entry.
            A measure of which it is known that it cannot be read gives `Unread`.
        """
        return self._get_figures_of_scope(self._get_scope(accounts), periods, company, offerings)

    def _get_figures_of_scope(
        self, rows, periods, company, offerings=None, path=None, already_read=None
    ):
        """Figures of groups of partners that the caller forms.

        :param rows: list of tuples (key of the group, partner id), a `Scope` of
            `_get_scope` to ask for it once, or None for all partners together, under the
            key 0
        :param str path: splits by what this path from the product leads to, e.g. ``categ_id``
        :param dict already_read: figures that need not be read again, as this method returns them
        :return: as `_get_figures`, with the group's key for the account id
        """
        parts = self | self.numerator_id | self.denominator_id
        scope = rows if rows is None else self._prepare_scope(rows)
        split = parts._prepare_split(offerings, path)
        figures = dict(already_read or {})
        for measure in parts.filtered(lambda m: m.source != "ratio" and m not in figures):
            figures[measure] = measure._read_or_tell_sudo(scope, Spans(periods), company, split)
        for measure in self.filtered(lambda m: m.source == "ratio"):
            figures[measure] = measure._divide(figures)
        return {measure: figures[measure] for measure in self}

    @api.model
    def _get_scope(self, accounts):
        """Accounts, each with everything below it, as groups of partners: one query.

        :return: Scope
        """
        return Scope.from_customers(accounts._get_account_customer_rows())

    @api.model
    def _prepare_scope(self, rows):
        """Groups of partners, with the addresses of customers who are not in the group.

        A company is a group with its contacts: there its own documents are all. Where a site or a
        contact stands for itself, such as a buying centre, those that name it are.

        :param rows: list of tuples (key of the group, partner id), or a Scope
        :return: Scope
        """
        if isinstance(rows, Scope):
            return rows
        customers = self.env["res.partner"]._find_customers_of_contacts(
            {partner_id for _key, partner_id in rows}
        )
        return Scope.from_customers(
            [(key, partner_id, customers.get(partner_id, partner_id)) for key, partner_id in rows]
        )

    def _get_categories_of_scope(self, rows, periods, company):
        """Figures of groups of partners by product category, each over two periods.

        :param rows: as for `_get_figures_of_scope`
        :param periods: two of `tools.periods.Period`
        :return: dict {key: {category id or None: [figure of the first period, of the second]}}, or
            `Unread`
        """
        figures = self._get_figures_of_scope(rows, periods, company, path="categ_id")[self]
        if isinstance(figures, Unread):
            return figures
        amounts = {}
        for (key, number, category), value in figures.items():
            pair = amounts.setdefault(key, {}).setdefault(category, [0.0, 0.0])
            pair[number] = value
        return amounts

    @api.model
    def _get_category_names_sudo(self, ids):
        categories = self.env["product.category"].sudo().browse(ids)
        return {category.id: category.name for category in categories}

    def _get_nothing(self):
        """What stands for a missing figure: nothing summed is 0, nothing averaged is no figure."""
        self.ensure_one()
        adds_up = self.source == "records" and self.aggregate != "avg"
        return 0.0 if adds_up and not self._get_person_field() else None

    def _accumulates(self):
        """Whether the figure starts from nothing in each period and grows in it: sums and counts of
        records with a date, and what is entered by hand month by month.
        """
        self.ensure_one()
        if self.source == "manual":
            return self.entry_mode == "sum"
        return bool(self.date_path) and self._get_nothing() is not None

    def _adds_up_in_money(self):
        """Whether figures of two customers or two periods add up to an amount of money."""
        if self.source == "manual":
            is_sum = self.entry_mode == "sum"
        else:
            is_sum = self.source == "records" and self.aggregate == "sum" and self.date_path
        return bool(is_sum and self.unit == "currency")

    def _divide(self, figures):
        """Ratio of two measures' figures; in percent where the unit says so."""
        unread = Unread.among(figures.get(part) for part in self.numerator_id | self.denominator_id)
        if unread:
            return unread
        # A part that is a ratio itself has no figures here.
        above, below = figures.get(self.numerator_id, {}), figures.get(self.denominator_id, {})
        factor = 100.0 if self.unit == "percent" else 1.0
        # What is told of too few people, or entered by nobody, is not known, and not nothing.
        numerator = self.numerator_id
        told = above if numerator and numerator._get_nothing() is None else below
        return {
            key: factor * above.get(key, 0.0) / value
            for key, value in below.items()
            if value and key in told
        }

    @api.model
    def _prepare_split(self, offerings, path):
        if offerings is not None:
            return offerings._prepare_measure_split()
        return {"path": path} if path else {}

    def _read_figures_sudo(self, scope, spans, company, split):
        """Read one measure in one query, as superuser: only aggregates leave this method."""
        self.ensure_one()
        if (split and not self.offering_path) or (scope and not scope.rows):
            return {}
        if self.source == "records" and self.model_name not in self.env:
            raise UserError(self.env._("“%s” is not installed here any more.", self.model_name))
        if self.source == "records" and self._is_kept_from_users_sudo(self.model_name):
            return {}
        if self.source == "manual":
            model, reader = self.env["kam.measure.entry"], self._prepare_entry_query
        else:
            model, reader = self.env[self.model_name], self._prepare_query
        # Odoo's reports convert to the currency of the companies that are chosen: here to none.
        # Archived records count where the measure says so, whatever list somebody came from.
        model = model.sudo().with_context(
            allowed_company_ids=company.ids,
            tz=days.get_zone_sudo(company).zone,
            active_test=True,
        )
        query = reader(model, scope, spans, company, split)
        result_rows = self.env.execute_query(query)
        take = self._gather if self._is_spread(spans) else self._combine
        return take(result_rows, spans, bool(split))

    def _is_spread(self, spans):
        """Few spans of time stand beside each other, in columns: half the groups for two years."""
        return bool(self._is_additive() and self.date_path and len(spans.numbers) <= MOST_COLUMNS)

    def _gather(self, rows, spans, is_split):
        """Take the figures from rows (key, part, value of each span, count of each span)."""
        places = [(at, i) for at, n in enumerate(spans.numbers) for i in spans.periods_of(n)]
        if self.aggregate != "avg" and len(places) == len(spans.periods):
            # Each period is one column: nothing to add up.
            return {
                (row[0], index, row[1]) if is_split else (row[0], index): row[2 + at]
                for row in rows
                for at, index in places
                if row[2 + at] is not None
            }
        size = len(spans.numbers)
        flat = [
            (row[0], span, row[1], row[2 + at], row[2 + size + at] if len(row) > 2 + size else 1)
            for row in rows
            for at, span in enumerate(spans.numbers)
            if row[2 + at] is not None
        ]
        return self._combine(flat, spans, is_split)

    def _combine(self, rows, spans, is_split):
        """Add up the spans of time into the periods: {(key, period) or (key, period, part): value}.

        :param rows: tuples (key, span, part, value, count)
        """
        numbers = {row[1] for row in rows}
        indexes = {span: self._get_periods_of(spans, span) for span in numbers}
        is_mean = self.aggregate == "avg" and self.source == "records"
        figures, counts = {}, {}
        for key, span, part, value, count in rows:
            for index in indexes[span]:
                place = (key, index, part) if is_split else (key, index)
                figures[place] = figures.get(place, 0.0) + value
                if is_mean:
                    counts[place] = counts.get(place, 0) + count
        return {entry: figures[entry] / counts[entry] for entry in figures} if is_mean else figures

    def _get_periods_of(self, spans, span):
        """Indexes of the periods to which a row of the query belongs."""
        if not self._is_additive():
            return [span]
        if not self.date_path:
            return range(len(spans.periods))
        return spans.periods_of(span)

    def _is_additive(self):
        """Distinct values and latest entries of two months are no sum of those of each; neither is
        what is left out of each because it tells of too few people.
        """
        if self.source != "records" or self.aggregate == "count_distinct":
            return False
        return not (self.date_path and self._get_person_field())

    def _prepare_query(self, model, scope, spans, company, split):
        """Compose the statement; its rows are (key, span, part, value, count)."""
        domain = self._prepare_domain(model, company) & self._get_open_domain(model)
        query = model._search(domain, bypass_access=True)
        way = MeasurePath(model, query)
        key = join_scope(way, self.partner_path, scope)
        part = join_split(way, self.offering_path, split)
        span = self._join_span(way, spans, company)
        columns = SQL(
            "%s %s AS key, %s AS span, %s AS part, %s AS value, %s AS id, %s AS person",
            SQL("DISTINCT") if way.multiplies else SQL(),
            key,
            span,
            part,
            self._prepare_value(way),
            SQL.identifier(model._table, "id"),
            way.follow(person)[0] if (person := self._get_person_field()) else SQL("NULL"),
        )
        return self._group_facts(query.select(columns), spans)

    def _group_facts(self, facts, spans):
        """Add up facts (key, span, part, value), the spans in rows or, when few, in columns."""
        value, count = AGGREGATE_SQL[self.aggregate], SQL("COUNT(*)")
        if not self._is_spread(spans):
            return SQL(
                "SELECT key, span, part, %s::float8, %s FROM (%s) AS fact "
                "WHERE value IS NOT NULL GROUP BY key, span, part HAVING %s",
                value,
                count if self.aggregate == "avg" else SQL("1"),
                facts,
                SQL("COUNT(DISTINCT person) >= %s", FEWEST_PERSONS)
                if self._get_person_field()
                else SQL("TRUE"),
            )
        # Values first, then the counts that a mean needs.
        wanted = [value, count] if self.aggregate == "avg" else [value]
        columns = [
            SQL("(%s FILTER (WHERE span IS NOT DISTINCT FROM %s))::float8", expression, number)
            for expression in wanted
            for number in spans.numbers
        ]
        return SQL(
            "SELECT key, part, %s FROM (%s) AS fact WHERE value IS NOT NULL GROUP BY key, part",
            SQL(", ").join(columns),
            facts,
        )

    def _prepare_domain(self, model, company):
        domain = days.fix_days(Domain(self._parse_domain()), model, company)
        if "company_id" in model._fields:
            domain &= Domain("company_id", "in", [company.id, False])
        return domain

    def _prepare_value(self, way):
        if self.aggregate == "count":
            return SQL("1")
        value, _field = way.follow(self.field_name)
        if not self.rate_path:
            return value
        rate, _field = way.follow(self.rate_path)
        return SQL("%s / COALESCE(NULLIF(%s, 0), 1)", value, rate)

    def _join_span(self, way, spans, company):
        """Find the span of each record. Moments are compared with the moments at which the days of
        the company begin: so the database finds them by its indexes.
        """
        if not self.date_path:
            if self._is_additive():
                return SQL("0")
            return join_periods(way.query, SQL("NULL::date"), spans, lambda day: day)
        date, field = self._follow_date(way)
        to_border = partial(days.border, company=company, field=field)
        if not self._is_additive():
            return join_periods(way.query, date, spans, to_border)
        if spans.start:
            way.query.add_where(SQL("%s >= %s", date, to_border(spans.start)))
        if spans.end:
            way.query.add_where(SQL("%s < %s", date, to_border(spans.end + days.ONE_DAY)))
        if not spans.borders:
            return SQL("0")
        kind = SQL("timestamp[]") if field.type == "datetime" else SQL("date[]")
        borders = [to_border(day) for day in spans.borders]
        return SQL("width_bucket(%s, %s::%s)", date, borders, kind)

    def _follow_date(self, way):
        """The day of a record, of those without it the other one."""
        date, field = way.follow(self.date_path)
        if self.fallback_date_path:
            date = SQL("COALESCE(%s, %s)", date, way.follow(self.fallback_date_path)[0])
        return date, field

    def _prepare_entry_query(self, model, scope, spans, company, _split):
        """Compose the statement for figures given by hand: see `entry_query`."""
        self.env["res.partner"].flush_model(["parent_id"])
        domain = [("measure_id", "=", self.id), ("company_id", "=", company.id)]
        query = model._search(domain, bypass_access=True)
        way = MeasurePath(model, query)
        account, day = way.follow("account_id")[0], way.follow("date")[0]
        columns = SQL("%s AS account_id, %s AS day", account, day)
        entries = query.select(columns)
        span = join_periods(query, day, spans, lambda day: day)
        facts = query.select(
            columns,
            SQL("%s AS span, %s AS value", span, way.follow("value")[0]),
            SQL.identifier(model._table, "id"),
        )
        rows = scope and scope.rows
        if self.entry_mode == "sum":
            return added_entries(facts, entries, rows)
        return latest_entries(facts, rows)
