from psycopg2.extras import Json

from odoo import api, fields, models
from odoo.tools import SQL


class KamChangeDeadline(models.Model):
    """When an opportunity of a customer with a plan was first expected to close, and how often that
    was put off since: Odoo itself forgets it.

    Only the nightly job looks and notes, so that saving an opportunity costs nothing.
    """

    _name = "kam.change.deadline"
    _description = "First Expected Closing"
    _inherit = ["kam.guarded"]
    _log_access = False
    _unoffered_fields = ("lead_id", "first_date", "last_date", "moves")

    lead_id = fields.Many2one("crm.lead", required=True, ondelete="cascade", readonly=True)
    first_date = fields.Date(required=True, readonly=True)
    last_date = fields.Date(required=True, readonly=True)
    moves = fields.Json(
        readonly=True, help="Each time that it was put off: day, former and new closing."
    )

    _lead_uniq = models.UniqueIndex("(lead_id)", "This opportunity is noted already.")

    @api.model
    def _note_sudo(self, rows):
        """Keep what is expected now, in one statement.

        :param list rows: tuples (lead id, first day, last day, moves)
        """
        if not rows:
            return
        ids, firsts, lasts, moves = (list(column) for column in zip(*rows, strict=True))
        self.env.cr.execute(
            SQL(
                "INSERT INTO kam_change_deadline (lead_id, first_date, last_date, moves) "
                "SELECT unnest(%s::int[]), unnest(%s::date[]), unnest(%s::date[]), "
                "unnest(%s::jsonb[]) ON CONFLICT (lead_id) DO UPDATE "
                "SET last_date = EXCLUDED.last_date, moves = EXCLUDED.moves",
                *(ids, firsts, lasts, [Json(one) for one in moves]),
            )
        )
        self.invalidate_model()
