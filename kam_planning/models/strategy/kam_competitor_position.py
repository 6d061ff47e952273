from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import SQL

from ...tools import periods
from ...tools.rows import NaturalKey
from ...tools.strategy import competitors as calculation
from ..common.arguments import check_one
from ..common.days import day_of, of_each_day, today_of
from ..common.known import KnownFloat, KnownInteger, KnownMonetary
from ..measure.unread import Unread
from .kam_value_total import none_of

# What somebody says of a competitor, as far as nobody said it yet.
TYPED = ("strength", "customer_values", "our_answer", "evidence")


class KamCompetitorPosition(models.Model):
    """How a competitor stands with a customer.

    Which cells it holds, what of our revenue is at stake there and when its first contract ends is
    read from the whitespace map, nowhere else. None of it ever leaves to the customer.
    """

    _name = "kam.competitor.position"
    _description = "Competitor's Position"
    _inherit = [
        "kam.competitor.contract",
        "kam.refreshable",
        "kam.account.line",
        "kam.confirmable",
        "kam.hidden.name",
    ]
    _order = "threat desc, account_id, id"
    _rec_name = "competitor_id"
    _mail_post_access = "write"
    _natural_keys = (NaturalKey(("account_id", "company_id", "competitor_id"), is_unique=True),)
    _confirming_fields = _absorbed_fields = TYPED
    _confirm_depends = ("strength",)
    # The cells' own revenue is read before.
    _refresh_rank = 40

    competitor_id = fields.Many2one(
        "res.partner", required=True, index=True, ondelete="cascade", check_company=True
    )
    active = fields.Boolean(default=True)
    strength = KnownInteger(
        aggregator="avg", tracking=True, help="From 1 (hardly a danger) to 5 (could take all)."
    )
    customer_values = fields.Text(
        "What the Customer Values There", help="Why they buy from this competitor."
    )
    our_answer = fields.Text(help="What we do about it.")
    evidence = fields.Text(help="Who said it and when, or where it shows, in a sentence.")

    # read from the whitespace map
    cell_count = fields.Integer("Cells", readonly=True, copy=False, aggregator=None)
    exposed_revenue = KnownMonetary(
        readonly=True,
        copy=False,
        aggregator="sum",
        total_once=True,
        total_within=("competitor_id",),
        help="Our revenue of 12 months in the cells in which this competitor stands.",
    )
    revenue = KnownMonetary(
        "Our Revenue",
        readonly=True,
        copy=False,
        aggregator=None,
        help="All our revenue of 12 months with this customer.",
    )
    figures_date = fields.Datetime("Figures As Of", readonly=True, copy=False)
    threat = KnownFloat(
        "Threat (%)",
        compute="_compute_threat",
        store=True,
        aggregator="avg",
        help="Strength : 5 × exposed revenue : our revenue, in percent.",
    )
    cell_ids = fields.Many2many("kam.whitespace", string="In Cells", compute="_compute_cell_ids")
    lost_count = fields.Integer(
        "Lost Against Them", compute="_compute_outcomes", compute_sudo=False
    )
    won_count = fields.Integer("Won Against Them", compute="_compute_outcomes", compute_sudo=False)

    _position_uniq = models.UniqueIndex(
        "(account_id, company_id, competitor_id)",
        "This competitor has a position with this customer already. Change that one.",
    )
    _strength_points = models.Constraint(
        "CHECK (strength BETWEEN 1 AND 5)",
        "A competitor's strength is a number from 1 (hardly a danger) to 5 (could take all): "
        "correct it.",
    )
    _figures_idx = models.Index("(figures_date)")
    _order_idx = models.Index("(threat DESC NULLS LAST, account_id, id)")

    @api.depends("competitor_id.name", "account_id.name")
    @api.depends_context("uid")
    def _compute_display_name(self):
        for position in self:
            names = (position.competitor_id.name, position.account_id.name)
            position.display_name = " · ".join(name for name in names if name)
        self._hide_names()

    @api.depends("strength", "exposed_revenue", "revenue")
    def _compute_threat(self):
        for position in self:
            figures = (position.strength, position.exposed_revenue, position.revenue)
            threat = calculation.threat(*map(none_of, figures))
            position.threat = False if threat is None else threat

    @api.depends("account_id", "company_id", "competitor_id")
    @api.depends_context("uid")
    def _compute_cell_ids(self):
        cells = self.env["kam.whitespace"].search(self._get_cells_domain())
        by_key = cells.grouped(lambda cell: cell._get_position_key())
        for position in self:
            position.cell_ids = by_key.get(position._get_key(), False)

    @api.depends("account_id", "company_id", "competitor_id")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_outcomes(self):
        leads = self.env["crm.lead"]
        lost, won = leads._find_kam_lost(self), leads._find_kam_won(self)
        for position in self:
            position.lost_count = len(lost.get(position._get_key(), ()))
            position.won_count = len(won.get(position._get_key(), ()))

    @api.model_create_multi
    def create(self, vals_list):
        """Read what the whitespace map says of them already."""
        positions = super().create(vals_list)
        positions._read_at_once_sudo()
        return positions

    def write(self, vals):
        """Read it anew where a position moves to another customer or competitor."""
        result = super().write(vals)
        if not {"account_id", "company_id", "competitor_id"}.isdisjoint(vals):
            self._read_at_once_sudo()
        return result

    def _read_at_once_sudo(self):
        """As superuser: the figures are the same for everybody."""
        if self:
            self.sudo()._refresh_figures_of_each()

    @api.constrains("account_id", "competitor_id")
    def _check_competitor(self):
        for position in self:
            if position._is_own():
                raise ValidationError(
                    self.env._(
                        "“%s” is this customer itself, or a part of it: no competitor of ours. "
                        "Choose another company.",
                        position.competitor_id.display_name,
                    )
                )

    def _is_own(self):
        return self.competitor_id.commercial_partner_id == self.account_id.commercial_partner_id

    @api.depends("confirmed_date", "company_id")
    def _compute_stale_date(self):
        """Competitors move faster than plans: what is said of them holds for 60 days."""
        for position in self:
            confirmed = day_of(position.confirmed_date, position.company_id)
            days = timedelta(days=calculation.STALE_DAYS)
            position.stale_date = confirmed and confirmed + days

    @api.model
    def _get_confirm_domain(self):
        """Of a competitor of whom nobody said anything there is nothing to confirm."""
        return Domain("strength", "!=", False)

    def _get_confirm_text(self):
        """How strong it is, and what the customer values there."""
        strength = self.env._("Strength %(strength)s of 5", strength=self.strength)
        return " · ".join(text for text in (strength, self.customer_values) if text)

    # Figures, of the whitespace map

    def _get_key(self):
        return (self.account_id.id, self.company_id.id, self.competitor_id.id)

    def _get_cells_domain(self):
        """The cells in which these competitors stand; cells of other pairs may be among them."""
        domain = Domain("account_id", "in", self.account_id.ids)
        domain &= Domain("company_id", "in", self.company_id.ids)
        return domain & Domain("competitor_id", "in", self.competitor_id.ids)

    def _read_figures(self):
        """Read what the whitespace map says, and all our revenue with the customers.

        :return: dict {position id: {field: value}}
        """
        figures, now = self._read_cell_figures(), fields.Datetime.now()
        measure = self.env["kam.measure"]._get_standard_sudo("revenue")
        for company, positions in self.grouped("company_id").items():
            period = periods.last_months(today_of(company))
            read = measure._get_figures(positions.account_id, [period], company)[measure]
            fault = Unread.among([read])
            for position in positions:
                row = figures[position.id]
                if fault:
                    figures[position.id] = {"fault": fault.fault}
                    continue
                sold = read.get((position.account_id.id, 0), 0.0)
                row |= {"revenue": company.currency_id.round(sold), "figures_date": now}
        return figures

    def _read_cell_figures(self):
        """What the whitespace map says of these competitors, in three queries.

        Cells of parts count once, with the whole; of offerings that share products there is no sum.

        :return: dict {position id: {field: value}}
        """
        cells, keys = self.env["kam.whitespace"], ["account_id", "company_id", "competitor_id"]
        domain = self._get_cells_domain()
        ahead = of_each_day(
            self.env, lambda company: Domain("contract_end", ">=", today_of(company))
        )
        sums = {
            tuple(record.id for record in row[:3]): row[3:]
            for row in cells._read_group(domain, keys, ["revenue:sum", "__count"])
        }
        ends = {
            tuple(record.id for record in row[:3]): row[3]
            for row in cells._read_group(domain & ahead, keys, ["contract_end:min"])
        }
        figures = {}
        for position in self:
            exposed, count = sums.get(position._get_key(), (0.0, 0))
            figures[position.id] = {
                "exposed_revenue": False if exposed is None else exposed,
                "cell_count": count,
                "contract_end": ends.get(position._get_key(), False),
            }
        return figures

    @api.model
    def _create_for(self, keys):
        """Nobody said anything of these yet, so nobody stands by them.

        :param keys: tuples (account id, company id, competitor id)
        """
        names = ("account_id", "company_id", "competitor_id")
        unsaid = {"confirmed_date": False, "confirmed_by_id": False}
        rows = [dict(zip(names, key, strict=True)) for key in keys]
        rows = [{**row, **unsaid} for row in rows if not self.new(row)._is_own()]
        self.create(rows)

    @api.model
    def _get_total_rows_sql(self, ids):
        """A position tells of a customer with all its parts, and of one competitor there. Only
        customers that are part of another company, and these, can be told of twice.
        """
        return SQL(
            """
            WITH RECURSIVE account AS (
                SELECT DISTINCT account_id AS id FROM kam_competitor_position
            ),
            above AS (
                SELECT part.id AS part_id, part.parent_id AS id
                  FROM account JOIN res_partner part ON part.id = account.id
                 WHERE part.parent_id IS NOT NULL
                 UNION
                SELECT above.part_id, partner.parent_id
                  FROM above JOIN res_partner partner ON partner.id = above.id
                 WHERE partner.parent_id IS NOT NULL
            ),
            pair AS (SELECT above.* FROM above JOIN account ON account.id = above.id)
            SELECT line.id, line.company_id, line.account_id, line.competitor_id,
                   ARRAY[line.competitor_id], 0
              FROM kam_competitor_position line
             WHERE EXISTS (SELECT FROM pair)
               AND line.id IN (%s)
               AND line.account_id IN (SELECT part_id FROM pair UNION SELECT id FROM pair)
            """,
            ids,
        )

    # Wins and losses

    def action_open_lost(self):
        """Open the opportunities that were lost to this competitor.

        :return: window action
        """
        check_one(self)
        return self._open_leads(self.env._("Lost Against Them"), "_find_kam_lost")

    def action_open_won(self):
        """Open the opportunities that were won where this competitor stands.

        :return: window action
        """
        check_one(self)
        return self._open_leads(self.env._("Won Against Them"), "_find_kam_won")

    def _open_leads(self, name, find):
        found = getattr(self.env["crm.lead"], find)(self)
        action = self.env["ir.actions.act_window"]._for_xml_id("crm.crm_lead_opportunities")
        domain = [("id", "in", found.get(self._get_key(), []))]
        names = {"name": name, "display_name": name}
        return {**action, **names, "domain": domain, "context": {"active_test": False}}

    # Merging

    @api.model
    def _merge_accounts_sudo(self, partners, target):
        """Customers become one, and competitors do: of each competitor of a customer one stays.

        As superuser: who merges contacts need not see what is known about them.
        """
        ids = set(partners.ids)
        domain = Domain("account_id", "in", partners.ids) | Domain(
            "competitor_id", "in", partners.ids
        )
        positions, kept = self.sudo().with_context(active_test=False).search(domain), {}
        for position in positions.sorted(lambda one: (target not in one._get_names(), one.id)):
            account, company, rival = (
                target.id if key in ids and number != 1 else key
                for number, key in enumerate(position._get_key())
            )
            first = kept.setdefault((account, company, rival), position)
            if account == rival:
                position.unlink()
            elif first != position:
                first._absorb_line(position)
                position.unlink()

    @api.model
    def _refresh_of_sudo(self, partners):
        """Read anew what the whitespace map says of these customers and competitors."""
        domain = Domain("account_id", "in", partners.ids)
        domain |= Domain("competitor_id", "in", partners.ids)
        positions = self.sudo().with_context(active_test=False).search(domain)
        if positions:
            positions._refresh_figures_of_each()

    def _get_names(self):
        return self.account_id | self.competitor_id
