"""Nobody comes to stand above himself, not even by two changes at the same moment."""

from contextlib import closing

from psycopg2 import OperationalError

from odoo import SUPERUSER_ID, api
from odoo.exceptions import UserError, ValidationError

from ..common.common import KamCommon
from .common import MapCommon

# The database itself looks after none of these: a loop among them hurts nobody.
HARMLESS = {
    ("kam.assessment.result", "previous_id"),
    ("kam.action", "continued_action_id"),
    ("kam.action", "repeated_from_id"),
    ("kam.force", "previous_force_id"),
    ("kam.investment", "first_investment_id"),
    ("kam.measure", "forecast_measure_id"),
    ("kam.objective", "previous_objective_id"),
    ("kam.review.criterion", "current_id"),
    ("kam.reward.statement", "corrects_id"),
    ("kam.risk", "first_risk_id"),
    ("kam.risk", "previous_risk_id"),
    ("kam.stakeholder", "dotted_manager_id"),
}


class TestTwoAtOnce(KamCommon):
    """Two connections, as two workers have: the later one fails and is repeated by Odoo."""

    def setUp(self):
        super().setUp()
        with closing(self.registry.cursor()) as cr:
            env = api.Environment(cr, SUPERUSER_ID, {"tracking_disable": True})
            self.partner_id = env["res.partner"].create({"name": "At Once", "is_company": True}).id
            self.ids = {model: self._make(env, model) for model in self._get_fields()}
            cr.commit()
        self.addCleanup(self._remove)

    def _get_fields(self):
        return {
            "kam.stakeholder": "manager_id",
            "kam.buying.center": "parent_id",
            "kam.offering": "parent_id",
            "kam.plan": "previous_plan_id",
            "kam.measure": "numerator_id",
        }

    def _make(self, env, model):
        """Three records, of which the second stands below the first."""
        account = {"account_id": self.partner_id, "company_id": env.ref("base.main_company").id}
        values = {
            "kam.stakeholder": account,
            "kam.buying.center": account,
            "kam.offering": {},
            "kam.plan": {
                "partner_id": self.partner_id,
                "user_id": env.ref("base.user_admin").id,
                "date_start": "2026-01-01",
                "date_end": "2026-12-31",
            },
            "kam.measure": {"source": "manual", "unit": "count"},
        }[model]
        return env[model].create([{**values, "name": f"Loop {n}"} for n in range(3)]).ids

    def _remove(self):
        with closing(self.registry.cursor()) as cr:
            env = api.Environment(cr, SUPERUSER_ID, {"tracking_disable": True})
            for model, ids in self.ids.items():
                records = env[model].browse(ids)
                records.write({self._get_fields()[model]: False})
                records.unlink()
            env["res.partner"].browse(self.partner_id).unlink()
            cr.commit()

    def _write(self, cr, model, below, above):
        env = api.Environment(cr, SUPERUSER_ID, {"tracking_disable": True})
        ids = self.ids[model]
        env[model].browse(ids[below]).write({self._get_fields()[model]: ids[above]})
        env.flush_all()

    def test_two_changes_at_once_make_no_loop(self):
        for model in self._get_fields():
            with (
                self.subTest(model=model),
                closing(self.registry.cursor()) as first,
                closing(self.registry.cursor()) as second,
            ):
                for cr in (first, second):
                    # The second one saw the database before the first one changed it.
                    cr.execute("SELECT 1 FROM res_company")
                    cr.execute("SET LOCAL lock_timeout = '2s'")
                self._write(first, model, 0, 1)
                first.commit()
                with self.assertRaises(OperationalError):
                    self._write(second, model, 1, 0)
                second.rollback()
                with self.assertRaises(UserError):
                    self._write(second, model, 1, 0)
                second.rollback()

    def test_what_stands_above_is_held_until_the_end(self):
        """The other one waits, whichever writes first."""
        for model in self._get_fields():
            with (
                self.subTest(model=model),
                closing(self.registry.cursor()) as first,
                closing(self.registry.cursor()) as second,
            ):
                self._write(first, model, 0, 1)
                second.execute(
                    f"SELECT id FROM {model.replace('.', '_')} WHERE id = %s "
                    "FOR NO KEY UPDATE SKIP LOCKED",
                    [self.ids[model][1]],
                )
                self.assertFalse(second.fetchall())
                first.rollback()
                second.rollback()

    def test_changes_that_have_nothing_to_do_with_each_other_wait_for_nobody(self):
        for model in self._get_fields():
            with (
                self.subTest(model=model),
                closing(self.registry.cursor()) as first,
                closing(self.registry.cursor()) as second,
            ):
                if model == "kam.plan":
                    continue  # one successor each
                second.execute("SET LOCAL lock_timeout = '2s'")
                self._write(first, model, 0, 1)
                self._write(second, model, 2, 1)
                first.rollback()
                second.rollback()


