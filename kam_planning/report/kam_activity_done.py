from odoo import api, fields, models
from odoo.tools import SQL

from ..models.common.days import today_of


class KamActivityDone(models.Model):
    """One row for each activity that was done on a record of a customer.

    The day is that of whoever did it. Where that is a day ahead of the company whose figures are
    read, it was done on the company's today.
    """

    _name = "kam.activity.done"
    _description = "Activity Done"
    _auto = False
    _order = "date_done desc, id desc"

    partner_id = fields.Many2one("res.partner", "Customer", readonly=True)
    user_id = fields.Many2one("res.users", "Done By", readonly=True)
    date_done = fields.Date("Done On", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)

    _depends = {
        "account.move": ["commercial_partner_id"],
        "crm.lead": ["kam_customer_id"],
        "mail.activity": ["active", "date_done", "res_model", "res_id", "user_id"],
        "sale.order": ["kam_customer_id"],
    }

    @api.model
    def _get_partner_fields(self):
        """Which field leads to the customer, for each model whose activities count.

        Of documents it is the customer that they were made for.
        """
        return {
            "res.partner": "id",
            "crm.lead": "kam_customer_id",
            "sale.order": "kam_customer_id",
            "account.move": "commercial_partner_id",
            "kam.plan": "partner_id",
            "kam.action": "partner_id",
            "kam.review": "partner_id",
        }

    @property
    def _table_query(self):
        parts = [
            self._select_from(name, field) for name, field in self._get_partner_fields().items()
        ]
        return SQL(" UNION ALL ").join(parts)

    @api.model
    def _select_from(self, model_name, field):
        model = self.env[model_name]
        return SQL(
            """
            SELECT activity.id, record.%s AS partner_id, activity.user_id,
                   LEAST(activity.date_done, %s) AS date_done, record.company_id
              FROM mail_activity activity
              JOIN %s record ON record.id = activity.res_id AND activity.res_model = %s
             WHERE activity.active IS FALSE AND activity.date_done IS NOT NULL
            """,
            SQL.identifier(field),
            today_of(self.env.company),
            SQL.identifier(model._table),
            model_name,
        )
