from markupsafe import Markup

from odoo import api, models
from odoo.tools import is_html_empty

from ..common.at_once import hold
from ..common.days import today_of
from .kam_review_roles import ROLES


class KamReview(models.Model):
    """A review as a meeting: it begins with what happened since the last one and goes through its
    items; who does what in it, what was moved and why, what is said to whom.
    """

    _name = "kam.review"
    _inherit = [
        "kam.review",
        "kam.review.candidates",
        "kam.review.agenda",
        "kam.review.presentation",
        "kam.review.roles",
        "kam.review.moving",
        "kam.review.rubric",
        "kam.review.invitation",
        "kam.review.minutes",
    ]

    @api.model_create_multi
    def create(self, vals_list):
        """Whoever has a role takes part; what is recorded as held today plans the next one."""
        for vals in vals_list:
            self._check_values(vals)
        reviews = super().create([take_reason(vals)[0] for vals in vals_list])
        reviews._note_planned_sudo()
        reviews._invite_roles()
        held = reviews.filtered(lambda review: review.state == "held")
        if held:
            self.env["kam.review.punctuality"]._record_sudo(held)
            held.filtered(lambda one: one.date_held == today_of(one.company_id))._plan_next()
        return reviews

    def write(self, vals):
        """Keep what is moved and why; holding plans the next review of the kind.

        :raise UserError: when a review is postponed or skipped without a reason
        """
        self._check_values(vals)
        vals, reason = take_reason(vals)
        moves = {}
        if not {"state", "date_planned"}.isdisjoint(vals):
            self.check_access("write")
            moves = self._find_moves(vals)
            self._check_reason(moves, reason)
        texts = self._get_event_texts_sudo(vals)
        is_held = vals.get("state") == "held"
        held = self.filtered(lambda review: review.state != "held") if is_held else self.browse()
        result = super().write(vals)
        self._keep_moves_sudo(moves, reason)
        self._update_descriptions_sudo(texts)
        if not set(ROLES).isdisjoint(vals):
            self._invite_roles()
        if not {"state", "date_held"}.isdisjoint(vals):
            self.env["kam.review.punctuality"]._record_sudo(self)
        held._plan_next()
        return result

    def unlink(self):
        """A planned review is skipped with a reason, and not deleted.

        :raise UserError: naming the review
        """
        self.check_access("unlink")
        self._check_deletion()
        self._delete_ratings_sudo()
        return super().unlink()

    def _get_event_description(self):
        """Also somebody from outside whom a colleague invited in the calendar reads no more than
        the customer.
        """
        is_out = self.kind == "customer" or self.event_id._has_outsiders()
        return self._get_invited_agenda(is_out) or False

    def _get_invited_agenda(self, for_customer):
        """The customer's people read what is written for them and the items that are for them, ours
        the other agenda as well. Items that are ours alone not all who are invited may read.
        """
        shown = [self.customer_agenda] if for_customer else [self.agenda, self.customer_agenda]
        texts = [text for text in shown if not is_html_empty(text)]
        told = self._get_customer_items()
        if told:
            items = Markup().join(Markup("<li>%s</li>") % name for name in told.values())
            texts.append(Markup("<ul>%s</ul>") % items)
        return Markup().join(texts) if texts else False

    def _get_customer_items(self):
        """Items that the customer sees too, named in his language whoever reads them: dict
        {item: name}.
        """
        lang = self.partner_id.lang or "en_US"
        return self.with_context(lang=lang)._find_items()._read_told_names()

    def _find_items(self, domain=()):
        """Items that this user may read: what a review has in the cache another one read."""
        return self.env["kam.review.item"].search([("review_id", "in", self.ids), *domain])

    def _plan_next(self):
        """Plan the next reviews after these were held, by the cadences of their kinds and of their
        plans. Who holds another review of the same plan meanwhile does not plan them again.
        """
        vals_list = []
        hold(self.plan_id)
        # Read for all at once who takes part.
        self.fetch(ROLES)
        self.plan_id.fetch(["access_user_ids"])
        planned = self.plan_id._read_planned_reviews()
        for plan, held in self.grouped("plan_id").items():
            vals_list += plan._prepare_next_reviews(held, planned.get(plan, {}))
        self.create(vals_list)

    def _prepare_next(self, day):
        """The next review of the same kind: the same people, as far as they are there."""
        people = self.contact_ids.filtered("active")
        return {
            "plan_id": self.plan_id.id,
            "kind": self.kind,
            "date_planned": day,
            "contact_ids": people.ids,
            **self._prepare_roles(),
        }


def take_reason(vals):
    """Take the reason of a step out of values: it is kept in the line of the step.

    :return: tuple (the other values, the reason or None)
    """
    others = {name: value for name, value in vals.items() if name != "move_reason"}
    return others, vals.get("move_reason")
