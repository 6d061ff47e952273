"""Names of periods in the user's language; no model of its own."""

from odoo.tools.misc import format_date

from ...tools.fiscal import FiscalYear, kind_of
from ...tools.periods import years_label

MONTH, SHORT_MONTH = "MMMM yyyy", "MMM yyyy"


def fiscal_year_of(company):
    """Give the fiscal year of a company, the calendar's year without one.

    :param company: res.company
    :return: `tools.fiscal.FiscalYear`
    """
    if not company:
        return FiscalYear()
    return FiscalYear(company.fiscalyear_last_day, int(company.fiscalyear_last_month))


def name_year(env, day, fiscal):
    """Name the fiscal year that a day lies in: ``"2026"`` or ``"FY 2026/27"``."""
    text = fiscal.year_text(day)
    return text if fiscal.is_calendar else env._("FY %s", text)


def name_period(env, start, end, company):
    """Name a period in the user's language and by his format of dates.

    :param date start: first day, or a false value while it is not known
    :param date end: last day, or a false value
    :param company: the res.company whose fiscal year counts
    :return: such as ``"2026"``, ``"Q2 2026/27"``, ``"March 2026"``, ``"03/02/2026 – 03/08/2026"``;
        False without one of the two days
    """
    if not (start and end):
        return False
    fiscal = fiscal_year_of(company)
    kind = kind_of(start, end, fiscal)
    if kind == "quarter":
        year = fiscal.year_text(start)
        return env._("Q%(number)s %(year)s", number=fiscal.number_of(start), year=year)
    name = {
        "year": lambda day: name_year(env, day, fiscal),
        "years": lambda day: name_year(env, day, fiscal),
        "month": lambda day: format_date(env, day, date_format=MONTH),
        "months": lambda day: format_date(env, day, date_format=SHORT_MONTH),
    }.get(kind, lambda day: format_date(env, day))
    return name(start) if kind in ("year", "month", "day") else f"{name(start)} – {name(end)}"


def name_plan_period(env, start, end, company):
    """Name the period of a plan as its name has it: one fiscal year, or the calendar's years.

    :return: ``"2026"``, ``"2026–2027"`` or ``"FY 2026/27"``
    """
    fiscal = fiscal_year_of(company)
    if kind_of(start, end, fiscal) == "year":
        return name_year(env, start, fiscal)
    return years_label(start, end)
