"""The Northwind CSV files as plain Python values. No Odoo here."""

import csv
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path


@dataclass(frozen=True)
class Line:
    """One product on an order. ``discount`` in percent."""

    product_id: str
    unit_price: float
    quantity: float
    discount: float


@dataclass(frozen=True)
class Order:
    """An order with its lines; ``shipped`` is None while it was not delivered."""

    key: str
    customer_id: str
    employee_id: str
    ordered: date
    required: date
    shipped: date | None
    lines: tuple

    @property
    def invoiced(self):
        """Day of the invoice: that of the delivery, else that of the order."""
        return self.shipped or self.ordered


@dataclass(frozen=True)
class Dataset:
    """All records of the files. Rows of the smaller files stay dicts of strings by their id."""

    categories: dict
    products: dict
    employees: dict
    customers: dict
    orders: tuple
    last_ordered: date

    def only(self, customer_ids):
        """Give the same dataset with these customers and their orders alone.

        :param customer_ids: ids such as ``"QUICK"``
        :return: Dataset with the same last day, so that dates shift the same way
        """
        kept = {key: row for key, row in self.customers.items() if key in customer_ids}
        orders = tuple(order for order in self.orders if order.customer_id in kept)
        return replace(self, customers=kept, orders=orders)

    def salespersons(self):
        """Give for each customer who ordered the employee with most of its orders.

        :return: dict {customer id: employee id}; of two with as many, the lower id
        """
        counts = defaultdict(Counter)
        for order in self.orders:
            counts[order.customer_id][order.employee_id] += 1
        return {
            customer: min(counter, key=lambda employee: (-counter[employee], employee))
            for customer, counter in counts.items()
        }


def read(folder):
    """Read the files of a folder.

    :param folder: path of the folder with the CSV files
    :return: Dataset
    """
    folder = Path(folder)
    orders = _read_orders(folder)
    return Dataset(
        categories=_read_by_id(folder, "categories", "category_id"),
        products=_read_by_id(folder, "products", "product_id"),
        employees=_read_by_id(folder, "employees", "employee_id"),
        customers=_read_by_id(folder, "customers", "customer_id"),
        orders=orders,
        last_ordered=max(order.ordered for order in orders),
    )


def money(text):
    """Give a price as the database meant it: the files hold it in single precision.

    >>> money("9.80000019")
    9.8
    """
    return float(Decimal(text).quantize(Decimal("0.01"), ROUND_HALF_UP))


def percent(text):
    """Give a discount, a share of one in the files, in percent.

    >>> percent("0.150000006")
    15.0
    """
    return float((Decimal(text) * 100).quantize(Decimal("0.01"), ROUND_HALF_UP))


def _read_rows(folder, name):
    with open(folder / f"{name}.csv", encoding="utf-8", newline="") as stream:
        yield from csv.DictReader(stream)


def _read_by_id(folder, name, key):
    return {row[key]: row for row in _read_rows(folder, name)}


def _read_orders(folder):
    lines = defaultdict(list)
    for row in _read_rows(folder, "order_details"):
        lines[row["order_id"]].append(
            Line(
                product_id=row["product_id"],
                unit_price=money(row["unit_price"]),
                quantity=float(row["quantity"]),
                discount=percent(row["discount"]),
            )
        )
    return tuple(
        Order(
            key=row["order_id"],
            customer_id=row["customer_id"],
            employee_id=row["employee_id"],
            ordered=date.fromisoformat(row["order_date"]),
            required=date.fromisoformat(row["required_date"]),
            shipped=date.fromisoformat(row["shipped_date"]) if row["shipped_date"] else None,
            lines=tuple(lines[row["order_id"]]),
        )
        for row in _read_rows(folder, "orders")
    )
