from typing import NamedTuple

from odoo import api, models, tools
from odoo.exceptions import AccessError, MissingError
from odoo.fields import Command, Domain
from odoo.tools import groupby

from .kinds import MODULE, TO_MANY


class Link(NamedTuple):
    """An id that came from outside: of which records, in which field, and what it leads to."""

    records: models.BaseModel
    name: str
    comodel: str
    id: int


class KamDiscretion(models.AbstractModel):
    """Records that tell nothing of what the user may not read.

    Odoo computes forms, and checks constraints, as superuser: an id of a hidden plan, given in the
    values of a form, by a default of the context or with a new record, would come back as its
    customer, its dates, or as a refusal that names it. So whatever our links lead to is asked for
    first, in one step for all values, before anything is computed or compared. What a record
    leads to already is no id from outside.
    """

    _name = "kam.discretion"
    _description = "Discretion about Hidden Records"
    # Field that leads to the person of whom the records tell; figures show nothing of a few.
    _person_field = None
    # Of records that name somebody at the customer in `contact_id`: what his data download holds.
    _held_fields = ()

    @api.model
    @tools.ormcache()
    def _get_told_names(self):
        """Names of our own fields that lead to other records."""
        return frozenset(
            name
            for name, field in self._fields.items()
            if field.type in ("many2one", *TO_MANY) and MODULE in field._modules
        )

    @api.model
    def _get_measured_domain(self):
        """Which records may be counted and summed for those who may not read them."""
        return Domain.TRUE

    @api.model
    def default_get(self, fields):
        """Refuse defaults, of the context or saved ones, that lead to what may not be read."""
        result = super().default_get(fields)
        self.browse()._check_links([result])
        return result

    @api.model_create_multi
    def create(self, vals_list):
        """Link nothing that the user may not read."""
        self.browse()._check_links(vals_list)
        return super().create(vals_list)

    def write(self, vals):
        """Link nothing that the user may not read."""
        if not self._get_told_names().isdisjoint(vals):
            self.check_access("write")
            self._check_links([vals])
        return super().write(vals)

    def onchange(self, values, field_names, fields_spec):
        """Compute forms only from what the user may read."""
        self.check_access("read")
        self._check_links([values])
        return super().onchange(values, field_names, fields_spec)

    def _check_links(self, values_list):
        """Refuse values that lead to records which the user may not read.

        :param list values_list: as `create`, `write` and `onchange` take them, for these records
        :raise AccessError: naming our field, and nothing of what it leads to
        """
        if self.env.su:
            return
        links = [link for values in values_list for link in self._list_links(values)]
        for comodel, group in groupby(links, key=lambda link: link.comodel):
            hidden = self._find_hidden(comodel, {link.id for link in group})
            for link in group if hidden else ():
                if link.id in hidden and not self._is_linked_sudo(link):
                    raise self._prepare_no_access(link)

    @api.model
    def _find_hidden(self, model, ids):
        """Which of these ids the user may not read, or lead nowhere."""
        records = self.env[model].browse(ids)
        try:
            readable = records._filtered_access("read")
        except MissingError:
            readable = records.exists()._filtered_access("read")
        return ids.difference(readable._ids)

    def _is_linked_sudo(self, link):
        records = link.records.sudo().with_context(active_test=False)
        return bool(records) and all(link.id in record[link.name]._ids for record in records)

    def _prepare_no_access(self, link):
        field = link.records._fields[link.name]
        return AccessError(
            self.env._(
                "No access: what “%(field)s” of “%(document)s” leads to is not there, or you may "
                "not read it. Choose another.",
                field=field._description_string(self.env),
                document=link.records._description,
            )
        )

    def _list_links(self, values):
        """All that these values lead to by our fields, in the lines among them too."""
        links = []
        for name in self._get_told_names().intersection(values):
            lines = self.env[self._fields[name].comodel_name]
            for line_id, inner in self._read_link_value(values[name]):
                if line_id:
                    links.append(Link(self, name, lines._name, line_id))
                if inner and isinstance(lines, self.pool["kam.discretion"]):
                    links += lines.browse(line_id or ())._list_links(inner)
        return links

    @api.model
    def _read_link_value(self, value):
        """Pairs (id or None, values of that record or None) of a link in any of its notations."""
        if isinstance(value, models.BaseModel):
            return [(record_id, None) for record_id in value.ids]
        if type(value) is int:
            return [(value, None)]
        if isinstance(value, dict):
            return [(value["id"] if type(value.get("id")) is int else None, value)]
        if not isinstance(value, list | tuple):
            return []
        if len(value) == 2 and type(value[0]) is int and isinstance(value[1], str):
            return [(value[0], None)]
        return [pair for command in value for pair in self._read_command(command)]

    @api.model
    def _read_command(self, command):
        if not isinstance(command, list | tuple):
            return self._read_link_value(command)
        code, line_id, content = (*command, None, None, None)[:3]
        if code == Command.SET:
            return self._read_link_value(list(content or ()))
        inner = content if isinstance(content, dict) else None
        if code == Command.CREATE:
            return [(None, inner)]
        leads = code in (Command.UPDATE, Command.LINK) and type(line_id) is int
        return [(line_id, inner)] if leads else []

    def _forget_contact(self):
        """Name nobody any more in `contact_id`: he was erased. A hook of `_held_fields`."""
        self.contact_id = False
