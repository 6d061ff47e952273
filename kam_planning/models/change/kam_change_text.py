from odoo import fields, models
from odoo.tools.misc import format_amount, format_date

from ..common.known import is_known


class KamChangeText(models.AbstractModel):
    """What a change says of itself, in the language of its reader."""

    _name = "kam.change.text"
    _description = "Words of a Change"

    def _explain(self):
        """In figures what changed, in a few words."""
        self.ensure_one()
        explain = getattr(self, f"_explain_{self.kind}", None)
        if explain:
            return explain()
        return self._format_money() if is_known(self.amount) else False

    def _format_money(self, text=None):
        """An amount, of the change or as it is kept in a value, in the company's money."""
        amount = self.amount if text is None else float(text or 0)
        return format_amount(self.env, amount, self.currency_id)

    def _format_day(self, text):
        return format_date(self.env, fields.Date.to_date(text)) if text else ""

    def _explain_slipped(self):
        return self.env._(
            "%(before)s → %(now)s",
            before=self._format_day(self.old_value),
            now=self._format_day(self.new_value),
        )

    def _explain_revenue_fell(self):
        before, now = float(self.old_value or 0), float(self.new_value or 0)
        return self.env._(
            "%(before)s → %(now)s (%(percent)s %%), three months against a year ago",
            before=self._format_money(self.old_value),
            now=self._format_money(self.new_value),
            percent=f"{100 * (now - before) / before if before else 0:.0f}".replace("-", "−"),
        )

    def _explain_overdue(self):
        return self.env._("%s are long overdue", self._format_money())

    def _explain_silent(self):
        return self.env._("Last heard of on %s", self._format_day(self.old_value))

    def _explain_contract(self):
        return self.env._("Ends on %s", self._format_day(self.new_value))

    def _explain_off_pace(self):
        return self.env._(
            "%(now)s %% reached, %(expected)s %% should be",
            now=self.new_value,
            expected=self.old_value,
        )

    def _explain_unanswered(self):
        return self.env._("Asked on %s", self._format_day(self.old_value))

    def _explain_risk_expired(self):
        return self.env._("Accepted until %s", self._format_day(self.old_value))

    def _explain_delivery_late(self):
        promised = self._format_day(self.old_value)
        if not is_known(self.amount):
            return self.env._("Promised for %s", promised) if promised else False
        return self.env._(
            "Promised for %(day)s, %(amount)s", day=promised, amount=self._format_money()
        )

    def _explain_key_date(self):
        return self.env._("On %s", self._format_day(self.new_value))
