from markupsafe import Markup

from odoo import api, models
from odoo.tools import html2plaintext

from .kam_review_invitation import revise

ABOUT = ["res_model_id", "res_model", "res_id", "description", "partner_ids", "attendee_ids"]
GUESTS = ("partner_ids", "attendee_ids")


class CalendarEvent(models.Model):
    _inherit = "calendar.event"

    @api.model_create_multi
    def create(self, vals_list):
        """Take our own agenda out before somebody from outside is invited, who reads all."""
        defaults = self.default_get(ABOUT)
        return super().create([self._hide_agenda_sudo(defaults, vals) for vals in vals_list])

    def write(self, vals):
        """The same of a meeting that is there."""
        if any(vals.get(name) for name in GUESTS):
            vals = self._hide_agendas_sudo(vals)
        return super().write(vals)

    def _has_outsiders(self):
        """Whether somebody from outside is invited, by the calendar or another program."""
        invited = self.partner_ids | self.attendee_ids.partner_id
        return any(invited.mapped("partner_share"))

    @api.model
    def _hide_agenda_sudo(self, defaults, vals):
        """Values of a new meeting without our own agenda, where somebody from outside reads it. As
        superuser: whoever makes the meeting need not see its review.
        """
        asked = {name: vals.get(name, defaults.get(name)) for name in ABOUT}
        model = self.env["ir.model"].sudo().browse(asked["res_model_id"] or []).model
        review_id = vals.get("res_id") or defaults.get("res_id")
        if "kam.review" not in (model, asked["res_model"]) or not review_id:
            return vals
        review = self.env["kam.review"].sudo().browse(review_id).exists()
        invited = self.sudo().new({name: asked[name] or [] for name in GUESTS})
        if not (review and asked["description"] and invited._has_outsiders()):
            return vals
        return {**vals, "description": hide(review, asked["description"])}

    def _hide_agendas_sudo(self, vals):
        """Values to write without our own agenda, which the meetings lose as well. As superuser:
        whoever may change the meeting need not see its review.
        """
        for review in self._find_reviews_sudo():
            event = review.event_id.sudo()
            invited = {name: vals[name] for name in GUESTS if vals.get(name)}
            if event.new(invited, origin=event)._has_outsiders():
                described = hide(review, event.description)
                if described != event.description:
                    event.write({"description": described})
                if vals.get("description"):
                    vals = {**vals, "description": hide(review, vals["description"])}
        return vals


def hide(review, description):
    """Put what the customer may read in the place of our own agenda; what somebody wrote beside it
    stays, unless a line of our agenda stands in it still, in another layout.

    :param review: kam.review of the meeting
    :param description: html of the meeting, or False
    :return: html, or False
    """
    ours, theirs = (review._get_invited_agenda(is_out) for is_out in (False, True))
    if not (ours and description):
        return description
    described = revise(Markup(description), ours, theirs)
    text, known = " ".join(_get_lines(described)), " ".join(_get_lines(theirs))
    secret = [line for line in _get_lines(review.agenda) if line not in known]
    return theirs if any(line in text for line in secret) else described


def _get_lines(html):
    """The lines of a text without its layout."""
    lines = html2plaintext(html or "", include_references=False).splitlines()
    return [" ".join(line.split()) for line in lines if line.strip()]
