from odoo import models
from odoo.exceptions import AccessError


class IrRule(models.Model):
    """Refusals of rules say nothing of a record of ours that the user may not even read.

    In debug mode Odoo lists records and rules by their names.
    """

    _inherit = "ir.rule"

    def _make_access_error(self, operation, records):
        """Name no record that is hidden from the user."""
        error = super()._make_access_error(operation, records)
        is_ours = isinstance(records, self.pool["kam.discretion"])
        if not is_ours or (operation != "read" and records.has_access("read")):
            return error
        discreet = AccessError(
            self.env._(
                "No access: you may not read this record of “%(document)s” (%(model)s). Ask a "
                "manager of Key Account Management if you need it.",
                document=records._description,
                model=records._name,
            )
        )
        # By which the client offers to change to another company of the user's.
        if getattr(error, "context", None):
            discreet.context = error.context
        return discreet
