from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL
from odoo.tools.misc import format_date, formatLang

from ...tools.global_account import worldwide
from ...tools.parts import Row, find_parts
from ...tools.periods import last_months
from ..common.arguments import check_one
from ..common.days import today_of
from ..common.known import is_known
from ..common.period_names import name_plan_period
from ..plan.kam_plan_workflow import OPEN_STATES

AMOUNTS = ("revenue", "margin", "pipeline", "revenue_target", "revenue_reached")


class KamPlanWorldwide(models.AbstractModel):
    """What the group of a customer is worth to those of our companies whose plans the user reads.

    Nothing is read past anybody's rights, and nothing of it is kept: two readers of one global plan
    have different companies.
    """

    _name = "kam.plan.worldwide"
    _description = "Figures of a Global Account"

    @api.readonly
    def get_worldwide(self):
        """The figures of a global plan and of its local plans, as far as the user may see them.

        Amounts are in the chosen currency by the rates of today; each sale counts once, also where
        two plans of a company tell of it. What is not known is False, never 0.

        :return: dict ``plan_id``, ``may_edit``, ``currency_id``, ``day``, ``as_of`` (moment of the
            oldest figures, or False), ``groups`` (list of dicts ``id`` and ``company``,
            ``branches`` (names of those added up in it), ``rows``, ``totals``), ``totals``,
            ``rates`` and ``notes`` (lists of str) and ``candidates`` (domain of the plans that may
            be hung below it). A row is a dict ``plan_id``, ``name``, ``company``, ``manager``,
            ``tier``, ``period``, ``state``, ``is_self``, ``may_edit``, ``amounts`` (in the chosen
            currency) and ``own`` (in its own, ``currency_id``), ``attainment`` and ``progress``
            (percent), ``overdue`` (actions), ``health`` (in words) and ``next_review``; totals are
            dicts ``amounts``, ``unknown`` (of how many plans each is not known), ``attainment``,
            ``progress``, ``overdue`` and ``plans``
        :raise AccessError: when the user may not read the plan
        :raise UserError: when it is no global plan
        """
        check_one(self)
        if not self.is_global:
            raise UserError(
                self.env._(
                    "“%s” is no global plan: make it one in its settings, or open the plan above "
                    "it.",
                    self.name,
                )
            )
        return self._describe_worldwide()

    def _describe_worldwide(self):
        plans = self | self._find_open_locals()
        rates = self._read_rates(plans.currency_id | self._get_global_currency())
        rows = plans._prepare_global_rows(self, rates)
        parts = plans._find_double_counts()
        read_on = [plan.figures_date for plan in plans if plan.figures_date]
        return {
            "plan_id": self.id,
            "may_edit": self.may_edit,
            "currency_id": self._get_global_currency().id,
            "day": fields.Date.to_string(today_of(self.company_id)),
            "as_of": fields.Datetime.to_string(min(read_on, default=False)),
            "groups": plans._group_rows(rows, parts),
            "totals": self._add_up_rows(list(rows.values()), parts),
            "rates": self._list_rates(plans.currency_id, rates),
            "notes": self._list_worldwide_notes(plans, rates, parts),
            "candidates": list(self._get_local_candidates_domain()),
        }

    def _get_global_currency(self):
        return self.global_currency_id or self.currency_id

    # Rates

    def _read_rates(self, currencies):
        """Rates of the plan's company up to today; the company's own currency needs none.

        :return: dict {currency id: (rate, day or None)}; without a rate so far there is no entry
        """
        self.env["res.currency.rate"].flush_model()
        found = self.env.execute_query(
            SQL(
                """
                SELECT DISTINCT ON (currency_id) currency_id, rate, name
                  FROM res_currency_rate
                 WHERE currency_id = ANY(%s) AND name <= %s
                   AND (company_id IS NULL OR company_id = %s)
                 ORDER BY currency_id, company_id NULLS LAST, name DESC
                """,
                currencies.ids,
                today_of(self.company_id),
                self.company_id.root_id.id,
            )
        )
        rates = {currency: (rate, day) for currency, rate, day in found}
        return {self.currency_id.id: (1.0, None), **rates}

    def _list_rates(self, currencies, rates):
        """The rates by which the amounts were converted, in words."""
        target = self._get_global_currency()
        values = {currency: rate for currency, (rate, _day) in rates.items()}
        texts = []
        for currency in currencies - target:
            one = worldwide.convert(1.0, values, currency.id, target.id)
            if one is None:
                continue
            days = [rates[c.id][1] for c in (currency, target) if rates[c.id][1]]
            texts.append(
                self.env._(
                    "1 %(currency)s = %(rate)s %(target)s (rate of %(day)s)",
                    currency=currency.name,
                    rate=formatLang(self.env, one, digits=6 if one < 1 else 4),
                    target=target.name,
                    day=format_date(self.env, min(days) if days else today_of(self.company_id)),
                )
            )
        return texts

    # Rows and totals

    def _prepare_global_rows(self, whole, rates):
        """A row for each plan: {plan: dict as in `get_worldwide`}."""
        values = {currency: rate for currency, (rate, _day) in rates.items()}
        bands = dict(self._fields["health_band"]._description_selection(self.env))
        states = dict(self._fields["state"]._description_selection(self.env))
        return {
            plan: {
                "plan_id": plan.id,
                "name": plan.name,
                "company": plan.company_id.name,
                "manager": plan.user_id.name,
                "tier": plan.tier_id.name or "",
                "period": name_plan_period(
                    self.env, plan.date_start, plan.date_end, plan.company_id
                ),
                "state": states[plan.state],
                "is_self": plan == whole,
                "may_edit": plan.may_edit,
                "currency_id": plan.currency_id.id,
                **plan._prepare_row_figures(values, whole._get_global_currency()),
                "health": bands.get(plan.health_band) or self.env._("not known"),
                "next_review": fields.Date.to_string(plan._get_review_ahead()) or False,
            }
            for plan in self
        }

    def _get_review_ahead(self):
        return self.next_review_date if self.state in OPEN_STATES else False

    def _prepare_row_figures(self, rates, target):
        own = {name: self[name] if is_known(self[name]) else None for name in AMOUNTS}
        amounts = {
            name: worldwide.convert(amount, rates, self.currency_id.id, target.id)
            for name, amount in own.items()
        }
        return {
            "own": own,
            "amounts": {
                name: None if amount is None else target.round(amount)
                for name, amount in amounts.items()
            },
            "attainment": self.revenue_attainment,
            "progress": self.progress,
            "overdue": self.overdue_action_count,
        }

    def _find_double_counts(self):
        """Of plans of one company, those whose customers lie within those of others: pairs (id of
        the part, id of the whole).
        """
        rows = [
            Row(
                plan.id,
                plan.company_id.id,
                plan.partner_id.id,
                0,
                (0,),
                plan.figures_date.timestamp() if plan.figures_date else 0.0,
            )
            for plan in self
        ]
        return find_parts(rows, self._find_places_above(self.partner_id))

    def _group_rows(self, rows, parts):
        """The rows by company; branches stand with the topmost company chosen above them."""
        chosen = set(self.env.companies.ids)
        groups = {}
        for plan, row in rows.items():
            company = plan.company_id
            top = worldwide.roll_up(company.id, company.parent_ids.ids, chosen)
            groups.setdefault(top, []).append((company, row))
        return [
            {
                "id": top,
                "company": self.env["res.company"].browse(top).name,
                "branches": sorted({one.name for one, _row in found if one.id != top}),
                "rows": [row for _company, row in found],
                "totals": self._add_up_rows([row for _company, row in found], parts),
            }
            for top, found in groups.items()
        ]

    @api.model
    def _add_up_rows(self, rows, parts):
        """Totals of rows, as in `get_worldwide`."""
        amounts = {name: {row["plan_id"]: row["amounts"][name] for row in rows} for name in AMOUNTS}
        totals = {name: worldwide.add_up(amounts[name], parts) for name in AMOUNTS}
        progress = [row["progress"] if is_known(row["progress"]) else None for row in rows]
        return {
            "amounts": {name: total.value for name, total in totals.items()},
            "unknown": {name: total.unknown for name, total in totals.items()},
            "attainment": worldwide.attain(
                amounts["revenue_reached"], amounts["revenue_target"], parts
            ),
            "progress": worldwide.find_mean(progress),
            "overdue": sum(row["overdue"] for row in rows),
            "plans": len(rows),
        }

    # What is said about it

    def _list_worldwide_notes(self, plans, rates, parts):
        """What has to be said beside the figures."""
        notes = self._find_global_faults().get(self, [])
        missing = [one.name for one in plans.currency_id if one.id not in rates]
        if self._get_global_currency().id not in rates:
            missing = [self._get_global_currency().name]
        if missing:
            notes.append(
                self.env._(
                    "There is no rate of %(currencies)s up to %(day)s: amounts that need it are "
                    "not known.",
                    currencies=", ".join(missing),
                    day=format_date(self.env, today_of(self.company_id)),
                )
            )
        names = {plan.id: plan.name for plan in plans}
        for part in sorted({part for part, _whole in parts}):
            text = self.env._("“%s” is part of what another plan counts: it is added up once.")
            notes.append(text % names[part])
        notes += self._list_unplanned(plans)
        if unread := plans.filtered(lambda plan: not plan.figures_date):
            text = self.env._("Nobody read the figures of %s yet.")
            notes.append(text % ", ".join(f"“{plan.name}”" for plan in unread))
        notes.append(
            self.env._(
                "These are the figures of the companies you have chosen, of plans that you may "
                "read. Others do not count here."
            )
        )
        return notes

    def _list_unplanned(self, plans):
        """Which other companies invoiced the group in 12 months, in words. Read with the rights of
        the user: there is no plan by which he would see it.
        """
        moves, year = self.env["account.move"], last_months(today_of(self.company_id))
        others = self.env.companies - plans.company_id
        if not (others and moves.has_access("read")):
            return []
        domain = Domain("commercial_partner_id", "child_of", self._find_top_sudo().id)
        domain &= Domain("move_type", "in", ("out_invoice", "out_refund"))
        domain &= Domain("state", "=", "posted") & Domain("company_id", "in", others.ids)
        domain &= Domain("invoice_date", ">=", year.start) & Domain("invoice_date", "<=", year.end)
        text = self.env._(
            "%(company)s invoiced this group %(amount)s in 12 months, and has no plan here."
        )
        return [
            text
            % {
                "company": company.name,
                "amount": self._format_on_paper(amount, company.currency_id),
            }
            for company, amount in moves._read_group(
                domain, ["company_id"], ["amount_untaxed_signed:sum"]
            )
            if amount
        ]

    def _get_local_candidates_domain(self):
        """Open plans for customers of the group that hang nowhere."""
        domain = Domain("partner_id", "child_of", self._find_top_sudo().id)
        domain &= Domain("state", "in", OPEN_STATES) & Domain("id", "!=", self.id)
        return domain & Domain("is_global", "=", False) & Domain("global_plan_id", "=", False)

    def _find_top_sudo(self):
        """The top of the customer's group. As superuser: the contact may be of another company."""
        top = self.partner_id.sudo()
        for _level in range(100):
            if not top.parent_id:
                break
            top = top.parent_id
        return top

    def _prepare_worldwide_part(self):
        """The same in the overview of the plan."""
        totals = self._describe_worldwide()["totals"]
        amounts, currency = totals["amounts"], self._get_global_currency()
        facts = [
            ("revenue", self.env._("Revenue, 12 months"), amounts["revenue"], "currency"),
            ("pipeline", self.env._("Open pipeline"), amounts["pipeline"], "currency"),
            ("attainment", self.env._("Attainment"), totals["attainment"], "percent"),
            ("overdue", self.env._("Overdue actions"), totals["overdue"], "count"),
        ]
        return {
            "name": "worldwide",
            "rank": 8,
            "title": self.env._("Worldwide, in the companies you have chosen"),
            "chapter": "worldwide",
            "empty": "",
            "facts": [
                {
                    "name": name,
                    "label": label,
                    "value": False if value is None else value,
                    "unit": unit,
                    "currency_id": currency.id,
                }
                for name, label, value, unit in facts
            ],
        }
