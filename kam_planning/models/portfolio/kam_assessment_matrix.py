from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...tools.portfolio import drawing
from ..common.arguments import check_numbers
from ..common.known import is_known

MOST_BUBBLES = 1000
MOST_LETTERS = 28


class KamAssessmentMatrix(models.AbstractModel):
    """Attractiveness by relative strength, as the screen and the paper draw it."""

    _name = "kam.assessment.matrix"
    _description = "Matrix of the Portfolio"

    @api.model
    @api.readonly
    def get_matrix(self, domain, round_id=False):
        """Place the results that the user may read.

        :param list domain: filters of the list
        :param int round_id: one of the rounds, the newest one by default
        :return: dict ``rounds`` (list of [id, name]), ``round`` (dict, or False), ``side``,
            ``cuts`` (dict ``x``, ``y``), ``bubbles`` (list of dicts), ``unplaced`` (candidates
            whose place is not known), ``left_out`` (more than can be shown), ``quadrants``
        :raise UserError: on what is no filter, and no closed round with results for the user
        """
        found = self._parse_filters(domain) & Domain("round_id.state", "=", "closed")
        groups = self._read_group(found, ["round_id"], order="round_id DESC")
        rounds = self.env["kam.assessment.round"].concat(*(one for (one,) in groups))
        rounds = rounds.sorted(lambda one: (one.date, one.id), reverse=True)
        if round_id:
            self._check_round_read(round_id)
        chosen = rounds.filtered(lambda one: one.id == round_id)[:1] or rounds[:1]
        results = self.search(found & Domain("round_id", "=", chosen.id), order="margin desc, id")
        return {
            "rounds": [[one.id, one.name] for one in rounds],
            "round": chosen._prepare_matrix_round(),
            **results._place_results(chosen),
        }

    @api.model
    def _check_round_read(self, round_id):
        """
        :raise UserError: unless the user may read any result of a closed round
        """
        check_numbers(self.env, round_id=[round_id])
        domain = [("round_id", "=", round_id), ("round_id.state", "=", "closed")]
        if not self.search_count(domain, limit=1):
            raise UserError(
                self.env._("Choose a closed round with results that you may read: not this one.")
            )

    @api.model
    def _parse_filters(self, domain):
        """
        :raise UserError: on what is no filter
        """
        try:
            parsed = Domain(domain or [])
            parsed.validate(self)
        except (ValueError, TypeError, AttributeError, IndexError) as error:
            raise UserError(self.env._("This filter of candidates cannot be read.")) from error
        return parsed

    def _place_results(self, chosen):
        """Where the results of one round stand in the drawing."""
        placed = self.filtered(lambda one: is_known(one.attractiveness) and is_known(one.strength))
        shown = placed[:MOST_BUBBLES]
        most = max((abs(one.margin) for one in shown if is_known(one.margin)), default=0.0)
        bubbles = [one._prepare_bubble(most) for one in shown]
        for bubble, label in zip(bubbles, drawing.put_labels(bubbles), strict=True):
            bubble["label"] = label
        faint = drawing.find_faint(bubbles)
        for place, bubble in enumerate(bubbles):
            bubble["is_faint"] = place in faint
        x, y = drawing.place(chosen.cut_attractiveness, chosen.cut_strength)
        labels = self._fields["quadrant"]._description_selection(self.env)
        return {
            "side": drawing.SIDE,
            "cuts": {"x": x, "y": y},
            "bubbles": bubbles,
            "unplaced": len(self - placed),
            "left_out": len(placed) - len(shown),
            "quadrants": dict(labels),
        }

    def _prepare_bubble(self, most):
        """One account as it is drawn and listed.

        :param float most: the largest margin, in size
        """
        margin = self.margin if is_known(self.margin) else None
        x, y = drawing.place(self.attractiveness, self.strength)
        size = drawing.radius(margin, most)
        name = self.account_id.display_name or ""
        return {
            "id": self.id,
            "account_id": self.account_id.id,
            "name": name if len(name) <= MOST_LETTERS else f"{name[: MOST_LETTERS - 1]}…",
            "full_name": name,
            "x": x,
            "y": y,
            "r": round(size, 2),
            "style": drawing.style(margin),
            "arrow": self._prepare_arrow((x, y), size),
            "target": self._prepare_target((x, y), size),
            "margin": self.currency_id.format(margin) if margin is not None else "",
            "attractiveness": self.attractiveness,
            "strength": self.strength,
            "confidence": self.confidence,
            "quadrant": self.quadrant,
            "quadrant_label": self._get_quadrant_label(self.quadrant),
            "before": self._get_quadrant_label(self.previous_id.quadrant)
            if self.previous_id
            else "",
            "is_held": self.is_held,
            "is_moved": self.is_moved,
            "discuss": self.discuss_count or 0,
            "manager": self.kam_user_id.name or "",
            "tier": self.tier_id.name or "",
        }

    def _prepare_arrow(self, end, room):
        """The way from the last round, or False."""
        last = self.previous_id
        if not (last and is_known(last.attractiveness) and is_known(last.strength)):
            return False
        start = drawing.place(last.attractiveness, last.strength)
        return list(drawing.arrow(start, end, room) or ()) or False

    def _prepare_target(self, start, size):
        """Where we want to be, and the way there, or False. What is not said stays as it is."""
        wanted = (self.target_attractiveness, self.target_strength)
        if not any(map(is_known, wanted)):
            return False
        now = (self.attractiveness, self.strength)
        place = drawing.place(*(w if is_known(w) else n for w, n in zip(wanted, now, strict=True)))
        x, y = place
        way = list(drawing.arrow(start, place, size) or ()) or False
        return {"x": x, "y": y, "r": round(size, 2), "way": way}
