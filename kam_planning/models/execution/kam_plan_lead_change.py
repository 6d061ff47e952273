from odoo import Command, api, models

from ..common.switches import is_on, switch_on
from ..plan.kam_plan_team import LEAD_ROLES
from ..plan.kam_plan_workflow import OPEN_STATES

# Kinds of work that pass to a new lead, and the field that names who does it.
PASSING = {
    "kam.action": "user_id",
    "kam.objective": "user_id",
    "kam.review": "user_ids",
    "kam.review.decision": "user_id",
}


class KamPlanLeadChange(models.AbstractModel):
    """A plan gets another key account manager or sponsor: the open work goes along.

    The dialogue `kam.plan.hand.over` asks which of it. Through every other door (import, RPC, the
    plan's own methods) all open actions, objectives, planned reviews and decisions to carry out
    pass to the new lead; opportunities stay with their salesperson. Actions that lie with whoever
    fills their role follow the role in any case.
    """

    _name = "kam.plan.lead.change"
    _description = "Change of a Plan's Leads"

    def _get_lead_changes(self, vals):
        """Who leads which open plans no more, were these values written.

        A sponsor who goes on as key account manager keeps his work; that of a sponsor without a
        successor goes to the key account manager.

        :return: dict {(former, heir): plans}
        """
        ids, users = {}, self.env["res.users"]
        for plan in self.filtered(lambda plan: plan.state in OPEN_STATES):
            manager_id = vals.get("user_id") or plan.user_id.id
            for name in LEAD_ROLES:
                former = plan[name]
                is_kept = name not in vals or former.id == (vals[name] or False)
                if not former or is_kept or (name == "sponsor_id" and former.id == manager_id):
                    continue
                ids.setdefault((former.id, vals[name] or manager_id), []).append(plan.id)
        return {
            (users.browse(former), users.browse(heir)): self.browse(plans)
            for (former, heir), plans in ids.items()
        }

    def _find_lead_work_sudo(self, user):
        """Open work of these plans that lies with a user, without what follows its role.

        As superuser: who hands over need not read all of it.

        :return: dict {model: records as superuser}
        """
        plans = self.sudo()
        actions = plans.action_ids.filtered(lambda a: a.is_open and a.user_id == user)
        reviews = plans.review_ids.filtered(lambda review: review.state == "planned")
        decisions = plans.review_ids.decision_ids
        return {
            "kam.action": actions - actions._filter_following_role(),
            "kam.objective": plans.objective_ids.filtered(
                lambda objective: objective.state == "open" and objective.user_id == user
            ),
            "kam.review": reviews.filtered(lambda review: user in review.user_ids),
            "kam.review.decision": decisions.filtered(
                lambda decision: decision.user_id == user and not decision.action_id
            ),
        }

    @api.model
    def _pass_on_sudo(self, work, former, heir):
        """Write the heir instead of the former lead.

        As superuser: who hands a plan over may lose the right to write it by that.

        :param dict work: {model: records}, as `_find_lead_work_sudo` gives it
        """
        for model, records in work.items():
            name, lines = PASSING[model], records.sudo()
            if lines._fields[name].type == "many2many":
                lines.write({name: [Command.unlink(former.id), Command.link(heir.id)]})
            else:
                lines.write({name: heir.id})

    def _hand_over(self, vals, chosen):
        """Change the leads, and pass on only what was chosen.

        :param dict vals: new ``user_id`` and ``sponsor_id``
        :param dict chosen: {model: records that go along}
        """
        changes = self._get_lead_changes(vals)
        found = {pair: plans._find_lead_work_sudo(pair[0]) for pair, plans in changes.items()}
        switch_on(self, "kam_chosen_work").write(vals)
        for (former, heir), work in found.items():
            kept = {model: records & chosen.get(model, records) for model, records in work.items()}
            self._pass_on_sudo(kept, former, heir)

    def _begin_lead_change(self, vals):
        """What goes along, found before these values are written.

        :return: tuple (actions that follow their role, dict {(former, heir): work})
        """
        following, found = self.env["kam.action"], {}
        if not LEAD_ROLES.keys().isdisjoint(vals) and not is_on(self, "kam_succession"):
            changes = self._get_lead_changes(vals)
            following = self.browse().concat(*changes.values())._find_role_actions_sudo()
            if not is_on(self, "kam_chosen_work"):
                found = {
                    pair: plans._find_lead_work_sudo(pair[0]) for pair, plans in changes.items()
                }
        return following, found

    def _end_lead_change_sudo(self, passing):
        """As superuser: who hands a plan over may lose the right to write it by that."""
        following, found = passing
        following.sudo()._follow_role()
        for (former, heir), work in found.items():
            self._pass_on_sudo(work, former, heir)

    def _find_role_actions_sudo(self):
        """Open actions that lie with whoever fills their role, as superuser."""
        return self.sudo().action_ids.filtered("is_open")._filter_following_role()

    def action_hand_over(self):
        """Open the dialogue that hands these plans over, with the work that goes along.

        :return: window action
        :raise AccessError: when the user may not write the plans
        """
        self.check_access("write")
        return {
            "type": "ir.actions.act_window",
            "res_model": "kam.plan.hand.over",
            "view_mode": "form",
            "target": "new",
            "name": self.env._("Hand Over"),
            "context": {"default_plan_ids": self.ids},
        }
