from odoo import api, fields, models
from odoo.fields import Domain

from ..common.arguments import check_one


class ResPartner(models.Model):
    _inherit = "res.partner"

    kam_action_count = fields.Integer(
        "Open Account Actions",
        compute="_compute_kam_action_count",
        groups="kam_planning.group_kam_user",
    )

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_kam_action_count(self):
        accounts = {partner: partner._get_kam_account() for partner in self}
        counts = self.browse().concat(*set(accounts.values()))._count_kam_actions()
        for partner, account in accounts.items():
            partner.kam_action_count = counts.get(account, 0)

    def _count_kam_actions(self):
        if not self:
            return {}
        Action = self.env["kam.action"]
        domain = Action._get_open_domain() & Domain("partner_id", "in", self.ids)
        return dict(Action._read_group(domain, ["partner_id"], ["__count"]))

    def action_open_kam_actions(self):
        """Open the account's open actions."""
        check_one(self)
        account = self._get_kam_account() or self.commercial_partner_id
        action = self.env["ir.actions.act_window"]._for_xml_id("kam_planning.kam_action_action")
        return {
            **action,
            "domain": [("partner_id", "=", account.id)],
            "context": {"search_default_open": 1},
        }
