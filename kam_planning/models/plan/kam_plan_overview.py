from odoo import api, models

from ..common.arguments import check_one


class KamPlanOverview(models.AbstractModel):
    """The first chapter of a plan: what counts today, each part with the way to its chapter. The
    rooms add their parts in `_get_overview_parts`.
    """

    _name = "kam.plan.overview"
    _description = "Overview of a Plan"

    @api.readonly
    def get_overview(self):
        """What the overview of a plan shows, as far as the user may see it.

        :return: dict ``parts`` (list of dicts as in `_get_overview_parts`, in their order) and
            ``completeness`` (as in `get_completeness`)
        :raise AccessError: when the user may not read the plan
        """
        check_one(self)
        parts = sorted(self._get_overview_parts(), key=lambda part: part["rank"])
        return {"parts": parts, "completeness": self.get_completeness()}

    def _get_overview_parts(self):
        """The parts of one plan's overview; rooms add theirs, of blocks that the plan shows.

        :return: list of dicts ``name``, ``rank`` (place: the smallest first), ``title``,
            ``chapter`` (that it opens), ``empty`` (what is said where there is nothing),
            ``facts`` (list of dicts ``name``, ``label``, ``value``, ``unit`` of a figure or
            ``date``, ``currency_id``) and ``lines`` (list of dicts ``res_model``, ``res_id``,
            ``label``, ``note``, ``date``); ``as_of`` and ``refresh`` (name of a public method of
            the plan that reads the figures, where nobody did yet) where they apply
        """
        return []

    def _prepare_count_part(self, name, rank, title, empty, count):
        """A part that says how many lines its chapter of the same name holds."""
        return {
            "name": name,
            "rank": rank,
            "title": title,
            "chapter": name,
            "empty": empty,
            "facts": [{"name": name, "value": count, "unit": "count"}] if count else [],
        }
