from odoo import api, models
from odoo.exceptions import UserError

from ..common.arguments import check_one
from ..common.known import is_known


class KamScoreMixin(models.AbstractModel):
    """Figures that open into what they are made of.

    A model names its scores in `_score_kinds`: the kind, and the method that gives for each record
    of the recordset a `tools.score.Score`. Everything else (explanation, history) is here.
    """

    _name = "kam.score.mixin"
    _description = "Explained Score"

    # {kind: name of the method returning {record: Score}}
    _score_kinds = {}
    # Kinds that are not kept whenever something happens to the record.
    _unrecorded_kinds = ()

    @api.ondelete(at_uninstall=True)
    def _unlink_recorded_scores(self):
        self._get_recorded_scores_sudo().unlink()

    def _get_recorded_scores_sudo(self, kind=None, limit=None):
        """Recorded scores of these records, newest first. For callers that checked the access."""
        domain = [("res_model", "=", self._name), ("res_id", "in", self.ids)]
        if kind:
            domain.append(("kind", "=", kind))
        return self.env["kam.score"].sudo().search(domain, limit=limit)

    def _get_scores(self, kind):
        """Compute one kind of score for all records.

        :param str kind: one of the model's kinds
        :return: dict {record: tools.score.Score}
        :raise UserError: on a kind that the model does not have
        """
        # As a list: what cannot be hashed is no kind either.
        if kind not in list(self._score_kinds):
            raise UserError(
                self.env._("%(model)s has no score “%(kind)s”.", model=self._description, kind=kind)
            )
        return getattr(self, self._score_kinds[kind])()

    def _format_percent(self, value):
        """A percentage as a person reads it, in words where it is not known."""
        return f"{value:.0f} %" if is_known(value) else self.env._("not known")

    def _record_scores(self, kinds=None):
        """Keep today's scores with their components, to compare with later.

        :param kinds: list of kinds; by default those of the model but `_unrecorded_kinds`
        """
        kinds = kinds or [kind for kind in self._score_kinds if kind not in self._unrecorded_kinds]
        values = [
            {
                "res_model": self._name,
                "res_id": record.id,
                "kind": kind,
                "total": score.total,
                "confidence": score.confidence,
                "components": score.dump(),
            }
            for kind in kinds
            for record, score in self._get_scores(kind).items()
        ]
        self._store_scores_sudo(values)

    @api.model
    def _store_scores_sudo(self, values):
        """Scores are recorded by what happens to a record; nobody writes them himself."""
        self.env["kam.score"].sudo().create(values)

    @api.readonly
    def get_score_explanation(self, kind):
        """Lay one score of one record open.

        :param str kind: one of the model's kinds
        :return: dict of `tools.score.Score.explain` (percent 0-100 or None), with the record's
            ``name``, and ``total_before`` and ``date_before`` (None when it was never recorded)
        :raise AccessError: when the record may not be read
        :raise UserError: on a kind that the model does not have
        """
        check_one(self)
        score = self._get_scores(kind)[self]
        components, total, date = self._get_score_before(kind)
        return {
            **score.explain(components),
            "name": self.display_name,
            "total_before": total,
            "date_before": date,
        }

    def _get_score_before(self, kind):
        """What one record's score was when it was last kept.

        :return: tuple (components as given by `Score.dump`, total, moment); None for what is not
            known
        """
        before = self._get_recorded_scores_sudo(kind, limit=1)
        if not before:
            return None, None, None
        total = before.total if is_known(before.total) else None
        return before.components, total, before.date
