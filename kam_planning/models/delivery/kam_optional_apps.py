from odoo import api, models
from odoo.tools import SQL

# So old may the last update of a project be and still say how it stands.
STATUS_DAYS = 30


class KamOptionalApps(models.AbstractModel):
    """What is delivered by apps of Odoo that need not be there.

    Each is asked for at run time: without it there is no query, and nothing of it in a query.
    """

    _name = "kam.optional.apps"
    _description = "Optional Apps"

    @api.model
    def _get_delivery_selects(self):
        """SELECTs of what the installed apps know, as far as the user may read it.

        :return: list of tuples (name of the model, SQL as `kam.delivery` takes it)
        """
        selects = {"project.project": self._select_projects, "stock.picking": self._select_late}
        return [
            (model, SQL().join([select(), *self._get_flushing(model)]))
            for model, select in selects.items()
            if model in self.env and self.env[model].has_access("read")
        ]

    @api.model
    def _get_flushing(self, model):
        """What has to be written before a model's SELECT is run."""
        fields = [field for field in self.env[model]._fields.values() if field.store]
        if model == "project.project":
            milestones = self.env["project.milestone"]
            names = ("deadline", "is_reached", "project_id")
            fields += [milestones._fields[name] for name in names]
            fields.append(self.env["project.update"]._fields["date"])
        return [SQL(to_flush=field) for field in fields if field.column_type]

    @api.model
    def _select_projects(self):
        """A project is as its last update says; what is said for longer than a month is grey."""
        projects = self.env["project.project"]
        domain = [("active", "=", True), ("partner_id", "!=", False), ("is_template", "=", False)]
        readable = projects._search(domain).subselect()
        return SQL(
            """
            SELECT project.id, project.partner_id, project.company_id,
                   COALESCE(project.name ->> %(lang)s, project.name ->> 'en_US') AS name,
                   NULL::int AS order_id, project.date AS promised_date,
                   NULL::numeric AS ordered, NULL::numeric AS delivered,
                   NULL::numeric AS invoiced, NULL::int AS uom_id, NULL::numeric AS amount,
                   last.date AS update_date, milestone.late AS late_milestones,
                   %(today)s::date - milestone.first AS days_late,
                   CASE WHEN project.last_update_status = 'done' THEN 'done'
                        WHEN last.date IS NULL OR last.date < %(today)s::date - %(days)s::int
                             THEN 'unknown'
                        WHEN project.last_update_status = 'off_track' THEN 'late'
                        WHEN project.last_update_status IN ('at_risk', 'on_hold') THEN 'at_risk'
                        WHEN project.last_update_status = 'on_track' THEN 'on_time'
                        ELSE 'unknown' END AS state
              FROM project_project project
         LEFT JOIN project_update last ON last.id = project.last_update_id
        CROSS JOIN LATERAL (
                   SELECT COUNT(*) AS late, MIN(deadline) AS first FROM project_milestone
                    WHERE project_id = project.id AND NOT COALESCE(is_reached, FALSE)
                          AND deadline < %(today)s::date AND project.allow_milestones
                   ) milestone
             WHERE project.id IN %(readable)s
            """,
            lang=self.env.lang or "en_US",
            today=self.env["kam.delivery"]._get_today_sql(),
            days=STATUS_DAYS,
            readable=readable,
        )

    @api.model
    def _select_late(self):
        """Transfers to the customer that should have left."""
        deliveries = self.env["kam.delivery"]
        transfers = self.env["stock.picking"]
        waiting = ("waiting", "confirmed", "assigned")
        domain = [("picking_type_code", "=", "outgoing"), ("state", "in", waiting)]
        readable = transfers._search(domain).subselect()
        day = deliveries._get_day_sql(
            SQL("COALESCE(picking.date_deadline, picking.scheduled_date)"),
            SQL("picking.company_id"),
        )
        return SQL(
            """
            SELECT picking.id, picking.partner_id, picking.company_id, picking.name,
                   NULL::int AS order_id, %(day)s AS promised_date, NULL::numeric AS ordered,
                   NULL::numeric AS delivered, NULL::numeric AS invoiced, NULL::int AS uom_id,
                   NULL::numeric AS amount, NULL::date AS update_date,
                   NULL::bigint AS late_milestones, %(today)s::date - %(day)s AS days_late,
                   'late' AS state
              FROM stock_picking picking
             WHERE picking.id IN %(readable)s AND %(day)s < %(today)s::date
            """,
            day=day,
            today=deliveries._get_today_sql(),
            readable=readable,
        )
