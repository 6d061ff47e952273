from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..common.arguments import check_one
from ..common.at_once import hold
from ..common.known import KnownMonetary
from ..common.windows import in_company
from ..plan.kam_plan_workflow import OPEN_STATES

KINDS = [
    ("order_won", "Order won"),
    ("order_lost", "Order lost"),
    ("slipped", "Opportunity slipped"),
    ("revenue_fell", "Revenue fell"),
    ("overdue", "Receivables overdue"),
    ("contact_left", "Contact left"),
    ("contact_moved", "Contact moved"),
    ("contact_bounced", "Mail address bounced"),
    ("silent", "Nothing heard of"),
    ("contract", "Competitor's contract ends"),
    ("off_pace", "Target off its pace"),
    ("unanswered", "Value without an answer"),
    ("risk_expired", "Acceptance of a risk ended"),
    ("delivery_late", "Delivery late"),
    ("key_date", "Key date near"),
]
STATES = [
    ("open", "To judge"),
    ("resolved", "Judged"),
    ("dismissed", "Dismissed"),
    ("withdrawn", "Withdrawn"),
]
JUDGED = ("resolved", "dismissed")


class KamChange(models.Model):
    """Something that happened, or is the case, since somebody last stood by a line of a plan.

    Found by the nightly job and, where it is known at once, by the record itself; nobody makes or
    changes one by hand. It is judged: still true, dismissed with a reason, or by changing the lines
    that it touches; a fact that is undone withdraws it. Each user sees only the changes about
    records that he may read.
    """

    _name = "kam.change"
    _description = "Change"
    _inherit = [
        "kam.change.record",
        "kam.change.sales",
        "kam.change.people",
        "kam.change.lines",
        "kam.change.finder",
        "kam.change.access",
        "kam.change.text",
        "kam.plan.line",
    ]
    _unoffered_fields = (
        *("bucket", "is_current", "is_record_read", "line_ids", "new_value", "old_value"),
        *("res_id", "res_model", "state_rank"),
    )
    _order = "state_rank, date desc, id desc"
    _rec_names_search = ("partner_id", "plan_id")

    plan_id = fields.Many2one(readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    kind = fields.Selection(KINDS, required=True, readonly=True)
    date = fields.Date("Since", required=True, readonly=True, index=True)
    res_model = fields.Char("Model", required=True, readonly=True)
    res_id = fields.Many2oneReference("Record", model_field="res_model", readonly=True)
    # Facts of one kind about one record are told apart by it.
    bucket = fields.Char(required=True, readonly=True)
    old_value = fields.Char("Before", readonly=True)
    new_value = fields.Char("Now", readonly=True)
    amount = KnownMonetary(
        readonly=True, aggregator=None, help="What it is about, in the company's money."
    )
    state = fields.Selection(
        STATES, required=True, default="open", readonly=True, group_expand=True
    )
    state_rank = fields.Integer(compute="_compute_state_rank", store=True, aggregator=None)
    is_current = fields.Boolean("Still the Case", readonly=True)
    reason = fields.Text(readonly=True, help="Why nobody has to do anything about it.")
    judged_by_id = fields.Many2one("res.users", readonly=True, ondelete="set null")
    judged_date = fields.Datetime("Judged On", readonly=True)
    action_id = fields.Many2one(
        "kam.action", readonly=True, ondelete="set null", index="btree_not_null"
    )
    line_ids = fields.One2many("kam.change.line", "change_id", "Touched Lines", readonly=True)
    name = fields.Char("What Changed", compute="_compute_texts", compute_sudo=False)
    explanation = fields.Char("In Figures", compute="_compute_texts", compute_sudo=False)
    touched = fields.Char("Touches", compute="_compute_touched", compute_sudo=False)

    _change_uniq = models.UniqueIndex(
        "(plan_id, kind, res_model, res_id, bucket)", "This change is recorded already."
    )
    _open_idx = models.Index("(plan_id) WHERE state = 'open'")
    _current_idx = models.Index("(partner_id, company_id) WHERE is_current OR state = 'open'")
    _record_idx = models.Index("(res_model, res_id)")
    _order_idx = models.Index("(state_rank, date DESC, id DESC)")

    @api.depends("state")
    def _compute_state_rank(self):
        ranks = {state: rank for rank, (state, _label) in enumerate(STATES)}
        for change in self:
            change.state_rank = ranks[change.state]

    @api.depends("kind", "res_model", "res_id", "old_value", "new_value", "amount")
    @api.depends_context("lang", "uid")
    def _compute_texts(self):
        names = self._read_place_names([(change.res_model, change.res_id) for change in self])
        for change in self:
            kind = self._fields["kind"].convert_to_export(change.kind, change)
            name = names.get((change.res_model, change.res_id))
            change.name = f"{kind}: {name}" if name else kind
            change.explanation = change._explain()

    @api.depends("kind", "res_model", "res_id")
    @api.depends_context("lang", "uid")
    def _compute_display_name(self):
        for change in self:
            change.display_name = change.name

    @api.depends("state")
    @api.depends_context("lang", "uid")
    def _compute_touched(self):
        lines = self._read_lines_sudo()
        names = self._read_place_names([place for places in lines.values() for place in places])
        for change in self:
            found = (names.get(place) for place in lines.get(change.id, ()))
            change.touched = ", ".join(name for name in found if name)

    def _read_lines_sudo(self):
        """The lines that these changes touch: {change id: list of (model, id)}."""
        lines = self.env["kam.change.line"].sudo()
        domain = Domain("change_id", "in", self.ids)
        found = {}
        for line in lines.search_fetch(domain, ["change_id", "res_model", "res_id"]):
            found.setdefault(line.change_id.id, []).append((line.res_model, line.res_id))
        return found

    @api.model
    def _read_place_names(self, places):
        """What records are called, as far as they are there and the user may read them.

        :param list places: pairs (model, id)
        :return: dict {(model, id): name}
        """
        ids, names = {}, {}
        for model, res_id in places:
            ids.setdefault(model, set()).add(res_id)
        for model, found in ids.items():
            if model in self.env and self.env[model].has_access("read"):
                records = self.env[model].with_context(active_test=False)
                readable = records.search([("id", "in", list(found))], order="id")
                names |= {(model, record.id): record.display_name for record in readable}
        return names

    # judging

    def action_still_true(self):
        """Say that all that these changes touch is still true, as far as the user may say so; the
        changes are judged.

        :return: True
        :raise AccessError: when the user does not work on a plan
        """
        self.check_access("write")
        waiting = self.filtered(lambda change: change.state == "open")
        ids = {}
        for places in waiting._read_lines_sudo().values():
            for model, res_id in places:
                ids.setdefault(model, set()).add(res_id)
        for model, found in ids.items():
            lines = self.env[model].browse(found).exists()._filtered_access("write")
            if isinstance(lines, self.pool["kam.confirmable"]):
                lines.action_confirm_still_true()
        waiting._judge_sudo("resolved")
        return True

    def action_dismiss(self):
        """Ask why nobody has to do anything about these changes.

        :return: window action
        :raise AccessError: when the user does not work on a plan
        """
        self.check_access("write")
        waiting = self.filtered(lambda change: change.state == "open")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Dismiss Changes"),
            "res_model": "kam.change.dismiss",
            "view_mode": "form",
            "views": [[False, "form"]],
            "target": "new",
            "context": {"default_change_ids": waiting.ids},
        }

    def _dismiss(self, reason):
        self.check_access("write")
        self.filtered(lambda change: change.state == "open")._judge_sudo("dismissed", reason=reason)

    def action_reopen(self):
        """Judge these changes anew. An action that was made of one stays.

        :return: True
        :raise AccessError: when the user does not work on a plan
        """
        self.check_access("write")
        judged = self.filtered(lambda change: change.state in JUDGED)
        judged._reopen_sudo()
        return True

    def action_make_action(self):
        """Make each of these changes that is to be judged an action of its plan. One that was made
        before, and is not closed, is the action of it again.

        :return: True
        :raise AccessError: when the user does not work on a plan
        :raise UserError: when a plan is over
        """
        self.check_access("write")
        hold(self)
        waiting = self.filtered(lambda change: change.state == "open")
        made = waiting.filtered("action_id.is_open")
        made._judge_sudo("resolved")
        waiting -= made
        for change in waiting:
            if change.plan_id.state not in OPEN_STATES:
                raise UserError(
                    self.env._(
                        "“%(plan)s” is over: make the action “%(change)s” in the plan in force.",
                        plan=change.plan_id.display_name,
                        change=change.name,
                    )
                )
        actions = self.env["kam.action"].create(
            [change._prepare_action_values() for change in waiting]
        )
        for change, action in zip(waiting, actions, strict=True):
            change._judge_sudo("resolved", action_id=action.id)
        return True

    def _prepare_action_values(self):
        return {
            "plan_id": self.plan_id.id,
            "name": self.env._("Answer: %s", self._get_public_name()),
            "user_id": self.plan_id.user_id.id,
        }

    def _get_public_name(self):
        """What the change is called before all who read the plan: documents of Odoo, which not all
        of them may read, are not named.
        """
        is_ours = self.res_model.startswith("kam.")
        return self.name if is_ours else self._fields["kind"].convert_to_export(self.kind, self)

    def action_open_action(self):
        """Open the action that was made of the change."""
        check_one(self)
        return self.action_id._get_records_action(context={})

    def action_open_record(self):
        """Open what changed.

        :return: window action
        :raise AccessError: when the user may not read it
        """
        check_one(self)
        self.check_access("read")
        record = self.env[self.res_model].browse(self.res_id).exists()
        record.check_access("read")
        if not record:
            raise UserError(self.env._("What “%s” was about is not there any more.", self.name))
        return in_company(record._get_records_action(context={}), self.company_id)

    def _judge_sudo(self, state, **values):
        """Users judge by the buttons only, not by writing."""
        self.sudo().write(
            {
                "state": state,
                "judged_by_id": self.env.uid,
                "judged_date": fields.Datetime.now(),
                **values,
            }
        )
        self._forget_marks()

    def _reopen_sudo(self):
        self.sudo().write(
            {
                "state": "open",
                "judged_by_id": False,
                "judged_date": False,
                "reason": False,
            }
        )
        lines = self.sudo().line_ids
        for model, of_model in lines.grouped("res_model").items():
            there = set(self.env[model].sudo().browse(of_model.mapped("res_id")).exists().ids)
            # Nobody can judge a line that was deleted.
            of_model.filtered(lambda line, ids=there: line.res_id not in ids).unlink()
        lines.exists().write({"is_judged": False})
        self._forget_marks()

    def _forget_marks(self):
        """What lines say of changes is read anew."""
        for name in self.env.registry.descendants(["kam.change.mark"], "_inherit"):
            lines = self.env[name]
            if not lines._abstract:
                names = [one for one in ("is_touched", "is_stale") if one in lines._fields]
                lines.invalidate_model(names, flush=False)
