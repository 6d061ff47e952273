from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import format_date

from ..common.days import today_of
from ..common.switches import is_on
from .kam_review_punctuality import STATES


class KamReviewMoving(models.AbstractModel):
    """Postponing or skipping a planned review needs a reason, which is kept.

    Not on the day on which it was planned: then it is a mistake that is put right. What the system
    does (a plan is closed, begins, is deleted) needs none. The calendar has no place for one: the
    review shows that it is missing until somebody gives it. All is kept.
    """

    _name = "kam.review.moving"
    _description = "Moving of Reviews"
    _unoffered_fields = ("punctuality_ids",)
    _counted_lines = {"move_count": ("kam.review.move", {"review_id": "id"})}

    planned_on = fields.Date(
        required=True, readonly=True, copy=False, default=lambda self: today_of(self.env.company)
    )
    # Goes with the step that it explains, and is kept in its line.
    move_reason = fields.Text(
        "Reason",
        store=False,
        help="Why the review is postponed or skipped. Needed for a later day and for skipping.",
    )
    is_postponing = fields.Boolean(
        compute="_compute_is_postponing", export_string_translation=False
    )
    move_ids = fields.One2many("kam.review.move", "review_id", "Moves", readonly=True)
    move_count = fields.Integer(
        "Times Moved",
        compute="_compute_move_count",
        search="_search_move_count",
        aggregator=None,
    )
    is_move_unexplained = fields.Boolean(
        "Moved Without a Reason",
        compute="_compute_move_count",
        search="_search_is_move_unexplained",
    )
    punctuality_ids = fields.One2many(
        "kam.review.punctuality", "review_id", "Punctuality Lines", readonly=True
    )
    punctuality = fields.Selection(
        STATES,
        compute="_compute_punctuality",
        search="_search_punctuality",
        compute_sudo=False,
        help="Held within 7 days of the day planned 30 days before. Seen by the account manager "
        "and managers.",
    )

    @api.depends("date_planned", "state")
    def _compute_is_postponing(self):
        for review in self:
            former = review._origin
            review.is_postponing = bool(
                former.state == "planned"
                and review.date_planned
                and review.date_planned > former.date_planned
                and not former._is_new_today()
            )

    @api.depends("move_ids.is_unexplained")
    def _compute_move_count(self):
        domain = [("review_id", "in", self._origin.ids)]
        counted = ["__count", "is_unexplained:bool_or"]
        groups = self.env["kam.review.move"]._read_group(domain, ["review_id"], counted)
        moves = {review: found for review, *found in groups}
        for review in self:
            review.move_count, is_unexplained = moves.get(review._origin, (0, False))
            review.is_move_unexplained = bool(is_unexplained)

    def _search_move_count(self, operator, value):
        return self._search_count("move_count", operator, value)

    def _search_is_move_unexplained(self, operator, value):
        if operator != "in":
            return NotImplemented
        found = Domain("move_ids", "any", [("is_unexplained", "=", True)])
        return found if True in value else ~found

    @api.depends("state", "date_held", "move_ids")
    @api.depends_context("uid")
    def _compute_punctuality(self):
        lines = self.env["kam.review.punctuality"]
        # Nobody judges what is still planned.
        ended = self._origin.filtered(lambda review: review.state != "planned")
        if ended:
            lines = lines.search([("review_id", "in", ended.ids)])
        states = {line.review_id.id: line.state for line in lines}
        for review in self:
            review.punctuality = states.get(review._origin.id, False)

    def _search_punctuality(self, operator, value):
        if operator != "in":
            return NotImplemented
        # By the rules of the lines: others find nothing.
        lines = self.env["kam.review.punctuality"]
        states = [state for state in value if state]
        found = lines._search([("state", "in", states)])
        domain = [("id", "in", found.subselect("review_id"))]
        if False not in value:
            return domain
        return ["|", *domain, ("id", "not in", lines._search([]).subselect("review_id"))]

    def _note_planned_sudo(self):
        """Reviews are planned on the day of their plan's company, in whichever company whoever
        plans them works. As superuser: nobody writes it.
        """
        for company, reviews in self.sudo().grouped("company_id").items():
            today = today_of(company)
            reviews.filtered(lambda one, day=today: one.planned_on != day).planned_on = today

    def _is_new_today(self):
        return self.planned_on >= today_of(self.company_id)

    def _get_planned_days(self):
        return self.env["kam.review.punctuality"]._prepare_history(self)

    def _find_moves(self, vals):
        """What these values do to reviews that were planned before today.

        :return: dict {review: values of its line}
        """
        state = vals.get("state")
        moves = {}
        for review in self:
            day = fields.Date.to_date(vals.get("date_planned") or review.date_planned)
            known = {"review_id": review.id, "date_from": review.date_planned}
            if review._is_new_today():
                continue
            if review.state == "cancelled" and state == "planned":
                moves[review] = {**known, "kind": "reopened", "date_to": day}
            elif review.state == "planned" and state == "cancelled":
                moves[review] = {**known, "kind": "skipped"}
            elif day != review.date_planned:
                kind = "postponed" if day > review.date_planned else "advanced"
                moves[review] = {**known, "kind": kind, "date_to": day}
        return moves

    def _may_move_silently(self):
        is_by_system = self.env.su or is_on(self, "kam_no_reason")
        return is_by_system or is_on(self, "kam_from_event")

    def _check_reason(self, moves, reason):
        """
        :raise UserError: naming the review that is postponed or skipped without a reason
        """
        if (reason and reason.strip()) or self._may_move_silently():
            return
        for review, move in moves.items():
            if move["kind"] == "postponed":
                raise UserError(
                    self.env._(
                        "“%(review)s” was planned for %(day)s: say why it is postponed. Open it "
                        "and choose “Postpone”, or give the reason with the new day.",
                        review=review.name,
                        day=format_date(self.env, move["date_from"]),
                    )
                )
            if move["kind"] == "skipped":
                raise UserError(review._get_skip_text())

    def _get_skip_text(self):
        return self.env._(
            "“%(review)s” is planned for %(day)s: say why it is skipped. Open it and choose "
            "“Skip”.",
            review=self.name,
            day=format_date(self.env, self.date_planned),
        )

    def _check_deletion(self):
        """
        :raise UserError: naming a planned review, which is skipped with a reason instead
        """
        if self._may_move_silently():
            return
        for review in self:
            if review.state == "planned" and not review._is_new_today():
                raise UserError(review._get_skip_text())

    def _keep_moves_sudo(self, moves, reason):
        """Keep what happened, and say it in the chatter. As superuser: nobody writes it."""
        if not moves:
            return
        is_in_calendar = is_on(self, "kam_from_event")
        is_automatic = is_on(self, "kam_no_reason") or (self.env.su and not is_in_calendar)
        is_silent = is_in_calendar and not reason
        if is_silent:
            reason = self.env._("Moved with its meeting in the calendar")
            self._forget_moves_sudo(moves)
        known = {
            "user_id": self.env.uid,
            "reason": reason or False,
            "is_automatic": is_automatic,
        }
        self.env["kam.review.move"].sudo().create(
            [review._prepare_move({**move, **known}, is_silent) for review, move in moves.items()]
        )
        if reason:
            ids = [review.id for review in moves]
            self.browse(ids)._message_log_batch(dict.fromkeys(ids, reason))

    def _prepare_move(self, move, is_silent):
        is_unexplained = is_silent and move["kind"] == "postponed"
        return {**move, "date": today_of(self.company_id), "is_unexplained": is_unexplained}

    def _forget_moves_sudo(self, moves):
        """What is dragged back was not postponed: nobody need say why. As superuser, as above."""
        for review, move in moves.items():
            lines, day = review.sudo().move_ids.filtered("is_unexplained"), move.get("date_to")
            back = lines.filtered(lambda line, day=day: day and day <= line.date_from)
            back.is_unexplained = False

    def _explain_moves_sudo(self, reason):
        """Give the reason of what was postponed in the calendar. As superuser: nobody writes it."""
        for review in self:
            lines = review.sudo().move_ids.filtered("is_unexplained")
            lines.write({"reason": reason, "is_unexplained": False})
            if lines:
                review._message_log(body=reason)

    def action_explain(self):
        """Ask why these reviews were postponed in the calendar.

        :return: window action
        """
        return self._ask_for_reason("explain", self.env._("Say Why"))

    def action_postpone(self):
        """Ask for the new day of these reviews, and why.

        :return: window action
        """
        return self._ask_for_reason("postpone", self.env._("Postpone"))

    def action_skip(self):
        """Ask why these reviews are skipped.

        :return: window action
        """
        return self._ask_for_reason("skip", self.env._("Skip"))

    def _ask_for_reason(self, step, name):
        self.check_access("write")
        return {
            "type": "ir.actions.act_window",
            "res_model": "kam.review.postpone",
            "view_mode": "form",
            "target": "new",
            "name": name,
            "context": {"default_review_ids": self.ids, "default_step": step},
        }
