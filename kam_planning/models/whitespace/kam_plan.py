from odoo import api, models
from odoo.fields import Domain

from ..plan.kam_plan_workflow import OPEN_STATES


class KamPlan(models.Model):
    """The whitespace of the plan's customer is read with its figures."""

    _inherit = "kam.plan"

    def _get_chapter_marks(self):
        """Add the offerings that they could still buy."""
        marks = super()._get_chapter_marks()
        self.filtered("show_whitespace")._add_marks(
            marks, "whitespace", "kam.whitespace", count=Domain("state", "=", "open")
        )
        return marks

    @api.model
    def _get_confirm_blocks(self):
        """Add the cells of the whitespace map."""
        whitespace = ("show_whitespace", "kam.whitespace", self.env._("Whitespace"))
        return {**super()._get_confirm_blocks(), "whitespace": whitespace}

    def _refresh_figures(self):
        """Give the accounts of open plans the whitespace cells that they lack as well."""
        result = super()._refresh_figures()
        self.filtered(lambda plan: plan.state in OPEN_STATES)._create_missing_cells_sudo()
        return result

    def _create_missing_cells_sudo(self):
        """Cells come by themselves, whoever has the figures read."""
        cells = self.env["kam.whitespace"].sudo()
        for company, plans in self.grouped("company_id").items():
            cells._create_missing_cells(plans.partner_id, company)

    def _refresh_all_figures_sudo(self):
        """Read the customers' whitespace anew as well."""
        result = super()._refresh_all_figures_sudo()
        cells = self.env["kam.whitespace"].sudo().search(self._get_whitespace_domain())
        cells._refresh_figures_of_each()
        fresh = Domain("potential_date", "=", False) & Domain("id", "in", cells.ids)
        cells._get_potential_step_sudo().restrict(fresh).work_at_once()
        return result

    def _get_whitespace_domain(self):
        return Domain.OR(
            Domain("account_id", "=", plan.partner_id.id)
            & Domain("company_id", "=", plan.company_id.id)
            for plan in self
        )
