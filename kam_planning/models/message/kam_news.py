from typing import NamedTuple

from odoo import api, models
from odoo.tools import clean_context

PENDING = "kam_planning.news"
# Lines of one kind that a message lists; of more it says how many.
MOST_LINES = 50


class News(NamedTuple):
    """One thing that somebody is told: what it is about, what happened, and a word on it."""

    model: str
    id: int
    occasion: str
    note: str


class KamNews(models.AbstractModel):
    """What one step brings a person, told in one message.

    Work comes to people from many places: a plan made for a colleague names him as its manager,
    puts him on the team and gives him objectives and actions. Each place announces what it did; at
    the end of the transaction, when Odoo notes what changed as well, each person gets one message.
    About one thing it is the message that Odoo, or the thing itself, has for it; about several it
    lists them, and waits in the queue of mails.
    """

    _name = "kam.news"
    _description = "News for a Person"

    @api.model
    def _announce(self, users, records, occasion, note=""):
        """Tell people of records, at the end of the transaction; nobody of what he did himself.

        :param users: res.users
        :param records: records of `kam.internal.thread`, or activities on such
        :param str occasion: a key of `_get_titles`
        :param str note: a word of the author on it
        """
        # As Odoo has it: nobody is told of what an installation makes.
        if not self.env.registry.ready:
            return
        precommit = self.env.cr.precommit
        if PENDING not in precommit.data:
            precommit.add(self._tell_everybody)
        pending = precommit.data.setdefault(PENDING, {})
        for user in users - self.env.user:
            _teller, news = pending.setdefault((self.env.uid, user.id), (self, {}))
            for record_id in records.ids:
                news[News(records._name, record_id, occasion, note)] = True

    @api.model
    def _tell_everybody(self):
        pending = self.env.cr.precommit.data.pop(PENDING, {})
        for (_author, user_id), (teller, news) in pending.items():
            teller = teller.with_context(clean_context(teller.env.context))
            teller._tell_sudo(self.env["res.users"].browse(user_id), list(news))
        if pending:
            self._send_queue_soon_sudo()

    @api.model
    def _send_queue_soon_sudo(self):
        """Let the queue of mails be worked off after the transaction, not in an hour."""
        queue = self.env.ref("mail.ir_cron_mail_scheduler_action", raise_if_not_found=False)
        if queue:
            queue.sudo()._trigger()

    @api.model
    def _tell_sudo(self, user, news):
        """Tell one person, in his language, what he may read of it.

        As superuser: who gives work away may lose the right to read it by that.
        """
        self = self.sudo().with_context(lang=user.sudo().lang)
        told = []
        for (_model, occasion, note), records in self._group(news).items():
            readable = records._filter_news(user, occasion)
            told += [(record, occasion, note) for record in readable]
        assigned = {record for record, occasion, _note in told if occasion == "assigned"}
        # His own plan: that he is on its team goes without saying.
        told = [line for line in told if line[1] != "team" or line[0] not in assigned]
        if len(told) == 1:
            record, occasion, note = told[0]
            record._tell_alone(user.with_env(self.env), occasion, note)
        elif told:
            self._tell_together(user.with_env(self.env), told)

    @api.model
    def _group(self, news):
        """The records by what is told of them: dict {(model, occasion, note): records}."""
        ids = {}
        for model, record_id, occasion, note in news:
            ids.setdefault((model, occasion, note), []).append(record_id)
        return {key: self.env[key[0]].browse(found).exists() for key, found in ids.items()}

    @api.model
    def _tell_together(self, user, told):
        """One message about several things, in the queue of mails."""
        first = told[0][0]
        self.env["mail.thread"].message_notify(
            partner_ids=user.partner_id.ids,
            subject=self.env._(
                "“%(first)s” and %(count)s more for you",
                first=first.display_name,
                count=len(told) - 1,
            ),
            body=self.env["ir.qweb"]._render(
                "kam_planning.message_news", {"groups": self._prepare_groups(told)}
            ),
            force_send=False,
        )

    @api.model
    def _prepare_groups(self, told):
        """What the message shows: a title and lines for each kind of news."""
        groups = {}
        for record, occasion, note in told:
            groups.setdefault((record._name, occasion, note), []).append(record)
        titles = self._get_titles()
        return [
            {
                "title": titles[occasion],
                "kind": self.env["ir.model"]._get(model).display_name,
                "note": note,
                "lines": [record._prepare_news_line() for record in records[:MOST_LINES]],
                "more": max(len(records) - MOST_LINES, 0),
            }
            for (model, occasion, note), records in groups.items()
        ]

    @api.model
    def _get_titles(self):
        """What each occasion is called in a message about several things."""
        author = self.env.user.name
        return {
            "assigned": self.env._("%s gave you", author),
            "team": self.env._("%s put you on the account team of", author),
            "submitted": self.env._("Submitted for your approval"),
            "withdrawn": self.env._("%s took back, and does not ask for your approval", author),
            "sent_back": self.env._("%s sent back", author),
            "activity": self.env._("%s planned for you", author),
            "free": self.env._("What these waited for is over: they can begin"),
        }
