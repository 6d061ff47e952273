from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import NO_ACCESS, Domain

from ...tools.map_structure import MapStructure
from ...tools.rows import NaturalKey
from ...tools.stakeholders import seniority_of
from ..common.accents import AlikeChar, alike
from ..common.arguments import check_numbers, check_one
from ..common.known import KnownFloat, is_known
from ..common.parameters import days_parameter
from .kam_stakeholder_judgement import NO_JUDGEMENT, PEOPLE_GROUP

SENIORITIES = [("specialist", "Specialist"), ("manager", "Manager"), ("executive", "Executive")]
TOUCH_DAYS = 90
MOST_FOUND = 20


class KamStakeholder(models.Model):
    """A person on the relationship map of a customer, or a role that nobody fills yet.

    Where the person stands on it is in `kam_stakeholder_place`, what is thought of the person in
    `kam_stakeholder_judgement`, the map itself in `kam_stakeholder_map`. Nothing of it is ever
    shared with a customer.
    """

    _name = "kam.stakeholder"
    _description = "Person on the Relationship Map"
    _inherit = [
        "kam.stakeholder.place",
        "kam.stakeholder.map",
        "kam.stakeholder.privacy",
        "kam.stakeholder.judgement",
        "kam.stakeholder.contact",
        "kam.account.line",
        "kam.confirmable",
        "kam.internal.thread",
        "kam.job.subject",
    ]
    _order = "sequence, id"
    _mail_post_access = "write"
    _loop_fields = ("manager_id",)
    _person_field = "id"
    _side_fields = ("dotted_manager_id",)
    _same_account_fields = ("manager_id", "dotted_manager_id", "buying_center_id")

    _natural_keys = (
        NaturalKey(("account_id", "company_id", "partner_id"), is_unique=True),
        NaturalKey(("account_id", "company_id", "name"), ties=("title",)),
    )
    _contact_fields = ("partner_id",)
    _confirming_fields = (
        "partner_id",
        "manager_id",
        "dotted_manager_id",
        "buying_center_id",
        "title",
        "parked_reason",
        *NO_JUDGEMENT,
    )
    _confirm_depends = ("parked_reason",)

    sequence = fields.Integer(default=10)
    partner_id = fields.Many2one(
        "res.partner",
        "Contact",
        index="btree_not_null",
        ondelete="set null",
        tracking=True,
        copy=False,
        check_company=True,
        domain="[('is_company', '=', False), ('partner_share', '=', True)]",
        help="A contact of any company: consultants are on the map as well. "
        "Empty for a role that nobody fills yet.",
    )
    # That something could not be erased tells that something was thought.
    kam_faults = fields.Json(groups=PEOPLE_GROUP)
    kam_fault_date = fields.Datetime(groups=PEOPLE_GROUP)
    kam_fault = fields.Text(groups=PEOPLE_GROUP)
    # With the user's own rights: a form tells nothing of contacts that may not be read.
    name = AlikeChar(
        compute="_compute_from_contact",
        compute_sudo=False,
        store=True,
        readonly=False,
        required=True,
        precompute=True,
        index="trigram",
        help="Follows the contact. Without a contact: whom you are looking for.",
    )
    title = AlikeChar(
        "Job Title",
        compute="_compute_from_contact",
        compute_sudo=False,
        store=True,
        readonly=False,
        precompute=True,
    )
    is_placeholder = fields.Boolean(compute="_compute_is_placeholder", store=True, precompute=True)
    seniority = fields.Selection(
        SENIORITIES,
        compute="_compute_seniority",
        store=True,
        readonly=False,
        precompute=True,
        help="Read from the job title; correct it where the title misleads. Empty: not known.",
    )
    # Told apart from what a title says: a title that changes takes nobody's own word away.
    is_seniority_manual = fields.Boolean(readonly=True, copy=False, groups=NO_ACCESS)
    employer_id = fields.Many2one(
        related="partner_id.commercial_partner_id", string="Works For", related_sudo=False
    )
    email = fields.Char(related="partner_id.email", related_sudo=False)
    phone = fields.Char(related="partner_id.phone", related_sudo=False)
    # What is typed here stays when the contact changes: both are shown, to choose from.
    contact_name = fields.Char("Name on the Contact", related="partner_id.name", related_sudo=False)
    contact_title = fields.Char(
        "Job Title on the Contact", related="partner_id.function", related_sudo=False
    )
    buying_center_id = fields.Many2one(
        "kam.buying.center",
        "Buying Centre",
        index="btree_not_null",
        ondelete="set null",
        tracking=True,
        check_company=True,
        domain="[('account_id', '=', account_id), ('company_id', '=', company_id)]",
    )
    touch_interval = fields.Integer(
        "Touch Base Every (days)", aggregator=None, help="0: as often as the settings say."
    )
    # who of ours knows them
    relationship_ids = fields.One2many("kam.relationship", "stakeholder_id", "Relationships")
    strength = KnownFloat(
        "Strongest Relationship",
        compute="_compute_relationships",
        store=True,
        aggregator="avg",
        help="Strength 0-100 of the best of our relationships with this person.",
    )
    last_contact_date = fields.Date(
        "Last Interaction", compute="_compute_relationships", store=True, aggregator="max"
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
        """What was set by hand stays."""
        for person in self:
            is_manual = person.is_seniority_manual
            person.seniority = person.seniority if is_manual else seniority_of(person.title)

    def _note_seniority_sudo(self):
        """Whether the seniority of these people is somebody's own word; no user writes that."""
        for person in self.sudo():
            is_manual = person.seniority != seniority_of(person.title)
            if person.is_seniority_manual != is_manual:
                person.is_seniority_manual = is_manual

    @api.depends(
        "relationship_ids.strength",
        "relationship_ids.level_actual",
        "relationship_ids.last_contact_date",
        "relationship_ids.user_id.active",
    )
    def _compute_relationships(self):
        # Of all people at once: what is filtered forgets with whom it is read together.
        self._origin.relationship_ids.mapped("strength")
        for person in self:
            # What is typed into a form is not asked for access: only saved relationships count,
            # and of those only the ones with people who are still ours.
            relationships = person._origin.relationship_ids.filtered("user_id.active")
            dates = [date for date in relationships.mapped("last_contact_date") if date]
            person.strength = max(filter(is_known, relationships.mapped("strength")), default=False)
            person.last_contact_date = max(dates, default=False)
            person.coverage_count = sum(relationship._covers() for relationship in relationships)

    def _get_best_relationship(self):
        """The best of our relationships with a person, or none.

        A slice of the sorted ones would forget with whom it is read together.
        """
        return max(
            self.relationship_ids,
            key=lambda relationship: relationship._prepare_relationship().rank,
            default=self.relationship_ids,
        )

    @api.model_create_multi
    def create(self, vals_list):
        """A seniority that is given is somebody's own word."""
        people = super().create(vals_list)
        given = [vals.get("seniority") for vals in vals_list]
        people.browse(
            [person.id for person, one in zip(people, given, strict=True) if one]
        )._note_seniority_sudo()
        return people

    def write(self, vals):
        """A person stays on the map of one customer: what hangs on it is known there."""
        for name in self._account_fields:
            if name in vals and any(person[name].id != vals[name] for person in self):
                raise ValidationError(
                    self.env._(
                        "“%(person)s” is on the map of “%(account)s” and stays there. Put the "
                        "contact on the other map as well, and park this one.",
                        person=self[:1].name,
                        account=self[:1].account_id.display_name,
                    )
                )
        result = super().write(vals)
        if "seniority" in vals:
            self._note_seniority_sudo()
        return result

    @api.model
    def _change_center_sudo(self, former, center):
        """Who belongs to a buying centre belongs to another one of the customer from now on."""
        people = self.sudo().search([("buying_center_id", "=", former.id)])
        people.buying_center_id = center

    @api.model
    def _get_confirm_domain(self):
        """People on the map, without those kept aside."""
        return Domain("parked_reason", "=", False)

    def _get_confirm_text(self):
        """The job title. What is thought of the person is seen in its form."""
        return self.title or ""

    @api.model
    def _get_default_touch_days(self):
        return days_parameter(self.env, "touch_days", TOUCH_DAYS) or TOUCH_DAYS

    def _get_touch_days(self):
        """Days within which somebody should be in contact with each person: {person: days}."""
        default = self._get_default_touch_days()
        return {person: person.touch_interval or default for person in self}

    @api.model
    def _get_account_domain(self, account, company):
        return Domain("account_id", "=", account.id) & Domain("company_id", "=", company.id)

    @api.model
    @api.readonly
    def find_people(self, account_id, company_id, text):
        """Find people of a map by name, title, or what the contact is called.

        :return: list of dicts ``id``, ``name``, ``title``, ``path`` (ids from the top down to the
            manager), at most 20
        :raise AccessError: when the user may read no plan of this customer
        """
        account, company, _can_write = self._get_checked_place(account_id, company_id)
        domain = self._get_account_domain(account, company)
        if not isinstance(text, str):
            return []
        words = alike(["name", "title"], text)
        people = self.search_fetch(domain & words, ["name", "title"], limit=MOST_FOUND)
        structure = MapStructure(self._read_structure(domain)) if people else None
        return [
            {
                "id": person.id,
                "name": person.name,
                "title": person.title,
                "path": structure.get_path(person.id),
            }
            for person in people
        ]

    @api.model
    def _get_mapped_contacts_sudo(self, account, company):
        """The contacts on a customer's map, also those of people hidden from the user."""
        domain = self._get_account_domain(account, company)
        return self.sudo().search_fetch(domain, ["partner_id"]).partner_id

    @api.model
    @api.readonly
    def find_candidates(self, account_id, company_id, text="", limit=10):
        """Contacts of the customer who are not on its map yet.

        :return: dict ``total`` and ``contacts`` (list of dicts ``id``, ``name``, ``function``)
        :raise AccessError: when the user may read no plan of this customer
        :raise UserError: on a limit that is no number
        """
        check_numbers(self.env, least=0, limit=[limit])
        account, company, _can_write = self._get_checked_place(account_id, company_id)
        scope = account._get_account_scope()[account]
        scope -= self._get_mapped_contacts_sudo(account, company)
        domain = Domain("id", "in", scope.ids) & Domain("is_company", "=", False)
        domain &= Domain("partner_share", "=", True)
        domain &= Domain("type", "=", "contact") & Domain("name", "!=", False)
        if text and isinstance(text, str):
            domain &= alike(["name", "function"], text)
        partners = self.env["res.partner"]
        return {
            "total": partners.search_count(domain),
            "contacts": partners.search_read(domain, ["name", "function"], limit=limit),
        }

    def action_open_map(self):
        """Open the map on which this person is."""
        check_one(self)
        return self.account_id._prepare_kam_map_action(self.company_id)
