from odoo import api, models

from ..common.switches import is_on


class KamConfirmable(models.AbstractModel):
    """A line that an open change touches is to be confirmed, however lately it was; who confirms or
    changes it has judged the change.
    """

    _name = "kam.confirmable"
    _inherit = ["kam.confirmable", "kam.change.mark"]

    @api.depends("is_touched")
    def _compute_is_stale(self):
        result = super()._compute_is_stale()
        fresh = self.filtered(lambda line: not line.is_stale)
        touched = fresh.filtered("is_touched")
        for line in touched.filtered_domain(self._get_confirm_domain()):
            line.is_stale = True
        return result

    def _search_is_stale(self, operator, value):
        old = super()._search_is_stale(operator, value)
        if old is NotImplemented:
            return old
        touched = self._search_is_touched("in", [True])
        return old | (touched & self._get_confirm_domain())

    def write(self, vals):
        """Take the change of a confirming field, and a confirmation, as a judgement."""
        result = super().write(vals)
        by_hand = not is_on(self, "kam_no_confirmation")
        confirming = {"confirmed_date", *(self._confirming_fields if by_hand else ())}
        if not confirming.isdisjoint(vals):
            self._settle_changes()
        return result
