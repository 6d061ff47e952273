"""What is owed past its day, and how long invoices took to be paid."""

from datetime import date, timedelta
from unittest.mock import patch

from dateutil.relativedelta import relativedelta

from odoo import Command
from odoo.tests import freeze_time

from odoo.addons.kam_planning.tools.periods import ALL_TIME, Period

from ..common.common import TODAY
from .common import FiguresCommon


class ReceivablesCommon(FiguresCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.bank = cls._journal("bank")

    @classmethod
    def _journal(cls, kind, company=None):
        domain = [("type", "=", kind), ("company_id", "=", (company or cls.company).id)]
        return cls.env["account.journal"].search(domain, limit=1)

    @classmethod
    def _receivable(cls):
        return cls.customer.property_account_receivable_id

    @classmethod
    def _pay(cls, invoice, day, **values):
        """Register a payment of an invoice, as a user does."""
        dialogue = cls.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=invoice.ids
        )
        dialogue = dialogue.create(
            {"payment_date": day, "journal_id": cls.bank.id, "group_payment": False, **values}
        )
        return dialogue._create_payments()

    @classmethod
    def _entry(cls, amount, day, kind="general", **values):
        """An entry on the receivable account: what is owed, or below zero what was given."""
        other = cls.env["account.account"].search(
            [("account_type", "=", "expense"), ("company_ids", "=", cls.company.id)], limit=1
        )
        line = {"partner_id": cls.customer.id, "account_id": cls._receivable().id}
        line |= {"debit": max(amount, 0), "credit": max(-amount, 0)}
        entry = cls.env["account.move"].create(
            {
                "date": day,
                "journal_id": cls._journal(kind).id,
                "line_ids": [
                    Command.create({**line, **values}),
                    Command.create(
                        {
                            "account_id": other.id,
                            "debit": max(-amount, 0),
                            "credit": max(amount, 0),
                        }
                    ),
                ],
            }
        )
        entry.action_post()
        return entry

    def _match(self, *moves):
        lines = self.env["account.move"].union(*moves).line_ids
        lines.filtered(lambda line: line.account_id == self._receivable()).reconcile()


@freeze_time(TODAY)
class TestOverdue(ReceivablesCommon):
    """On 2 March 2026."""

    def _overdue(self, period=ALL_TIME, **scope):
        return round(self._figure("overdue", period, **scope) or 0.0, 2)

    def test_unused_payments_and_credit_notes_do_not_lessen_it(self):
        self._invoice(100, invoice_date_due="2026-02-20")
        payment = self.env["account.payment"].create(
            {
                "partner_id": self.customer.id,
                "partner_type": "customer",
                "payment_type": "inbound",
                "amount": 500,
                "date": "2026-02-10",
                "journal_id": self.bank.id,
            }
        )
        payment.action_post()
        self._entry(-70, date(2026, 2, 10), kind="bank")
        self._invoice(30, move_type="out_refund", invoice_date_due="2026-02-10")
        self.assertEqual(self._overdue(), 100)

    def test_of_a_matched_payment_the_rest_is_owed(self):
        invoice = self._invoice(100, invoice_date_due="2026-02-20")
        self._pay(invoice, date(2026, 2, 25), amount=60)
        self.assertEqual(self._overdue(), 40)
        credit = self._invoice(15, move_type="out_refund")
        self._match(invoice, credit)
        self.assertEqual(self._overdue(), 25)

    def test_an_entry_without_due_date_is_due_on_its_date(self):
        entry = self._entry(80, date(2026, 2, 20), date_maturity=False)
        line = entry.line_ids.filtered(lambda line: line.account_id == self._receivable())
        self.assertFalse(line.date_maturity)
        self._entry(7, TODAY, date_maturity=False)
        self.assertEqual(self._overdue(), 80)
        february = Period(date(2026, 2, 1), date(2026, 2, 28))
        self.assertEqual(self._overdue(february), 80)
        self.assertEqual(self._overdue(Period(date(2026, 1, 1), date(2026, 1, 31))), 0)
        measure = self._measure("overdue")
        for period, expected in ((february, line), (ALL_TIME, line), (Period(TODAY, TODAY), [])):
            action = measure._prepare_records_action(self.customer, period, self.company)
            found = self.env["account.move.line"].search(action["domain"])
            self.assertEqual(found, expected or found.browse())

    def test_each_instalment_on_its_own_day_and_in_our_currency(self):
        terms = self.env["account.payment.term"].create(
            {
                "name": "Half and half",
                "line_ids": [
                    Command.create({"value": "percent", "value_amount": 50, "nb_days": days})
                    for days in (0, 60)
                ],
            }
        )
        self._invoice(
            600,
            invoice_date="2026-02-01",
            invoice_payment_term_id=terms.id,
            currency_id=self.koala.id,
        )
        # 3 koala for 1 of ours.
        self.assertEqual(self._overdue(), 100)

    def test_two_companies(self):
        self.env["account.chart.template"].try_loading("generic_coa", self.other_company)
        other = {"company": self.other_company, "company_id": self.other_company.id}
        self._invoice(9, invoice_date_due="2026-02-20", **other)
        self._invoice(100, invoice_date_due="2026-02-20")
        self.assertEqual(self._overdue(), 100)
        self.assertEqual(self._overdue(company=self.other_company), 9)


