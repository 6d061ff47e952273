from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.common.arguments import check_one


class KamUserLeave(models.TransientModel):
    """Asks who takes over the account work of users before they are archived."""

    _name = "kam.user.leave"
    _description = "Account Work of Users Who Leave"
    _inherit = ["kam.guarded"]

    user_ids = fields.Many2many("res.users", string="Leaving", required=True)
    plan_count = fields.Integer("Account Plans", compute="_compute_counts")
    objective_count = fields.Integer("Objectives", compute="_compute_counts")
    action_count = fields.Integer("Open Actions", compute="_compute_counts")
    review_count = fields.Integer("Planned Reviews", compute="_compute_counts")
    heir_domain = fields.Binary(compute="_compute_heir_domain")
    heir_id = fields.Many2one(
        "res.users",
        "Everything Goes To",
        compute="_compute_heir_id",
        store=True,
        readonly=False,
        precompute=True,
        ondelete="cascade",
        help="Empty: each action goes to who fills its role in the account team, else to the key "
        "account manager; a plan goes to the leader of the sales team, else to its executive "
        "sponsor, else to a manager of its company.",
    )

    @api.depends("user_ids")
    def _compute_counts(self):
        for wizard in self:
            work = wizard.user_ids._count_kam_work_sudo()
            wizard.plan_count = work.get("kam.plan", 0)
            wizard.objective_count = work.get("kam.objective", 0)
            wizard.action_count = work.get("kam.action", 0)
            wizard.review_count = work.get("kam.review", 0)

    @api.depends("user_ids")
    def _compute_heir_domain(self):
        for wizard in self:
            domain = self.env["kam.plan"]._get_kam_user_domain()
            wizard.heir_domain = [*domain, ("id", "not in", wizard.user_ids.ids)]

    @api.depends("user_ids")
    def _compute_heir_id(self):
        """Propose the one who would get the plans anyhow, if it is one for all of them."""
        for wizard in self:
            heirs = self.env["kam.succession"]._propose_heirs_sudo(wizard.user_ids._origin)
            wizard.heir_id = heirs if len(heirs) == 1 else False

    def action_archive_users(self):
        """Archive the users; their account work goes to the chosen heir or, without one, to the
        account teams.

        :return: what archiving says, or the action that closes the dialogue
        :raise AccessError: when these users may not be archived
        :raise UserError: when the heir leaves as well, or lacks a company of the work
        """
        check_one(self)
        self.user_ids.check_access("write")
        self._check_heir()
        self.user_ids.kam_heir_id = self.heir_id
        return self.user_ids.action_archive() or {"type": "ir.actions.act_window_close"}

    def _get_lacking_companies_sudo(self):
        """Companies in which there is work, and in which the heir is not."""
        return self.user_ids._get_kam_companies_sudo() - self.heir_id.sudo().company_ids

    def _check_heir(self):
        if self.heir_id in self.user_ids:
            raise UserError(
                self.env._("%s is archived as well: choose somebody who stays.", self.heir_id.name)
            )
        lacking = self._get_lacking_companies_sudo()
        if self.heir_id and lacking:
            raise UserError(
                self.env._(
                    "%(heir)s has no access to %(companies)s, where some of the work belongs: "
                    "choose somebody who works there too, or leave the choice to the account "
                    "teams.",
                    heir=self.heir_id.name,
                    companies=", ".join(lacking.mapped("name")),
                )
            )
