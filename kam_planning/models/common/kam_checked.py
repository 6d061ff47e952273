import math

from odoo import api, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import float_repr

from .kinds import MODULE, TO_MANY

# Beyond that floats do not tell one unit from the next.
MOST = 1e15
# A hundred years in days: what counts days or months leads to no date that Python does not know.
MOST_DAYS = 36500
MOST_SEQUENCE = 2**31 - 1
YEARS = range(1900, 2200)
NUMBERS = ("integer", "float", "monetary")
DATES = ("date", "datetime")
TEXTS = ("char", "text", "html")


class KamChecked(models.AbstractModel):
    """Records that take only values which can be kept and reckoned with.

    The web client and imports send such values anyway. Over RPC anything can come: not a number,
    numbers beyond any measure, texts where a date belongs. It is refused by a sentence that names
    the field, before a computation or the database fails on it.
    """

    _name = "kam.checked"
    _description = "Record With Checked Values"
    _inherit = ["kam.linked"]

    @api.model_create_multi
    def create(self, vals_list):
        """Refuse values that cannot be kept."""
        for vals in vals_list:
            self._check_values(vals)
        records = super().create(vals_list)
        records._check_required_lists()
        return records

    def write(self, vals):
        """Refuse values that cannot be kept."""
        self._check_values(vals)
        result = super().write(vals)
        self._check_required_lists()
        return result

    def onchange(self, values, field_names, fields_spec):
        """Refuse numbers and dates that cannot be kept, before anything is reckoned of them."""
        typed = {
            name
            for name, field in self._fields.items()
            # A form sends what it only shows as well: counts grow beyond what anybody may type.
            if field.type in NUMBERS + DATES and not field.readonly
        }
        self._check_values({name: values[name] for name in typed.intersection(values)})
        return super().onchange(values, field_names, fields_spec)

    @api.model
    def name_create(self, name):
        """Make a record of its name alone, where it needs no more.

        :param str name: of the new record
        :return: tuple (id, name)
        :raise UserError: when there is more to be filled in
        """
        title = self._fields.get(self._rec_name)
        is_named = isinstance(name, str) and name.strip()
        is_title = title and title.type == "char" and not title.readonly
        if not (is_named and is_title) or self._get_missing_names(title.name):
            raise UserError(
                self.env._(
                    "“%s” is not made of a name alone: create it by its form.", self._description
                )
            )
        return super().name_create(name)

    @api.model
    def _get_missing_names(self, title):
        """Names of the required fields, beside the title, that nothing fills in."""
        required = [
            name
            for name, field in self._fields.items()
            if field.required and not field.compute and field.store and name != title
        ]
        defaults = self.default_get(required)
        return [name for name in required if defaults.get(name) in (None, False)]

    @api.model
    def _check_values(self, vals):
        """
        :raise ValidationError: naming the field and the value that cannot stand in it
        """
        for name, value in () if self.env.su else vals.items():
            field = self._fields.get(name)
            if field and MODULE in field._modules and not self._is_sound(field, value):
                raise ValidationError(
                    self.env._(
                        "%(document)s: “%(value)s” cannot stand in “%(field)s”. Numbers go up to "
                        "%(most)s (days and months up to %(days)s), dates from %(first)s to "
                        "%(last)s, choices are from the list.",
                        document=self._description,
                        value=str(value)[:80],
                        field=field._description_string(self.env),
                        most=float_repr(MOST, 0),
                        days=MOST_DAYS,
                        first=YEARS[0],
                        last=YEARS[-1],
                    )
                )

    @api.model
    def _is_sound(self, field, value):
        try:
            if field.type in NUMBERS:
                number = (int if field.type == "integer" else float)(value or 0)
                return math.isfinite(number) and abs(number) <= self._get_most(field)
            if field.type in DATES:
                date = field.to_date(value) if field.type == "date" else field.to_datetime(value)
                return not date or date.year in YEARS
            if field.type == "selection":
                # Odoo itself asks only where the choice is the same for everybody; not at all where
                # the model says so, which then refuses by a sentence of its own.
                return not field.validate or not value or value in field.get_values(self.env)
        except (ValueError, TypeError, AttributeError, OverflowError):
            return False
        return self._is_shaped(field, value)

    @api.model
    def _get_most(self, field):
        if field.type != "integer":
            return MOST
        return MOST_SEQUENCE if field.name in ("sequence", "color") else MOST_DAYS

    @api.model
    def _is_shaped(self, field, value):
        """Whether a value has the form that the field takes; empty ones have."""
        if isinstance(value, models.BaseModel):
            return field.relational and value._name == field.comodel_name
        if field.type in TEXTS:
            return "\x00" not in str(value) and not isinstance(value, list | tuple)
        if field.type == "many2one_reference":
            return not value or (type(value) is int and 0 < value < 2**31)
        if field.type == "many2one":
            one = value[0] if value and isinstance(value, list | tuple) else value
            return not one or (type(one) is int and 0 < one < 2**31)
        if field.type in TO_MANY:
            return not value or (
                isinstance(value, list | tuple) and all(map(self._is_command, value))
            )
        return field.type not in ("json", "properties") or is_plain(value)

    @api.model
    def _is_command(self, command):
        if not isinstance(command, list | tuple):
            return isinstance(command, int)
        return 0 < len(command) <= 3 and command[0] in range(7)

    def _check_required_lists(self):
        """Refuse lists that must not be empty; the database looks after single values only."""
        for name, field in self._fields.items():
            if field.type == "many2many" and field.required and MODULE in field._modules:
                for record in self:
                    if not record[name]:
                        raise ValidationError(
                            self.env._(
                                "%(document)s: choose at least one record as “%(field)s”.",
                                document=self._description,
                                field=field._description_string(self.env),
                            )
                        )


def is_plain(value):
    """Whether all numbers in a structure of plain values can be kept."""
    if isinstance(value, dict):
        return all(map(is_plain, value.values()))
    if isinstance(value, list | tuple):
        return all(map(is_plain, value))
    if isinstance(value, float | int):
        return math.isfinite(value) and abs(value) <= MOST
    return "\x00" not in value if isinstance(value, str) else True
