"""Plans, targets and cells of a world, and what the nightly job has to keep on them."""

from datetime import date

from odoo.tools import SQL

from .truth import year_before

# The job, and the figures that a plan keeps: (field, measure).
JOB = "kam_planning.cron_refresh_figures"
FLOWS = ("revenue", "margin", "margin_rate", "order_intake", "days_to_pay")
STOCKS = ("pipeline", "weighted_pipeline", "overdue")
TARGETS = ("revenue", "order_intake", "win_rate", "meetings")
ALL_TIME = (None, None)


class Plans:
    """A plan for each customer and for some parts of groups, in the two companies.

    :param records: `records.Records` with partners and offerings, before anything is traded
    """

    def __init__(self, records):
        self.env, self.records, self.world = records.env, records, records.world
        self.accounts = self.world.planned
        self.plans, self.cells, self.targets = {}, {}, {}
        for number in (0, 1):
            self._write_plans(number)
            self._write_cells(number)
            self._write_targets(number)

    def _write_plans(self, number):
        company, today = self.records.companies[number], self.world.today[number]
        plans = self.env["kam.plan"].create(
            [
                {
                    "partner_id": self.records.partners[account].id,
                    "company_id": company.id,
                    "template_id": self.env.ref("kam_planning.plan_template_light").id,
                    "date_start": date(today.year, 1, 1),
                    "date_end": date(today.year, 12, 31),
                }
                for account in self.accounts
            ]
        )
        for account, plan in zip(self.accounts, plans, strict=True):
            self.plans[number, account] = plan

    def _write_cells(self, number):
        partners = [self.records.partners[account] for account in self.accounts]
        accounts = self.env["res.partner"].union(*partners)
        company = self.records.companies[number]
        self.env["kam.whitespace"]._create_missing_cells(accounts, company)
        cells = self.env["kam.whitespace"].search(
            [
                ("account_id", "in", accounts.ids),
                ("company_id", "=", company.id),
                ("buying_center_id", "=", False),
            ]
        )
        places = {(cell.account_id, cell.offering_id): cell for cell in cells}
        for account, partner in zip(self.accounts, partners, strict=True):
            for offering, record in enumerate(self.records.offerings):
                self.cells[number, account, offering] = places[partner, record]

    def _write_targets(self, number):
        """A year and a quarter of each measure, and one of an offering."""
        year = self.world.today[number].year
        periods = [
            (date(year, 1, 1), date(year, 12, 31)),
            (date(year - 1, 10, 1), date(year - 1, 12, 31)),
        ]
        for account in self.accounts:
            for period in periods:
                for name in TARGETS:
                    self._write_target(number, account, name, period, None)
                self._write_target(number, account, "revenue", period, 1)

    def _write_target(self, number, account, name, period, offering):
        offerings = self.records.offerings
        self.targets[number, account, name, period, offering] = self.env["kam.target"].create(
            {
                "plan_id": self.plans[number, account].id,
                "measure_id": self.env.ref(f"kam_planning.measure_{name}").id,
                "date_start": period[0],
                "date_end": period[1],
                "target_value": 50 if name == "win_rate" else 5000,
                "offering_id": offerings[offering].id if offering is not None else False,
            }
        )


def expected_of_plan(truth, account):
    """What a plan keeps: {field: value, None for not known}."""
    now, before = truth.last_year(), truth.last_year(before=1)
    values = {name: truth.figure(name, account, now) for name in FLOWS}
    values |= {name: truth.figure(name, account, ALL_TIME) for name in STOCKS}
    prior, total = truth.figure("revenue", account, before), truth.total("revenue", now)
    growth = 100 * (values["revenue"] - prior) / prior if prior > 0.005 else None
    is_part = total > 0 and -0.005 <= values["revenue"] <= total + 0.005
    return {
        **values,
        "revenue_prior": prior,
        "revenue_growth": growth,
        "revenue_share": 100 * values["revenue"] / total if is_part else None,
    }


def expected_of_target(truth, account, name, period, offering):
    """(actual or None, forecast) of a target."""
    actual = truth.figure(name, account, period, offering)
    left = (max(period[0], truth.today), period[1])
    if name not in ("revenue", "order_intake") or left[0] > left[1]:
        return actual, actual
    return actual, actual + truth.figure("weighted_pipeline", account, left, offering)


def forget(env):
    """What was read when the records were made is old: the job reads it all again."""
    env.flush_all()
    for table in ("kam_plan", "kam_target", "kam_whitespace"):
        env.cr.execute(SQL("UPDATE %s SET figures_date = NULL", SQL.identifier(table)))
    env.invalidate_all()


def expected_of_cell(truth, account, offering):
    """What a cell keeps: {field: value, None for not known}."""
    now, before = truth.last_year(), truth.last_year(before=1)
    revenue = truth.figure("revenue", account, now, offering)
    peers, potential = truth.potential(account, offering)
    whole = revenue + (potential or 0)
    return {
        "revenue": revenue,
        "revenue_prior": truth.figure("revenue", account, before, offering),
        "pipeline": truth.pipeline_of_cell(account, offering),
        "peer_count": peers,
        "potential": potential,
        "share_of_wallet": 100 * revenue / whole if potential is not None and whole > 0 else None,
    }


def months_kept(today, count=24):
    """First days of the calendar months that a plan's picture shows, the last that of today."""
    first, found = today.replace(day=1), []
    for _month in range(count):
        found.append(first)
        first = (
            first.replace(month=first.month - 1)
            if first.month > 1
            else year_before(first).replace(month=12)
        )
    return found[::-1]
