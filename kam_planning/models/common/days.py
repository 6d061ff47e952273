"""Where a day begins; no model of its own."""

from datetime import datetime, time

from odoo import fields


def start_of_today(records):
    """Give the moment at which today began, as Odoo stores moments: what was read before it is old.

    :param records: any recordset; "today" is that of its user
    :return: datetime
    """
    return datetime.combine(fields.Date.context_today(records), time.min)
