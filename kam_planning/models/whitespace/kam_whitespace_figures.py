from odoo import api, fields, models
from odoo.tools import SQL

from ...tools import periods
from ...tools.potential import share_of_wallet
from ..common.days import today_of
from ..common.known import KnownFloat, KnownMonetary
from ..measure.unread import Unread


class KamWhitespaceFigures(models.AbstractModel):
    """What was sold and what is in the pipeline, cell by cell."""

    _name = "kam.whitespace.figures"
    _description = "Figures of a Whitespace Cell"
    _inherit = ["kam.account.line"]
    _refresh_rank = 30

    revenue = fields.Monetary(
        "Revenue, 12 Months",
        compute="_compute_revenue",
        store=True,
        readonly=True,
        aggregator="sum",
        total_once=True,
    )
    revenue_prior = fields.Monetary(
        "Revenue, 12 Months Before",
        compute="_compute_revenue",
        store=True,
        readonly=True,
        aggregator="sum",
        total_once=True,
    )
    figures_date = fields.Datetime("Figures As Of", compute="_compute_revenue", store=True)
    pipeline = fields.Monetary(
        "Open Pipeline",
        compute="_compute_pipeline",
        store=True,
        aggregator="sum",
        help="Expected revenue of the open opportunities that come from this cell.",
    )
    potential = KnownMonetary(
        compute="_compute_potential",
        store=True,
        aggregator="sum",
        total_once=True,
        help="What they could buy on top of what they buy now: the figure that counts.",
    )
    share_of_wallet = KnownFloat(
        "Share of Wallet (%)",
        compute="_compute_potential",
        store=True,
        aggregator="avg",
        ratio="_get_wallet_parts_sql",
        total_once=True,
        help="Revenue in percent of revenue and potential together.",
    )

    _figures_idx = models.Index("(figures_date)")

    @api.depends("account_id", "company_id", "buying_center_id.partner_id", "offering_id")
    def _compute_revenue(self):
        figures = self._read_revenue()
        for cell in self:
            amounts, moment = figures.get(cell._origin.id, (0.0, 0.0)), fields.Datetime.now()
            if isinstance(amounts, Unread):
                kept = cell._origin
                amounts, moment = (kept.revenue, kept.revenue_prior), kept.figures_date
            cell.revenue, cell.revenue_prior = amounts
            cell.figures_date = moment

    def _read_figures(self):
        """Read revenue and pipeline.

        :return: dict {cell id: {field: value}}
        """
        revenue, pipelines = self._read_revenue(), self._read_pipelines_sudo()
        now, figures = fields.Datetime.now(), {}
        for company_id, places in self._read_places().items():
            currency = self.env["res.company"].browse(company_id).currency_id
            for cell_id, _key, _offering in places:
                amounts = revenue.get(cell_id, (0.0, 0.0))
                if isinstance(amounts, Unread):
                    figures[cell_id] = {"fault": amounts.fault}
                    continue
                current, prior = amounts
                figures[cell_id] = {
                    "revenue": currency.round(current),
                    "revenue_prior": currency.round(prior),
                    "pipeline": currency.round(pipelines.get(cell_id, 0.0)),
                    "figures_date": now,
                }
        return figures

    def _read_revenue(self):
        """Read what was invoiced, in a number of queries that does not grow with the cells.

        :return: dict {cell id: (last 12 months, 12 months before), or `Unread`}; cells without
            revenue have no entry
        """
        measure = self.env["kam.measure"]._get_standard_sudo("revenue")
        amounts = {}
        for company_id, places in self._read_places().items():
            company = self.env["res.company"].browse(company_id)
            today = today_of(company)
            spans = [periods.last_months(today), periods.last_months(today, before=1)]
            rows = self._prepare_scope_rows({key for _cell, key, _offering in places})
            offerings = self.env["kam.offering"].browse(
                {offering_id for _cell, _key, offering_id in places}
            )
            figures = measure._get_figures_of_scope(rows, spans, company, offerings)[measure]
            if isinstance(figures, Unread):
                amounts |= dict.fromkeys((cell_id for cell_id, *_place in places), figures)
                continue
            for cell_id, key, offering in places:
                now, before = figures.get((key, 0, offering)), figures.get((key, 1, offering))
                if now is not None or before is not None:
                    amounts[cell_id] = (now or 0.0, before or 0.0)
        return amounts

    def _read_places(self):
        """Where the cells stand: {company id: list of (cell id, key, offering id)}.

        The key is the customer's id, or that of the buying centre, negative: both must not meet.
        Only of saved cells: one that is being filled in could name any customer, before any rule
        was asked. Read by SQL, for walking over 100,000 records takes longer than their figures.
        """
        places = {}
        self.flush_model(["account_id", "company_id", "buying_center_id", "offering_id"])
        ids = ",".join(str(cell_id) for cell_id in self._origin._ids)
        query = SQL(
            "SELECT company_id, id, COALESCE(-buying_center_id, account_id), offering_id "
            "FROM kam_whitespace WHERE id = ANY(%s::int[])",
            # As text: so many constants would take the database longer to read than the rows.
            f"{{{ids}}}",
        )
        for company_id, *place in self.env.execute_query(query):
            places.setdefault(company_id, []).append(place)
        return places

    @api.model
    def _prepare_scope_rows(self, keys):
        """Pairs (key, partner id) of the customers and buying centres with these keys."""
        accounts = self.env["res.partner"].browse(key for key in keys if key and key > 0)
        centers = self.env["kam.buying.center"].browse(-key for key in keys if key and key < 0)
        rows = [
            (-center_id, partner_id) for center_id, partner_id in centers._get_scope_rows_sudo()
        ]
        return accounts._get_account_scope_rows() + rows

    @api.depends(
        "lead_ids.expected_revenue", "lead_ids.won_status", "lead_ids.active", "lead_ids.type"
    )
    def _compute_pipeline(self):
        pipelines = self._read_pipelines_sudo()
        for cell in self:
            cell.pipeline = pipelines.get(cell._origin.id, 0.0)

    def _read_pipelines_sudo(self):
        """Expected revenue of the open opportunities from each cell: {cell id: amount}.

        Archived ones are out of it, whatever list somebody came from.
        """
        leads = self.env["crm.lead"].sudo().with_context(active_test=True)
        domain = [
            ("kam_whitespace_id", "in", self.ids),
            ("type", "=", "opportunity"),
            ("won_status", "=", "pending"),
        ]
        groups = leads._read_group(domain, ["kam_whitespace_id"], ["expected_revenue:sum"])
        return {cell.id: amount for cell, amount in groups}

    @api.depends("potential_source", "potential_manual", "potential_computed", "revenue")
    def _compute_potential(self):
        """The figure that counts; `_prepare_potentials` does the same for many cells."""
        for cell in self:
            by_hand = cell.potential_source == "manual"
            cell.potential = cell.potential_manual if by_hand else cell.potential_computed
            cell.share_of_wallet = share_of_wallet(cell.revenue, cell.potential)

    @api.model
    def _get_total_rows_sql(self, ids):
        """A cell tells of the customer or of a buying centre (by its id, negative), and of an
        offering with its parts.
        """
        return SQL(
            """
            SELECT cell.id, cell.company_id, COALESCE(-cell.buying_center_id, cell.account_id),
                   cell.offering_id, string_to_array(rtrim(offering.parent_path, '/'), '/')::int[],
                   COALESCE(EXTRACT(EPOCH FROM cell.figures_date), 0)
              FROM kam_whitespace cell
              JOIN kam_offering offering ON offering.id = cell.offering_id
             WHERE cell.id IN (%s)
            """,
            ids,
        )

    @api.model
    def _get_total_edges_sql(self):
        """A buying centre is part of the one above it and of the customer, and is the same as its
        company.
        """
        return SQL(
            """
            %s
            UNION ALL
            SELECT unnest(ARRAY[-center.parent_id, center.account_id, center.partner_id])
              FROM kam_buying_center center WHERE center.id = -above.above_id
            UNION ALL
            SELECT -center.id FROM kam_buying_center center WHERE center.partner_id = above.above_id
            """,
            super()._get_total_edges_sql(),
        )

    @api.model
    def _get_total_overlaps(self):
        """Offerings that share products cannot be added up."""
        shared = set(self.env["kam.offering"]._get_shared_pairs_sudo())
        if not shared:
            return None
        return lambda one, other: (one.scope, other.scope) in shared

    @api.model
    def _get_wallet_parts_sql(self, query):
        revenue = self._get_amount_sql("revenue", query)
        return revenue, SQL("(%s + %s)", revenue, self._get_amount_sql("potential", query))

    @api.model
    def _create_missing_cells(self, accounts, company):
        """Give accounts a cell for each of our offerings, and each buying centre one where it buys.

        :param accounts: res.partner records
        :return: the new cells
        """
        offerings = self.env["kam.offering"].search([("company_id", "in", [company.id, False])])
        cells = self.with_context(active_test=False).search(
            [("account_id", "in", accounts.ids), ("company_id", "=", company.id)]
        )
        taken = {(c.account_id.id, c.buying_center_id.id, c.offering_id.id) for c in cells}
        wanted = [
            (account.id, False, offering.id) for account in accounts for offering in offerings
        ]
        wanted += self._find_buying_centers_that_buy(accounts, company, offerings)
        return self.create(
            [
                {
                    "account_id": account_id,
                    "company_id": company.id,
                    "buying_center_id": center_id,
                    "offering_id": offering_id,
                }
                for account_id, center_id, offering_id in wanted
                if (account_id, center_id, offering_id) not in taken
            ]
        )

    @api.model
    def _find_buying_centers_that_buy(self, accounts, company, offerings):
        centers = self.env["kam.buying.center"].search(
            [("account_id", "in", accounts.ids), ("company_id", "=", company.id)]
        )
        rows = centers._get_scope_rows_sudo()
        if not rows:
            return []
        account_of = {center.id: center.account_id.id for center in centers}
        period = periods.last_months(today_of(company))
        measure = self.env["kam.measure"]._get_standard_sudo("revenue")
        figures = measure._get_figures_of_scope(rows, [period], company, offerings)[measure]
        return [
            (account_of[center_id], center_id, offering_id)
            for (center_id, _period, offering_id), value in sorted(figures.items())
            if value > 0
        ]
