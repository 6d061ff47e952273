from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..common.arguments import check_one
from ..common.days import of_each_day, today_of
from ..common.defaults import with_defaults
from ..common.jobs import Step
from ..common.known import KnownFloat, is_known
from ..common.parameters import days_parameter
from ..common.switches import is_on, switch_on
from ..execution.kam_plan_reminder import not_yet_told

STATES = [
    ("proposed", "Proposed"),
    ("agreed", "Agreed"),
    ("delivered", "Delivered"),
    ("confirmed", "Confirmed"),
    ("partly", "Partly Confirmed"),
    ("disputed", "Disputed"),
]
ANSWERED = ("confirmed", "partly", "disputed")
CLAIMED = ("delivered", *ANSWERED)
# What the promised and the delivered amount are made of: fixed once it is agreed.
FROZEN = (
    *("method", "baseline_value", "target_value", "unit", "direction", "volume", "unit_value"),
    *("our_share", "currency_id", "measure_id", "date_start", "date_end"),
)
# What follows the progress: fixed once it is claimed, but for new readings.
CLAIM = ("current_value",)
# A claim waits for its answer after its period as well.
ASKING = ("active", "closed")
UNANSWERED_DAYS = 60
VALUES_AT_ONCE = 100
UNANSWERED_TYPE = "kam_planning.mail_activity_type_value_unanswered"
NO_CLAIM = {"claim_date": False, "reminded_date": False}


