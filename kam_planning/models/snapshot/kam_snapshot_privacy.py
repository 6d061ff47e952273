from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from ...tools.snapshot.people import erase, erase_refs, find_lines
from .difference_words import Words


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
        self._hold_accounts_sudo(people.sudo().account_id)
        for person in people.sudo():
            contact = person.partner_id
            refs = [f"kam.stakeholder,{person.id}", *(f"res.partner,{one.id}" for one in contact)]
            others = person._find_by_partners_sudo(contact.ids) - person
            # A role that nobody fills yet may be called like anything.
            is_name = contact or " " in (person.name or "").strip()
            names = {person.name, contact.name} if is_name else set()
            here = Domain("plan_id.partner_id", "=", person.account_id.id)
            here &= Domain("plan_id.company_id", "=", person.company_id.id)
            self._erase_sudo(refs, names, here, {(o.account_id, o.company_id) for o in others})

    @api.model
    def _export_people(self, people):
        """What snapshots that the user reads say of people of maps.

        :return: list of dicts plan, number, date and lines: list of dicts name and values
        """
        refs = [f"kam.stakeholder,{person.id}" for person in people]
        refs += [f"res.partner,{contact.id}" for contact in people.partner_id]
        snapshots = self._find_of_people_sudo(refs)._filtered_access("read")
        return [
            {
                "plan": snapshot.plan_id.display_name,
                "number": snapshot.number,
                "date": str(snapshot.date),
                "lines": snapshot._export_lines(refs),
            }
            for snapshot in snapshots
        ]

    def _export_lines(self, refs):
        """Lines of one snapshot that tell of somebody, as the comparison shows them: without fields
        that are for others, and without the names of what the user may not read.
        """
        seen = {line["ref"] for line in self._filter_lines(self._read_payload())}
        lines = [line for line in self._get_lines_of_sudo(refs) if line["ref"] in seen]
        names_of = self._get_readable_fields(with_figures=True)
        shown = {
            line["ref"]: {
                name: value
                for name, value in line["values"].items()
                if name in names_of(line["ref"])
            }
            for line in lines
        }
        words = Words(self.env, seen, [one for values in shown.values() for one in values.values()])
        return [
            {
                "name": line["name"],
                "values": {n: words.blank(v) for n, v in shown[line["ref"]].items()},
            }
            for line in lines
        ]

    def _get_lines_of_sudo(self, refs):
        """Lines of one snapshot that tell of somebody, unjudged."""
        one = self.sudo()
        return find_lines(one.payload or [], one.named or {}, refs)

    @api.model
    def _find_of_people_sudo(self, refs):
        """Snapshots that link one of these, as whoever asks."""
        return self.browse(self.sudo()._find_of_people(refs).ids)

    @api.model
    def _erase_contacts_sudo(self, contacts):
        """Erase contacts that are deleted, wherever snapshots link them; those of the customers to
        whom a person belonged are searched for his name as well.
        """
        contacts = contacts.sudo()
        above = {contact: self._find_above(contact) for contact in contacts}
        self._hold_accounts_sudo(contacts.union(*above.values()))
        for contact, accounts in above.items():
            # A delivery address, or a word alone, may be called like anything.
            is_name = contact.type == "contact" and " " in (contact.name or "").strip()
            theirs = Domain("plan_id.partner_id", "in", accounts.ids if is_name else [])
            self._erase_sudo([f"res.partner,{contact.id}"], {contact.name}, theirs)

    @api.model
    def _find_above(self, contact):
        """A contact and the companies above it."""
        seen = contact.browse()
        while contact - seen:
            seen |= contact
            contact = contact.parent_id
        return seen

    @api.model
    def _hold_accounts_sudo(self, accounts):
        """Nobody takes a snapshot of these customers' plans meanwhile: who began before has seen
        who is erased, and begins anew.
        """
        if accounts:
            plans = self.env["kam.plan"].sudo().with_context(active_test=False)
            plans.search([("partner_id", "in", accounts.ids)])._hold_places_sudo()

    @api.model
    def _erase_sudo(self, refs, names, searched=Domain.FALSE, others=()):
        """Erase all lines that tell of one person.

        :param list refs: by which he is linked
        :param names: how he is called
        :param Domain searched: snapshots of which the texts are searched, whether they link him or
            not
        :param others: places in which he stays
        """
        snapshots = self.sudo()._find_of_people(refs, searched)
        told = snapshots.filtered(lambda one: one.plan_id._get_place() not in others)
        told.plan_id._hold_places_sudo()
        for one in told:
            lines, named, count = erase(one.payload or [], one.named or {}, refs, names)
            if count or named != (one.named or {}):
                one._rewrite_sudo(lines, named, count)

    @api.model
    def _erase_lines_sudo(self, records):
        """Erase what snapshots of the plans of these records say of them.

        :param records: lines of plans, of one model
        """
        refs = {f"{record._name},{record.id}" for record in records}
        plans = records.sudo().plan_id
        if not plans:
            return
        plans._hold_places_sudo()
        for one in self.sudo().search([("plan_id", "in", plans.ids)]):
            lines, count = erase_refs(one.payload or [], refs)
            if count:
                one._rewrite_sudo(lines, one.named or {}, count)

    @api.model
    def _find_of_people(self, refs, others=Domain.FALSE):
        """Snapshots that link one of these, and others."""
        self.flush_model()
        query = SQL("SELECT id FROM kam_snapshot WHERE named ?| %s", list(refs))
        linking = Domain("id", "in", [row[0] for row in self.env.execute_query(query)])
        return self.search(linking | others)

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
