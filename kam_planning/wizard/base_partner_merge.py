from odoo import models
from odoo.tools import SQL

from ..models.common.caches import clear_caches
from ..models.common.switches import switch_on

# What is known about a customer of which there is one of a kind, in the order of merging: those
# of a contact become one once their customers are one.
DOUBLES = ("kam.whitespace", "kam.measure.entry", "kam.gap", "kam.customer.goal", "kam.key.date")
DOUBLES += ("kam.delivery.note", "kam.appraisal", "kam.competitor.position")
DOUBLES += ("kam.assessment.result", "kam.assessment")
OF_CONTACTS = ("kam.buying.center", "kam.stakeholder")


class MergePartnerAutomatic(models.TransientModel):
    """Contacts that are merged become one person on each map, and customers one account with all
    that was known of both.
    """

    _inherit = "base.partner.merge.automatic.wizard"

    def _merge(self, partner_ids, dst_partner=None, extra_checks=True):
        """Odoo deletes the contacts that became another one, who is not gone by that."""
        here = switch_on(self, "kam_merging_contacts")
        return super(MergePartnerAutomatic, here)._merge(partner_ids, dst_partner, extra_checks)

    def _update_foreign_keys(self, src_partners, dst_partner):
        """Make one of what is the same from now on, before and after Odoo moves the links."""
        partners = src_partners | dst_partner
        self.env["kam.stakeholder"]._merge_contacts_sudo(src_partners, dst_partner)
        self.env["kam.plan"]._merge_plans_sudo(partners)
        self.env["kam.value.rating"]._merge_contacts_sudo(partners, dst_partner)
        self.env["kam.survey.answer"]._merge_contacts_sudo(partners, dst_partner)
        self.env["kam.share.access"]._merge_contacts_sudo(partners, dst_partner)
        for model in DOUBLES:
            self.env[model]._merge_accounts_sudo(partners, dst_partner)
        pairs = [
            pair
            for model in OF_CONTACTS
            for pair in self.env[model]._park_doubles_sudo(partners, dst_partner)
        ]
        result = super()._update_foreign_keys(src_partners, dst_partner)
        self.env.invalidate_all()
        for kept, other in pairs:
            if kept._name == "kam.buying.center":
                self.env["kam.stakeholder"]._change_center_sudo(other, kept)
            kept._absorb(other)
        self.env["kam.share.access"]._end_of_gone_sudo(dst_partner, "merged")
        # A contact who takes over what somebody bought in his own name belongs to a company.
        dst_partner._take_past_along_sudo()
        self.env["kam.competitor.position"]._refresh_of_sudo(dst_partner)
        # The links were moved in the database, past the lists of who has a plan or is on a map.
        clear_caches(self.env)
        return result

    def _update_reference_fields(self, src_partners, dst_partner):
        """The tier of the one that stays counts, in each company, else that of another one."""
        partners = src_partners | dst_partner
        self._forget_empty_tiers(partners)
        result = super()._update_reference_fields(src_partners, dst_partner)
        # Odoo moved it in the database.
        dst_partner.invalidate_recordset(["kam_tier_id"])
        self.env["kam.plan"]._follow_tiers_sudo(dst_partner)
        return result

    def _forget_empty_tiers(self, partners):
        """In the database: a tier that was taken away is kept as one that is nothing, and would
        count before that of the others.
        """
        partners.flush_recordset(["kam_tier_id"])
        self.env.cr.execute(
            SQL(
                "UPDATE res_partner SET kam_tier_id = jsonb_strip_nulls(kam_tier_id) "
                "WHERE id IN %s AND kam_tier_id IS NOT NULL",
                tuple(partners.ids),
            )
        )
