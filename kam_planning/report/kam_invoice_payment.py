from odoo import fields, models
from odoo.tools import SQL


class KamInvoicePayment(models.Model):
    """One row for each customer invoice that was paid in full: how long that took."""

    _name = "kam.invoice.payment"
    _description = "Paid Customer Invoice"
    _auto = False
    _rec_name = "move_id"
    _order = "date_paid desc, id desc"

    move_id = fields.Many2one("account.move", "Invoice", readonly=True)
    partner_id = fields.Many2one("res.partner", "Customer", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    invoice_date = fields.Date(readonly=True)
    date_paid = fields.Date("Paid On", readonly=True)
    days = fields.Integer("Days to Pay", readonly=True, aggregator="avg")

    _depends = {
        "account.move": ["move_type", "state", "payment_state", "partner_id", "invoice_date"],
        "account.move.line": ["move_id", "account_id"],
        "account.partial.reconcile": ["debit_move_id", "max_date"],
    }

    @property
    def _table_query(self):
        """The day of the last payment or credit note that an invoice was reconciled with."""
        return SQL(
            """
            SELECT move.id, move.id AS move_id, move.partner_id, move.company_id,
                   move.invoice_date, MAX(part.max_date) AS date_paid,
                   MAX(part.max_date) - move.invoice_date AS days
              FROM account_move move
              JOIN account_move_line line ON line.move_id = move.id
              JOIN account_account account ON account.id = line.account_id
                   AND account.account_type = 'asset_receivable'
              JOIN account_partial_reconcile part ON part.debit_move_id = line.id
             WHERE move.move_type = 'out_invoice' AND move.state = 'posted'
                   AND move.payment_state IN ('paid', 'in_payment')
          GROUP BY move.id
            """
        )
