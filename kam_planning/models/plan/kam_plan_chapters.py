from odoo import api, models
from odoo.fields import Domain

from ..common.arguments import check_one


class KamPlanChapters(models.AbstractModel):
    """What the navigator of the plan's form says of each chapter: how much it holds, and what in it
    waits. The rooms add theirs in `_get_chapter_marks`.
    """

    _name = "kam.plan.chapters"
    _description = "Chapters of a Plan"

    @api.readonly
    def get_chapter_marks(self):
        """How much each chapter of a plan holds and what in it waits, as far as the user sees it.

        Blocks that are switched off are not counted.

        :return: dict {chapter: {mark: int}}; the marks are ``count`` (lines in it), ``late``,
            ``to_confirm`` and ``changed`` (since it was confirmed); what is none is left out
        :raise AccessError: when the user may not read the plan
        """
        check_one(self)
        self.check_access("read")
        return self._get_chapter_marks()[self]

    def _get_chapter_marks(self):
        """The marks of each plan's chapters; rooms add those of their own chapters.

        :return: dict {plan: dict as in `get_chapter_marks`}
        """
        marks = {plan: {} for plan in self}
        self.filtered("show_sections")._add_marks(
            marks, "narrative", "kam.plan.section", count=Domain("chapter", "=", "narrative")
        )
        self.filtered("show_team")._add_marks(marks, "team", "kam.team.member", count=Domain.TRUE)
        for chapter, (switch, model, _title) in self._get_confirm_blocks().items():
            self.filtered(switch)._add_marks(
                marks, chapter, model, to_confirm=Domain("is_stale", "=", True)
            )
        return marks

    @api.model
    def _get_confirm_blocks(self):
        """The chapters whose lines somebody stands by; rooms add theirs.

        :return: dict {chapter: (switch of its block, name of a model that is `kam.confirmable`,
            title)}, in the order in which they are walked through
        """
        return {"narrative": ("show_sections", "kam.plan.section", self.env._("Narrative"))}

    def _find_to_confirm(self, chapter):
        """The lines of one plan's chapter that wait to be confirmed, as far as the user sees them.

        :param str chapter: one of `_get_confirm_blocks`
        :return: recordset, the longest waiting first; empty where the block is switched off
        """
        self.ensure_one()
        switch, model, _title = self._get_confirm_blocks()[chapter]
        lines = self.env[model]
        if not (self[switch] and lines.has_access("read")):
            return lines
        domain = self._get_lines_domain(lines) & Domain("is_stale", "=", True)
        return lines.search(domain, order="confirmed_date, id")

    def _add_marks(self, marks, chapter, model, **domains):
        """Count the lines of a chapter, one query a mark for all plans.

        :param marks: dict of `_get_chapter_marks`, which is completed
        :param chapter: name of the chapter's page
        :param model: name of a model whose records belong to a plan or to an account
        :param domains: which lines each mark counts
        """
        if not self.env[model].has_access("read"):
            return
        for mark, domain in domains.items():
            for plan, count in self._count_lines(model, domain).items():
                if count:
                    marks[plan].setdefault(chapter, {})[mark] = count

    def _count_lines(self, model, domain):
        """Count lines by plan; those of an account stand in each of its plans.

        :return: dict {plan: int}
        """
        lines = self.env[model]
        domain &= self._get_lines_domain(lines)
        if "plan_id" in lines._fields:
            counts = dict(lines._read_group(domain, ["plan_id"], ["__count"]))
            return {plan: counts.get(plan, 0) for plan in self}
        groups = lines._read_group(domain, ["account_id", "company_id"], ["__count"])
        counts = {(account, company): count for account, company, count in groups}
        return {plan: counts.get(plan._get_place(), 0) for plan in self}

    def _get_lines_domain(self, lines):
        """Which lines of a model are these plans', or their customers'."""
        if "plan_id" in lines._fields:
            return Domain("plan_id", "in", self.ids)
        return self._get_places_domain()
