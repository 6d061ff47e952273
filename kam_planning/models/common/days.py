"""Which day it is, for whom; no model of its own.

The company's day counts for what is stored, counted or done at night: its partner's time zone, or
UTC. The user's day counts for what somebody types or reads: `today_of_user`, and `'today'` in
domains.
"""

from datetime import datetime, timedelta

from odoo import fields
from odoo.fields import Domain
from odoo.tools import SQL
from odoo.tools.date_utils import parse_date

from ...tools import zones

ONE_DAY = timedelta(days=1)


def today_of_user(records):
    """Give the day that it is for the user of some records: for defaults of what is typed, and for
    what is computed while somebody reads.

    :param records: any recordset
    :return: date
    """
    return fields.Date.context_today(records)


def get_zone_sudo(company):
    """Give the time zone of a company; users need not read its partner.

    :param company: res.company, or none: UTC
    :return: time zone of `pytz`
    """
    return zones.find_zone(company.sudo().partner_id.tz)


def get_zone_of_user_sudo(user, company):
    """Give the time zone of a user, that of the company where he has none."""
    name = user.sudo().tz
    return zones.find_zone(name) if name else get_zone_sudo(company)


def moment_of_user(records, moment):
    """Give a moment as it is where the user of some records is, without a zone: for files.

    :param records: any recordset
    :param datetime moment: as Odoo stores it
    :return: datetime
    """
    return fields.Datetime.context_timestamp(records, moment).replace(tzinfo=None)


def today_of(company):
    """Give the day that it is for a company.

    :param company: res.company, or none: the day in UTC
    :return: date
    """
    return day_of(fields.Datetime.now(), company)


def day_of(moment, company):
    """Give a company's day on which a moment lies.

    :param datetime moment: as Odoo stores it, or a false value
    :return: date, or False
    """
    return zones.day_of(moment, get_zone_sudo(company)) if moment else False


def start_of_day(day, company):
    """Give the moment, as Odoo stores it, at which a company's day begins."""
    return zones.start_of_day(day, get_zone_sudo(company))


def start_of_today(company):
    """Give the moment at which a company's day began: what was read before it is old."""
    return start_of_day(today_of(company), company)


def border(day, company, field):
    """Give the first value of a field that belongs to a company's day.

    :param date day: or None
    :param field: of type date or datetime
    :return: date or datetime, or None without a day
    """
    return start_of_day(day, company) if day and field.type == "datetime" else day


def day_to_sql(moment, company):
    """Write the company's day of a moment in SQL, the way Odoo groups by days.

    :param SQL moment: a timestamp as Odoo stores it
    :return: SQL of a date
    """
    zone = get_zone_sudo(company).zone
    return SQL("timezone(%s, timezone('UTC', %s))::date", zone, moment)


def group_by_zone(records, key="company_id"):
    """Share out records among the time zones of their companies.

    :param key: field with the company, or function of a record giving it
    :return: list of tuples (a company, the records of all companies in its time zone)
    """
    groups = {}
    for company, of_company in records.grouped(key).items():
        zone = get_zone_sudo(company).zone
        first, others = groups.get(zone, (company, records.browse()))
        groups[zone] = (first, others | of_company)
    return list(groups.values())


def of_each_day(env, prepare, name="company_id"):
    """Compose a domain on days that differ with the company of the records.

    :param prepare: function of a company giving the Domain of its records
    :param str name: field with the company, which is always filled
    :return: Domain
    """
    groups = group_by_zone(_get_companies_sudo(env), lambda company: company)
    if len(groups) == 1:
        return prepare(groups[0][0])
    return Domain.OR(
        Domain(name, "in", companies.ids) & prepare(company) for company, companies in groups
    )


def _get_companies_sudo(env):
    companies = env["res.company"].sudo()
    return companies.browse(companies._get_kam_company_ids_sudo())


def fix_days(domain, model, company):
    """Replace days in conditions on moments, and days relative to today, by what they are for a
    company: the domain then finds the same whoever searches.

    :param Domain domain: of a measure
    :param model: model that the domain is about
    :return: Domain
    """
    in_zone = model.with_context(tz=get_zone_sudo(company).zone)

    def fix(condition):
        path, operator, value = condition.field_expr, condition.operator, condition.value
        field = find_field(in_zone, path)
        kind = field.type if field else None
        if kind and operator in ("any", "not any"):
            below = fix_days(Domain(value), in_zone.env[field.comodel_name], company)
            return Domain(path, operator, below)
        if kind == "date":
            return Domain(path, operator, _fix_day(value, in_zone.env, company))
        if kind == "datetime" and isinstance(value, str):
            return _fix_moment(condition, in_zone.env, company)
        return condition

    return Domain(domain).map_conditions(fix)


def _fix_day(value, env, company):
    """A day relative to now is the company's; one that is written stays."""
    if isinstance(value, (list, tuple)):
        return [_fix_day(day, env, company) for day in value]
    if not isinstance(value, str) or value[:1].isdigit():
        return value
    day = parse_date(value, env)
    return fields.Date.to_string(day_of(day, company) if isinstance(day, datetime) else day)


def _fix_moment(condition, env, company):
    operator, moment = condition.operator, parse_date(condition.value, env)
    if not isinstance(moment, datetime):
        # As Odoo reads them: up to a written day includes it and after it begins with the next,
        # where a day relative to today is its first moment.
        if operator in (">", "<=") and condition.value[0].isdigit():
            operator, moment = {">": ">=", "<=": "<"}[operator], moment + ONE_DAY
        moment = start_of_day(moment, company)
    return Domain(condition.field_expr, operator, fields.Datetime.to_string(moment))


def find_field(model, path):
    """Give the last field of a dotted path, None where it leads to no field."""
    for name in path.split("."):
        field = model._fields.get(name)
        if field is None:
            return None
        model = model.env[field.comodel_name] if field.relational else model.browse()
    return field
