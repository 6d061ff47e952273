from odoo import models
from odoo.fields import Domain

from ...tools.portfolio.capacity import EXPECTED_PEOPLE, Work
from ...tools.portfolio.selection import Candidate, Proposal, propose
from ..common.parameters import read_parameter
from ..plan.kam_plan_workflow import OPEN_STATES

ACCOUNTS_PER_MANAGER = 6
# An account of which nothing is known yet is reviewed each quarter.
NEW_ACCOUNT = Work(expected=EXPECTED_PEOPLE, interval=3)
NO_PROPOSAL = Proposal(None)


class KamAssessmentChoice(models.AbstractModel):
    """Propose which accounts to plan: the most attractive ones until capacity is used."""

    _name = "kam.assessment.choice"
    _description = "Choice of Accounts"

    def action_select(self):
        """Propose accounts and a pilot, by attractiveness until capacity is used.

        :return: True
        :raise UserError: when a round is not closed
        """
        self.check_access("write")
        self._check_state("closed")
        self._check_nothing_rests(self.result_ids)
        for one in self:
            one._propose_sudo()
        return True

    def _propose_sudo(self):
        """As superuser: plans that the user may not read use capacity, too."""
        one = self.sudo()
        candidates = one._prepare_candidates()
        room = one._get_room_sudo([c.manager for c in candidates if c.manager])
        found = propose(candidates, room, one.pilot_size)
        one.result_ids._store_figures(
            {
                result.id: {
                    "proposal": proposal.state,
                    "rank": proposal.rank,
                    "proposed_user_id": proposal.manager or None,
                }
                for result in one.result_ids
                for proposal in [found.get(result.id, NO_PROPOSAL)]
            }
        )

    def _prepare_candidates(self):
        """The candidates with who leads the account or, else, looks after the customer. Who was
        archived meanwhile is proposed to nobody.
        """
        results = self.result_ids.filtered("account_id.active")
        plans = self.env["kam.plan"]._find_in_force(results.account_id, self.company_id)
        sellers = results.account_id.user_id.filtered(
            lambda user: user.active and user.has_group("kam_planning.group_kam_user")
        )
        candidates = []
        for one in results:
            plan = plans.get(one._get_place())
            seller = one.account_id.user_id if one.account_id.user_id in sellers else sellers[:0]
            manager = plan.user_id if plan else seller
            score = one.attractiveness
            known = None if score is False else score
            candidates.append(Candidate(one.id, known, manager.id or None, bool(plan)))
        return candidates

    def _get_room_sudo(self, users=()):
        """How many accounts more each manager of the company has room for: by their number, and by
        the hours that he has left, whichever is less.

        As superuser: all plans use capacity, whoever may read them.

        :param users: ids of users who would lead accounts
        :return: dict {user id: number, which may be a fraction or less than nothing}
        """
        domain = Domain("company_id", "=", self.company_id.id)
        plans = self.env["kam.plan"].sudo()
        groups = plans._read_group(
            domain & Domain("state", "in", OPEN_STATES), ["user_id"], ["partner_id:count_distinct"]
        )
        most = read_parameter(self.env, "accounts_per_manager", int, ACCOUNTS_PER_MANAGER)
        led = {user.id: count for user, count in groups if user.active}
        lines = self.env["kam.capacity"].sudo().search(domain & Domain("user_id.active", "=", True))
        everybody = sorted({*led, *users, *lines.user_id.ids})
        room = {key: most - led.get(key, 0) for key in everybody}
        hours = self._get_room_by_hours_sudo(room)
        return {key: min(number, hours[key]) for key, number in room.items()}

    def _get_room_by_hours_sudo(self, users):
        """How many new accounts fit into the hours that managers have left: {user id: number}. As
        superuser: whoever proposes need not see what each of them has to do.
        """
        capacity = self.env["kam.capacity"]
        rules = capacity._get_rules()
        cost = NEW_ACCOUNT.count_hours(rules)
        found = capacity._get_room_hours_sudo(
            self.env["res.users"].sudo().browse(users), self.company_id
        )
        return {
            user.id: (available * rules.full / 100.0 - load) / cost
            for user, (load, available, _is_estimated) in found.items()
        }
