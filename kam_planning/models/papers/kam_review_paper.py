from odoo import models
from odoo.exceptions import UserError
from odoo.tools import html2plaintext


class KamReviewPaper(models.AbstractModel):
    """The agenda of a review on paper and slides."""

    _name = "kam.review.paper"
    _description = "Review on Paper"

    def _get_printed_items(self, customer):
        """The agenda, item by item as the user may read it.

        :param bool customer: whether it is for the customer, who gets his items only, and of them
            what they are called and how long they take
        :return: list of dicts of texts ``name``, ``duration`` and, among ourselves, ``kind``,
            ``minutes`` and ``outcome``
        """
        self.ensure_one()
        items = self._find_items()
        if customer:
            told = items._read_told_names()
            return [
                {"name": name, "duration": self._tell_minutes_planned(item)}
                for item, name in told.items()
            ]
        return [self._tell_item(item) for item in items]

    def _tell_minutes_planned(self, item):
        return f"{item.duration}\N{PRIME}" if item.duration else ""

    def _tell_item(self, item):
        """The words of one item of the agenda."""
        plan = self.plan_id
        return {
            "name": item.name,
            "kind": plan._format_choice(item, "kind"),
            "duration": self._tell_minutes_planned(item),
            "minutes": html2plaintext(item.minutes or "").strip(),
            "outcome": plan._format_choice(item, "outcome"),
        }

    def _check_for_customer(self):
        """Refuse a paper for the customer of a review that is our own."""
        for review in self:
            if review.kind != "customer":
                raise UserError(
                    self.env._(
                        "“%s” is our own: only a review with the customer has a paper for him.",
                        review.display_name,
                    )
                )
        self.plan_id._check_for_customer()
