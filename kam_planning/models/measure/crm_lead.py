from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL
from odoo.tools.sql import column_exists, create_column


class CrmLead(models.Model):
    """An opportunity counts for one customer: its own, or the one that it is linked to."""

    _name = "crm.lead"
    _inherit = ["crm.lead", "kam.document"]

    # Only for those who read every plan: it tells whose plan an opportunity serves.
    kam_customer_id = fields.Many2one(
        "res.partner",
        "Counts For",
        compute="_compute_kam_customer_id",
        store=True,
        index="btree_not_null",
        ondelete="set null",
        groups="kam_planning.group_kam_manager",
        help="While it is open its contact as of today, once it is won or lost the company of that "
        "day; the customer of the plan where another one, such as a reseller, asks for it.",
    )

    @api.depends("partner_id", "won_status", "kam_plan_id.partner_id")
    def _compute_kam_customer_id(self):
        # One that is being filled in could name any plan, before any rule was asked.
        new = self.filtered(lambda lead: not lead.id)
        for lead in new:
            lead.kam_customer_id = lead._origin.kam_customer_id
        saved = self - new
        # Also what only seems to change, such as the probability of a won one, comes by here.
        asked = saved.filtered(lambda lead: not lead._is_kam_customer_kept())
        for lead in saved - asked:
            lead.kam_customer_id = lead.kam_customer_id
        linked = {lead: lead._get_kam_linked_customer() for lead in asked}
        outside = asked._find_kam_outside(linked)
        for lead in asked:
            lead.kam_customer_id = linked[lead] if lead in outside else lead._get_kam_own_customer()

    def _is_kam_customer_kept(self):
        """Whether the customer was settled when the opportunity was decided."""
        customer = self.kam_customer_id
        return self.won_status != "pending" and customer and customer != self.partner_id

    def write(self, vals):
        """Whoever gives a decided opportunity another customer means it; who writes what stands
        there already does not.
        """
        names = ["partner_id", *self._get_kam_link_names()]
        if not vals.keys().isdisjoint(names):
            decided = self.filtered(lambda lead: lead.won_status != "pending")
            changed = decided - decided._filter_unchanged_sudo(vals, names)
            changed._forget_kam_customer_sudo()
        return super().write(vals)

    def _forget_kam_customer_sudo(self):
        self.sudo().write({"kam_customer_id": False})

    def _get_kam_own_customer(self):
        """The contact while the opportunity is open, and its company from the decision on."""
        is_open = self.won_status == "pending"
        return self.partner_id if is_open else self.partner_id.commercial_partner_id

    def _get_kam_linked_customer(self):
        """The customer whose plan the opportunity serves, or none."""
        return self.kam_plan_id.partner_id

    def _find_kam_outside(self, linked):
        """Opportunities of others, such as resellers, for the customers that they are linked to.

        What belongs to the customer or to a part of it stays with that part. One query when any
        link leads to somebody else at all.

        :param dict linked: {lead: res.partner}
        :return: crm.lead
        """
        other = self.filtered(
            lambda lead: linked[lead] and linked[lead] != lead.partner_id.commercial_partner_id
        )
        scope = self.env["res.partner"].union(*(linked[lead] for lead in other))
        inside = scope._get_account_scope()
        return other.filtered(lambda lead: lead.partner_id not in inside[linked[lead]])

    @api.model
    def _get_kam_link_names(self):
        """Fields that link an opportunity to a customer."""
        return ["kam_plan_id"]

    def _auto_init(self):
        """Fill in the customers of many opportunities in one statement."""
        is_new = not column_exists(self.env.cr, self._table, "kam_customer_id")
        if is_new:
            create_column(self.env.cr, self._table, "kam_customer_id", "int4")
            self.env.cr.execute(self._get_own_customers_sql())
            self.pool.post_init(self._settle_linked_sudo)
        return super()._auto_init()

    @api.model
    def _get_own_customers_sql(self):
        return SQL(
            """
            UPDATE crm_lead
               SET kam_customer_id = CASE won_status
                   WHEN 'pending' THEN partner.id ELSE partner.commercial_partner_id END
              FROM res_partner partner
             WHERE partner.id = crm_lead.partner_id
            """
        )

    @api.model
    def _settle_linked_sudo(self):
        """Compute the customers of the opportunities that are linked to one."""
        links = Domain.OR(Domain(name, "!=", False) for name in self._get_kam_link_names())
        leads = self.sudo().with_context(active_test=False).search(links)
        leads._forget_kam_customer_sudo()
        self.env.add_to_compute(self._fields["kam_customer_id"], leads)
