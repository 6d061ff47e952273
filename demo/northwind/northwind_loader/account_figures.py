"""What the posted invoices say about a customer, for the texts of the example plans."""

from collections import defaultdict
from dataclasses import dataclass

from dateutil.relativedelta import relativedelta

POSTED = [("move_type", "=", "out_invoice"), ("state", "=", "posted")]


def rank_customers(env, ids, limit):
    """Give the customers with most invoiced revenue, the largest first.

    :param ids: ids of the companies to choose from
    :param int limit: how many
    :return: list of res.partner
    """
    groups = env["account.move"]._read_group(
        [*POSTED, ("commercial_partner_id", "in", list(ids))],
        ["commercial_partner_id"],
        ["amount_untaxed_signed:sum"],
        order="amount_untaxed_signed:sum desc",
        limit=limit,
    )
    return [partner for partner, _amount in groups]


def find_contact(partner):
    """Give the contact person of the files: of all contacts of a company the first that came.

    :param partner: res.partner, the company
    :return: res.partner
    """
    return partner.child_ids.sorted("id")[:1]


@dataclass(frozen=True)
class AccountFigures:
    """Figures of one customer, in US dollars, at a day.

    ``categories`` are pairs (name, revenue of twelve months), the largest first, every category
    we sell included; ``before`` is the revenue of the twelve months before.
    """

    customer: str
    contact: str
    title: str
    revenue: float
    before: float
    orders: int
    overdue: float
    categories: tuple

    @property
    def texts(self):
        """The figures in words, by the names that the texts of the plans use.

        :return: dict {name: str}
        """
        weakest = [name for name, _amount in self.categories[-2:]]
        return {
            "customer": self.customer,
            "contact": self.contact,
            "title": self.title,
            "revenue": f"{self.revenue:,.0f} USD",
            "before": f"{self.before:,.0f} USD",
            "change": self._change,
            "orders": str(self.orders),
            "average": f"{self.revenue / max(self.orders, 1):,.0f} USD",
            "overdue": f"{self.overdue:,.0f} USD" if self.overdue else "nothing",
            "first": self.categories[0][0],
            "first_revenue": f"{self.categories[0][1]:,.0f} USD",
            "first_share": f"{100 * self.categories[0][1] / (self.revenue or 1):.0f} %",
            "second": self.categories[1][0],
            "second_revenue": f"{self.categories[1][1]:,.0f} USD",
            "weak": " and ".join(weakest),
            "weakest": weakest[-1],
            "weakest_revenue": f"{self.categories[-1][1]:,.0f} USD",
            "target": f"{round(self.revenue * 1.1, -3):,.0f} USD",
        }

    @property
    def _change(self):
        if not self.before:
            return "first orders in the year"
        return f"{100 * (self.revenue / self.before - 1):+.0f} % against the year"


def read_figures(env, partner, today):
    """Read the figures of a customer from the posted invoices.

    :param partner: res.partner, the company
    :param date today: last day that counts
    :return: AccountFigures
    """
    year = relativedelta(years=1)
    moves = env["account.move"].search(
        [*POSTED, ("commercial_partner_id", "=", partner.id), ("invoice_date", "<=", today)]
    )
    recent = moves.filtered(lambda move: move.invoice_date > today - year)
    earlier = (moves - recent).filtered(lambda move: move.invoice_date > today - 2 * year)
    late = moves.filtered(lambda move: move.invoice_date_due < today)
    contact = find_contact(partner)
    return AccountFigures(
        customer=partner.name,
        contact=contact.name,
        title=contact.function,
        revenue=sum(recent.mapped("amount_untaxed")),
        before=sum(earlier.mapped("amount_untaxed")),
        orders=len(recent),
        overdue=sum(late.mapped("amount_residual")),
        categories=_rank_categories(env, recent),
    )


def _rank_categories(env, moves):
    revenue = defaultdict(float)
    for product in env["product.product"].search([("default_code", "=like", "NW-%")]):
        revenue[product.categ_id.name] += 0.0
    for line in moves.invoice_line_ids:
        revenue[line.product_id.categ_id.name] += line.price_subtotal
    return tuple(sorted(revenue.items(), key=lambda pair: (-pair[1], pair[0])))
