"""A small trading world, drawn from a seed: plain values, nothing of Odoo.

Its days and moments lie at edges on purpose: of days in the company's own zone, of months, quarters
and years, of leap days and of the change of clocks.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

UTC = ZoneInfo("UTC")
# Moments at which the world is looked at, in UTC: evenings in the west, mornings in the east.
NOWS = (
    datetime(2026, 3, 1, 4, 30),
    datetime(2026, 1, 1, 3, 0),
    datetime(2025, 12, 31, 23, 30),
    datetime(2024, 2, 29, 12, 0),
    datetime(2026, 10, 25, 0, 30),
    datetime(2025, 6, 30, 22, 30),
    datetime(2024, 3, 10, 10, 30),
)


@dataclass(frozen=True)
class Company:
    """One of our companies; `zone` None is UTC, `parent` the company whose branch it is."""

    name: str
    currency: str
    zone: str | None = None
    parent: int | None = None

    @property
    def clock(self):
        """The clock on its wall."""
        return ZoneInfo(self.zone) if self.zone else UTC


COMPANIES = (
    Company("West", "USD", "America/Los_Angeles"),
    Company("East", "EUR", "Europe/Berlin"),
    Company("West Branch", "USD", None, parent=0),
)
CURRENCIES = {"USD": 2, "EUR": 2, "GBP": 2, "JPY": 0}
# Units of the currency for one of USD, from each year on; those of East are told in EUR.
RATES = {
    2020: {"USD": 1.0, "EUR": 0.8871, "GBP": 0.7639, "JPY": 107.371},
    2024: {"USD": 1.0, "EUR": 0.9127, "GBP": 0.7913, "JPY": 141.137},
    2025: {"USD": 1.0, "EUR": 0.9643, "GBP": 0.8017, "JPY": 156.913},
    2026: {"USD": 1.0, "EUR": 0.8539, "GBP": 0.7421, "JPY": 149.771},
}
INDUSTRIES = 2


def rate_on(company, currency, day):
    """Units of a currency for one of the company's own, on a day."""
    rates = RATES[max(year for year in RATES if date(year, 1, 1) <= day)]
    return rates[currency] / rates[COMPANIES[company].currency]


@dataclass
class Node:
    """A partner: a company of a group, or a person (`is_company` False)."""

    index: int
    parent: int | None
    is_company: bool
    industry: int | None = None


@dataclass
class Product:
    """What is sold; `costs` by company, in its currency."""

    index: int
    category: int
    costs: tuple


@dataclass
class Document:
    """An invoice or a refund."""

    company: int
    partner: int
    currency: str
    kind: str
    state: str
    day: date
    due: date | None
    # (product, quantity, price)
    lines: list
    phase: int
    # (day, share of the whole), each in the document's currency
    payments: list = field(default_factory=list)


@dataclass
class Order:
    """A quotation or an order."""

    company: int
    partner: int
    currency: str
    state: str
    moment: datetime
    lines: list
    phase: int


@dataclass
class Lead:
    """An opportunity; `outcome` is pending, won, lost or archived."""

    company: int
    partner: int
    revenue: float
    probability: int
    deadline: date | None
    outcome: str
    closed: datetime | None
    offering: int | None
    phase: int


@dataclass
class Meeting:
    """A meeting; `people` are pairs (partner, answer)."""

    start: datetime
    minutes: int
    people: list


@dataclass
class Entry:
    """A figure entered by hand."""

    company: int
    account: int
    day: date
    value: float
    adds_up: bool


