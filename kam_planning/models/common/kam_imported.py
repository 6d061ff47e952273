from contextlib import suppress

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain
from odoo.tools.misc import file_path

from ...tools.rows import MISSING, SEVERAL, match
from .kinds import MODULE
from .loading import LOADING, Loading, get_loading


class RowsRefusedError(Exception):
    """Some of many rows cannot be taken: Odoo then takes them one by one, and each one says why."""


class KamImported(models.AbstractModel):
    """Records that are read from a table: a row that says again what is there changes that record.

    What a row means is said by its external id, its database id, or else by the model's natural
    keys. Of a record that is there only what differs is written: what was exported and comes back
    unchanged leaves no trace. How names of other records are looked up is in `kam_lookup`.
    """

    _name = "kam.imported"
    _description = "Record Read From a Table"
    _inherit = ["kam.lookup"]

    # `tools.rows.NaturalKey`s, the one that says most first.
    _natural_keys = ()

    @api.model
    def load(self, fields, data):
        """Read rows of a table, those that others name as their parents first.

        :param list fields: names of the columns, such as ``plan_id/id``
        :param list data: rows, lists of cells
        :return: dict ``ids`` (in the order of the rows, or False), ``messages``, ``nextrow``
        """
        if self._original_module != MODULE or self.env.context.get("install_mode"):
            return super().load(fields, data)
        loading = Loading()
        # Odoo takes the number 0 for an empty cell.
        data = [
            ["0" if type(cell) in (int, float) and not cell else cell for cell in row]
            for row in data
        ]
        loader = self.with_context(**{LOADING: loading})
        result = super(KamImported, loader).load(fields, data)
        return loading.put_in_order(result, self.env.context.get("_import_limit"))

    @api.model
    def get_import_templates(self):
        """Give the table to fill in that the dialogue of imports offers.

        :return: list of dicts ``label``, ``template`` (the path of a file)
        """
        path = f"{MODULE}/static/csv/{self._table}.csv"
        with suppress(FileNotFoundError):
            file_path(path)
            label = self.env._("Import Template for “%s”", self._description)
            return [{"label": label, "template": f"/{path}"}]
        return super().get_import_templates()

    @api.model
    def _load_records(self, data_list, update=False):
        if get_loading(self) is None or update:
            return super()._load_records(data_list, update)
        means = self._find_means(data_list)
        firsts = [self._aim(data, one) for data, one in zip(data_list, means, strict=True)]
        is_repeat = [isinstance(one, tuple) and one[0] == "row" for one in means]
        super()._load_records(
            [one for one, late in zip(firsts, is_repeat, strict=True) if not late]
        )
        for aimed, one, late in zip(firsts, means, is_repeat, strict=True):
            if late:
                aimed["values"]["id"] = firsts[one[1]]["record"].id
                super()._load_records([aimed])
        self._name_outside_sudo(data_list, firsts)
        for data, aimed in zip(data_list, firsts, strict=True):
            data["record"] = aimed["record"]
        return self.browse().concat(*(data["record"] for data in data_list))

    @api.model
    def _aim(self, data, means):
        """What Odoo is told about one row: the id of the record that it means."""
        values = dict(data["values"])
        if not isinstance(means, tuple):
            return {**data, "values": values}
        if means[0] == "record":
            values["id"] = means[1]
        return {**data, "values": values, "xml_id": None}

    @api.model
    def _name_outside_sudo(self, data_list, aimed):
        """Keep the external ids that came with rows of records which were there already."""
        self.env["ir.model.data"].sudo()._update_xmlids(
            [
                {"xml_id": data["xml_id"], "record": one["record"], "noupdate": data["noupdate"]}
                for data, one in zip(data_list, aimed, strict=True)
                if data.get("xml_id") and not one["xml_id"]
            ]
        )

    @api.model
    def _find_means(self, data_list):
        """What each row means: see `tools.rows.match`; None also where its ids say it.

        :raise UserError: when the one row means several records, or one that may not be written
        :raise RowsRefusedError: when one of several rows does
        """
        known = self._lookup_xids_sudo([data.get("xml_id") for data in data_list])
        numbers = [
            number
            for number, data in enumerate(data_list)
            if not data["values"].get("id") and data.get("xml_id") not in known
        ]
        values_list = [data_list[n]["values"] for n in numbers]
        found = self._match_natural(values_list, [data_list[n].get("xml_id") for n in numbers])
        reason = self._find_reason(found)
        if reason:
            raise UserError(reason) if len(data_list) == 1 else RowsRefusedError(reason)
        means = [None] * len(data_list)
        for number, one in zip(numbers, found, strict=True):
            is_row = isinstance(one, tuple) and one[0] == "row"
            means[number] = ("row", numbers[one[1]]) if is_row else one
        self._fetch_rows(data_list, known, means)
        return means

    @api.model
    def _fetch_rows(self, data_list, known, means):
        """Read what is there of the rows at once, to compare each with its row."""
        ids = {one[1] for one in means if one and one[0] == "record"} | set(known.values())
        ids |= {data["values"].get("id") for data in data_list} - {None}
        names = {name for data in data_list for name in data["values"]}
        stored = [name for name in names if name != "id" and self._fields[name].store]
        readable = [name for name in stored if self._has_field_access(self._fields[name], "read")]
        self.browse(ids).exists()._filtered_access("read").fetch(readable)

    @api.model
    def _find_reason(self, found):
        """Why rows that mean this cannot be taken, or None. Nothing hidden is named."""
        if SEVERAL in found:
            return self.env._(
                "Several records of “%s” are meant by this row. Say which by its External ID.",
                self._description,
            )
        ids = {one[1] for one in found if one and one[0] == "record"}
        records = self.browse(ids)
        if len(records._filtered_access("read")._filtered_access("write")) < len(ids):
            return self.env._(
                "What this row says of “%s” is recorded already, where you may not change it. "
                "Leave the row out, or ask somebody who works with it.",
                self._description,
            )
        return None

    @api.model
    def _match_natural(self, values_list, names=()):
        """What new values mean by the natural keys: see `tools.rows.match`."""
        if not values_list:
            return []
        rows = self._read_rows(values_list)
        for row, name in zip(rows, names, strict=False):
            row["id"] = name
        records = {}
        for key in self._natural_keys:
            records |= self._find_natural_sudo(key, rows)
        return match(self._natural_keys, rows, records)

    @api.model
    def _get_natural_names(self):
        return list(
            dict.fromkeys(name for key in self._natural_keys for name in (*key.names, *key.ties))
        )

    @api.model
    def _read_rows(self, values_list):
        """Values of the fields of natural keys: list of dicts {field: plain value or MISSING}."""
        names = self._get_natural_names()
        needed = {name for key in self._natural_keys for name in key.names}
        absent = sorted(name for name in needed if any(name not in vals for vals in values_list))
        defaults = self.default_get(absent) if absent else {}
        computed = [name for name in absent if name not in defaults and self._fields[name].compute]
        plain = {name for name in self._fields if not self._fields[name].type.endswith("2many")}
        complete = [
            {**defaults, **{n: value for n, value in vals.items() if n in plain and n != "id"}}
            for vals in values_list
        ]
        rows = [self._read_row(vals, names) for vals in complete]
        if computed:
            # As the records would be made: a target without dates is of the plan's period.
            new = self.browse().concat(*(self.new(vals) for vals in complete))
            for record, row in zip(new, rows, strict=True):
                for name in computed:
                    if row[name] is MISSING:
                        row[name] = get_plain(record, name)
        return rows

    @api.model
    def _read_row(self, values, names):
        fields = self._fields
        return {
            name: fields[name].convert_to_cache(values[name], self, validate=False)
            if name in values
            else MISSING
            for name in names
        }

    @api.model
    def _find_natural_sudo(self, key, rows):
        """Records of a natural key that rows have: {id: dict {field: plain value}}.

        As superuser, to refuse by a clear sentence what is there but hidden. What is archived
        counts where the database counts it.
        """
        values = [value for row in rows if (value := key.key_of(row))]
        if not values:
            return {}
        domain = Domain.AND(
            Domain(name, "in", list({value[place] or False for value in values}))
            for place, name in enumerate(key.names)
        )
        names = self._get_natural_names()
        records = self.sudo().with_context(active_test=not key.is_unique)
        found = records.search_fetch(domain, names, order="id")
        return {record.id: {name: get_plain(record, name) for name in names} for record in found}

    def _load_records_write(self, values):
        """Write what differs, and nothing where nothing does."""
        if get_loading(self) is None:
            return super()._load_records_write(values)
        changed = self._get_changed_values(values)
        return super()._load_records_write(changed) if changed else None

    def _get_changed_values(self, values):
        """Those of the values that this record does not have already."""
        changed = {}
        for name, value in values.items():
            field = self._fields.get(name)
            if field and field.type == "one2many":
                value = self._get_changed_lines(field, value)
                if value:
                    changed[name] = value
            elif name != "id" and not (field and self._is_same(field, value)):
                changed[name] = value
        return changed

    def _is_same(self, field, value):
        if field.type != "properties":
            return self._has_value(field, value)
        given = field.convert_to_cache(value, self, validate=False) or {}
        there = self[field.name]._values or {}
        return all((there.get(name) or False) == (one or False) for name, one in given.items())

    def _get_changed_lines(self, field, commands):
        """Commands for the lines of a record that is there: new lines, and changes of others."""
        lines, result = self.env[field.comodel_name], []
        commands = commands or []
        if not isinstance(lines, self.pool["kam.imported"]):
            return commands
        new = [{**c[2], field.inverse_name: self.id} for c in commands if c[0] == Command.CREATE]
        found = iter(lines._match_natural(new) if lines._natural_keys else [None] * len(new))
        for command in commands:
            if command[0] == Command.CREATE:
                means = next(found)
                reason = lines._find_reason([means])
                if reason:
                    raise UserError(reason)
                is_there = means and means[0] == "record"
                command = Command.update(means[1], command[2]) if is_there else command
            if command[0] == Command.UPDATE:
                changes = lines.browse(command[1])._get_changed_values(command[2])
                result += [Command.update(command[1], changes)] if changes else []
            elif command[0] != Command.LINK or command[1] not in self[field.name].ids:
                result.append(command)
        return result


def get_plain(record, name):
    """A value to compare: an id for a link, otherwise the value."""
    value = record[name]
    return value._origin.id if isinstance(value, models.BaseModel) else value
