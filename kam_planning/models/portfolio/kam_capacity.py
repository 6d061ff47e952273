from odoo import api, fields, models
from odoo.fields import Domain

from ...tools.portfolio import capacity
from ...tools.rows import NaturalKey
from ...tools.score import Component
from ..common.at_once import hold
from ..common.known import KnownFloat
from ..plan.kam_plan_workflow import OPEN_STATES

BANDS = [
    (capacity.ROOM, "Has Room"),
    (capacity.FULL, "Full"),
    (capacity.OVER, "Above Capacity"),
    (capacity.ABSENT, "Not There"),
]
FIGURE = {"compute": "_compute_load", "compute_sudo": False}


class KamCapacity(models.Model):
    """How much time one of ours has for accounts in one company, and how much they take.

    There is one for everybody who leads a plan. Managers see all of their companies, everybody
    else his own. The load is reckoned when it is looked at and kept nowhere: there is nothing to
    sort, group or chart people by.
    """

    _name = "kam.capacity"
    _description = "Capacity of a Key Account Manager"
    _inherit = ["kam.capacity.load", "kam.guarded", "kam.score.mixin"]
    _order = "user_id, company_id, id"
    _rec_name = "user_id"
    _natural_keys = (NaturalKey(("user_id", "company_id"), is_unique=True),)
    _score_kinds = {"load_percent": "_get_load_scores"}
    _unrecorded_kinds = ("load_percent",)

    user_id = fields.Many2one(
        "res.users",
        "Key Account Manager",
        required=True,
        index=True,
        ondelete="cascade",
        domain=lambda self: self.env["kam.plan"]._get_kam_user_domain(),
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        ondelete="cascade",
        default=lambda self: self.env.company,
    )
    share = fields.Float(
        "Working Share (%)",
        default=100.0,
        required=True,
        aggregator=None,
        help="Of a full-time job, for the accounts of this company: 50 is half the time, 0 is "
        "somebody who is not there for now.",
    )
    is_current = fields.Boolean(
        "Works Here", compute="_compute_is_current", search="_search_is_current"
    )
    account_count = fields.Integer("Accounts", aggregator=None, **FIGURE)
    load_hours = fields.Float("Load (hours a month)", aggregator=None, **FIGURE)
    available_hours = fields.Float("Available (hours a month)", aggregator=None, **FIGURE)
    load_percent = KnownFloat(
        "Load",
        aggregator=None,
        help="The hours that the accounts take, of those that are available.",
        **FIGURE,
    )
    band = fields.Selection(BANDS, "In a Word", search="_search_band", **FIGURE)
    is_estimated = fields.Boolean(
        "Estimated",
        help="For an account without a relationship map as many people are reckoned with as its "
        "tier says.",
        **FIGURE,
    )

    _user_uniq = models.UniqueIndex(
        "(user_id, company_id)", "This colleague's capacity in this company is there already."
    )
    _share_percent = models.Constraint(
        "CHECK (share BETWEEN 0 AND 100)",
        "A working share is between 0 (not there) and 100 percent: correct it.",
    )

    @api.depends("user_id.active", "company_id")
    def _compute_is_current(self):
        current = self.filtered_domain(self._get_current_domain_sudo())
        for line in self:
            line.is_current = line in current

    def _search_is_current(self, operator, value):
        if operator != "in":
            return NotImplemented
        return self._get_current_domain_sudo()

    @api.model
    def _get_current_domain_sudo(self):
        """Who is there, or leads accounts nevertheless. As superuser: an archived colleague's
        plans say so, whoever may read them.
        """
        leading = Domain("state", "in", OPEN_STATES) & Domain("user_id.active", "=", False)
        plans = self.env["kam.plan"].sudo().search(leading)
        return Domain("user_id.active", "=", True) | Domain("user_id", "in", plans.user_id.ids)

    # What it is reckoned from is too much to name: read anew with each request.
    @api.depends("user_id", "company_id", "share")
    def _compute_load(self):
        rules, works = self._get_rules(), self._read_works_sudo(self.user_id, self.company_id)
        for line in self:
            work = works.get((line.user_id._origin.id, line.company_id._origin.id), {})
            load = sum(one.count_hours(rules) for one in work.values())
            available = line._get_available_hours(rules)
            line.account_count = len(work)
            line.load_hours, line.available_hours = load, available
            line.load_percent = 100.0 * load / available if available else False
            line.band = capacity.judge(load, available, rules)
            line.is_estimated = any(one.is_estimated for one in work.values())

    def _get_available_hours(self, rules):
        """Hours a month: none of who was archived."""
        return rules.available * self.share / 100.0 if self.user_id.active else 0.0

    def _search_band(self, operator, value):
        if operator != "in":
            return NotImplemented
        lines = self.search(Domain.TRUE)
        return Domain("id", "in", lines.filtered(lambda line: line.band in value).ids)

    def _get_load_scores(self):
        """The load, account by account: {line: `capacity.Load`}."""
        rules, works = self._get_rules(), self._read_works_sudo(self.user_id, self.company_id)
        plans = self.env["kam.plan"].browse({key for work in works.values() for key in work})
        readable = plans._filtered_access("read")
        scores = {}
        for line in self:
            work = works.get((line.user_id.id, line.company_id.id), {})
            found = [(plans.browse(key), one) for key, one in work.items()]
            available = line._get_available_hours(rules)
            parts = [line._describe_work(*pair, readable, available, rules) for pair in found]
            scores[line] = capacity.Load(sorted(parts, key=lambda part: part.label.lower()))
        return scores

    def _describe_work(self, plan, work, readable, available, rules):
        """One account as a part of the load; of a plan that the user may not read no name."""
        hours, is_readable = work.count_hours(rules), plan in readable
        hidden = self.env._("An account that you may not read")
        return Component(
            key=f"plan-{plan.id}",
            label=plan.partner_id.display_name if is_readable else hidden,
            points=100.0 * hours / available if available else None,
            weight=0.0 if work.is_estimated else 1.0,
            value=self._describe_hours(work, hours, rules),
            evidence=[(plan._name, plan.id)] if is_readable else [],
        )

    @api.model
    def _describe_hours(self, work, hours, rules):
        """The formula of one account as a person reads it."""
        count, each = work.people_count, f"{work.person_hours:g}"
        people = (
            self.env._("1 person × %s h", each)
            if count == 1
            else self.env._("%(count)s people × %(hours)s h", count=count, hours=each)
        )
        if work.is_estimated:
            people = self.env._("%s (estimated: no map yet)", people)
        parts = [people]
        if work.interval:
            review = f"{rules.review_hours:g}"
            parts.append(
                self.env._("review %(hours)s h ÷ %(count)s", hours=review, count=work.interval)
            )
        if work.effort:
            parts.append(self.env._("own work %s days × 8 h ÷ 3", f"{work.effort:g}"))
        return self.env._("%(sum)s = %(hours)s h", sum=" + ".join(parts), hours=f"{hours:.1f}")

    @api.model
    def _get_room_hours_sudo(self, users, company):
        """How much these users have to do and how much they can, as superuser: for those who plan
        with it, and whom they may tell it.

        :return: dict {user: (load in hours a month, available hours a month, whether estimated)}
        """
        rules, works = self._get_rules(), self._read_works_sudo(users, company)
        place = [("user_id", "in", users.ids), ("company_id", "=", company.id)]
        lines = {line.user_id.id: line for line in self.sudo().search(place)}
        found = {}
        for user in users:
            work = works.get((user.id, company.id), {})
            line = lines.get(user.id) or self.new({"user_id": user.id, "share": 100.0})
            load = sum(one.count_hours(rules) for one in work.values())
            available = line.sudo()._get_available_hours(rules)
            found[user] = (load, available, any(one.is_estimated for one in work.values()))
        return found

    @api.model
    def _ensure_sudo(self, plans):
        """Have a line for everybody who leads one of these plans. As superuser: who makes a plan
        need not see the capacity of its lead.
        """
        lines, plans = self.sudo(), plans.sudo()
        pairs = {(plan.user_id, plan.company_id) for plan in plans}
        place = [("user_id", "in", plans.user_id.ids), ("company_id", "in", plans.company_id.ids)]
        # By id: the order of the list asks for the names of users, in a query of its own.
        there = lines.search_fetch(place, ["user_id", "company_id"], order="id")
        missing = pairs - {(line.user_id, line.company_id) for line in there}
        # Two at once: the second one finds the line of the first.
        hold(plans.user_id.browse([user.id for user, _company in missing]))
        lines.create([{"user_id": user.id, "company_id": company.id} for user, company in missing])

    def action_what_if(self):
        """Open the dialogue that reckons what becomes of the loads when accounts move, those of one
        colleague when one is chosen; for managers.

        :return: window action
        :raise AccessError: when the user is no manager of these colleagues
        """
        self.check_access("read")
        self.env["kam.plan"]._check_is_manager()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "kam_planning.kam_capacity_move_action"
        )
        chosen = {"default_from_user_id": self.user_id.id} if len(self) == 1 else {}
        return {**action, "context": chosen}
