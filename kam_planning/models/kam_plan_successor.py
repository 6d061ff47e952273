from odoo import models
from odoo.exceptions import UserError

from ..tools import dates
from .kam_plan_reminder import NEXT_PERIOD_TYPE

# What a member line says beside who has which role.
MEMBER_DETAILS = ("country_id", "responsibilities", "counterpart_id", "sequence")


class KamPlan(models.Model):
    """From one period to the next: the successor takes along what is still open."""

    _inherit = "kam.plan"

    def action_prepare_next_period(self):
        """Make the plan of the next period, or open it when it exists.

        Open objectives, open actions, the team and the narrative come along; both plans are
        linked and say so in their chatter. Open actions move with their activities, so nobody
        has the same thing to do twice.

        :return: window action on the successor
        :raise UserError: when the plan is still a draft
        """
        self.ensure_one()
        if self.state not in ("active", "closed"):
            raise UserError(
                self.env._(
                    "“%s” is not in force yet: only an active or closed plan has a next period.",
                    self.name,
                )
            )
        successor = self.next_plan_ids[:1] or self._create_successor()
        return {
            "type": "ir.actions.act_window",
            "res_model": "kam.plan",
            "res_id": successor.id,
            "view_mode": "form",
            "views": [(False, "form")],
        }

    def _create_successor(self):
        successor = self.with_context(kam_no_template_lines=True).create(
            self._prepare_successor_values()
        )
        successor = successor.with_context(kam_no_template_lines=False)
        successor._continue_sudo(self)
        self._carry_over_team(successor)
        self.section_ids._copy_to(successor)
        twins = self._carry_over_objectives(successor)
        self._carry_over_actions(successor, twins)
        self.activity_feedback([NEXT_PERIOD_TYPE])
        self.message_post(body=self.env._("Next period prepared: %s", successor._get_html_link()))
        successor.message_post(body=self.env._("Continues %s", self._get_html_link()))
        return successor

    def _prepare_successor_values(self):
        start, end = dates.same_length_after(self.date_start, self.date_end)
        return {
            **self._prepare_block_values(),
            "partner_id": self.partner_id.id,
            "company_id": self.company_id.id,
            "user_id": self.user_id.id,
            "sponsor_id": self.sponsor_id.id,
            "date_start": start,
            "date_end": end,
            "template_id": self.template_id.id,
            "tier_id": self.tier_id.id,
            "properties": self.properties,
            "review_interval": self.review_interval,
            "confidentiality": self.confidentiality,
        }

    def _continue_sudo(self, plan):
        """Note which plan this one continues; no user writes that link."""
        self.sudo().previous_plan_id = plan

    def _carry_over_team(self, successor):
        """Copy the team; account manager and sponsor are there already and get their details."""
        present = {(member.user_id, member.role_id): member for member in successor.member_ids}
        missing = []
        for member, vals in zip(self.member_ids, self.member_ids.copy_data(), strict=True):
            vals["plan_id"] = successor.id
            twin = present.get((member.user_id, member.role_id))
            if twin:
                twin.write({name: vals[name] for name in MEMBER_DETAILS})
            else:
                missing.append(vals)
        self.env["kam.team.member"].create(missing)

    def _carry_over_objectives(self, successor):
        """Copy the open objectives; give the copies by their originals."""
        kept = self.objective_ids.filtered(lambda objective: objective.state == "open")
        copies = self.env["kam.objective"].create(
            [
                {
                    **vals,
                    "plan_id": successor.id,
                    "date_start": successor.date_start,
                    "date_deadline": max(objective.date_deadline, successor.date_end),
                }
                for objective, vals in zip(kept, kept.copy_data(), strict=True)
            ]
        )
        copies._continue_sudo(kept)
        return dict(zip(kept, copies, strict=True))

    def _carry_over_actions(self, successor, twins):
        """Move the open actions, activities and history with them, below the copied objectives."""
        opened = self.action_ids.filtered("is_open")
        for objective, actions in opened.grouped("objective_id").items():
            twin = twins.get(objective, self.env["kam.objective"])
            actions.write({"plan_id": successor.id, "objective_id": twin.id})
