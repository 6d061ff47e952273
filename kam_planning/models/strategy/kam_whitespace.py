from odoo import api, models
from odoo.fields import Domain

# What decides which competitor stands where, and until when.
TELLING = {
    *("account_id", "company_id", "buying_center_id", "offering_id"),
    *("competitor_id", "contract_end"),
}


class KamWhitespace(models.Model):
    """Competitors get their positions from the cells in which they stand."""

    _inherit = "kam.whitespace"

    @api.model_create_multi
    def create(self, vals_list):
        """Give the competitors that are named a position."""
        cells = super().create(vals_list)
        cells._follow_competitors_sudo(())
        return cells

    def write(self, vals):
        """Let both positions follow: of who stood there before, and of who stands there now."""
        if TELLING.isdisjoint(vals):
            return super().write(vals)
        before = self._get_position_keys()
        result = super().write(vals)
        self._follow_competitors_sudo(before)
        return result

    def unlink(self):
        """A competitor stands in a cell less."""
        before = self._get_position_keys()
        result = super().unlink()
        self.browse()._follow_competitors_sudo(before)
        return result

    def _get_position_key(self):
        return (self.account_id.id, self.company_id.id, self.competitor_id.id)

    def _get_position_keys(self):
        return {cell._get_position_key() for cell in self if cell.competitor_id}

    def _follow_competitors_sudo(self, before):
        """Give each competitor in these cells a position where it has none, and read what the cells
        say of those that are there.

        As superuser: positions come by themselves, whoever changes a cell.

        :param before: keys of the positions that these cells spoke of before
        """
        keys = self._get_position_keys().union(before)
        if not keys:
            return
        positions = self.env["kam.competitor.position"].sudo().with_context(active_test=False)
        accounts, companies, rivals = (list(set(ids)) for ids in zip(*keys, strict=True))
        domain = Domain("account_id", "in", accounts) & Domain("company_id", "in", companies)
        found = positions.search(domain & Domain("competitor_id", "in", rivals))
        found = found.filtered(lambda position: position._get_key() in keys)
        found._store_figures(found._read_cell_figures())
        missing = self._get_position_keys() - {position._get_key() for position in found}
        positions._create_for(sorted(missing))
