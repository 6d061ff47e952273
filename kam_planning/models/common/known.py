"""Numbers that may be not known.

Odoo's own read NULL as 0. These keep the two apart: a number that nobody knows is `False` (NULL in
the database), which lists, forms and exports show empty, of which no filter but "is (not) set"
knows, which no average counts, and which sorts behind the numbers. Zero is a number.
"""

from odoo import fields


class Known:
    """What `KnownFloat`, `KnownInteger` and `KnownMonetary` have in common; mixed into a field."""

    # Nothing stands for "not known" in a comparison: the ORM asks for NULL itself.
    falsy_value = None

    def convert_to_column(self, value, record, values=None, validate=True):
        """Odoo's, but for what is not known."""
        if not is_known(value):
            return None
        return super().convert_to_column(value, record, values, validate)

    def convert_to_column_insert(self, value, record, values=None, validate=True):
        """Odoo's, but for what is not known."""
        if not is_known(value):
            return None
        return super().convert_to_column_insert(value, record, values, validate)

    def convert_to_cache(self, value, record, validate=True):
        """Odoo's, but for what is not known."""
        return super().convert_to_cache(value, record, validate) if is_known(value) else None

    def convert_to_record(self, value, record):
        """Give the number, or `False` where it is not known."""
        return False if value is None else value

    def convert_to_export(self, value, record):
        """Give the number, or an empty cell where it is not known."""
        return value if is_known(value) else ""

    def filter_function(self, records, field_expr, operator, value):
        """Odoo's, but that 0 does not count as unset nor unset as 0."""
        if operator != "in":
            return super().filter_function(records, field_expr, operator, value)
        getter = self.expression_getter(field_expr)
        numbers = [number for number in value if is_known(number)]
        finds_unknown = len(numbers) < len(value)

        def is_found(record):
            number = getter(record)
            return number in numbers if is_known(number) else finds_unknown

        return is_found


class KnownFloat(Known, fields.Float):
    """A float that may be not known."""


class KnownInteger(Known, fields.Integer):
    """An integer that may be not known."""


class KnownMonetary(Known, fields.Monetary):
    """An amount that may be not known."""


def is_known(value):
    """Tell whether a value is a number, and be it 0."""
    return value is not None and value is not False