class World:
    """All facts of one world.

    :param int seed: the same seed gives the same world
    :param int groups: number of customers that are groups of companies
    :param int documents: number of invoices; of the rest there are as many in proportion
    """

    def __init__(self, seed, groups=4, documents=60):
        self.random = Random(seed)
        self.seed = seed
        self.now = NOWS[seed % len(NOWS)]
        self.today = {
            number: self.now.replace(tzinfo=UTC).astimezone(company.clock).date()
            for number, company in enumerate(COMPANIES)
        }
        self._grow_partners(groups)
        self._draw_products()
        self.parents = {0: {node.index: node.parent for node in self.nodes}}
        self.phase = 0
        self._trade(documents * 2 // 3)
        self._move_partners()
        self.phase = 1
        self._trade(documents // 3)
        self._draw_meetings(documents // 2)
        self._draw_contacts(documents // 2)
        self._draw_entries(documents // 2)

    # Who there is

    def _add(self, parent, is_company, industry=None):
        self.nodes.append(Node(len(self.nodes), parent, is_company, industry))
        return len(self.nodes) - 1

    def _grow_partners(self, groups):
        """Groups of three levels with people at each, and customers without anything below."""
        self.nodes, self.moving_people, self.moving_companies = [], [], []
        draw = self.random
        for _number in range(groups):
            top = self._add(None, True, draw.randrange(INDUSTRIES))
            for _division in range(draw.randint(1, 2)):
                division = self._add(top, True, draw.choice([None, 0, 1]))
                self.moving_companies.append(division)
                self.moving_people.append(self._add(division, False))
                for _site in range(draw.randint(0, 2)):
                    site = self._add(division, True)
                    self.moving_people.append(self._add(site, False))
            self.moving_people.append(self._add(top, False))
        for number in range(groups * 2):
            self._add(None, bool(number % 4), draw.randrange(INDUSTRIES))
        companies = [node for node in self.nodes if node.is_company]
        self.planned = [n.index for n in companies if n.parent is None or n.index % 2]

    def _move_partners(self):
        """People change their employer, companies their group, after the first phase."""
        draw = self.random
        companies = [node.index for node in self.nodes if node.is_company]
        for person in draw.sample(self.moving_people, len(self.moving_people) // 3):
            self.nodes[person].parent = draw.choice(companies)
        tops = [n.index for n in self.nodes if n.is_company and n.parent is None]
        for company in draw.sample(self.moving_companies, 1):
            self.nodes[company].parent = draw.choice(tops)
        self.parents[1] = {node.index: node.parent for node in self.nodes}

    def find_cell(self, lead):
        """The cell that an opportunity comes from: that of the nearest customer with a plan.

        :return: (company, account, offering), or None
        """
        parents, where = self.parents[lead.phase], lead.partner
        while lead.offering is not None and lead.company < 2 and where is not None:
            if where in self.planned:
                return lead.company, where, lead.offering
            where = parents[where]
        return None

    # What we sell

    def _draw_products(self):
        """Categories 0..3, the last below the first; offerings overlap, one is above another."""
        draw = self.random
        self.categories = {0: None, 1: None, 2: None, 3: 0}
        self.products = [
            Product(n, n % 4, tuple(draw.randint(100, 900) / 100 for _company in COMPANIES))
            for n in range(8)
        ]
        # Each: the offering above, its categories, its products.
        self.offerings = [(None, [0], []), (None, [1], [2]), (1, [], [3, 5]), (None, [2], [1])]

    # When

    def _draw_day(self, company):
        """A day of the last three years, often at an edge."""
        draw, today = self.random, self.today[company]
        edges = [
            today,
            today - timedelta(days=1),
            today + timedelta(days=1),
            today.replace(day=1),
            today.replace(day=1) - timedelta(days=1),
            today - timedelta(days=364),
            today - timedelta(days=365),
            today - timedelta(days=366),
            date(today.year, 1, 1),
            date(today.year - 1, 12, 31),
            date(2024, 2, 29),
            date(today.year - 1, 4, 1),
            date(today.year - 1, 3, 31),
        ]
        if draw.random() < 0.45:
            return draw.choice(edges)
        return today - timedelta(days=draw.randint(0, 1100))

    def _draw_moment(self, company):
        """A moment, in UTC, often close to midnight on the company's wall or in UTC."""
        draw = self.random
        at = draw.choice([time(0), time(23, 59, 59), time(21), time(3, 30), time(12), time(1, 30)])
        clock = draw.choice([COMPANIES[company].clock, UTC])
        moment = datetime.combine(self._draw_day(company), at, clock)
        return moment.astimezone(UTC).replace(tzinfo=None)

    # What happened

    def _draw_lines(self, company, currency):
        """In our own currency more than one: Odoo spreads over the lines what rounding leaves."""
        draw = self.random
        most = 3 if currency == COMPANIES[company].currency else 1
        factor = 100 if CURRENCIES[currency] else 1
        return [
            (
                draw.randrange(len(self.products)),
                draw.randint(1, 9),
                draw.randint(99, 99999) / factor,
            )
            for _line in range(draw.randint(1, most))
        ]

    def _trade(self, documents):
        if not self.phase:
            self.documents, self.orders, self.leads = [], [], []
        for _number in range(documents):
            self.documents.append(self._draw_document())
        for _number in range(documents // 2):
            self.orders.append(self._draw_order())
        for _number in range(documents // 2):
            self.leads.append(self._draw_lead())

    def _draw_where(self):
        """Company, partner and currency of a trade."""
        draw = self.random
        company = draw.choice([0, 0, 1, 1, 2])
        return company, draw.randrange(len(self.nodes)), draw.choice(list(CURRENCIES))

    def _draw_document(self):
        draw = self.random
        company, partner, currency = self._draw_where()
        day = self._draw_day(company)
        document = Document(
            company,
            partner,
            currency,
            draw.choice(["out_invoice"] * 5 + ["out_refund"]),
            draw.choice(["posted"] * 8 + ["draft", "cancel"]),
            day,
            draw.choice([day, day + timedelta(days=14), day + timedelta(days=30)]),
            self._draw_lines(company, currency),
            self.phase,
        )
        is_paid = document.kind == "out_invoice" and document.state == "posted"
        if is_paid and draw.random() < 0.5:
            payments = self._draw_payments(day, currency == COMPANIES[company].currency)
            document.payments = [pay for pay in payments if pay[0] <= self.today[company]]
        return document

    def _draw_payments(self, day, is_own):
        """In parts only in our own currency: of others Odoo rounds on its way what is left."""
        draw = self.random
        first = day + timedelta(days=draw.randint(0, 60))
        if not is_own:
            return [(first, 1.0)]
        if draw.random() < 0.3:
            return [(first, 0.5)]
        if draw.random() < 0.3:
            return [(first, 0.5), (first + timedelta(days=draw.randint(1, 40)), 1.0)]
        return [(first, 1.0)]

    def _draw_contacts(self, count):
        """Mails from the customers' people, and activities that we did there."""
        draw = self.random
        people = [node.index for node in self.nodes if not node.is_company]
        self.mails = [(draw.choice(people), self._draw_past_moment()) for _mail in range(count)]
        self.activities = [
            (draw.randrange(len(self.nodes)), self._draw_day(0)) for _activity in range(count)
        ]

    def _draw_past_moment(self):
        return min(self.now, self._draw_moment(self.random.randrange(len(COMPANIES))))

    def _draw_order(self):
        company, partner, currency = self._draw_where()
        state = self.random.choice(["sale", "sale", "sale", "draft", "sent", "cancel"])
        moment = self._draw_moment(company)
        lines = self._draw_lines(company, currency)
        return Order(company, partner, currency, state, moment, lines, self.phase)

    def _draw_lead(self):
        draw = self.random
        company, partner, _currency = self._draw_where()
        outcome = draw.choice(["pending", "pending", "won", "lost", "archived"])
        shift = timedelta(days=draw.randint(0, 400))
        deadline = draw.choice([None, self._draw_day(company), self.today[company] + shift])
        is_closed = outcome in ("won", "lost")
        return Lead(
            company,
            partner,
            draw.randint(1, 900000) / 100,
            draw.randint(1, 99),
            deadline,
            outcome,
            self._draw_moment(company) if is_closed else None,
            draw.choice([None, *range(len(self.offerings))]),
            self.phase,
        )

    def _draw_meetings(self, count):
        draw, self.meetings = self.random, []
        answers = ["accepted", "accepted", "tentative", "declined"]
        for _number in range(count):
            people = draw.sample(range(len(self.nodes)), draw.randint(1, 3))
            start = self._draw_moment(draw.randrange(len(COMPANIES)))
            pairs = [(person, draw.choice(answers)) for person in people]
            self.meetings.append(Meeting(start, draw.choice([30, 60, 600]), pairs))

    def _draw_entries(self, count):
        """Figures by hand; no two of one account, day and kind, for one of them would be wrong."""
        draw, self.entries, taken = self.random, [], set()
        companies = [node.index for node in self.nodes if node.is_company]
        for _number in range(count):
            company, account = draw.randrange(2), draw.choice(companies)
            place = (company, account, self._draw_day(company), draw.random() < 0.5)
            if place not in taken:
                taken.add(place)
                *where, adds_up = place
                self.entries.append(Entry(*where, draw.randint(0, 10000) / 100, adds_up))
