from contextlib import contextmanager

from markupsafe import Markup

from odoo import fields, models
from odoo.tools import is_html_empty

from ..common.switches import switch_on

# What is said to those who are invited.
SAID = {"kind", "agenda", "customer_agenda", "item_ids"}


class KamReviewInvitation(models.AbstractModel):
    """All who are invited read the same description of the meeting: with the customer's people it
    holds nothing but what is for them.
    """

    _name = "kam.review.invitation"
    _description = "Invitation to a Review"

    customer_agenda = fields.Html(
        "Agenda for the Customer",
        sanitize=True,
        help="Stands in the invitation. The other agenda stays among us.",
    )

    def _get_event_texts_sudo(self, vals):
        """What those who are invited read now, where these values change it. As superuser: in
        whoever's calendar they are.

        :return: dict {review: (kind, html or False)}
        """
        if not self or SAID.isdisjoint(vals):
            return {}
        invited = self.sudo().filtered("event_id")
        return {one: (one.kind, one._get_event_description()) for one in invited}

    @contextmanager
    def _follow_items(self):
        """Bring what those who are invited read up to date after items of the agenda changed."""
        before = self._get_event_texts_sudo({"item_ids"})
        yield
        self._update_descriptions_sudo(before)

    def _update_descriptions_sudo(self, before):
        """Bring the descriptions of the meetings up to date, unless somebody wrote another one. As
        superuser: in whoever's calendar they are.

        :param dict before: as `_get_event_texts_sudo` gives it
        """
        for review, (kind, text) in before.items():
            one = review.sudo()
            event, now = one.event_id, one._get_event_description()
            is_opened = one.kind == "customer" != kind
            described = now if is_opened else revise(event.description, text, now)
            if described != event.description:
                switch_on(event, "kam_from_review").write({"description": described})


def revise(description, former, now):
    """Put a new agenda in the place of the former one; what somebody wrote instead stays.

    :param description: html of the meeting, to which Odoo adds who organizes it
    :param former: html of the agenda as it was, or False
    :param now: html of the agenda as it is, or False
    :return: html, or False
    """
    if is_html_empty(description):
        return now
    if not former:
        return (now or Markup()) + description
    return description.replace(former, now or Markup())
