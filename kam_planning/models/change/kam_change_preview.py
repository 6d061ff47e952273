from datetime import timedelta

from odoo import api, models
from odoo.fields import Domain

from ...tools.change import changes as calculation
from ..measure.unread import Unread
from .kam_change_sales import ORDER_KINDS

PREVIEW_DAYS = 365
PREVIEW_MONTHS = 12
# What a kind is found in: who may not read it is not told how often.
READ = {"order_won": "crm.lead", "order_lost": "crm.lead", "slipped": "crm.lead"}
READ |= {"overdue": "account.move", "delivery_late": "sale.order"}


class KamChangePreview(models.AbstractModel):
    """How often people would have been told in the last 12 months, with other thresholds.

    Orders, put-off closings, revenue and receivables are gone through as they were; of silence,
    pace and deliveries Odoo keeps no past, so that they are counted as they are today.
    """

    _name = "kam.change.preview"
    _description = "Preview of Changes"
    _inherit = ["kam.change.sales", "kam.change.people", "kam.change.lines"]

    @api.model
    def _preview_sudo(self, plans, thresholds):
        """How often somebody would have been told about these plans.

        As superuser: only counts leave this method.

        :param plans: kam.plan, in force
        :param thresholds: `Thresholds`
        :return: dict {kind: int, or None where the past cannot be read}, of the kinds for which
            there are thresholds, as far as the user reads what they are found in
        """
        superuser = self.sudo()
        scene = superuser._prepare_scene(plans.sudo(), thresholds)
        scene.look_back = PREVIEW_DAYS
        counts = superuser._preview(scene) if plans else {}
        return {
            kind: count
            for kind, count in counts.items()
            if kind not in READ or self.sudo(False).env[READ[kind]].has_access("read")
        }

    @api.model
    def _preview(self, scene):
        orders = self._find_orders(scene)
        counts = {kind: sum(fact.kind == kind for fact in orders) for kind in ORDER_KINDS}
        counts["slipped"] = self._count_slipped(scene)
        counts["revenue_fell"] = self._count_fallen(scene)
        counts["overdue"] = self._count_overdue(scene)
        counts["silent"] = len(self._find_silent(scene))
        counts["off_pace"] = len(self._find_off_pace(scene))
        counts["delivery_late"] = len(self._find_late_deliveries(scene))
        return counts

    @api.model
    def _count_slipped(self, scene):
        """By what was noted each night, of opportunities that are closed meanwhile as well."""
        noted = self.env["kam.change.deadline"]
        domain = Domain("lead_id.kam_customer_id", "in", list(scene.by_partner))
        since = str(scene.first_day - timedelta(days=PREVIEW_DAYS))
        return sum(
            len(calculation.slips(one.first_date, one.moves or [], since, scene.thresholds))
            * len(scene.get_plans(one.lead_id.kam_customer_id.id, one.lead_id.company_id.id))
            for one in noted.search(domain)
        )

    @api.model
    def _count_fallen(self, scene):
        """At the end of each of the last 12 months; while it lasts it is told once."""
        measure, count = self.env["kam.measure"]._get_standard_sudo("revenue"), 0
        for company, plans in scene.plans.grouped("company_id").items():
            offerings = self.env["kam.offering"].search([("company_id", "in", [company.id, False])])
            today = scene.days[company]
            periods = [
                period
                for back in reversed(range(PREVIEW_MONTHS))
                for period in calculation.compared_periods(today, back)
            ]
            figures = measure._get_figures(plans.partner_id, periods, company, offerings)[measure]
            if isinstance(figures, Unread):
                return None
            for account_id, offering_id in {(key[0], key[2]) for key in figures}:
                plan = scene.by_place[account_id, company.id]
                amounts = [
                    figures.get((account_id, number, offering_id)) or 0.0
                    for number in range(len(periods))
                ]
                pairs = list(zip(amounts[1::2], amounts[::2], strict=True))
                count += calculation.count_falls(pairs, plan.revenue, scene.thresholds)
        return count

    @api.model
    def _count_overdue(self, scene):
        """By when invoices became overdue for so long, and when they were paid."""
        since = scene.first_day - timedelta(days=PREVIEW_DAYS)
        moves, changes = self._find_invoices(scene, since), {}
        paid = self._find_payments(moves)
        for move in moves:
            late = (move.invoice_date_due or move.invoice_date) + timedelta(
                days=scene.thresholds.overdue_days + 1
            )
            end = paid.get(move.id)
            for plan in scene.get_plans(move.commercial_partner_id.id, move.company_id.id):
                if late <= scene.days[plan.company_id] and (not end or end > late):
                    changes.setdefault(plan, []).append((late, move.amount_total_signed))
                    if end:
                        changes[plan].append((end, -move.amount_total_signed))
        share = scene.thresholds.overdue_share
        return sum(
            day >= since
            for plan, amounts in changes.items()
            for day in calculation.count_rises(
                amounts, lambda total, plan=plan: calculation.is_above(total, plan.revenue, share)
            )
        )

    @api.model
    def _find_invoices(self, scene, since):
        """Invoices that were due in the last two years, or are not paid yet."""
        domain = Domain("commercial_partner_id", "in", list(scene.by_partner))
        domain &= Domain("move_type", "=", "out_invoice") & Domain("state", "=", "posted")
        early = since - timedelta(days=PREVIEW_DAYS)
        unpaid = Domain("payment_state", "in", ["not_paid", "partial"])
        domain &= unpaid | Domain("invoice_date_due", ">=", early)
        names = ["commercial_partner_id", "company_id", "invoice_date", "invoice_date_due"]
        return self.env["account.move"].search_fetch(domain, [*names, "amount_total_signed"])

    @api.model
    def _find_payments(self, moves):
        payments = self.env["kam.invoice.payment"]
        domain = Domain("move_id", "in", moves.ids)
        return {
            one.move_id.id: one.date_paid
            for one in payments.search_fetch(domain, ["move_id", "date_paid"])
        }
