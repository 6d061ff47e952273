from odoo import api, fields, models
from odoo.fields import Domain

from ..common.arguments import check_one
from ..plan.kam_plan_workflow import OPEN_STATES
from ..sharing.kam_share_access import VISIBLE


class KamPlanSharing(models.AbstractModel):
    """What a plan says of how it is shared. One that never was costs no query: its own switch is
    off.
    """

    _name = "kam.plan.sharing"
    _description = "Plan That Is Shared"
    _unoffered_fields = ("share_id", "share_headline", "share_drift_text", "share_state")

    share_id = fields.Many2one("kam.share", compute="_compute_share", compute_sudo=False)
    share_state = fields.Char(
        compute="_compute_share", compute_sudo=False, export_string_translation=False
    )
    share_headline = fields.Char("How It Is Shared", compute="_compute_share", compute_sudo=False)
    share_drift_text = fields.Char("Drift", compute="_compute_share_drift", compute_sudo=False)
    share_drift = fields.Boolean(
        "Drifted from What Was Agreed",
        compute="_compute_share_drift",
        search="_search_share_drift",
        compute_sudo=False,
    )
    may_share_as_before = fields.Boolean(compute="_compute_share", compute_sudo=False)

    @api.depends("share_ids.state")
    @api.depends_context("uid", "lang")
    def _compute_share(self):
        shares = self._find_shares()
        before = self.env["kam.share"].search([("plan_id", "in", self.previous_plan_id.ids)])
        for plan in self:
            share = shares.get(plan._origin, self.env["kam.share"])
            plan.share_id = share
            plan.share_state = share.state or False
            plan.share_headline = share.headline or self.env._("Nothing is shared yet.")
            is_new = plan.state in OPEN_STATES and share.state in (False, "draft")
            plan.may_share_as_before = is_new and plan.previous_plan_id in before.plan_id

    def _find_shares(self):
        """The share of each plan that was not withdrawn: dict {plan: kam.share}."""
        domain = Domain("plan_id", "in", self._origin.ids) & Domain("state", "!=", "withdrawn")
        return {share.plan_id: share for share in self.env["kam.share"].search(domain)}

    @api.depends("share_ids.drift", "share_ids.agreed_id", "share_ids.proposed_id")
    @api.depends_context("uid", "lang")
    def _compute_share_drift(self):
        shares = self.filtered("is_shared")._find_shares() if any(self.mapped("is_shared")) else {}
        for plan in self:
            share = shares.get(plan._origin)
            is_agreed = share and share.state == "agreed"
            plan.share_drift_text = share._say_banner() if is_agreed else False
            plan.share_drift = bool(plan.share_drift_text)

    def _search_share_drift(self, operator, _value):
        if operator != "in":
            return NotImplemented
        drifted = Domain("state", "=", "agreed") & Domain("drift", ">", 0)
        return Domain("share_ids", "any", drifted)

    def _add_share_marks(self, marks):
        seen = Domain("ended_date", "=", False) & Domain("share_id.state", "in", VISIBLE)
        self._add_marks(marks, "shared", "kam.share.access", count=seen)
        for plan, share in self._find_shares().items():
            if share.state == "agreed" and share.drift_count:
                marks[plan].setdefault("shared", {})["changed"] = share.drift_count

    # buttons

    def action_open_share(self):
        """Open what is shared of the plan with the customer; where nothing is, begin.

        :return: window action
        :raise AccessError: when the user does not work on the plan, and nothing is shared yet
        :raise UserError: when the plan is over, and nothing is shared yet
        """
        check_one(self)
        share = self._find_shares().get(self)
        if not share:
            share = self.env["kam.share"].create({"plan_id": self.id})
        return share._get_records_action(context={})

    def action_check_share(self):
        """Show all that leaves before it is shared.

        :return: window action
        :raise AccessError: when the user does not work on the plan
        """
        return self._get_share().action_check()

    def action_propose_share(self):
        """Show all that leaves before it is proposed as the next version.

        :return: window action
        :raise AccessError: when the user does not work on the plan
        """
        return self._get_share().action_propose()

    def action_refresh_share(self):
        """Compare what was agreed with what would be shared now.

        :return: True
        :raise AccessError: when the user does not work on the plan
        """
        return self._get_share().action_refresh_drift()

    def action_share_as_before(self):
        """Take over the people of the previous period's share; nobody is invited by that.

        :return: True
        :raise AccessError: when the user does not work on the plan
        """
        return self._get_share().action_share_as_before()

    def _get_share(self):
        check_one(self)
        self.check_access("write")
        found = self._find_shares().get(self)
        return found or self.env["kam.share"].create({"plan_id": self.id})

    # life

    def _withdraw_shares_sudo(self, text=None):
        """As superuser: who moves a plan need not be of its team."""
        shared = self.sudo().filtered("share_ids")
        shares = shared.share_ids.filtered(lambda one: one.state != "withdrawn")
        if shares:
            shares._withdraw_sudo()
            shares._message_log_batch({one.id: text for one in shares} if text else {})
