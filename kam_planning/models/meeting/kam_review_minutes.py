from collections import defaultdict

from markupsafe import Markup

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import format_datetime, is_html_empty

from ..common.arguments import check_one
from ..common.at_once import hold

TEMPLATES = {
    False: "kam_planning.mail_template_review_minutes",
    True: "kam_planning.mail_template_review_minutes_customer",
}


class KamReviewMinutes(models.AbstractModel):
    """Minutes are sent to those who took part, once: ours get everything, and answer into the
    review's thread; the customer's people get what is for them, from whoever sends it, and answer
    him. Each reads it in his language. Who sends a mail can read it, and answers quote it: of the
    items it has those that both may read, and none that says what is thought of a person.
    """

    _name = "kam.review.minutes"
    _description = "Minutes of a Review"

    customer_minutes = fields.Html(
        "Minutes for the Customer",
        sanitize=True,
        copy=False,
        help="Sent to the customer's people. The other minutes stay among us.",
    )
    minutes_sent_date = fields.Datetime("Minutes Sent", readonly=True, copy=False)

    def _get_sent_minutes(self, for_customer, sent_items=None):
        """Give the minutes as those get them who took part; the templates of the mails ask for it.

        :param bool for_customer: whether it is for the customer's people
        :param sent_items: kam.review.item that the sender may send to ours, None: no items
        :return: html, or False
        """
        if for_customer:
            return self._get_customer_minutes()
        values = {
            "review": self,
            "parts": self._get_minutes_parts(sent_items),
            "decisions": self.decision_ids,
        }
        if not (values["parts"] or values["decisions"]):
            return False
        return self.env["ir.qweb"]._render("kam_planning.review_minutes", values)

    def _get_minutes_parts(self, sent_items=None):
        """What the minutes consist of, for us: list of pairs (title, html)."""
        items = self._find_items([("id", "in", sent_items.ids if sent_items else [])])
        parts = [
            (self.env._("Minutes"), self.minutes),
            *((item.name, item.minutes) for item in items),
            (self.env._("For the customer"), self.customer_minutes),
        ]
        return [(title, html) for title, html in parts if not is_html_empty(html)]

    def _get_customer_minutes(self):
        """What was said of the items that the customer sees too, and what is written for him."""
        told, sent = self._get_customer_items(), self._find_sent_items()
        said = [
            Markup("<h3>%s</h3>%s") % (name, item.minutes)
            for item, name in told.items()
            if item in sent and not is_html_empty(item.minutes)
        ]
        if not is_html_empty(self.customer_minutes):
            said.append(self.customer_minutes)
        return Markup().join(said) if said else False

    def _find_sent_items(self):
        """Items of which this user may tell others in a mail."""
        items = self._find_items()
        return items - items._find_judgements_sudo()

    def action_send_minutes(self):
        """Send the minutes to those who took part.

        :return: notification that says who got them, and who did not
        :raise UserError: when they were sent already, or there are none
        """
        check_one(self)
        self.check_access("write")
        hold(self)
        if self.minutes_sent_date:
            raise UserError(
                self.env._(
                    "The minutes of “%(review)s” were sent on %(moment)s. Choose “Send Minutes "
                    "Again” if they should go out once more.",
                    review=self.name,
                    moment=format_datetime(self.env, self.minutes_sent_date),
                )
            )
        return self._send_minutes()

    def action_send_minutes_again(self):
        """Send the minutes once more, as they are now.

        :return: notification that says who got them, and who did not
        :raise UserError: when there are none
        """
        check_one(self)
        self.check_access("write")
        hold(self)
        return self._send_minutes()

    def _send_minutes(self):
        self._check_minutes()
        readers = self._filter_readers_sudo(self.user_ids.partner_id.ids)
        ours = self.user_ids.partner_id.filtered(lambda p: p.id in readers)
        theirs = self.contact_ids.filtered("email")
        if not self._get_sent_minutes(True):
            theirs = theirs.browse()
        for lang, alike in theirs.grouped("lang").items():
            self._send_outside_sudo(alike, *self._render_minutes(lang, True))
        for (lang, subject, body), partners in self._render_for_us(ours).items():
            self.with_context(lang=lang).message_notify(
                partner_ids=partners.ids, subject=subject, body=body, force_send=False
            )
        self._stamp_minutes_sudo()
        everybody = self.user_ids.partner_id | self.contact_ids
        return self._tell_minutes(ours | theirs, everybody - ours - theirs)

    def _check_minutes(self):
        if self.state != "held":
            raise UserError(
                self.env._("“%s” has not been held yet: there are no minutes to send.", self.name)
            )
        if not self._get_sent_minutes(False, self._find_sent_items()):
            raise UserError(
                self.env._(
                    "“%s” has no minutes yet that go out: write down what was said. What was said "
                    "of an item about a person stays here.",
                    self.name,
                )
            )

    def _render_for_us(self, partners):
        """The mails for our people, each with the items that he and who sends them may read.

        :return: dict {(language, subject, html): partners who read the same}
        """
        texts, items = defaultdict(partners.browse), self._find_sent_items()
        for user in self.user_ids.filtered(lambda user: user.partner_id in partners):
            own = self.with_user(user).with_context(allowed_company_ids=self.company_id.ids)
            key = (user.lang, *own._render_minutes(user.lang, False, items))
            texts[key] |= user.partner_id
        return texts

    def _render_minutes(self, lang, for_customer, sent_items=None):
        """The mail with the minutes, as this user may read them: tuple (subject, html)."""
        template = self.env.ref(TEMPLATES[for_customer])
        lang = lang or self.env.lang or "en_US"
        subject = template._render_field("subject", self.ids, set_lang=lang)[self.id]
        values = {"sent_items": sent_items}
        body = template._render_field("body_html", self.ids, set_lang=lang, add_context=values)
        body = body[self.id]
        return subject, Markup(body)

    def _send_outside_sudo(self, partners, subject, body):
        """Send a mail that belongs to no thread of ours: answers reach who sent it. As superuser:
        users make no mails by hand.
        """
        author = self.env.user
        self.env["mail.mail"].sudo().create(
            {
                "subject": subject,
                "body_html": body,
                "author_id": author.partner_id.id,
                "email_from": author.email_formatted,
                "reply_to": author.email_formatted,
                "recipient_ids": partners.ids,
                "auto_delete": False,
            }
        )

    def _stamp_minutes_sudo(self):
        """Nobody writes by hand when the minutes were sent."""
        self.sudo().minutes_sent_date = fields.Datetime.now()

    def _tell_minutes(self, reached, missed):
        lines = [self.env._("Minutes sent to: %s", ", ".join(reached.mapped("name")) or "–")]
        if missed:
            lines.append(
                self.env._(
                    "Not sent to: %s (no mail address, no access to the plan, or no minutes for "
                    "the customer)",
                    ", ".join(missed.mapped("name")),
                )
            )
        self._message_log(body=Markup("<br/>").join(lines))
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "warning" if missed else "success",
                "message": " ".join(lines),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }
