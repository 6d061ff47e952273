"""The figures as somebody would read them with SQL written by hand, to compare ours with."""

SCOPE = """
    WITH RECURSIVE scope(account_id, partner_id) AS (
        SELECT id, id FROM res_partner WHERE id = ANY(%(accounts)s)
        UNION
        SELECT scope.account_id, child.id
          FROM res_partner child JOIN scope ON child.parent_id = scope.partner_id
    )
"""
INVOICES = """account_move_line line
    JOIN account_move move ON move.id = line.move_id AND move.company_id = %(company)s
         AND move.state = 'posted' AND move.move_type IN ('out_invoice', 'out_refund')
         AND line.display_type = 'product'"""
ORDERS = """sale_order_line line JOIN sale_order sale ON sale.id = line.order_id
    AND sale.company_id = %(company)s AND line.display_type IS NULL AND line.product_id > 0"""
LEADS = "crm_lead lead"
PENDING = "lead.active AND lead.type = 'opportunity' AND lead.won_status = 'pending'"
MARGIN = """SUM(-line.balance - CASE move.move_type WHEN 'out_refund' THEN -1 ELSE 1 END
    * line.quantity * (product.standard_price ->> line.company_id::text)::numeric)"""
COMPANY_LEAD = "AND (lead.company_id = %(company)s OR lead.company_id IS NULL)"

# {measure: (value, tables, partner, day, condition)}
MEASURES = {
    "revenue": ("-SUM(line.balance)", INVOICES, "move.partner_id", "move.invoice_date", "TRUE"),
    "margin": (
        MARGIN,
        f"{INVOICES} LEFT JOIN product_product product ON product.id = line.product_id",
        "move.partner_id",
        "move.invoice_date",
        "TRUE",
    ),
    "order_intake": (
        "SUM(line.price_subtotal / sale.currency_rate)",
        ORDERS,
        "sale.partner_id",
        "sale.date_order",
        "sale.state = 'sale'",
    ),
    "quotations": (
        "SUM(line.price_subtotal / sale.currency_rate)",
        ORDERS,
        "sale.partner_id",
        "sale.date_order",
        "sale.state IN ('draft', 'sent')",
    ),
    "pipeline": (
        "SUM(lead.expected_revenue)",
        LEADS,
        "lead.partner_id",
        "lead.date_deadline",
        f"{PENDING} {COMPANY_LEAD}",
    ),
    "weighted_pipeline": (
        "SUM(lead.prorated_revenue)",
        LEADS,
        "lead.partner_id",
        "lead.date_deadline",
        f"{PENDING} {COMPANY_LEAD}",
    ),
    "won": (
        "COUNT(*)",
        LEADS,
        "lead.partner_id",
        "lead.date_closed",
        f"lead.type = 'opportunity' AND lead.won_status = 'won' {COMPANY_LEAD}",
    ),
    "lost": (
        "COUNT(*)",
        LEADS,
        "lead.partner_id",
        "lead.date_closed",
        f"lead.type = 'opportunity' AND lead.won_status = 'lost' {COMPANY_LEAD}",
    ),
    "decided": (
        "COUNT(*)",
        LEADS,
        "lead.partner_id",
        "lead.date_closed",
        f"lead.type = 'opportunity' AND lead.won_status IN ('won', 'lost') {COMPANY_LEAD}",
    ),
    "overdue": (
        "SUM(line.amount_residual)",
        "account_move_line line JOIN account_account account ON account.id = line.account_id "
        "AND account.account_type = 'asset_receivable'",
        "line.partner_id",
        "line.date_maturity",
        "line.parent_state = 'posted' AND line.reconciled IS NOT TRUE "
        "AND line.date_maturity < CURRENT_DATE AND line.company_id = %(company)s",
    ),
    "days_to_pay": (
        "AVG(paid.day - paid.invoice_date)",
        """(SELECT move.partner_id, move.invoice_date, MAX(part.max_date) AS day
              FROM account_partial_reconcile part
              JOIN account_move_line line ON line.id = part.debit_move_id
              JOIN account_account account ON account.id = line.account_id
                   AND account.account_type = 'asset_receivable'
              JOIN account_move move ON move.id = line.move_id
             WHERE move.move_type = 'out_invoice' AND move.state = 'posted'
                   AND move.payment_state IN ('paid', 'in_payment')
                   AND move.company_id = %(company)s
          GROUP BY move.id) AS paid""",
        "paid.partner_id",
        "paid.day",
        "TRUE",
    ),
    "meetings": (
        "COUNT(DISTINCT event.id)",
        "calendar_event event JOIN calendar_attendee attendee ON attendee.event_id = event.id "
        "AND attendee.state IS DISTINCT FROM 'declined'",
        "attendee.partner_id",
        "event.start",
        "event.active AND event.stop < now() AT TIME ZONE 'UTC'",
    ),
    "mails_in": (
        "COUNT(*)",
        "mail_message message",
        "message.author_id",
        "message.date",
        "message.message_type IN ('email', 'comment') AND message.kam_is_automatic IS NOT TRUE",
    ),
    "mails_out": (
        "COUNT(DISTINCT notice.mail_message_id)",
        "mail_notification notice JOIN mail_message message ON message.id = notice.mail_message_id",
        "notice.res_partner_id",
        "message.date",
        "notice.notification_type = 'email' AND notice.notification_status = 'sent'",
    ),
    "activities": (
        "COUNT(*)",
        "mail_activity activity JOIN kam_action action ON action.id = activity.res_id "
        "AND activity.res_model = 'kam.action'",
        "action.partner_id",
        "activity.date_done",
        "activity.active IS FALSE",
    ),
}


