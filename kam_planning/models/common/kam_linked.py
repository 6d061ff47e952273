from odoo import api, models, tools
from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tools import SQL

from .defaults import with_defaults
from .kinds import MODULE
from .switches import is_on

# Of Odoo's records those that a user may be kept from, and that we change.
GUARDED_MODELS = ("kam.", "crm.lead")


class KamLinked(models.AbstractModel):
    """Records whose links lead only to what the user may use: a link needs the right on both ends.

    To link a record he must be able to read it. Where the link makes one record part of another
    (`_owner_fields`) he must be able to write the other one, and to take it away as well the one
    that it leaves. Asked of our own fields before anything is read from the link or written,
    defaults of the context included; our own code links as superuser.
    """

    _name = "kam.linked"
    _description = "Record With Links"

    # Links to the record of which this one is a part.
    _owner_fields = ()
    # Links to the record above, which must lead in no circle.
    _loop_fields = ()

    @api.model
    @tools.ormcache()
    def _get_link_names(self):
        """Names of the fields of ours by which users link records that they may be kept from."""
        return tuple(
            name
            for name, field in sorted(self._fields.items())
            if MODULE in field._modules
            and field.type in ("many2one", "many2many")
            and field.comodel_name.startswith(GUARDED_MODELS)
            and not field.readonly
        )

    @api.model
    def _get_asked_names(self):
        """Links of which the right is asked here: `kam.discretion` asks for reading itself."""
        if self.env.su:
            return ()
        if isinstance(self, self.pool["kam.discretion"]):
            return tuple(name for name in self._get_link_names() if name in self._owner_fields)
        return self._get_link_names()

    @api.model_create_multi
    def create(self, vals_list):
        """Link nothing that the user may not use."""
        names = self._get_asked_names()
        for name, linked in self._find_linked(with_defaults(self, vals_list, names), names):
            is_owner = name in self._owner_fields
            if not (is_owner and is_on(self, "kam_new_owner")):
                self._check_linked(name, linked, "write" if is_owner else "read")
        if self._parent_store:
            # The path of a new record is made of the one above.
            self._lock_above(vals_list)
        return super().create(vals_list)

    def write(self, vals):
        """Link nothing that the user may not use, and take nothing away from what is not his."""
        names = set(self._get_asked_names()).intersection(vals)
        if names:
            self.check_access("write")
        for name, linked in self._find_linked([vals], sorted(names)):
            former = self._get_linked_sudo(name)
            if name not in self._owner_fields:
                self._check_linked(name, linked - former, "read")
            elif former != linked:
                self._check_linked(name, linked | former, "write")
        self._lock_above([vals])
        return super().write(vals)

    @api.model
    def _lock_above(self, vals_list):
        """Lock what stands above the new places until the end of the transaction, for others to
        read but not to move.

        A transaction does not see what another one changes meanwhile, so two of them could make a
        circle of which each checked one half. One writes what the other one has locked: it waits,
        fails by PostgreSQL's own rules, and Odoo repeats it with the other one's change in sight.
        """
        for name in self._loop_fields:
            field = self._fields[name]
            ids = [i for vals in vals_list for i in get_linked_ids(field, vals.get(name))]
            if ids:
                self.flush_model([name])
                self.env.execute_query(self._get_lock_sql(name, ids))

    @api.model
    def _get_lock_sql(self, name, ids):
        return SQL(
            """
            SELECT id FROM %(table)s
             WHERE id IN (
                WITH RECURSIVE above(id) AS (
                    SELECT unnest(%(ids)s::int[])
                    UNION
                    SELECT record.%(name)s
                      FROM %(table)s record JOIN above ON record.id = above.id
                     WHERE record.%(name)s IS NOT NULL
                )
                SELECT id FROM above
             )
             ORDER BY id
               FOR SHARE
            """,
            table=SQL.identifier(self._table),
            name=SQL.identifier(name),
            ids=ids,
        )

    def copy_data(self, default=None):
        """Let copies go without links that the user may not use himself."""
        vals_list = super().copy_data(default)
        given = {*(default or {}), *self._owner_fields}
        for name in () if self.env.su else set(self._get_link_names()) - given:
            linked = self._get_linked_sudo(name)
            hidden = set((linked - linked._filtered_access("read")).ids)
            for vals in vals_list if hidden else ():
                if not hidden.isdisjoint(get_linked_ids(self._fields[name], vals.get(name))):
                    del vals[name]
        return vals_list

    def _get_linked_sudo(self, name):
        """What these records link, hidden from the user or not: asked before it is used."""
        return self.sudo().mapped(name).sudo(False)

    @api.model
    def _find_linked(self, vals_list, names):
        """What values link: list of pairs (field's name, records)."""
        links = []
        for name in names:
            field = self._fields[name]
            ids = {i for vals in vals_list for i in get_linked_ids(field, vals.get(name))}
            links.append((name, self.env[field.comodel_name].browse(ids)))
        return links

    @api.model
    def _check_linked(self, name, records, operation):
        """Refuse links; nothing is said of the records that they lead to."""
        if records and records != records._filtered_access(operation):
            raise AccessError(
                self.env._(
                    "No access: you may not use what you chose as “%(field)s” of “%(document)s”. "
                    "Choose another, or ask somebody who works with it.",
                    document=self._description,
                    field=self._fields[name]._description_string(self.env),
                )
            )


def get_linked_ids(field, value):
    """Ids that a value, as `create` or `write` takes it, links to a record.

    :param field: a Many2one or Many2many
    :param value: id, records, commands or ids; what is none of them links nothing
    :return: list of int
    """
    if isinstance(value, models.BaseModel):
        return value.ids
    if field.type == "many2one":
        value = value[:1] if isinstance(value, list | tuple) else [value]
        return [record_id for record_id in value if isinstance(record_id, int) and record_id]
    ids = []
    for command in value if isinstance(value, list | tuple) else ():
        if isinstance(command, int):
            ids.append(command)
        elif command and command[0] == Command.LINK:
            ids.append(command[1])
        elif command and command[0] == Command.SET:
            ids += command[2] or ()
    return ids
