from odoo import models
from odoo.tools import SQL

# Documents that keep the customer that they were made for, and which of them are of the past.
KEEPING = {"sale.order": SQL("TRUE"), "crm.lead": SQL("won_status IN ('won', 'lost')")}
# What changes to which company a contact belongs.
MOVING = {"parent_id", "is_company"}


class ResPartner(models.Model):
    """Whose past a contact takes along."""

    _inherit = "res.partner"

    def write(self, vals):
        """Take along what somebody bought in his own name when he joins a company.

        As Odoo does with his invoices; what he signed for a company stays with that company. Costs
        a query only for those who had no company before.
        """
        if not MOVING.isdisjoint(vals):
            # What waits to be computed is of before the move.
            for model_name in KEEPING:
                self.env[model_name]._recompute_model(["kam_customer_id"])
        alone = self.browse()
        if vals.get("parent_id"):
            alone = self.filtered(lambda partner: partner.commercial_partner_id == partner)
        result = super().write(vals)
        joined = alone.filtered(lambda partner: partner.commercial_partner_id != partner)
        if joined:
            joined._take_past_along_sudo()
        return result

    def _take_past_along_sudo(self):
        """Give what was made for these contacts to the companies that they belong to."""
        self.sudo().flush_model(["commercial_partner_id"])
        for model_name, condition in KEEPING.items():
            model = self.env[model_name].sudo()
            model.flush_model(["kam_customer_id"])
            self.env.cr.execute(
                SQL(
                    """
                    UPDATE %s document SET kam_customer_id = partner.commercial_partner_id
                      FROM res_partner partner
                     WHERE partner.id = document.kam_customer_id AND partner.id IN %s AND %s
                    """,
                    SQL.identifier(model._table),
                    tuple(self.ids),
                    condition,
                )
            )
            model.invalidate_model(["kam_customer_id"], flush=False)
