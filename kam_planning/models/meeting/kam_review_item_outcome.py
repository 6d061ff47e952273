from odoo import fields, models
from odoo.exceptions import UserError

from ...tools.action_states import CLOSED_STATES
from ..common.arguments import check_one
from ..common.at_once import hold
from ..common.windows import in_company

OUTCOMES = [
    ("still_true", "Still true"),
    ("changed", "Changed"),
    ("action", "Action"),
    ("dropped", "Dropped"),
    ("later", "Later"),
]


class KamReviewItemOutcome(models.AbstractModel):
    """What came of an item: still true, changed, an action, dropped, or later.

    An outcome does what it says to the change and to the lines behind the item, with the rights of
    the user, and is undone until the review is held.
    """

    _name = "kam.review.item.outcome"
    _description = "Outcome of an Agenda Item"

    outcome = fields.Selection(OUTCOMES, readonly=True, copy=False)
    reason = fields.Char(copy=False, help="Why nobody has to do anything about it.")
    action_id = fields.Many2one(
        "kam.action", ondelete="set null", index="btree_not_null", readonly=True, copy=False
    )
    # Whether the outcome judged the change: undoing it asks for a judgement again.
    is_judged = fields.Boolean(readonly=True, copy=False)
    # Whether the action was made by the outcome: undoing it takes the action back.
    is_action_new = fields.Boolean(readonly=True, copy=False)

    def _begin(self):
        """Those of these items that have no outcome yet, for this transaction alone.

        :raise AccessError: when one may not be written
        :raise UserError: when a review is over
        """
        self.check_access("write")
        hold(self)
        self.review_id._check_planned()
        return self.filtered(lambda item: not item.outcome)

    def _get_open_changes(self):
        return self.change_id.filtered(lambda change: change.state == "open")

    def _settle_sudo(self, outcome, judged=(), **values):
        """Users set the outcome by the buttons only.

        :param judged: kam.change that the outcome judged
        """
        for item in self.sudo():
            is_judged = bool(item.change_id) and item.change_id in judged
            item.write({"outcome": outcome, "is_judged": is_judged, **values})

    def action_still_true(self):
        """Say that what these items are about is still true: the lines are confirmed, as far as
        the user may write them, and the changes judged.

        :return: True
        :raise AccessError: when the user does not work on a plan
        :raise UserError: when a review is over
        """
        items = self._begin()
        changes = items._get_open_changes()
        changes.action_still_true()
        for model, of_model in items.filtered("res_model").grouped("res_model").items():
            lines = self.env[model].browse(of_model.mapped("res_id")).exists()
            if isinstance(lines, self.pool["kam.confirmable"]):
                lines._filtered_access("write").action_confirm_still_true()
        items._settle_sudo("still_true", changes)
        return True

    def action_changed(self):
        """Say that the plan is changed because of this item, and open what is to be changed. Its
        change is judged.

        :return: window action, or True where nothing is to be opened
        :raise AccessError: when the user does not work on the plan
        :raise UserError: when the review is over
        """
        check_one(self)
        item = self._begin()
        changes = item._get_open_changes()
        changes.check_access("write")
        changes._judge_sudo("resolved")
        item._settle_sudo("changed", changes)
        return self._open_line()

    def _open_line(self):
        """Open the line that is to be edited: the first one that the change touches, if any."""
        evidence = self._read_evidence()[self]
        lines = [one for one in evidence if one["res_model"].startswith("kam.")]
        for one in [*lines[1:], *lines[:1], *evidence]:
            record = self.env[one["res_model"]].browse(one["res_id"])
            if record._filtered_access("write"):
                return in_company(record._get_records_action(context={}), self.company_id)
        return True

    def action_make_action(self):
        """Make an action of each item, with an activity for its owner: once, however often it is
        pressed. A change, a gap and a decision make it their own way.

        :return: True
        :raise AccessError: when the user does not work on a plan
        :raise UserError: when a review or a plan is over
        """
        for item in self._begin():
            changes = item._get_open_changes()
            action, is_new = item._make_action(changes)
            item._settle_sudo("action", changes, action_id=action.id, is_action_new=is_new)
        return True

    def _make_action(self, changes):
        """The action of one item, and whether it was made now.

        :return: tuple (kam.action, bool)
        """
        if changes:
            before = changes.action_id
            changes.action_make_action()
            return changes.action_id, changes.action_id != before
        if self.res_model in ("kam.gap", "kam.review.decision"):
            record = self.env[self.res_model].browse(self.res_id).exists()
            before = record.action_id
            record.action_make_action()
            if record.action_id:
                return record.action_id, record.action_id != before
        return self.env["kam.action"].create(self._prepare_action_values()), True

    def _prepare_action_values(self):
        objective = self.env["kam.objective"]
        if self.res_model == objective._name:
            objective = objective.browse(self.res_id).exists()
        return {
            "plan_id": self.plan_id.id,
            "objective_id": objective.id,
            "name": self._get_action_name(),
            "user_id": self.plan_id.user_id.id,
        }

    def _get_action_name(self):
        """What is to be done. Whoever sees the action is told neither of records of others nor
        what is thought of a person.
        """
        is_own = not self.res_model or self.res_model.startswith("kam.")
        if is_own and not self._find_judgements_sudo():
            return self.name
        gap = self.res_model == "kam.gap" and self.env["kam.gap"].browse(self.res_id).exists()
        if gap:
            return gap._get_action_name()
        return dict(self._fields["kind"]._description_selection(self.env))[self.kind]

    def action_drop(self, reason=False):
        """Drop these items: nobody has to do anything about them, and they are not proposed again.
        Their changes are dismissed, which needs a reason.

        :param str reason: why; the one that stands on the item where none is given
        :return: True
        :raise AccessError: when the user does not work on a plan
        :raise UserError: when a review is over, or a change is dismissed without a reason
        """
        items = self._begin()
        if reason:
            items.write({"reason": reason})
        for item in items:
            changes = item._get_open_changes()
            if changes and not (item.reason or "").strip():
                raise UserError(
                    self.env._("“%s”: say in its reason why nobody has to do anything.", item.name)
                )
            changes._dismiss(item.reason)
            item._settle_sudo("dropped", changes)
        return True

    def action_later(self):
        """Put these items off: they come again in the next review.

        :return: True
        :raise AccessError: when the user does not work on a plan
        :raise UserError: when a review is over
        """
        self._begin()._settle_sudo("later")
        return True

    def action_undo(self):
        """Take the outcomes back, until the review is held: changes that they judged are to be
        judged again, and the actions that they made are deleted, unless somebody began them. That
        a line was confirmed stays: somebody said so.

        :return: True
        :raise AccessError: when the user does not work on a plan
        :raise UserError: when a review is over, or an action was begun
        """
        self.check_access("write")
        hold(self)
        self.review_id._check_planned()
        for item in self.filtered("outcome"):
            action = item.action_id if item.is_action_new else item.action_id.browse()
            change = item.change_id if item.is_judged else None
            item._settle_sudo(False, action_id=False, is_action_new=False)
            if change:
                change.action_reopen()
            item._take_back(action)
        return True

    def _take_back(self, action):
        """Delete an action that was made of this item and that nobody began."""
        if action and (action.state in CLOSED_STATES or action.state == "in_progress"):
            raise UserError(
                self.env._(
                    "“%s” is under way already: cancel the action instead, and leave the outcome.",
                    action.name,
                )
            )
        action.unlink()
        if self.res_model == "kam.gap":
            self.env[self.res_model].browse(self.res_id).exists()._open_again_sudo()

    def action_open_record(self):
        """Open what this item is about.

        :return: window action
        :raise AccessError: when the user may not read it
        :raise UserError: when there is nothing to open
        """
        check_one(self)
        record = self.env[self.res_model].browse(self.res_id).exists() if self.res_model else None
        if not record:
            raise UserError(self.env._("“%s” is about no record that can be opened.", self.name))
        record.check_access("read")
        return in_company(record._get_records_action(context={}), self.company_id)

    def action_open_action(self):
        """Open the action that was made of this item."""
        check_one(self)
        return self.action_id._get_records_action(context={})
