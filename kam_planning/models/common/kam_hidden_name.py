from odoo import api, models
from odoo.exceptions import AccessError

from .switches import is_on, switch_on


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
        """Export what the user may read: of records behind links that he may not read, no name.

        :param list fields_to_export: paths of fields, as Odoo takes them
        :return: dict as Odoo gives it
        """
        exported = switch_on(self, "kam_exporting")
        return super(KamHiddenName, exported).export_data(fields_to_export)

    @api.private
    def fetch(self, field_names=None):
        """Not refused for a link of an exported record."""
        if not is_on(self, "kam_exporting"):
            return super().fetch(field_names)
        return super(KamHiddenName, self._filtered_access("read")).fetch(field_names)

    def _export_rows(self, fields, *, _is_toplevel_call=True):
        try:
            return super()._export_rows(fields, _is_toplevel_call=_is_toplevel_call)
        except AccessError:
            if _is_toplevel_call:
                raise
        hidden = self.env._("No access")
        return [[hidden if path == ["display_name"] else "" for path in fields]]

    def _hide_names(self):
        if self.env.su and not self.env.user._is_superuser():
            hidden = self - self.sudo(False)._filtered_access("read")
            hidden.filtered("id").display_name = self.env._("No access")
