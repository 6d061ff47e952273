from odoo import api, models

CELL_FIELDS = (
    "account_id",
    "buying_center_id",
    "offering_id",
    "state",
    "state_manual",
    "revenue",
    "revenue_prior",
    "pipeline",
    "potential",
    "potential_source",
    "potential_manual",
    "potential_text",
    "peer_count",
    "share_of_wallet",
    "success_chance",
    "competitor_id",
    "contract_end",
    "need",
    "is_stale",
    "lead_count",
)


class KamWhitespaceGrid(models.AbstractModel):
    """The grid of a customer: buying centres down, offerings across."""

    _name = "kam.whitespace.grid"
    _description = "Grid of Whitespace Cells"

    @api.model
    @api.readonly
    def get_grid(self, account_id, company_id):
        """Read all that the grid of one customer shows, with the user's own rights.

        :param int account_id: the customer
        :param int company_id: the company whose cells are shown
        :return: dict ``account`` and ``currency_id``, ``states`` (list of pairs), ``offerings`` and
            ``centers`` (lists of dicts ``id``, ``name``, ``level``, ``parent_id``; the customer as
            a whole has the id False), ``shared`` (pairs of offerings that
            have products in common), ``cells`` (list of dicts of `CELL_FIELDS`), ``as_of`` (when
            figures were read last), ``can_write``, ``can_create_lead``, ``can_see_peers``
        :raise AccessError: when the user may read no plan of this customer
        """
        account, company, can_write = self._get_checked_place(account_id, company_id)
        cells = self.search([("account_id", "=", account_id), ("company_id", "=", company_id)])
        offerings = self.env["kam.offering"].search([("company_id", "in", [company_id, False])])
        offerings |= cells.offering_id
        dates = [date for date in cells.mapped("figures_date") if date]
        return {
            "account": {"id": account_id, "name": account.display_name},
            "company_id": company_id,
            "currency_id": company.currency_id.id,
            "states": self._fields["state"]._description_selection(self.env),
            "offerings": self._describe_tree(offerings.sorted()),
            "centers": self._describe_centers(account, company),
            "shared": self.env["kam.offering"]._get_shared_pairs_sudo(),
            "cells": cells._read_grid_cells(),
            "as_of": max(dates, default=False),
            "can_write": can_write,
            "can_create_lead": self.env["crm.lead"].has_access("create"),
            "can_see_peers": self._may_see_peers(),
        }

    @api.model
    def _describe_tree(self, nodes, level=0, parent=None):
        """Offerings or buying centres, each followed by its parts."""
        parent = parent or nodes.browse()
        result = []
        for node in nodes:
            # A part whose whole is archived, or of another company, stands at the top.
            if (node.parent_id & nodes) == parent:
                values = {"id": node.id, "name": node.name, "parent_id": parent.id}
                result.append({**values, "level": level})
                result += self._describe_tree(nodes, level + 1, node)
        return result

    @api.model
    def _describe_centers(self, account, company):
        centers = self.env["kam.buying.center"].search(
            [("account_id", "=", account.id), ("company_id", "=", company.id)]
        )
        return [
            {"id": False, "name": self.env._("Whole customer"), "level": 0, "parent_id": None},
            *self._describe_tree(centers),
        ]

    def _read_grid_cells(self):
        return self.read(CELL_FIELDS)

    @api.readonly
    def read_grid_cells(self):
        """Read these cells as the grid shows them: list of dicts, with the user's own rights."""
        self.check_access("read")
        return self._read_grid_cells()
