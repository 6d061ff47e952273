from odoo import api, fields, models
from odoo.fields import Domain


class ResPartner(models.Model):
    """Customers with a tier who have no plan in force."""

    _inherit = "res.partner"

    kam_plan_missing = fields.Boolean(
        "Account Plan Missing",
        compute="_compute_kam_plan_missing",
        search="_search_kam_plan_missing",
        groups="kam_planning.group_kam_user",
        help="It has a tier in one of the chosen companies, and neither the customer nor a company "
        "above it has a plan in force there.",
    )

    @api.depends("kam_tier_id", "kam_plan_ids.state", "parent_id")
    @api.depends_context("company", "allowed_company_ids")
    def _compute_kam_plan_missing(self):
        found = self._find_without_plan_sudo(Domain("id", "in", self._origin.ids))
        for partner in self:
            partner.kam_plan_missing = partner._origin.id in found

    def _search_kam_plan_missing(self, operator, _value):
        if operator != "in":
            return NotImplemented
        return Domain("id", "in", list(self._find_without_plan_sudo(Domain.TRUE)))

    @api.model
    def _find_without_plan_sudo(self, domain):
        """Ids of the customers of a domain who have a tier and no plan in force. As superuser: that
        a customer has a plan at all does not depend on who asks; nothing else of it is told.
        """
        found = set()
        for company in self.env.companies:
            active = [("state", "=", "active"), ("company_id", "=", company.id)]
            tiered = domain & Domain("kam_tier_id", "!=", False)
            partners = self.sudo().with_company(company)
            found |= partners.search(tiered & Domain("kam_plan_ids", "not any", active))._keep_bare(
                Domain(active)
            )
        return found

    def _keep_bare(self, active):
        """Ids of those of these contacts above whom no company has a plan of a domain: one or two
        queries for each level of the hierarchy.
        """
        bare, above, seen = set(self.ids), {one.id: one.parent_id.id for one in self}, set()
        plans = self.env["kam.plan"]
        while above := {key: place for key, place in above.items() if place}:
            # Companies may stand below each other in a circle.
            above = {key: place for key, place in above.items() if (key, place) not in seen}
            seen |= set(above.items())
            places = Domain("partner_id", "in", list(set(above.values())))
            planned = {one.id for (one,) in plans._read_group(active & places, ["partner_id"])}
            bare -= {key for key, place in above.items() if place in planned}
            upper = {one.id: one.parent_id.id for one in self.browse(set(above.values()))}
            above = {key: upper[place] for key, place in above.items() if key in bare}
        return bare
