from odoo import models

from ...tools import dates
from ..common.switches import switch_off, switch_on


class KamPlanCopy(models.AbstractModel):
    """A plan is duplicated as it is planned, not as it went.

    Team, narrative, objectives and actions come along, the latter open and in the period of the
    copy. Decisions, reviews and their meetings, figures, messages, and what was reached belong to
    the plan that they are of.
    """

    _name = "kam.plan.copy"
    _description = "Copy of a Plan"

    def copy_data(self, default=None):
        """Name the copy as one, with the team as far as it is still here."""
        default, vals_list = default or {}, super().copy_data(default)
        for plan, vals in zip(self, vals_list, strict=True):
            for name in {"prepared_date", "next_review_date"} - default.keys():
                vals.pop(name, None)
            if "name" not in default:
                vals["name"] = self.env._("%s (copy)", plan.name)
            if "member_ids" not in default:
                vals["member_ids"] = plan._prepare_team_of_copy()
            if "user_id" not in default and plan.user_id._filter_absent_sudo(plan.company_id):
                vals["user_id"] = self.env.uid
            if "sponsor_id" not in default and plan.sponsor_id._filter_absent_sudo(plan.company_id):
                vals["sponsor_id"] = False
        return vals_list

    def copy(self, default=None):
        """Give the copies the lines of their plans, not those of the template again."""
        copies = super(KamPlanCopy, switch_on(self, "kam_no_template_lines")).copy(default)
        copies = switch_off(copies, "kam_no_template_lines")
        for plan, copied in zip(self, copies, strict=True):
            plan._copy_lines_to(copied)
        return copies

    def _prepare_team_of_copy(self):
        """The places in the team, but those of colleagues who left."""
        left = set(self.member_ids.user_id._filter_absent_sudo(self.company_id).ids)
        return [place for place in self._prepare_team() if place[2].get("user_id") not in left]

    def _copy_lines_to(self, plan):
        """Copy narrative, objectives and actions: a hook for further lines.

        :param plan: the copy
        :return: dict {objective: its copy}
        """
        self.section_ids._copy_to({self: plan})
        objectives = self.objective_ids.filtered(lambda objective: objective.state != "dropped")
        copies = self.env["kam.objective"].create(
            [
                {**vals, **plan._place_copy(line), "progress_manual": False}
                for line, vals in zip(objectives, objectives.copy_data(), strict=True)
            ]
        )
        twins = dict(zip(objectives, copies, strict=True))
        actions = self.action_ids.filtered(lambda a: a.state not in ("cancelled", "continued"))
        # Of a series the first one is planned; each one makes the next.
        actions = actions.filtered(lambda action: action.repeated_from_id not in actions)
        copied_actions = self.env["kam.action"].create(
            [
                {
                    **vals,
                    **plan._place_copy(line),
                    "after_id": False,
                    "objective_id": twins.get(line.objective_id, copies.browse()).id,
                }
                for line, vals in zip(actions, actions.copy_data(), strict=True)
            ]
        )
        action_twins = dict(zip(actions, copied_actions, strict=True))
        for action, copied in action_twins.items():
            # Few wait for another one.
            if action.after_id in action_twins:
                copied.after_id = action_twins[action.after_id]
        for lines in (copies, copied_actions):
            # Nobody dated them for this plan: late ones count from its approval.
            lines._start_counting_sudo()
        return twins

    def _place_copy(self, line):
        """Values of a line in this copy: its dates in the period, and who is still here."""
        start, end = dates.shift(
            line.date_start, line.date_deadline, line.plan_id.date_start, self.date_start
        )
        values = {"plan_id": self.id, "date_start": start, "date_deadline": end}
        if line.user_id._filter_absent_sudo(self.company_id):
            values["user_id"] = self.user_id.id
        return values
