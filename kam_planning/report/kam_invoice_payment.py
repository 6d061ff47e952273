from odoo import fields, models
from odoo.tools import SQL

from ..tools.periods import HALF_A_CENT


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
        "account.move": [
            "amount_residual",
            "amount_residual_signed",
            "amount_total",
            "amount_total_signed",
            "commercial_partner_id",
            "invoice_date",
            "matched_payment_ids",
            "move_type",
            "payment_state",
            "state",
        ],
        "account.move.line": ["account_id", "date", "journal_id", "move_id"],
        "account.partial.reconcile": ["credit_move_id", "debit_move_id"],
        "account.payment": [
            "amount",
            "amount_company_currency_signed",
            "currency_id",
            "date",
            "move_id",
            "state",
        ],
    }

    @property
    def _table_query(self):
        """The day of the last payment or credit note; what was paid in advance took no time.

        A payment without an entry of its own counts while it waits for the bank's, where all that
        waits covers what is left: Odoo calls the invoice "in payment" by the first of them.
        """
        return SQL(
            """
            SELECT move.id, move.id AS move_id, move.commercial_partner_id AS partner_id,
                   move.company_id, move.invoice_date, %(paid)s AS date_paid,
                   %(paid)s - move.invoice_date AS days
              FROM account_move move
              JOIN account_move_line line ON line.move_id = move.id
              JOIN account_account account ON account.id = line.account_id
                   AND account.account_type = 'asset_receivable'
         LEFT JOIN account_partial_reconcile part ON part.debit_move_id = line.id
         LEFT JOIN account_move_line other ON other.id = part.credit_move_id
         LEFT JOIN account_move origin ON origin.id = other.move_id
         LEFT JOIN account_journal journal ON journal.id = other.journal_id
        CROSS JOIN LATERAL (
                   SELECT MAX(payment.date) AS date,
                          SUM(CASE WHEN payment.currency_id = move.currency_id
                              THEN payment.amount * move.amount_total_signed / NULLIF(
                                   move.amount_total, 0)
                              ELSE ABS(payment.amount_company_currency_signed) END) AS amount
                     FROM account_move__account_payment link
                     JOIN account_payment payment ON payment.id = link.payment_id
                    WHERE link.invoice_id = move.id AND payment.move_id IS NULL
                      AND payment.state IN ('in_process', 'paid')) waiting
             WHERE move.move_type = 'out_invoice' AND move.state = 'posted'
                   AND move.payment_state IN ('paid', 'in_payment')
                   AND move.amount_residual_signed <= COALESCE(waiting.amount, 0) + %(cent)s
          GROUP BY move.id, waiting.date
            HAVING %(last)s IS NOT NULL
            """,
            paid=SQL("GREATEST(%s, move.invoice_date)", self._get_last_payment_sql()),
            last=self._get_last_payment_sql(),
            cent=HALF_A_CENT,
        )

    def _get_last_payment_sql(self):
        """Entries of banks and cash, and credit notes, each by its own date. Exchange differences,
        write-offs and other corrections are no payments. Once nothing is left to pay the bank's
        entries say it; until then what still waits for the bank may be the last.
        """
        return SQL(
            "CASE WHEN move.amount_residual = 0 THEN COALESCE(%(booked)s, %(waiting)s) "
            "ELSE GREATEST(%(booked)s, %(waiting)s) END",
            booked=SQL(
                "MAX(other.date) FILTER (WHERE origin.move_type = 'out_refund' "
                "OR journal.type IN ('bank', 'cash', 'credit'))"
            ),
            waiting=SQL("waiting.date"),
        )
