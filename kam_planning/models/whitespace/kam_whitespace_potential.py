from dataclasses import dataclass

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import SQL

from ...tools import periods
from ...tools.potential import MIN_PEERS, Customer, Market, share_of_wallet
from ..common.arguments import check_one
from ..common.days import today_of
from ..common.jobs import GroupedStep
from ..common.kam_refreshable import RECORDS_AT_ONCE
from ..common.known import KnownFloat, KnownMonetary
from ..common.parameters import read_parameter
from ..measure.measure_query import Scope
from ..measure.unread import Unread

POTENTIAL_RANK = 40
DEFAULT_BANDS = (1000.0, 10000.0, 100000.0, 1000000.0)
SEGMENTS = {"industry": "industry_id", "country": "country_id"}


@dataclass(frozen=True)
class CompanyMarket:
    """The customers of a company, as the potentials compare them."""

    customers: dict  # {partner id: tools.potential.Customer}
    market: Market
    offerings: set  # ids

    def knows(self, account_id, offering_id):
        """Tell whether a cell was there when the market was read."""
        return account_id in self.customers and offering_id in self.offerings

    def get_potential(self, account_id, offering_id):
        """Give the potential of a customer for an offering: tools.potential.Potential."""
        return self.market.potential(self.customers[account_id], offering_id)


