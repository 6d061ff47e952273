from ast import literal_eval
from contextlib import suppress

from odoo import api, models
from odoo.fields import Domain

from ...tools.rows import sort_parents_first
from .loading import get_loading

# Links by which others are looked up come first.
FIRST = ("company_id", "account_id", "plan_id", "template_id")


class KamLookup(models.AbstractModel):
    """Names in the rows of a table, looked up where the row is: on its account, in its plan.

    Odoo takes the first record of a name, wherever that is, and knows none that comes further down.
    Here rows come after their parents, a name that two records have is refused with its row, and
    one query finds all names of a column.
    """

    _name = "kam.lookup"
    _description = "Names in a Table"

    # Links to contacts, of the row's account before all others.
    _contact_fields = ()
    # Links to others of the model that may lead in a circle: rows wait for these where they can.
    _side_fields = ()

    @api.model
    def _get_import_scope(self, name):
        """Fields of which the record that is named has the same values as the row."""
        return ()

    @api.model
    def _get_contact_account(self, place):
        """Id of the account whose contacts a row means, by the links of the row; or None."""
        return place.get("account_id")

    @api.model
    def _convert_records(self, records, **options):
        loading = get_loading(self)
        if loading is None:
            yield from super()._convert_records(records, **options)
            return
        rows, links = list(records), []
        ordered = self._give_parents_first(rows, links, loading, options["log"])
        converted = super()._convert_records(ordered, **options)
        for number, (dbid, xid, values, info) in enumerate(converted):
            yield dbid, xid, {**values, **links[number]}, {**info, "record": loading.order[number]}

    @api.model
    def _give_parents_first(self, rows, links, loading, log):
        """Give the rows in an order in which each comes after its parents, level by level.

        :param list rows: pairs (record as Odoo extracts it, dict of where it stands)
        :param list links: gets for each row that is given the ids of the names in it
        """
        loading.last_row = max((where["rows"]["to"] for _row, where in rows), default=-1)
        names = self._read_names([row for row, _where in rows])
        levels, circle = sort_parents_first(*names)
        for number in circle:
            text = self.env._("This row stands, by way of others, above itself.")
            log({**rows[number][1], "type": "error", "record": number, "message": text})
        for level in levels:
            # What was read so far is created, to be found by its name.
            self.env.context["import_flush"](model=self._name)
            found = self._look_up_level({number: rows[number] for number in level}, log)
            for number, ids in found.items():
                loading.order.append(number)
                links.append(ids)
                yield rows[number]

    @api.model
    def _read_names(self, rows):
        """How the rows are called, whom they call, and whom by links that may lead in a circle:
        three lists of sets.
        """
        parents = [
            name
            for name, field in self._fields.items()
            if field.type == "many2one" and field.comodel_name == self._name and not field.readonly
        ]
        above = [name for name in parents if name not in self._side_fields]
        return (
            [self._read_own_names(row) for row in rows],
            [self._read_all_called(row, above) for row in rows],
            [self._read_all_called(row, self._side_fields) for row in rows],
        )

    @api.model
    def _read_all_called(self, row, names):
        return {called for name in names for called in self._read_called(row, row.get(name))}

    @api.model
    def _read_own_names(self, row):
        names = {("id", row["id"])} if row.get("id") else set()
        place = self._read_place(row)
        own = [row.get(self._rec_name)]
        own += [cell[0].get(None) for name in self._contact_fields if (cell := row.get(name))]
        return names | {(place, name) for name in own if name and isinstance(name, str)}

    @api.model
    def _read_called(self, row, cell):
        for reference in cell or ():
            if reference.get("id"):
                yield ("id", reference["id"])
            if reference.get(None):
                yield (self._read_place(row), reference[None])

    @api.model
    def _read_place(self, row):
        return repr([row.get(name) for name in FIRST])

    @api.model
    def _look_up_level(self, rows, log):
        """Look up the names in rows and take them out of them.

        :param dict rows: {number: pair (record as Odoo extracts it, dict of where it stands)}
        :return: dict {number: {field: id}} of the rows in which nothing failed
        """
        found = {number: {} for number in rows}
        places = {number: self._read_references(row) for number, (row, _where) in rows.items()}
        self._complete_places(rows, places)
        for name in self._get_looked_up_names(rows):
            asked = {n: get_name(row, name) for n, (row, _where) in rows.items() if n in found}
            asked = {number: text for number, text in asked.items() if text}
            for number, ids in self._search_names(name, asked, places).items():
                row, where = rows[number]
                if len(ids) == 1:
                    del row[name]
                    found[number][name] = places[number][name] = ids[0]
                elif problem := self._find_problem(name, asked[number], ids):
                    log({**where, **problem, "type": "error", "record": number, "field": name})
                    del found[number]
                elif self._get_import_scope(name):
                    del row[name]
                    found[number][name] = (
                        None if is_among(self, "import_skip_records", name) else False
                    )
            self._follow_owner(name, places)
        return found

    @api.model
    def _get_looked_up_names(self, rows):
        """Links that stand by name in some row, those by which others are looked up first."""
        names = {
            name
            for row, _where in rows.values()
            for name in row
            if name in self._fields
            and self._fields[name].type == "many2one"
            and get_name(row, name)
        }
        owners = (*FIRST, *self._owner_fields)
        return sorted(names, key=lambda name: (owners.index(name) if name in owners else 99, name))

    @api.model
    def _read_references(self, row):
        """Links of a row that stand by external or database id: {field: id}."""
        converter, links = self.env["ir.fields.converter"], {}
        for name, cell in row.items():
            field = self._fields.get(name)
            if not (field and field.type == "many2one" and cell):
                continue
            if xid := cell[0].get("id"):
                comodel = self.env[field.comodel_name]
                links[name] = converter._xmlid_to_record_id(self._complete_xid(xid), comodel)
            elif str(cell[0].get(".id", "")).isdigit():
                links[name] = int(cell[0][".id"])
        return links

    @api.model
    def _complete_places(self, rows, places):
        """Rows that say nothing of their account or plan are where their record is."""
        names = [name for name in FIRST if name in self._fields]
        for number, record in self._find_placed({n: row for n, (row, _w) in rows.items()}).items():
            for name in names:
                places[number].setdefault(name, record[name].id)
        if "company_id" in names:
            for number, (row, _where) in rows.items():
                if not row.get("company_id"):
                    places[number].setdefault("company_id", self.env.company.id)

    @api.model
    def _find_placed(self, rows):
        """Records that rows name by their ids and not by their place: {number: record}."""
        rows = {
            number: row
            for number, row in rows.items()
            if any(name in self._fields and name not in row for name in FIRST)
            and any(get_name(row, name) and self._get_import_scope(name) for name in row)
        }
        xids = {
            number: self._complete_xid(row["id"]) for number, row in rows.items() if row.get("id")
        }
        known = self._lookup_xids_sudo(xids.values())
        ids = {number: known[xid] for number, xid in xids.items() if xid in known}
        for number, row in rows.items():
            if str(row.get(".id") or "").isdigit():
                ids[number] = int(row[".id"])
        readable = self.browse(ids.values()).exists()._filtered_access("read")
        by_id = {record.id: record for record in readable}
        return {number: by_id[one] for number, one in ids.items() if one in by_id}

    @api.model
    def _complete_xid(self, xid):
        module = self.env.context.get("_import_current_module", "__import__")
        return xid if "." in xid else f"{module}.{xid}"

    @api.model
    def _lookup_xids_sudo(self, xids):
        """Ids of the records of this model that have these external ids: {external id: id}."""
        xids = [xid for xid in xids if xid]
        rows = self.env["ir.model.data"].sudo()._lookup_xmlids(xids, self) if xids else ()
        return {
            f"{module}.{name}": there
            for _id, module, name, model, _res, _noupdate, there in rows
            if there and model == self._name
        }

    @api.model
    def _follow_owner(self, name, places):
        """What a row belongs to says where the row is."""
        if name not in self._owner_fields or name in FIRST:
            return
        owners = self.env[self._fields[name].comodel_name]
        ids = {place[name] for place in places.values() if place.get(name)}
        readable = {owner.id: owner for owner in owners.browse(ids)._filtered_access("read")}
        for place in places.values():
            owner = readable.get(place.get(name), ())
            for above in FIRST if owner else ():
                if above in owners._fields and above in self._fields:
                    place[above] = owner[above].id

    @api.model
    def _search_names(self, name, asked, places):
        """Find the records of a column's names.

        :param dict asked: {number of the row: text}
        :return: dict {number of the row: list of ids}
        """
        comodel = self.env[self._fields[name].comodel_name]
        title = comodel._fields.get(comodel._rec_name)
        if comodel._name.startswith("kam.") and title and title.store and title.type == "char":
            return self._search_own_names(name, comodel, asked, places)
        found = {}
        for number, text in asked.items():
            account = name in self._contact_fields and self._get_contact_account(places[number])
            ids = self._search_other_name(comodel, text, account)
            found[number] = self._choose_allowed(name, ids) if len(ids) > 1 else ids
        return found

    @api.model
    def _choose_allowed(self, name, ids):
        """Those of several records of a name that may stand in a field: companies as customers."""
        domain = self._fields[name].domain
        with suppress(ValueError, SyntaxError):
            domain = literal_eval(domain) if isinstance(domain, str) else domain
        if not isinstance(domain, list) or not domain:
            return ids
        return self.env[self._fields[name].comodel_name].browse(ids).filtered_domain(domain).ids

    @api.model
    def _search_own_names(self, name, comodel, asked, places):
        title = comodel._rec_name
        scope = [one for one in self._get_import_scope(name) if one in comodel._fields]
        domain = Domain(title, "in", list(set(asked.values())))
        for one in scope:
            values = {places[number].get(one) for number in asked}
            if None not in values:
                domain &= Domain(one, "in", list(values))
        by_text = comodel.search_fetch(domain, [title, *scope]).grouped(title) if asked else {}
        return {
            number: [
                record.id
                for record in by_text.get(text, ())
                if all(places[number].get(one) in (None, record[one].id) for one in scope)
            ]
            for number, text in asked.items()
        }

    @api.model
    def _search_other_name(self, comodel, text, account):
        """Ids of records of a name; of contacts those of the account, if there are any."""
        names = get_loading(self).names
        key = (comodel._name, text, account)
        if key not in names:
            ids = []
            if account:
                name = Domain("display_name", "=", text) | Domain("name", "=", text)
                ids = comodel.search(name & Domain("id", "child_of", account), limit=3).ids
            names[key] = ids or [one for one, _name in comodel.name_search(text, operator="=")]
        return names[key]

    @api.model
    def _find_problem(self, name, text, ids):
        """What is wrong with a name that not exactly one record has, as Odoo notes it; or None."""
        field = self._fields[name]._description_string(self.env)
        if len(ids) > 1:
            message = self.env._(
                "“%(name)s” (%(field)s) is the name of several records. Say which by its External "
                "ID.",
                name=text,
                field=field,
            )
        elif not self._get_import_scope(name) or any(
            is_among(self, key, name) for key in ("import_set_empty_fields", "import_skip_records")
        ):
            # Odoo says it, or makes it, or does what the user chose.
            return None
        else:
            message = self.env._(
                "“%(name)s” (%(field)s) is not to be found where this row belongs. Correct the "
                "name, or put a row for it into the same file.",
                name=text,
                field=field,
            )
        return {"message": message, "field_name": field}


def get_name(row, name):
    """The name by which a row links a record, or None."""
    cell = row.get(name)
    return cell[0].get(None) if isinstance(cell, list) and len(cell) == 1 else None


def is_among(records, key, name):
    """Whether the user chose a column for what the dialogue of imports offers."""
    return name in (records.env.context.get(key) or ())
