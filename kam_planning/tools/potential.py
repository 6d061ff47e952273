"""Whitespace potential from peers, by the formula of docs/whitespace.md. Plain values only.

potential = median over the peers of (spend on the offering / size driver)
            x this account's size driver - own spend, not below zero

A peer is another customer of the same segment and size band that bought the offering. Below
`MIN_PEERS` peers there is no figure.
"""

from bisect import bisect_right
from dataclasses import dataclass, field

MIN_PEERS = 5


@dataclass(frozen=True)
class Customer:
    """What is known of a customer.

    :param key: identifies the customer
    :param group: the top of the group of companies; nobody is a peer of his own group
    :param segment: any hashable value
    :param float total: all spend, company currency
    :param float driver: size driver of this customer, or None to use the spend on everything else
    :param dict spend: {offering: amount}
    :param bool is_peer: False for accounts that are only a part of a customer
    """

    key: object
    group: object
    segment: object
    total: float
    driver: float | None = None
    spend: dict = field(default_factory=dict)
    is_peer: bool = True

    def size_for(self, offering):
        """Size driver towards one offering: the chosen measure, or the spend on the others."""
        if self.driver is not None:
            return self.driver
        return self.total - self.spend.get(offering, 0.0)

    def ratio_for(self, offering):
        """Spend on the offering for each unit of size, None where there is neither."""
        spend, size = self.spend.get(offering, 0.0), self.size_for(offering)
        return spend / size if spend > 0 and size > 0 else None


@dataclass(frozen=True)
class Potential:
    """Result for one account and offering; amounts are None without enough peers."""

    peer_count: int
    median: float | None = None
    low: float | None = None
    high: float | None = None
    size: float = 0.0
    spend: float = 0.0

    def amount_at(self, ratio):
        """Potential if this account spent like a peer with this ratio; None without enough."""
        return None if ratio is None else max(0.0, ratio * self.size - self.spend)

    @property
    def amount(self):
        """The potential: as the median of the peers, or None without enough of them."""
        return self.amount_at(self.median)


def size_band(size, thresholds):
    """Number of the band: how many thresholds the size reaches.

    >>> [size_band(size, [10, 100]) for size in (5, 10, 99, 100)]
    [0, 1, 1, 2]
    """
    return bisect_right(thresholds, size)


def quantile(values, share):
    """Quantile by linear interpolation, as PostgreSQL's ``percentile_cont`` computes it.

    :param values: sorted sequence, not empty
    :param float share: 0 to 1
    """
    position = share * (len(values) - 1)
    lower = int(position)
    upper = min(lower + 1, len(values) - 1)
    return values[lower] + (values[upper] - values[lower]) * (position - lower)


class _Without:
    """A sorted sequence as seen without one of its entries, without copying it."""

    def __init__(self, values, left_out):
        self._values, self._left_out = values, left_out

    def __len__(self):
        return len(self._values) - (self._left_out is not None)

    def __getitem__(self, index):
        skips = self._left_out is not None and index >= self._left_out
        return self._values[index + skips]


class Market:
    """Customers sorted into peers.

    :param customers: list of Customer
    :param thresholds: sorted sizes at which a new size band begins
    """

    def __init__(self, customers, thresholds):
        self.thresholds = thresholds
        ratios = {}
        for customer in customers:
            if customer.is_peer:
                for offering in customer.spend:
                    ratio = customer.ratio_for(offering)
                    if ratio is not None:
                        cell = self._cell(customer, offering)
                        ratios.setdefault(cell, []).append((ratio, customer.group))
        self._ratios, self._places = {}, {}
        for cell, pairs in ratios.items():
            pairs.sort(key=lambda pair: pair[0])
            self._ratios[cell] = [ratio for ratio, _group in pairs]
            self._places[cell] = {group: place for place, (_ratio, group) in enumerate(pairs)}

    def _cell(self, customer, offering):
        size = customer.total if customer.driver is None else customer.driver
        return customer.segment, size_band(size, self.thresholds), offering

    def peers(self, customer, offering):
        """Give the peers: list of tuples (ratio, group), the smallest ratio first."""
        cell = self._cell(customer, offering)
        ratios = self._ratios.get(cell, [])
        places = self._places.get(cell, {}).items()
        return sorted((ratios[at], group) for group, at in places if group != customer.group)

    def potential(self, customer, offering):
        """Compute the potential of one account for one offering.

        :return: Potential
        """
        cell = self._cell(customer, offering)
        ratios = _Without(
            self._ratios.get(cell, []), self._places.get(cell, {}).get(customer.group)
        )
        size = customer.size_for(offering)
        spend = customer.spend.get(offering, 0.0)
        if len(ratios) < MIN_PEERS or size <= 0:
            return Potential(len(ratios), size=size, spend=spend)
        low, median, high = (quantile(ratios, share) for share in (0.25, 0.5, 0.75))
        return Potential(len(ratios), median, low, high, size, spend)


def share_of_wallet(revenue, potential):
    """Revenue in percent of what they buy and could buy.

    None where the potential is not known (None or False), and where there is nothing to share.

    >>> share_of_wallet(300.0, 900.0)
    25.0
    """
    if potential is None or potential is False:
        return None
    whole = revenue + potential
    return 100.0 * revenue / whole if whole > 0 else None
