from odoo import SUPERUSER_ID, api, models
from odoo.fields import Domain
from odoo.tools import split_every

from ..common.days import today_of
from ..common.jobs import Step
from ..sharing.kam_plan import DAMAGED_TYPE
from ..sharing.kam_share_access import VISIBLE

SHARES_AT_ONCE = 200


class KamShareDamage(models.AbstractModel):
    """Versions that somebody changed past the program: the customer reads that they cannot be
    shown, and the key account manager is told.

    Found by the nightly job, and when somebody of the customer comes to the page.
    """

    _name = "kam.share.damage"
    _description = "Damaged Versions of a Share"
    _inherit = ["kam.job.subject"]

    @api.model
    def _get_damage_step_sudo(self):
        """What the job does: tell of damaged versions, and of none any more where all are sound."""
        shares = self.env["kam.share"].sudo()
        shown = Domain("agreed_id", "!=", False) | Domain("proposed_id", "!=", False)
        domain = shown & Domain("state", "in", VISIBLE)
        found = [
            share.id
            for ids in split_every(SHARES_AT_ONCE, shares.search(domain).ids)
            for share in shares.browse(ids)._find_damaged_sudo()
        ]
        domain &= Domain("id", "in", found)
        failure = "Telling of the damaged version of share %s (%s) failed"
        return Step(shares, domain, "_tell_damage_sudo", failure, SHARES_AT_ONCE)

    def _find_damaged_sudo(self):
        """Those of these shares that show a version that cannot be shown, or said that they do."""
        shares = self.sudo()
        contents = (shares.agreed_id | shares.proposed_id)._read_contents()
        return shares.filtered(
            lambda one: (
                "_tell_damage_sudo" in (one.kam_faults or {})
                or any(contents[v] is None for v in one.agreed_id | one.proposed_id)
            )
        )

    def _look_at_versions_sudo(self):
        """Tell at once of versions that cannot be shown, or that they are replaced."""
        found = self._find_damaged_sudo()
        found._tell_faults_sudo("_tell_damage_sudo", found._tell_damage_sudo())

    def _tell_damage_sudo(self):
        """Give the key account managers something to do, until the customer sees a sound version.

        As Odoo's own superuser, whoever came to the page.

        :return: dict {id of a share: what is wrong}, of those of which a version is damaged
        """
        faults = {}
        for share in self.with_user(SUPERUSER_ID).sudo():
            is_seen = share.state in VISIBLE
            versions = share.proposed_id | share.agreed_id if is_seen else share.proposed_id
            found = [fault for one in versions if (fault := one._find_damage_sudo())]
            if found:
                faults[share.id] = "\n".join(found)
                share._give_damage_sudo()
            else:
                share.activity_unlink([DAMAGED_TYPE])
        return faults

    def _give_damage_sudo(self):
        """One activity, until it is done."""
        user = self._find_told_sudo()
        if user and not self.activity_search([DAMAGED_TYPE]):
            told, today = self.with_context(lang=user.lang), today_of(self.company_id)
            summary = told.env._("“%s”: a version cannot be shown, propose the next one", self.name)
            self.activity_schedule(DAMAGED_TYPE, today, summary, user_id=user.id)

    @api.model
    def _describe_fault(self, method, reason):
        if method == "_tell_damage_sudo":
            return self.env._("The customer is shown nothing of this version: %s", reason)
        return super()._describe_fault(method, reason)
