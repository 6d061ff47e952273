from odoo import api, fields, models
from odoo.exceptions import UserError

from ..common.arguments import check_one


class CalendarEvent(models.Model):
    _inherit = "calendar.event"

    kam_plan_id = fields.Many2one(
        "kam.plan",
        "Account Plan",
        compute="_compute_kam_plan_id",
        groups="kam_planning.group_kam_user",
        help="The plan in force of the first key account whose people are invited.",
    )

    @api.depends("partner_ids")
    @api.depends_context("uid", "company", "allowed_company_ids")
    def _compute_kam_plan_id(self):
        guests = {event: event._get_brief_contacts(with_companies=True) for event in self}
        # Of all guests at once.
        self.env["res.partner"].union(*guests.values()).mapped("kam_plan_id")
        for event, partners in guests.items():
            event.kam_plan_id = partners.kam_plan_id[:1]

    def _get_brief_contacts(self, with_companies=False):
        """Who of others comes to this meeting, as far as the user may know."""
        guests = self.partner_ids._filtered_access("read").filtered("partner_share")
        return guests if with_companies else guests.filtered(lambda guest: not guest.is_company)

    def action_open_kam_brief(self):
        """Open the brief for the guests of this meeting who are people of the key account.

        :return: client action
        :raise UserError: where no guest's plan in force can be read
        """
        check_one(self)
        self.env["kam.plan"].check_access("read")
        plan = self.kam_plan_id
        if not plan:
            raise UserError(
                self.env._(
                    "Nobody invited to “%s” belongs to a key account with a plan in force that you "
                    "may read.",
                    self.display_name,
                )
            )
        return plan._prepare_brief_action(self._get_brief_contacts())
