from odoo import api, fields, models


class CrmLead(models.Model):
    _name = "crm.lead"
    _inherit = ["crm.lead", "kam.linked"]

    kam_plan_id = fields.Many2one(
        "kam.plan",
        "Account Plan",
        index="btree_not_null",
        ondelete="set null",
        check_company=True,
        groups="kam_planning.group_kam_user",
        domain="[('state', 'in', ('draft', 'submitted', 'active'))]",
        help="The account plan that this opportunity serves.",
    )

    def _merge_dependences(self, opportunities):
        """The opportunity that stays keeps what the others are linked to in account plans."""
        self._take_kam_links_sudo(opportunities)
        return super()._merge_dependences(opportunities)

    def _take_kam_links_sudo(self, opportunities):
        """As superuser: whoever merges opportunities need not see plans."""
        lead, others = self.sudo(), opportunities.sudo()
        for name in self._get_kam_kept_names():
            if not lead[name]:
                lead[name] = others.mapped(name)[:1]

    @api.model
    def _get_kam_kept_names(self):
        """Links that survive a merge: the first one counts, by the order of the opportunities."""
        return ["kam_plan_id"]
