from odoo import SUPERUSER_ID, api, models, tools
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

from .kinds import MODULE, TO_MANY

# What such fields hold says nothing to a person, in whichever model.
UNOFFERED = frozenset({"sequence", "color", "parent_path"})


class KamGuarded(models.AbstractModel):
    """Records of which nobody outside writes what we compute, stamp or link ourselves.

    Technical are all our fields that are `readonly`: computed and related ones unless they say
    otherwise, and those declared so. Screens, import and RPC all come by the methods below. A
    technical value that would change nothing is passed over, any other is refused; defaults of the
    context and saved ones are not asked for. Our own code writes such fields as superuser, in
    functions whose names end in `_sudo`.

    This stands first among the parents of a model: what follows it, such as `kam.confirmable`,
    adds stamps behind the guard.
    """

    _name = "kam.guarded"
    _description = "Guarded Record"
    _inherit = ["kam.checked", "kam.discretion", "kam.imported", "kam.totals"]
    # Fields of a class that screens do not offer to group, filter and measure by: what we note,
    # rank and switch by.
    _unoffered_fields = ()

    @api.model
    @tools.ormcache()
    def _get_own_names(self):
        """Names of the fields that we define, which are not all where a model is Odoo's."""
        names = {name for name, field in self._fields.items() if MODULE in field._modules}
        return frozenset(names.difference(models.MAGIC_COLUMNS))

    @api.model
    @tools.ormcache()
    def _get_technical_names(self):
        """Names of the fields that are not written from outside."""
        return frozenset(name for name in self._get_own_names() if self._fields[name].readonly)

    @api.model
    @tools.ormcache()
    def _get_unoffered_names(self):
        """Names of the fields that screens do not offer to group, filter and measure by."""
        classes = type(self).__mro__
        return UNOFFERED.union(*(vars(cls).get("_unoffered_fields", ()) for cls in classes))

    @api.model
    def fields_get(self, allfields=None, attributes=None):
        """Describe what only our own code asks for as nothing to group, filter or measure by."""
        described = super().fields_get(allfields, attributes)
        for name in self._get_unoffered_names().intersection(described):
            for attribute in {"groupable", "searchable"}.intersection(described[name]):
                described[name][attribute] = False
            described[name].pop("aggregator", None)
        return described

    @api.model
    def default_get(self, fields):
        """Give technical fields no default but their own.

        Neither does a step that we take as superuser for a user have others: what he may not write
        he does not slip in by a default that he saved. (Odoo's `sudo` drops those of the context.)
        """
        for_user = self.env.su and self.env.uid != SUPERUSER_ID
        names = self._get_own_names() if for_user else self._get_technical_names()
        names = names.intersection(fields)
        result = super().default_get([name for name in fields if name not in names])
        for name in names:
            field = self._fields[name]
            if field.default:
                value = field.convert_to_cache(field.default(self), self, validate=False)
                result[name] = field.convert_to_write(value, self)
        return result

    @api.model_create_multi
    def create(self, vals_list):
        """Refuse technical values, unless they are what the new records have anyway."""
        technical = self._get_technical_names()
        if self.env.su or all(technical.isdisjoint(vals) for vals in vals_list):
            return super().create(vals_list)
        records = super().create([self._omit_technical(vals) for vals in vals_list])
        for record, vals in zip(records, vals_list, strict=True):
            # An empty cell of an import says nothing.
            record._check_technical({name: vals[name] for name in technical if vals.get(name)})
        return records

    def write(self, vals):
        """Refuse technical values, unless they are what the records have already."""
        technical = self._get_technical_names().intersection(vals)
        if technical and not self.env.su:
            self.check_access("write")
            self._check_technical({name: vals[name] for name in technical})
            vals = self._omit_technical(vals)
        return super().write(vals)

    def onchange(self, values, field_names, fields_spec):
        """Compute forms without what they say about technical fields."""
        names = [name for name in field_names if name not in self._get_technical_names()]
        if field_names and not names:
            return {}
        return super().onchange(self._omit_technical_lines(values), names, fields_spec)

    def copy_data(self, default=None):
        """Let copies begin with technical values of their own."""
        vals_list = super().copy_data(default)
        return [{**self._omit_technical(vals), **(default or {})} for vals in vals_list]

    @api.model
    def _omit_technical(self, vals):
        technical = self._get_technical_names()
        return {name: value for name, value in vals.items() if name not in technical}

    @api.model
    def _omit_technical_lines(self, values):
        """The same for values of a form, with the lines in it.

        Lists that we compute stay: the answer says how they differ from what the client has.
        """
        technical = self._get_technical_names()
        kept = {
            name: value
            for name, value in values.items()
            if name not in technical or self._fields[name].type in TO_MANY
        }
        for name, value in kept.items():
            field = self._fields.get(name)
            lines = field and field.type in TO_MANY and self.env[field.comodel_name]
            if isinstance(value, list) and isinstance(lines, self.pool["kam.guarded"]):
                kept[name] = [lines._omit_from_command(command) for command in value]
        return kept

    @api.model
    def _omit_from_command(self, command):
        if not isinstance(command, list | tuple) or len(command) != 3:
            return command
        code, line_id, values = command
        if code not in (Command.CREATE, Command.UPDATE) or not isinstance(values, dict):
            return command
        return (code, line_id, self._omit_technical_lines(values))

    def _check_technical(self, values):
        """Refuse technical values that differ from what the records have.

        :raise AccessError: naming the record and the field
        """
        for name in sorted(values):
            field = self._fields[name]
            self._check_field_access(field, "write")
            for record in self:
                if not record._has_value(field, values[name]):
                    raise AccessError(
                        self.env._(
                            "%(document)s “%(record)s”: “%(field)s” is kept by the system and not "
                            "changed by hand. Leave it out.",
                            document=self._description,
                            record=record.display_name,
                            field=field._description_string(self.env),
                        )
                    )

    def _has_value(self, field, value):
        """Whether a field has a value, given as `write` takes it; what is no value it has not."""
        current = field.convert_to_cache(self[field.name], self)
        try:
            given = field.convert_to_cache(value, self, validate=False)
        except (TypeError, ValueError):
            return False
        return set(current) == set(given) if field.type in TO_MANY else current == given

    def _check_as_given(self, vals):
        """Refuse other values than these records have: what was said once stays as it was given.

        :raise UserError: as `_get_given_text` says
        """
        self._check_values(vals)
        self._check_links([vals])
        for record in self:
            if not all(record._has_value(self._fields[name], vals[name]) for name in vals):
                raise UserError(record._get_given_text())

    def _get_given_text(self):
        """Why what was given stays so, and what to do instead."""
        raise NotImplementedError
