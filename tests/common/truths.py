"""What the total of a number is, whatever the field says of itself."""

from operator import itemgetter

from ..whole.totals import is_number, mean, total


class Truth:
    """What the total of one field is: a function of (test case, records, name)."""

    @staticmethod
    def plain(function):
        return lambda _case, records, name: function(records, name)

    @staticmethod
    def once(case, records, name):
        sums = case._sum_once(records, [itemgetter(name)])
        return sums[0] if sums else False

    @staticmethod
    def once_within(case, records, name):
        """Of targets of one measure only."""
        known = records.filtered(lambda record: is_number(record[name]))
        return Truth.once(case, known, name) if len(known.measure_id) == 1 else False

    @staticmethod
    def once_of_one_rival(case, records, name):
        """Of positions of one competitor only."""
        known = records.filtered(lambda record: is_number(record[name]))
        return Truth.once(case, known, name) if len(known.competitor_id) == 1 else False

    @staticmethod
    def money(case, records, name):
        return sum(case._in_one_currency(r, r[name]) for r in records) if records else False

    @staticmethod
    def known_money(case, records, name):
        """Nothing known gives no total."""
        known = records.filtered(lambda record: is_number(record[name]))
        return Truth.money(case, known, name)

    @staticmethod
    def plain_ratio(above, below):
        """Of the records of which both are known."""

        def get(case, records, _name):
            known = records.filtered(lambda r: is_number(r[above]) and is_number(r[below]))
            whole = Truth.money(case, known, below)
            return 100.0 * Truth.money(case, known, above) / whole if whole > 0 else False

        return get

    @staticmethod
    def latest(case, records, name):
        """Of what goes on from plan to plan the last one of those that are known."""
        known = records.filtered(lambda record: is_number(record[name])).sorted("id")
        first = {"kam.risk": "first_risk_id", "kam.investment": "first_investment_id"}
        last = {line[first[line._name]] or line.id: line for line in known}
        return sum(case._in_one_currency(r, r[name]) for r in last.values()) if last else False

    @staticmethod
    def ratio(above, below):
        def get(case, records, _name):
            sums = case._sum_once(records, [above, below])
            return 100.0 * sums[0] / sums[1] if sums and sums[1] > 0 else False

        return get

    @staticmethod
    def within_a_month(_case, records, name):
        """What stands at the end of a month."""
        return total(records, name) if len(set(records.mapped("date"))) == 1 else False

    @staticmethod
    def one_kind(_case, records, name):
        alike = len(records.measure_id) == 1 and len(records.company_id) == 1
        return mean(records, name) if alike else False


def known_sum(*names):
    """The sum of some fields of a record, None unless all are known."""

    def get(record):
        values = [record[name] for name in names]
        return sum(values) if all(map(is_number, values)) else None

    return get


def growth(record):
    values = (record.revenue, record.revenue_prior)
    return values[0] - values[1] if all(map(is_number, values)) else None


def of_both(name):
    """A part of the running target, where both are known and there is one."""

    def get(plan):
        known = all(map(is_number, (plan.running_reached, plan.running_target)))
        return plan[name] if known and plan.running_target > 0 else None

    return get


def total_by_place(plans, name):
    """Two plans of one customer tell of the same."""
    return sum({(plan.partner_id, plan.company_id): plan[name] for plan in plans}.values())
