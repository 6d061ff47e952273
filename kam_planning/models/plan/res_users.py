from odoo import models
from odoo.exceptions import ValidationError


class ResUsers(models.Model):
    _inherit = "res.users"

    def _has_left(self):
        """Whether this user is archived. OdooBot always is, and did not leave: records made by
        programs are his.
        """
        self.ensure_one()
        return bool(self) and not self.active and not self._is_superuser()

    def _filter_left_sudo(self):
        """Those of these users who are archived; the user may be of another company than they."""
        return self.sudo().filtered(lambda user: user._has_left())

    def _filter_absent_sudo(self, company):
        """Those of these users who can do no work in a company; OdooBot never leaves."""
        return self.sudo().filtered(
            lambda user: not (user._is_superuser() or user._can_work_in(company))
        )

    def _can_work_in(self, company):
        """Whether this user is there, works with Key Account Management, and in that company."""
        self.ensure_one()
        is_worker = self.has_group("kam_planning.group_kam_user")
        return is_worker and not self._has_left() and company in self.company_ids

    def _check_kam_access(self, records):
        """Refuse to give work to users who could not see it.

        :param records: the records that name these users, for the message
        :raise ValidationError: naming the first user who is not in Key Account Management
        """
        for user in self:
            if left := user._filter_left_sudo():
                raise ValidationError(
                    self.env._(
                        "%(document)s “%(name)s”: %(user)s is archived and can take on nothing. "
                        "Choose somebody else.",
                        document=records._description,
                        name=records[:1].display_name,
                        user=left.name,
                    )
                )
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
