import logging

from odoo.tools import SQL

_logger = logging.getLogger(__name__)

OVERDUE = "('parent_state', '=', 'posted'), ('account_id.account_type', '=', 'asset_receivable')"
# Shipped measure: {column: (as it was shipped, as it is now)}.
CHANGES = {
    **{
        name: {"partner_path": ("partner_id", "commercial_partner_id")}
        for name in ("revenue", "margin")
    },
    **{
        name: {"partner_path": ("order_id.partner_id", "order_id.kam_customer_id")}
        for name in ("order_intake", "quotations")
    },
    **{
        name: {"partner_path": ("partner_id", "kam_customer_id")}
        for name in ("weighted_pipeline", "pipeline", "won", "lost", "decided")
    },
    "overdue": {
        "domain": (
            f"[{OVERDUE}, ('reconciled', '=', False), ('date_maturity', '<', 'today')]",
            f"[{OVERDUE}, ('reconciled', '=', False), ('amount_residual', '>', 0), '|', "
            "('date_maturity', '<', 'today'), '&', ('date_maturity', '=', False), "
            "('date', '<', 'today')]",
        ),
        "fallback_date_path": (None, "date"),
        "description": (
            "What is open today of customer receivables whose due date is past.",
            "What customers owe today on entries whose due date, or else date, is past. Payments "
            "and credit notes that are not matched yet do not lessen it.",
        ),
    },
    "days_to_pay": {
        "description": (
            "Days from an invoice to its last payment, mean of the invoices paid in full in the "
            "period.",
            "Days from an invoice to its last payment or credit note, mean of the invoices paid in "
            "full in the period.",
        ),
    },
}
TRANSLATED = ("description",)


def migrate(cr, version):
    """Measures that stand as they were shipped count for the customer a document was made for.

    What somebody changed stays as he changed it, and is said in the log.
    """
    for name, columns in CHANGES.items():
        for column, (before, now) in columns.items():
            change(cr, name, column, before, now)


def change(cr, name, column, before, now):
    """Give one column of a shipped measure its new value where it has the old one."""
    field = SQL.identifier(column)
    value, assigned = field, SQL("%s", now)
    if column in TRANSLATED:
        value = SQL("%s ->> 'en_US'", field)
        assigned = SQL("jsonb_build_object('en_US', %s::text)", now)
    cr.execute(
        SQL(
            """
            UPDATE kam_measure measure SET %s = %s
              FROM ir_model_data data
             WHERE data.module = 'kam_planning' AND data.name = %s AND data.res_id = measure.id
               AND data.model = 'kam.measure' AND %s IS NOT DISTINCT FROM %s
            """,
            field,
            assigned,
            f"measure_{name}",
            value,
            before,
        )
    )
    if not cr.rowcount:
        _logger.info("Measure %s: its %s was changed by hand and stays so", name, column)
