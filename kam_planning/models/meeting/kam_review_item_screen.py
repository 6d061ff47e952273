from odoo import models
from odoo.exceptions import UserError
from odoo.tools import html2plaintext, plaintext2html

from ..common.arguments import check_one


class KamReviewItemScreen(models.AbstractModel):
    """An item on a screen of its own, with minutes that are typed in while people talk."""

    _name = "kam.review.item.screen"
    _description = "Agenda Item on a Screen"

    def _prepare_presented(self, evidence, customer_name):
        """One item of `kam.review.get_presentation`."""
        labels = {
            name: dict(self._fields[name]._description_selection(self.env))
            for name in ("kind", "outcome")
        }
        action = self.action_id._filtered_access("read")
        return {
            "id": self.id,
            "name": self.name,
            "kind": labels["kind"][self.kind],
            "explanation": self.explanation,
            "evidence": evidence,
            "minutes": self._get_plain_minutes(),
            "visibility": self.visibility,
            "customer_name": customer_name,
            "outcome": self.outcome,
            "outcome_label": labels["outcome"].get(self.outcome, False),
            "reason": self.reason,
            "action": {"id": action.id, "name": action.name} if action else False,
            "needs_reason": bool(self._get_open_changes()),
        }

    def _get_plain_minutes(self):
        return html2plaintext(self.minutes or "", include_references=False).strip()

    def save_minutes(self, text):
        """Keep what was said about one item. Minutes that read the same stay as they are, with
        their layout.

        :param str text: plain text
        :return: True
        :raise AccessError: when the user may not write the item
        :raise UserError: when the review is over
        """
        check_one(self)
        if not isinstance(text, str):
            raise UserError(self.env._("Minutes are text, not “%s”.", str(text)[:80]))
        if text.strip() != self._get_plain_minutes():
            self.write({"minutes": plaintext2html(text) if text.strip() else False})
        return True
