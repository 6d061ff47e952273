from ast import literal_eval

from psycopg2 import Error

from odoo import api, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.models import READ_GROUP_NUMBER_GRANULARITY
from odoo.tools import OrderedSet, mute_logger

from ...tools.periods import Spans, last_months
from ..common.days import today_of
from ..common.trying import tell
from .measure_query import CUSTOMER_FIELDS, Scope

# Models whose records tell of users, rights, keys, settings or other people's mail: never measured.
SECRET_PREFIXES = (
    "ir.",
    "res.users",
    "res.groups",
    "res.config",
    "res.device",
    "auth",
    "base.",
    "bus.",
    "change.password",
    "certificate",
    "discuss.",
    "fetchmail.",
    "iap.",
    "kam.score",
    "mail.mail",
    "mail.push",
    "payment.",
    "phone.blacklist",
    "sms.",
)
# What is written in a message is not for being searched by counting.
NOT_SEARCHED = ("char", "text", "html")
NUMBERS = ("integer", "float", "monetary")
PRODUCT_MODELS = ("product.product", "product.template", "product.category", "kam.offering")
DEFINING = {
    "source",
    "model_name",
    "aggregate",
    "field_name",
    "domain",
    "date_path",
    "fallback_date_path",
    "partner_path",
    "rate_path",
    "offering_path",
}
NESTED_OPERATORS = ("any", "not any")
UNREAD = ("binary", "properties")
READING_ERRORS = (UserError, ValueError, TypeError, AttributeError, KeyError, RecursionError, Error)


class Fault(Exception):
    """What is wrong with a definition, in words for the user."""


