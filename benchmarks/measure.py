"""Time operations, each run in a transaction of its own that is rolled back."""

import resource
import statistics
import time
from dataclasses import dataclass

from odoo import api


@dataclass
class Measure:
    """Median seconds and queries of one operation."""

    seconds: float
    queries: int


def measure(registry, uid, operation, runs):
    """Run an operation several times after one warm-up.

    :param registry: Odoo registry
    :param int uid: the user as whom it runs
    :param operation: callable taking an environment
    :param int runs: how many counted runs
    :return: Measure of the medians
    """
    seconds, queries = [], []
    for number in range(runs + 1):
        with registry.cursor() as cr:
            env = api.Environment(cr, uid, {"lang": "en_US", "bin_size": True})
            before, start = cr.sql_log_count, time.perf_counter()
            operation(env)
            env.cr.flush()
            if number:
                seconds.append(time.perf_counter() - start)
                queries.append(cr.sql_log_count - before)
            cr.rollback()
    return Measure(statistics.median(seconds), round(statistics.median(queries)))


def peak_memory():
    """Highest memory of this process so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
