from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import format_date

from ...tools.recurrence import put_behind
from ..common.switches import is_on, switch_on

BEGUN = ("in_progress", "done")
DATES = {"date_start", "date_deadline"}
FOLLOWED = {"after_id", "state", "name", "plan_id", *DATES}


class KamActionWaiting(models.AbstractModel):
    """An action that comes after another one of its plan cannot begin before that one is over.

    It moves behind the other one's deadline, and says so. When what it waits for is done, cancelled
    or deleted it is free, and its assignee is told once.
    """

    _name = "kam.action.waiting"
    _description = "Action That Waits for Another"
    _loop_fields = ("after_id",)

    after_id = fields.Many2one(
        "kam.action",
        index="btree_not_null",
        ondelete="set null",
        domain="[('plan_id', '=', plan_id), ('id', '!=', id)]",
        help="Begins when that action is done or cancelled, and not before its deadline.",
    )
    is_waiting = fields.Boolean(
        "Waiting",
        compute="_compute_is_waiting",
        search="_search_is_waiting",
        compute_sudo=True,
        help="What it comes after is still open.",
    )

    # That the other one is over is seen to in `write`: as a dependency it would cost each write of
    # a plan's state a search for what comes after its actions.
    @api.depends("is_open", "after_id")
    def _compute_is_waiting(self):
        for action in self:
            action.is_waiting = action.is_open and action.after_id.is_open

    def _search_is_waiting(self, operator, value):
        if operator != "in":
            return NotImplemented
        open_ones = self._get_open_domain()
        return open_ones & Domain("after_id", "any!", open_ones)

    @api.constrains("after_id")
    def _check_no_circle(self):
        if self._has_cycle("after_id"):
            circling = next(action for action in self if action._has_cycle("after_id"))
            raise ValidationError(
                self.env._(
                    "“%s” would wait, by way of others, for itself. Choose another action as "
                    "“After”.",
                    circling.name,
                )
            )

    @api.constrains("after_id", "state")
    def _check_after(self):
        # Constraints are checked as superuser, who may read every name.
        begun = self.filtered(lambda action: action.state in BEGUN)
        begun.sudo(False)._check_not_waiting(self.browse())

    def _check_not_waiting(self, ending):
        """Refuse what comes after an open action that does not end with it.

        :param ending: actions that end in the same step
        :raise ValidationError: which names the other one, as far as the user may read it
        """
        for action in self._filter_waiting_sudo(ending):
            raise ValidationError(
                self.env._(
                    "“%(action)s” waits for “%(other)s”, which is still open. Finish or cancel "
                    "that one first, or empty “After”.",
                    action=action.name,
                    other=action._get_after_names()[action.id],
                )
            )

    def _filter_waiting_sudo(self, ending):
        """As superuser: whoever has an action need not read what it waits for."""
        others = {action: action.sudo().after_id for action in self}
        return self.filtered(lambda a: others[a].is_open and others[a].id not in ending._ids)

    def _get_after_names(self):
        """What each action that waits comes after, named as far as the user may read it.

        :return: dict {id of the action: name}, without actions that come after none
        """
        behind = self.filtered("after_id")
        readable = behind.after_id._filtered_access("read")
        hidden = self.env._("an action that you may not read")
        return {
            action.id: action.after_id.name if action.after_id in readable else hidden
            for action in behind
        }

    @api.onchange("after_id", "date_start", "date_deadline")
    def _onchange_after_id(self):
        """Propose dates behind what the action waits for, and say so."""
        other = self.after_id._filtered_access("read")
        is_behind = not other.is_open or not self.date_deadline
        if is_behind or (self.date_start or self.date_deadline) >= other.date_deadline:
            return None
        self.date_start, self.date_deadline = put_behind(
            self.date_start, self.date_deadline, other.date_deadline
        )
        message = self.env._(
            "“%(action)s” waits for “%(other)s”, which is due on %(day)s: its dates move behind "
            "that day.",
            action=self.name or self.env._("This action"),
            other=other.name,
            day=format_date(self.env, other.date_deadline),
        )
        return {
            "warning": {"title": self.env._("After"), "message": message, "type": "notification"}
        }

    @api.model_create_multi
    def create(self, vals_list):
        """Put new actions behind what they wait for."""
        actions = super().create(vals_list)
        behind = actions.filtered("after_id")
        if behind:
            behind._shift_behind_sudo()
        return actions

    def write(self, vals):
        """Free what waited for these actions, and keep it behind them."""
        if FOLLOWED.isdisjoint(vals):
            return super().write(vals)
        if type(vals.get("plan_id")) is int and "after_id" not in vals:
            self._cut_links_sudo(vals["plan_id"])
        waiting, opened = self._find_waiting_sudo(), self.filtered("is_open")
        result = super().write(vals)
        waiting.invalidate_recordset(["is_waiting"])
        over = opened.filtered(lambda action: not action.is_open)
        waiting._filter_behind_sudo(over)._tell_free_sudo()
        if not {"after_id", "state", *DATES}.isdisjoint(vals):
            (self | waiting)._shift_behind_sudo()
        if not {"after_id", "state", "name"}.isdisjoint(vals):
            (waiting | (self if "after_id" in vals else waiting))._rename_activities_sudo()
        return result

    def unlink(self):
        """What waited for these actions is free."""
        waiting = self._find_waiting_sudo() - self
        result = super().unlink()
        waiting._tell_free_sudo()
        waiting._rename_activities_sudo()
        return result

    def _find_waiting_sudo(self):
        """Open actions behind these, also those that the user may not read."""
        domain = self._get_open_domain() & Domain("after_id", "in", self.ids)
        found = self.sudo().search(domain) if self.ids else self
        return found.sudo(self.env.su)

    def _filter_behind_sudo(self, others):
        """Those of these actions that come after some of the others."""
        return self.filtered(lambda action: action.sudo().after_id.id in others._ids)

    def _tell_free_sudo(self):
        """Tell the assignees of what can begin now, as superuser: who ends an action need not read
        what comes after it.
        """
        if is_on(self, "kam_quiet"):
            return
        for user, actions in self.sudo().grouped("user_id").items():
            self.env["kam.news"]._announce(user, actions, "free")

    def _filter_news(self, user, occasion):
        """What is free is told to who has it to do, once it is his to do."""
        told = super()._filter_news(user, occasion)
        if occasion != "free":
            return told
        return told.filtered(
            lambda a: a.is_open and a.is_under_way and not a.is_waiting and a.user_id == user
        )

    def _prepare_news_text(self, occasion, note):
        """Subject and body of the message that this action can begin."""
        if occasion != "free":
            return super()._prepare_news_text(occasion, note)
        values = {"line": self._prepare_news_line()}
        return (
            self.env._("“%s” can begin", self.name),
            self.env["ir.qweb"]._render("kam_planning.message_action_free", values),
        )

    def _shift_behind_sudo(self):
        """Move actions that would begin before what they wait for is due, and those behind them.

        As superuser: who moves his own action moves what waits for it.
        """
        if is_on(self, "kam_shifting"):
            return
        moving = switch_on(self.sudo(), "kam_shifting")
        level = moving | moving._find_waiting_sudo()
        while level:
            moved = level.filtered(lambda action: action._is_too_early())
            for dates, actions in moved.grouped(lambda action: action._get_shifted()).items():
                actions.write(dict(zip(("date_start", "date_deadline"), dates, strict=True)))
                actions._log_shift(*dates)
            level = moved._find_waiting_sudo()

    def _is_too_early(self):
        begin = self.date_start or self.date_deadline
        return self.is_waiting and begin < self.after_id.date_deadline

    def _get_shifted(self):
        return put_behind(self.date_start, self.date_deadline, self.after_id.date_deadline)

    def _log_shift(self, start, end):
        # Without a name: who reads this action need not read the other one.
        text = self.env._(
            "Moved to %(start)s – %(end)s, behind what it waits for.",
            start=format_date(self.env, start or end),
            end=format_date(self.env, end),
        )
        self._message_log_batch(dict.fromkeys(self.ids, text))

    def _cut_links_sudo(self, plan_id):
        """Cut the links between actions that move to a plan and others that do not."""
        movers = self.sudo().filtered(lambda action: action.plan_id.id != plan_id)
        ahead = movers.filtered(
            lambda a: a.after_id and a.after_id not in movers and a.after_id.plan_id.id != plan_id
        )
        behind = movers.search([("after_id", "in", movers.ids), ("plan_id", "!=", plan_id)])
        cut = ahead | (behind - movers)
        if cut:
            cut.write({"after_id": False})

    def _remember_links_sudo(self):
        """What these actions come after: to be restored once all of them have moved."""
        return {action: action.after_id for action in self.sudo().filtered("after_id")}

    def _restore_links_sudo(self, links):
        """Link again what moved to the same plan.

        :param dict links: as `_remember_links_sudo` gave it
        """
        lost = [a for a, other in links.items() if not a.after_id and a.plan_id == other.plan_id]
        for action in switch_on(self.browse([a.id for a in lost]).sudo(), "kam_quiet"):
            action.after_id = links[action]

    def _rename_activities_sudo(self):
        """Activities say what their actions wait for. See `mail.activity._compute_res_name`."""
        activities = self.sudo().activity_id
        self.env.add_to_compute(activities._fields["res_name"], activities)
