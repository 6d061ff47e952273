"""What the steps share: the database, the records, the external ids, the calendar."""

from datetime import timedelta

from odoo import fields

from .figures import get_shift

# The prefix that marks records of no module, as Odoo's own data import uses.
XMLID_MODULE = "__northwind__"
SHIFT_PARAMETER = "kam_planning.northwind_shift_days"

# The records are history: nobody is to be told of them, and no log of 1998 begins today.
QUIET = {
    "tracking_disable": True,
    "mail_create_nolog": True,
    "mail_create_nosubscribe": True,
    "mail_notrack": True,
    "mail_auto_subscribe_no_notify": True,
    "no_reset_password": True,
}


class Demo:
    """One load into one database."""

    def __init__(self, env, source, commit=lambda: None, say=print):
        """
        :param env: superuser environment
        :param Source source: the records, all or some
        :param commit: called after each batch
        :param say: called with each line of progress
        """
        self.env = env(context={**env.context, **QUIET, "lang": "en_US", "tz": "UTC"})
        self.source = source
        self.commit = commit
        self.say = say
        self.shift = timedelta(days=self._get_shift_days())

    def _get_shift_days(self):
        """The shift in days; kept from the first load on, so that a later run moves nothing."""
        parameters = self.env["ir.config_parameter"]
        days = parameters.get_param(SHIFT_PARAMETER)
        if not days:
            days = str(get_shift(fields.Date.today()))
            parameters.set_param(SHIFT_PARAMETER, days)
        return int(days)

    def get_ids(self, kind):
        """What was loaded already.

        :param str kind: such as ``"customer"``
        :return: dict {key in the records: database id}
        """
        prefix = f"{kind}_"
        rows = self.env["ir.model.data"].search_read(
            [("module", "=", XMLID_MODULE), ("name", "=like", prefix + "%")], ["name", "res_id"]
        )
        return {row["name"].removeprefix(prefix): row["res_id"] for row in rows}

    def note(self, kind, keys, records):
        """Give new records their external ids.

        :param str kind: such as ``"customer"``
        :param keys: their keys in the records, in the same order
        """
        self.env["ir.model.data"].create(
            [
                {
                    "module": XMLID_MODULE,
                    "name": f"{kind}_{key}",
                    "model": record._name,
                    "res_id": record.id,
                    "noupdate": True,
                }
                for key, record in zip(keys, records, strict=True)
            ]
        )

    def load_missing(self, kind, model, rows, key, prepare):
        """Create what is not there yet, in one batch.

        :param str kind: such as ``"product"``
        :param str model: model to create in
        :param list rows: rows of the records
        :param str key: column with the key
        :param prepare: gives the values of one row
        :return: the rows created
        """
        known = self.get_ids(kind)
        missing = [row for row in rows if row[key] not in known]
        records = self.env[model].create([prepare(row) for row in missing])
        self.note(kind, [row[key] for row in missing], records)
        if missing:
            self.say(f"{kind}: {len(rows)}/{len(rows)}")
        return missing
