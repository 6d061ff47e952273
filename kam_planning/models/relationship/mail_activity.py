from odoo import SUPERUSER_ID, api, fields, models
from odoo.fields import NO_ACCESS
from odoo.tools import SQL
from odoo.tools.sql import column_exists, create_column

from ..common.switches import is_loading


class MailActivity(models.Model):
    _inherit = "mail.activity"

    kam_done_user_id = fields.Many2one(
        "res.users",
        "Done By",
        copy=False,
        ondelete="set null",
        groups=NO_ACCESS,
        help="Who marked the activity as done; to whom it is assigned may change later.",
    )

    def _auto_init(self):
        """What was done before this was kept was done by its assignee, in one statement."""
        if not column_exists(self.env.cr, self._table, "kam_done_user_id"):
            create_column(self.env.cr, self._table, "kam_done_user_id", "int4")
            self.env.cr.execute(
                SQL(
                    "UPDATE mail_activity SET kam_done_user_id = user_id "
                    "WHERE active IS FALSE AND date_done IS NOT NULL"
                )
            )
        return super()._auto_init()

    @api.model_create_multi
    def create(self, vals_list):
        """What is recorded as done was done by its assignee."""
        activities = super().create(vals_list)
        done = activities.filtered(lambda activity: not activity.active)
        if done:
            done._note_doer_sudo(by_assignee=True)
        return activities

    def write(self, vals):
        """Count what was done with people on the maps, and no more what is taken up again."""
        changed = self.browse()
        if "active" in vals:
            changed = self.filtered(lambda activity: activity.active != bool(vals["active"]))
        result = super().write(vals)
        if changed:
            changed._note_doer_sudo()
            changed._note_interactions()
        return result

    def _note_doer_sudo(self, by_assignee=False):
        """Keep who did these activities; of what jobs do it is the assignee. Nobody did those that
        are taken up again. As superuser: who may mark it as done need not write it afterwards.
        """
        is_person = self.env.uid != SUPERUSER_ID and self.env.user._is_internal()
        no_one = self.env.user.browse()
        person = self.env.user if is_person and not by_assignee else no_one
        by_doer = self.sudo().grouped(
            lambda activity: no_one if activity.active else person or activity.user_id
        )
        for doer, activities in by_doer.items():
            activities.kam_done_user_id = doer

    def unlink(self):
        """What was done and is deleted counts no more."""
        self.filtered(lambda activity: not activity.active)._note_interactions()
        return super().unlink()

    def _note_interactions(self):
        """Done on somebody who is on a relationship map: an interaction to count.

        Those on opportunities and orders wait for the night: finding their contacts would cost
        every activity a query.
        """
        if not is_loading(self.env):
            self.env["kam.relationship.traffic"]._note_sudo(self._find_contact_ids_sudo())

    def _find_contact_ids_sudo(self):
        """Ids of the contacts with whom something was done; the user may not read all of them."""
        ids = {name: [] for name in ("res.partner", "kam.action", "kam.stakeholder")}
        for activity in self:
            ids.get(activity.res_model, []).append(activity.res_id)
        # Their records may be gone already: with a record go its activities.
        actions = self.env["kam.action"].sudo().browse(ids["kam.action"])
        people = self.env["kam.stakeholder"].sudo().browse(ids["kam.stakeholder"])
        contacts = (actions and actions.exists()).contact_id
        contacts |= (people and people.exists()).partner_id
        return {*ids["res.partner"], *contacts._ids}