class KamValueAgreement(models.AbstractModel):
    """How a value comes from a proposal to what the customer confirms, in versions.

    The method comes before the number: the agreement fixes what the amount is made of. Who wants
    another baseline makes a new version, which is agreed and answered anew; what was answered
    before stays with its version.
    """

    _name = "kam.value.agreement"
    _description = "Agreement on a Value"
    _inherit = ["kam.plan.line", "kam.internal.thread", "kam.shareable"]

    state = fields.Selection(
        STATES,
        required=True,
        default="proposed",
        copy=False,
        tracking=True,
        shareable=True,
        group_expand=True,
    )
    version = fields.Integer(default=1, readonly=True, copy=False, aggregator=None, tracking=True)
    agreed_date = fields.Date("Agreed On", readonly=True, copy=False)
    rate = KnownFloat(
        "Rate of That Day",
        readonly=True,
        copy=False,
        aggregator=None,
        digits=(16, 6),
        help="The company's money for one of the currency of the value, on the day of agreement.",
    )
    claim_date = fields.Date("Asked On", readonly=True, copy=False)
    reminded_date = fields.Date("Reminded of Claim Of", readonly=True, copy=False)

    _claim_idx = models.Index("(claim_date) WHERE state = 'delivered'")

    @api.model_create_multi
    def create(self, vals_list):
        """Every value begins as a proposal, and goes from there where its state says."""
        complete = with_defaults(self, vals_list, ["state"])
        states = [vals.get("state") or "proposed" for vals in complete]
        for vals in complete:
            self._check_values(vals)
        values = super().create([{**vals, "state": "proposed"} for vals in vals_list])
        for state in dict.fromkeys(states):
            pairs = zip(values, states, strict=True)
            values.browse([one.id for one, wanted in pairs if wanted == state])._go_to(state)
        return values

    def write(self, vals):
        """Let nobody change what was agreed, and let states follow each other."""
        if is_on(self, "kam_value_step"):
            return super().write(vals)
        if not {"state", *FROZEN, *CLAIM}.isdisjoint(vals):
            self.check_access("write")
            self._check_values(vals)
            self._check_fixed(vals)
        rest = {name: value for name, value in vals.items() if name != "state"}
        agreed = self.filtered(lambda value: value.state != "proposed")
        places = {value: value.plan_id._get_place() for value in agreed if "plan_id" in vals}
        result = super().write(rest) if rest else True
        if "plan_id" in vals:
            self._check_goal()
            self._check_customer(places)
        if "state" in vals:
            self._go_to(vals["state"])
        return result

    def _check_fixed(self, vals):
        """Refuse to change what was agreed or claimed."""
        for value in self.filtered(lambda one: one.state != "proposed"):
            names = FROZEN if value.state == "agreed" else (*FROZEN, *CLAIM)
            for name in names:
                field = self._fields[name]
                if name in vals and not value._has_value(field, vals[name]):
                    raise UserError(value._explain_fixed(name))

    def _check_customer(self, places):
        """What was agreed with a customer goes to no other one.

        :param dict places: {value: (customer, company) before}
        """
        for value, place in places.items():
            if value.plan_id._get_place() != place:
                raise UserError(
                    self.env._(
                        "“%(value)s” is agreed with %(customer)s, and stays there. Propose another "
                        "value in that plan.",
                        value=value.name,
                        customer=place[0].display_name,
                    )
                )

    def _explain_fixed(self, name):
        texts = {"value": self.name, "field": self._fields[name]._description_string(self.env)}
        if name in CLAIM:
            return self.env._(
                "“%(value)s” is delivered: “%(field)s” is what the customer was asked about. "
                "Record a reading instead.",
                **texts,
            )
        return self.env._(
            "“%(value)s” is agreed with the customer in version %(version)s, and “%(field)s” is "
            "part of that. Make a new version, which the customer agrees to and answers anew.",
            version=self.version,
            **texts,
        )

    def _go_to(self, state):
        """Take these values to a state, by the steps that lead there.

        :raise UserError: where only the customer's answer or a new version leads there
        """
        moving = self.filtered(lambda value: value.state != state)
        if not moving:
            return
        if state == "agreed":
            # One that was claimed too early is claimed again later.
            moving.filtered(lambda value: value.state == "delivered")._take_back_claim_sudo()
            moving = moving.filtered(lambda value: value.state != "agreed")
            moving.action_agree()
        elif state == "delivered":
            moving.filtered(lambda value: value.state == "proposed").action_agree()
            moving.action_deliver()
        else:
            raise UserError(moving[:1]._explain_no_way(state))

    def _explain_no_way(self, state):
        if state == "proposed":
            return self.env._(
                "“%s” is agreed. Make a new version to propose it anew: what was answered stays "
                "with the old one.",
                self.name,
            )
        return self.env._(
            "“%s” is confirmed or disputed by the customer's answer only. Record the answer.",
            self.name,
        )

    def action_agree(self):
        """The customer agrees to how the values are reckoned, as of today where the company is.

        :return: True
        :raise AccessError: when a value may not be written
        :raise UserError: for a value that is no proposal
        """
        self.check_access("write")
        self._check_state(("proposed",), self.env._("It is agreed already."))
        for value in self:
            value._set_sudo(
                state="agreed",
                agreed_date=today_of(value.company_id),
                rate=value._read_rate(),
            )
        return True

    def action_deliver(self):
        """Claim that the values are delivered as they stand: the customer is asked from now on.

        :return: True
        :raise AccessError: when a value may not be written
        :raise UserError: for a value that is not agreed, or of which nothing was read
        """
        self.check_access("write")
        self._check_state(("agreed",), self.env._("Only what is agreed is delivered."))
        for value in self:
            if not is_known(value.current_value):
                raise UserError(
                    self.env._(
                        "“%s”: nobody said yet how far it is. Record a reading first.", value.name
                    )
                )
        self._keep_readings()
        for value in self:
            value._set_sudo(
                state="delivered", claim_date=today_of(value.company_id), reminded_date=False
            )
        return True

    def _keep_readings(self):
        """What is claimed stands among the readings."""
        last = {value: value._get_last_reading() for value in self}
        self.env["kam.value.reading"].create(
            [
                {"value_id": value.id, "current_value": value.current_value}
                for value, reading in last.items()
                if reading.version != value.version or reading.current_value != value.current_value
            ]
        )

    def action_new_version(self):
        """Propose the values anew: what was agreed may change, and asks for a new answer. Answers
        stay with the version that they were given to.

        :return: True
        :raise AccessError: when a value may not be written
        :raise UserError: for a value that is still a proposal
        """
        self.check_access("write")
        agreed = ("agreed", *CLAIMED)
        self._check_state(agreed, self.env._("It is a proposal still: just change it."))
        for value in self:
            value._message_log(
                body=self.env._(
                    "Version %(version)s ends. It was: %(formula)s",
                    version=value.version,
                    formula=value.formula or value.promise_formula,
                )
            )
            value._withdraw_reminder_sudo()
            stamps = {"agreed_date": False, "rate": False, **NO_CLAIM}
            value._set_sudo(state="proposed", version=value.version + 1, **stamps)
        return True

    def _check_state(self, states, reason):
        for value in self:
            if value.state not in states:
                raise UserError(
                    self.env._("“%(value)s”: %(reason)s", value=value.name, reason=reason)
                )

    def _take_back_claim_sudo(self):
        """What was claimed too early waits for no answer."""
        self._withdraw_reminder_sudo()
        self._set_sudo(state="agreed", **NO_CLAIM)

    def _withdraw_reminder_sudo(self):
        """Nobody has to ask any more; as superuser, for the activity may lie with somebody else."""
        reminded = self.sudo().filtered("reminded_date")
        reminded.activity_unlink([UNANSWERED_TYPE])
        reminded._set_sudo(reminded_date=False)

    def _set_sudo(self, **vals):
        """Write what only these steps write, past what they forbid others."""
        switch_on(self.sudo(), "kam_value_step").write(vals)

    def _open_dialogue(self, model, name):
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": model,
            "view_mode": "form",
            "views": [[False, "form"]],
            "target": "new",
            "context": {"default_value_id": self.id},
        }

    def _note_reading_sudo(self, reading):
        """The value stands where its newest reading says; what was answered is asked anew."""
        value = self.sudo()
        # As often as agreed is no volume of its own: it follows the agreement.
        own = reading.volume != value.volume and reading.volume
        vals = {"current_value": reading.current_value, "delivered_volume": own}
        if value.state in ANSWERED:
            today = today_of(value.company_id)
            vals.update(state="delivered", claim_date=today, reminded_date=False)
        value._set_sudo(**vals)

    def _note_answers_sudo(self):
        """The state is what the last answer to this version says."""
        states = {"full": "confirmed", "partly": "partly", "disputed": "disputed"}
        for value in self.sudo():
            answer = value._get_last_answer()
            if value.state in CLAIMED:
                value._withdraw_reminder_sudo()
                value._set_sudo(state=states[answer.decision] if answer else "delivered")

    def _get_last_reading(self):
        """The newest reading, empty where there is none."""
        return self.reading_ids.sorted(lambda one: (one.date, one.id))[-1:]

    def _get_last_answer(self):
        """The last answer to the version in force, empty where there is none."""
        answers = self.answer_ids.filtered(lambda one: one.version == self.version)
        return answers.sorted(lambda one: (one.date, one.id))[-1:]

    def _prepare_copy_values(self, plan, objective):
        """Values of a copy in another plan, which is planned for that one's period."""
        vals = self.copy_data({"plan_id": plan.id, "objective_id": objective.id})[0]
        for name in ("date_start", "date_end", "date_deadline"):
            vals.pop(name, None)
        if plan._get_place() != self.plan_id._get_place():
            vals.pop("goal_id", None)
        return vals

    def _move_sudo(self, plan, objectives, **vals):
        """These values go on in another plan, each below the objective that stands for its own.

        :param dict objectives: {objective: that of the other plan}
        """
        for value in self.sudo():
            objective = objectives.get(value.objective_id, value.objective_id.browse())
            # The period that was agreed stays, and so does what was confirmed.
            value._set_sudo(plan_id=plan.id, objective_id=objective.id, **vals)

    def _continue_in_sudo(self, plan):
        """Go on in the next period."""
        twins = {copy.previous_objective_id: copy for copy in plan.sudo().objective_ids}
        for previous, values in self.sudo().grouped("plan_id").items():
            values._move_sudo(plan, twins, origin_plan_id=previous.id)

    def _go_back_sudo(self):
        """Go back to the plan that these values came from."""
        for plan, values in self.sudo().grouped("origin_plan_id").items():
            originals = {one: one.previous_objective_id for one in values.objective_id}
            values._move_sudo(plan, originals, origin_plan_id=False)

    @api.model
    def _get_unanswered_step(self):
        """Ask the account managers, once, to get an answer to what waits for one too long."""
        days = days_parameter(self.env, "value_answer_days", UNANSWERED_DAYS)
        due = of_each_day(
            self.env,
            lambda company: Domain("claim_date", "<=", today_of(company) - timedelta(days=days)),
        )
        waiting = Domain("state", "=", "delivered") & Domain("plan_id.state", "in", ASKING)
        led = Domain([("plan_id.active", "=", True), ("plan_id.user_id.active", "=", True)])
        domain = waiting & led & due & not_yet_told("reminded_date", "claim_date")
        rest = ("Reminder for value %s (%s) failed", VALUES_AT_ONCE)
        return Step(self, domain, "_remind_of_claim", *rest, order="kam_user_id, id")

    def _remind_of_claim(self):
        self._create_reminders(
            UNANSWERED_TYPE,
            lambda value: today_of(value.company_id),
            lambda value: value.plan_id.user_id,
            lambda value: value.env._("“%s”: ask the customer for an answer", value.name),
        )
        for value in self:
            value._set_sudo(reminded_date=value.claim_date)

    def action_record_reading(self):
        """Open the dialogue for how far the value is now.

        :return: window action
        """
        check_one(self)
        return self._open_dialogue("kam.value.reading", self.env._("Record Reading"))

    def action_record_answer(self):
        """Open the dialogue for what the customer says to what was delivered.

        :return: window action
        :raise UserError: for a value that was not delivered yet
        """
        check_one(self)
        self._check_state(CLAIMED, self.env._("Only what is delivered can be answered."))
        return self._open_dialogue("kam.value.answer", self.env._("Record Answer"))
