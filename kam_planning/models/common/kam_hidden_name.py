from odoo import api, models


class KamHiddenName(models.AbstractModel):
    """Records whose names do not show through links to users who may not read them.

    Odoo reads the names of linked records as superuser: an opportunity or an action would name a
    plan that its reader must not know of.
    """

    _name = "kam.hidden.name"
    _description = "Discreet Name"

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_display_name(self):
        """Hide the name from users who may not read the record."""
        result = super()._compute_display_name()
        self._hide_names()
        return result

    def export_data(self, fields_to_export):
        """Odoo refuses a whole export because of one linked record that may not be read. Here such
        a link is exported as none.

        :param list fields_to_export: paths of fields, as Odoo takes them
        :return: dict as Odoo gives it
        :raise AccessError: when one of the records may not be read
        """
        self.check_access("read")
        if not isinstance(fields_to_export, list | tuple):
            return super().export_data(fields_to_export)
        names = {str(path).split("/")[0] for path in fields_to_export}
        hidden = self._find_hidden_links(names)
        for name, records in hidden.items():
            self._fields[name]._update_cache(records, None)
        try:
            return super().export_data(fields_to_export)
        finally:
            for name, records in hidden.items():
                records.invalidate_recordset([name])

    def _find_hidden_links(self, names):
        """Records that link others of such models which the user may not read: {link: records}."""
        found = {}
        for name in names & self._fields.keys():
            field = self._fields[name]
            if field.type == "many2one" and self._hides_name(field.comodel_name):
                hidden = self[name] - self[name]._filtered_access("read")
                records = self.filtered(lambda record, n=name, h=hidden: record[n] & h)
                found |= {name: records} if records else {}
        return found

    @api.model
    def _hides_name(self, model):
        return issubclass(self.pool[model], self.pool["kam.hidden.name"])

    def _hide_names(self):
        if self.env.su and not self.env.user._is_superuser():
            hidden = self - self.sudo(False)._filtered_access("read")
            hidden.filtered("id").display_name = self.env._("No access")
