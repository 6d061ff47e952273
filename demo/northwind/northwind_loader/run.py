"""What every step of the loading needs, and the one way in which records are made once only."""

from dataclasses import dataclass
from typing import Any

from odoo.tools import SQL

from .dataset import Dataset
from .shifting import Calendar

# Module name of the external ids by which a record is found again.
XMLID_MODULE = "__northwind__"
# Past trade is loaded in silence: no mails, no followers, no tracking messages.
QUIET = {
    "tracking_disable": True,
    "mail_create_nolog": True,
    "mail_create_nosubscribe": True,
    "mail_auto_subscribe_no_notify": True,
    "mail_notrack": True,
    "no_reset_password": True,
}


def split(rows, size):
    """Cut a sequence into lists of at most so many.

    >>> split([1, 2, 3], 2)
    [[1, 2], [3]]
    """
    return [list(rows[start : start + size]) for start in range(0, len(rows), size)]


@dataclass
class Run:
    """One run of the loader.

    :param env: quiet Odoo environment
    :param commit: called after each batch
    :param say: called with each line of progress
    """

    env: Any
    data: Dataset
    calendar: Calendar
    commit: Any
    say: Any

    def ids(self, model, kind):
        """Give what was loaded before.

        :param str model: such as ``"res.partner"``
        :param str kind: first part of the external ids, such as ``"customer"``
        :return: dict {key in the files: id of the record}
        """
        prefix = f"{kind}_"
        rows = self.env["ir.model.data"].search_read(
            [
                ("module", "=", XMLID_MODULE),
                ("model", "=", model),
                ("name", "=like", prefix.replace("_", r"\_") + "%"),
            ],
            ["name", "res_id"],
        )
        return {row["name"].removeprefix(prefix): row["res_id"] for row in rows}

    def name_records(self, kind, keys, records):
        """Give the records the external ids by which later runs know them."""
        self.env["ir.model.data"]._update_xmlids(
            [
                {
                    "xml_id": f"{XMLID_MODULE}.{kind}_{key}",
                    "record": record,
                    "noupdate": True,
                }
                for key, record in zip(keys, records, strict=True)
            ]
        )

    def ref(self, name):
        """Give the record with this external id of ours, or None."""
        return self.env.ref(f"{XMLID_MODULE}.{name}", raise_if_not_found=False)

    def batches(self, label, groups):
        """Walk over groups of what is missing; commit and report after each.

        :param str label: what is loaded, in the plural
        :param groups: list of lists
        """
        total, done = sum(map(len, groups)), 0
        for group in groups:
            yield group
            done += len(group)
            self.env.flush_all()
            self.commit()
            # Records of past batches are not needed again: keep memory and cache walks small.
            self.env.invalidate_all()
            self.say(f"  {label} {done}/{total}")

    def create_missing(self, model, kind, rows, prepare, label=None, size=100):
        """Create what was not created before, in batches.

        :param dict rows: {key in the files: row}
        :param prepare: function (key, row) -> values of the record
        :return: dict {key: id} of all of them, old and new
        """
        loaded = self.ids(model, kind)
        missing = [key for key in rows if key not in loaded]
        for keys in self.batches(label or f"{kind}s", split(missing, size)):
            records = self.env[model].create([prepare(key, rows[key]) for key in keys])
            self.name_records(kind, keys, records)
        return self.ids(model, kind)

    def take_steps(self, kind, steps):
        """Take the steps that were not taken yet, each one transaction.

        Each is marked by an external id of our company; what a user changes or deletes afterwards
        stays so.

        :param str kind: first part of the external ids, such as ``"portfolio"``
        :param dict steps: {name: function that takes this run}, in their order
        """
        missing = [name for name in steps if not self.ref(f"{kind}_{name}")]
        for name in missing:
            steps[name](self)
            self.env.flush_all()
            self.name_records(kind, [name], self.env.company)
            self.env.flush_all()
            self.commit()
            self.env.invalidate_all()
        if missing:
            self.say(f"  {kind}: {', '.join(missing).replace('_', ' ')}")

    def gather_statistics(self, tables):
        """Tell the database how tables have grown, should autovacuum not have looked yet.

        Without statistics the planner may take seconds for each question about what an invoice is
        paid by, and minutes for what is still to be delivered.

        :param tables: names of tables
        """
        self.env.flush_all()
        self.env.cr.execute(SQL("ANALYZE %s", SQL(", ").join(map(SQL.identifier, tables))))
