from odoo import api, models

from ..common.switches import switch_on
from ..plan.kam_plan_team import LEAD_ROLES


class KamPlanMerge(models.AbstractModel):
    """Two customers become one: of two active plans the older one goes on, with the lines of both.

    The other one is closed and says where its lines are.
    """

    _name = "kam.plan.merge"
    _description = "Merging of Plans"

    @api.model
    def _merge_plans_sudo(self, partners):
        """Make one active plan a company of those of customers that become one.

        As superuser: who merges contacts need not see their plans.

        :param partners: all customers that become one
        """
        plans = self.sudo().search(
            [("partner_id", "in", partners.ids), ("state", "=", "active")], order="date_start, id"
        )
        plans = switch_on(plans, "kam_quiet", "kam_no_confirmation", "kam_merging")
        for same in plans.with_context(tracking_disable=True).grouped("company_id").values():
            for other in same[1:]:
                same[0]._absorb_plan(other)

    def _absorb_plan(self, other):
        names = {"one": self.name, "other": other.name, "customer": other.partner_id.name}
        if other.confidentiality == "team":
            self.confidentiality = "team"
        self.date_end = max(self.date_end, other.date_end)
        # Its place has to be free before the customers are one.
        other.write({"state": "closed"})
        self._absorb_lines(other)
        self._message_log(
            body=self.env._(
                "The customers were merged: the lines of “%(other)s” (%(customer)s) are in this "
                "plan now.",
                **names,
            )
        )
        other._message_log(
            body=self.env._("The customers were merged: its lines are in “%(one)s”.", **names)
        )

    def _absorb_lines(self, other):
        """Take over the lines of another plan: a hook for further ones. Objectives come first,
        for other lines stand below them.
        """
        for name in ("section_ids", "objective_ids", "action_ids", "review_ids"):
            other[name].write({"plan_id": self.id})
        other.lead_ids.write({"kam_plan_id": self.id})
        self._absorb_team(other)

    def _absorb_team(self, other):
        """Who worked on the other plan works on this one, its leads as members without that role;
        nobody stands there twice.
        """
        find = self.env["ir.model.data"]._xmlid_to_res_id
        lead_roles = {find(xmlid) for xmlid in LEAD_ROLES.values()} - {False}
        there = {(m.user_id, m.contact_id, m.role_id) for m in self.member_ids}
        for member in other.member_ids:
            is_lead = member.user_id and member.role_id.id in lead_roles
            role = member.role_id.browse() if is_lead else member.role_id
            key = (member.user_id, member.contact_id, role)
            if key not in there and not (is_lead and member.user_id in self.access_user_ids):
                there.add(key)
                member.copy({"plan_id": self.id, "role_id": role.id})
