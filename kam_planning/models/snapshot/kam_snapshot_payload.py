from odoo import SUPERUSER_ID, api, models, tools
from odoo.fields import Domain
from odoo.tools import is_html_empty

from ...tools.snapshot.canonical import number_text
from ..common.kinds import MODULE
from ..common.known import is_known

KEPT_TYPES = (
    *("char", "text", "html", "selection", "boolean", "integer", "float", "monetary"),
    *("date", "datetime", "many2one", "many2many", "properties"),
)
# Where a line stands is said by the snapshot; the rest is said of it, not by it.
PLACES = {"plan_id", "account_id", "company_id", "currency_id"}
STAMPS = {"confirmed_date", "confirmed_by_id", "figures_date", "counted_from", "kam_fault_date"}
# What follows from other lines, from the day, or from what waits.
FOLLOWING = {
    *("access_user_ids", "is_open", "is_judgement", "is_found", "is_placeholder", "judge_again"),
    *("rate_again", "force_count", "too_few_forces", "cell_count", "coverage_count", "peer_count"),
    *("undated_count", "contact_change", "contact_change_date", "next_date", "remind_date"),
    *("continued_state", "last_review_date", "fiscal_year", "quadrant", "rank"),
}
NUMBERS = ("integer", "float", "monetary")
# Figures that are no numbers.
FIGURES = {
    *("last_contact_date", "last_two_way_date", "health", "standing", "status", "threat", "lever"),
}
# Links of ours to what Odoo keeps beside a line.
BESIDE = ("mail.", "calendar.", "ir.")
# Beside lines of plans and accounts, why not: a test asks of each line whether it is kept.
HISTORY = "is kept with its own days, and never changed"
JUDGEMENT = "is what is thought of persons"
LEFT_OUT = {
    "kam.snapshot": "is a snapshot itself",
    "kam.delivery": "is read from orders",
    "kam.gap": "is found anew each night, and tells what is thought of persons",
    "kam.influence": JUDGEMENT,
    "kam.stakeholder.answer": JUDGEMENT,
    "kam.value.rating": "is read by nobody but who typed it in",
    "kam.value.answer": HISTORY,
    "kam.value.reading": HISTORY,
    "kam.risk.reading": HISTORY,
    "kam.force.reading": HISTORY,
    "kam.measure.entry": HISTORY,
}


