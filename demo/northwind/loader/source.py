"""Read the CSV files. Knows nothing of Odoo."""

import csv
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

FOLDER = Path(__file__).parent.parent


@dataclass(frozen=True)
class Line:
    """One product of an order; `price` per unit in dollars, `discount` in percent."""

    product: str
    quantity: int
    price: float
    discount: float


@dataclass(frozen=True)
class Order:
    """An order with its original dates; `shipped` is None for what had not left yet."""

    key: str
    customer: str
    employee: str
    ordered: date
    required: date
    shipped: date | None
    lines: tuple

    @property
    def invoiced(self):
        """Goods are invoiced when they leave; what had not left is invoiced when ordered."""
        return self.shipped or self.ordered


@dataclass(frozen=True)
class Source:
    """The tables: lists of dicts as they stand in the files, and the orders parsed."""

    customers: list
    employees: list
    categories: list
    products: list
    orders: list

    def only_customers(self, keys):
        """The same source with these customers and their orders only.

        :param keys: customer ids, such as ``["ALFKI"]``
        """
        return replace(
            self,
            customers=[row for row in self.customers if row["customer_id"] in keys],
            orders=[order for order in self.orders if order.customer in keys],
        )

    def get_salespersons(self):
        """Who takes care of each customer: who took most of its orders, the latest if tied.

        :return: dict {customer id: employee id}; customers without an order are missing
        """
        counts, latest = defaultdict(Counter), {}
        for order in self.orders:
            counts[order.customer][order.employee] += 1
            latest[order.customer, order.employee] = order.ordered
        return {
            customer: max(taken, key=lambda who, c=customer: (taken[who], latest[c, who], who))
            for customer, taken in counts.items()
            for taken in [counts[customer]]
        }


def read_source(folder=FOLDER):
    """Read all tables.

    :param folder: where the CSV files are
    :return: Source, the orders in the order in which they were taken
    """
    tables = {
        name: _read(folder, name) for name in ("customers", "employees", "categories", "products")
    }
    lines = defaultdict(list)
    for row in _read(folder, "order_details"):
        lines[row["order_id"]].append(_parse_line(row))
    orders = [_parse_order(row, lines[row["order_id"]]) for row in _read(folder, "orders")]
    return Source(**tables, orders=sorted(orders, key=lambda order: (order.ordered, order.key)))


def _read(folder, name):
    with open(Path(folder) / f"{name}.csv", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _parse_line(row):
    # The files hold single-precision numbers (9.80000019): the second digit is the cent.
    return Line(
        product=row["product_id"],
        quantity=int(row["quantity"]),
        price=round(float(row["unit_price"]), 2),
        discount=round(float(row["discount"]) * 100, 2),
    )


def _parse_order(row, lines):
    return Order(
        key=row["order_id"],
        customer=row["customer_id"],
        employee=row["employee_id"],
        ordered=date.fromisoformat(row["order_date"]),
        required=date.fromisoformat(row["required_date"]),
        shipped=date.fromisoformat(row["shipped_date"]) if row["shipped_date"] else None,
        lines=tuple(lines),
    )
