"""The numbers of plans at the end of each month, from the history of their scores."""

from odoo import SUPERUSER_ID, api
from odoo.tools import SQL

from odoo.addons.kam_planning.models.common.days import get_zone_sudo


def migrate(cr, version):
    """Keep for each plan and month what stood at its end. A month begins where the plan's company
    is.
    """
    env = api.Environment(cr, SUPERUSER_ID, {})
    companies = env["res.company"].with_context(active_test=False).search([])
    zones = {company.id: get_zone_sudo(company).zone for company in companies}
    cr.execute(
        SQL(
            """
            INSERT INTO kam_score (res_model, kind, create_uid, write_uid, create_date, write_date,
                   res_id, date, date_to, total, confidence, components)
            SELECT 'kam.plan', 'month', 1, 1, now() AT TIME ZONE 'UTC', now() AT TIME ZONE 'UTC',
                   plan.id, month.day, GREATEST(health.date_to, hygiene.date_to), health.total,
                   health.confidence,
                   jsonb_build_object('hygiene', hygiene.total, 'band', %(band)s)
              FROM (SELECT res_id, MIN(date) AS first, MAX(COALESCE(date_to, date)) AS last
                      FROM kam_score
                     WHERE res_model = 'kam.plan' AND kind IN ('health', 'hygiene')
                     GROUP BY res_id) known
              JOIN kam_plan plan ON plan.id = known.res_id
              JOIN unnest(%(companies)s::int[], %(zones)s::varchar[]) AS zone(company_id, name)
                   ON zone.company_id = plan.company_id
        CROSS JOIN LATERAL generate_series(
                   date_trunc('month', timezone(zone.name, timezone('UTC', known.first))),
                   timezone(zone.name, timezone('UTC', known.last)), INTERVAL '1 month'
                   ) AS month(day)
         LEFT JOIN LATERAL %(health)s AS health ON health.is_of_month
         LEFT JOIN LATERAL %(hygiene)s AS hygiene ON hygiene.is_of_month
             WHERE health.id IS NOT NULL OR hygiene.id IS NOT NULL
                ON CONFLICT (res_model, res_id, date) WHERE kind = 'month' DO NOTHING
            """,
            companies=list(zones),
            zones=list(zones.values()),
            band=_get_band(),
            health=_select_last("health"),
            hygiene=_select_last("hygiene"),
        )
    )


def _select_last(kind):
    """What was recorded last before a month was over, and whether it still stood in that month."""
    return SQL(
        """
        (SELECT score.*, COALESCE(score.date_to, score.date)
                >= timezone('UTC', timezone(zone.name, month.day)) AS is_of_month
           FROM kam_score score
          WHERE score.res_model = 'kam.plan' AND score.res_id = plan.id AND score.kind = %s
                AND score.date < timezone(
                    'UTC', timezone(zone.name, month.day + INTERVAL '1 month'))
          ORDER BY score.date DESC, score.id DESC LIMIT 1)
        """,
        kind,
    )


def _get_band():
    """As `tools.pulse.health.judge` says it; of an input “points|weight|…” is kept."""
    return SQL(
        """
        CASE WHEN health.total IS NULL OR health.confidence IS NULL OR health.confidence < 50
             THEN NULL
             WHEN health.total < 34 THEN 'danger'
             WHEN health.total < 67 OR EXISTS (
                  SELECT FROM jsonb_each_text(health.components) AS part
                   WHERE split_part(part.value, '|', 2)::float8 >= 15
                         AND NULLIF(split_part(part.value, '|', 1), '')::float8 <= 10
             ) THEN 'watch'
             ELSE 'good' END
        """
    )
