from odoo import SUPERUSER_ID, api, fields, models

from ..common.days import today_of
from ..sharing.kam_plan import DAMAGED_TYPE
from ..sharing.kam_share_access import VISIBLE

# Under which name a share keeps that one of its versions cannot be shown.
LOOKED = "_look_at_night_sudo"


class KamShareDamage(models.AbstractModel):
    """Versions that somebody changed past the program: the customer reads that they cannot be
    shown, and the key account manager is told.

    Found by the nightly job, and when somebody of the customer comes to the page.
    """

    _name = "kam.share.damage"
    _description = "Damaged Versions of a Share"
    _inherit = ["kam.job.subject"]

    def _look_at_night_sudo(self):
        """Compare what was agreed with what would be shared today, and tell of what cannot be.

        :return: dict {id of a share: what is wrong}
        """
        faults, agreed = self._tell_damage_sudo(), self.filtered("agreed_id")
        # The version that waits may be damaged beside a sound one.
        lost = agreed.filtered(
            lambda one: one.id in faults and one.sudo().agreed_id._find_damage_sudo()
        )
        (agreed - lost)._refresh_drift_sudo()
        (self - agreed).sudo().write({"figures_date": fields.Datetime.now()})
        return faults

    def _look_again_sudo(self):
        """Tell at once of versions that cannot be shown, or no more of those that are not."""
        self._tell_faults_sudo(LOOKED, self._tell_damage_sudo())

    def _tell_damage_sudo(self):
        """Give the key account managers something to do, until the customer sees sound versions.

        As Odoo's own superuser, whoever came to the page.

        :return: dict {id of a share: what is wrong}, of those of which a version is damaged
        """
        shares = self.with_user(SUPERUSER_ID).sudo()
        contents = (shares.agreed_id | shares.proposed_id)._read_contents()
        faults = {}
        for share in shares:
            shown = share.agreed_id | share.proposed_id
            damaged = [one for one in shown if contents[one] is None and share.state in VISIBLE]
            if damaged:
                faults[share.id] = "\n".join(one._find_damage_sudo() for one in damaged)
                share._give_damage_sudo()
            elif share._is_damage_told():
                share.activity_unlink([DAMAGED_TYPE])
        return faults

    def _give_damage_sudo(self):
        """One activity, until it is done."""
        user = self._find_told_sudo()
        if user and not self.activity_search([DAMAGED_TYPE]):
            told, today = self.with_context(lang=user.lang), today_of(self.company_id)
            summary = told.env._("“%s”: a version cannot be shown, propose the next one", self.name)
            self.activity_schedule(DAMAGED_TYPE, today, summary, user_id=user.id)

    def _is_damage_told(self):
        return LOOKED in (self.kam_faults or {})

    @api.model
    def _describe_fault(self, method, reason):
        if method == LOOKED:
            return self.env._("A version is not shown or compared: %s", reason)
        return super()._describe_fault(method, reason)
