from odoo import SUPERUSER_ID, api

OPEN_STATES = ("draft", "submitted", "active")
MOST_CATEGORIES = 8


def migrate(cr, version):
    """Attainment counts from the baseline; kept figures get the line of the other categories."""
    env = api.Environment(cr, SUPERUSER_ID, {})
    # Targets of plans that are over stay as they were.
    targets = env["kam.target"].search([("plan_id.state", "in", OPEN_STATES)])
    env.add_to_compute(targets._fields["attainment"], targets)
    targets.flush_recordset(["attainment"])
    _add_others(cr)


def _add_others(cr):
    """What was cut off is the revenue without the categories that are named."""
    cr.execute(
        """
          WITH named AS (
               SELECT plan.id,
                      SUM((line.value ->> 1)::float8) AS now,
                      SUM((line.value ->> 2)::float8) AS before
                 FROM kam_plan plan
           CROSS JOIN jsonb_array_elements(plan.figures -> 'categories') AS line
                WHERE jsonb_array_length(plan.figures -> 'categories') = %s
                  AND NOT plan.figures ? 'others'
             GROUP BY plan.id),
               rest AS (
               SELECT named.id,
                      COALESCE((figures #>> '{values,revenue,0}')::float8, 0) - now AS now,
                      COALESCE((figures #>> '{values,revenue,1}')::float8, 0) - before AS before
                 FROM named
                 JOIN kam_plan plan USING (id))
        UPDATE kam_plan plan
           SET figures = plan.figures
               || jsonb_build_object('others', jsonb_build_array(rest.now, rest.before))
          FROM rest
         WHERE rest.id = plan.id
           AND (abs(rest.now) >= 0.005 OR abs(rest.before) >= 0.005)
        """,
        (MOST_CATEGORIES,),
    )
