from odoo import models
from odoo.exceptions import UserError

from ..models.common.caches import clear_caches


class MergePartnerAutomatic(models.TransientModel):
    """Contacts that are merged become one person on each map; key accounts are not merged."""

    _inherit = "base.partner.merge.automatic.wizard"

    def _update_foreign_keys(self, src_partners, dst_partner):
        """Make one person of those who are the same from now on, before Odoo moves the links.

        :raise UserError: when two of the partners are customers about whom something is known
        """
        self._check_one_account(src_partners | dst_partner)
        self.env["kam.stakeholder"]._merge_contacts_sudo(src_partners, dst_partner)
        result = super()._update_foreign_keys(src_partners, dst_partner)
        # A contact who takes over what somebody bought in his own name belongs to a company.
        dst_partner._take_past_along_sudo()
        # The links were moved in the database, past the lists of who has a plan or is on a map.
        clear_caches(self.env)
        return result

    def _find_accounts_sudo(self, partners):
        """Those of these partners of whom something is known as a customer, whoever may read it."""
        accounts = partners.browse()
        for model in self._get_account_models():
            name = "partner_id" if model == "kam.plan" else "account_id"
            lines = self.env[model].sudo().with_context(active_test=False)
            groups = lines._read_group([(name, "in", partners.ids)], [name])
            accounts |= accounts.concat(*(account for (account,) in groups))
        return accounts

    def _check_one_account(self, partners):
        """What is known about two customers cannot be put together by moving links."""
        accounts = self._find_accounts_sudo(partners)
        if len(accounts) > 1:
            raise UserError(
                self.env._(
                    "“%(one)s” and “%(other)s” both have account plans, or people and figures on "
                    "their accounts. Delete those of one of them before you merge.",
                    one=accounts[0].display_name,
                    other=accounts[1].display_name,
                )
            )

    def _get_account_models(self):
        """Names of the models whose records belong to a customer."""
        lines = self.env.registry.descendants(["kam.account.line"], "_inherit")
        return ["kam.plan", *sorted(name for name in lines if not self.env[name]._abstract)]
