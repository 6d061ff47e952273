from odoo import api, models
from odoo.fields import Domain

from ...tools.completeness import Step, find_cheapest, share
from ...tools.score import Score
from ..common.arguments import check_one


class KamPlanCompleteness(models.AbstractModel):
    """How complete a plan is: the share of the steps that are done, what is missing, and what takes
    least to do next. The rooms add their steps in `_get_completeness_steps`.
    """

    _name = "kam.plan.completeness"
    _description = "Completeness of a Plan"
    # It matters while a plan is made: it is not kept when the plan is approved or closed.
    _unrecorded_kinds = ("completeness",)

    @api.readonly
    def get_completeness(self):
        """How complete a plan is, and what is missing.

        :return: dict ``percent``, ``done`` and ``total`` (numbers of steps), ``cheapest`` (key of
            the step to do next, None where all is done), ``goes_on`` (whether the user may go on
            setting the plan up) and ``steps``: list of dicts ``key``, ``label``, ``value``,
            ``points`` (0-100), ``is_done``, ``missing``, ``minutes``, ``chapter`` and ``method``
        :raise AccessError: when the user may not read the plan
        """
        check_one(self)
        return self._describe_completeness(self._get_completeness_steps()[self])

    def _describe_completeness(self, steps):
        cheapest = find_cheapest(steps)
        return {
            "percent": Score(steps).total,
            "done": sum(step.is_done for step in steps),
            "total": len(steps),
            "cheapest": cheapest and cheapest.key,
            "goes_on": bool(cheapest) and self.state == "draft" and self.may_edit,
            "steps": [self._prepare_completeness_step(step) for step in steps],
        }

    @api.model
    def _prepare_completeness_step(self, step):
        names = ("key", "label", "value", "points", "missing", "minutes", "chapter", "method")
        return {**{name: getattr(step, name) for name in names}, "is_done": step.is_done}

    def _get_completeness_scores(self):
        """Completeness of each plan as a score: each step counts the same.

        :return: dict {plan: tools.score.Score}
        """
        return {plan: Score(steps) for plan, steps in self._get_completeness_steps().items()}

    def _get_completeness_steps(self):
        """The steps of each plan; rooms add theirs, of blocks that the plan shows.

        :return: dict {plan: list of tools.completeness.Step}
        """
        sections = self._count_sections()
        return {
            plan: [plan._prepare_sponsor_step(), *plan._prepare_section_steps(sections)]
            for plan in self
        }

    def _prepare_sponsor_step(self):
        return Step(
            key="sponsor",
            label=self.env._("Executive sponsor"),
            points=100.0 if self.sponsor_id else 0.0,
            value=self.sponsor_id.name or self.env._("nobody"),
            missing=self.env._("Say who of our management stands by this account."),
            minutes=1,
            method="action_hand_over",
        )

    def _prepare_section_steps(self, counts):
        written, total = counts.get(self, (0, 0))
        if not (self.show_sections and total):
            return []
        value = self.env._("%(done)s of %(total)s written", done=written, total=total)
        return [
            Step(
                key="sections",
                label=self.env._("Narrative"),
                points=share(written, total),
                value=value,
                missing=self.env._("Answer the guiding questions of the sections."),
                # Each section takes its time.
                minutes=5 * max(1, total - written),
                chapter="narrative",
            )
        ]

    def _count_sections(self):
        """Sections that are written, and all: dict {plan: (int, int)}."""
        domain = Domain("plan_id", "in", self.ids) & Domain("chapter", "=", "narrative")
        sections = self.env["kam.plan.section"].search_fetch(domain, ["plan_id", "content"])
        return {
            plan: (sum(not section.is_empty for section in lines), len(lines))
            for plan, lines in sections.grouped("plan_id").items()
        }