class TestDaysToPay(ReceivablesCommon):
    def setUp(self):
        super().setUp()
        self.day = self.today - relativedelta(months=3)

    def _bill(self, amount=100, **values):
        return self._invoice(amount, invoice_date=self.day, **values)

    def _after(self, days):
        return self.day + timedelta(days=days)

    def _days(self):
        return self._figure("days_to_pay")

    def test_an_exchange_difference_is_no_payment(self):
        self.env["res.currency.rate"].create(
            {"currency_id": self.koala.id, "rate": 4.0, "name": self._after(5)}
        )
        invoice = self._bill(300, currency_id=self.koala.id)
        self._pay(invoice, self._after(10))
        self.assertIn(invoice.payment_state, ("paid", "in_payment"))
        part = self.env["account.partial.reconcile"].search(
            [("debit_move_id", "in", invoice.line_ids.ids)]
        )
        exchange = part.exchange_move_id | (part.credit_move_id.move_id - part.exchange_move_id)
        exchange = exchange.filtered(
            lambda move: move.journal_id == self.company.currency_exchange_journal_id
        )
        self.assertTrue(exchange, "300 koala were 100 and are 75")
        # However late it was booked.
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE account_move_line SET date = %s WHERE move_id IN %s",
            [self._after(21), tuple(exchange.ids)],
        )
        self.env.cr.execute(
            "UPDATE account_partial_reconcile SET max_date = %s WHERE debit_move_id IN %s",
            [self._after(21), tuple(invoice.line_ids.ids)],
        )
        self.env.invalidate_all()
        self.assertEqual(self._days(), 10)

    def test_the_last_payment_counts(self):
        invoice = self._bill()
        self._pay(invoice, self._after(10), amount=40)
        self.assertIsNone(self._days(), "not paid in full yet")
        self._pay(invoice, self._after(24))
        self.assertEqual(self._days(), 24)

    def test_a_credit_note_settles_by_its_date_and_a_write_off_does_not(self):
        invoice = self._bill()
        self._pay(invoice, self._after(10), amount=90)
        self._match(invoice, self._entry(-10, self._after(50)))
        self.assertEqual(invoice.amount_residual, 0)
        self.assertEqual(self._days(), 10)
        credited = self._bill(50)
        self._match(
            credited, self._invoice(50, move_type="out_refund", invoice_date=self._after(20))
        )
        self._pay(self._bill(5), self._after(30))
        self.assertEqual(credited.amount_residual, 0)
        # Credited in full is "reversed" for Odoo, and was never paid.
        self.assertEqual(self._days(), (10 + 30) / 2)

    def test_what_was_written_off_in_full_was_not_paid(self):
        self._match(self._bill(), self._entry(-100, self._after(50)))
        self.assertIsNone(self._days())

    def test_a_cash_discount_comes_with_the_payment(self):
        invoice = self._bill()
        self._pay(
            invoice,
            self._after(8),
            amount=98,
            payment_difference_handling="reconcile",
            writeoff_account_id=self._entry(1, self.day).line_ids[1].account_id.id,
        )
        self.assertEqual(self._days(), 8)

    def test_paid_in_advance_took_no_time(self):
        invoice = self._bill()
        self._match(invoice, self._entry(-100, self._after(-20), kind="bank"))
        self.assertEqual(self._days(), 0)

    def test_a_payment_that_waits_for_the_bank_counts_by_its_date(self):
        self.bank.inbound_payment_method_line_ids.payment_account_id = False
        invoice = self._bill()
        # As where the accounting application is installed: no entry before the bank's.
        state = {"_get_invoice_in_payment_state": lambda moves: "in_payment"}
        with patch.multiple(self.registry["account.move"], **state):
            payment = self._pay(invoice, self._after(6))
            self.env.flush_all()
        self.assertFalse(payment.move_id)
        self.assertIn(invoice.payment_state, ("paid", "in_payment"))
        self.assertEqual(self._days(), 6)

    def test_the_last_of_several_payments_may_wait_for_the_bank(self):
        self.bank.inbound_payment_method_line_ids.payment_account_id = False
        invoice = self._bill()
        self._match(invoice, self._entry(-40, self._after(10), kind="bank"))
        state = {"_get_invoice_in_payment_state": lambda moves: "in_payment"}
        with patch.multiple(self.registry["account.move"], **state):
            waiting = self._pay(invoice, self._after(24))
            self.env.flush_all()
        self.assertFalse(waiting.move_id)
        self.assertEqual((invoice.amount_residual, waiting.amount), (60, 60))
        self.assertEqual(self._days(), 24)

    def test_a_part_that_waits_for_the_bank_is_not_all(self):
        self.bank.inbound_payment_method_line_ids.payment_account_id = False
        invoice = self._bill()
        state = {"_get_invoice_in_payment_state": lambda moves: "in_payment"}
        with patch.multiple(self.registry["account.move"], **state):
            self._pay(invoice, self._after(5), amount=40)
            self.env.flush_all()
            self.assertEqual((invoice.payment_state, invoice.amount_residual), ("in_payment", 100))
            self.assertIsNone(self._days(), "60 of 100 are still to come")
            self._pay(invoice, self._after(24), amount=60)
            self.env.flush_all()
        self.assertEqual(self._days(), 24)

    def test_the_payer_stays_the_customer_of_the_invoice(self):
        globex = self.env["res.partner"].create({"name": "Globex", "is_company": True})
        self._pay(self._bill(partner=self.contact), self._after(12))
        self.contact.parent_id = globex
        self.assertEqual(self._days(), 12)
        self.assertIsNone(self._figure("days_to_pay", account=globex))
