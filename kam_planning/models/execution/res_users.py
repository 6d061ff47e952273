from odoo import api, fields, models
from odoo.exceptions import ValidationError

# Fields by which a user comes to be unable to do the work.
LEAVING = {"active", "group_ids", "company_ids"}


class ResUsers(models.Model):
    """Work of a colleague: who takes it over when he leaves, through whichever door."""

    _name = "res.users"
    _inherit = ["res.users", "kam.job.subject", "kam.guarded"]

    kam_faults = fields.Json(groups="base.group_erp_manager")
    kam_fault_date = fields.Datetime(groups="base.group_erp_manager")
    kam_fault = fields.Text(groups="base.group_erp_manager")
    kam_heir_id = fields.Many2one(
        "res.users",
        "Account Work Goes To",
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        domain=lambda self: self.env["kam.plan"]._get_kam_user_domain(),
        groups="base.group_erp_manager",
        help="Takes over the plans, objectives, actions and reviews of this user when he is "
        "archived or loses the access to Key Account Management. Empty: each action goes to who "
        "fills its role in the account team, else to the key account manager; a plan goes to the "
        "leader of the sales team, else to its sponsor, else to a manager of its company.",
    )

    @api.model
    def _describe_fault(self, method, reason):
        texts = {
            "_hand_over_lost_work": self.env._(
                "The account work could not be handed over: %s", reason
            ),
        }
        return texts.get(method) or super()._describe_fault(method, reason)

    @api.constrains("kam_heir_id")
    def _check_kam_heir(self):
        for user in self.filtered("kam_heir_id"):
            heir = user.kam_heir_id
            if heir == user or not heir._filter_kam_workers_sudo():
                raise ValidationError(
                    self.env._(
                        "%(heir)s cannot take over the account work of %(user)s: choose another "
                        "active user of Key Account Management.",
                        heir=heir.name,
                        user=user.name,
                    )
                )

    def write(self, vals):
        """Hand over what these users cannot do any more."""
        if LEAVING.isdisjoint(vals) or not self.env.registry.ready:
            return super().write(vals)
        is_archived = not vals.get("active", True)
        concerned = self if is_archived else self._filter_kam_workers_sudo()
        result = super().write(vals)
        if not is_archived and "company_ids" not in vals:
            # Whoever stays in Key Account Management loses work only with a company.
            concerned -= concerned._filter_kam_workers_sudo()
        concerned._hand_over_lost_work()
        self.env["kam.plan"]._move_lost_approvals_sudo()
        return result

    def action_archive(self):
        """Archive those who work with plans before Odoo takes their activities and sales teams
        away, which would leave the hand-over nothing to go by.
        """
        self._filter_kam_workers_sudo().write({"active": False})
        return super().action_archive()

    def action_ask_kam_heir(self):
        """What the client asks before it archives these users.

        :return: window action on the question who takes over, or False when they hold no work
        """
        if not self.has_access("write") or not self._count_kam_work_sudo():
            return False
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Who Takes Over the Account Work?"),
            "res_model": "kam.user.leave",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_user_ids": self.ids},
        }

    @api.onchange("group_ids", "company_ids")
    def _onchange_kam_access(self):
        """Say what is handed over when these rights are saved."""
        user = self._origin
        may_ask = user and self.env.user.has_group("base.group_erp_manager")
        work = may_ask and user._count_kam_work_sudo()
        group = self.env.ref("kam_planning.group_kam_user")
        stays = group in self.group_ids._origin.all_implied_ids
        stays = stays and user.company_ids <= self.company_ids._origin
        if not work or stays:
            return None
        return {
            "warning": {
                "title": self.env._("Account work of %s", user.name),
                "message": self.env._(
                    "%(work)s. What needs the rights that you take away goes to somebody else as "
                    "soon as you save: to whom you choose in “Account Work Goes To”, otherwise to "
                    "the account teams and their managers.",
                    work=user._describe_kam_work(work),
                ),
            }
        }

    def _filter_kam_workers_sudo(self):
        """Those of these users who are active and in Key Account Management, in one query."""
        if not self:
            return self
        domain = [("id", "in", self.ids), *self.env["kam.plan"]._get_kam_user_domain()]
        workers = self.sudo().with_context(active_test=True).search(domain)
        return self.filtered(lambda user: user.id in workers._ids)

    def _hand_over_lost_work(self):
        if self:
            self.env["kam.succession"]._hand_over_sudo(self)

    def _count_kam_work_sudo(self):
        """How much these users hold that is not over.

        :return: dict {model: number of records}, without what is zero
        """
        ids_by_model = {}
        for model, field, domain in self.env["kam.succession"]._get_work():
            records = self.env[model].sudo().with_context(active_test=True)
            ids = records.search(domain & fields.Domain(field, "in", self.ids)).ids
            ids_by_model.setdefault(model, set()).update(ids)
        return {model: len(ids) for model, ids in ids_by_model.items() if ids}

    def _get_kam_companies_sudo(self):
        """Companies in which these users hold work that is not over."""
        companies = self.env["res.company"]
        for model, field, domain in self.env["kam.succession"]._get_work():
            records = self.env[model].sudo().with_context(active_test=True)
            held = domain & fields.Domain(field, "in", self.ids)
            groups = records._read_group(held, ["company_id"])
            companies = companies.union(*(company for (company,) in groups))
        return companies

    def _describe_kam_work(self, work):
        texts = {
            "kam.plan": self.env._("account plans: %s", work.get("kam.plan")),
            "kam.objective": self.env._("objectives: %s", work.get("kam.objective")),
            "kam.action": self.env._("open actions: %s", work.get("kam.action")),
            "kam.review": self.env._("planned reviews: %s", work.get("kam.review")),
        }
        names = ", ".join(text for model, text in texts.items() if work.get(model))
        return names or self.env._("There is work on account plans or relationship maps")
