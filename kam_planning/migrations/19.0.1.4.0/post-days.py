from odoo import SUPERUSER_ID, api
from odoo.tools import SQL

from odoo.addons.kam_planning.models.common.days import day_to_sql, group_by_zone


def migrate(cr, version):
    """What was confirmed holds from the company's day on, and no more from the day in UTC."""
    env = api.Environment(cr, SUPERUSER_ID, {})
    companies = env["res.company"].with_context(active_test=False).search([])
    for company, of_zone in group_by_zone(companies, lambda one: one):
        for name in env.registry.descendants(["kam.confirmable"], "_inherit"):
            if not env[name]._abstract:
                _judge_anew(env[name], company, of_zone)
    env.flush_all()


def _judge_anew(model, company, companies):
    """Compute until when those lines hold that were confirmed on another day of this company."""
    rows = model.env.execute_query(
        SQL(
            "SELECT id FROM %s WHERE company_id IN %s AND confirmed_date::date != %s",
            SQL.identifier(model._table),
            tuple(companies.ids),
            day_to_sql(SQL("confirmed_date"), company),
        )
    )
    model.env.add_to_compute(model._fields["stale_date"], model.browse(row[0] for row in rows))
