"""The daily job over all plans: queries per 1,000 plans that need nothing, time, memory."""

import time

import odoo
from odoo import api

from .measure import peak_memory


def measure_daily_job(registry):
    """Run the job twice: the first run does what is due, the second finds nothing to do.

    :return: lines of a Markdown table
    """
    lines = [
        "| daily job over all plans | plans | seconds | queries | queries per 1,000 plans "
        "| memory added (MB) |",
        "|---|--:|--:|--:|--:|--:|",
    ]
    for label in ("what is due is done", "nothing is due"):
        with registry.cursor() as cr:
            env = api.Environment(cr, odoo.SUPERUSER_ID, {"mail_notify_force_send": False})
            plans = env["kam.plan"].search_count([])
            memory, queries, start = peak_memory(), cr.sql_log_count, time.perf_counter()
            env["kam.plan"]._cron_review_reminders()
            seconds, queries = time.perf_counter() - start, cr.sql_log_count - queries
            lines.append(
                f"| {label} | {plans:,} | {seconds:.1f} | {queries} "
                f"| {queries * 1000 / plans:.1f} | {peak_memory() - memory:.0f} |"
            )
    return lines
