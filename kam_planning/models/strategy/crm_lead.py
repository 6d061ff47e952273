from odoo import api, fields, models
from odoo.fields import Domain


class CrmLead(models.Model):
    """To whom an opportunity was lost."""

    _inherit = "crm.lead"

    kam_lost_to_id = fields.Many2one(
        "res.partner",
        "Lost To",
        index="btree_not_null",
        ondelete="set null",
        check_company=True,
        tracking=True,
        copy=False,
        # Told in no mail, and to no customer or partner who follows the opportunity.
        groups="base.group_user",
        domain="[('is_company', '=', True)]",
        help="The competitor who won it.",
    )

    def action_unarchive(self):
        """What is taken up again is lost to nobody, as it has no reason either."""
        lost = self.filtered(lambda lead: not lead.active and lead.kam_lost_to_id)
        result = super().action_unarchive()
        lost.kam_lost_to_id = False
        return result

    def _get_kam_rivals(self):
        """The competitors in the cells that these opportunities come from, as far as the user may
        read those.

        :return: res.partner
        """
        if not self.env["kam.whitespace"].has_access("read"):
            return self.env["res.partner"]
        return self.kam_whitespace_id._filtered_access("read").competitor_id

    @api.model
    def _find_kam_lost(self, positions):
        """Opportunities of customers that were lost to competitors, as far as the user reads them.

        :param positions: kam.competitor.position
        :return: dict {(account id, company id, competitor id): list of ids}
        """
        leads = self.with_context(active_test=False)
        if not leads.has_access("read"):
            return {}
        domain = Domain("kam_lost_to_id", "in", positions.competitor_id.ids)
        domain &= Domain("won_status", "=", "lost")
        rows, accounts, found = self._group_lost_sudo(leads._search(domain)), {}, {}
        if rows:
            for account_id, partner_id in positions.account_id._get_account_scope_rows():
                accounts.setdefault(partner_id, []).append(account_id)
        for rival, customer, company, ids in rows:
            for account_id in accounts.get(customer.id, ()):
                for company_id in company.ids or positions.company_id.ids:
                    found.setdefault((account_id, company_id, rival.id), []).extend(ids)
        return found

    @api.model
    def _group_lost_sudo(self, query):
        """Group what the user reads by competitor, by the customer of the day on which it was lost,
        and company. As superuser: for whom an opportunity counts is read by few.
        """
        keys = ["kam_lost_to_id", "kam_customer_id", "company_id"]
        leads = self.sudo().with_context(active_test=False)
        return leads._read_group([("id", "in", query)], keys, ["id:array_agg"])

    @api.model
    def _find_kam_won(self, positions):
        """Opportunities that were won in cells in which these competitors stand.

        :param positions: kam.competitor.position
        :return: dict {(account id, company id, competitor id): list of ids}
        """
        leads = self.with_context(active_test=False)
        if not leads.has_access("read"):
            return {}
        cells = self.env["kam.whitespace"].search(positions._get_cells_domain())
        domain = Domain("kam_whitespace_id", "in", cells.ids) & Domain("won_status", "=", "won")
        found = {}
        for cell, ids in leads._read_group(domain, ["kam_whitespace_id"], ["id:array_agg"]):
            found.setdefault(cell._get_position_key(), []).extend(ids)
        return found