class KamMeasureDefinition(models.AbstractModel):
    """What a measure may read: what exists, is no secret, and may be read by its author."""

    _name = "kam.measure.definition"
    _description = "Definition of a Measure"
    _inherit = ["kam.measure.privacy"]

    @api.model
    def _get_model_selection(self):
        """Models that can be measured, by their names for people."""
        pairs = [
            (name, f"{model._description} ({name})")
            for name, model in self.env.items()
            if not self._is_unfit(model)
        ]
        return sorted(pairs, key=lambda pair: pair[1])

    @api.model
    def _is_secret(self, model_name):
        return model_name.startswith(SECRET_PREFIXES)

    @api.model
    def _is_unfit(self, model):
        is_secret = self._is_secret(model._name) or self._is_kept_from_users_sudo(model._name)
        return model._abstract or model._transient or is_secret

    @api.model_create_multi
    def create(self, vals_list):
        """Refuse unsafe and wrong definitions."""
        measures = super().create(vals_list)
        measures._check_definition()
        return measures

    def write(self, vals):
        """Refuse unsafe and wrong definitions."""
        result = super().write(vals)
        if not DEFINING.isdisjoint(vals):
            self.env.registry.clear_cache()
            self._check_definition()
            tell(self, "_read_again", {})
            self._forget_companies_sudo()
        return result

    def _check_definition(self):
        """Check with the rights of the author; a constraint would be checked as superuser.

        :raise ValidationError: on a definition that may not be used
        """
        for measure in self:
            fault = measure._find_fault()
            if fault:
                raise ValidationError(
                    self.env._(
                        "Measure “%(measure)s”: %(fault)s", measure=measure.name, fault=fault
                    )
                )

    def _find_fault(self):
        """Say what is wrong with the definition, for the current user.

        :return: translated str, or None when it may be used
        """
        self.ensure_one()
        if self.source != "records":
            return None
        try:
            model = self._find_model()
            self._check_field(model)
            self._check_path(model, "partner_path", self.env._("the customer"), ("res.partner",))
            if self.offering_path:
                self._check_path(model, "offering_path", self.env._("a product"), PRODUCT_MODELS)
            if self.rate_path:
                self._check_type(model, "rate_path", NUMBERS)
            for name in ("date_path", "fallback_date_path"):
                if self[name]:
                    self._check_type(model, name, ("date", "datetime"))
            self._check_domain(model)
            self._check_reading()
        except Fault as fault:
            return str(fault)
        return None

    def _find_model(self):
        name = self.model_name
        if not name or name not in self.env:
            raise Fault(self.env._("choose the records that it reads."))
        model = self.env[name]
        if self._is_unfit(model):
            raise Fault(self.env._("“%s” holds secrets or settings and is never measured.", name))
        if not model.has_access("read"):
            raise Fault(
                self.env._(
                    "you may not read “%s” yourself. Ask somebody who may to define it.",
                    model._description,
                )
            )
        return model

    def _check_field(self, model):
        if self.aggregate == "count":
            return
        if not self.field_name:
            raise Fault(self.env._("choose the field that is summed, averaged or counted."))
        field = self._follow(model, self.field_name)[-1]
        if self.aggregate in ("sum", "avg") and field.type not in NUMBERS:
            raise Fault(self.env._("“%s” is no number and cannot be summed.", self.field_name))

    def _check_path(self, model, name, what, models_allowed):
        path = self[name]
        if not path:
            raise Fault(self.env._("give the path that leads to %s.", what))
        # What figures are split by may lie behind a link: it is named to nobody by that.
        field = self._follow(model, path, name)[-1]
        if field.type not in ("many2one", "many2many") or field.comodel_name not in models_allowed:
            raise Fault(
                self.env._("the path “%(path)s” does not lead to %(what)s.", path=path, what=what)
            )

    def _check_type(self, model, name, types):
        field = self._follow(model, self[name])[-1]
        if field.type not in types:
            raise Fault(
                self.env._(
                    "“%(path)s” is not what “%(field)s” needs.",
                    path=self[name],
                    field=self._fields[name]._description_string(self.env),
                )
            )

    def _follow(self, model, path, purpose=None):
        """Walk along a dotted path.

        :param str purpose: name of the measure's field, where it matters: figures are only split
            by what ``offering_path`` leads to, and found by the customers of ``partner_path``, of
            which there may be several
        :return: list of fields, one for each step
        :raise Fault: where the path leads nowhere, or where this user or nobody may go
        """
        steps, came_from = [], model
        for name in path.split("."):
            is_link = not steps or self._is_link(steps[-1], purpose == "partner_path")
            if not is_link or (steps and self._is_secret(model._name)):
                raise Fault(self.env._("the path “%s” cannot be followed to its end.", path))
            field = model._fields.get(name)
            if field is None:
                raise Fault(
                    self.env._(
                        "there is no field “%(field)s” in “%(model)s”.",
                        field=name,
                        model=model._description,
                    )
                )
            if steps and purpose != "offering_path" and not self._may_step(came_from, steps[-1]):
                raise Fault(self.env._("“%s” leads to what is kept for its own readers.", path))
            self._check_readable(model, field, purpose)
            steps.append(field)
            if field.relational:
                came_from, model = model, self.env[field.comodel_name]
        return steps

    def _is_link(self, field, is_partner):
        """Whether a path may go on behind a field: to one record, or to lines with customers."""
        if field.type == "one2many" and is_partner:
            return self.env[field.comodel_name]._fields[field.inverse_name].type == "many2one"
        return field.type == "many2one"

    def _check_readable(self, model, field, purpose=None):
        if not model.has_access("read"):
            raise Fault(self.env._("you may not read “%s” yourself.", model._description))
        stored = field.store or (field.related and field.base_field.store)
        if not stored and model._auto:
            raise Fault(
                self.env._(
                    "“%s” is computed on the fly; choose a field that the database keeps.",
                    field.name,
                )
            )
        # Whose figures they are is known to who reads them.
        is_customer = purpose == "partner_path" and field.name in CUSTOMER_FIELDS
        is_kept = self._is_field_kept(field) and not is_customer
        is_kept = is_kept or self._is_kept_from_users_sudo(model._name)
        if is_kept or not model._has_field_access(field, "read") or field.type in UNREAD:
            raise Fault(self.env._("“%s” may not be read.", field.name))

    def _check_domain(self, model):
        try:
            domain = Domain(self._parse_domain())
            self._check_conditions(model, domain)
        except (ValueError, SyntaxError, TypeError, AttributeError, RecursionError, MemoryError):
            raise Fault(
                self.env._("the condition “%s” cannot be understood: correct it.", self.domain)
            ) from None

    def _check_reading(self):
        """Read the figures of nobody: what the database refuses is known before it is saved."""
        period = last_months(today_of(self.env.company))
        try:
            with mute_logger("odoo.sql_db"), self.env.cr.savepoint():
                self._read_figures_sudo(Scope([(0, 0)]), Spans([period]), self.env.company, {})
        except READING_ERRORS as error:
            raise Fault(
                self.env._(
                    "it cannot be read, as its condition “%(domain)s” or its paths do not fit: "
                    "%(error)s",
                    domain=self.domain,
                    error=str(error).partition("\n")[0],
                )
            ) from None

    def _parse_domain(self):
        """The domain as a list; plain values only, nothing is ever executed."""
        return literal_eval((self.domain or "[]").strip() or "[]")

    def _check_conditions(self, model, domain):
        is_of_persons = bool(getattr(model, "_person_field", None))
        for condition in domain.iter_conditions():
            path, operator, value = condition.field_expr, condition.operator, condition.value
            if path == "id" and not is_of_persons:
                continue
            *_way, field = self._follow(model, self._strip_date_part(path))
            # Two figures, with and without one person, would tell of that one.
            is_told = is_of_persons and (field.type in NOT_SEARCHED or path == "id")
            is_mail = field.model_name.startswith("mail.") and field.type in NOT_SEARCHED
            if is_mail or is_told:
                raise Fault(self.env._("“%s” is not for being searched.", path))
            if not field.relational:
                continue
            other = self.env[field.comodel_name]
            is_kept = self._is_secret(other._name) or self._is_confidential(other)
            if is_kept and self._searches_names(operator, value):
                raise Fault(self.env._("“%s” is not for being searched.", path))
            if operator in NESTED_OPERATORS:
                self._check_conditions(self.env[field.comodel_name], Domain(value))

    @api.model
    def _searches_names(self, operator, value):
        """Comparing with given ids tells nothing; everything else looks into the linked records."""
        values = value if isinstance(value, (list, tuple, set, OrderedSet)) else [value]
        plain = operator in ("=", "!=", "in", "not in")
        return not plain or any(isinstance(operand, str) for operand in values)

    @api.model
    def _strip_date_part(self, path):
        """``create_date.month_number`` asks for a part of a date, not for another field."""
        way, _dot, last = path.rpartition(".")
        return way if way and last in READ_GROUP_NUMBER_GRANULARITY else path
