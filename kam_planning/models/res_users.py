from odoo import models
from odoo.exceptions import ValidationError


class ResUsers(models.Model):
    _inherit = "res.users"

    def _check_kam_access(self, records):
        """Refuse to give work to users who could not see it.

        :param records: the records that name these users, for the message
        :raise ValidationError: naming the first user who is not in Key Account Management
        """
        for user in self:
            if not user.has_group("kam_planning.group_kam_user"):
                raise ValidationError(
                    self.env._(
                        "%(document)s “%(name)s”: %(user)s does not work with Key Account "
                        "Management and could not open it. Choose somebody else, or ask an "
                        "administrator to give %(user)s access.",
                        document=records._description,
                        name=records[:1].display_name,
                        user=user.name,
                    )
                )
