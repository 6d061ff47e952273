from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...tools.rows import NaturalKey
from ..common.switches import is_on


class KamTeamMember(models.Model):
    """Who works on the account: one of ours (who thereby gets access) or one of the customer's."""

    _name = "kam.team.member"
    _description = "Account Team Member"
    _inherit = ["kam.plan.line"]
    _order = "sequence, id"
    _rec_name = "person_name"
    _rec_names_search = ("user_id", "contact_id", "role_id")

    _natural_keys = (
        NaturalKey(
            ("plan_id", "user_id", "contact_id", "role_id"),
            empty=("user_id", "contact_id", "role_id"),
            is_unique=True,
        ),
        NaturalKey(("plan_id", "role_id"), ties=("user_id", "contact_id")),
    )
    _contact_fields = ("contact_id", "counterpart_id")

    sequence = fields.Integer(default=10)
    role_id = fields.Many2one("kam.team.role", index=True, ondelete="restrict")
    side = fields.Selection(
        [("us", "Ours"), ("customer", "The customer's")], compute="_compute_side", store=True
    )
    user_id = fields.Many2one(
        "res.users",
        "Our Colleague",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        domain=lambda self: self.env["kam.plan"]._get_kam_user_domain(),
    )
    contact_id = fields.Many2one(
        "res.partner",
        "Customer's Contact",
        index="btree_not_null",
        ondelete="restrict",
        domain="[('is_company', '=', False)]",
    )
    person_name = fields.Char("Person", compute="_compute_person")
    email = fields.Char(compute="_compute_person")
    phone = fields.Char(compute="_compute_person")
    country_id = fields.Many2one(
        "res.country",
        compute="_compute_country_id",
        store=True,
        readonly=False,
        ondelete="set null",
        help="The country this person looks after, where the account has several.",
    )
    responsibilities = fields.Text(compute="_compute_responsibilities", store=True, readonly=False)
    counterpart_id = fields.Many2one(
        "res.partner",
        ondelete="set null",
        domain="[('is_company', '=', False)]",
        help="The person at the customer whom this colleague is paired with, such as the "
        "executive whom our sponsor meets.",
    )

    _person_uniq = models.UniqueIndex(
        "(plan_id, COALESCE(user_id, 0), COALESCE(contact_id, 0), COALESCE(role_id, 0))",
        "This person already has this role in the account team.",
    )

    @api.depends("user_id", "contact_id")
    def _compute_side(self):
        for member in self:
            member.side = "customer" if member.contact_id and not member.user_id else "us"

    @api.depends("user_id", "contact_id")
    def _compute_person(self):
        for member in self:
            person = member.user_id.partner_id or member.contact_id
            member.person_name = person.name
            member.email = person.email
            member.phone = person.phone

    @api.depends("user_id", "contact_id")
    def _compute_country_id(self):
        for member in self:
            person = member.user_id.partner_id or member.contact_id
            member.country_id = member.country_id or person.country_id

    @api.depends("role_id")
    def _compute_responsibilities(self):
        for member in self:
            member.responsibilities = member.responsibilities or member.role_id.description

    @api.constrains("plan_id", "user_id", "contact_id")
    def _check_person(self):
        for member in self:
            if bool(member.user_id) == bool(member.contact_id):
                raise ValidationError(
                    self.env._(
                        "Account team of “%s”: each line names one person, either a colleague of "
                        "ours or a contact of the customer. Fill in one of the two.",
                        member.plan_id.name,
                    )
                )

    @api.constrains("user_id")
    def _check_user_group(self):
        self.user_id._check_kam_access(self)

    @api.model_create_multi
    def create(self, vals_list):
        """Tell new members, let them follow the plan, give them what waits for their role."""
        members = super().create(vals_list)
        members._welcome()
        return members

    def write(self, vals):
        """Welcome whoever takes the place over, and let go whoever leaves it."""
        changed = "user_id" in vals or "role_id" in vals or "plan_id" in vals
        before = {(m.plan_id, m.user_id) for m in self} if changed else set()
        result = super().write(vals)
        if changed:
            self._let_go(before)
            self._welcome()
        return result

    def unlink(self):
        """Members who leave stop following the plan: its mails are for the team."""
        before = {(member.plan_id, member.user_id) for member in self}
        result = super().unlink()
        self._let_go(before)
        return result

    def _step_back(self):
        """Take these members off their role.

        They leave the team, but for the current user: one who hands the plan over stays a member,
        able to see it through, until somebody takes him off.
        """
        own_members = self.filtered(lambda member: member.user_id == self.env.user)
        plain = own_members.plan_id.member_ids.filtered(
            lambda member: member.user_id == self.env.user and not member.role_id
        )
        staying = own_members.filtered(lambda member: member.plan_id not in plain.plan_id)
        staying.role_id = False
        (self - staying).unlink()

    def _welcome(self):
        """Let our members follow their plans, and tell those who did not yet."""
        ours = self.filtered("user_id")
        for user, members in ours.grouped("user_id").items():
            plans = members.plan_id
            new = plans.filtered(lambda plan, u=user: u.partner_id not in plan.message_partner_ids)
            if new:
                new.message_subscribe(user.partner_id.ids)
                if not is_on(self, "kam_quiet"):
                    self.env["kam.news"]._announce(user, new, "team")
        ours.plan_id._reassign_role_actions()

    @api.model
    def _let_go(self, before):
        """Unsubscribe the users who no longer work on the plan.

        :param set before: pairs (plan, user) as they stood before the change
        """
        left, living = {}, self.env["kam.plan"].union(*(plan for plan, _user in before)).exists()
        for plan, user in before:
            if user and plan in living and user not in plan.access_user_ids:
                left[user] = left.get(user, plan.browse()) | plan
        for user, plans in left.items():
            plans.message_unsubscribe(user.partner_id.ids)

    def _pass_on(self, heir):
        """Give these places to the heir who does not have them yet, and clear the others.

        :param heir: res.users, or nobody
        :return: the places that are the heir's now
        """
        taken = self.browse()
        for place in self if heir else ():
            same = place.plan_id.member_ids.filtered(lambda member: member.user_id == heir)
            if not same or (place.role_id and place.role_id not in same.role_id):
                taken |= place
        (self - taken).unlink()
        taken.write({"user_id": heir.id})
        return taken
