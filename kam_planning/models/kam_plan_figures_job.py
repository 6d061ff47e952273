import logging
from datetime import datetime, time

from odoo import api, fields, models
from odoo.fields import Domain

from .kam_plan_figures import OPEN
from .kam_reminder import commit_batch, work_off

_logger = logging.getLogger(__name__)

PLANS_AT_ONCE = 1000
LINES_AT_ONCE = 5000


class KamPlan(models.Model):
    """The nightly job that reads all figures anew.

    Each batch is committed and stamped, so it can be killed at any time and goes on where it was.
    """

    _inherit = "kam.plan"

    @api.model
    def _cron_refresh_figures(self):
        """Read anew what was not read today: plans, targets, whitespace cells, potentials."""
        steps = self._get_figure_steps()
        commit = self.env["ir.cron"]._commit_progress
        # One more than the records, for the potentials: 0 would mean that all is done.
        commit(remaining=sum(model.search_count(domain) for model, domain, *_rest in steps) + 1)
        in_time = all(work_off(*step, _logger) for step in steps) and self._refresh_all_potentials()
        if in_time:
            # What failed or was locked waits for tomorrow instead of being tried again at once.
            commit(remaining=0)

    @api.model
    def _get_figure_steps(self):
        """Tuples of model, domain of what is not up to date, method, failure message and size."""
        midnight = datetime.combine(fields.Date.context_today(self), time.min)
        old = Domain("figures_date", "=", False) | Domain("figures_date", "<", midnight)
        return [
            (
                self.env["kam.plan"],
                old & Domain("state", "in", OPEN),
                type(self)._refresh_figures,
                "Figures of account plan %s (%s) failed",
                PLANS_AT_ONCE,
            ),
            (
                self.env["kam.target"],
                old & Domain("plan_id.state", "in", OPEN),
                type(self.env["kam.target"])._refresh_figures,
                "Figures of target %s (%s) failed",
                LINES_AT_ONCE,
            ),
            (
                self.env["kam.whitespace"],
                old,
                type(self.env["kam.whitespace"])._refresh_figures,
                "Figures of whitespace cell %s (%s) failed",
                LINES_AT_ONCE,
            ),
        ]

    @api.model
    def _refresh_all_potentials(self):
        """Compute the potentials of each company that has old ones.

        :return: False when the scheduler's time is used up
        """
        midnight = datetime.combine(fields.Date.context_today(self), time.min)
        cells = self.env["kam.whitespace"]
        old = Domain("potential_date", "=", False) | Domain("potential_date", "<", midnight)
        groups = cells._read_group(old & Domain("buying_center_id", "=", False), ["company_id"])
        for (company,) in groups:
            cells._refresh_potentials(company)
            if not commit_batch(self.env, 1):
                return False
        return True
