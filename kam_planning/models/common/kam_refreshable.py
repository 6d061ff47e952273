from psycopg2.extras import Json

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from .days import of_each_day, start_of_today
from .jobs import Step, run_job
from .trying import work_on_each

RECORDS_AT_ONCE = 5000


class KamRefreshable(models.AbstractModel):
    """Records that keep figures with the moment at which they were read.

    Lists and reports read what is kept; the nightly job reads it anew. The model says in
    `_read_figures` what the figures are, in `_refresh_rank` at which place of the job it comes, and
    in `_get_living_domain` for which records the job reads them.
    """

    _name = "kam.refreshable"
    _description = "Record With Figures As Of a Date"
    _inherit = ["kam.job.subject"]

    # Field that keeps when the figures were read.
    _refresh_date = "figures_date"
    # Figures that rest on others come after them.
    _refresh_rank = 0
    _refresh_size = RECORDS_AT_ONCE

    def _read_figures(self):
        """Read the figures, in a number of queries that does not grow with the records.

        :return: dict {record id: {field: value}}, each with the same fields, `_refresh_date` too.
            Where something could not be read there is a ``fault``, why; it stands alone where the
            record keeps the figures that it has
        """
        raise NotImplementedError

    def _refresh_figures(self):
        """Read the figures anew and keep them.

        :return: dict {record id: what could not be read}
        """
        figures = self._read_figures()
        faults = {key: row.pop("fault") for key, row in figures.items() if "fault" in row}
        self._store_figures({key: row for key, row in figures.items() if row})
        return faults

    def _refresh_figures_of_each(self):
        """Read the figures anew as the job does: what cannot be read spoils no other figure, and
        says so itself.

        :return: the records whose figures were read
        """
        step = self._get_refresh_step_sudo()
        return work_on_each(self, step.method, step.failure)

    @api.model
    def _describe_fault(self, method, reason):
        if method == "_refresh_figures":
            return self.env._("A figure cannot be read: %s", reason)
        return super()._describe_fault(method, reason)

    @api.model
    def _get_living_domain(self):
        """Records whose figures the job reads anew."""
        return Domain.TRUE

    @api.model
    def _get_outdated_domain(self, name=None):
        """Records whose figures were not read on this day of their company.

        :param str name: field that keeps when they were read, `_refresh_date` by default
        """
        name = name or self._refresh_date
        return Domain(name, "=", False) | of_each_day(
            self.env, lambda company: Domain(name, "<", start_of_today(company))
        )

    @api.model
    def _get_refresh_steps(self):
        """What the job does for this model: list of pairs (rank, `jobs.Step`)."""
        return [(self._refresh_rank, self._get_refresh_step_sudo())]

    @api.model
    def _get_refresh_step_sudo(self):
        """As superuser: the figures are the same for everybody, whoever starts the job."""
        return Step(
            self.sudo(),
            self._get_living_domain() & self._get_outdated_domain(),
            "_refresh_figures",
            f"Figures of {self._description} %s (%s) failed",
            self._refresh_size,
        )

    @api.model
    def _refresh_all(self):
        """Read anew all figures that were not read today, of all models in the order of ranks."""
        names = self.env.registry.descendants(["kam.refreshable"], "_inherit")
        steps = [
            step
            for name in names
            if not self.env[name]._abstract
            for step in self.env[name]._get_refresh_steps()
        ]
        run_job(self.env, [step for _rank, step in sorted(steps, key=lambda pair: pair[0])])

    @api.model
    def _store_figures(self, values):
        """Write figures in one statement, as a compute would: no message, no rights, no tracking.

        What depends on them follows, but for what is given as well.

        :param dict values: {record id: {field: value}}, each with the same fields
        """
        if not values:
            return
        records = self.browse(values)
        names = list(next(iter(values.values())))
        self.flush_model(names)
        self.env.cr.execute(self._prepare_update(values, names))
        records.invalidate_recordset(names, flush=False)
        records.modified(names)
        for name in names:
            self.env.remove_to_compute(self._fields[name], records)

    @api.model
    def _prepare_update(self, values, names):
        columns, assignments = [], []
        for name in names:
            field, column = self._fields[name], SQL.identifier(name)
            column_type = SQL(field.column_type[1])
            column_values = [self._to_sql(field, figures[name]) for figures in values.values()]
            columns.append(SQL("unnest(%s::%s[]) AS %s", column_values, column_type, column))
            assignments.append(SQL("%s = found.%s", column, column))
        return SQL(
            "WITH found AS (SELECT unnest(%s::int[]) AS id, %s) "
            "UPDATE %s record SET %s FROM found WHERE found.id = record.id",
            list(values),
            SQL(", ").join(columns),
            SQL.identifier(self._table),
            SQL(", ").join(assignments),
        )

    @api.model
    def _to_sql(self, field, value):
        if isinstance(value, dict):
            return Json(value)
        return None if value is False and field.type != "boolean" else value
