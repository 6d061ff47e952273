from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import SQL

from ..common.arguments import check_one
from .kam_attention_hours import KINDS, PLACE_FACTOR

LABELS = [
    ("meeting", "Meeting"),
    ("call", "Call"),
    ("activity", "Other Activity"),
    ("timesheet", "Timesheet"),
]
MODELS = {"meeting": "calendar.event", "timesheet": "account.analytic.line"}
ACTIVITY = "mail.activity"


class KamAttentionEntry(models.Model):
    """What the hours of an account are made of: together they are its hours.

    Of each its kind, day and hours are shown, and its name to those who may read it in Odoo;
    nobody who took part is named.
    """

    _name = "kam.attention.entry"
    _description = "Hours for an Account"
    _inherit = ["kam.attention.line"]
    _auto = False
    _rec_name = "kind"
    _order = "day desc, id desc"
    _unoffered_fields = ("source_id",)

    name = fields.Char("What", compute="_compute_name", compute_sudo=False)
    kind = fields.Selection(LABELS, readonly=True)
    day = fields.Date(readonly=True)
    hours = fields.Float(digits=(16, 2), readonly=True, aggregator="sum", total_once=True)
    source_id = fields.Integer("Record", readonly=True, aggregator=None)

    _depends = {
        "calendar.attendee": ["event_id", "partner_id", "state"],
        "calendar.event": ["active", "allday", "duration", "start", "stop"],
        "kam.plan": ["active", "company_id", "partner_id", "state"],
        "mail.activity": ["active", "activity_type_id", "date_done", "user_id"],
        "res.partner": ["kam_tier_id", "parent_id"],
    }

    @api.depends_context("uid", "lang")
    def _compute_name(self):
        """As Odoo says it to this user: of a private meeting it is “Busy”."""
        for kind, entries in self.grouped("kind").items():
            label = entries._fields["kind"].convert_to_export(kind, entries)
            records = entries._find_sources(kind)
            names = {record.id: record.display_name for record in records}
            for entry in entries:
                entry.name = names.get(entry.source_id) or label

    def _find_sources(self, kind):
        """The records behind these entries of one kind, that this user may read."""
        model = self.env[MODELS.get(kind, ACTIVITY)]
        if not model.has_access("read"):
            return model
        found = model.with_context(active_test=False).search(
            [("id", "in", self.mapped("source_id"))]
        )
        return found._filtered_access("read")

    @property
    def _table_query(self):
        return SQL(
            """
            %(tables)s
            SELECT shown.id::bigint * %(factor)s + entry.source_id * 4 + entry.kind AS id,
                   entry.place_id::bigint * %(factor)s + entry.source_id * 4 + entry.kind
                   AS first_id, place.account_id, place.company_id,
                   (partner.kam_tier_id ->> place.company_id::text)::int AS tier_id,
                   (%(kinds)s::varchar[])[entry.kind + 1] AS kind, entry.source_id, entry.day,
                   entry.hours
              FROM (SELECT id, id AS place_id FROM place
                     UNION ALL SELECT upper_id, place_id FROM above) AS shown
              JOIN entry ON entry.place_id = shown.place_id
              JOIN place ON place.id = shown.id
              JOIN res_partner partner ON partner.id = place.account_id
             WHERE entry.hours != 0
            """,
            tables=self.env["kam.attention.hours"]._get_with_sql(),
            factor=PLACE_FACTOR,
            kinds=list(KINDS),
        )

    @api.model
    def _select_once(self, value, query):
        """What was done once counts once, for a group and for its part: by the row of the account
        that it was done for.
        """
        return SQL(
            "(SELECT SUM(value) FROM (SELECT MAX(one.value) AS value FROM unnest(ARRAY_AGG(%s), "
            "ARRAY_AGG(%s)) AS one(id, value) GROUP BY one.id) AS done)",
            SQL.identifier(self._table, "first_id"),
            value,
        )

    def action_open_source(self):
        """Open the meeting, or the record on which the activity was done.

        :return: window action
        :raise AccessError: when the user may not read it in Odoo
        """
        check_one(self)
        self.check_access("read")
        source = self._find_sources(self.kind)
        if not source:
            raise AccessError(
                self.env._("You may not read this in Odoo: its hours and its day is all there is.")
            )
        if source._name == ACTIVITY and source.res_model:
            source = self.env[source.res_model].browse(source.res_id)
        return {
            "type": "ir.actions.act_window",
            "res_model": source._name,
            "res_id": source.id,
            "views": [[False, "form"]],
        }
