"""A shared plan that is read over HTTP, and the page as its reader sees it."""

import re
from datetime import date

from lxml import html

from odoo.fields import Command
from odoo.tests import HttpCase

from ..strategy.value import RETURNS
from .common import SharingCommon

# What a page has beside what it says, and what is asked on it.
ON_SCREEN = "//form | //details | //nav | //ol[@class='breadcrumb'] | //noscript"
ON_SCREEN += " | //*[@id='mails' or @id='survey'] | //*[contains(@class, 'o_kam_share_links')]"
ON_SCREEN += " | //*[contains(@class, 'o_kam_share_sign') or @id='kam-share-sign']"


class PageCommon(SharingCommon, HttpCase):
    """The buyer's page, over HTTP."""

    def setUp(self):
        super().setUp()
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

    def _read_for_paper(self):
        """The page of the buyer without what is for the screen only."""
        tree = self._read()
        for node in tree.xpath(ON_SCREEN):
            node.drop_tree()
        [article] = tree.xpath("//article")
        return article

    def _fill_page(self):
        """All that a page may have: agreed and proposed, eight kinds, a document, a meeting."""
        kam = self.env["kam.plan"].with_user(self.kam).env
        self.plan.with_user(self.kam).write({"show_values": True, "show_risks": True})
        place = {"account_id": self.customer.id, "is_shared": True}
        line = {"plan_id": self.plan.id, "is_shared": True}
        kam["kam.value"].create({**RETURNS, **line})
        kam["kam.risk"].create({"name": "One supplier", **line})
        kam["kam.key.date"].create(
            {**place, "name": "Tender", "kind": "tender", "date": "2026-06-01"}
        )
        kam["kam.customer.goal"].create({**place, "name": "Grow"})
        self.plan.section_ids[:1].with_user(self.kam).is_shared = True
        self._propose_and_agree()
        self.ours.with_user(self.kam).date_deadline = date(2026, 9, 1)
        self.share._propose_sudo()
        self.share._tell_customer_sudo("We come on Monday")
        for number in range(2):
            file = kam["ir.attachment"].create({"name": f"offer{number}.txt", "raw": b"offer"})
            self.share.attachment_ids = [Command.link(file.id)]
        review = kam["kam.review"].create(
            {"plan_id": self.plan.id, "kind": "customer", "date_planned": date(2026, 4, 1)}
        )
        kam["kam.review.item"].create(
            {"review_id": review.id, "title": "Returns", "visibility": "customer"}
        )
        self.kam.with_user(self.kam).kam_share_contact = True
        self.env.flush_all()
