"""Fill the scratch database with trade: invoices, payments, orders, mails, whitespace cells."""

from odoo import Command
from odoo.tools import SQL

CATEGORIES = 10
PRODUCTS = 200
LINES_PER_INVOICE = 4


class Trade:
    """Made after the plans, for their customers; every figure derives from the row's number."""

    def __init__(self, env, lines):
        """
        :param env: Odoo environment of a superuser
        :param int lines: how many invoice lines
        """
        self.env = env
        self.invoices = lines // LINES_PER_INVOICE

    def run(self):
        """Make everything in one transaction: dict {label: number}."""
        self._prepare()
        for step in (self._invoices, self._payments, self._orders, self._mails, self._cells):
            step()
        self.env.invalidate_all()
        self.env.cr.commit()
        self.env.cr.execute("ANALYZE")
        self.env.cr.commit()
        tables = ("account_move_line", "sale_order_line", "mail_message", "kam_whitespace")
        return {table: self._count(table) for table in tables}

    def _count(self, table):
        query = SQL("SELECT count(*) FROM %s", SQL.identifier(table))
        return self.env.execute_query(query)[0][0]

    def _execute(self, query, **values):
        self.env.cr.execute(SQL(query, **{**self.known, **values}))

    def _prepare(self):
        """Chart of accounts, products, offerings, industries: few records, made by the ORM."""
        env = self.env
        self.company = env.company
        env["account.chart.template"].try_loading("generic_coa", self.company)
        categories = env["product.category"].create(
            [{"name": f"Category {n}"} for n in range(CATEGORIES)]
        )
        products = env["product.product"].create(
            [
                {
                    "name": f"Product {n}",
                    "categ_id": categories[n % CATEGORIES].id,
                    "standard_price": 60,
                }
                for n in range(PRODUCTS)
            ]
        )
        self.offerings = env["kam.offering"].create(
            [{"name": c.name, "category_ids": [Command.set(c.ids)]} for c in categories]
        )
        industries = env["res.partner.industry"].create([{"name": f"I{n}"} for n in range(20)])
        journals = env["account.journal"].search([("company_id", "=", self.company.id)])
        accounts = env["account.account"].search([])
        env.flush_all()
        partners = env["kam.plan"].search([]).partner_id
        self.known = {
            "company": self.company.id,
            "currency": self.company.currency_id.id,
            "journal": journals.filtered(lambda j: j.type == "sale")[:1].id,
            "income": accounts.filtered(lambda a: a.account_type == "income")[:1].id,
            "receivable": accounts.filtered(lambda a: a.account_type == "asset_receivable")[:1].id,
            "product": min(products.ids),
            "products": PRODUCTS,
            "uom": products[0].uom_id.id,
            "partner": min(partners.ids),
            "partners": len(partners),
            "industry": min(industries.ids),
        }
        self._execute("UPDATE res_partner SET industry_id = %(industry)s + id %% 20")

    def _invoices(self):
        """Three years of invoices; in fifty one is a credit note, one a draft."""
        self._execute(
            """
            INSERT INTO account_move (name, journal_id, company_id, currency_id, state, move_type,
                auto_post, date, invoice_date, partner_id, commercial_partner_id, payment_state,
                invoice_currency_rate, create_date, write_date)
            SELECT 'B/' || n, %(journal)s, %(company)s, %(currency)s,
                CASE WHEN n %% 50 = 7 THEN 'draft' ELSE 'posted' END,
                CASE WHEN n %% 50 = 9 THEN 'out_refund' ELSE 'out_invoice' END, 'no',
                now()::date - (n * 7919 %% 1095)::int, now()::date - (n * 7919 %% 1095)::int,
                %(partner)s + (n * 31 %% %(partners)s)::int,
                %(partner)s + (n * 31 %% %(partners)s)::int,
                CASE WHEN n %% 5 = 0 THEN 'not_paid' ELSE 'paid' END, 1, now(), now()
              FROM generate_series(1::bigint, %(invoices)s) AS n
            """,
            invoices=self.invoices,
        )
        self._execute(
            """
            INSERT INTO account_move_line (move_id, company_id, company_currency_id, currency_id,
                journal_id, account_id, partner_id, product_id, product_uom_id, display_type, date,
                invoice_date, parent_state, quantity, price_unit, price_subtotal, balance, debit,
                credit, amount_currency, amount_residual, reconciled, name, move_name)
            SELECT move.id, %(company)s, %(currency)s, %(currency)s, %(journal)s, %(income)s,
                move.partner_id, %(product)s + (move.id * 13 + n * 37) %% %(products)s, %(uom)s,
                'product', move.date, move.invoice_date, move.state, 1, cost.amount, cost.amount,
                cost.sign * cost.amount, greatest(cost.sign * cost.amount, 0),
                greatest(-cost.sign * cost.amount, 0), cost.sign * cost.amount, 0, FALSE, 'x',
                move.name
              FROM account_move move, generate_series(1, %(lines)s) AS n,
                LATERAL (SELECT (50 + move.id * 17 %% 900 + n)::numeric AS amount,
                    CASE move.move_type WHEN 'out_refund' THEN 1 ELSE -1 END AS sign) AS cost
             WHERE move.journal_id = %(journal)s
            """,
            lines=LINES_PER_INVOICE,
        )

    def _payments(self):
        """A receivable line for each invoice; four in five are paid after some days."""
        self._execute(
            """
            INSERT INTO account_move_line (move_id, company_id, company_currency_id, currency_id,
                journal_id, account_id, partner_id, display_type, date, date_maturity,
                parent_state, balance, debit, credit, amount_currency, amount_residual, reconciled,
                name, move_name)
            SELECT move.id, %(company)s, %(currency)s, %(currency)s, %(journal)s, %(receivable)s,
                move.partner_id, 'payment_term', move.date, move.date + 30, move.state, 100, 100,
                0, 100, CASE move.payment_state WHEN 'paid' THEN 0 ELSE 100 END,
                move.payment_state = 'paid', 'x', move.name
              FROM account_move move WHERE move.journal_id = %(journal)s
            """
        )
        self._execute(
            """
            INSERT INTO account_partial_reconcile (debit_move_id, credit_move_id, company_id,
                amount, debit_amount_currency, credit_amount_currency, max_date)
            SELECT id, id, %(company)s, 100, 100, 100, date + 20 + id %% 30
              FROM account_move_line
             WHERE display_type = 'payment_term' AND reconciled
            """
        )

    def _orders(self):
        self._execute(
            """
            INSERT INTO sale_order (name, company_id, partner_id, partner_invoice_id,
                partner_shipping_id, date_order, state, currency_id, currency_rate)
            SELECT 'B' || n, %(company)s, partner, partner, partner,
                now() - (n * 7919 %% 1095) * interval '1 day',
                CASE WHEN n %% 10 = 0 THEN 'sent' ELSE 'sale' END, %(currency)s, 1
              FROM generate_series(1::bigint, %(orders)s) AS n,
                LATERAL (SELECT %(partner)s + (n * 31 %% %(partners)s)::int AS partner) AS one
            """,
            orders=self.invoices // 5,
        )
        self._execute(
            """
            INSERT INTO sale_order_line (order_id, company_id, name, product_id, product_uom_id,
                product_uom_qty, price_unit, price_subtotal, customer_lead, state)
            SELECT id, company_id, 'x', %(product)s + (id * 13 + n * 37) %% %(products)s, %(uom)s,
                1, 100, 100 + id %% 500, 0, state
              FROM sale_order, generate_series(1, 4) AS n WHERE name LIKE 'B%%'
            """
        )

    def _mails(self):
        """Half of the mails come in, half go out."""
        self._execute(
            """
            INSERT INTO mail_message (message_type, model, res_id, author_id, date, body)
            SELECT 'email', 'res.partner', partner, CASE WHEN n %% 2 = 0 THEN partner END,
                now() - (n * 7919 %% 1095) * interval '1 day', 'x'
              FROM generate_series(1::bigint, %(mails)s) AS n,
                LATERAL (SELECT %(partner)s + (n * 31 %% %(partners)s)::int AS partner) AS one
            """,
            mails=self.invoices,
        )
        self._execute(
            """
            INSERT INTO mail_notification (mail_message_id, res_partner_id, notification_type,
                notification_status)
            SELECT id, res_id, 'email', 'sent' FROM mail_message
             WHERE model = 'res.partner' AND author_id IS NULL AND body = 'x'
            """
        )

    def _cells(self):
        """One cell for each customer and offering."""
        self._execute(
            """
            INSERT INTO kam_whitespace (account_id, company_id, offering_id, state, state_manual,
                potential_source, revenue, revenue_prior, pipeline, potential, potential_manual,
                potential_computed, share_of_wallet, success_chance, is_shared, figures_date)
            SELECT plan.partner_id, plan.company_id, offering.id, 'unknown', 'unknown',
                'computed', 0, 0, 0, 0, 0, 0, 0, 0, FALSE, now() - interval '2 days'
              FROM (SELECT DISTINCT partner_id, company_id FROM kam_plan) AS plan,
                kam_offering offering
            """
        )
