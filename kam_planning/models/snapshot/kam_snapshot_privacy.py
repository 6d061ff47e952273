from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from ...tools.snapshot.people import erase


class KamSnapshotPrivacy(models.AbstractModel):
    """A person can be erased from snapshots, and the chain still holds.

    Each line that names him by a link, or by his name in a text, loses its content and its salt:
    what is left is that it was there, and a fingerprint that nobody can find by trying.
    """

    _name = "kam.snapshot.privacy"
    _description = "Privacy of Snapshots"

    @api.model
    def _erase_people_sudo(self, people):
        """Erase people of maps: at their customer, and wherever else they are on no map.

        As superuser: what the user does not see would still tell who it was.

        :param people: kam.stakeholder
        """
        for person in people.sudo():
            contact = person.partner_id
            refs = [f"kam.stakeholder,{person.id}", *(f"res.partner,{one.id}" for one in contact)]
            others = person._find_by_partners_sudo(contact.ids) - person
            # A role that nobody fills yet may be called like anything.
            is_name = contact or " " in (person.name or "").strip()
            names = {person.name, contact.name} if is_name else set()
            place = (person.account_id, person.company_id)
            self._erase_sudo(refs, names, place, {(o.account_id, o.company_id) for o in others})

    @api.model
    def _erase_contacts_sudo(self, contacts):
        """Erase contacts that are deleted, wherever snapshots name them."""
        for contact in contacts.sudo():
            self._erase_sudo([f"res.partner,{contact.id}"], {contact.name})

    @api.model
    def _erase_sudo(self, refs, names, place=None, others=()):
        """Erase all lines that tell of one person.

        :param list refs: by which he is linked
        :param names: how he is called
        :param place: (customer, company) on whose map he is, where texts are searched as well
        :param others: places in which he stays
        """
        snapshots = self.sudo()._find_of_people(refs, place)
        kept = snapshots.filtered(lambda one: one.plan_id._get_place() not in others)
        kept.plan_id._hold_places_sudo()
        for one in kept:
            lines, named, count = erase(one.payload or [], one.named or {}, refs, names)
            if count or named != (one.named or {}):
                one._rewrite_sudo(lines, named, count)

    @api.model
    def _find_of_people(self, refs, place):
        """Snapshots that link one of these, and those of a customer."""
        self.flush_model()
        query = SQL("SELECT id FROM kam_snapshot WHERE named ?| %s", list(refs))
        domain = Domain("id", "in", [row[0] for row in self.env.execute_query(query)])
        if place:
            account, company = place
            of_account = Domain("plan_id.partner_id", "=", account.id)
            domain |= of_account & Domain("plan_id.company_id", "=", company.id)
        return self.search(domain)

    @api.model
    def _follow_merge_sudo(self, model, gone_ids, kept_id):
        """Contacts or people became one: what names those that go names the one that stays.

        Beside the seal: a snapshot itself stays as it is.
        """
        self.sudo().flush_model()
        kept = f"{model},{kept_id}"
        for gone in (f"{model},{gone_id}" for gone_id in gone_ids):
            self.env.cr.execute(
                SQL(
                    "UPDATE kam_snapshot SET named = (named - %(gone)s) || "
                    "jsonb_build_object(%(kept)s::text, "
                    "COALESCE(named->%(kept)s, '[]'::jsonb) || (named->%(gone)s)) "
                    "WHERE named ? %(gone)s",
                    kept=kept,
                    gone=gone,
                )
            )
        self.sudo().invalidate_model(["named"])
