from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..common.switches import switch_on
from .kam_stakeholder_judgement import PEOPLE_GROUP
from .kam_stakeholder_privacy import forget_records


class KamAction(models.Model):
    """An action that closes a gap in the relationship map: done, the gap is tested again."""

    _inherit = "kam.action"

    gap_ids = fields.One2many("kam.gap", "action_id", "Closes the Gap", groups=PEOPLE_GROUP)

    def write(self, vals):
        """Let the gaps follow actions that are closed, or taken up again."""
        result = super().write(vals)
        if "state" in vals:
            self._find_gaps_sudo()._follow_actions()
        return result

    def unlink(self):
        """A gap whose action is deleted is open again."""
        gaps = self._find_gaps_sudo()
        result = super().unlink()
        gaps._follow_actions()
        return result

    def _find_gaps_sudo(self):
        """The gaps that these actions are to close, whether the user may see them or not."""
        return self.env["kam.gap"].sudo().search([("action_id", "in", self.ids)])

    @api.constrains("is_shared")
    def _check_not_shared(self):
        shared = self.filtered("is_shared")
        for gap in shared and shared._find_gaps_sudo():
            raise ValidationError(
                self.env._(
                    "“%s” closes a gap in the relationship map. That is internal: the action "
                    "cannot be shared with the customer.",
                    gap.action_id.name,
                )
            )

    def _forget_person(self):
        """Keep these actions, without a word about the person for whose sake they were made."""
        name = self.env._("About a person who was erased")
        # The plans that the actions came from say a word about the person as well.
        actions = self | self.continued_line_ids
        actions._rename_leads(name)
        forget_records(actions)
        actions = switch_on(actions, "kam_quiet", "kam_no_confirmation")
        actions.with_context(mail_notrack=True).write(
            {"name": name, "contact_id": False, "description": False, "feedback": False}
        )

    def _rename_leads(self, name):
        """Rename the opportunities that were made of these actions, and are named after them.

        Others are left alone, and so are those that the user may not change.
        """
        made = self.filtered(
            lambda action: (
                action.lead_id.kam_plan_id in self.plan_id and action.lead_id.name == action.name
            )
        )
        leads = made.lead_id.sudo(False)
        leads._filtered_access("write").name = name
