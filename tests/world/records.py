"""Writes a world into Odoo, through the models' own methods where they decide something."""

from datetime import timedelta

from odoo import Command

from .facts import COMPANIES, CURRENCIES, INDUSTRIES, RATES
from .plans import Plans


class Records:
    """The records of a world: `partners`, `companies`, `products`, `offerings` by their numbers.

    :param env: superuser's environment; the clock stands at the world's `now`
    :param world: `facts.World`
    """

    def __init__(self, env, world):
        self.env, self.world = env, world
        self.currencies = {}
        self._write_currencies()
        self._write_companies()
        self._write_rates()
        self.pricelists = self._write_pricelists()
        self._write_partners()
        self._write_products()
        self.plans = Plans(self)
        self._write_phase(0)
        self._move_partners()
        self._write_phase(1)
        self._write_meetings()
        self._write_contacts()
        self._write_entries()
        self.env.flush_all()

    def _write_currencies(self):
        every = self.env["res.currency"].with_context(active_test=False)
        for code in CURRENCIES:
            self.currencies[code] = every.search([("name", "=", code)])
        self.env["res.currency"].union(*self.currencies.values()).active = True

    def _write_companies(self):
        self.companies = []
        for company in COMPANIES:
            values = {
                "name": f"{company.name} {self.world.seed}",
                "currency_id": self.currencies[company.currency].id,
            }
            if company.parent is not None:
                values["parent_id"] = self.companies[company.parent].id
            record = self.env["res.company"].create(values)
            record.partner_id.tz = company.zone
            self.env.user.company_ids += record
            self.companies.append(record)
            self.env["account.chart.template"].try_loading("generic_coa", record)
            # The chart of accounts brings a currency of its own.
            record.currency_id = self.currencies[company.currency]
        self.env = self.env(
            context={**self.env.context, "allowed_company_ids": [c.id for c in self.companies]}
        )

    def _write_rates(self):
        self.env["res.currency.rate"].create(
            [
                {
                    "name": f"{year}-01-01",
                    "company_id": self.companies[number].id,
                    "currency_id": self.currencies[code].id,
                    "rate": rate / rates[company.currency],
                }
                for number, company in enumerate(COMPANIES)
                if company.parent is None
                for year, rates in RATES.items()
                for code, rate in rates.items()
            ]
        )

    def _write_pricelists(self):
        """An order is in the currency of its price list."""
        return {
            code: self.env["product.pricelist"].create(
                {"name": code, "currency_id": currency.id, "company_id": False}
            )
            for code, currency in self.currencies.items()
        }

    def _write_partners(self):
        industries = self.env["res.partner.industry"].create(
            [{"name": f"Industry {number}"} for number in range(INDUSTRIES)]
        )
        self.partners = []
        for node in self.world.nodes:
            parent = self.world.parents[0][node.index]
            values = {
                "name": f"Partner {self.world.seed}.{node.index}",
                "is_company": node.is_company,
                "parent_id": self.partners[parent].id if parent is not None else False,
                "industry_id": industries[node.industry].id if node.industry is not None else False,
                "email": f"p{self.world.seed}.{node.index}@world.example",
            }
            self.partners.append(self.env["res.partner"].create(values))

    def _move_partners(self):
        for node in self.world.nodes:
            parent = self.world.parents[1][node.index]
            if parent != self.world.parents[0][node.index]:
                self.partners[node.index].parent_id = self.partners[parent]

    def _write_products(self):
        categories = self.env["product.category"]
        for number, above in self.world.categories.items():
            values = {"name": f"Category {number}"}
            if above is not None:
                values["parent_id"] = categories[above].id
            categories += categories.create(values)
        self.products = self.env["product.product"].create(
            [
                {
                    "name": f"Product {product.index}",
                    "categ_id": categories[product.category].id,
                    "taxes_id": False,
                }
                for product in self.world.products
            ]
        )
        for number, company in enumerate(self.companies):
            for product in self.world.products:
                record = self.products[product.index].with_company(company)
                record.standard_price = product.costs[number]
        self.offerings = self.env["kam.offering"]
        for number, (_above, own, products) in enumerate(self.world.offerings):
            self.offerings += self.offerings.create(
                {
                    "name": f"Offering {number}",
                    "category_ids": [Command.set([categories[n].id for n in own])],
                    "product_ids": [Command.set([self.products[n].id for n in products])],
                }
            )
        for number, (above, _own, _products) in enumerate(self.world.offerings):
            if above is not None:
                self.offerings[number].parent_id = self.offerings[above]

    def _write_phase(self, phase):
        for number, company in enumerate(self.companies):
            of_phase = [
                [record for record in records if (record.phase, record.company) == (phase, number)]
                for records in (self.world.documents, self.world.orders, self.world.leads)
            ]
            records = Trade(self, company)
            records.write_documents(of_phase[0])
            records.write_orders(of_phase[1])
            records.write_leads(of_phase[2])

    def _write_meetings(self):
        events = self.env["calendar.event"].with_context(
            no_mail_to_attendees=True, dont_notify=True
        )
        for meeting in self.world.meetings:
            event = events.create(
                {
                    "name": "Meeting",
                    "start": meeting.start,
                    "stop": meeting.start + timedelta(minutes=meeting.minutes),
                    "partner_ids": [
                        Command.set(
                            [self.partners[who].id for who, _answer in meeting.people]
                            + self.env.user.partner_id.ids
                        )
                    ],
                }
            )
            answers = {self.partners[who]: answer for who, answer in meeting.people}
            for attendee in event.attendee_ids:
                attendee.state = answers.get(attendee.partner_id, "accepted")

    def _write_contacts(self):
        for who, moment in self.world.mails:
            self.partners[who].message_post(
                body="Hello", author_id=self.partners[who].id, message_type="email", date=moment
            )
        activities = self.env["mail.activity"]
        for who, _day in self.world.activities:
            activities += self.partners[who].activity_schedule("mail.mail_activity_data_todo")
        activities.action_feedback()
        for activity, (_who, day) in zip(activities, self.world.activities, strict=True):
            activity.date_done = day

    def _write_entries(self):
        self.adding = self.env["kam.measure"].create(
            {"name": "Sold Elsewhere", "source": "manual", "unit": "currency", "entry_mode": "sum"}
        )
        latest = self.env.ref("kam_planning.measure_satisfaction")
        self.env["kam.measure.entry"].create(
            [
                {
                    "measure_id": (self.adding if entry.adds_up else latest).id,
                    "account_id": self.partners[entry.account].id,
                    "company_id": self.companies[entry.company].id,
                    "date": entry.day,
                    "value": entry.value,
                }
                for entry in self.world.entries
            ]
        )


