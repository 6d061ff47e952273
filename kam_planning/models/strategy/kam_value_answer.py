from odoo import Command, api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import SQL

from ..common.days import today_of, today_of_user
from ..common.known import KnownMonetary, is_known
from .kam_value_agreement import CLAIMED

DECISIONS = [
    ("full", "Confirmed in Full"),
    ("partly", "Confirmed in Part"),
    ("disputed", "Disputed"),
]
CHANNELS = [("hand", "By Hand"), ("portal", "By the Customer")]


class KamValueAnswer(models.Model):
    """What somebody at the customer said to a value that was claimed: kept as it was said."""

    _name = "kam.value.answer"
    _description = "Answer to a Value"
    _inherit = ["kam.plan.line"]
    _order = "date desc, id desc"
    _rec_name = "decision"
    _owner_fields = ("value_id",)
    _unoffered_fields = ("claimed_amount", "evidence_count", "evidence_sums")
    _held_fields = ("value_id", "date", "decision", "confirmed_amount", "reason", "formula")
    _held_fields += ("channel", "attachment_ids", "create_uid")

    value_id = fields.Many2one("kam.value", required=True, index=True, ondelete="cascade")
    plan_id = fields.Many2one(
        related="value_id.plan_id", store=True, precompute=True, required=False
    )
    # Who was erased stays erased; the answer stays.
    contact_id = fields.Many2one(
        "res.partner",
        "Said By",
        index="btree_not_null",
        ondelete="set null",
        domain="[('id', 'child_of', partner_id), ('is_company', '=', False)]",
    )
    has_left = fields.Boolean("No Longer There", compute="_compute_has_left")
    date = fields.Date(required=True, default=lambda self: today_of_user(self))
    decision = fields.Selection(DECISIONS, required=True, default="full")
    currency_id = fields.Many2one(
        "res.currency", compute="_compute_claim", store=True, precompute=True
    )
    # Each answer is to the same claim: there is nothing to add up.
    confirmed_amount = KnownMonetary(
        aggregator=None, help="How much of it the customer confirms, where it is not all."
    )
    reason = fields.Text(help="Why it is not confirmed in full.")
    channel = fields.Selection(CHANNELS, "How", required=True, default="hand", readonly=True)
    version = fields.Integer(compute="_compute_claim", store=True, precompute=True, aggregator=None)
    claimed_amount = KnownMonetary(
        "Claimed", compute="_compute_claim", store=True, precompute=True, aggregator=None
    )
    formula = fields.Char("Asked About", compute="_compute_claim", store=True, precompute=True)
    attachment_ids = fields.Many2many(
        "ir.attachment",
        "kam_value_answer_file_rel",
        "answer_id",
        "attachment_id",
        "Evidence",
        bypass_search_access=True,
        help="What the customer wrote: a mail, the minutes, a signed page.",
    )
    evidence_count = fields.Integer("Files Recorded", readonly=True, aggregator=None)
    # What was in the files: one that says something else now proves nothing.
    evidence_sums = fields.Char("Checksums of the Files", readonly=True)
    missing_count = fields.Integer("Files Deleted or Changed", compute="_compute_missing_count")

    # Not on what the value says later: the answer is to what was asked.
    @api.depends("value_id")
    def _compute_claim(self):
        for answer in self:
            value = answer.value_id
            answer.version = value.version
            answer.currency_id = value.currency_id
            answer.claimed_amount = value.amount
            answer.formula = value.formula

    @api.depends("attachment_ids", "evidence_count", "evidence_sums")
    def _compute_missing_count(self):
        for answer in self:
            sums = (answer.evidence_sums or "").split()
            there = [file for file in answer._get_files_sudo() if file.checksum in sums]
            answer.missing_count = max(0, answer.evidence_count - len(there))

    @api.model
    def _select_without_evidence(self):
        """SQL of the ids of the values with an answer whose files are not all as they were."""
        return SQL(
            """
            SELECT answer.value_id FROM kam_value_answer answer
             WHERE answer.evidence_count > (
                   SELECT COUNT(*) FROM kam_value_answer_file_rel file
                     JOIN ir_attachment attachment ON attachment.id = file.attachment_id
                    WHERE file.answer_id = answer.id AND attachment.checksum
                          = ANY(string_to_array(answer.evidence_sums, ' ')))
            """
        )

    @api.depends("contact_id.active", "contact_id.parent_id", "partner_id")
    def _compute_has_left(self):
        scope = self.partner_id._get_account_scope()
        for answer in self:
            contact = answer._get_contact_sudo()
            there = scope.get(answer.partner_id, contact.browse())
            answer.has_left = not contact or not contact.active or contact.id not in there._ids

    def _get_files_sudo(self):
        """The files, to count them for whoever reads the answer."""
        return self.sudo().attachment_ids

    def _get_contact_sudo(self):
        """Who answered, archived or not, for whoever reads the answer."""
        return self.sudo().contact_id

    @api.model_create_multi
    def create(self, vals_list):
        """Record answers to what was claimed; the values follow."""
        answers = super().create(vals_list)
        answers._check_asked()
        answers._check_people()
        answers._check_decision()
        files = answers._get_files_sudo()
        if files and not self.env.su:
            # Nobody gets a copy of a file that he may not read.
            files.sudo(False).check_access("read")
        answers._keep_files_sudo()
        answers.value_id._note_answers_sudo()
        return answers

    def _check_asked(self):
        for answer in self:
            value = answer.value_id
            if value.state not in CLAIMED:
                raise UserError(
                    self.env._("“%s” is not delivered yet: there is nothing to answer.", value.name)
                )
            if answer.date > max(today_of(answer.company_id), today_of_user(self)):
                raise UserError(
                    self.env._("The answer to “%s” has a day that is to come.", value.name)
                )

    def _check_people(self):
        """An answer is somebody's at this customer."""
        scope = self.partner_id._get_account_scope()
        for answer in self:
            names = {"value": answer.value_id.name, "customer": answer.partner_id.display_name}
            if not answer.contact_id:
                raise ValidationError(
                    self.env._("Who of %(customer)s answered to “%(value)s”?", **names)
                )
            if answer.contact_id not in scope[answer.partner_id]:
                raise ValidationError(
                    self.env._(
                        "“%(value)s”: %(contact)s does not belong to %(customer)s. Only somebody "
                        "of the customer confirms it.",
                        contact=answer.contact_id.display_name,
                        **names,
                    )
                )

    def _check_decision(self):
        for answer in self:
            reason = answer._find_decision_problem()
            if reason:
                raise ValidationError(
                    self.env._(
                        "Answer to “%(value)s”: %(reason)s",
                        value=answer.value_id.name,
                        reason=reason,
                    )
                )

    def _find_decision_problem(self):
        """Why the decision cannot stand as it is, or None."""
        claimed, part = self.claimed_amount, self.confirmed_amount
        if self.decision == "disputed" and not (self.reason or "").strip():
            return self.env._("say why it is disputed.")
        if self.decision == "partly" and not is_known(claimed):
            return self.env._("what it is worth is not known, so no part of it is confirmed.")
        if self.decision == "partly" and not (is_known(part) and 0 < part < claimed):
            return self.env._("the confirmed part lies between 0 and %s.", claimed)
        # A link has no content that stays.
        if self.channel == "hand" and not any(self._get_files_sudo().mapped("checksum")):
            return self.env._("attach what the customer wrote or signed, as evidence.")
        return None

    def _keep_files_sudo(self):
        """The files belong to the answer: uploaded ones move to it, others are copied. As
        superuser: nobody moves a file to what he merely may read otherwise.
        """
        for answer in self.sudo():
            kept, place = [], {"res_model": self._name, "res_id": answer.id, "res_field": False}
            for file in answer.attachment_ids:
                is_new = not file.res_id and file.create_uid == self.env.user
                if is_new:
                    file.write(place)
                kept.append(file.id if is_new else file.copy(place).id)
            answer.write({"attachment_ids": [Command.set(kept)]})
            sums = [file.checksum for file in answer.attachment_ids if file.checksum]
            answer.write({"evidence_count": len(sums), "evidence_sums": " ".join(sums)})

    def write(self, vals):
        """What the customer said stays as it was said."""
        if not self.env.su:
            self.check_access("write")
            technical = self._get_technical_names()
            self._check_as_given({n: value for n, value in vals.items() if n not in technical})
        return super().write(vals)

    def _get_given_text(self):
        return self.env._(
            "An answer stays as the customer gave it. Record the new one; delete this one only if "
            "it was never given."
        )

    def unlink(self):
        """An answer that was never given goes; the value says that it did."""
        self.check_access("unlink")
        values = self.value_id
        for answer in self:
            answer.value_id._message_log(
                body=self.env._(
                    "The answer of %(date)s was deleted: %(decision)s",
                    date=answer.date,
                    decision=dict(self._fields["decision"]._description_selection(self.env))[
                        answer.decision
                    ],
                )
            )
        result = super().unlink()
        values._note_answers_sudo()
        return result

    def _get_confirmed(self):
        """What of the claim is confirmed so far; False where that is not known."""
        if self.decision == "full":
            return self.claimed_amount
        return self.confirmed_amount if self.decision == "partly" else 0.0

    def _get_disputed(self):
        return self.claimed_amount if self.decision == "disputed" else 0.0