def read_months(cr, name, values):
    """Read one measure by account and month.

    :param values: dict ``accounts``, ``company``, ``start``, ``end``
    :return: dict {(account id, first day of the month): value}
    """
    value, tables, partner, day, condition = MEASURES[name]
    cr.execute(
        f"""{SCOPE}
        SELECT scope.account_id, date_trunc('month', {day})::date, ({value})::float8
          FROM {tables} JOIN scope ON scope.partner_id = {partner}
         WHERE {condition} AND {day} >= %(start)s AND {day} < %(end)s::date + 1
      GROUP BY 1, 2""",  # pylint: disable=sql-injection  constants of this file
        values,
    )
    return {(account, month): value for account, month, value in cr.fetchall()}


def read_total(cr, name, values, period):
    """Read one measure by account in a period of (start, end), or for all time with None.

    :return: dict {account id: value}
    """
    value, tables, partner, day, condition = MEASURES[name]
    within = f"{day} >= %(start)s AND {day} < %(end)s::date + 1" if period else "TRUE"
    start, end = period or (None, None)
    cr.execute(
        f"""{SCOPE}
        SELECT scope.account_id, ({value})::float8
          FROM {tables} JOIN scope ON scope.partner_id = {partner}
         WHERE {condition} AND {within} GROUP BY 1""",  # pylint: disable=sql-injection
        {**values, "start": start, "end": end},
    )
    return dict(cr.fetchall())


def read_categories(cr, values, start, middle, end):
    """Revenue by account and category: {(account id, category id): (now, before)}."""
    cr.execute(
        f"""{SCOPE}
        SELECT scope.account_id, template.categ_id,
               (-SUM(line.balance) FILTER (WHERE move.invoice_date > %(middle)s))::float8,
               (-SUM(line.balance) FILTER (WHERE move.invoice_date <= %(middle)s))::float8
          FROM {INVOICES}
          JOIN scope ON scope.partner_id = move.partner_id
          JOIN product_product product ON product.id = line.product_id
          JOIN product_template template ON template.id = product.product_tmpl_id
         WHERE move.invoice_date > %(start)s AND move.invoice_date <= %(end)s
      GROUP BY 1, 2""",  # pylint: disable=sql-injection
        {**values, "start": start, "middle": middle, "end": end},
    )
    return {(account, part): pair for account, part, *pair in cr.fetchall()}


POTENTIAL = """
    WITH spend AS (
        SELECT move.partner_id, relation.kam_offering_id AS offering,
               -SUM(line.balance)::float8 AS amount
          FROM account_move_line line
          JOIN account_move move ON move.id = line.move_id AND move.company_id = %(company)s
               AND move.state = 'posted' AND move.move_type IN ('out_invoice', 'out_refund')
               AND line.display_type = 'product'
          JOIN product_product product ON product.id = line.product_id
          JOIN product_template template ON template.id = product.product_tmpl_id
          JOIN kam_offering_product_category_rel relation
               ON relation.product_category_id = template.categ_id
         WHERE move.invoice_date > %(start)s AND move.invoice_date <= %(end)s
      GROUP BY 1, 2
    ), customer AS (
        SELECT partner.id, partner.industry_id, total.amount,
               width_bucket(total.amount, %(bands)s::float8[]) AS band
          FROM res_partner partner
          JOIN (SELECT partner_id, SUM(amount) AS amount FROM spend GROUP BY 1) total
               ON total.partner_id = partner.id
         WHERE partner.parent_id IS NULL
    ), peer AS (
        SELECT spend.offering, customer.industry_id, customer.band,
               array_agg(spend.amount / (customer.amount - spend.amount)) AS shares,
               array_agg(customer.id) AS ids
          FROM customer JOIN spend ON spend.partner_id = customer.id
         WHERE spend.amount > 0 AND customer.amount > spend.amount
      GROUP BY 1, 2, 3
    )
    SELECT cell.id, peers.count, GREATEST(0, peers.quartiles[2]
           * (customer.amount - COALESCE(spend.amount, 0)) - COALESCE(spend.amount, 0))
      FROM kam_whitespace cell
      JOIN customer ON customer.id = cell.account_id
 LEFT JOIN spend ON spend.partner_id = cell.account_id AND spend.offering = cell.offering_id
 LEFT JOIN peer ON peer.offering = cell.offering_id AND peer.band = customer.band
           AND peer.industry_id IS NOT DISTINCT FROM customer.industry_id
CROSS JOIN LATERAL (
        SELECT COUNT(*), percentile_cont(ARRAY[0.25, 0.5, 0.75])
               WITHIN GROUP (ORDER BY other.share) AS quartiles
          FROM unnest(peer.shares, peer.ids) AS other(share, id)
         WHERE other.id <> cell.account_id
    ) AS peers
"""


def read_potentials(cr, company, start, end, bands):
    """The potential of all cells: {cell id: (peers, amount or None)}."""
    cr.execute(POTENTIAL, {"company": company, "start": start, "end": end, "bands": bands})
    return {cell: (count, amount) for cell, count, amount in cr.fetchall()}
