from odoo import api, fields, models

from ..common.known import KnownInteger, is_known


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

    kam_success_chance = KnownInteger(
        "Chance of the Whitespace Cell (%)",
        related="kam_whitespace_id.success_chance",
        related_sudo=False,
        aggregator=None,
        groups="kam_planning.group_kam_user",
    )
    has_other_chance = fields.Boolean(
        compute="_compute_has_other_chance",
        groups="kam_planning.group_kam_user",
        help="The chance that somebody gave the whitespace cell differs from the probability.",
    )

    @api.depends("kam_whitespace_id.success_chance", "probability", "won_status", "active")
    def _compute_has_other_chance(self):
        for lead in self:
            is_open = lead.active and lead.won_status == "pending"
            chance = lead.kam_success_chance if lead.kam_whitespace_id else False
            lead.has_other_chance = (
                is_open and is_known(chance) and chance != round(lead.probability)
            )

    def action_take_kam_chance(self):
        """Take over the chance that the whitespace cells of these opportunities were given as
        their probability; those that are closed, or whose cell was given none, stay as they are.

        :return: True
        :raise AccessError: when the user may not write an opportunity
        """
        self.check_access("write")
        for lead in self.filtered("has_other_chance"):
            lead.probability = lead.kam_success_chance
        return True

    @api.depends("kam_whitespace_id.account_id", "kam_whitespace_id.buying_center_id.partner_id")
    def _compute_kam_customer_id(self):
        return super()._compute_kam_customer_id()

    def _get_kam_linked_customer(self):
        """The customer, or the part of it, whose need the opportunity is to meet."""
        cell = self.kam_whitespace_id
        customer = cell.buying_center_id.partner_id or cell.account_id
        return customer or super()._get_kam_linked_customer()

    @api.model
    def _get_kam_link_names(self):
        return [*super()._get_kam_link_names(), "kam_whitespace_id"]

    @api.model
    def _get_kam_kept_names(self):
        return [*super()._get_kam_kept_names(), "kam_whitespace_id"]
