from odoo import api, models
from odoo.fields import Domain

from ..plan.kam_plan_workflow import OPEN_STATES

MOST_KEY_DATES = 3


class KamPlan(models.Model):
    """The plan shows what is being delivered, and which dates of the customer lie ahead."""

    _inherit = "kam.plan"

    def _get_chapter_marks(self):
        """Add deliveries and key dates."""
        marks = super()._get_chapter_marks()
        self._add_rhythm_marks(marks)
        return marks

    @api.model
    def _get_confirm_blocks(self):
        """Add what was said of deliveries, and the key dates."""
        blocks = {
            "deliveries": ("show_deliveries", "kam.delivery.note", self.env._("Deliveries")),
            "key_dates": ("show_key_dates", "kam.key.date", self.env._("Key Dates")),
        }
        return {**super()._get_confirm_blocks(), **blocks}

    def _add_rhythm_marks(self, marks):
        self.filtered("show_deliveries")._add_marks(
            marks,
            "deliveries",
            "kam.delivery",
            count=Domain("state", "!=", "done"),
            late=Domain("state", "=", "late"),
        )
        self.filtered("show_key_dates")._add_marks(
            marks, "key_dates", "kam.key.date", count=Domain("next_date", ">=", "today")
        )

    def _get_overview_parts(self):
        """Add the next key dates."""
        parts = super()._get_overview_parts()
        if self.show_key_dates:
            parts.append(self._prepare_key_date_part())
        return parts

    def _prepare_key_date_part(self):
        KeyDate = self.env["kam.key.date"]
        domain = self._get_lines_domain(KeyDate) & Domain("next_date", ">=", "today")
        lines = KeyDate.search(domain, order="next_date, id", limit=MOST_KEY_DATES)
        return {
            "name": "key_dates",
            "rank": 25,
            "title": self.env._("Next key dates"),
            "chapter": "key_dates",
            "empty": self.env._("No key date lies ahead."),
            "lines": [
                {
                    "res_model": line._name,
                    "res_id": line.id,
                    "label": line.name,
                    "note": line._fields["kind"].convert_to_export(line.kind, line),
                    "date": line.next_date,
                }
                for line in lines
            ],
        }

    @api.model
    def _get_today(self):
        """Add the key dates that the user is to prepare."""
        key_dates = {
            "name": "key_dates",
            "domain": self.env["kam.key.date"]._get_own_due_domain(),
            "action": "kam_planning.kam_key_date_action",
            "label": self.env._("Key dates to prepare: %s"),
        }
        return [*super()._get_today(), key_dates]

    @api.model
    def _get_reminder_steps(self):
        """Add the key dates whose lead time begins."""
        return [*super()._get_reminder_steps(), *self.env["kam.key.date"]._get_steps()]

    def _hand_over_reminders_sudo(self, user_id):
        """The new key account manager prepares the key dates."""
        result = super()._hand_over_reminders_sudo(user_id)
        self._follow_key_dates_sudo()
        return result

    def _follow_key_dates_sudo(self):
        """Who leads the account now prepares its key dates. As superuser: who hands a plan over may
        not see what others prepare.
        """
        KeyDate = self.env["kam.key.date"].sudo()
        KeyDate.search(
            self._get_places_domain() & Domain("reminded_date", "!=", False)
        )._follow_date_sudo()

    def _settle_work(self, before):
        """Nobody prepares key dates of plans that are over or put away."""
        result = super()._settle_work(before)
        over = self.filtered(lambda plan: plan.state not in OPEN_STATES or not plan.active)
        over._follow_key_dates_sudo()
        return result
