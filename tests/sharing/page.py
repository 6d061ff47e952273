"""A shared plan that is read over HTTP, and the page as its reader sees it."""

import re
from contextlib import ExitStack
from unittest.mock import patch

from lxml import html

from odoo.tests import HttpCase

from .common import SharingCommon


class PageCommon(SharingCommon, HttpCase):
    """The buyer's page. What colleagues do with answers is replaced where a test asks for it."""

    def setUp(self):
        super().setUp()
        stack = ExitStack()
        self.addCleanup(stack.close)
        shares = self.env.registry["kam.share"]
        for name, answer in (("_get_comments_sudo", []), ("_get_open_survey_sudo", None)):
            if not hasattr(shares, name):
                stack.enter_context(
                    patch.object(shares, name, lambda _s, _a, x=answer: x, create=True)
                )
        self.url = f"/my/account-plans/{self.share.id}"

    def _read(self, path="", login="buyer", status=200):
        """Open a page as somebody, and give it as a tree."""
        self.authenticate(login, login)
        response = self.url_open(self.url + path)
        self.assertEqual(response.status_code, status)
        return self._parse(response)

    def _parse(self, response):
        tree = html.fromstring(response.content)
        found = tree.xpath("//*[@id='wrap']")
        return found[0] if found else tree

    def _text(self, tree):
        return re.sub(r"\s+", " ", tree.text_content())

    def _find_form(self, tree, act, number=0):
        return tree.xpath(f"//form[contains(@action, '/{act}')]")[number]

    def _fill(self, form, **values):
        """What a browser would send of a form that is filled in: tuple (address, values)."""
        return form.get("action"), {**dict(form.form_values()), **values}

    def _send(self, form, **values):
        """Send a form as a browser without JavaScript does, and give the page that follows."""
        address, filled = self._fill(form, **values)
        response = self.url_open(address, data=filled)
        self.assertEqual(response.status_code, 200, response.text[:500])
        return self._parse(response)
