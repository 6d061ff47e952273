from datetime import timedelta

from odoo import SUPERUSER_ID, api, models
from odoo.fields import Domain
from odoo.tools import SQL

from ...tools.change import changes as calculation
from ...tools.change.changes import Fact
from ..common.days import day_of, start_of_day
from ..measure.unread import Unread
from .kam_change_finder import get_fact_key

ORDER_KINDS = ("order_won", "order_lost")
KINDS_OF_STATUS = {"won": "order_won", "lost": "order_lost"}


class KamChangeSales(models.AbstractModel):
    """Changes in what the customer buys, and in what he owes."""

    _name = "kam.change.sales"
    _description = "Changes in Sales"
    _inherit = ["kam.change.finder"]

    @api.model
    def _get_finders(self):
        return [
            *super()._get_finders(),
            (ORDER_KINDS, "_find_orders"),
            (("slipped",), "_find_slipped"),
            (("revenue_fell",), "_find_fallen_revenue"),
            (("overdue",), "_find_overdue"),
            (("delivery_late",), "_find_late_deliveries"),
        ]

    # orders

    @api.model
    def _find_orders(self, scene):
        """Opportunities that were won or lost, and orders that come from none."""
        return [*self._find_decided_leads(scene), *self._find_decided_orders(scene)]

    @api.model
    def _get_recent_domain(self, scene, name, known):
        """Records of the last days, and those of which a change tells."""
        since = min(
            start_of_day(today - timedelta(days=scene.look_back), company)
            for company, today in scene.days.items()
        )
        return Domain(name, ">=", since) | Domain("id", "in", known)

    @api.model
    def _find_decided_leads(self, scene):
        leads = self.env["crm.lead"].with_context(active_test=False)
        domain = Domain("kam_customer_id", "in", list(scene.by_partner))
        domain &= Domain("type", "=", "opportunity") & Domain("won_status", "in", ["won", "lost"])
        known = scene.get_known_ids("crm.lead", ORDER_KINDS)
        names = ["kam_customer_id", "company_id", "won_status", "date_closed", "expected_revenue"]
        names.append("kam_whitespace_id")
        domain &= self._get_recent_domain(scene, "date_closed", known)
        found = leads.search_fetch(domain, names)
        facts = [
            self._prepare_order_fact(
                *(scene, plan, lead, KINDS_OF_STATUS[lead.won_status]),
                *(lead.date_closed, lead.expected_revenue, lead.kam_whitespace_id),
            )
            for lead in found
            for plan in scene.get_plans(lead.kam_customer_id.id, lead.company_id.id)
        ]
        return [fact for fact in facts if self._is_order(scene, fact)]

    @api.model
    def _is_order(self, scene, fact):
        """Whether an order is large enough: asked once, for the order itself adds to the revenue
        with which it is compared.
        """
        if scene.has_known(fact):
            return True
        yearly = scene.plans.browse(fact.plan_id).revenue
        return calculation.is_large(fact.amount, yearly, scene.thresholds.order_share)

    @api.model
    def _prepare_order_fact(self, scene, plan, record, kind, moment, amount, cell=None):
        today = scene.days[plan.company_id]
        day = min(day_of(moment, plan.company_id) or today, today)
        is_order = record._name == "sale.order"
        # The day of an order may be written; when it was cancelled Odoo does not keep.
        bucket, since = (
            ("", today if kind == "order_lost" else day) if is_order else (str(day), day)
        )
        return Fact(
            *(plan.id, kind, record._name, record.id, bucket, since),
            amount=amount,
            touches=self._get_sales_touches(scene, plan, cell),
        )

    @api.model
    def _find_decided_orders(self, scene):
        """Orders without an opportunity. Lost is one of which was told that it was won: a quotation
        that is cancelled may only have been made anew.
        """
        orders = self.env["sale.order"]
        won = scene.get_known_ids("sale.order", ("order_won",))
        lost = scene.get_known_ids("sale.order", ("order_lost",))
        judged = {
            row["res_id"]
            for row in scene.known
            if row["res_model"] == "sale.order" and row["state"] != "open"
        }
        sold = Domain("state", "=", "sale") & self._get_recent_domain(scene, "date_order", won)
        cancelled = Domain("state", "=", "cancel") & Domain("id", "in", sorted(judged.union(lost)))
        domain = Domain("kam_customer_id", "in", list(scene.by_partner)) & (sold | cancelled)
        names = ["kam_customer_id", "company_id", "state", "date_order", "amount_untaxed"]
        found = orders.search_fetch(
            domain & Domain("opportunity_id", "=", False), [*names, "currency_rate"]
        )
        facts = []
        for order in found:
            amount = order.amount_untaxed / (order.currency_rate or 1.0)
            kind = "order_won" if order.state == "sale" else "order_lost"
            for plan in scene.get_plans(order.kam_customer_id.id, order.company_id.id):
                fact = (scene, plan, order, kind, order.date_order, amount)
                facts.append(self._prepare_order_fact(*fact))
        return [fact for fact in facts if self._is_order(scene, fact)]

    # what they touch

    @api.model
    def _get_sales_touches(self, scene, plan, cell=None, offering_id=None):
        """The cell, the running targets in money for all or for this offering, and the objectives
        that they prove.
        """
        offering_id = cell.offering_id.id if cell else offering_id
        touches = {("kam.whitespace", cell.id)} if cell else set()
        for target_id, stream_id, objective_id in self._get_money_targets(scene).get(plan.id, ()):
            if not stream_id or stream_id == offering_id:
                touches.add(("kam.target", target_id))
                if objective_id:
                    touches.add(("kam.objective", objective_id))
        return frozenset(touches)

    @api.model
    def _get_money_targets(self, scene):
        """Running targets in money: {plan id: list of (id, offering id, objective id)}."""
        if "targets" not in scene.asked:
            domain = Domain("plan_id", "in", scene.get_shown("show_targets").ids)
            domain &= Domain("measure_id.unit", "=", "currency")
            domain &= Domain("date_start", "<=", scene.last_day)
            domain &= Domain("date_end", ">=", scene.first_day)
            targets, found = self.env["kam.target"], {}
            names = ["plan_id", "offering_id", "objective_id"]
            for target in targets.search_fetch(domain, names):
                line = (target.id, target.offering_id.id, target.objective_id.id)
                found.setdefault(target.plan_id.id, []).append(line)
            scene.asked["targets"] = found
        return scene.asked["targets"]

    # deadlines

    @api.model
    def _find_slipped(self, scene):
        """Open opportunities that close 30 days later than first expected, or were put off twice.
        What is expected now is noted for the nights to come.
        """
        notes, facts = [], []
        for lead in self._read_deadlines(scene):
            plans = scene.get_plans(lead["customer_id"], lead["company_id"])
            if not plans:
                continue
            first, last, moves = lead["first_date"], lead["last_date"], lead["moves"] or []
            day = lead["date_deadline"]
            if day != last:
                if last and day > last:
                    today = scene.days[plans[0].company_id]
                    moves = [*moves, [str(today), str(last), str(day)]]
                notes.append((lead["id"], first or day, day, moves))
            if first and calculation.has_slipped(first, day, len(moves), scene.thresholds):
                facts += [
                    Fact(
                        *(plan.id, "slipped", "crm.lead", lead["id"], str(day)),
                        *(scene.days[plan.company_id], str(first), str(day)),
                        amount=lead["expected_revenue"],
                        touches=self._get_sales_touches(scene, plan),
                    )
                    for plan in plans
                ]
        self.env["kam.change.deadline"]._note_sudo(notes)
        return facts

    @api.model
    def _read_deadlines(self, scene):
        """Open opportunities of the customers with what is noted of them: list of dict."""
        leads = self.env["crm.lead"]
        domain = Domain("kam_customer_id", "in", list(scene.by_partner))
        domain &= Domain("type", "=", "opportunity") & Domain("won_status", "=", "pending")
        query = leads._search(domain & Domain("date_deadline", "!=", False))
        deadlines = query.left_join("crm_lead", "id", "kam_change_deadline", "lead_id", "noted")
        note, lead = SQL.identifier(deadlines), SQL.identifier("crm_lead")
        self.env.cr.execute(
            query.select(
                *(SQL("%s.%s", lead, SQL.identifier(name)) for name in ("id", "company_id")),
                SQL("%s.kam_customer_id AS customer_id", lead),
                SQL("%s.date_deadline", lead),
                SQL("%s.expected_revenue", lead),
                *(
                    SQL("%s.%s", note, SQL.identifier(name))
                    for name in ("first_date", "last_date", "moves")
                ),
            )
        )
        return self.env.cr.dictfetchall()

    # revenue

    @api.model
    def _find_fallen_revenue(self, scene):
        """Streams that brought a fifth less in three whole months than a year ago, and by that 5 %
        of what the customer buys in a year. A whole is left out where one of its parts is told.
        """
        measure = self.env["kam.measure"]._get_standard_sudo("revenue")
        facts = []
        for company, plans in scene.plans.grouped("company_id").items():
            offerings = self.env["kam.offering"]
            offerings = offerings.search([("company_id", "in", [company.id, False])])
            today = scene.days[company]
            periods = calculation.compared_periods(today)
            accounts = plans.partner_id
            figures = measure._get_figures(accounts, periods, company, offerings)[measure]
            if isinstance(figures, Unread):
                return None
            places = {(account_id, offering) for account_id, _period, offering in figures}
            fallen = {}
            for account_id, offering_id in places:
                plan = scene.by_place[account_id, company.id]
                now, before = (figures.get((account_id, n, offering_id)) or 0.0 for n in (0, 1))
                has_fallen = calculation.has_fallen(before, now, plan.revenue, scene.thresholds)
                if has_fallen is None:
                    key = (plan.id, "revenue_fell", offerings._name, offering_id)
                    scene.unsure.add(get_fact_key(*key))
                elif has_fallen:
                    fallen.setdefault(plan, {})[offering_id] = (before, now)
            for plan, streams in fallen.items():
                facts += self._prepare_fallen_facts(scene, plan, streams, offerings)
        return self._add_cells(scene, facts)

    @api.model
    def _prepare_fallen_facts(self, scene, plan, streams, offerings):
        told = offerings.browse(streams)
        paths = told.mapped("parent_path")
        finest = told.filtered(
            lambda one: (
                not any(
                    path != one.parent_path and path.startswith(one.parent_path) for path in paths
                )
            )
        )
        today = scene.days[plan.company_id]
        return [
            Fact(
                *(plan.id, "revenue_fell", one._name, one.id, None, today),
                *(f"{streams[one.id][0]:.2f}", f"{streams[one.id][1]:.2f}"),
                amount=streams[one.id][0] - streams[one.id][1],
                touches=self._get_sales_touches(scene, plan, offering_id=one.id),
            )
            for one in finest
        ]

    @api.model
    def _add_cells(self, scene, facts):
        """Let what happened to an offering touch the customer's cells of it."""
        plans = scene.plans.browse({fact.plan_id for fact in facts})
        if not plans:
            return facts
        domain = plans._get_places_domain()
        domain &= Domain("offering_id", "in", list({fact.res_id for fact in facts}))
        keys = ["account_id", "company_id", "offering_id"]
        groups = self.env["kam.whitespace"]._read_group(domain, keys, ["id:array_agg"])
        cells = {
            (scene.by_place.get((account.id, company.id)), offering.id): ids
            for account, company, offering, ids in groups
        }
        return [
            fact.with_touches(
                ("kam.whitespace", cell_id)
                for cell_id in cells.get((plans.browse(fact.plan_id), fact.res_id), ())
            )
            for fact in facts
        ]

    # receivables

    @api.model
    def _find_overdue(self, scene):
        """Customers who owe more than 5 % of a year's revenue for more than 30 days. It lasts as
        one fact, and tells of the largest entry.
        """
        owed = {}
        for partner_id, company_id, move_id, amount in self._read_overdue(scene):
            for plan in scene.get_plans(partner_id, company_id):
                owed.setdefault(plan, []).append((amount, move_id))
        risks = self._find_live_risks(scene, owed)
        facts = []
        for plan, entries in owed.items():
            total = sum(amount for amount, _move_id in entries)
            is_much = calculation.is_above(total, plan.revenue, scene.thresholds.overdue_share)
            if is_much is None:
                scene.unsure.add(get_fact_key(plan.id, "overdue"))
            elif is_much:
                _amount, move_id = max(entries)
                touches = frozenset(("kam.risk", risk_id) for risk_id in risks.get(plan.id, ()))
                today = scene.days[plan.company_id]
                place = (plan.id, "overdue", "account.move", move_id, None, today)
                facts.append(Fact(*place, amount=total, touches=touches))
        return facts

    @api.model
    def _read_overdue(self, scene):
        """Entries that are overdue for so long: tuples (partner id, company id, entry id, amount in
        the company's money).
        """
        lines, due = self.env["account.move.line"], Domain.FALSE
        for company, today in scene.days.items():
            before = today - timedelta(days=scene.thresholds.overdue_days)
            late = Domain("date_maturity", "<", before)
            late |= Domain("date_maturity", "=", False) & Domain("date", "<", before)
            due |= Domain("company_id", "=", company.id) & late
        domain = due & Domain("partner_id", "in", list(scene.by_partner))
        domain &= Domain("parent_state", "=", "posted") & Domain("reconciled", "=", False)
        domain &= Domain("account_id.account_type", "=", "asset_receivable")
        groups = lines._read_group(
            domain & Domain("amount_residual", ">", 0),
            ["partner_id", "company_id", "move_id"],
            ["amount_residual:sum"],
        )
        return [
            (partner.id, company.id, move.id, amount) for partner, company, move, amount in groups
        ]

    @api.model
    def _find_live_risks(self, scene, plans):
        shown = scene.plans.browse([plan.id for plan in plans]).filtered("show_risks")
        if not shown:
            return {}
        domain = Domain("plan_id", "in", shown.ids) & Domain("state", "!=", "closed")
        groups = self.env["kam.risk"]._read_group(domain, ["plan_id"], ["id:array_agg"])
        return {plan.id: ids for plan, ids in groups}

    # deliveries

    @api.model
    def _find_late_deliveries(self, scene):
        """Orders of which something is late, if it is as much as an order that is told of; and what
        optional apps know.
        """
        plans = scene.get_shown("show_deliveries")
        if not plans:
            return []
        # Of what is delivered each user sees his own part; the job sees all.
        deliveries = self.env["kam.delivery"].with_user(SUPERUSER_ID)
        domain = plans._get_places_domain() & Domain("state", "=", "late")
        names = ["account_id", "company_id", "res_model", "res_id", "order_id", "note_id"]
        names += ["promised_date", "amount", "days_late"]
        late = {}
        for one in deliveries.search_fetch(domain, names):
            plan = scene.by_place.get((one.account_id.id, one.company_id.id))
            known_days = one.days_late or 0
            if plan in plans and (
                not one.promised_date or known_days >= scene.thresholds.late_days
            ):
                place = ("sale.order", one.order_id.id) if one.order_id else None
                late.setdefault((plan, place or (one.res_model, one.res_id)), []).append(one)
        facts = [self._prepare_late_fact(scene, *of, found) for of, found in late.items()]
        return [fact for fact in facts if fact.model != "sale.order" or self._is_order(scene, fact)]

    @api.model
    def _prepare_late_fact(self, scene, plan, place, deliveries):
        amount = None
        if place[0] == "sale.order":
            amount = sum(one.amount or 0.0 for one in deliveries)
        days = [one.promised_date for one in deliveries if one.promised_date]
        promised = str(min(days)) if days else ""
        today = scene.days[plan.company_id]
        notes = frozenset(
            ("kam.delivery.note", one.note_id.id) for one in deliveries if one.note_id
        )
        return Fact(
            *(plan.id, "delivery_late", *place, promised, today),
            old=promised,
            amount=amount,
            touches=notes,
        )
