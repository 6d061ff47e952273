"""What is released, in the words of who reads it; no model of its own."""

from odoo.tools.misc import formatLang

from ..papers.customer_choices import tell_choice
from ..snapshot.difference_words import Words

# That something is not so, or of none of the kinds, says nothing to its reader.
SILENT = (False, "other")


class ReleasedWords(Words):
    """Writes values of lines that leave for their reader: all names in them are his to read."""

    def __init__(self, env):
        """
        :param env: in the language of the reader, as superuser
        """
        super().__init__(env, set(), [])
        self.labels, self.said = None, {}

    def say(self, field, value):
        """One value in words. The same days, states and numbers stand on a page many times."""
        if not isinstance(value, str) or not field:
            return super().say(field, value)
        key = (field, value)
        if key not in self.said:
            self.said[key] = super().say(field, value)
        return self.said[key]

    def _say_text(self, field, value):
        if field and field.type == "selection":
            return tell_choice(self.env, field, value)
        return super()._say_text(field, value)

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

    def label(self, model, name):
        """What a field is called for its reader.

        :param str model: name of its model
        :param str name: its name
        """
        if self.labels is None:
            self.labels = get_labels(self.env)
        known = self.labels.get((model, name)) or self.labels.get(name)
        return known or self.env[model]._fields[name]._description_string(self.env)

    def facts(self, line, names):
        """Those of these fields that say something: list of dicts label, value."""
        model = line["ref"].partition(",")[0]
        said = [(name, self.tell(line, name)) for name in names]
        return [
            {"label": self.label(model, name), "value": value}
            for name, value in said
            if value and value != line["name"] and line["values"].get(name) not in SILENT
        ]


def get_labels(env):
    """What the fields that leave are called for the customer, whose page says “you” to him and “we”
    of us: by the model's name and the field's, or by the field's for all models.

    :param env: in the language of the reader
    :return: dict
    """
    return {
        ("kam.action", "name"): env._("What"),
        ("kam.action", "user_id"): env._("Who on our side"),
        ("kam.action", "contact_id"): env._("Who on your side"),
        ("kam.action", "objective_id"): env._("For which objective"),
        ("kam.plan", "name"): env._("Title"),
        ("kam.plan", "partner_id"): env._("With"),
        ("kam.plan", "user_id"): env._("Your contact"),
        ("kam.plan.section", "name"): env._("Title"),
        ("kam.plan.section", "content"): env._("Text"),
        ("kam.objective", "name"): env._("What we want to reach"),
        ("kam.objective", "benefit_for"): env._("Who gains"),
        ("kam.objective", "customer_gain"): env._("Your gain"),
        ("kam.customer.goal", "name"): env._("Your goal"),
        ("kam.delivery.note", "name"): env._("Where it stands"),
        ("kam.delivery.note", "needs"): env._("Needed from you"),
        ("kam.appraisal", "name"): env._("What we see"),
        ("kam.force", "name"): env._("What it is"),
        ("kam.force", "kind"): env._("Helps or hinders"),
        ("kam.investment", "name"): env._("What it is"),
        ("kam.key.date", "name"): env._("What"),
        ("kam.key.date", "date"): env._("On"),
        ("kam.key.date", "is_yearly"): env._("Every year"),
        ("kam.risk", "name"): env._("What might happen"),
        ("kam.risk", "response"): env._("What we do about it"),
        ("kam.whitespace", "buying_center_id"): env._("Where on your side"),
        ("kam.whitespace", "offering_id"): env._("What we offer"),
        ("kam.whitespace", "need"): env._("Your need"),
        ("kam.value", "name"): env._("What it is"),
        ("kam.value", "method"): env._("How it is reckoned"),
        ("kam.value", "unit"): env._("Measured in"),
        ("kam.value", "direction"): env._("What is better"),
        ("kam.value", "baseline_value"): env._("Before"),
        ("kam.value", "target_value"): env._("To be reached"),
        ("kam.value", "current_value"): env._("Reached so far"),
        ("kam.value", "volume"): env._("Volume"),
        ("kam.value", "delivered_volume"): env._("Volume so far"),
        ("kam.value", "unit_value"): env._("Worth of one"),
        ("kam.value", "our_share"): env._("Part that we bring about (%)"),
        ("kam.value", "promised_amount"): env._("Promised"),
        ("kam.value", "amount"): env._("Delivered"),
        ("kam.value", "confirmed_amount"): env._("Confirmed"),
        ("kam.value", "currency_id"): env._("Currency"),
        "date_start": env._("From"),
        "date_end": env._("Until"),
        "date_deadline": env._("By when"),
        "horizon": env._("Time frame"),
        "kind": env._("Kind"),
        "state": env._("How far it is"),
    }