class Trade:
    """The documents of one company."""

    def __init__(self, records, company):
        self.records, self.company = records, company
        self.env = records.env(context={**records.env.context, "allowed_company_ids": company.ids})

    def _prepare_lines(self, record, quantity):
        return [
            Command.create(
                {
                    "product_id": self.records.products[product].id,
                    quantity: count,
                    "price_unit": price,
                    "tax_ids": [Command.clear()],
                }
            )
            for product, count, price in record.lines
        ]

    def _prepare(self, record):
        return {
            "company_id": self.company.id,
            "partner_id": self.records.partners[record.partner].id,
            "currency_id": self.records.currencies[record.currency].id,
        }

    def write_documents(self, documents):
        """Invoices and refunds, with their payments."""
        moves = self.env["account.move"].create(
            [
                {
                    **self._prepare(document),
                    "move_type": document.kind,
                    "invoice_date": document.day,
                    "invoice_date_due": document.due,
                    "invoice_payment_term_id": False,
                    "invoice_line_ids": self._prepare_lines(document, "quantity"),
                }
                for document in documents
            ]
        )
        pairs = list(zip(moves, documents, strict=True))
        moves.browse([m.id for m, d in pairs if d.state == "posted"]).action_post()
        moves.browse([m.id for m, d in pairs if d.state == "cancel"]).button_cancel()
        # Odoo's search for an invoice's payments goes wrong where the database expects few.
        self.env.flush_all()
        self.env.cr.execute("ANALYZE account_move, account_move_line, account_partial_reconcile")
        self.env.cr.execute("ANALYZE account_payment")
        for move, document in pairs:
            self._pay(move, document)

    def _pay(self, move, document):
        done = 0.0
        for day, share in document.payments:
            register = self.env["account.payment.register"].with_context(
                active_model="account.move", active_ids=move.ids
            )
            wizard = register.create({"payment_date": day, "currency_id": move.currency_id.id})
            if share < 1:
                wizard.amount = move.currency_id.round(move.amount_total * share)
            wizard.action_create_payments()
            done = share
        assert not done or bool(move.amount_residual) == (done < 1)

    def write_orders(self, orders):
        """Quotations and orders, each with its moment after it was confirmed."""
        records = self.env["sale.order"].create(
            [
                {
                    **self._prepare(order),
                    "pricelist_id": self.records.pricelists[order.currency].id,
                    "date_order": order.moment,
                    "order_line": self._prepare_lines(order, "product_uom_qty"),
                }
                for order in orders
            ]
        )
        for record, order in zip(records, orders, strict=True):
            if order.state == "sale":
                record.action_confirm()
            elif order.state == "cancel":
                record._action_cancel()
            elif order.state == "sent":
                record.action_quotation_sent()
            record.date_order = order.moment

    def write_leads(self, leads):
        """Opportunities, won and lost by Odoo's own buttons."""
        records = self.env["crm.lead"].create(
            [
                {
                    "name": "Deal",
                    "type": "opportunity",
                    "company_id": self.company.id,
                    "partner_id": self.records.partners[lead.partner].id,
                    "expected_revenue": lead.revenue,
                    "probability": lead.probability,
                    "date_deadline": lead.deadline,
                    "kam_whitespace_id": self._find_cell(lead),
                }
                for lead in leads
            ]
        )
        for record, lead in zip(records, leads, strict=True):
            if lead.outcome == "won":
                record.action_set_won()
            elif lead.outcome == "lost":
                record.action_set_lost()
            elif lead.outcome == "archived":
                record.active = False
            if lead.closed:
                record.date_closed = lead.closed

    def _find_cell(self, lead):
        place = self.records.world.find_cell(lead)
        return self.records.plans.cells[place].id if place else False
