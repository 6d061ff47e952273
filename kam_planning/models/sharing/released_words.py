"""What is released, in the words of who reads it; no model of its own."""

from odoo.tools.misc import formatLang

from ..snapshot.difference_words import Words


class ReleasedWords(Words):
    """Writes values of lines that leave for their reader: all names in them are his to read."""

    def __init__(self, env):
        """
        :param env: in the language of the reader, as superuser
        """
        super().__init__(env, set(), [])

    def tell(self, line, name):
        """One value of a line in words, "" where there is none."""
        field = self.env[line["ref"].partition(",")[0]]._fields[name]
        return self.say_of(line, field, line["values"].get(name))

    def say_of(self, line, field, value):
        """A value of a field of a line; money with its currency."""
        said = self.say(field, value)
        if field.type == "monetary" and said:
            return self.money(float(value), line["values"].get("currency_id"))
        return said

    def money(self, amount, currency):
        """An amount with its currency.

        :param float amount: or None
        :param currency: link as a line keeps it, or None
        """
        if amount is None:
            return ""
        found = self.env["res.currency"].browse(
            [int(currency["ref"].partition(",")[2])] if currency else []
        )
        return formatLang(self.env, amount, currency_obj=found or None)

    def facts(self, line, names):
        """Those of these fields that say something: list of dicts label, value."""
        fields = self.env[line["ref"].partition(",")[0]]._fields
        said = [(fields[name], self.tell(line, name)) for name in names]
        return [
            {"label": field._description_string(self.env), "value": value}
            for field, value in said
            if value and value != line["name"]
        ]
