"""What the suite adds to pytest: databases and shares of workers; in CI, skips are failures."""

import os

import pytest

from .workers import FixedShares


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_cmdline_main(config):
    """A worker of pytest-xdist works in the database that bin/test has cloned for it.

    It has to be named before pytest-odoo reads its options, which it does in this hook, too. Where
    this variable is set, pytest-odoo would clone one by itself, and fail where a killed run is
    still connected to it; nothing else reads the variable.
    """
    worker = os.environ.pop("PYTEST_XDIST_WORKER", None)
    if worker and config.option.odoo_database:
        config.option.odoo_database += f"_{worker}"
    return (yield)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    return FixedShares(config, log)


@pytest.fixture(scope="session", autouse=True)
def bundles(request, load_registry):
    from . import bundles

    if bundles.is_wanted(request.session.items):
        bundles.make_bundles()


def pytest_sessionfinish(session, exitstatus):
    """In CI a skipped test is a failed one: a browser that is missing must not look green."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    skipped = reporter.stats.get("skipped", []) if reporter else []
    if os.environ.get("CI") and skipped and exitstatus == 0:
        session.exitstatus = 1
        reporter.write_line(
            f"{len(skipped)} tests were skipped, which CI does not accept", red=True
        )
