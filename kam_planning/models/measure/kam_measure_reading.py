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

# The work that a definition is tried by; with a company's number, the records of that one.
AGAIN = "_read_again"


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
        place = f"{AGAIN}:{company.id}"
        if self.id and not {AGAIN, place}.isdisjoint(self.sudo().kam_faults or {}):
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
        # What cannot even be read of nobody is wrong for every company.
        is_wrong = attempt(self.env, self._read_of_nobody_sudo)
        tell(self, AGAIN if is_wrong else place, {self.id: describe_error(error)})
        return self._prepare_unread_sudo()

    def _read_of_nobody_sudo(self):
        """Read no figure at all: what is wrong with the definition shows."""
        period = last_months(today_of(self.env.company))
        self._read_figures_sudo(Scope([(0, 0)]), Spans([period]), self.env.company, {})

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
        for measure in self:
            measure._read_of_nobody_sudo()
        self._forget_companies_sudo()

    def _forget_companies_sudo(self):
        """Whose records a definition did not fit is found out anew by who reads them next."""
        places = {place for measure in self.sudo() for place in measure.kam_faults or {}}
        for place in places - {AGAIN}:
            tell(self, place, {})

    @api.model
    def _get_reading_step_sudo(self):
        """Measures that could not be read when that was tried last."""
        measures = self.env["kam.measure"].sudo().with_context(active_test=False)
        domain = Domain("kam_fault_date", "!=", False)
        return Step(measures, domain, "_read_again", "Measure %s (%s) cannot be read")

    @api.model
    def _describe_fault(self, method, reason):
        _method, _colon, company_id = method.partition(":")
        if company_id:
            return self.env._(
                "This measure cannot be read in %(company)s: %(reason)s",
                company=self._get_company_name_sudo(int(company_id)),
                reason=reason,
            )
        return self.env._("This measure cannot be read: %s", reason)

    @api.model
    def _get_company_name_sudo(self, company_id):
        """Who defines measures for all companies need not be a user of each."""
        return self.env["res.company"].sudo().browse(company_id).exists().name or ""
