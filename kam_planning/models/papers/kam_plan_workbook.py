from lxml import etree

from odoo import models
from odoo.fields import Domain
from odoo.tools import html2plaintext
from odoo.tools.misc import format_date

from ...tools.papers.workbook import Amount, Sheet, make_workbook
from ..common.days import moment_of_user
from ..common.known import Known, is_known

# The same for all lines of a plan: said above the tables.
SAME = {"plan_id", "account_id", "partner_id", "company_id", "kam_user_id", "tier_id"}
# What is no column of a table.
NO_WIDGETS = {"handle", "kam_stale", "list_activity"}
NO_TYPES = {"binary", "image", "json", "properties", "properties_definition"}
FACTS = ("partner_id", "company_id", "date_start", "date_end", "state", "tier_id", "user_id")
FACTS += ("sponsor_id", "next_review_date", "health", "hygiene", "confidence", "currency_id")


class KamPlanWorkbook(models.AbstractModel):
    """The plan as a workbook: one sheet for each block that it shows, with the columns that the
    user has in the list of its lines.
    """

    _name = "kam.plan.workbook"
    _description = "Account Plan as a Workbook"

    def _make_workbook(self):
        """Write the workbook in the language of this record.

        :return: bytes of the file
        :raise AccessError: when the user may not read the plan
        """
        self.ensure_one()
        self.check_access("read")
        head = f"{format_date(self.env, self._get_day_printed())} · {self.currency_id.name}"
        head = self.env._("As of %s", head)
        sheets = [self._prepare_facts_sheet(head)]
        for branch in self._get_sheet_branches():
            lines = self._find_lines(branch.model, branch.domain or Domain.TRUE)[self]
            sheets.append(self._prepare_sheet(branch.label, head, lines))
        return make_workbook(self.name, sheets, self._get_reading_direction() == "rtl")

    def _get_sheet_branches(self):
        """The chapters that the plan shows and whose lines the user may read, in their order."""
        branches = sorted(self._get_concept_branches(), key=lambda branch: branch.sequence)
        return [
            branch
            for branch in branches
            if not branch.is_inner
            and (not branch.switch or self[branch.switch])
            and self.env[branch.model].has_access("read")
        ]

    def _prepare_facts_sheet(self, head):
        rows = [
            [self._fields[name]._description_string(self.env), self._get_cell(self, name)]
            for name in FACTS
        ]
        columns = [self.env._("Account Plan"), self.name]
        return Sheet(self.env._("Account Plan"), head, columns, rows)

    def _prepare_sheet(self, label, head, lines):
        columns = self._find_columns(lines)
        rows = [[self._get_cell(line, name) for name in columns] for line in lines]
        return Sheet(label, head, list(columns.values()), rows)

    def _find_columns(self, lines):
        """The columns that the user has in the list: {field: heading}. Odoo leaves out of a view
        what is for other groups.
        """
        arch = etree.fromstring(lines.get_view(view_type="list")["arch"])
        columns = {}
        for node in arch.findall("field"):
            name = node.get("name")
            field = lines._fields[name]
            if (
                name not in SAME
                and field.type not in NO_TYPES
                and node.get("widget") not in NO_WIDGETS
                and node.get("column_invisible") not in ("1", "True")
                and lines._has_field_access(field, "read")
            ):
                heading = node.get("string") or field._description_string(self.env)
                columns.setdefault(name, heading)
        return columns

    def _get_cell(self, record, name):
        """The value of a field as what it is; nothing is None, a number not known is words."""
        field, value = record._fields[name], record[name]
        if isinstance(field, Known) and not is_known(value):
            return self.env._("not known")
        if field.type == "monetary":
            return self._get_amount(value, record[field.get_currency_field(record)])
        if field.type in ("integer", "float", "boolean"):
            return value
        if not value:
            return None
        if field.type == "date":
            return value
        if field.type == "datetime":
            return moment_of_user(self, value)
        if field.type == "html":
            return html2plaintext(value).strip()
        return self._get_text(record, field, value)

    def _get_text(self, record, field, value):
        if field.type == "many2one":
            # The name alone, as lists show it.
            return field.convert_to_read(value, record)[1]
        if field.relational:
            return ", ".join(value.mapped("display_name"))
        return str(field.convert_to_export(value, record) or "")

    def _get_amount(self, value, currency):
        if not currency:
            return value
        return Amount(
            value,
            currency.symbol or currency.name,
            currency.position == "before",
            currency.decimal_places,
        )
