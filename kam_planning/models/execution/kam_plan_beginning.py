from odoo import models

from ...tools import dates
from ..common.days import today_of

BEFORE = ("draft", "submitted")


class KamPlanBeginning(models.AbstractModel):
    """A plan begins: a draft is quiet, and one in force has nothing overdue at birth.

    Its actions get their activities with the submission, and lose them when it is sent back, put
    away or cancelled. No action is closed by that.
    """

    _name = "kam.plan.beginning"
    _description = "Beginning of a Plan"

    def _settle_work(self, before):
        """Bring the work in line with the state, once it is where it belongs.

        :param dict before: {plan: (its state, whether it was under way)}
        """
        moved = self.filtered(lambda plan: before[plan][0] in BEFORE)
        moved = moved.filtered(lambda plan: before[plan][0] != plan.state)
        moved.filtered(lambda plan: plan.state in ("submitted", "active"))._begin()
        turned = self.filtered(lambda plan: before[plan][1] != plan._is_under_way())
        turned._turn_work_sudo()
        archived = turned.filtered(lambda plan: not plan.active)
        text = self.env._("Archived: its open actions are nobody's to do until it is taken back.")
        archived._message_log_batch(dict.fromkeys(archived.ids, text))

    def _begin(self):
        """What would be overdue at birth counts from today, and the first review lies ahead."""
        running = self.filtered(lambda plan: plan.state == "active")
        for name in ("action_ids", "objective_ids"):
            self[name]._count_anew_sudo()
            running[name]._stop_counting_sudo()
        proposed = running.filtered(lambda plan: plan._has_proposed_review())
        proposed._move_next_reviews(lambda plan: plan._get_first_review())

    def _has_proposed_review(self):
        """Whether the next review is the one proposed, which nobody moved."""
        proposed = dates.add_months(self.date_start, self.review_interval)
        return self.next_review_date == proposed

    def _get_first_review(self):
        """The proposed review, or one cadence after today where it does not lie ahead."""
        today = today_of(self.company_id)
        ahead = dates.add_months(today, self.review_interval)
        if self.next_review_date > today:
            return self.next_review_date
        return min(ahead, self.date_end) if self.date_end > today else ahead

    def _turn_work_sudo(self):
        """Give the actions their activities, or take them away quietly; tell who has to do.

        As superuser: who moves the plan need not see all that hangs on it.
        """
        plans = self.sudo()
        plans.action_ids._sync_activities_sudo()
        begun = plans.filtered(lambda plan: plan._is_under_way() and plan.state != "closed")
        objectives = begun.objective_ids.filtered(lambda objective: objective.state == "open")
        for user, owned in objectives.grouped("user_id").items():
            self.env["kam.news"]._announce(user, owned, "assigned")
