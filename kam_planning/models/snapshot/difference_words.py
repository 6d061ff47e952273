"""What differs between two snapshots, in the words of who reads it; no model of its own."""

from markupsafe import escape

from odoo import fields
from odoo.tools import html_sanitize
from odoo.tools.mail import html2plaintext
from odoo.tools.misc import format_date, format_datetime, formatLang

from odoo.addons.html_editor.models.diff_utils import generate_comparison

# Finding out what differs in longer texts would take too long: they stand side by side.
MOST_LETTERS = 20000
# Shorter texts are read at a glance, old and new.
FEW_LETTERS = 80
MARKS = (
    ("<added>", "<ins>"),
    ("</added>", "</ins>"),
    ("<removed>", "<del>"),
    ("</removed>", "</del>"),
)


class Words:
    """Writes values of lines for one reader, without the names of what he may not read."""

    def __init__(self, env, seen, values):
        """
        :param env: of the reader
        :param set seen: refs of the lines that he sees, also of those that are gone
        :param list values: all that will be written, old and new
        """
        self.env = env
        self.no_access = env._("No access")
        self.hidden = self._find_hidden(values) - seen

    def _find_hidden(self, values):
        ids, hidden = {}, set()
        for value in values:
            for link in value if isinstance(value, list) else [value]:
                if isinstance(link, dict) and "ref" in link:
                    model, _comma, record_id = link["ref"].partition(",")
                    ids.setdefault(model, set()).add(int(record_id))
        for model, record_ids in ids.items():
            unread = self._find_unread(model, record_ids)
            hidden |= {f"{model},{record_id}" for record_id in unread}
        return hidden

    def _find_unread(self, model, record_ids):
        """What is gone is named where everybody reads all of its kind."""
        if model not in self.env or not self.env[model].has_access("read"):
            return record_ids
        there = self.env[model].browse(record_ids).exists()
        unread = set((there - there._filtered_access("read"))._ids)
        is_open = self.env["ir.rule"]._compute_domain(model, "read").is_true()
        return unread if is_open else unread | (record_ids - set(there._ids))

    def describe(self, field, old, new):
        """One change of a field.

        :param field: of Odoo
        :param old: value as a line keeps it, or None
        :param new: the same
        :return: dict of str: label, old, new; and diff, which is HTML of a long text, or False
        """
        return {
            "field": field.name,
            "label": field._description_string(self.env),
            "old": self.say(field, old),
            "new": self.say(field, new),
            "diff": self._compare_texts(field, old, new),
        }

    def say(self, field, value):
        """One value in words; "" where there is none."""
        if value is None or value == []:
            return ""
        if isinstance(value, bool):
            return self.env._("Yes") if value else self.env._("No")
        if isinstance(value, list):
            return ", ".join(map(self._name, value))
        if isinstance(value, dict):
            return self._name(value) if "ref" in value else self._say_properties(value)
        return self._say_text(field, value)

    def blank(self, value):
        """One value as a line keeps it, without the names of what the reader may not read."""
        if isinstance(value, list):
            return [self.blank(one) for one in value]
        is_hidden = isinstance(value, dict) and value.get("ref") in self.hidden
        return {**value, "name": ""} if is_hidden else value

    def _name(self, link):
        """A name that was not kept is that of a judgement."""
        return self.no_access if link["ref"] in self.hidden or not link["name"] else link["name"]

    def _say_properties(self, texts):
        return "\n".join(f"{label}: {self.say(None, text)}" for label, text in texts.items())

    def _say_text(self, field, value):
        kind = field.type if field else "char"
        if kind == "selection":
            return dict(field._description_selection(self.env)).get(value, value)
        if kind == "date":
            return format_date(self.env, value)
        if kind == "datetime":
            return format_datetime(self.env, fields.Datetime.to_datetime(value))
        if kind in ("float", "monetary", "integer"):
            decimals = len(value.partition(".")[2])
            return formatLang(self.env, float(value), digits=min(decimals, 2))
        return html2plaintext(value).strip() if kind == "html" else value

    def _compare_texts(self, field, old, new):
        """What was written and what was struck out, in one text, or False where it is short."""
        if field.type not in ("text", "html") or not (old and new):
            return False
        length = max(len(old), len(new))
        if not FEW_LETTERS < length <= MOST_LETTERS:
            return False
        old, new = (self._as_html(field, text) for text in (old, new))
        # Odoo's own says how to come back to its second text.
        compared = generate_comparison(old, new)
        for mark, tag in MARKS:
            compared = compared.replace(mark, tag)
        return html_sanitize(compared, sanitize_attributes=True, strip_classes=True)

    def _as_html(self, field, text):
        if field.type == "text":
            text = "".join(f"<p>{escape(line)}</p>" for line in text.splitlines())
        # Odoo's comparison begins with a mark.
        return f"<div>{text}</div>"
