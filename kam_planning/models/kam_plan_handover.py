from markupsafe import Markup

from odoo import models
from odoo.fields import Domain

from .kam_plan import OPEN_STATES


class KamPlan(models.Model):
    """A plan that gets another key account manager: the new one is led to the hand-over sheet."""

    _inherit = "kam.plan"

    def write(self, vals):
        """Hand over the gaps of the former key account manager, and point to the sheet."""
        former = {}
        if vals.get("user_id"):
            former = {
                plan: plan.user_id
                for plan in self
                if plan.user_id.id != vals["user_id"] and plan.state in OPEN_STATES
            }
        result = super().write(vals)
        if former:
            self.browse().concat(*former)._hand_over_map_sudo(former)
        return result

    def _hand_over_map_sudo(self, former):
        """Open gaps that waited for the former key account manager wait for the new one.

        As superuser: who hands a plan over may lose the right to write it by that.

        :param dict former: {plan: res.users, who was key account manager}
        """
        plans = self.sudo()
        people = plans._count_on_maps("kam.stakeholder", Domain.TRUE)
        gaps = (
            self.env["kam.gap"].sudo().search([*plans._get_places_domain(), ("state", "=", "open")])
        )
        for plan in plans:
            own = gaps.filtered(
                lambda gap, plan=plan: (
                    gap._get_place() == plan._get_place() and gap.owner_id == former[plan]
                )
            )
            own.owner_id = plan.user_id
        told = plans.filtered(lambda plan: people.get(plan._get_place()))
        # Who takes over from somebody who left is told once, about all of it.
        told = told.filtered(lambda plan: former[plan].sudo()._can_work_in(plan.company_id))
        for plan in told:
            plan._remind_of_handover(former[plan])

    def _remind_of_handover(self, former):
        self.activity_schedule(
            "mail.mail_activity_data_todo",
            user_id=self.user_id.id,
            summary=self.env._("Take over “%s”", self.name),
            note=Markup('<p>%s <a href="/report/pdf/kam_planning.report_handover/%s">%s</a></p>')
            % (
                self.env._("%s was key account manager until now.", former.name),
                self.id,
                self.env._("People, ties, open gaps and promises: the hand-over sheet"),
            ),
        )
