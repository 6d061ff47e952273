from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...tools.notes import join_notes
from ...tools.rows import NaturalKey
from ..common.accents import AlikeText
from ..common.arguments import check_one
from ..common.at_once import hold
from ..common.defaults import with_defaults
from ..common.known import KnownInteger, is_known
from ..common.windows import in_company

CELL_STATES = [
    ("unknown", "Unknown"),
    ("not_relevant", "Not relevant"),
    ("own_production", "Own production"),
    ("competitor", "Competitor"),
    ("open", "Open"),
    ("opportunity", "Opportunity"),
    ("customer", "Customer"),
]


class KamWhitespace(models.Model):
    """One cell of the whitespace map: what a buying centre buys, or could buy, of an offering.

    Its figures stand in `kam_whitespace_figures`, the potential in `kam_whitespace_potential`, the
    grid in `kam_whitespace_grid`.
    """

    _name = "kam.whitespace"
    _description = "Whitespace Cell"
    _inherit = [
        "kam.whitespace.figures",
        "kam.whitespace.potential",
        "kam.whitespace.grid",
        "kam.refreshable",
        "kam.account.line",
        "kam.confirmable",
        "kam.shareable",
        "kam.hidden.name",
    ]
    _order = "account_id, buying_center_id, offering_id, id"
    _rec_name = "offering_id"
    _same_account_fields = ("buying_center_id",)
    _absorbed_fields = ("success_chance", "competitor_id", "contract_end", "need")

    _natural_keys = (
        NaturalKey(
            ("account_id", "company_id", "offering_id", "buying_center_id"),
            empty=("buying_center_id",),
            is_unique=True,
        ),
    )
    _confirming_fields = (
        "state_manual",
        "potential_manual",
        "potential_source",
        "success_chance",
        "competitor_id",
        "contract_end",
        "need",
        "note",
    )
    _confirm_depends = ("state",)

    buying_center_id = fields.Many2one(
        "kam.buying.center",
        "Buying Centre",
        index="btree_not_null",
        ondelete="cascade",
        check_company=True,
        domain="[('account_id', '=', account_id)]",
        help="Empty for the customer as a whole.",
        shareable=True,
    )
    offering_id = fields.Many2one(
        "kam.offering",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        shareable=True,
    )
    state_manual = fields.Selection(
        CELL_STATES,
        "State by Hand",
        required=True,
        default="unknown",
        help="What somebody said. It shows when neither revenue nor an opportunity says otherwise.",
    )
    state = fields.Selection(
        CELL_STATES,
        compute="_compute_state",
        store=True,
        readonly=False,
        help="Customer when they bought it in the last 12 months or an opportunity was won, "
        "Opportunity while one is open, otherwise what was set by hand.",
    )
    lead_ids = fields.One2many("crm.lead", "kam_whitespace_id", "Opportunities")
    lead_count = fields.Integer("Opportunity Count", compute="_compute_lead_count")
    success_chance = KnownInteger("Success Chance (%)", aggregator="avg")
    competitor_id = fields.Many2one(
        "res.partner", index="btree_not_null", ondelete="set null", check_company=True
    )
    contract_end = fields.Date("Competitor's Contract Ends")
    need = AlikeText("Need or Reason", shareable=True)
    note = fields.Text("Notes")

    _cell_uniq = models.UniqueIndex(
        "(account_id, company_id, offering_id, COALESCE(buying_center_id, 0))",
        "There is a cell for this customer, buying centre and offering already. Change that one.",
    )
    _chance_percent = models.Constraint(
        "CHECK (success_chance BETWEEN 0 AND 100)",
        "The success chance is a percentage from 0 to 100: correct it.",
    )

    @api.depends("account_id.name", "buying_center_id.name", "offering_id.name")
    @api.depends_context("uid")
    def _compute_display_name(self):
        for cell in self:
            names = (cell.account_id.name, cell.buying_center_id.name, cell.offering_id.name)
            cell.display_name = " · ".join(name for name in names if name)
        self._hide_names()

    @api.depends(
        "state_manual", "revenue", "lead_ids.won_status", "lead_ids.active", "lead_ids.type"
    )
    def _compute_state(self):
        lead_states = self._read_lead_states_sudo()
        for cell in self:
            leads = lead_states.get(cell._origin.id, set())
            if cell.revenue > 0 or "won" in leads:
                cell.state = "customer"
            elif "pending" in leads:
                cell.state = "opportunity"
            else:
                cell.state = cell.state_manual

    def _read_lead_states_sudo(self):
        """Which states the linked opportunities have: {cell id: set of won_status}.

        One that was archived while it was open is not open any more.
        """
        leads = self.env["crm.lead"].sudo().with_context(active_test=False)
        domain = Domain("kam_whitespace_id", "in", self.ids) & Domain("type", "=", "opportunity")
        domain &= Domain("active", "=", True) | Domain("won_status", "!=", "pending")
        groups = leads._read_group(domain, ["kam_whitespace_id", "won_status"])
        states = {}
        for cell, won_status in groups:
            states.setdefault(cell.id, set()).add(won_status)
        return states

    @api.depends("lead_ids")
    def _compute_lead_count(self):
        counts = {}
        if self.env["crm.lead"].has_access("read"):
            leads = self.env["crm.lead"].with_context(active_test=False)
            domain = [("kam_whitespace_id", "in", self.ids)]
            counts = dict(leads._read_group(domain, ["kam_whitespace_id"], ["__count"]))
        for cell in self:
            cell.lead_count = counts.get(cell._origin, 0)

    @api.model
    def _get_confirm_domain(self):
        """Of a cell of which nothing is known there is nothing to confirm."""
        return Domain("state", "!=", "unknown")

    def _get_confirm_text(self):
        """The state, and what they need."""
        state = self._fields["state"].convert_to_export(self.state, self)
        return " · ".join(text for text in (state, self.need) if text)

    @api.model
    def _keep_what_is_given(self, vals):
        """A state that somebody sets is kept as such, for the shown one may know better; a
        potential that somebody gives counts, unless he says otherwise.
        """
        vals = dict(vals)
        if "state" in vals:
            vals["state_manual"] = vals.pop("state")
        if is_known(vals.get("potential_manual")):
            vals.setdefault("potential_source", "manual")
        return vals

    @api.model_create_multi
    def create(self, vals_list):
        """Keep a given state as the one set by hand."""
        vals_list = with_defaults(self, vals_list, ("state", "potential_manual"))
        return super().create([self._keep_what_is_given(vals) for vals in vals_list])

    def write(self, vals):
        """Keep a given state as the one set by hand."""
        return super().write(self._keep_what_is_given(vals))

    def action_create_opportunity(self):
        """Open the open opportunity that comes from the cell; where there is none, create it.

        :raise AccessError: when the user may not write the cell or create opportunities
        :raise UserError: when there is one that the user may not read
        """
        check_one(self)
        self.check_access("write")
        self.env["crm.lead"].check_access("create")
        hold(self)
        lead = self._find_open_lead_sudo().sudo(False)
        if lead and not lead.has_access("read"):
            raise UserError(
                self.env._(
                    "“%s” has an open opportunity already, which you may not read. Ask the key "
                    "account manager.",
                    self.display_name,
                )
            )
        lead = lead or self.env["crm.lead"].create(self._prepare_opportunity_values())
        if self.state_manual in ("unknown", "not_relevant"):
            self.state_manual = "open"
        action = self.env["ir.actions.act_window"]._for_xml_id("crm.crm_lead_opportunities")
        window = {**action, "res_id": lead.id, "views": [(False, "form")], "context": {}}
        return in_company(window, self.company_id)

    def _find_open_lead_sudo(self):
        """The latest open opportunity from this cell, whoever may read it."""
        domain = [("kam_whitespace_id", "=", self.id), ("won_status", "=", "pending")]
        return self.env["crm.lead"].sudo().search(domain, order="id desc", limit=1)

    def _prepare_opportunity_values(self):
        partner = self.buying_center_id.partner_id or self.account_id
        plans = self.env["kam.plan"].search(
            [("partner_id", "=", self.account_id.id), ("company_id", "=", self.company_id.id)]
        )
        chance = {}
        if is_known(self.success_chance):
            chance = {"probability": self.success_chance}
        return {
            **chance,
            "name": f"{partner.name}: {self.offering_id.name}",
            "type": "opportunity",
            "partner_id": partner.id,
            "company_id": self.company_id.id,
            "user_id": self.env.uid,
            "expected_revenue": self.potential or 0.0,
            "description": self.need,
            "kam_whitespace_id": self.id,
            "kam_plan_id": plans.filtered(lambda plan: plan.state == "active")[:1].id,
        }

    def action_open_leads(self):
        """Open the opportunities that come from the cell."""
        check_one(self)
        action = self.env["ir.actions.act_window"]._for_xml_id("crm.crm_lead_opportunities")
        context = {"default_kam_whitespace_id": self.id, "active_test": False}
        domain = [("kam_whitespace_id", "=", self.id)]
        return in_company({**action, "domain": domain, "context": context}, self.company_id)

    def _get_merge_key(self):
        """Cells of a buying centre go with it."""
        return None if self.buying_center_id else (self.company_id, self.offering_id)

    def _absorb_line(self, other):
        """What was said of the other cell fills what nobody said of this one; its opportunities
        come along. A cell that was made by itself says nothing.
        """
        if self.state_manual == "unknown":
            self.state_manual = other.state_manual
        result = super()._absorb_line(other)
        if not is_known(self.potential_manual) and is_known(other.potential_manual):
            self.write(
                {
                    "potential_manual": other.potential_manual,
                    "potential_source": other.potential_source,
                }
            )
        self.note = join_notes(self.note, other.note)
        other.lead_ids.kam_whitespace_id = self
        return result
