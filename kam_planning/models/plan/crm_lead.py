from odoo import fields, models


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
