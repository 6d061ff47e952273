from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...tools.rows import NaturalKey
from ..common.accents import AlikeChar
from ..common.known import KnownMonetary


class KamBuyingCenter(models.Model):
    """A division, site or subsidiary of the customer that buys for itself."""

    _name = "kam.buying.center"
    _description = "Buying Centre"
    _inherit = ["kam.account.line", "kam.internal.thread"]
    _order = "sequence, id"
    _parent_store = True
    _mail_post_access = "write"
    _loop_fields = ("parent_id",)
    _same_account_fields = ("parent_id",)
    _natural_keys = (
        NaturalKey(("account_id", "company_id", "partner_id"), is_unique=True),
        NaturalKey(("account_id", "company_id", "name"), ties=("parent_id",)),
    )
    _contact_fields = ("partner_id",)

    name = AlikeChar(
        compute="_compute_name",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
        tracking=True,
    )
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    parent_id = fields.Many2one(
        "kam.buying.center",
        "Part Of",
        index=True,
        ondelete="restrict",
        check_company=True,
        domain="[('account_id', '=', account_id)]",
    )
    parent_path = fields.Char(index=True, readonly=True)
    child_ids = fields.One2many("kam.buying.center", "parent_id", "Parts")
    partner_id = fields.Many2one(
        "res.partner",
        "Company or Site",
        index="btree_not_null",
        ondelete="set null",
        check_company=True,
        domain="[('id', 'child_of', account_id), ('id', '!=', account_id)]",
        tracking=True,
        help="The company or address below the customer; its orders and invoices count here. "
        "Leave it empty for a division that has no address of its own.",
    )
    decides = fields.Text("What It Decides")
    decision_process = fields.Text()
    initiatives = fields.Text()
    # Of a centre and its parts, for periods of their own: nothing to add up.
    budget = KnownMonetary(aggregator=None)
    budget_date_start = fields.Date("Budget From")
    budget_date_end = fields.Date("Budget To")

    _partner_uniq = models.UniqueIndex(
        "(account_id, company_id, partner_id) WHERE partner_id IS NOT NULL",
        "This company or site is a buying centre of the customer already.",
    )
    _budget_positive = models.Constraint(
        "CHECK (budget >= 0)", "A buying centre's budget cannot be negative: correct the budget."
    )
    _budget_period = models.Constraint(
        "CHECK (budget_date_end >= budget_date_start)",
        "A budget's period ends after it starts: correct one of the two dates.",
    )

    @api.depends("partner_id")
    def _compute_name(self):
        for center in self:
            center.name = center.name or center.partner_id.name

    @api.constrains("partner_id", "account_id")
    def _check_partner(self):
        scope = self.account_id._get_account_scope()
        for center in self.filtered("partner_id"):
            partner = center.partner_id
            if partner == center.account_id or partner not in scope[center.account_id]:
                raise ValidationError(
                    self.env._(
                        "Buying centre “%(center)s”: “%(partner)s” is not below “%(account)s” in "
                        "the contacts. Choose a company or site of the customer.",
                        center=center.name,
                        partner=partner.display_name,
                        account=center.account_id.display_name,
                    )
                )

    def _get_scope_rows_sudo(self):
        """Pairs (buying centre id, partner id): its company and those of the centres below it,
        each with everything below it. Centres without any company have no rows.

        As superuser: figures are the same for everybody, whichever contacts he sees.
        """
        if not self:
            return []
        every = self.sudo().with_context(active_test=False)
        below = every.search([("id", "child_of", self.ids), ("partner_id", "!=", False)])
        scope = below.partner_id._get_account_scope()
        return list(
            {
                (top.id, partner_id)
                for top in self.sudo()
                for part in below
                if part.parent_path.startswith(top.parent_path)
                for partner_id in scope[part.partner_id].ids
            }
        )

    def _absorb(self, other):
        """What hung on another buying centre of the same customer hangs on this one: a hook."""
        other.unlink()
