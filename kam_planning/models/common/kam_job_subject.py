from psycopg2.extras import Json

from odoo import api, fields, models
from odoo.tools import SQL


class KamJobSubject(models.AbstractModel):
    """Records on which jobs work: what a job could not do stands on the record until it could.

    Each kind of work has its own place, so that what works clears nothing of what does not. The
    model says in `_describe_fault` what the work is about.
    """

    _name = "kam.job.subject"
    _description = "Record on Which Jobs Work"
    _unoffered_fields = ("kam_faults",)

    kam_faults = fields.Json(
        "Work That Failed", readonly=True, copy=False, export_string_translation=False
    )
    kam_fault_date = fields.Datetime("Failed On", readonly=True, copy=False)
    kam_fault = fields.Text("What Failed", compute="_compute_kam_fault")

    @api.depends("kam_faults")
    def _compute_kam_fault(self):
        for record in self:
            faults = (record.kam_faults or {}).items()
            record.kam_fault = "\n".join(
                record._describe_fault(method, reason) for method, reason in faults
            )

    @api.model
    def _describe_fault(self, method, reason):
        """Say to those who look after the record what failed, and why.

        :param str method: name of the method that could not do its work
        :param str reason: in a few words
        :return: translated str
        """
        return self.env._("The nightly job failed here: %s", reason)

    def _tell_faults_sudo(self, method, faults):
        """Keep why a kind of work failed, and forget it on those of the records where it worked.

        Costs no query where nothing failed, before and now. As superuser, and not by `write`: no
        user writes this, and nothing depends on it.

        :param str method: name of the method that does the work
        :param dict faults: {id of one of these records: why it failed}
        :return: bool, whether anything was written
        """
        records = self.sudo()
        well = records.filtered(lambda r: r.id not in faults and method in (r.kam_faults or {}))
        if faults:
            now = fields.Datetime.now()
            reasons = [Json({method: reason}) for reason in faults.values()]
            self.env.cr.execute(self._prepare_fault_sql(list(faults), reasons, now))
        if well:
            self.env.cr.execute(self._prepare_well_sql(method, well.ids))
        if faults or well:
            names = ["kam_faults", "kam_fault_date", "kam_fault"]
            records.invalidate_recordset(names, flush=False)
        return bool(faults or well)

    @api.model
    def _prepare_fault_sql(self, ids, reasons, now):
        return SQL(
            "UPDATE %s record SET kam_fault_date = %s, "
            "kam_faults = COALESCE(record.kam_faults, '{}') || found.reason "
            "FROM (SELECT unnest(%s::int[]) AS id, unnest(%s::jsonb[]) AS reason) found "
            "WHERE record.id = found.id",
            SQL.identifier(self._table),
            now,
            ids,
            reasons,
        )

    @api.model
    def _prepare_well_sql(self, method, ids):
        return SQL(
            "UPDATE %s SET kam_faults = NULLIF(kam_faults - %s, '{}'), kam_fault_date = "
            "CASE WHEN kam_faults - %s = '{}' THEN NULL ELSE kam_fault_date END "
            "WHERE id = ANY(%s)",
            SQL.identifier(self._table),
            method,
            method,
            ids,
        )
