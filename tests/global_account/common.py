"""A customer with plants, served by two companies of ours and a branch; no tests of its own."""

from odoo import Command, fields
from odoo.tests import freeze_time

from ..common.common import TODAY, KamCommon

PERIOD = {"date_start": "2026-01-01", "date_end": "2026-12-31"}
READ_ON = "2026-03-01 20:00:00"


class GlobalCommon(KamCommon):
    """Acme worldwide in the main company; its plants in the main company too (`at_home`), in a
    branch of it, and abroad, where amounts are in koalas: three of them are one of ours.

    `kam` works in all companies, `reader` in the main one, `foreign` abroad.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time(TODAY))
        cls.home = cls.env.company
        cls.koala = cls.env["res.currency"].create({"name": "KAM", "symbol": "k"})
        cls.env["res.currency.rate"].create(
            [
                {"currency_id": cls.koala.id, "rate": 3.0, "name": "2026-02-27"},
                # Of tomorrow: nobody knows it yet.
                {"currency_id": cls.koala.id, "rate": 9.0, "name": "2026-03-03"},
            ]
        )
        companies = cls.env["res.company"]
        cls.abroad = companies.create({"name": "Abroad", "currency_id": cls.koala.id})
        cls.branch = companies.create({"name": "Branch", "parent_id": cls.home.id})
        cls.every = cls.home | cls.abroad | cls.branch
        cls.kam.company_ids = cls.every
        cls.foreign.write(
            {"company_ids": [Command.set(cls.abroad.ids)], "company_id": cls.abroad.id}
        )
        cls.north, cls.south, cls.rival = cls.env["res.partner"].create(
            [
                {"name": "Acme North", "is_company": True, "parent_id": cls.customer.id},
                {"name": "Acme South", "is_company": True, "parent_id": cls.customer.id},
                {"name": "Rival", "is_company": True},
            ]
        )
        cls.globe = cls._create_plan(name="Acme Worldwide", is_global=True)
        cls.at_home = cls._create_local(cls.home, cls.north, name="At Home")
        cls.in_branch = cls._create_local(cls.branch, cls.south, name="In the Branch")
        cls.far = cls._create_local(cls.abroad, cls.north, name="Far Away", user_id=cls.foreign.id)
        cls._keep(cls.globe, revenue=900.0, margin=90.0, pipeline=50.0, health_band="good")
        cls._keep(cls.at_home, revenue=300.0, margin=60.0, pipeline=0.0)
        cls._keep(cls.in_branch, revenue=100.0, margin=False, pipeline=0.0)
        cls._keep(cls.far, revenue=600.0, margin=150.0, pipeline=30.0)

    @classmethod
    def _create_local(cls, company, partner, **values):
        values = {"global_plan_id": cls.globe.id, "user_id": cls.kam.id, **PERIOD, **values}
        values |= {"company_id": company.id, "partner_id": partner.id}
        return cls.env["kam.plan"].create(values)

    @classmethod
    def _keep(cls, plan, **figures):
        """Figures as the nightly job would have kept them."""
        plan.sudo().write({"figures_date": READ_ON, **figures})

    @classmethod
    def _set_target(cls, plan, value, actual):
        target = cls.env["kam.target"].create(
            {
                "plan_id": plan.id,
                "measure_id": cls.env.ref("kam_planning.measure_revenue").id,
                "target_value": value,
                **PERIOD,
            }
        )
        # What is read of invoices is read first.
        cls.env.flush_all()
        target.sudo().write({"actual_value": actual, "has_actual": True})

    def _as(self, plan, user=None, companies=None):
        """A plan as a user sees it who has chosen companies, by default all of his."""
        user = user or self.kam
        chosen = (companies or user.company_ids).ids
        self.env.flush_all()
        self.env.invalidate_all()
        return plan.with_user(user).with_context(allowed_company_ids=chosen)

    def _read(self, user=None, companies=None):
        return self._as(self.globe, user, companies).get_worldwide()

    def _refuse(self, error, text, write):
        """Something is refused in these words, and nothing of it stays."""
        with self.assertRaisesRegex(error, text), self.env.cr.savepoint():
            write()
        self.env.invalidate_all()

    @staticmethod
    def _names(sheet):
        return [row["name"] for group in sheet["groups"] for row in group["rows"]]

    @staticmethod
    def _row(sheet, plan):
        rows = [row for group in sheet["groups"] for row in group["rows"]]
        return next(row for row in rows if row["plan_id"] == plan.id)

    @staticmethod
    def _day(text):
        return fields.Date.to_date(text)
