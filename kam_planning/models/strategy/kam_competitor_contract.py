from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from ...tools.strategy import competitors as calculation
from ..common.days import of_each_day, today_of
from ..common.jobs import Step

# The activity at each lead before a competitor's contract ends.
CONTRACT_TYPES = {
    180: "kam_planning.mail_activity_type_contract_180",
    90: "kam_planning.mail_activity_type_contract_90",
}
POSITIONS_AT_ONCE = 100


class KamCompetitorContract(models.AbstractModel):
    """When the first contract of a competitor ends with a customer, and who is told in time."""

    _name = "kam.competitor.contract"
    _description = "Contract of a Competitor"
    _inherit = ["kam.refreshable", "kam.account.line", "kam.internal.thread"]
    _unoffered_fields = ("reminded",)

    contract_end = fields.Date(
        "First Contract Ends",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="The earliest day, of those to come, on which a contract of the competitor ends.",
    )
    # The last lead at which somebody was told of this end.
    reminded = fields.Selection(
        [("180", "Half a Year Before"), ("90", "90 Days Before")], readonly=True, copy=False
    )

    @api.model
    def _store_figures(self, values):
        """Reminders of contracts move with their ends."""
        positions = self.browse(values)
        before = {position: position.contract_end for position in positions}
        result = super()._store_figures(values)
        moved = positions.filtered(lambda one: one.reminded and one.contract_end != before[one])
        moved._move_reminders_sudo()
        return result

    @api.model
    def _get_contract_step(self):
        """Tell the account managers, once at each lead, that a competitor's contract ends."""

        def is_due(company):
            today, due = today_of(company), Domain.FALSE
            for lead in calculation.LEADS:
                near = Domain("contract_end", "<=", today + timedelta(days=lead))
                told = [str(one) for one in calculation.LEADS if one <= lead]
                due |= near & Domain("reminded", "not in", told)
            return due & Domain("contract_end", ">=", today)

        plan = [("state", "=", "active"), ("show_competitors", "=", True)]
        led = Domain("account_id.kam_plan_ids", "any", [*plan, ("user_id.active", "=", True)])
        failure = "Reminder for the competitor's position %s (%s) failed"
        domain = of_each_day(self.env, is_due) & led
        rest = (failure, POSITIONS_AT_ONCE)
        return Step(self, domain, "_remind_of_contracts", *rest, order="kam_user_id, id")

    def _remind_of_contracts(self):
        plans = self.env["kam.plan"]._find_leading(self)
        led = self.filtered(lambda position: position._get_place() in plans)
        leads = {position: calculation.lead_of(position._get_days_left()) for position in led}
        for lead, positions in led.grouped(leads.get).items():
            positions._create_reminders(
                CONTRACT_TYPES[lead],
                lambda position, lead=lead: position._get_reminder_day(lead),
                lambda position: plans[position._get_place()].user_id,
                lambda position: position.env._(
                    "A contract of %s ends: prepare our offer", position.competitor_id.name
                ),
            )
            positions.reminded = str(lead)

    def _get_days_left(self):
        end = self.contract_end
        return (end - today_of(self.company_id)).days if end else None

    def _get_reminder_day(self, lead):
        return max(self.contract_end - timedelta(days=lead), today_of(self.company_id))

    def _move_reminders_sudo(self):
        """Ends of contracts changed: what was told moves along, or is told again in its time.

        As superuser: who changes a cell may not be who was told.
        """
        leads = {one: calculation.lead_of(one._get_days_left()) for one in self.sudo()}
        near = self.sudo().filtered(lambda position: leads[position])
        (self.sudo() - near)._withdraw_reminders_sudo()
        early = near.filtered(lambda position: leads[position] > int(position.reminded))
        early._take_back_later_reminders()
        early.reminded = "180"
        for told, activity_type in CONTRACT_TYPES.items():
            days = near.grouped(lambda position, lead=told: position._get_reminder_day(lead))
            for day, positions in days.items():
                positions.activity_reschedule([activity_type], date_deadline=day)

    def _take_back_later_reminders(self):
        """The ends moved beyond 90 days: what told of them tells of half a year, unless that is
        open as well.
        """
        later = self.activity_search([CONTRACT_TYPES[90]])
        told = self.activity_search([CONTRACT_TYPES[180]]).mapped("res_id")
        later.filtered(lambda activity: activity.res_id in told).unlink()
        later.exists().activity_type_id = self.env.ref(CONTRACT_TYPES[180])

    def _withdraw_reminders_sudo(self):
        """Nobody has to act on these any more; told again when it is time."""
        positions = self.sudo()
        positions.activity_unlink(list(CONTRACT_TYPES.values()))
        positions.write({"reminded": False})
