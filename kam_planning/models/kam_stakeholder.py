from odoo import api, fields, models, tools
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ..tools.people import seniority_of
from .kam_reminder import days_parameter

SENIORITIES = [("specialist", "Specialist"), ("manager", "Manager"), ("executive", "Executive")]
PARKED_REASONS = [("left", "Left"), ("not_relevant", "Not relevant"), ("unknown", "Not known")]
CONTACT_CHANGES = [
    ("archived", "Contact archived"),
    ("moved", "Moved to another company"),
    ("bounced", "Mail address bounced"),
]
# Without a plan of the customer a confirmation holds for so many months.
CONFIRM_MONTHS = 6
TOUCH_DAYS = 90


class KamStakeholder(models.Model):
    """A person on the relationship map of a customer, or a role that nobody fills yet.

    What is thought of the person stands in `kam_stakeholder_judgement`, the map itself in
    `kam_stakeholder_map`. Nothing of it is ever shared with a customer.
    """

    _name = "kam.stakeholder"
    _description = "Person on the Relationship Map"
    _inherit = ["kam.account.line", "kam.confirmable", "kam.internal.thread"]
    _order = "sequence, id"
    _mail_post_access = "write"

    _confirming_fields = ("partner_id", "manager_id", "buying_center_id", "title", "parked_reason")
    _confirm_interval_depends = ("account_id.kam_plan_ids.review_interval",)

    sequence = fields.Integer(default=10)
    partner_id = fields.Many2one(
        "res.partner",
        "Contact",
        index="btree_not_null",
        ondelete="set null",
        tracking=True,
        check_company=True,
        domain="[('is_company', '=', False)]",
        help="A contact of any company: consultants are on the map as well. "
        "Empty for a role that nobody fills yet.",
    )
    name = fields.Char(
        compute="_compute_from_contact",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
        index="trigram",
        help="Follows the contact. Without a contact: whom you are looking for.",
    )
    title = fields.Char(
        "Job Title", compute="_compute_from_contact", store=True, readonly=False, precompute=True
    )
    is_placeholder = fields.Boolean(compute="_compute_is_placeholder", store=True, precompute=True)
    seniority = fields.Selection(
        SENIORITIES,
        compute="_compute_seniority",
        store=True,
        readonly=False,
        precompute=True,
        help="Read from the job title; correct it where the title misleads.",
    )
    employer_id = fields.Many2one(
        related="partner_id.commercial_partner_id", string="Works For", related_sudo=False
    )
    email = fields.Char(related="partner_id.email", related_sudo=False)
    phone = fields.Char(related="partner_id.phone", related_sudo=False)
    buying_center_id = fields.Many2one(
        "kam.buying.center",
        "Buying Centre",
        index="btree_not_null",
        ondelete="set null",
        tracking=True,
        check_company=True,
        domain="[('account_id', '=', account_id), ('company_id', '=', company_id)]",
    )
    manager_id = fields.Many2one(
        "kam.stakeholder",
        "Reports To",
        index="btree_not_null",
        ondelete="set null",
        tracking=True,
        check_company=True,
        domain="[('account_id', '=', account_id), ('company_id', '=', company_id), "
        "('id', '!=', id)]",
    )
    report_ids = fields.One2many("kam.stakeholder", "manager_id", "Reports")
    touch_interval = fields.Integer(
        "Touch Base Every (days)", help="0: as often as the settings say."
    )
    parked_reason = fields.Selection(
        PARKED_REASONS, "Parked", tracking=True, help="Kept aside: not part of the map any more."
    )
    contact_change = fields.Selection(
        CONTACT_CHANGES,
        readonly=True,
        copy=False,
        help="What happened to the contact since somebody last confirmed this person.",
    )
    contact_change_date = fields.Date("Contact Changed On", readonly=True, copy=False)

    # who of ours knows them
    relationship_ids = fields.One2many("kam.relationship", "stakeholder_id", "Relationships")
    strength = fields.Float(
        "Strongest Relationship",
        compute="_compute_relationships",
        store=True,
        aggregator="avg",
        help="Strength 0-100 of the best of our relationships with this person.",
    )
    last_contact_date = fields.Date(
        "Last Contact", compute="_compute_relationships", store=True, aggregator="max"
    )
    coverage_count = fields.Integer(
        "Known By",
        compute="_compute_relationships",
        store=True,
        aggregator="avg",
        help="How many of ours know this person: by hand, or with a strength of 25 or more.",
    )

    _partner_uniq = models.UniqueIndex(
        "(account_id, company_id, partner_id) WHERE partner_id IS NOT NULL",
        "This contact is on the customer's map already.",
    )
    _account_idx = models.Index("(account_id, company_id, manager_id)")
    _touch_positive = models.Constraint(
        "CHECK (touch_interval >= 0)",
        "Touching base every so many days cannot be negative: correct the interval.",
    )

    @api.depends("partner_id")
    def _compute_from_contact(self):
        for person in self:
            partner = person.partner_id
            person.name = partner.name or partner.display_name or person.name
            person.title = (partner.function if partner else person.title) or False

    @api.depends("partner_id")
    def _compute_is_placeholder(self):
        for person in self:
            person.is_placeholder = not person.partner_id

    @api.depends("title")
    def _compute_seniority(self):
        for person in self:
            person.seniority = seniority_of(person.title)

    @api.depends(
        "relationship_ids.strength",
        "relationship_ids.level_actual",
        "relationship_ids.last_contact_date",
    )
    def _compute_relationships(self):
        for person in self:
            # What is typed into a form is not asked for access: only saved relationships count.
            ties = person._origin.relationship_ids
            dates = [date for date in ties.mapped("last_contact_date") if date]
            person.strength = max(ties.mapped("strength"), default=0.0)
            person.last_contact_date = max(dates, default=False)
            person.coverage_count = sum(tie._covers() for tie in ties)

    @api.depends("contact_change", "contact_change_date")
    def _compute_stale_date(self):
        """What happened to the contact contradicts what was confirmed."""
        result = super()._compute_stale_date()
        for person in self.filtered("contact_change"):
            person.stale_date = person.contact_change_date
        return result

    @api.constrains("manager_id", "account_id", "company_id")
    def _check_manager(self):
        for person in self.filtered("manager_id"):
            manager = person.manager_id
            if (manager.account_id, manager.company_id) != (person.account_id, person.company_id):
                raise ValidationError(
                    self.env._(
                        "“%(person)s” cannot report to “%(manager)s”, who is on the map of another "
                        "customer. Choose somebody of “%(account)s”.",
                        person=person.name,
                        manager=manager.name,
                        account=person.account_id.display_name,
                    )
                )
            if person._has_cycle("manager_id"):
                raise ValidationError(
                    self.env._(
                        "“%(person)s” cannot report to “%(manager)s”, who reports, directly or "
                        "not, to “%(person)s”. Change that line first.",
                        person=person.name,
                        manager=manager.name,
                    )
                )

    @api.constrains("buying_center_id", "account_id")
    def _check_center(self):
        for person in self.filtered("buying_center_id"):
            if person.buying_center_id.account_id != person.account_id:
                raise ValidationError(
                    self.env._(
                        "“%(person)s”: the buying centre “%(center)s” belongs to another customer.",
                        person=person.name,
                        center=person.buying_center_id.name,
                    )
                )

    def _get_confirm_interval(self):
        """A confirmation holds for one cadence of the customer's plan."""
        intervals = self.account_id.kam_plan_ids.mapped("review_interval")
        return min(intervals, default=CONFIRM_MONTHS)

    @api.model
    def _prepare_confirmation_values(self):
        """Who confirms a person has seen what happened to the contact."""
        return {
            **super()._prepare_confirmation_values(),
            "contact_change": False,
            "contact_change_date": False,
        }

    @api.model
    def _get_default_touch_days(self):
        return days_parameter(self.env, "touch_days", TOUCH_DAYS) or TOUCH_DAYS

    def _get_touch_days(self):
        """Days within which somebody should be in contact with each person: {person: days}."""
        default = self._get_default_touch_days()
        return {person: person.touch_interval or default for person in self}

    @api.model_create_multi
    def create(self, vals_list):
        """New people may be contacts: their changes are followed from now on."""
        people = super().create(vals_list)
        people._follow_new_contacts()
        return people

    def write(self, vals):
        """Another contact: its changes are followed from now on."""
        result = super().write(vals)
        if vals.get("partner_id"):
            self._follow_new_contacts()
        return result

    def _follow_new_contacts(self):
        if not self._get_mapped_partner_ids().issuperset(self.partner_id.ids):
            self.env.registry.clear_cache()

    @api.model
    @tools.ormcache()
    def _get_mapped_partner_ids(self):
        """Ids of all contacts on any map. Tells where to look, is never shown to a user."""
        people = self.sudo()
        return frozenset(
            partner.id
            for (partner,) in people._read_group([("partner_id", "!=", False)], ["partner_id"])
        )

    @api.model
    def _find_by_partners_sudo(self, partner_ids):
        """People on maps, of any customer, who are one of these contacts."""
        known = self._get_mapped_partner_ids().intersection(partner_ids)
        people = self.sudo()
        return people.search([("partner_id", "in", list(known))]) if known else people

    @api.model
    def _get_account_domain(self, account, company):
        return Domain("account_id", "=", account.id) & Domain("company_id", "=", company.id)

    def action_open_map(self):
        """Open the map on which this person is."""
        self.ensure_one()
        return self.account_id._prepare_kam_map_action(self.company_id)
