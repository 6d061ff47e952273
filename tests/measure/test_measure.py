"""Measures say what Odoo's own reports say, to the cent, for many accounts in one query each."""

from datetime import timedelta

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError, ValidationError

from odoo.addons.kam_planning.tools.periods import ALL_TIME, Period, calendar_months, last_months

from .common import FiguresCommon

CUSTOMER_INVOICES = [("state", "=", "posted"), ("move_type", "in", ("out_invoice", "out_refund"))]


class TestFigures(FiguresCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other_coa = cls.env["account.chart.template"].try_loading(
            "generic_coa", cls.other_company
        )
        cls._invoice(100.10)
        cls._invoice(33.33, partner=cls.north, product=cls.green)
        cls._invoice(7.77, partner=cls.plant, product=cls.salt, months_ago=3)
        cls._invoice(12.34, partner=cls.contact)
        cls._invoice(20, move_type="out_refund")
        cls._invoice(50, currency_id=cls.koala.id)
        cls._invoice(1000, post=False)
        cls._invoice(2000).button_cancel()
        cls._invoice(400, months_ago=15)
        cls._invoice(888, partner=cls.stranger)
        cls._invoice(999, company=cls.other_company, company_id=cls.other_company.id)
        cls._order(70.70)
        cls._order(30, partner=cls.plant, product=cls.salt)
        cls._order(60, currency_id=cls.koala.id)
        cls._order(500, confirm=False)
        cls._order(600).action_cancel()

    def _analysis(self, model, domain, field):
        report = self.env[model].with_context(allowed_company_ids=self.company.ids)
        domain = [*domain, ("partner_id", "child_of", self.customer.id)]
        domain.append(("company_id", "=", self.company.id))
        return report._read_group(domain, [], [f"{field}:sum"])[0][0]

    def _between(self, name, period):
        return [(name, ">=", str(period.start)), (name, "<", str(period.end + timedelta(days=1)))]

    def test_revenue_and_margin_equal_the_invoice_analysis(self):
        for period in (self.year, self.before):
            domain = CUSTOMER_INVOICES + self._between("invoice_date", period)
            for name, field in (("revenue", "price_subtotal"), ("margin", "price_margin")):
                expected = self._analysis("account.invoice.report", domain, field)
                self.assertTrue(expected)
                self.assertAlmostEqual(self._figure(name, period), expected, places=2, msg=name)

    def test_revenue_by_hand(self):
        expected = 100.10 + 33.33 + 7.77 + 12.34 - 20 + round(50 / 3, 2)
        self.assertAlmostEqual(self._figure("revenue"), expected, places=2)
        self.assertAlmostEqual(self._figure("revenue", self.before), 400, places=2)

    def test_margin_rate_is_margin_over_revenue(self):
        rate = 100 * self._figure("margin") / self._figure("revenue")
        self.assertAlmostEqual(self._figure("margin_rate"), rate)

    def test_orders_equal_the_sales_analysis(self):
        for name, states in (("order_intake", ["sale"]), ("quotations", ["draft", "sent"])):
            domain = [("state", "in", states), *self._between("date", self.year)]
            expected = self._analysis("sale.report", domain, "price_subtotal")
            self.assertTrue(expected)
            self.assertAlmostEqual(self._figure(name), expected, places=2, msg=name)

    def test_pipeline_equals_the_pipeline_analysis(self):
        soon = self.today - timedelta(days=10)
        self._lead(300, date_deadline=soon, probability=40)
        self._lead(500, partner=self.north, probability=10)
        self._lead(900, partner=self.stranger, probability=10)
        self._lead(90).action_set_lost()
        self._lead(80).action_set_won()
        for name, field in (
            ("pipeline", "expected_revenue"),
            ("weighted_pipeline", "prorated_revenue"),
        ):
            expected = self.env["crm.lead"]._read_group(
                [
                    ("type", "=", "opportunity"),
                    ("won_status", "=", "pending"),
                    ("partner_id", "child_of", self.customer.id),
                ],
                [],
                [f"{field}:sum"],
            )[0][0]
            self.assertAlmostEqual(self._figure(name, ALL_TIME), expected, places=2)
        self.assertAlmostEqual(self._figure("pipeline"), 300)
        self.assertAlmostEqual(self._figure("weighted_pipeline"), 120)

    def test_won_lost_and_win_rate(self):
        self.assertIsNone(self._figure("win_rate"))
        leads = self._lead(1) | self._lead(2) | self._lead(3) | self._lead(4)
        leads[0].action_set_won()
        leads[1:].action_set_lost()
        self.assertEqual((self._figure("won"), self._figure("lost")), (1, 3))
        self.assertEqual(self._figure("win_rate"), 25)

    def test_overdue_and_days_to_pay(self):
        self._invoice(55.55, invoice_date_due=self.today - timedelta(days=9))
        self._invoice(44.44, invoice_date_due=self.today + timedelta(days=9))
        self.assertAlmostEqual(self._figure("overdue", ALL_TIME), 55.55, places=2)
        self.assertAlmostEqual(
            self._figure("overdue", ALL_TIME),
            sum(
                self.env["account.move.line"]
                .search(
                    [
                        ("parent_state", "=", "posted"),
                        ("partner_id", "child_of", self.customer.id),
                        ("account_type", "=", "asset_receivable"),
                        ("date_maturity", "<", self.today),
                        ("company_id", "=", self.company.id),
                    ]
                )
                .mapped("amount_residual")
            ),
            places=2,
        )
        self.assertIsNone(self._figure("days_to_pay"))
        bank = self.env["account.journal"].search(
            [("type", "=", "bank"), ("company_id", "=", self.company.id)], limit=1
        )
        for days in (10, 30):
            invoice = self._invoice(60, months_ago=2)
            self.env["account.payment.register"].with_context(
                active_model="account.move", active_ids=invoice.ids
            ).create(
                {
                    "payment_date": invoice.invoice_date + timedelta(days=days),
                    "journal_id": bank.id,
                }
            ).action_create_payments()
        self.assertEqual(self._figure("days_to_pay"), 20)

    def test_meetings_mails_and_activities(self):
        start = fields.Datetime.now() - timedelta(days=3)
        attendees = (self.contact | self.customer | self.kam.partner_id).ids
        self.env["calendar.event"].create(
            [
                {
                    "name": "Met",
                    "start": start,
                    "stop": start + timedelta(hours=1),
                    "partner_ids": [Command.set(attendees)],
                },
                {
                    "name": "To come",
                    "start": start + timedelta(days=9),
                    "stop": start + timedelta(days=9, hours=1),
                    "partner_ids": [Command.set(attendees)],
                },
            ]
        )
        self.assertEqual(self._figure("meetings"), 1, "two attendees of one meeting count once")
        self.customer.message_post(body="Hello", author_id=self.contact.id, message_type="email")
        self.customer.message_post(
            body="Back on Monday",
            author_id=self.contact.id,
            message_type="email",
            kam_is_automatic=True,
        )
        self.assertEqual(self._figure("mails_in"), 1)
        sent = self.customer.message_post(
            body="Answer", partner_ids=(self.contact | self.customer).ids
        )
        sent.notification_ids.write({"notification_type": "email", "notification_status": "sent"})
        self.assertEqual(self._figure("mails_out"), 1, "one mail to two people counts once")
        lead = self._lead(1)
        lead.activity_schedule(
            "mail.mail_activity_data_todo", user_id=self.kam.id
        ).action_feedback()
        self.customer.activity_schedule("mail.mail_activity_data_todo", user_id=self.kam.id)
        self.assertEqual(self._figure("activities"), 1)

    def test_meetings_that_were_declined_were_not_held(self):
        other = self.env["res.partner"].create({"name": "Other", "is_company": True})
        theirs = self.contact | self.customer
        start = fields.Datetime.now() - timedelta(days=3)
        meetings = self.env["calendar.event"].create(
            [
                {
                    "name": f"Meeting {number}",
                    "start": start,
                    "stop": start + timedelta(hours=1),
                    "partner_ids": [Command.set((theirs | other | self.kam.partner_id).ids)],
                }
                for number in range(4)
            ]
        )
        for meeting, gone in zip(
            meetings, (theirs.browse(), self.contact, theirs, theirs | other), strict=True
        ):
            meeting.attendee_ids.filtered(
                lambda one, gone=gone: one.partner_id in gone
            ).state = "declined"
        self.assertEqual(self._figure("meetings"), 2, "declined by all of theirs: not held")
        measure = self._measure("meetings")
        period = last_months(self.today)
        action = measure._prepare_records_action(self.customer, period, self.company)
        self.assertEqual({*self._find(action)}, {*meetings[:2]})
        action = measure._prepare_records_action(other, period, self.company)
        self.assertEqual({*self._find(action)}, {*meetings[:3]})

    def _find(self, action):
        return self.env[action["res_model"]].search(action["domain"])

    def test_entered_by_hand_the_latest_of_a_period_counts(self):
        measure = self._measure("satisfaction")
        days = (self.today - timedelta(days=40), self.today - timedelta(days=5))
        self.env["kam.measure.entry"].with_user(self.kam).create(
            [
                {"account_id": self.customer.id, "measure_id": measure.id, "date": day, "value": v}
                for day, v in zip(days, (60, 80), strict=True)
            ]
        )
        self.assertEqual(self._figure("satisfaction"), 80)
        self.assertEqual(self._figure("satisfaction", Period(days[0], days[0])), 60)
        self.assertIsNone(self._figure("satisfaction", company=self.other_company))

    def test_only_the_company_asked_for_counts(self):
        other = self._figure("revenue", company=self.other_company)
        self.assertAlmostEqual(other, 999, places=2)

    def test_any_depth_and_any_part_of_the_group(self):
        measure = self._measure("revenue")
        accounts = self.customer | self.north | self.plant | self.stranger
        figures = measure._get_figures(accounts, [self.year], self.company)[measure]
        self.assertAlmostEqual(figures[self.north.id, 0], 33.33 + 7.77, places=2)
        self.assertAlmostEqual(figures[self.plant.id, 0], 7.77, places=2)
        self.assertAlmostEqual(figures[self.stranger.id, 0], 888, places=2)

    def test_split_by_offerings_counts_categories_below_and_single_products(self):
        measure = self._measure("revenue")
        offerings = self.offering_tea | self.offering_salt
        self.offering_tea.parent_id = self.env["kam.offering"].create({"name": "Drinks"})
        offerings |= self.offering_tea.parent_id
        figures = measure._get_figures(self.customer, [self.year], self.company, offerings)[measure]
        tea = 100.10 + 33.33 + 12.34 - 20 + round(50 / 3, 2)
        key = (self.customer.id, 0)
        self.assertAlmostEqual(figures[(*key, self.offering_tea.id)], tea, places=2)
        self.assertAlmostEqual(figures[(*key, self.offering_tea.parent_id.id)], tea, places=2)
        self.assertAlmostEqual(figures[(*key, self.offering_salt.id)], 7.77, places=2)

    def test_overlapping_and_open_periods(self):
        measure = self._measure("revenue")
        months = calendar_months(self.today, 24)
        every = [ALL_TIME, self.year, self.before, Period(None, self.today), *months]
        figures = measure._get_figures(self.customer, every, self.company)[measure]
        for number, period in enumerate(every):
            alone = self._figure("revenue", period)
            self.assertAlmostEqual(figures.get((self.customer.id, number), 0), alone or 0, places=2)
        total = sum(figures.get((self.customer.id, n), 0) for n in range(4, 28))
        self.assertAlmostEqual(total, figures[self.customer.id, 0], places=2)

    def test_one_query_a_measure_however_many_accounts_and_periods(self):
        measures = self.env["kam.measure"].search([("source", "!=", "ratio")])
        partners = self.env["res.partner"].create(
            [{"name": f"P{n}", "is_company": True} for n in range(50)]
        )

        def read(accounts, count):
            months = calendar_months(self.today, count)
            return lambda: measures._get_figures(accounts, months, self.company)

        read(partners[:1], 1)()
        few = self._count_queries(read(partners[:1], 1))
        many = self._count_queries(read(partners, 24))
        self.assertEqual(few, many)
        # Account scope, definitions, and the company's time zone.
        self.assertLessEqual(many, len(measures) + 4)


class TestVisibility(FiguresCommon):
    def test_a_member_sees_figures_without_accounting_rights(self):
        self._invoice(250)
        self.assertFalse(self.env["account.invoice.report"].with_user(self.mate).has_access("read"))
        plan = self.plan.with_user(self.mate)
        member = {"user_id": self.mate.id, "role_id": self.role_sales.id}
        self.plan.write({"confidentiality": "team", "member_ids": [Command.create(member)]})
        plan.action_refresh_figures()
        self.assertEqual(plan.revenue, 250)

    def test_the_records_open_only_for_those_who_may_read_them(self):
        with self.assertRaises(AccessError):
            self.plan.with_user(self.mate).action_open_figure("revenue")
        self.assertNotIn("revenue", self._opens(self.mate))
        accountant = self._create_user(
            "accountant", "group_kam_user", "account.group_account_invoice"
        )
        action = self.plan.with_user(accountant).action_open_figure("revenue")
        self._invoice(40)
        self._invoice(2, partner=self.plant)
        self._invoice(900, partner=self.stranger)
        lines = self.env[action["res_model"]].with_user(accountant).search(action["domain"])
        self.assertEqual(sum(lines.mapped("price_subtotal")), 42)
        self.assertIn("revenue", self._opens(accountant))

    def _opens(self, user):
        self.plan.action_refresh_figures()
        return self.plan.with_user(user).snapshot["opens"]

    def test_figures_by_hand_open_their_entries(self):
        action = self.plan.with_user(self.kam).action_open_figure("satisfaction")
        entry = self.env["kam.measure.entry"].with_user(self.kam).with_context(action["context"])
        entry = entry.create({"value": 70, "user_id": self.manager.id})
        self.assertEqual(entry.search(action["domain"]), entry)
        self.assertEqual((entry.account_id, entry.user_id), (self.customer, self.kam))
        self.plan.action_refresh_figures()
        self.assertEqual(self.plan.snapshot["values"]["satisfaction"], [70, None])
        with self.assertRaises(UserError):
            self.plan.action_open_figure("win_rate")

    def test_a_stranger_does_not_refresh_nor_open(self):
        self.plan.confidentiality = "team"
        for call in (
            lambda plan: plan.action_refresh_figures(),
            lambda plan: plan.action_open_figure("order_intake"),
        ):
            with self.assertRaises(AccessError):
                call(self.plan.with_user(self.reader))

    def test_shipped_measures_are_not_deleted(self):
        with self.assertRaises(ValidationError):
            self._measure("revenue").unlink()