class TestReadersSurvive(MapCommon):
    def _loop(self, records, name):
        """Put two records above each other, as nobody can who comes by Odoo."""
        self.env.flush_all()
        for below, above in (records, records[::-1]):
            self.env.cr.execute(
                f"UPDATE {records._table} SET {name} = %s WHERE id = %s", [above.id, below.id]
            )
        self.env.invalidate_all()

    def test_every_link_to_ones_own_kind_is_held_or_harmless(self):
        for model, records in self.env.items():
            if records._abstract or not model.startswith("kam."):
                continue
            for name, field in records._fields.items():
                if field.type == "many2one" and field.comodel_name == model and field.store:
                    held = name in records._loop_fields
                    self.assertNotEqual(held, (model, name) in HARMLESS, f"{model}.{name}")

    def test_map_export_and_reports_of_a_map_with_a_loop(self):
        below = self._person("Below", manager_id=self.jane.id)
        self._loop(self.head | self.jane, "manager_id")
        people = self.env["kam.stakeholder"].with_user(self.judge)
        place = (self.customer.id, self.env.company.id)
        shown = {card["id"]: card["manager_id"] for card in people.get_map(*place)["people"]}
        self.assertEqual(
            shown, {self.head.id: False, self.jane.id: self.head.id} | {below.id: self.jane.id}
        )
        self.assertIn("Head of Acme", people.get_map_svg(*place))
        self.assertEqual(len(people.get_people(*place, [self.jane.id])["people"]), 1)
        found = people.find_people(*place, "Below")
        self.assertEqual(found[0]["path"], [self.head.id, self.jane.id])
        plan = self.plan.with_user(self.kam)
        for report in ("report_handover", "report_one_page"):
            html, _kind = (
                self.env["ir.actions.report"]
                .with_user(self.judge)
                ._render_qweb_html(f"kam_planning.{report}", plan.ids)
            )
            self.assertIn(b"Acme", html)
        self.jane.with_user(self.judge).copy_data()
        self.jane.with_user(self.judge).write({"manager_id": False})
        self.assertEqual(self.head.manager_id, self.jane)

    def test_contacts_are_merged_on_a_map_with_a_loop(self):
        other = self._person(partner_id=self._contact("Jane Twin").id)
        self._loop(self.head | self.jane, "manager_id")
        self.env["kam.stakeholder"]._merge_contacts_sudo(other.partner_id, self.jane.partner_id)
        self.assertFalse(other.exists())

    def test_scopes_of_centres_offerings_and_contacts_with_loops(self):
        account = {"account_id": self.customer.id}
        first, second = centers = self.env["kam.buying.center"].create(
            [{**account, "name": "One"}, {**account, "name": "Two", "partner_id": False}]
        )
        self._loop(centers, "parent_id")
        self.assertEqual(first._get_scope_rows_sudo(), [])
        offerings = self.env["kam.offering"].create([{"name": "One"}, {"name": "Two"}])
        self._loop(offerings, "parent_id")
        named = offerings[0].with_context(hierarchical_naming=True)
        self.assertEqual(named.display_name, "Two / One")
        self.assertTrue(offerings._get_offering_scope_sudo())
        lab = self.env["res.partner"].create(
            {"name": "Lab", "is_company": True, "parent_id": self.customer.id}
        )
        self._loop(self.customer | lab, "parent_id")
        scope = self.customer._get_account_scope()[self.customer]
        self.assertEqual(scope, scope.browse(set(scope.ids)))
        self.assertIn(lab, scope)
        self.plan.with_user(self.kam).action_refresh_figures()
        self.env["kam.whitespace"].with_user(self.kam).get_grid(
            self.customer.id, self.env.company.id
        )
        self.assertEqual(second.parent_id, first)

    def test_a_part_that_became_a_ratio_has_no_figures(self):
        values = {"source": "manual", "unit": "count"}
        parts = self.env["kam.measure"].create([{**values, "name": f"Part {n}"} for n in range(3)])
        ratio = {"source": "ratio", "numerator_id": parts[0].id, "denominator_id": parts[1].id}
        whole = self.env["kam.measure"].create({"name": "Whole", "unit": "percent", **ratio})
        with self.assertRaises(ValidationError):
            parts[0].write({**ratio, "numerator_id": parts[2].id})
        self.env.flush_all()
        self.env.cr.execute("UPDATE kam_measure SET numerator_id = id WHERE id = %s", [whole.id])
        self.env.invalidate_all()
        self.assertEqual(whole._get_figures(self.customer, [], self.env.company), {whole: {}})
