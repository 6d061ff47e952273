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

    def _hide_names(self):
        if self.env.su and not self.env.user._is_superuser():
            hidden = self - self.sudo(False)._filtered_access("read")
            hidden.filtered("id").display_name = self.env._("No access")
