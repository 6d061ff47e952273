from odoo import api, fields, models
from odoo.tools import format_date

from ...tools.recurrence import next_due, start_of
from ..common.days import today_of
from ..plan.kam_plan_workflow import OPEN_STATES

UNITS = [("day", "Days"), ("week", "Weeks"), ("month", "Months"), ("year", "Years")]
# What a person changes on a repetition that was made for him: it is his then.
CHANGED = (
    "name",
    "user_id",
    "role_id",
    "deputy_role_id",
    "objective_id",
    "contact_id",
    "date_start",
    "date_deadline",
    "description",
    "effort",
    "weight",
    "priority",
    "repeat_every",
    "repeat_unit",
    "repeat_until",
)


class KamActionRecurrence(models.AbstractModel):
    """An action that repeats: done, it makes the next one.

    The next one is due one step of the rhythm after the former deadline, whenever that was ticked;
    what was missed meanwhile is passed over. Cancelling the action ends the series, and so does the
    end of the plan.
    """

    _name = "kam.action.recurrence"
    _description = "Action That Repeats"
    _unoffered_fields = ("repeat_day",)

    repeat_every = fields.Integer("Repeats Every", default=1, aggregator=None)
    repeat_unit = fields.Selection(
        UNITS,
        "Repeats",
        help="Done, the action makes the next one, due so many days, weeks, months or years after "
        "the deadline of this one. Empty: it does not repeat.",
    )
    repeat_until = fields.Date("Repeats Until", help="Empty: until the end of the plan.")
    repeat_day = fields.Integer(
        readonly=True,
        copy=False,
        aggregator=None,
        export_string_translation=False,
        help="Day of the month of the series, where a shorter month took the deadline earlier.",
    )
    repeated_from_id = fields.Many2one(
        "kam.action",
        "Repetition Of",
        index="btree_not_null",
        ondelete="set null",
        readonly=True,
        copy=False,
    )

    _repeated_uniq = models.UniqueIndex(
        "(repeated_from_id) WHERE repeated_from_id IS NOT NULL",
        "The next repetition of this action was made already: open it in the plan.",
    )
    _repeat_positive = models.Constraint(
        "CHECK (repeat_every BETWEEN 1 AND 1000)",
        "An action repeats every 1 to 1,000 days, weeks, months or years: correct “Repeats Every”.",
    )

    def write(self, vals):
        """Make the next ones of what is done; take them back when it is not."""
        if "date_deadline" in vals:
            self._forget_day_sudo()
        if "state" not in vals:
            return super().write(vals)
        done = self.filtered(lambda action: action.state == "done")
        opened = self.filtered("is_open")
        result = super().write(vals)
        opened.filtered(lambda action: action.state == "done")._make_next_sudo()
        done.filtered(lambda action: action.state != "done")._take_next_back_sudo()
        return result

    def _forget_day_sudo(self):
        """What a person dates is the rhythm from then on. As superuser: nobody writes the day."""
        self.sudo().filtered("repeat_day").write({"repeat_day": 0})

    def _make_next_sudo(self):
        """Make the next one of each series, once.

        As superuser: who has an action to do need not be on the team that adds actions.

        :return: the new actions
        """
        series = self.sudo().filtered(
            lambda a: a.repeat_unit and a.plan_id.active and a.plan_id.state in OPEN_STATES
        )
        if not series:
            return series
        series -= series.search([("repeated_from_id", "in", series.ids)]).repeated_from_id
        due = {action: action._get_next_due() for action in series}
        going_on = series.filtered(lambda action: due[action])
        (series - going_on)._log_end_of_series()
        values = [action._prepare_next_values(due[action]) for action in going_on]
        made = self.sudo().create(values)
        going_on._message_log_batch(
            {a.id: a._describe_next(b) for a, b in zip(going_on, made, strict=True)}
        )
        return made.sudo(self.env.su)

    def _get_next_due(self):
        """The next deadline of this series, or None where it is over."""
        last_day = self.plan_id.date_end
        if self.repeat_until:
            last_day = min(last_day, self.repeat_until)
        return next_due(
            self.date_deadline,
            self.repeat_unit,
            self.repeat_every,
            today_of(self.company_id),
            last_day,
            self.repeat_day,
        )

    def _prepare_next_values(self, deadline):
        """Values of the next one: as this one, for whoever can do it."""
        return {
            **self.copy_data()[0],
            "user_id": self._get_next_assignee_sudo().id,
            "after_id": False,
            "date_start": start_of(self.date_start, self.date_deadline, deadline),
            "date_deadline": deadline,
            "repeat_day": self.repeat_day or self.date_deadline.day,
            "repeated_from_id": self.id,
            # The series was shared, or was not.
            "is_shared": self.is_shared,
        }

    def _get_next_assignee_sudo(self):
        """Who had this one, or who fills its role where he left; he may see less than we do."""
        user = self.sudo().user_id
        return self._get_role_holder() if user._filter_absent_sudo(self.company_id) else user

    def _describe_next(self, following):
        return self.env._(
            "Repeats: the next one is due on %s.", format_date(self.env, following.date_deadline)
        )

    def _log_end_of_series(self):
        text = self.env._("Repeats no more: the next one would be due after the end.")
        self._message_log_batch(dict.fromkeys(self.ids, text))

    def _take_next_back_sudo(self):
        """Delete the next ones of what is not done after all, unless somebody touched them.

        As superuser: see `_make_next_sudo`.
        """
        made = self.sudo().search([("repeated_from_id", "in", self.ids)]) if self else self
        made.filtered(lambda action: action._is_untouched()).unlink()

    def _is_untouched(self):
        """Whether nobody began, changed, linked or discussed this repetition."""
        former = self.repeated_from_id
        expected = former._prepare_next_values(self.date_deadline)
        is_same = all(
            (self._fields[name].convert_to_write(self[name], self) or False)
            == (expected.get(name) or False)
            for name in CHANGED
        )
        others = self._find_waiting_sudo()
        is_linked = self.lead_id or self.after_id or others or self.decision_ids
        comments = self.message_ids.filtered(lambda message: message.message_type == "comment")
        return is_same and self.state == "todo" and not is_linked and not comments

    @api.onchange("repeat_unit")
    def _onchange_repeat_unit(self):
        """Begin with each day, week, month or year."""
        self.repeat_every = self.repeat_every or 1
