"""What the chapters of the strategy share: one plan, its figures, and lines made of texts.

The values of a line are what the model's fields take, with these in place of what only the plan
knows: names in braces are figures of the account, `Number` is such a figure as a number, a
`relativedelta` is counted from today, and `Link` names another record of the same plan. A line that
names a figure which this customer's orders do not give is left out.
"""

from dataclasses import dataclass
from datetime import datetime
from string import Formatter

from dateutil.relativedelta import relativedelta

from odoo import Command

from odoo.addons.kam_planning.models.common.days import today_of

from .account_figures import find_contact, read_figures
from .desk import SILENT
from .plan_texts import fill
from .shifting import ORDER_HOUR
from .trade_facts import SMALL, read_facts

# How many orders or products a sentence names.
NAMED = 3


@dataclass(frozen=True)
class Number:
    """A figure of the account as a number, such as ``Number("discounts")``."""

    name: str


@dataclass(frozen=True)
class Link:
    """Another record: ``find`` is the name of a method of `Story`, ``key`` what it takes."""

    find: str
    key: str


class Story:
    """The key account manager of one plan, who writes its strategy down."""

    def __init__(self, run, kind):
        plan = run.ref(f"plan_{kind}")
        self.run, self.kind = run, kind
        self.env = run.env(user=plan.user_id, context={"lang": "en_US", **SILENT})
        self.plan = plan.with_env(self.env)
        self.partner = self.plan.partner_id
        self.today = today_of(plan.company_id)
        self.facts = read_facts(run.data, run.calendar, self.partner.ref)
        figures = read_figures(run.env, plan.partner_id, run.calendar.today)
        self.numbers = {**_number_facts(self.facts), **_number_figures(figures)}
        self.texts = {**_tell_facts(self.facts), **figures.texts, **_tell_width(figures)}

    # lines

    def make(self, model, prefix, lines):
        """Create the lines that can be told, as a user does, and name them for later steps.

        :param str prefix: of their external ids
        :param dict lines: {key: values}
        :return: dict {key: record}
        """
        told = {key: values for key, values in lines.items() if self.can_tell(values)}
        records = self.env[model].create(
            [{**self._place(model), **self.prepare(values)} for values in told.values()]
        )
        self.run.name_records(f"{prefix}_{self.kind}", told, records)
        return dict(zip(told, records, strict=True))

    def prepare(self, values):
        """Give the values of one line with everything that the plan knows in place."""
        return {name: self._resolve(value) for name, value in values.items()}

    def _resolve(self, value):
        if isinstance(value, Number):
            return self.numbers[value.name]
        if isinstance(value, relativedelta):
            return self.today + value
        if isinstance(value, Link):
            return getattr(self, value.find)(value.key).id
        if isinstance(value, list):
            return [Command.set([self._resolve(link) for link in value if self._resolve(link)])]
        return fill(value, self)

    def can_tell(self, values):
        """Whether the orders of this customer give all that the values name."""
        numbers = {value.name for value in values.values() if isinstance(value, Number)}
        texts = [value for value in values.values() if isinstance(value, str)]
        names = {name for text in texts for _, name, _, _ in Formatter().parse(text) if name}
        return numbers <= self.numbers.keys() and names <= self.texts.keys()

    def _place(self, model):
        line = self.env[model]
        if "plan_id" in line._fields:
            return {"plan_id": self.plan.id}
        return {"account_id": self.partner.id, "company_id": self.plan.company_id.id}

    # other records, by what the texts call them; empty where there is none any more

    def get(self, model, prefix, key):
        """Give what an earlier step made."""
        found = self.run.ref(f"{prefix}_{self.kind}_{key}")
        return found.with_env(self.env) if found else self.env[model]

    def goal(self, key):
        """Give a goal of the customer."""
        return self.get("kam.customer.goal", "goal", key)

    def objective(self, name):
        """Give an objective of the plan by its name."""
        name = fill(name, self)
        return self.plan.objective_ids.filtered(lambda one: one.name == name)[:1]

    def action(self, name):
        """Give an action of the plan by its name."""
        name = fill(name, self)
        return self.plan.action_ids.filtered(lambda one: one.name == name)[:1]

    def offering(self, name):
        """Give an offering by its name, such as a category."""
        name = self.texts.get(name.strip("{}")) if name.startswith("{") else name
        return self.env["kam.offering"].search([("name", "=", name)], limit=1)

    def buying_center(self, name):
        """Give a buying centre of the customer by its name."""
        domain = [("account_id", "=", self.partner.id), ("name", "=", name)]
        return self.env["kam.buying.center"].search(domain, limit=1)

    def person(self, key):
        """Give somebody at the customer: the ``contact`` of the files, or who was asked."""
        if key == "contact":
            return find_contact(self.partner)
        return self.get("res.partner", "asked", key)

    def user(self, key):
        """Give who of ours: ``owner``, ``sponsor``, or else a member of the team."""
        if key in ("owner", "sponsor"):
            named = {"owner": self.plan.user_id, "sponsor": self.plan.sponsor_id}
            return named[key]
        members = self.plan.member_ids.user_id - self.plan.user_id - self.plan.sponsor_id
        return members.sorted("id")[:1] or self.plan.user_id

    # days

    def date_last_reading(self, record, days):
        """Let the last reading bear the day on which it was taken: as the orders, long ago."""
        moment = self.moment(-days)
        record.sudo().reading_ids.sorted()[:1].date = moment
        record.sudo().confirmed_date = moment

    def moment(self, days):
        """Give an hour of the day so many days from now, as a naive UTC datetime."""
        return datetime.combine(self.today + relativedelta(days=days), ORDER_HOUR)


