from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import NO_ACCESS
from odoo.tools import format_date, plaintext2html

from ...tools.portfolio import steps
from ..common.arguments import check_one
from ..common.at_once import hold
from ..common.days import today_of
from .kam_plan import STAGES

KINDS = [
    (steps.DOWN, "Step Down"),
    (steps.UP, "Step Up"),
    (steps.OUT, "Leaves the Programme"),
    (steps.ASIDE, "Same Tier"),
]
STATES = [("done", "Done"), ("undone", "Undone")]
TODO = "mail.mail_activity_data_todo"


class KamStep(models.Model):
    """A customer got another tier, another stage or another manager, or left the programme.

    It is taken with all that follows from it in one transaction, and kept: who decided it, why,
    and what becomes of what we owe. Within 30 days it is taken back as far as nobody went on since.
    """

    _name = "kam.step"
    _description = "Step Down or Up"
    _inherit = ["kam.plan.line", "kam.step.owed", "kam.step.undo"]
    _order = "done_date desc, id desc"
    _rec_name = "plan_id"
    _unoffered_fields = ("decisions",)

    plan_id = fields.Many2one(readonly=True)
    kind = fields.Selection(KINDS, "Step", required=True, readonly=True, index=True)
    state = fields.Selection(STATES, required=True, readonly=True, default="done")
    date = fields.Date("From", required=True, readonly=True, help="What the customer is told.")
    done_date = fields.Date("Decided On", required=True, readonly=True)
    user_id = fields.Many2one(
        "res.users", "By", required=True, readonly=True, index=True, ondelete="restrict"
    )
    tier_from_id = fields.Many2one(
        "kam.tier", "From Tier", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    tier_to_id = fields.Many2one(
        "kam.tier", "To Tier", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    stage_from = fields.Selection(STAGES, "From Stage", readonly=True)
    stage_to = fields.Selection(STAGES, "To Stage", readonly=True)
    owner_from_id = fields.Many2one(
        "res.users", "From Manager", readonly=True, index=True, ondelete="restrict"
    )
    owner_to_id = fields.Many2one(
        "res.users", "To Manager", readonly=True, index=True, ondelete="restrict"
    )
    reason = fields.Text(required=True, readonly=True)
    evidence = fields.Char("Last Assessment", readonly=True)
    service_from = fields.Text("What the Customer Got", readonly=True)
    service_to = fields.Text("What the Customer Gets", readonly=True)
    letter = fields.Text("Draft Letter", help="A draft. It is never sent by itself.")
    decision_text = fields.Text("What We Owed", readonly=True)
    decisions = fields.Json(readonly=True, groups=NO_ACCESS, export_string_translation=False)
    recheck_date = fields.Date("Look Again On", readonly=True)

    @api.model
    def _find_assessment(self, plan):
        """What the last assessment of the customer says, in words.

        :return: str, or False where there is none that the user may read
        """
        place = [("account_id", "=", plan.partner_id.id), ("company_id", "=", plan.company_id.id)]
        results = self.env["kam.assessment.result"]
        last = results.search([*place, ("is_last", "=", True)], limit=1)
        return last._describe() if last else False

    @api.model
    def _take(self, plan, values, decisions):
        """Take a step with all that follows from it.

        :param plan: the plan in force
        :param dict values: ``tier`` (kam.tier, or none), ``stage``, ``owner`` (res.users, or none:
            it stays), ``is_exit``, ``date``, ``reason``, ``letter``, ``recheck_date``
        :param dict decisions: {(model, id): (decision, words, res.users)}
        :return: kam.step
        :raise AccessError: when the user is no manager of the plan
        :raise UserError: when the plan is not in force, nothing changes, the date is past, or
            something that we owe is not decided
        """
        plan._check_is_manager()
        plan.check_access("write")
        hold(plan)
        plan._check_may_step(values)
        owed = self._find_owed(plan)
        self._check_all_read_sudo(plan, owed)
        plan._check_all_decided(owed, decisions)
        before, done, texts = plan._read_standing(), [], []
        for one in owed:
            decision = decisions[one.record._name, one.record.id]
            self._check_decision(plan, one, *decision)
            texts.append(self._describe_decision(one, *decision))
            done.append(self._carry_out(plan, one, *decision))
        passed = plan._change_standing(values, owed)
        step = self._keep_sudo(plan, values, before, texts, {"lines": done, "passed": passed})
        step._tell()
        return step

    @api.model
    def _describe_decision(self, owed, decision, words, user):
        """One decision as a line of text."""
        labels = {
            "kept": self.env._("kept"),
            "handed": self.env._("handed over to %s", user.name),
            "ended": self.env._("ended"),
        }
        text = f"{owed.kind} “{owed.name}”: {labels[decision]}"
        return f"{text} – {words.strip()}" if (words or "").strip() else text

    @api.model
    def _keep_sudo(self, plan, values, before, texts, decisions):
        """As superuser: nobody writes by hand what was decided."""
        kept = self._prepare_step(plan, values, before)
        texts = "\n".join(texts) or False
        step = self.sudo().create({**kept, "decision_text": texts, "decisions": decisions})
        return step.sudo(False)

    @api.model
    def _prepare_step(self, plan, values, before):
        """Values of a step: what it was before, and what it is now."""
        tier, after = before["tier"], plan._read_standing()
        places = [one.sequence * 10**6 + one.id if one else None for one in (tier, after["tier"])]
        return {
            "plan_id": plan.id,
            "kind": steps.find_direction(*places, values["is_exit"]),
            **{name: values[name] for name in ("date", "reason", "letter", "recheck_date")},
            "done_date": today_of(plan.company_id),
            "user_id": self.env.uid,
            "tier_from_id": tier.id,
            "tier_to_id": after["tier"].id,
            "stage_from": before["stage"],
            "stage_to": after["stage"],
            "owner_from_id": before["owner"].id,
            "owner_to_id": after["owner"].id,
            "evidence": self._find_assessment(plan),
            "service_from": tier.service,
            "service_to": after["tier"].service if not values["is_exit"] else False,
        }

    def _tell(self):
        """Say it in the chatter of the plan, and have it looked at again."""
        for step in self:
            step.plan_id._message_log(body=step._describe())
            if step.recheck_date:
                activity = step.plan_id.activity_schedule(
                    TODO,
                    user_id=step.user_id.id,
                    date_deadline=step.recheck_date,
                    summary=self.env._("Was the step right? Look at the account again"),
                )
                step._note_activity_sudo(activity)

    def _note_activity_sudo(self, activity):
        """As superuser: kept for undoing."""
        step = self.sudo()
        lines = [*step.decisions["lines"], {"name": activity.summary, "activity": activity.id}]
        step.decisions = {**step.decisions, "lines": lines}

    def _describe(self):
        """The step in a sentence that all readers of the plan may read: why is not theirs."""
        kind = self._fields["kind"].convert_to_export(self.kind, self)
        return self.env._(
            "%(kind)s from %(date)s: %(old)s → %(new)s",
            kind=kind,
            date=format_date(self.env, self.date),
            old=self.tier_from_id.name or "–",
            new="–" if self.kind == steps.OUT else self.tier_to_id.name or "–",
        )

    @api.depends("plan_id.name", "kind", "date")
    def _compute_display_name(self):
        for step in self:
            kind = step._fields["kind"].convert_to_export(step.kind, step)
            step.display_name = f"{step.plan_id.name}: {kind}" if step.plan_id else kind

    def action_mail_letter(self):
        """Open Odoo's mail composer with the letter to the customer's people on the plan's team, or
        else to the customer; sending it is up to the user.

        :return: window action
        :raise AccessError: when the user may not read the step
        :raise UserError: when there is no letter, or the step was taken back
        """
        check_one(self)
        self.check_access("read")
        if self.state != "done" or not (self.letter or "").strip():
            raise UserError(
                self.env._(
                    "The step of “%s” has no letter to mail: it was taken back, or its draft is "
                    "empty.",
                    self.plan_id.name,
                )
            )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Mail the Letter"),
            "res_model": "mail.compose.message",
            "views": [(False, "form")],
            "target": "new",
            "context": self._prepare_mail(),
        }

    def _prepare_mail(self):
        """What the composer begins with, in the customer's language."""
        customer = self.partner_id
        day = format_date(self.env, self.date, lang_code=customer.lang)
        own = self.with_context(lang=customer.lang or self.env.lang)
        return {
            "default_model": customer._name,
            "default_res_ids": customer.ids,
            "default_composition_mode": "comment",
            "default_partner_ids": (self.plan_id.member_ids.contact_id or customer).ids,
            "default_subject": own.env._("How we work together from %s on", day),
            "default_body": plaintext2html(self.letter),
        }

    def action_undo(self):
        """Take the step back, as far as nobody went on since; what cannot be restored is said.

        :raise AccessError: when the user is no manager of the plan
        :raise UserError: after 30 days, for a step that was taken back or followed by another one,
            and for an archived plan
        """
        check_one(self)
        self.plan_id._check_is_manager()
        self.plan_id.check_access("write")
        hold(self.plan_id)
        self._check_undo()
        missed = [text for text in self._undo() if text]
        self._note_undone_sudo("\n".join(missed))
        body = self.env._("The step was taken back.")
        self.plan_id._message_log(body="\n".join([body, *missed]))

    def _check_undo(self):
        reason = None
        today = today_of(self.company_id)
        if self.state != "done":
            reason = self.env._("It was taken back already.")
        elif not steps.may_undo(self.done_date, today):
            reason = self.env._(
                "It was decided more than %s days ago. Take a step the other way.", steps.UNDO_DAYS
            )
        elif not self.plan_id.active:
            reason = self.env._("Its plan was put away. Take the plan out of the archive first.")
        elif self._find_later():
            reason = self.env._("Another step followed. Take that one back first.")
        if reason:
            raise UserError(
                self.env._(
                    "The step of “%(plan)s” is not taken back: %(reason)s",
                    plan=self.plan_id.name,
                    reason=reason,
                )
            )

    def _find_later(self):
        later = [
            ("partner_id", "=", self.partner_id.id),
            ("company_id", "=", self.company_id.id),
            ("state", "=", "done"),
            ("id", ">", self.id),
        ]
        return self.search(later, limit=1)
