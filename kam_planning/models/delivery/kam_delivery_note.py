from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import NO_ACCESS, Domain
from odoo.tools import SQL

from ...tools.rows import NaturalKey

# What is delivered, by the model that keeps it: the latter two where their apps are installed.
SOURCES = [
    ("sale.order.line", "Order Line"),
    ("project.project", "Project"),
    ("stock.picking", "Transfer"),
]


class KamDeliveryNote(models.Model):
    """What the account manager says to a delivery, and what is needed from the customer for it.

    The figures are read from Odoo whenever they are shown (`kam.delivery`); only words are kept.
    It names no order, for its readers need not be allowed to read orders.
    """

    _name = "kam.delivery.note"
    _description = "Note on a Delivery"
    _inherit = [
        "kam.account.line",
        "kam.internal.thread",
        "kam.confirmable",
        "kam.shareable",
        "kam.hidden.name",
    ]
    _order = "account_id, id"
    _mail_post_access = "write"
    _natural_keys = (NaturalKey(("account_id", "company_id", "res_model", "res_id")),)
    _confirming_fields = ("name", "needs")
    _absorbed_fields = ("name", "needs")
    _confirm_depends = ("order_line_id",)
    _unoffered_fields = ("res_id",)

    name = fields.Char("Where It Stands", tracking=True, shareable=True)
    needs = fields.Char("Needed From the Customer", tracking=True, shareable=True)
    res_model = fields.Selection(SOURCES, "Note On", required=True, default="sale.order.line")
    res_id = fields.Many2oneReference("Record", model_field="res_model", required=True)
    delivery_name = fields.Char("Delivery", compute="_compute_delivery_name", compute_sudo=False)
    order_line_id = fields.Many2one(
        "sale.order.line",
        compute="_compute_order_line_id",
        store=True,
        index="btree_not_null",
        ondelete="cascade",
        groups=NO_ACCESS,
    )

    _one_each = models.UniqueIndex(
        "(account_id, company_id, res_model, res_id)",
        "There is a note on this delivery already: change that one.",
    )

    @api.depends("res_model", "res_id")
    def _compute_order_line_id(self):
        on_lines = self.filtered(lambda note: note.res_model == "sale.order.line")
        lines = self.env["sale.order.line"].browse(on_lines.mapped("res_id")).exists()
        for note in self:
            is_there = note in on_lines and note.res_id in lines._ids
            note.order_line_id = is_there and note.res_id

    @api.depends("account_id", "company_id", "res_model", "res_id")
    @api.depends_context("uid")
    def _compute_delivery_name(self):
        """What the note is about, as far as its reader sees that."""
        names = {one._get_source_key(): one.name for one in self._find_deliveries()}
        for note in self:
            note.delivery_name = names.get(note._get_source_key())

    def _find_deliveries(self):
        """What the notes are about, of what their reader sees."""
        domain = Domain.OR(note._get_delivery_domain() for note in self)
        return self.env["kam.delivery"].search(domain)

    @api.depends("name", "needs")
    def _compute_display_name(self):
        for note in self:
            note.display_name = note.name or note.needs
        self._hide_names()

    @api.constrains("name", "needs", "res_id")
    def _check_words(self):
        for note in self:
            if not (note.name or note.needs):
                raise ValidationError(
                    self.env._(
                        "A note on a delivery to “%s” says nothing: write where it stands or what "
                        "is needed from the customer, or delete it.",
                        note.account_id.display_name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        """Refuse notes on what their author does not see."""
        notes = super().create(vals_list)
        notes._check_source()
        return notes

    def write(self, vals):
        """Refuse to move notes to what their author does not see."""
        result = super().write(vals)
        if not {"account_id", "company_id", "res_model", "res_id"}.isdisjoint(vals):
            self._check_source()
        return result

    def _check_source(self):
        """Only what its author sees among the customer's deliveries can be written about. No
        constraint: those see what the superuser sees.
        """
        if self.env.su or not self:
            return
        seen = {delivery._get_source_key() for delivery in self._find_deliveries()}
        for note in self:
            if note._get_source_key() not in seen:
                raise ValidationError(
                    self.env._(
                        "Note “%(note)s”: no such delivery to “%(account)s” is there, or you may "
                        "not see it. Write the note in the list of the customer's deliveries.",
                        note=note.name or note.needs,
                        account=note.account_id.display_name,
                    )
                )

    def _get_source_key(self):
        return (self.account_id.id, self.company_id.id, self.res_model, self.res_id)

    def _get_delivery_domain(self):
        place = Domain("account_id", "=", self.account_id.id)
        place &= Domain("company_id", "=", self.company_id.id)
        source = Domain("res_model", "=", self.res_model) & Domain("res_id", "=", self.res_id)
        return place & source

    @api.model
    def _get_confirm_domain(self):
        """What is delivered needs no word any more."""

        def to_sql(model, alias, query):
            return SQL(
                "NOT EXISTS (SELECT FROM sale_order_line line WHERE line.id = %s AND %s >= %s)",
                SQL.identifier(alias, "order_line_id"),
                *(
                    SQL.identifier("line", name, to_flush=lines._fields[name])
                    for name in ("qty_delivered", "product_uom_qty")
                ),
            )

        lines = self.env["sale.order.line"]
        return Domain.custom(to_sql=to_sql, predicate=lambda note: not note._is_delivered_sudo())

    def _is_delivered_sudo(self):
        """As superuser: whether there is something left to say, not what was delivered."""
        line = self.sudo().order_line_id
        return bool(line) and line.qty_delivered >= line.product_uom_qty

    def _get_confirm_text(self):
        """Both sentences."""
        return " · ".join(text for text in (self.name, self.needs) if text)

    def _get_merge_key(self):
        """There is one on a delivery."""
        return (self.company_id, self.res_model, self.res_id)