class KamWhitespacePotential(models.AbstractModel):
    """Potential by an open formula from peers; see `tools.potential` for the formula."""

    _name = "kam.whitespace.potential"
    _description = "Potential of a Whitespace Cell"
    _inherit = ["kam.account.line"]
    _unoffered_fields = (
        *("potential_low", "potential_high", "potential_date", "peer_median", "size_driver"),
    )

    potential_source = fields.Selection(
        [("computed", "Computed from peers"), ("manual", "By hand")],
        "Potential Counts",
        required=True,
        default="computed",
        help="Which of the two potentials counts. Neither ever overwrites the other.",
    )
    potential_manual = KnownMonetary("Potential by Hand", aggregator=None)
    potential_computed = KnownMonetary("Potential From Peers", readonly=True, aggregator=None)
    potential_low = KnownMonetary("Potential, Lower Quartile", readonly=True, aggregator=None)
    potential_high = KnownMonetary("Potential, Upper Quartile", readonly=True, aggregator=None)
    potential_date = fields.Datetime("Potential As Of", readonly=True)
    peer_count = fields.Integer("Peers", readonly=True, aggregator=None)
    peer_median = KnownFloat("Median of the Peers", digits=(16, 6), readonly=True, aggregator=None)
    size_driver = KnownFloat(digits=(16, 2), readonly=True, aggregator=None)
    potential_text = fields.Text("How the Potential Is Computed", compute="_compute_potential_text")

    @api.depends(
        "potential_date", "peer_count", "potential_computed", "buying_center_id", "kam_faults"
    )
    def _compute_potential_text(self):
        for cell in self:
            cell.potential_text = cell._explain_potential()

    def _explain_potential(self):
        if self.buying_center_id:
            return self.env._("Peers are compared with the customer as a whole.")
        if fault := (self.kam_faults or {}).get("_store_potentials"):
            return self._describe_fault("_store_potentials", fault)
        if not self.potential_date:
            return self.env._("Not computed yet: the nightly job will do it.")
        if self.peer_count < MIN_PEERS:
            return self.env._(
                "Too few peers (%(peers)s): at least %(enough)s are needed.",
                peers=self.peer_count,
                enough=MIN_PEERS,
            )
        if self.size_driver <= 0:
            return self.env._("The size of this customer is not known.")
        money = self.currency_id.format
        return self.env._(
            "%(median).2f %% (median of %(peers)s peers) of %(size)s, less own spend of %(spend)s, "
            "gives %(potential)s. The middle half of the peers gives %(low)s to %(high)s.",
            median=100 * self.peer_median,
            peers=self.peer_count,
            size=money(self.size_driver),
            spend=money(self.revenue),
            potential=money(self.potential_computed),
            low=money(self.potential_low),
            high=money(self.potential_high),
        )

    @api.model
    def _read_compared_cells(self, company):
        """Cells for which customers are compared: list of (id, account id, offering id)."""
        return self.env.execute_query(
            SQL(
                "SELECT id, account_id, offering_id FROM kam_whitespace "
                "WHERE company_id = %s AND buying_center_id IS NULL",
                company.id,
            )
        )

    @api.model
    def _read_market(self, company):
        """Read all that the potentials in a company rest on: it needs every customer.

        The number of queries does not depend on the number of customers.

        :return: CompanyMarket
        :raise UserError: when a measure on which it rests cannot be read
        """
        self.flush_model()
        cells = self._read_compared_cells(company)
        offerings = self.env["kam.offering"].browse({offering for _id, _account, offering in cells})
        accounts = {account for _id, account, _offering in cells}
        customers = self._read_customers_sudo(company, offerings, accounts)
        bands = self._get_size_bands_sudo()
        return CompanyMarket(customers, Market(customers.values(), bands), set(offerings.ids))

    @api.model
    def _read_market_or_tell(self, company):
        """Read the same for a job. A measure that cannot be read notes that on itself, which would
        be undone by raising.

        :return: CompanyMarket, or `Unread`
        """
        revenue = self.env["kam.measure"]._get_standard_sudo("revenue")
        measures = revenue | self._get_size_measure_sudo().with_env(revenue.env)
        period = periods.last_months(today_of(company))
        of_nobody = measures._get_figures_of_scope(Scope([(0, 0)]), [period], company)
        return Unread.among(of_nobody.values()) or self._read_market(company)

    @api.model
    def _read_customers_sudo(self, company, offerings, account_ids):
        """Read what all customers of a company spend, for comparing them; no user sees it as such.

        :param account_ids: partners that are read even when they are only a part of a customer
        :return: dict {partner id: tools.potential.Customer}
        """
        rows, tops = self._read_customer_scope_sudo(account_ids)
        period = periods.last_months(today_of(company))
        revenue = self.env["kam.measure"]._get_standard_sudo("revenue")
        driver = self._get_size_measure_sudo()
        # Whole customers, with every contact and address of theirs.
        scope = Scope(rows)
        totals = (revenue | driver)._get_figures_of_scope(scope, [period], company)
        spent = revenue._get_figures_of_scope(scope, [period], company, offerings)[revenue]
        if unread := Unread.among([*totals.values(), spent]):
            raise UserError(unread.fault)
        spend = {}
        for (key, _period, offering), value in spent.items():
            spend.setdefault(key, {})[offering] = value
        return {
            key: Customer(
                key=key,
                group=top,
                segment=segment,
                total=totals[revenue].get((key, 0), 0.0),
                driver=totals[driver].get((key, 0), 0.0) if driver else None,
                spend=spend.get(key, {}),
                is_peer=key == top,
            )
            for key, (top, segment) in tops.items()
        }

    @api.model
    def _read_customer_scope_sudo(self, account_ids):
        """Partners by customer: a customer is the top of a hierarchy of companies and contacts.

        :return: tuple: list of (customer or account id, partner id), and dict {customer or account
            id: (id of its top, segment)}
        """
        self.env["res.partner"].flush_model(["parent_id", *SEGMENTS.values()])
        segment = SEGMENTS.get(self._get_segment_sudo())
        below = self.env.execute_query(
            SQL(
                """
                WITH RECURSIVE tree(top, partner_id) AS (
                    SELECT id, id FROM res_partner WHERE parent_id IS NULL
                    UNION ALL
                    SELECT tree.top, child.id
                      FROM res_partner child JOIN tree ON child.parent_id = tree.partner_id
                )
                SELECT tree.top, tree.partner_id, %s
                  FROM tree JOIN res_partner partner ON partner.id = tree.partner_id
                """,
                SQL.identifier("partner", segment) if segment else SQL("NULL"),
            )
        )
        segments = {partner_id: segment for _top, partner_id, segment in below}
        # A part of a customer without a segment of its own is in that of the whole.
        tops = {
            partner_id: (top, segment or segments[top])
            for top, partner_id, segment in below
            if partner_id == top or partner_id in account_ids
        }
        rows = [(top, partner_id) for top, partner_id, _segment in below]
        # Where companies were put below each other in a circle, each is a customer of its own.
        lost = [partner_id for partner_id in account_ids if partner_id not in segments]
        tops |= {partner_id: (partner_id, None) for partner_id in lost}
        parts = [partner_id for partner_id in account_ids if tops[partner_id][0] != partner_id]
        parts = self.env["res.partner"].browse(parts + lost)
        return rows + parts._get_account_scope_rows(), tops

    def _store_potentials(self, market):
        """Compute and store the potential of these cells.

        Cells of customers or offerings that came after the market was read are passed over.

        :param market: CompanyMarket of their company
        """
        self.flush_model()
        self._store_figures(self._prepare_potentials(market))

    def _prepare_potentials(self, market):
        """What is kept of the potentials, and what follows from them (`_compute_potential`).

        :return: dict {cell id: {field: value}}
        """
        query = SQL(
            "SELECT id, account_id, offering_id, revenue, potential_source = 'manual', "
            "potential_manual FROM kam_whitespace "
            "WHERE id = ANY(%s) AND buying_center_id IS NULL",
            list(self.ids),
        )
        now, figures = fields.Datetime.now(), {}
        rows = self.env.execute_query(query)
        for cell_id, account, offering, revenue, is_manual, manual in rows:
            if not market.knows(account, offering):
                continue
            potential = market.get_potential(account, offering)
            counts = manual if is_manual else potential.amount
            figures[cell_id] = {
                "peer_count": potential.peer_count,
                "peer_median": potential.median,
                "size_driver": potential.size,
                "potential_computed": potential.amount,
                "potential_low": potential.amount_at(potential.low),
                "potential_high": potential.amount_at(potential.high),
                "potential_date": now,
                "potential": counts,
                "share_of_wallet": share_of_wallet(revenue or 0.0, counts),
            }
        return figures

    @api.model
    def _get_refresh_steps(self):
        """Potentials follow the figures: customers are read once for a company, and what comes of
        it is stored in batches.
        """
        return [*super()._get_refresh_steps(), (POTENTIAL_RANK, self._get_potential_step_sudo())]

    @api.model
    def _get_potential_step_sudo(self):
        """As superuser: a potential rests on customers whom nobody need read."""
        return GroupedStep(
            self.sudo(),
            Domain("buying_center_id", "=", False) & self._get_outdated_domain("potential_date"),
            "_store_potentials",
            "Potentials of %s (%s) failed",
            RECORDS_AT_ONCE,
            group="company_id",
            prepare="_read_market_or_tell",
        )

    @api.model
    def _describe_fault(self, method, reason):
        if method == "_store_potentials":
            return self.env._("The potential cannot be computed: %s", reason)
        return super()._describe_fault(method, reason)

    @api.model
    def _get_size_measure_sudo(self):
        """The measure of a customer's size, empty for the default: what it spends on the rest."""
        value = self.env["ir.config_parameter"].sudo().get_param("kam_planning.size_measure_id")
        measures = self.env["kam.measure"].sudo()
        return measures.browse(int(value)).exists() if value and value.isdigit() else measures

    @api.model
    def _get_segment_sudo(self):
        return (
            self.env["ir.config_parameter"]
            .sudo()
            .get_param("kam_planning.peer_segment", "industry")
        )

    @api.model
    def _get_size_bands_sudo(self):
        """Sizes at which a new size band begins, sorted."""
        return read_parameter(self.env, "size_bands", self._parse_size_bands, list(DEFAULT_BANDS))

    @api.model
    def _parse_size_bands(self, text):
        """Read a list such as ``10000; 100000``.

        :raise ValueError: on something that is no number
        """
        return sorted(float(part) for part in text.replace(";", " ").split())

    @api.readonly
    def get_peers(self):
        """List the peers from which one cell's potential is computed, as of now.

        For users who may read the invoice analysis or all account plans: the spend of other
        customers is not for everybody.

        :return: list of dicts ``partner_id``, ``name``, ``percent`` (spend in percent of the size
            driver), the smallest first; peers whom the user may not read have no name
        :raise AccessError: for other users, and on cells that the user may not read
        """
        check_one(self)
        if not self._may_see_peers():
            raise AccessError(
                self.env._(
                    "The peers are shown to managers of Key Account Management and to users who "
                    "may read the invoice analysis."
                )
            )
        customers = self._read_customers_sudo(
            self.company_id, self.offering_id, {self.account_id.id}
        )
        market = Market(customers.values(), self._get_size_bands_sudo())
        peers = market.peers(customers[self.account_id.id], self.offering_id.id)
        partners = self.env["res.partner"].browse(group for _ratio, group in peers)
        readable = partners._filtered_access("read")
        return [
            {
                "partner_id": partner.id if partner in readable else False,
                "name": partner.display_name if partner in readable else self.env._("No access"),
                "percent": 100.0 * ratio,
            }
            for partner, (ratio, _group) in zip(partners, peers, strict=True)
        ]

    @api.model
    def _may_see_peers(self):
        if self.env.user.has_group("kam_planning.group_kam_manager"):
            return True
        return self.env["account.invoice.report"].has_access("read")
