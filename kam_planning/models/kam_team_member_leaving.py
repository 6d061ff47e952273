from odoo import models


class KamTeamMember(models.Model):
    """The place of somebody who left: the heir's, where one was chosen, or vacant."""

    _inherit = "kam.team.member"

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
