from odoo import api, models
from odoo.fields import Domain

from ...tools.periods import Spans, last_months
from ..common.days import today_of
from ..common.faults import describe_error
from ..common.jobs import Step
from ..common.switches import is_on
from ..common.trying import attempt, log_failure, tell
from .measure_query import Scope
from .unread import Unread


class KamMeasureReading(models.AbstractModel):
    """A measure that cannot be read says so, to who defines measures, and spoils no other figure.

    A module that was uninstalled, a field that is gone, a condition that the database does not
    take: the definition was right when it was saved. The job finds out which one it is, notes it
    and tries it again each day; until it works nobody else stumbles over it.
    """

    _name = "kam.measure.reading"
    _description = "Reading a Measure That May Be Broken"
    _inherit = ["kam.job.subject"]

    def _read_or_tell_sudo(self, scope, spans, company, split):
        """Read one measure, unless it is known that it cannot be read. By the switch
        ``kam_careful`` that is found out, and noted.

        :return: as `_read_figures_sudo`, or `Unread`
        """
        if self.id and self.sudo().kam_faults:
            return self._prepare_unread_sudo()
        if not is_on(self, "kam_careful"):
            return self._read_figures_sudo(scope, spans, company, split)
        found = {}
        error = attempt(
            self.env,
            lambda: found.update(self._read_figures_sudo(scope, spans, company, split)),
        )
        if not error:
            return found
        log_failure(self.sudo(), "Measure %s (%s) cannot be read", error)
        tell(self, "_read_again", {self.id: describe_error(error)})
        return self._prepare_unread_sudo()

    def _prepare_unread_sudo(self):
        return Unread(
            self.env._(
                "“%s” cannot be read. Its definition says why: ask an administrator of Key Account "
                "Management.",
                self.sudo().name,
            )
        )

    def _read_again(self):
        """Try measures that could not be read, as a job does: what works now is read again.

        :raise Exception: whatever it still fails with
        """
        period = last_months(today_of(self.env.company))
        for measure in self:
            measure._read_figures_sudo(Scope([(0, 0)]), Spans([period]), self.env.company, {})

    @api.model
    def _get_reading_step_sudo(self):
        """Measures that could not be read when that was tried last."""
        measures = self.env["kam.measure"].sudo().with_context(active_test=False)
        domain = Domain("kam_fault_date", "!=", False)
        return Step(measures, domain, "_read_again", "Measure %s (%s) cannot be read")

    @api.model
    def _describe_fault(self, method, reason):
        return self.env._("This measure cannot be read: %s", reason)
