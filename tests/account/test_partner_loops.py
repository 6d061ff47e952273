"""Partners that stand above each other, as SQL or another module may leave them, stop nothing."""

from odoo import fields
from odoo.tests import Form
from odoo.tools import mute_logger

from ..measure.common import FiguresCommon

CRONS = ("hand_over", "review_reminders", "refresh_figures", "relationships")
# Nothing here takes as long: what runs in a circle is stopped and fails.
SECONDS = 20


class TestPartnerLoops(FiguresCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._activate(cls.plan)
        cls._invoice(100)
        cls._invoice(40, partner=cls.north)
        cls.cell = cls._cell()
        cls.person = (
            cls.env["kam.stakeholder"]
            .with_user(cls.kam)
            .create({"account_id": cls.customer.id, "partner_id": cls.contact.id})
        )
        cls.env["kam.relationship"].with_user(cls.kam).create(
            {"stakeholder_id": cls.person.id, "user_id": cls.kam.id}
        )
        cls.lone = cls.env["res.partner"].create({"name": "Lone", "is_company": True})
        cls.env.cr.execute(f"SET LOCAL statement_timeout = '{SECONDS}s'")

    def _set_above(self, *pairs):
        self.env.flush_all()
        for below, above in pairs:
            self.env.cr.execute(
                "UPDATE res_partner SET parent_id = %s WHERE id = %s", [above.id, below.id]
            )
        self.env.invalidate_all()
        self.env.registry.clear_cache()

    def _play(self, play):
        """Play something with each loop, without the others.

        :param play: function of the loop's name
        """
        for name, pairs in (
            ("the account and its part", [(self.customer, self.north)]),
            ("the account and the part of its part", [(self.customer, self.plant)]),
            ("the account and its contact", [(self.customer, self.contact)]),
            ("the account above itself", [(self.customer, self.customer)]),
            ("two parts", [(self.north, self.plant)]),
            ("the contact above itself", [(self.contact, self.contact)]),
            ("a stranger above himself", [(self.stranger, self.stranger)]),
            ("two strangers", [(self.stranger, self.lone), (self.lone, self.stranger)]),
        ):
            with self.subTest(loop=name):
                before = [(below, below.parent_id) for below, _above in pairs]
                self._set_above(*pairs)
                play(name)
                self.env.flush_all()
                for below, above in before:
                    self.env.cr.execute(
                        "UPDATE res_partner SET parent_id = %s WHERE id = %s",
                        [above.id or None, below.id],
                    )
                self.env.invalidate_all()

    def _forget(self):
        self.env.flush_all()
        for table, name in (
            ("kam_plan", "figures_date"),
            ("kam_plan", "gaps_date"),
            ("kam_whitespace", "figures_date"),
            ("kam_whitespace", "potential_date"),
            ("kam_relationship", "strength_date"),
        ):
            self.env.cr.execute(f"UPDATE {table} SET {name} = NULL")
        self.env.invalidate_all()

    def test_jobs(self):
        def play(_name):
            self._forget()
            with self.enter_registry_test_mode():
                for name in CRONS:
                    self.env.ref(f"kam_planning.cron_{name}").method_direct_trigger()
            self.env.invalidate_all()
            for record in (self.plan, self.cell, self.person):
                self.assertFalse(record.sudo().kam_fault)
            self.assertEqual(self.plan.figures_date.date(), fields.Date.today())
            self.assertTrue(self.cell.potential_date)
            self.assertTrue(self.plan.gaps_date)

        self._play(play)

    def test_what_the_account_sold_is_counted_once(self):
        def play(name):
            self.plan.with_user(self.kam).action_refresh_figures()
            whole = 100 if name == "two parts" else 140
            self.assertEqual(self.plan.revenue, whole)
            self.assertEqual(self.cell.revenue, whole)
            self._refresh_potentials()

        self._play(play)

    def test_screens_of_plan_customer_map_and_whitespace(self):
        place = (self.customer.id, self.company.id)

        def play(_name):
            plan = self.plan.with_user(self.kam)
            Form(plan)
            for name in ("revenue", "order_intake", "pipeline", "overdue"):
                action = plan.sudo().action_open_figure(name)
                self.env[action["res_model"]].search_count(action["domain"])
            plan.action_find_gaps()
            people = self.env["kam.stakeholder"].with_user(self.kam)
            self.assertEqual(len(people.get_map(*place)["people"]), 1)
            people.find_candidates(*place)
            self.env["kam.whitespace"].with_user(self.kam).get_grid(*place)
            self.cell.with_user(self.manager).get_peers()
            for partner in self.customer | self.north | self.contact | self.stranger:
                reading = partner.with_user(self.kam)
                reading.read(["kam_plan_count", "kam_tier_id", "is_key_account"])
                reading.action_open_kam_plans()
                reading.action_open_kam_map()
                reading.action_open_kam_whitespace()
            self.env["res.partner"].search([("kam_user_id", "=", self.kam.id)])
            html, _kind = (
                self.env["ir.actions.report"]
                .with_user(self.kam)
                ._render_qweb_html("kam_planning.report_one_page", plan.ids)
            )
            self.assertIn(b"Acme", html)

        self._play(play)

    def test_new_records_and_imports(self):
        def play(_name):
            plans = self.env["kam.plan"].with_user(self.kam)
            done = plans.load(
                ["partner_id/.id", "date_start", "date_end"],
                [[str(self.stranger.id), "2027-01-01", "2027-12-31"]],
            )
            self.assertEqual((len(done["ids"] or ()), done["messages"]), (1, []))
            people = self.env["kam.stakeholder"].with_user(self.kam)
            done = people.load(["account_id/.id", "name"], [[str(self.customer.id), "Bob"]])
            self.assertEqual((len(done["ids"] or ()), done["messages"]), (1, []))
            people.browse(done["ids"]).unlink()
            centers = self.env["kam.buying.center"].with_user(self.kam)
            centers.create({"account_id": self.customer.id, "name": "Lab"}).unlink()
            with mute_logger("odoo.models.unlink"):
                plans.search([("partner_id", "=", self.stranger.id)]).sudo().unlink()

        self._play(play)

    def test_writing_the_partners_themselves(self):
        """Names and addresses are changed as ever; a new parent is Odoo's to refuse."""

        def play(_name):
            for partner in self.customer | self.north | self.contact:
                partner.write({"name": f"{partner.name}."})
                self.env.flush_all()

        self._play(play)
