from odoo import api, models
from odoo.tools.misc import format_date

from ..common.arguments import check_one
from ..common.known import is_known
from .kam_assessment_closing import is_apart

LEAST_RATERS = 3


class KamAssessmentResultText(models.AbstractModel):
    """Why an account stands where it does, in words."""

    _name = "kam.assessment.result.text"
    _description = "Explanation of a Result"

    @api.readonly
    def get_explanation(self):
        """Lay one result open: what each criterion says, of which weight, from where.

        :return: dict ``name``, ``round``, ``quadrant`` (label), ``note``, ``attention``, ``tier``,
            ``interval``, ``axes`` (list of dicts ``key``, ``label``, ``score``, ``confidence``) and
            ``parts`` (list of dicts ``axis``, ``label``, ``weight``, ``value`` (0-10 or None),
            ``source``, ``number`` (text), ``raters``, ``spread``, ``discuss``, ``scale``); of fewer
            than three raters managers alone are told how many they are and how far apart
        :raise AccessError: when the user may not read it
        """
        check_one(self)
        axes = {
            "attractiveness": (self.attractiveness, self.attractiveness_confidence),
            "strength": (self.strength, self.strength_confidence),
        }
        return {
            "name": self.account_id.display_name,
            "round": self.round_id.name,
            "quadrant": self._get_quadrant_label(self.quadrant),
            "note": self._get_note(),
            "proposal": self.proposal_text or "",
            "axes": [
                {
                    "key": axis,
                    "label": label,
                    "score": _none(axes[axis][0]),
                    "confidence": _none(axes[axis][1]),
                }
                for axis, label in self.round_id._fields_axes()
            ],
            "parts": self._prepare_parts_sudo(),
        }

    def _describe(self):
        """One result in one sentence, for who decides about the account."""
        unknown = self.env._("not known")
        figures = [
            f"{score:.0f}" if is_known(score) else unknown
            for score in (self.attractiveness, self.strength)
        ]
        return self.env._(
            "%(round)s of %(date)s: %(quadrant)s, attractiveness %(attractiveness)s, relative "
            "strength %(strength)s.",
            round=self.round_id.name,
            date=format_date(self.env, self.date),
            quadrant=self._get_quadrant_label(self.quadrant) or unknown,
            attractiveness=figures[0],
            strength=figures[1],
        )

    def _prepare_parts_sudo(self):
        """The components, with the words that the round kept; who may read a result may read by
        what it was made.
        """
        is_manager = self.env.user.has_group("kam_planning.group_kam_manager")
        own = self.sudo()
        parts = (own.components or {}).get("parts", [])
        lines = {one.id: one for one in own.round_id.line_ids}
        return [
            {
                "axis": part["axis"],
                "label": line.name,
                "weight": part["weight"],
                "value": part["value"],
                "source": line._get_source_words() if part["source"] != "hand" else "",
                "number": line._format_number(part["number"], own.currency_id),
                **_tell_raters(part, is_manager),
                "scale": line._prepare_scale(),
            }
            for part in parts
            if (line := lines.get(part["line"]))
        ]

    def _get_quadrant_label(self, quadrant):
        labels = dict(self._fields["quadrant"]._description_selection(self.env))
        return labels.get(quadrant) or self.env._("not known")

    def _get_note(self):
        """What is to be known of the place: held back, moved, decided."""
        texts = []
        if self.is_held:
            texts.append(
                self.env._(
                    "Stays “%(quadrant)s”: by the figures it is “%(figures)s”, less than 5 points "
                    "beyond the line.",
                    quadrant=self._get_quadrant_label(self.quadrant),
                    figures=self._get_quadrant_label(self.quadrant_figures),
                )
            )
        if self.reason:
            texts.append(self.env._("Moved by a manager: %s", self.reason))
        elif self.is_moved:
            texts.append(
                self.env._(
                    "Was “%(quadrant)s” on %(day)s.",
                    quadrant=self._get_quadrant_label(self.previous_id.quadrant),
                    day=format_date(self.env, self.previous_id.date),
                )
            )
        if not is_known(self.margin):
            texts.append(self.env._("Its margin is not known."))
        return " ".join(texts)


def _none(number):
    return number if is_known(number) else None


def _tell_raters(part, is_manager):
    """How many raters said something and how far they are apart: of one or two of them it would
    tell their scores to each other.
    """
    if not is_manager and 0 < part["raters"] < LEAST_RATERS:
        return {"raters": None, "spread": 0.0, "discuss": False}
    spread = part["high"] - part["low"] if part["raters"] else 0.0
    return {"raters": part["raters"], "spread": spread, "discuss": is_apart(part)}
