from odoo import Command, models
from odoo.exceptions import UserError

from ...tools import dates
from ..common.arguments import check_one
from ..common.at_once import hold
from ..common.period_names import fiscal_year_of
from ..common.switches import switch_off, switch_on
from ..execution.kam_plan_reminder import NEXT_PERIOD_TYPE


class KamPlanSuccessor(models.AbstractModel):
    """From one period to the next: the successor is prepared beside the running plan."""

    _name = "kam.plan.successor"
    _description = "Successor of a Plan"

    def action_prepare_next_period(self):
        """Open the dialogue that prepares the next period, or its plan when there is one.

        :return: window action
        :raise UserError: when the plan is not in force yet, or its next period is hidden from the
            user
        """
        check_one(self)
        self._check_was_in_force()
        successor = self._find_successors_sudo()
        if successor:
            readable = self.browse(successor.ids)._filtered_access("read")
            if not readable:
                self._refuse_second_successor(successor)
            return readable._get_records_action(context={})
        return {
            "type": "ir.actions.act_window",
            "res_model": "kam.plan.next.period",
            "view_mode": "form",
            "target": "new",
            "name": self.env._("Prepare Next Period"),
            "context": {"default_plan_id": self.id},
        }

    def _check_was_in_force(self):
        if self.state not in ("active", "closed"):
            raise UserError(
                self.env._(
                    "“%s” is not in force yet: only an active or closed plan has a next period.",
                    self.name,
                )
            )

    def _find_successors_sudo(self):
        """Plans of the next period that are not cancelled or archived, also those hidden from the
        user.
        """
        plans = self.sudo().with_context(active_test=True)
        return plans.search([("previous_plan_id", "in", self.ids), ("state", "!=", "cancelled")])

    def _refuse_second_successor(self, successor):
        readable = self.browse(successor.ids)._filtered_access("read")[:1]
        if not readable:
            raise UserError(
                self.env._(
                    "The next period of “%s” was prepared already, in a plan that you may not "
                    "read. Ask a manager of Key Account Management.",
                    self.name,
                )
            )
        raise UserError(
            self.env._(
                "The next period of “%(plan)s” was prepared already by %(user)s: “%(successor)s”.",
                plan=self.name,
                user=readable.create_uid.name,
                successor=readable.name,
            )
        )

    def _create_successors(self, periods, objectives):
        """Make the plans of the next period, each beside its plan, in which nothing changes.

        The teams, the narratives and open objectives come along as copies; plan and successor are
        linked and say so in their chatter, without names: each has its own readers.

        :param dict periods: {plan: (first day of its next period, last day)}
        :param objectives: open objectives of these plans that go on
        :return: the new drafts, in the order of the plans
        :raise AccessError: when the user may not write a plan
        :raise UserError: when a plan is not in force yet, or has its next period already
        """
        self.check_access("write")
        hold(self)
        for plan in self:
            plan._check_was_in_force()
        if existing := self._find_successors_sudo()[:1]:
            self.browse(existing.previous_plan_id.id)._refuse_second_successor(existing)
        successors = switch_on(self, "kam_no_template_lines").create(
            [plan._prepare_successor_values(*periods[plan]) for plan in self]
        )
        pairs = dict(zip(self, switch_off(successors, "kam_no_template_lines"), strict=True))
        for plan, successor in pairs.items():
            successor._link_previous_plan_sudo(plan)
        self.section_ids._copy_to(pairs)
        self._carry_over_objectives(pairs, objectives)
        self.activity_feedback([NEXT_PERIOD_TYPE])
        self._note_successors(pairs)
        return self.browse().concat(*pairs.values())

    def _note_successors(self, pairs):
        """Let both say in their chatter where the other one is."""
        ahead, back = (
            self.env._("Plan of the next period"),
            self.env._("Plan of the previous period"),
        )
        bodies = {
            plan.id: self.env._("Prepared: %s", successor._get_html_link(title=ahead))
            for plan, successor in pairs.items()
        }
        bodies |= {
            successor.id: self.env._("Continues: %s", plan._get_html_link(title=back))
            for plan, successor in pairs.items()
        }
        self.browse(list(bodies))._message_log_batch(bodies)

    def _get_next_period(self):
        """First and last day of the period that follows, by the company's fiscal year."""
        fiscal = fiscal_year_of(self.company_id)
        return dates.next_period(self.date_start, self.date_end, fiscal)

    def _prepare_successor_values(self, date_start, date_end):
        return {
            **self._prepare_block_values(),
            "partner_id": self.partner_id.id,
            "company_id": self.company_id.id,
            "user_id": self.user_id.id,
            "sponsor_id": self.sponsor_id.id,
            "date_start": date_start,
            "date_end": date_end,
            "template_id": self.template_id.id,
            "properties": self.properties,
            "review_interval": self.review_interval,
            "confidentiality": self.confidentiality,
            "member_ids": self._prepare_team(),
        }

    def _prepare_team(self):
        """The team as it stands, for the plan that is created with it."""
        return [
            Command.create({name: value for name, value in vals.items() if name != "plan_id"})
            for vals in self.member_ids.copy_data()
        ]

    def _link_previous_plan_sudo(self, previous):
        self.sudo().previous_plan_id = previous

    def _carry_over_objectives(self, pairs, objectives):
        """Copy the open objectives; each copy knows its original.

        :param dict pairs: {plan: its successor}
        """
        kept = self.objective_ids.filtered(lambda o: o.state == "open" and o in objectives)
        copies = self.env["kam.objective"].create(
            [
                {
                    **vals,
                    "plan_id": pairs[objective.plan_id].id,
                    "date_start": pairs[objective.plan_id].date_start,
                    "date_deadline": max(
                        objective.date_deadline, pairs[objective.plan_id].date_end
                    ),
                }
                for objective, vals in zip(kept, kept.copy_data(), strict=True)
            ]
        )
        copies._link_previous_objectives_sudo(kept)
