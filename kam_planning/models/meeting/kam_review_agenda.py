from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...tools.meeting import agenda
from ..common.arguments import check_one
from ..common.at_once import hold

SHOWN_EACH = 3


class KamReviewAgenda(models.AbstractModel):
    """The agenda of a review: its items, which it proposes, and what it opens on."""

    _name = "kam.review.agenda"
    _description = "Agenda of a Review"

    duration = fields.Integer(
        "Minutes Planned",
        default=agenda.DEFAULT_MINUTES,
        aggregator=None,
        help="The agenda is filled up to so many minutes.",
    )
    item_ids = fields.One2many("kam.review.item", "review_id", "Agenda Items")

    _duration_positive = models.Constraint(
        "CHECK (duration IS NULL OR duration BETWEEN 0 AND 1440)",
        "A review takes between 0 and 1440 minutes: correct the planned minutes.",
    )

    def action_propose_agenda(self):
        """Fill the agendas with what is to be talked about first, up to the time planned.

        What is on an agenda stays as it is. Pressed twice nothing comes twice.

        :return: True
        :raise AccessError: when a review may not be written
        :raise UserError: for a review that was held or cancelled
        """
        self.check_access("write")
        hold(self)
        self._check_planned()
        proposed = self._propose()
        values = [
            review._prepare_item(number, candidate)
            for review, candidates in proposed.items()
            for number, candidate in enumerate(candidates, 1)
        ]
        self.env["kam.review.item"]._make_sudo(values)
        self.invalidate_recordset(["item_ids"])
        return True

    def _propose(self):
        """What comes on each agenda beside what is there.

        :return: dict {review: list of `Candidate`}
        """
        proposed = {}
        for review, candidates in self._gather_candidates(self._read_past()).items():
            items = review.item_ids
            taken = [item._get_key() for item in items]
            distinct = agenda.distinct(candidates, taken, items._get_covered())
            used = sum(items.mapped("duration"))
            proposed[review] = agenda.fill(distinct, review.duration, used)
        return proposed

    def _prepare_item(self, number, candidate):
        last = max(self.item_ids.mapped("sequence"), default=0)
        return {
            "review_id": self.id,
            "sequence": last + number,
            "title": candidate.title,
            "kind": candidate.kind,
            "res_model": candidate.model,
            "res_id": candidate.res_id,
            "bucket": candidate.bucket,
            "change_id": candidate.change_id,
            "severity": candidate.severity,
            "money_share": candidate.money_share,
            "age_days": candidate.age_days,
            "rank": candidate.rank,
            "old_value": candidate.old_value,
            "new_value": candidate.new_value,
            "visibility": candidate.visibility,
        }

    def _check_planned(self):
        """Refuse to change the agenda of what is over."""
        states = dict(self._fields["state"]._description_selection(self.env))
        for review in self:
            if review.state != "planned":
                raise UserError(
                    self.env._(
                        "“%(review)s” is over (%(state)s): its agenda stays as it is. Reopen the "
                        "review to change it.",
                        review=review.name,
                        state=states[review.state],
                    )
                )

    # what it opens on

    @api.readonly
    def get_opening(self):
        """What a review opens on: what happened since the last one that was held.

        :return: dict ``since`` (day), ``review`` (dict ``id``, ``name`` of the last one, or False)
            and ``parts``, a list of dicts ``name``, ``title``, ``count``, ``empty``, ``facts``
            (list of dicts ``label``, ``before``, ``now`` in percent or False), ``lines`` (list of
            dicts ``res_model``, ``res_id``, ``label``, the first in rank) and ``open`` (list of
            dicts ``res_model``, ``ids``, ``title`` of all of them)
        :raise AccessError: when the user may not read the review
        """
        check_one(self)
        every = self._read_past()
        former, since, moves = every[self]
        found = agenda.distinct(self._gather_candidates(every)[self])
        by_kind = {}
        for candidate in found:
            by_kind.setdefault(candidate.kind, []).append(candidate)
        parts = [self._prepare_score_part(moves), *self._prepare_opening_parts(by_kind, since)]
        return {
            "since": fields.Date.to_string(since),
            "review": {"id": former.id, "name": former.display_name} if former else False,
            "parts": parts,
        }

    def _prepare_score_part(self, moves):
        labels = {
            "health": self.env._("Health"),
            "hygiene": self.env._("Plan"),
            "confidence": self.env._("Sure"),
        }
        facts = [
            {
                "name": kind,
                "label": labels[kind],
                "before": False if before is None else before,
                "now": False if now is None else now,
            }
            for kind, (before, now) in moves.items()
        ]
        return {"name": "score", "title": self.env._("Three numbers"), "facts": facts}

    def _prepare_opening_parts(self, by_kind, since):
        titles = self._get_opening_titles()
        shown = {kind: by_kind.get(kind, [])[:SHOWN_EACH] for kind in titles}
        places = [one.place for several in shown.values() for one in several]
        names = self.env["kam.change"]._read_place_names(places)
        ids = [one.change_id for one in shown["change"]]
        changes = {change.id: change.name for change in self.env["kam.change"].browse(ids)}
        parts = []
        for kind, (title, empty) in titles.items():
            several = by_kind.get(kind, [])
            parts.append(
                {
                    "name": kind,
                    "title": title,
                    "count": len(several),
                    "empty": empty,
                    "lines": [
                        {
                            "res_model": "kam.change" if kind == "change" else one.model,
                            "res_id": one.change_id or one.res_id,
                            "label": changes.get(one.change_id) or names.get(one.place, ""),
                        }
                        for one in shown[kind]
                    ],
                    "open": self._prepare_lists(several),
                }
            )
        parts.insert(2, self._prepare_done_part(since))
        return parts

    def _get_opening_titles(self):
        return {
            "change": (self.env._("Changes to judge"), self.env._("Nothing to judge.")),
            "target": (self.env._("Targets off their pace"), self.env._("None is behind.")),
            "action": (self.env._("Actions late"), self.env._("None is late.")),
            "decision": (self.env._("Decisions without action"), self.env._("All are acted on.")),
            "gap": (self.env._("Gaps in the map"), self.env._("None is open.")),
            "confirm": (self.env._("Lines to confirm"), self.env._("All are confirmed.")),
        }

    @api.model
    def _prepare_lists(self, candidates):
        """Which records the lists show that a part opens, one for each model."""
        ids = {}
        for one in candidates:
            place = ("kam.change", one.change_id) if one.change_id else one.place
            ids.setdefault(place[0], []).append(place[1])
        return [
            {"res_model": model, "ids": found, "title": self.env[model]._description}
            for model, found in ids.items()
        ]

    def _prepare_done_part(self, since):
        """Actions that were done since the last review."""
        actions = self.env["kam.action"]
        done = Domain("plan_id", "=", self.plan_id.id) & Domain("state", "=", "done")
        found = actions.search(done & Domain("date_done", ">=", since), order="date_done desc, id")
        candidates = [agenda.Candidate("action", actions._name, one.id) for one in found]
        return {
            "name": "done",
            "title": self.env._("Actions done"),
            "count": len(found),
            "empty": self.env._("None was done."),
            "lines": [
                {"res_model": one._name, "res_id": one.id, "label": one.display_name}
                for one in found[:SHOWN_EACH]
            ],
            "open": self._prepare_lists(candidates),
        }
