"""The client's code and styles, put together before the first test.

A test undoes what it did: each that opens a browser or prints would put them together anew (5 s).
"""

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.tests.common import HttpCase, get_db_name

# Of the client, of the pages of customers, and of paper: those that several tests load.
SCRIPTS = (
    "web.assets_web",
    "web.assets_tests",
    "web.assets_frontend_lazy",
    "web.assets_frontend_minimal",
    "bus.websocket_worker_assets",
    "web.fullcalendar_lib",
    "spreadsheet.o_spreadsheet",
)
STYLES = ("web.assets_web", "web.assets_web_print", "web.assets_frontend")
STYLES_OF_PAPER = ("web.report_assets_common", "web.report_assets_pdf")


def make_bundles():
    """Make what is missing, and commit it."""
    with Registry(get_db_name()).cursor() as cr:
        pages = api.Environment(cr, SUPERUSER_ID, {})["ir.qweb"]
        for name in SCRIPTS:
            pages._get_asset_bundle(name, css=False).js()
        for name in STYLES + STYLES_OF_PAPER:
            pages._get_asset_bundle(name, js=False).css()
        for name in STYLES_OF_PAPER:
            pages._get_asset_bundle(name, js=False, autoprefix=True).css()


def is_wanted(tests):
    """:param tests: what pytest has collected"""
    return any(issubclass(test.cls or object, HttpCase) for test in tests)