class KamSnapshotPayload(models.AbstractModel):
    """What a snapshot keeps: of the plan, of all its lines and all that is known of its customer.

    Kept are our own stored fields. Left out are fields for some groups only (judgements of people,
    above all) and lines of which not everybody reads all who reads the plan: a snapshot is read by
    who reads the plan, and holds nothing else. Rooms above leave out lines of theirs by
    `_get_left_out`.
    """

    _name = "kam.snapshot.payload"
    _description = "Content of a Snapshot"

    @api.model
    def _get_left_out(self):
        """Models of lines that are not kept: a hook.

        :return: dict {model: why}
        """
        return LEFT_OUT

    @api.model
    @tools.ormcache()
    def _get_line_models(self):
        """Names of all models whose records belong to a plan or to an account."""
        names = self.env.registry.descendants(["kam.plan.line", "kam.account.line"], "_inherit")
        return tuple(sorted(name for name in names if not self.env[name]._abstract))

    @api.model
    def _get_kept_models(self):
        """Names of the models of which lines are kept, the plan first."""
        left_out = self._get_left_out()
        return ["kam.plan", *(name for name in self._get_line_models() if name not in left_out)]

    @api.model
    @tools.ormcache("model")
    def _get_kept_fields(self, model):
        """Names of the fields that are kept of a model.

        :param str model: name of one of `_get_kept_models`
        """
        lines = self.env[model]
        names = lines._get_own_names() - lines._get_unoffered_names()
        names -= PLACES | STAMPS | FOLLOWING
        return tuple(sorted(name for name in names if self._is_kept(lines._fields[name])))

    @api.model
    @tools.ormcache("model")
    def _get_figures(self, model):
        """Names of the kept fields that are read or reckoned anew each night: they move by
        themselves, and a plan is not another one for that.
        """
        lines = self.env[model]
        technical = lines._get_technical_names().intersection(self._get_kept_fields(model))
        of_numbers = {name for name in technical if lines._fields[name].type in NUMBERS}
        return frozenset(of_numbers | technical.intersection(FIGURES))

    @api.model
    def _is_kept(self, field):
        if field.type not in KEPT_TYPES or not field.store or field.related or field.groups:
            return False
        if field.name.startswith("show_") or MODULE not in field._modules:
            return False
        return not (field.relational and field.comodel_name.startswith(BESIDE))

    @api.model
    def _read_plans_sudo(self, plans):
        """Read plans as they stand now.

        As superuser: a snapshot holds the whole plan, whoever takes it; who reads it sees what he
        may (`kam.snapshot.reading`). As Odoo's own superuser, from whom no name is hidden.

        :return: dict {plan: list of lines as `tools.snapshot.canonical` describes them}
        """
        lang = plans.company_id[:1].sudo().partner_id.lang
        plans = plans.with_user(SUPERUSER_ID).sudo().with_context(active_test=False, lang=lang)
        found = {plan.id: [] for plan in plans}
        for model in self._get_kept_models():
            for plan_ids, record in self._find_lines(plans, model):
                line = self._prepare_line(record)
                for plan_id in plan_ids:
                    found[plan_id].append(line)
        return {plan: found[plan.id] for plan in plans}

    @api.model
    def _find_lines(self, plans, model):
        """Lines of a model: pairs (ids of the plans to which one belongs, the record)."""
        if model == "kam.plan":
            return [([plan.id], plan) for plan in plans]
        lines = plans.env[model]
        domain = plans._get_lines_domain(lines)
        if "is_judgement" in lines._fields:
            domain &= Domain("is_judgement", "=", False)
        records = lines.search(domain, order="id")
        if "plan_id" in lines._fields:
            return [([record.plan_id.id], record) for record in records]
        places = plans.grouped(lambda plan: plan._get_place())
        return [
            (places[record.account_id, record.company_id].ids, record)
            for record in records
            if (record.account_id, record.company_id) in places
        ]

    @api.model
    def _prepare_line(self, record):
        return {
            "ref": f"{record._name},{record.id}",
            "name": record.display_name or "",
            "values": {
                name: self._prepare_value(record, record._fields[name])
                for name in self._get_kept_fields(record._name)
            },
        }

    @api.model
    def _prepare_value(self, record, field):
        """One value as plain data without numbers: text, bool, None, list, dict or link."""
        value = record[field.name]
        if field.type == "boolean":
            return bool(value)
        if field.type in NUMBERS:
            return self._prepare_number(record, field, value)
        if not value or (field.type == "html" and is_html_empty(value)):
            return None
        if field.type == "many2one":
            return self._prepare_link(value)
        if field.type == "many2many":
            return [self._prepare_link(one) for one in value.sorted("id")]
        if field.type == "properties":
            return self._prepare_properties(record, field)
        if field.type in ("date", "datetime"):
            return field.to_string(value)
        return str(value)

    @api.model
    def _prepare_number(self, record, field, value):
        if not is_known(value):
            return None
        if field.type == "integer":
            return number_text(int(value))
        if field.type == "monetary":
            currency = record[field.get_currency_field(record)]
            return number_text(float(value), currency.decimal_places if currency else 2)
        digits = field.get_digits(record.env)
        return number_text(float(value), digits[1] if digits else None)

    @api.model
    def _prepare_link(self, record):
        """What a judgement is called tells it."""
        if "is_judgement" in record._fields and record.is_judgement:
            return {"ref": f"{record._name},{record.id}", "name": ""}
        return {"ref": f"{record._name},{record.id}", "name": record.display_name or ""}

    @api.model
    def _prepare_properties(self, record, field):
        """The own fields of a plan by their labels, those that say something."""
        entries = field.convert_to_read(record[field.name], record) or []
        texts = {entry["string"]: entry.get("value") for entry in entries}
        return {
            label: value if isinstance(value, bool) else str(value)
            for label, value in texts.items()
            if is_known(value)
        } or None
