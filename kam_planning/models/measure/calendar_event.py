from odoo import fields, models


class CalendarEvent(models.Model):
    _inherit = "calendar.event"

    kam_attending_ids = fields.One2many(
        "calendar.attendee",
        "event_id",
        "Attending",
        domain=[("state", "!=", "declined")],
        copy=False,
        help="Who was invited and did not decline.",
    )
