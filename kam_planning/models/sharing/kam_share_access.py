from datetime import timedelta

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools.misc import format_date

from ...tools.rows import NaturalKey
from ..common.days import today_of, today_of_user
from ..common.switches import is_on

# So long a person sees what is shared, unless he is invited anew.
DAYS_OF_ACCESS = 365
ENDINGS = [
    ("revoked", "Revoked"),
    ("left", "Left the Customer"),
    ("archived", "Contact Archived"),
    ("merged", "Merged into Another Company"),
]
STATES = [
    ("prepared", "Not Invited Yet"),
    ("invited", "Invited"),
    ("seen", "Has Seen It"),
    ("expired", "Expired"),
    ("ended", "Ended"),
]
# Shares of which the people who were invited see something.
VISIBLE = ("shared", "agreed")
# What tells whose consent is needed.
CONSENT = {"can_agree", "date_expires", "ended_date"}


class KamShareAccess(models.Model):
    """One person of the customer who may see what is shared, and what he may do there.

    No right of Odoo comes with it: pages of the portal ask for a live access of their visitor's own
    contact, and show what leaves and nothing else.
    """

    _name = "kam.share.access"
    _description = "Access to a Shared Plan"
    _inherit = ["kam.share.leaving", "kam.share.access.mails", "kam.plan.line"]
    _order = "share_id, id"
    _rec_name = "partner_id"
    _owner_fields = ("share_id",)
    _contact_fields = ("partner_id",)
    _natural_keys = (NaturalKey(("share_id", "partner_id")),)

    share_id = fields.Many2one("kam.share", required=True, index=True, ondelete="cascade")
    plan_id = fields.Many2one(
        related="share_id.plan_id", store=True, precompute=True, required=False
    )
    # Who is invited, not the customer.
    partner_id = fields.Many2one(
        "res.partner",
        "Person",
        related=None,
        required=True,
        index=True,
        ondelete="cascade",
        precompute=False,
        domain="[('id', 'child_of', customer_id), ('is_company', '=', False)]",
    )
    customer_id = fields.Many2one(related="plan_id.partner_id", string="Customer")
    can_comment = fields.Boolean("Comments", default=True)
    can_act = fields.Boolean(
        "Acts", default=True, help="Ticks off actions of the customer and answers to value."
    )
    can_agree = fields.Boolean(
        "Agrees", help="Whose consent is needed: agreed is what all of them agreed to."
    )
    invited_date = fields.Date("Invited On", readonly=True, copy=False)
    last_seen_date = fields.Date("Last Seen", readonly=True, copy=False)
    date_expires = fields.Date(
        "Expires On",
        required=True,
        copy=False,
        default=lambda self: today_of_user(self) + timedelta(days=DAYS_OF_ACCESS),
    )
    ended_date = fields.Date("Ended On", readonly=True, copy=False)
    end_reason = fields.Selection(ENDINGS, "Ended Because", readonly=True, copy=False)
    mail_versions = fields.Boolean("Mails on New Versions", default=True)
    mail_answers = fields.Boolean("Mails with Our Answers", default=True)
    mail_reminders = fields.Boolean("Reminders of Own Actions", default=True)
    state = fields.Selection(STATES, compute="_compute_state")
    is_live = fields.Boolean(
        "Sees It Now", compute="_compute_is_live", search="_search_is_live", compute_sudo=False
    )

    _person_uniq = models.UniqueIndex(
        "(share_id, partner_id)", "This person has an access already: change or renew that one."
    )

    @api.depends("ended_date", "date_expires", "last_seen_date", "invited_date")
    def _compute_state(self):
        for access in self:
            if access.ended_date:
                access.state = "ended"
            elif access.date_expires and access.date_expires < today_of(access.company_id):
                access.state = "expired"
            elif access.last_seen_date:
                access.state = "seen"
            else:
                access.state = "invited" if access.invited_date else "prepared"

    @api.depends("state", "share_id.state", "partner_id.active", "partner_id.parent_id")
    def _compute_is_live(self):
        live = self._origin._filter_live_sudo()
        for access in self:
            access.is_live = access._origin in live

    def _search_is_live(self, operator, _value):
        if operator != "in":
            return NotImplemented
        candidates = self.search(self._get_live_domain())
        return Domain("id", "in", candidates._filter_live_sudo().ids)

    @api.model
    def _get_live_domain(self):
        """What the database can tell of who sees something now."""
        return (
            Domain("share_id.state", "in", VISIBLE)
            & Domain("plan_id.active", "=", True)
            & Domain("plan_id.is_shared", "=", True)
            & Domain("invited_date", "!=", False)
            & Domain("ended_date", "=", False)
            & Domain("partner_id.active", "=", True)
        )

    def _filter_live_sudo(self):
        """Those of these accesses by which somebody sees something now.

        As superuser, for visitors who read nothing of it. Asked at each click: whoever left the
        customer sees nothing from that moment on, whatever the record still says.
        """
        return self.browse(self._search_live_sudo(Domain("id", "in", self.ids)).ids)

    @api.model
    def _search_live_sudo(self, domain):
        """The live accesses among some, as superuser; in few queries, for each page asks."""
        found = self.sudo().search_fetch(domain & self._get_live_domain())
        customers = found.plan_id.partner_id
        # Read at once what is asked of each of them.
        (customers | found.partner_id | found.company_id.partner_id).mapped("tz")
        (found.share_id.agreed_id | found.share_id.proposed_id).mapped("plan_id")
        scope = customers._get_account_scope()
        there = {customer: set(people._ids) for customer, people in scope.items()}
        return found.filtered(
            lambda access: (
                access.partner_id.id in there[access.plan_id.partner_id]
                and access.date_expires >= today_of(access.company_id)
                and access.share_id._has_own_versions()
            )
        )

    @api.model
    def _find_live_sudo(self, user):
        """The live accesses of a user of the portal: of his own contact, and of nobody else's.

        :param user: res.users
        :return: kam.share.access as superuser
        """
        accesses = self.sudo().with_context(active_test=False)
        return accesses._search_live_sudo(Domain("partner_id", "=", user.sudo().partner_id.id))

    @api.constrains("partner_id", "share_id")
    def _check_person(self):
        scope = self.customer_id._get_account_scope()
        for access in self:
            person, customer = access.partner_id, access.customer_id
            if person.is_company or person not in scope[customer]:
                raise ValidationError(
                    self.env._(
                        "%(person)s is no person of %(customer)s: only its own people see what is "
                        "shared with it.",
                        person=person.display_name,
                        customer=customer.display_name,
                    )
                )

    @api.constrains("date_expires")
    def _check_expiry(self):
        for access in self:
            if not access.date_expires:
                raise ValidationError(
                    self.env._(
                        "The access of %s ends some day: enter “Expires On”.",
                        access.partner_id.display_name,
                    )
                )
            today = today_of(access.company_id)
            if not access.ended_date and access.date_expires > today + timedelta(days=3 * 365):
                raise ValidationError(
                    self.env._(
                        "The access of %s may last three years at most: choose an earlier day.",
                        access.partner_id.display_name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        """Tell who is asked beside the others."""
        accesses = super().create(vals_list)
        accesses._note_consent_sudo({})
        return accesses

    def write(self, vals):
        """An access stays with its person: another one is invited himself."""
        if not self.env.su and not {"partner_id", "share_id"}.isdisjoint(vals):
            self.check_access("write")
            self._check_values(vals)
            self._check_links([vals])
            for access in self:
                names = {"partner_id", "share_id"}.intersection(vals)
                if not all(access._has_value(self._fields[n], vals[n]) for n in names):
                    raise UserError(
                        self.env._(
                            "The access of %s stays with this person. Revoke it, and invite the "
                            "other one.",
                            access.partner_id.display_name,
                        )
                    )
        if CONSENT.isdisjoint(vals):
            return super().write(vals)
        before = {access: access._get_consent() for access in self}
        result = super().write(vals)
        self._note_consent_sudo(before)
        # The others may have agreed already.
        self.share_id._settle_without_sudo()
        return result

    def unlink(self):
        """Tell who is asked no more."""
        self.check_access("unlink")
        asked = self.filtered("can_agree")
        for access in asked:
            text = self.env._("%s is taken off, and is not asked any more.", access._say_whose())
            access._tell_consent_sudo(text)
        return super().unlink()

    def _get_consent(self):
        return (self.can_agree, self.date_expires, self.ended_date)

    def _note_consent_sudo(self, before):
        """Write into the share's history what changed while a version waits, and by whose hand.

        :param dict before: {access: what `_get_consent` gave}; new ones are not in it
        """
        for access in self:
            former = before.get(access, (False, access.date_expires, False))
            for text in access._say_consent(*former):
                access._tell_consent_sudo(text)

    def _say_consent(self, can_agree, date_expires, ended_date):
        who, env, said = self._say_whose(), self.env, []
        if self.can_agree != can_agree:
            asked = env._("%s is asked to agree.", who)
            said.append(
                asked if self.can_agree else env._("%s is not asked to agree any more.", who)
            )
        if self.date_expires != date_expires:
            day = format_date(env, self.date_expires)
            said.append(env._("The access of %(who)s expires on %(day)s.", who=who, day=day))
        if bool(self.ended_date) != bool(ended_date):
            ended = env._("The access of %s was ended.", who)
            said.append(ended if self.ended_date else env._("The access of %s was renewed.", who))
        return said

    def _say_whose(self):
        is_erased = is_on(self, "kam_forgetting")
        return self.env._("Erased person") if is_erased else self.partner_id.name

    def _tell_consent_sudo(self, text):
        """As superuser: nobody writes the history of a share himself."""
        share = self.sudo().share_id
        if share.proposed_id:
            version = self.env._("Version %s waits: ", share.proposed_id.version)
            share._message_log(body=version + text, author_id=self.env.user.partner_id.id)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_seen(self):
        for access in self:
            if access.last_seen_date and not self.env.su:
                raise UserError(
                    self.env._(
                        "%s has seen what was shared: revoke the access, so that it stays known.",
                        access.partner_id.display_name,
                    )
                )

    def action_revoke(self):
        """End these accesses now. The person's other pages in the portal stay as they are.

        :return: True
        :raise AccessError: when the user does not work on the plan
        """
        self.check_access("write")
        self.filtered(lambda access: not access.ended_date)._end_sudo("revoked")
        return True

    def _end_sudo(self, reason):
        """As superuser: what ended an access is kept by the system.

        :param str reason: one of `ENDINGS`
        """
        for company, accesses in self.sudo().grouped("company_id").items():
            accesses.write({"ended_date": today_of(company), "end_reason": reason})
        self.sudo().share_id._drop_waiting_sudo(self)

    def action_renew(self):
        """Let these people see it for another year; who was revoked is invited again.

        :return: True
        :raise AccessError: when the user does not work on the plan
        :raise ValidationError: when somebody does not belong to the customer any more
        """
        self.check_access("write")
        self._check_person()
        self._renew_sudo()
        return True

    def _renew_sudo(self):
        """As superuser: what ended an access is kept by the system."""
        for company, accesses in self.sudo().grouped("company_id").items():
            until = today_of(company) + timedelta(days=DAYS_OF_ACCESS)
            accesses.write({"ended_date": False, "end_reason": False, "date_expires": until})

    def _is_seen_today(self):
        return self.last_seen_date == today_of(self.company_id)

    def _get_visitor_sudo(self):
        """The user by whose hand this person acts: whoever asks, where it is he himself."""
        person = self.sudo().partner_id
        if self.env.user.partner_id == person:
            return self.env.user
        return person.user_ids[:1] or self.env.user.browse(SUPERUSER_ID)

    def _note_seen_sudo(self):
        """Once a day, by the page that may write."""
        for access in self.sudo():
            today = today_of(access.company_id)
            if access.last_seen_date != today:
                access.last_seen_date = today
