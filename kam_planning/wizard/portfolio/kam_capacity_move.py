from odoo import api, fields, models
from odoo.exceptions import UserError

from ...models.common.arguments import check_one
from ...models.plan.kam_plan_workflow import OPEN_STATES
from ...tools.portfolio.capacity import judge


class KamCapacityMove(models.TransientModel):
    """Reckons what becomes of the loads when accounts get another manager; it changes nothing."""

    _name = "kam.capacity.move"
    _description = "What If Accounts Move"
    _inherit = ["kam.guarded"]

    from_user_id = fields.Many2one(
        "res.users",
        "Accounts Of",
        ondelete="cascade",
        domain=lambda self: self.env["kam.plan"]._get_kam_user_domain(),
        help="Whose accounts are offered. Empty: everybody's.",
    )
    plan_ids = fields.Many2many(
        "kam.plan",
        string="Accounts",
        required=True,
        domain=f"[('state', 'in', {OPEN_STATES}), ('user_id', '=?', from_user_id)]",
        default=lambda self: self._default_plan_ids(),
    )
    user_id = fields.Many2one(
        "res.users",
        "New Key Account Manager",
        ondelete="cascade",
        domain=lambda self: self.env["kam.plan"]._get_kam_user_domain(),
    )
    outlook = fields.Text("Loads Now and Then", compute="_compute_outlook", compute_sudo=False)

    @api.model
    def _default_plan_ids(self):
        """The plans that are chosen in the list."""
        chosen = self.env.context.get("active_model") == "kam.plan"
        plans = self.env["kam.plan"].browse(chosen and self.env.context.get("active_ids") or [])
        return plans._filtered_access("read").filtered(lambda plan: plan.state in OPEN_STATES)

    @api.depends("plan_ids", "user_id")
    def _compute_outlook(self):
        for wizard in self:
            plans = wizard.plan_ids._origin._filtered_access("read")
            heir = wizard.user_id._origin
            lines = wizard._describe_loads(plans, heir) if heir and plans else []
            wizard.outlook = "\n".join(lines) or False

    def _describe_loads(self, plans, heir):
        """A line for each colleague and company whose load changes, the new manager last."""
        capacity = self.env["kam.capacity"]
        rules, users = capacity._get_rules(), plans.user_id | heir
        works = capacity._read_works_sudo(users, plans.company_id)
        lines = []
        for company, moving in plans.grouped("company_id").items():
            now = {user: works.get((user.id, company.id), {}) for user in users}
            then = self._move(now, moving, heir)
            hours = capacity._get_room_hours_sudo(users, company)
            for user in users.sorted(lambda user: user == heir):
                if now[user].keys() != then[user].keys() or now[user] != then[user]:
                    pair = (now[user], then[user])
                    lines.append(self._describe_load(user, pair, hours[user][1], rules))
            lines += [self._describe_later(one) for one in moving if one.id not in now[one.user_id]]
        return lines or [self._describe_nothing(heir)]

    @api.model
    def _describe_nothing(self, heir):
        return self.env._("Nothing moves: %s leads these accounts already.", heir.name)

    @api.model
    def _describe_later(self, plan):
        """Of a customer the plan in force counts, and not that of the next period."""
        return self.env._(
            "“%s” takes no time yet: until it is in force, the customer's other plan counts.",
            plan.name,
        )

    @api.model
    def _move(self, works, plans, heir):
        """What everybody has to do once these plans are the heir's.

        :param dict works: {user: {plan id: `capacity.Work`}}
        :return: dict of the same form
        """
        then = {user: dict(work) for user, work in works.items()}
        for plan in plans:
            given = then[plan.user_id].pop(plan.id, None)
            if given:
                own = then[heir].get(plan.id)
                then[heir][plan.id] = own.take_over(given) if own else given
        return then

    @api.model
    def _describe_load(self, user, pair, available, rules):
        """One colleague's load before and after, in words."""
        states = []
        for work in pair:
            load = sum(one.count_hours(rules) for one in work.values())
            states.append(self._describe_hours(load, available, work, rules))
        return self.env._(
            "%(user)s: %(now)s → %(then)s", user=user.name, now=states[0], then=states[1]
        )

    @api.model
    def _describe_hours(self, load, available, work, rules):
        field = self.env["kam.capacity"]._fields["band"]
        words = [dict(field._description_selection(self.env))[judge(load, available, rules)]]
        if any(one.is_estimated for one in work.values()):
            words.append(self.env._("estimated"))
        if available:
            words.insert(0, f"{100.0 * load / available:.0f} %")
        return self.env._(
            "%(load)s of %(available)s h (%(words)s)",
            load=f"{load:.1f}",
            available=f"{available:.0f}",
            words=", ".join(words),
        )

    def action_hand_over(self):
        """Open the dialogue that hands these plans over to the new manager.

        :return: window action
        :raise UserError: when nobody or nothing is chosen
        """
        check_one(self)
        plans = self.plan_ids._origin
        if not plans or not self.user_id:
            raise UserError(self.env._("Choose accounts, and who becomes their manager."))
        action = plans.action_hand_over()
        return {**action, "context": {**action["context"], "default_user_id": self.user_id.id}}
