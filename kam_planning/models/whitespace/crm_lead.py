from odoo import fields, models


class CrmLead(models.Model):
    _inherit = "crm.lead"

    kam_whitespace_id = fields.Many2one(
        "kam.whitespace",
        "Whitespace Cell",
        index="btree_not_null",
        ondelete="set null",
        check_company=True,
        groups="kam_planning.group_kam_user",
        help="The need of the customer that this opportunity is to meet.",
    )
