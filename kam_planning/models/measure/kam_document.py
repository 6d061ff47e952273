from odoo import api, models
from odoo.exceptions import AccessError

NAME = "kam_customer_id"


class KamDocument(models.AbstractModel):
    """A document of Odoo that keeps for whom it was made: nobody says that from outside.

    As `kam.guarded` has it for our own records: a value that would change nothing is passed over,
    any other is refused, and defaults are not asked for.
    """

    _name = "kam.document"
    _description = "Document That Keeps Its Customer"

    @api.model
    def default_get(self, fields):
        """Give no default for whom it is made."""
        result = super().default_get(fields)
        result.pop(NAME, None)
        return result

    @api.model_create_multi
    def create(self, vals_list):
        """Refuse a customer that the new document does not have anyway."""
        if self.env.su or all(NAME not in vals for vals in vals_list):
            return super().create(vals_list)
        documents = super().create([self._omit_customer(vals) for vals in vals_list])
        for document, vals in zip(documents, vals_list, strict=True):
            document._check_customer(vals.get(NAME) or document.kam_customer_id.id)
        return documents

    def write(self, vals):
        """Refuse a customer that the documents do not have already."""
        if NAME in vals and not self.env.su:
            self.check_access("write")
            self._check_customer(vals[NAME])
            vals = self._omit_customer(vals)
        return super().write(vals)

    def _filter_unchanged_sudo(self, vals, names):
        """Those of which the fields with these names, where values are given, have them already.
        As superuser: links that the user may not read are among them.
        """
        given = [self._fields[name] for name in names if name in vals]
        return self.filtered(
            lambda document: all(
                field.convert_to_cache(vals[field.name], document, validate=False)
                == field.convert_to_cache(document.sudo()[field.name], document)
                for field in given
            )
        )

    @api.model
    def _omit_customer(self, vals):
        return {name: value for name, value in vals.items() if name != NAME}

    def _check_customer(self, customer_id):
        """
        :raise AccessError: naming the document, to who may read the field at all
        """
        field = self._fields[NAME]
        self._check_field_access(field, "write")
        for document in self:
            if (document.kam_customer_id.id or False) != (customer_id or False):
                raise AccessError(
                    self.env._(
                        "%(document)s “%(record)s”: “%(field)s” is kept by the system and not "
                        "changed by hand. Leave it out.",
                        document=self._description,
                        record=document.display_name,
                        field=field._description_string(self.env),
                    )
                )
