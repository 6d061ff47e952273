from odoo import api, fields, models

from ..common.arguments import check_one


class ResPartner(models.Model):
    """The customer's form leads to what is shared. Contacts without a plan cost no query."""

    _inherit = "res.partner"

    kam_share_count = fields.Integer(
        "Shared Plans", compute="_compute_kam_share_count", groups="kam_planning.group_kam_user"
    )

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_kam_share_count(self):
        accounts = {partner: partner._get_kam_account() for partner in self}
        ids = [account.id for account in accounts.values() if account]
        domain = [("partner_id", "in", ids), ("state", "!=", "withdrawn")]
        shares = self.env["kam.share"]
        counts = dict(shares._read_group(domain, ["partner_id"], ["__count"])) if ids else {}
        for partner, account in accounts.items():
            partner.kam_share_count = counts.get(account, 0)

    def action_open_kam_shares(self):
        """Open what is shared with the customer.

        :return: window action
        """
        check_one(self)
        account = self._get_kam_account() or self.commercial_partner_id
        action = self.env["ir.actions.act_window"]._for_xml_id("kam_planning.kam_share_action")
        return {**action, "domain": [("partner_id", "=", account.id)], "context": {}}
