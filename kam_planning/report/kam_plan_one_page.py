from odoo import api, models

from ..models.common.days import today_of_user


class ReportOnePage(models.AbstractModel):
    """The plan on one page: business overview, targets, revenue streams, action plan."""

    _name = "report.kam_planning.report_one_page"
    _description = "One-Page Account Plan"

    @api.model
    def _get_report_values(self, docids, data=None):
        """Prepare everything that is printed, for all plans in one go.

        :param list docids: ids of the plans
        :return: dict for the template
        :raise AccessError: when the user may not read one of the plans
        """
        # Reports may be rendered as superuser; what is printed is what this user may read.
        plans = self.env["kam.plan"].sudo(False).browse(docids)
        return {
            **self._prepare_values(plans),
            "doc_ids": docids,
            "doc_model": "kam.plan",
        }

    @api.model
    def _prepare_values(self, plans, blocks=None, is_full=False):
        """Values of the template `report_one_page`.

        :param plans: `kam.plan`, in the language in which it is printed
        :param blocks: names of the blocks, by default those of the layout
        :param is_full: whether it is the full plan
        :raise AccessError: when the user may not read one of the plans
        """
        plans.check_access("read")
        prepare = plans._prepare_full_plans if is_full else plans._prepare_pages
        pages = prepare(blocks)
        return {
            "is_full": is_full,
            "docs": plans,
            "lang": plans.env.lang or plans.env.user.lang,
            "today": today_of_user(plans),
            "pages": {plan.id: page for plan, page in pages.items()},
        }
