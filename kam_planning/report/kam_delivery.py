from collections.abc import Collection

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools import SQL

from ..models.common.arguments import check_one
from ..models.common.days import day_to_sql, group_by_zone, today_of_user
from ..models.common.known import KnownFloat, KnownInteger, KnownMonetary
from ..models.delivery.kam_delivery_note import SOURCES

STATES = [
    ("late", "Late"),
    ("at_risk", "At risk"),
    ("unknown", "Not known"),
    ("on_time", "On time"),
    ("done", "Done"),
]
# So near is a promise at risk of which less than that many percent is delivered.
NEAR_DAYS = 7
ENOUGH_SHARE = 80
# Ids are made of the account's and the record's own, with two bits for its kind: below the 53 bits
# that the browser has for a number.
ACCOUNT_PLACE = 2**30
KINDS = {model: number for number, (model, _label) in enumerate(SOURCES)}


class KamDelivery(models.Model):
    """What is being delivered to an account: lines of confirmed orders of the customer and all
    below it, and what optional apps know. A row for each account with a plan that it belongs to.

    Each user sees of it what Odoo lets him read there; who reads no orders sees none here.
    """

    _name = "kam.delivery"
    _description = "Delivery"
    _inherit = ["kam.account.line"]
    _auto = False
    _order = "promised_date, id"
    _unoffered_fields = ("res_id", "note_id", "is_touched")

    name = fields.Char("Delivery", readonly=True)
    account_id = fields.Many2one(readonly=True)
    company_id = fields.Many2one(readonly=True)
    res_model = fields.Selection(SOURCES, "Kind", readonly=True)
    res_id = fields.Many2oneReference("Record", model_field="res_model", readonly=True)
    partner_id = fields.Many2one("res.partner", "Delivered To", readonly=True)
    order_id = fields.Many2one("sale.order", readonly=True)
    promised_date = fields.Date(
        "Promised",
        readonly=True,
        help="The delivery date of the order, else its day and the lead time of the line. Without "
        "both there is none.",
    )
    ordered = KnownFloat(readonly=True, aggregator=None)
    delivered = KnownFloat(readonly=True, aggregator=None)
    invoiced = KnownFloat(readonly=True, aggregator=None)
    uom_id = fields.Many2one("uom.uom", "Unit", readonly=True)
    amount = KnownMonetary(
        readonly=True, aggregator=None, help="What was ordered, without taxes, in our currency."
    )
    days_late = KnownInteger(readonly=True, aggregator=None)
    state = fields.Selection(
        STATES,
        readonly=True,
        help="Late: the promised day is over. At risk: it comes within a week, and less than 80 % "
        "is delivered. Not known: nobody promised a day, or a project's last word is older than "
        "30 days.",
    )
    late_milestones = KnownInteger(readonly=True, aggregator=None)
    update_date = fields.Date("Status Of", readonly=True)
    note_id = fields.Many2one("kam.delivery.note", "Kept Note", readonly=True)
    note = fields.Char(
        "Where It Stands", compute="_compute_words", inverse="_inverse_note", compute_sudo=False
    )
    needs = fields.Char(
        "Needed From the Customer",
        compute="_compute_words",
        inverse="_inverse_needs",
        compute_sudo=False,
    )
    is_stale = fields.Boolean(related="note_id.is_stale", related_sudo=False)
    is_touched = fields.Boolean(related="note_id.is_touched", related_sudo=False)
    is_shared = fields.Boolean(
        related="note_id.is_shared", related_sudo=False, string="Note Is Shared"
    )

    _depends = {
        "kam.delivery.note": ["account_id", "company_id", "res_id", "res_model"],
        "kam.plan": ["company_id", "partner_id"],
        "product.product": ["product_tmpl_id"],
        "product.template": ["invoice_policy", "type"],
        "res.partner": ["parent_id"],
        "sale.order": [
            "commitment_date",
            "company_id",
            "currency_rate",
            "date_order",
            "kam_customer_id",
            "name",
            "state",
        ],
        "sale.order.line": [
            "customer_lead",
            "display_type",
            "is_downpayment",
            "is_expense",
            "name",
            "order_id",
            "price_subtotal",
            "product_id",
            "product_uom_id",
            "product_uom_qty",
            "qty_delivered",
            "qty_invoiced",
        ],
    }

    @api.depends("note_id.name", "note_id.needs")
    def _compute_words(self):
        for delivery in self:
            delivery.note = delivery.note_id.name
            delivery.needs = delivery.note_id.needs

    def _inverse_note(self):
        self._write_words("name", "note")

    def _inverse_needs(self):
        self._write_words("needs", "needs")

    def _write_words(self, name, source):
        """Keep what is typed in a row: a note begins with its first word and ends with its last."""
        Note = self.env["kam.delivery.note"]
        for delivery in self:
            note = Note.search(delivery._get_note_domain())
            words = {"name": note.name, "needs": note.needs, name: delivery[source]}
            if note and not (words["name"] or words["needs"]):
                note.unlink()
            elif note:
                note.write({name: delivery[source]})
            elif delivery[source]:
                Note.create({**delivery._prepare_note(), name: delivery[source]})
        self.invalidate_model(["note_id"])

    def _get_note_domain(self):
        return Domain.AND(Domain(name, "=", value) for name, value in self._prepare_note().items())

    def _get_source_key(self):
        return tuple(self._prepare_note().values())

    def _prepare_note(self):
        return {
            "account_id": self.account_id.id,
            "company_id": self.company_id.id,
            "res_model": self.res_model,
            "res_id": self.res_id,
        }

    # access

    @api.model
    def _get_measured_domain(self):
        """In nobody's figures: what there is of it depends on who reads it."""
        return Domain.FALSE

    def _check_access(self, operation):
        """What its reader does not see is as forbidden as by a rule, not gone."""
        is_asked = any(self._ids) and self.browse().has_access(operation)
        unseen = self - self._filter_seen() if is_asked else self.browse()
        if not unseen:
            return super()._check_access(operation)
        return unseen, lambda: AccessError(
            self.env._(
                "Deliveries are seen by who may read the account plan, and the orders, projects or "
                "transfers themselves. Ask an administrator for Odoo's rights to them."
            )
        )

    def _filter_seen(self):
        """Those of these rows that there are for this user."""
        return self & self.browse(self._search([("id", "in", self.ids)], bypass_access=True))

    def _read_format(self, fnames, load="_classic_read"):
        """Refuse rows that their reader does not see, which Odoo would leave out as if deleted."""
        self.check_access("read")
        return super()._read_format(fnames, load)

    @api.model
    def _search(self, domain, *args, **kwargs):
        """Find rows by their accounts: the ids are reckoned, so no index finds them."""

        def narrow(condition):
            is_ids = condition.field_expr == "id" and condition.operator == "in"
            if not (is_ids and isinstance(condition.value, Collection)):
                return condition
            accounts = {number // ACCOUNT_PLACE for number in condition.value if number}
            return condition & Domain("account_id", "in", accounts)

        return super()._search(Domain(domain).map_conditions(narrow), *args, **kwargs)

    @property
    def _table_query(self):
        """One part for each kind; each begins with the account, so that a search for one account
        reads the documents of that one only.
        """
        # Odoo checks rules as superuser: what it would read then, its user would find in the cache.
        reader = self if self.env.user._is_superuser() else self.sudo(False)
        selects = [("sale.order.line", reader._select_lines())]
        selects += reader.env["kam.optional.apps"]._get_delivery_selects()
        return SQL(" UNION ALL ").join(self._select_kind(*select) for select in selects)

    @api.model
    def _select_kind(self, model, select):
        """The documents of one kind with the accounts that they belong to, and their notes."""
        return SQL(
            """
            SELECT place.account_id::bigint * %(most)s + source.id * 4 + %(kind)s AS id,
                   place.account_id, place.company_id, %(model)s AS res_model,
                   source.id AS res_id, source.partner_id, source.name, source.order_id,
                   source.promised_date, source.ordered, source.delivered, source.invoiced,
                   source.uom_id, source.amount, source.days_late, source.state,
                   source.late_milestones, source.update_date, note.id AS note_id
              FROM (SELECT DISTINCT partner_id AS account_id, company_id FROM kam_plan) place
        CROSS JOIN LATERAL (
                   WITH RECURSIVE account_scope(id) AS (
                        SELECT place.account_id
                         UNION
                        SELECT child.id FROM res_partner child
                          JOIN account_scope ON child.parent_id = account_scope.id
                   ) SELECT id FROM account_scope) AS below
              JOIN (%(select)s) source ON source.partner_id = below.id
                   AND COALESCE(source.company_id, place.company_id) = place.company_id
         LEFT JOIN kam_delivery_note note ON note.account_id = place.account_id
                   AND note.company_id = place.company_id
                   AND note.res_model = %(model)s AND note.res_id = source.id
            """,
            most=ACCOUNT_PLACE,
            kind=KINDS[model],
            model=model,
            select=select,
        )

    @api.model
    def _select_lines(self):
        """Goods, and services whose delivery is what is invoiced: of others nobody notes it."""
        today = self._get_today_sql()
        promised = self._get_promised_sql()
        return SQL(
            """
            SELECT line.id, line.partner_id, line.company_id, line.name, line.order_id,
                   line.promised_date, line.ordered, line.delivered, line.invoiced, line.uom_id,
                   line.amount, NULL::date AS update_date, NULL::bigint AS late_milestones,
                   CASE WHEN line.delivered < line.ordered AND line.promised_date IS NOT NULL
                        THEN GREATEST(%(today)s::date - line.promised_date, 0)
                         END AS days_late,
                   CASE WHEN line.delivered >= line.ordered THEN 'done'
                        WHEN line.promised_date IS NULL THEN 'unknown'
                        WHEN line.promised_date < %(today)s::date THEN 'late'
                        WHEN line.promised_date <= %(today)s::date + %(near)s::int
                             AND line.delivered * 100 < line.ordered * %(enough)s THEN 'at_risk'
                        ELSE 'on_time' END AS state
              FROM (
                    SELECT line.id, "order".kam_customer_id AS partner_id, "order".company_id,
                           "order".name || ' · ' || split_part(line.name, E'\n', 1) AS name,
                           line.order_id, %(promised)s AS promised_date,
                           line.product_uom_qty AS ordered,
                           COALESCE(line.qty_delivered, 0) AS delivered,
                           COALESCE(line.qty_invoiced, 0) AS invoiced,
                           line.product_uom_id AS uom_id,
                           line.price_subtotal / COALESCE(NULLIF("order".currency_rate, 0), 1)
                           AS amount
                      FROM sale_order "order"
                      JOIN sale_order_line line ON line.order_id = "order".id
                      JOIN product_product product ON product.id = line.product_id
                      JOIN product_template template ON template.id = product.product_tmpl_id
                     WHERE "order".state = 'sale' AND line.display_type IS NULL
                           AND line.product_uom_qty > 0
                           AND NOT COALESCE(line.is_downpayment, FALSE)
                           AND NOT COALESCE(line.is_expense, FALSE)
                           AND (template.type = 'consu' OR template.type = 'service'
                                AND template.invoice_policy = 'delivery')
                           AND %(readable)s
                   ) line
            """,
            today=today,
            promised=promised,
            near=NEAR_DAYS,
            enough=ENOUGH_SHARE,
            readable=self._get_readable_sql(),
        )

    @api.model
    def _get_readable_sql(self):
        """Of order lines those that the user may read in Odoo, with all rules of Odoo's."""
        lines = self.env["sale.order.line"]
        if not lines.has_access("read"):
            return SQL("FALSE")
        query = lines._search(Domain.TRUE)
        return SQL("line.id IN %s", query.subselect()) if query.where_clause else SQL("TRUE")

    @api.model
    def _get_promised_sql(self):
        company = SQL('"order".company_id')
        lead = SQL("\"order\".date_order + line.customer_lead * INTERVAL '1 day'")
        return SQL(
            'CASE WHEN "order".commitment_date IS NOT NULL THEN %s '
            "WHEN line.customer_lead > 0 THEN %s END",
            self._get_day_sql(SQL('"order".commitment_date'), company),
            self._get_day_sql(lead, company),
        )

    @api.model
    def _get_today_sql(self):
        return SQL("%s", today_of_user(self))

    @api.model
    def _get_day_sql(self, moment, company):
        """SQL of the day of a moment where a company is.

        :param SQL moment: a timestamp as Odoo stores it
        :param SQL company: id of the company
        """
        (first, _same), *others = group_by_zone(self.env.companies, lambda one: one)
        sql = day_to_sql(moment, first)
        for one, same in others:
            sql = SQL(
                "CASE WHEN %s IN %s THEN %s ELSE %s END",
                company,
                tuple(same.ids),
                day_to_sql(moment, one),
                sql,
            )
        return sql

    def action_open_source(self):
        """Open the order, the project or the transfer.

        :return: window action
        :raise AccessError: when the user does not see the delivery
        """
        check_one(self)
        self.check_access("read")
        is_line = self.res_model == "sale.order.line"
        return {
            "type": "ir.actions.act_window",
            "res_model": "sale.order" if is_line else self.res_model,
            "res_id": self.order_id.id if is_line else self.res_id,
            "views": [[False, "form"]],
        }

    def action_open_note(self):
        """Open the note on the delivery: to share it, or to write to colleagues about it.

        :return: window action
        :raise AccessError: when the user does not see the delivery
        """
        check_one(self)
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": "kam.delivery.note",
            "res_id": self.note_id.id,
            "views": [[False, "form"]],
        }

    def action_confirm_still_true(self):
        """Say that the notes on these deliveries are still true.

        :raise AccessError: when a note may not be written
        """
        self.check_access("write")
        return self.note_id.action_confirm_still_true()