def _tell_facts(facts):
    """What strikes in the orders, in words; what does not strike has no name here."""
    texts = {
        "year_orders": str(facts.orders),
        "small": str(facts.small),
        "small_limit": _money(SMALL),
        "discounts": _money(facts.discounts),
    }
    if facts.late:
        texts |= {
            "late_orders": _list([f"Northwind {one.key} ({one.days} days)" for one in facts.late]),
            "late_count": str(len(facts.late)),
            "late_most": str(facts.late[0].days),
            "late_amount": _money(sum(one.amount for one in facts.late)),
        }
    for name, fall in zip(("fall", "fall2"), facts.falls, strict=False):
        texts |= {
            name: fall.category,
            f"{name}_now": _money(fall.now),
            f"{name}_before": _money(fall.before),
            f"{name}_percent": f"{fall.percent:.0f} %",
        }
    for lapse in facts.lapses[:1]:
        texts |= {
            "lapsed": lapse.category,
            "lapsed_since": f"{lapse.last.day} {lapse.last:%B %Y}",
            "lapsed_before": _money(lapse.before),
        }
    if facts.gone:
        texts |= {
            "gone": _list([name for name, _amount in facts.gone]),
            "gone_amount": _money(facts.gone_amount),
        }
    for name, (on_time, left) in zip(("on_time", "before"), facts.on_time, strict=True):
        if left:
            texts[f"{name}_orders"] = f"{on_time} of {left}"
    if facts.days_to_leave:
        days = facts.days_to_leave
        texts |= {"leave_days": f"{sum(days) / len(days):.1f}", "leave_most": str(max(days))}
    return texts


def _tell_width(figures):
    """How many categories we sell, where they bought in all of them."""
    is_everywhere = all(amount > 0 for _name, amount in figures.categories)
    return {"all_categories": str(len(figures.categories))} if is_everywhere else {}


def _number_facts(facts):
    numbers = {"orders": facts.orders, "discounts": facts.discounts}
    if facts.gone:
        numbers["gone"] = round(facts.gone_amount, 2)
    if facts.late:
        numbers["late"] = round(sum(one.amount for one in facts.late), 2)
    for fall in facts.falls[:1]:
        numbers["fall"] = round(fall.before - fall.now, 2)
    for lapse in facts.lapses[:1]:
        numbers["lapsed"] = lapse.before
    for name, (on_time, left) in zip(("on_time", "before"), facts.on_time, strict=True):
        if left:
            numbers[f"{name}_share"] = round(100 * on_time / left, 1)
    return numbers


def _number_figures(figures):
    first = figures.categories[0][1]
    numbers = {"tenth": round(figures.revenue * 0.1, -2)}
    # What the customer's shoppers pay for it: a mark-up of 40 % is usual for food.
    numbers["first_shelf"] = round(first * 1.4, -2)
    if figures.overdue:
        numbers["overdue"] = round(figures.overdue, 2)
    return numbers


def _money(amount):
    return f"{amount:,.0f} USD"


def _list(names):
    """Name the first of many, and say how many more there are."""
    more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    return ", ".join(names[:NAMED]) + more
