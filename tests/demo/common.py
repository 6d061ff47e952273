"""What the tests of the Northwind demonstration share: its files, and three customers loaded."""

import csv
from collections import defaultdict
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

from northwind_loader import dataset, employees, load_records, run
from northwind_loader.history.sharing import login_of

from odoo.tests import TransactionCase

FOLDER = Path(__file__).parents[2] / "demo" / "northwind"
# Few orders each, from three countries.
CUSTOMERS = ("VICTE", "BLONP", "GALED")
CENT = Decimal("0.01")


def read_rows(name):
    with open(FOLDER / f"{name}.csv", encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def expected_amounts(customers):
    """Net amount of each order, straight from the files; the sum is rounded, not the lines."""
    orders = {r["order_id"] for r in read_rows("orders") if r["customer_id"] in customers}
    amounts = defaultdict(Decimal)
    for row in read_rows("order_details"):
        if row["order_id"] in orders:
            price = Decimal(row["unit_price"]).quantize(CENT, ROUND_HALF_UP)
            share = 1 - Decimal(row["discount"]).quantize(CENT, ROUND_HALF_UP)
            amounts[row["order_id"]] += price * Decimal(row["quantity"]) * share
    return {key: amount.quantize(CENT, ROUND_HALF_UP) for key, amount in amounts.items()}


def add_months(day, months):
    """The same day so many months on, or the last of that month."""
    month = day.month - 1 + months
    first = date(day.year + month // 12, month % 12 + 1, 1)
    following = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return min(first + timedelta(days=day.day - 1), following - timedelta(days=1))


class NorthwindCase(TransactionCase):
    """Three customers loaded into the test's transaction."""

    customers = CUSTOMERS

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Hashing nine passwords the strong way takes four seconds and proves nothing.
        cls.env["ir.config_parameter"].set_param("password.hashing.rounds", "1000")
        # On a database where the demonstration is loaded, load a second one beside it.
        cls.env["ir.model.data"].search([("module", "=", run.XMLID_MODULE)]).module = "__before__"
        logins = [employees.login_of(row) for row in read_rows("employees")]
        logins += [login_of(row["contact_name"]) for row in read_rows("customers")]
        for user in cls.env["res.users"].search([("login", "in", logins)]):
            user.login = f"before.{user.login}"
        cls.data = dataset.read(FOLDER).only(cls.customers)
        cls.commits, cls.said = [], []
        cls.loaded = cls._load()

    @classmethod
    def _load(cls):
        return load_records(
            cls.env, cls.data, lambda: cls.commits.append(len(cls.said)), cls.said.append
        )

    def _by_key(self, model, kind):
        return {key: self.env[model].browse(i) for key, i in self.loaded.ids(model, kind).items()}
