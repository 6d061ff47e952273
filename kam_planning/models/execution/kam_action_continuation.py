from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.action_states import ACTION_STATES


class KamActionContinuation(models.AbstractModel):
    """Work that goes on in the plan of the next period.

    The action itself moves: with its activity, its messages, its opportunity and its gaps, so
    nobody has the same thing to do twice. A line stays in the plan that it leaves and says how far
    it was then. That line counts in the old plan's progress as the action did, and is a record:
    nobody changes or deletes it.
    """

    _name = "kam.action.continuation"
    _description = "Continuation of an Action"

    continued_plan_id = fields.Many2one(
        "kam.plan",
        "Continued In",
        index="btree_not_null",
        ondelete="set null",
        readonly=True,
        copy=False,
        help="The plan of the next period, where this action goes on.",
    )
    continued_action_id = fields.Many2one(
        "kam.action",
        "Goes On As",
        index="btree_not_null",
        ondelete="set null",
        readonly=True,
        copy=False,
    )
    continued_state = fields.Selection(
        ACTION_STATES,
        "State Then",
        readonly=True,
        copy=False,
        help="How far the action was when it went on in the next period.",
    )
    continued_line_ids = fields.One2many("kam.action", "continued_action_id", "Came From")

    @api.model_create_multi
    def create(self, vals_list):
        """Refuse lines of continued work made by hand."""
        actions = super().create(vals_list)
        actions._check_not_continued()
        return actions

    def write(self, vals):
        """Refuse to change the record of what a plan had reached; sharing it is allowed."""
        if not vals.keys() <= {"is_shared"}:
            self._check_not_continued()
        result = super().write(vals)
        if vals.get("state") == "continued":
            self._check_not_continued()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_continued(self):
        self.filtered(
            lambda action: action.plan_id.state in ("active", "closed")
        )._check_not_continued()

    def _check_not_continued(self):
        """Refuse what would touch the record of work that goes on elsewhere.

        :raise UserError: when one of these actions is such a record
        """
        for action in self.filtered(lambda action: action.state == "continued"):
            if not self.env.su:
                raise UserError(
                    self.env._(
                        "“%(action)s” goes on in the next period (%(plan)s); what stays in this "
                        "plan says how far it was then. Change the action there.",
                        action=action.name,
                        plan=action._get_continued_name_sudo() or self.env._("deleted"),
                    )
                )

    def _get_continued_name_sudo(self):
        """Name of the plan where the work goes on, hidden from users who may not read it."""
        return self.continued_plan_id.sudo().display_name

    @api.model
    def _expand_states(self, states, domain):
        """Columns of the kanban: continued work has one only where there is such work."""
        shown = [state for state, _label in ACTION_STATES if state != "continued"]
        return shown + [state for state in states if state not in shown]

    @api.model
    def _continue_sudo(self, targets):
        """Move open actions to the plans of the next period, and leave a line behind for each.

        As superuser: who approves a plan moves the work, also where he is not on the old team.

        :param dict targets: {action: (plan, objective there, maybe empty)}
        """
        actions = self.browse([action.id for action in targets]).sudo()
        links = actions._remember_links_sudo()
        # The lines are made without messages: nobody gets new work by them.
        silent = self.sudo().with_context(tracking_disable=True)
        silent.create(
            [
                {**vals, **action._prepare_continued_values(targets[action][0])}
                for action, vals in zip(actions, actions.copy_data(), strict=True)
            ]
        )
        for place, moved in actions.grouped(lambda action: targets[action]).items():
            moved._move_to(*place)
        actions._restore_links_sudo(links)

    def _prepare_continued_values(self, plan):
        """Values of the line that stays where this action was."""
        return {
            "state": "continued",
            "after_id": False,
            "repeat_unit": False,
            "progress": self.progress,
            "is_shared": self.is_shared,
            "confirmed_date": self.confirmed_date,
            "confirmed_by_id": self.confirmed_by_id.id,
            "continued_state": self.state,
            "continued_plan_id": plan.id,
            "continued_action_id": self.id,
        }

    def _take_back_sudo(self):
        """Return the actions that go on elsewhere to the plans and objectives of these lines.

        They come back as they are now; the lines, whose place they take, go. As superuser: who
        cancels a plan returns its work, also where he is not on the old team.
        """
        lines = self.sudo()
        links = lines.continued_action_id._remember_links_sudo()
        for place, part in lines.grouped(lambda line: (line.plan_id, line.objective_id)).items():
            part.continued_action_id._move_to(*place)
        lines._restore_links_sudo(links)
        lines.unlink()

    def _move_to(self, plan, objective):
        self.write({"plan_id": plan.id, "objective_id": objective.id})
