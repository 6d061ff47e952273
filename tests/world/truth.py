"""What the figures of a world are, by plain Python: nothing of Odoo, nothing of ours.

Each measure is a list of facts (partners, day, amount, product): for whom, when, how much.
"""

from datetime import timedelta
from statistics import mean, quantiles

from .facts import COMPANIES, CURRENCIES, UTC, rate_on

FEWEST_PEERS = 5
BANDS = (1000.0, 10000.0, 100000.0, 1000000.0)


def year_before(day):
    """The same day a year earlier, Feb 28 for a leap day."""
    return day.replace(year=day.year - 1, day=28 if (day.month, day.day) == (2, 29) else day.day)


def _lies_in(day, period):
    start, end = period
    return (start is None or day >= start) and (end is None or day <= end)


class Truth:
    """The figures of one company in a world."""

    def __init__(self, world, company):
        self.world, self.company = world, company
        self.today = world.today[company]
        self.decimals = CURRENCIES[COMPANIES[company].currency]
        self.above = {node.index: self._way_up(node.index) for node in world.nodes}
        self.categories = self._spread_offerings()
        self.facts = {
            "revenue": list(self._invoiced(lambda amount, _cost: amount)),
            "margin": list(self._invoiced(lambda amount, cost: amount - cost)),
            "order_intake": list(self._ordered(("sale",))),
            "quotations": list(self._ordered(("draft", "sent"))),
            "pipeline": list(self._open_leads(lambda lead: lead.revenue)),
            "weighted_pipeline": list(self._open_leads(self._weigh)),
            "undated": list(self._undated(lambda _lead: 1)),
            "undated_pipeline": list(self._undated(self._weigh)),
            "won": list(self._closed_leads(("won",))),
            "lost": list(self._closed_leads(("lost",))),
            "decided": list(self._closed_leads(("won", "lost"))),
            "overdue": list(self._overdue()),
            "days_to_pay": list(self._days_to_pay()),
            "meetings": list(self._meetings()),
            "mails_in": [({who}, self._day(when), 1, None) for who, when in world.mails],
            # Who is a day ahead of the company did it nevertheless.
            "activities": [({who}, min(day, self.today), 1, None) for who, day in world.activities],
        }
        self.by_account = {name: self._sort(facts) for name, facts in self.facts.items()}

    # Whom it counts for

    def _way_up(self, index, phase=1):
        """The partner and all above it."""
        way, parents = [], self.world.parents[phase]
        while index is not None:
            way.append(index)
            index = parents[index]
        return way

    def _customer(self, partner, phase):
        """The company for which somebody bought, as it was then; a person alone is his own."""
        way = self._way_up(partner, phase)
        companies = [index for index in way if self.world.nodes[index].is_company]
        return companies[0] if companies else way[-1]

    def _sort(self, facts):
        """Facts by account: each counts once for whoever stands above one of its partners."""
        sorted_facts = {}
        for partners, day, amount, product in facts:
            for account in {up for partner in partners for up in self.above[partner]}:
                sorted_facts.setdefault(account, []).append((day, amount, product))
        return sorted_facts

    # Facts

    def _day(self, moment):
        return moment.replace(tzinfo=UTC).astimezone(COMPANIES[self.company].clock).date()

    def _mine(self, records):
        return (record for record in records if record.company == self.company)

    def _amounts(self, document):
        """(product, quantity, amount in our currency) of each line, rounded as the books are."""
        rate = rate_on(self.company, document.currency, document.day)
        sign = -1 if document.kind == "out_refund" else 1
        for product, quantity, price in document.lines:
            yield product, sign * quantity, sign * round(quantity * price / rate, self.decimals)

    def _invoiced(self, value):
        for document in self._mine(self.world.documents):
            if document.state != "posted":
                continue
            customer = {self._customer(document.partner, document.phase)}
            for product, quantity, amount in self._amounts(document):
                cost = quantity * self.world.products[product].costs[self.company]
                yield customer, document.day, value(amount, cost), product

    def _ordered(self, states):
        for order in self._mine(self.world.orders):
            if order.state not in states:
                continue
            customer = {self._customer(order.partner, order.phase)}
            rate = rate_on(self.company, order.currency, order.moment.date())
            for product, quantity, price in order.lines:
                yield customer, self._day(order.moment), quantity * price / rate, product

    def _open_leads(self, value):
        for lead in self._mine(self.world.leads):
            if lead.outcome == "pending":
                yield {lead.partner}, lead.deadline, value(lead), self._offering_of(lead)

    @staticmethod
    def _weigh(lead):
        return round(lead.revenue * lead.probability / 100, 2)

    def _undated(self, value):
        """Open opportunities without an expected closing, or with a past one, always."""
        for partners, day, amount, offering in self._open_leads(value):
            if day is None or day < self.today:
                yield partners, None, amount, offering

    def _closed_leads(self, outcomes):
        for lead in self._mine(self.world.leads):
            if lead.outcome in outcomes:
                customer = {self._customer(lead.partner, lead.phase)}
                yield customer, self._day(lead.closed), 1, self._offering_of(lead)

    def _offering_of(self, lead):
        """Opportunities come from an offering by their cell only."""
        return ("offering", lead.offering) if self.world.find_cell(lead) else None

    def _overdue(self):
        for document in self._mine(self.world.documents):
            share = max((share for _day, share in document.payments), default=0)
            is_owed = document.state == "posted" and document.kind == "out_invoice"
            if is_owed and document.due < self.today and share < 1:
                customer = {self._customer(document.partner, document.phase)}
                yield customer, document.due, self._left_open(document, share), None

    def _left_open(self, document, share):
        """What is still owed, after a part was paid in the document's currency."""
        total = sum(quantity * price for _product, quantity, price in document.lines)
        amount = sum(amount for _product, _quantity, amount in self._amounts(document))
        paid = round(total * share + 1e-9, CURRENCIES[document.currency])
        return amount - round(amount * paid / total, self.decimals)

    def _days_to_pay(self):
        for document in self._mine(self.world.documents):
            if document.payments and document.payments[-1][1] == 1:
                last = document.payments[-1][0]
                customer = {self._customer(document.partner, document.phase)}
                yield customer, last, (last - document.day).days, None

    def _meetings(self):
        for meeting in self.world.meetings:
            came = {who for who, answer in meeting.people if answer != "declined"}
            if meeting.start + timedelta(minutes=meeting.minutes) < self.world.now and came:
                yield came, self._day(meeting.start), 1, None

    # Figures

    def figure(self, name, account, period, offering=None):
        """One figure: a number, or None where nothing is known.

        :param int account: index of the partner
        :param tuple period: first and last day, None for an open side
        """
        if name == "margin_rate":
            return self._ratio("margin", "revenue", account, period, offering)
        if name == "win_rate":
            return self._ratio("won", "decided", account, period, offering)
        amounts = self._find(name, account, period, offering)
        if name == "days_to_pay":
            return mean(amounts) if amounts else None
        return sum(amounts)

    def _ratio(self, above, below, *where):
        whole = self.figure(below, *where)
        return 100 * self.figure(above, *where) / whole if abs(whole) > 1e-6 else None

    def _find(self, name, account, period, offering):
        start, end = period
        return [
            amount
            for day, amount, product in self.by_account[name].get(account, [])
            if (start is None or (day is not None and day >= start))
            and (end is None or (day is not None and day <= end))
            and (offering is None or product in self.categories[offering])
        ]

    def total(self, name, period):
        """The figure of all customers together."""
        return sum(
            amount
            for _partners, day, amount, _p in self.facts[name]
            if period[0] <= day <= period[1]
        )

    # What was entered by hand

    def latest_entry(self, account, period):
        """The latest entry of the account itself, whatever was entered for its parts."""
        found = [
            (entry.day, entry.value)
            for entry in self._mine(self.world.entries)
            if not entry.adds_up and entry.account == account and _lies_in(entry.day, period)
        ]
        return max(found)[1] if found else None

    def added_entries(self, account, period):
        """Entries of the account and its parts, each month told by the topmost who tells."""
        entries = [entry for entry in self._mine(self.world.entries) if entry.adds_up]
        told = {(entry.account, entry.day.year, entry.day.month) for entry in entries}
        found = []
        for entry in entries:
            way = self.above[entry.account]
            if account not in way or not _lies_in(entry.day, period):
                continue
            between = way[1 : way.index(account) + 1]
            month = (entry.day.year, entry.day.month)
            if not any((upper, *month) in told for upper in between):
                found.append(entry.value)
        return sum(found) if found else None

    # What we sell

    def _spread_offerings(self):
        """Products of each offering: of its categories, those below, and of the offerings below."""
        world, spread = self.world, {}
        for number, (_above, categories, products) in enumerate(world.offerings):
            inside = [c for c, above in world.categories.items() if {c, above} & set(categories)]
            found = {product.index for product in world.products if product.category in inside}
            spread[number] = found | set(products) | {("offering", number)}
        for number, (above, _categories, _products) in enumerate(world.offerings):
            if above is not None:
                spread[above] = spread[above] | spread[number]
        return spread

    def pipeline_of_cell(self, account, offering):
        """Expected revenue of the open opportunities that come from a cell."""
        place = (self.company, account, offering)
        open_leads = (lead for lead in self._mine(self.world.leads) if lead.outcome == "pending")
        return sum(lead.revenue for lead in open_leads if self.world.find_cell(lead) == place)

    # Potential

    def last_year(self, before=0):
        """The twelve months that end today, or those before."""
        end = self.today if not before else year_before(self.today)
        return year_before(end) + timedelta(days=1), end

    def potential(self, account, offering):
        """(number of peers, potential or None) of an account, as docs/whitespace.md says."""
        own_total, own_spend = self._spend(account, offering)
        own_size, top = own_total - own_spend, self.above[account][-1]
        peers = []
        for other in self.world.nodes:
            if other.parent is not None or other.index == top:
                continue
            total, spend = self._spend(other.index, offering)
            alike = (self._segment(other.index), self._band(total))
            is_peer = alike == (self._segment(account), self._band(own_total))
            if is_peer and spend > 0 and total - spend > 0:
                peers.append(spend / (total - spend))
        if len(peers) < FEWEST_PEERS or own_size <= 0:
            return len(peers), None
        median = quantiles(peers, n=4, method="inclusive")[1]
        return len(peers), max(0.0, median * own_size - own_spend)

    def _spend(self, account, offering):
        period = self.last_year()
        return (
            self.figure("revenue", account, period),
            self.figure("revenue", account, period, offering),
        )

    def _segment(self, account):
        nodes = [self.world.nodes[index] for index in self.above[account]]
        return nodes[0].industry if nodes[0].industry is not None else nodes[-1].industry

    def _band(self, size):
        return sum(size >= threshold for threshold in BANDS)
