"""The running plan as its customer sees it: two versions, and what he said and did.

Our side does it by the dialogues, his side by the methods of his pages, each as the user whose
hand it is. Whoever is told of it gets no mail.
"""

import base64
from contextlib import contextmanager
from datetime import timedelta

import pytz

from odoo import Command

from ..plan_texts import OPPORTUNITY
from ..shifting import standing_at
from ..strategy_goals import PURCHASES, RELIABLE, SHARED_PLAN
from . import sharing_texts as texts

PROPOSED, OPENED, ANSWERED, AGREED = 75, 73, 72, 70
DELIVERED, TICKED_OFF, CONFIRMED = 66, 61, 58
CHANGED, PROPOSED_AGAIN = 6, 5
# What of the strategy the customer sees, by the external ids of its lines.
SHOWN = {
    "kam.customer.goal": ("goal", ("shelves", "deliveries", "suppliers", "fixed_day", "invoice")),
    "kam.value": ("value", ("on_time", "goods_in", "gaps", "invoices")),
    "kam.key.date": ("key_date", ("contract", "budget", "prices", "year")),
}
# Sections that speak of the customer, not to him.
OURS = ("Charter statement", "Business overview")
# There is no mail server: no later day mails them either.
UNREMINDED = {"mail_reminders": False}
ONLY_SEES = {"can_comment": False, "can_act": False}


def share_plan(story):
    """Share the plan two and a half months ago, and ask for agreement to a first version."""
    if story.plan.share_ids or story.plan.state != "active":
        # Somebody shared it already.
        return
    contact, looking = _let_in(story)
    with _standing_at(story, PROPOSED):
        _choose_lines(story)
        share = story.env["kam.share"].create(
            {
                "plan_id": story.plan.id,
                **story.prepare({"name": texts.TITLE, "intro": texts.INTRO}),
                "access_ids": [
                    Command.create({**UNREMINDED, "partner_id": contact.id, "can_agree": True}),
                    Command.create({**UNREMINDED, **ONLY_SEES, "partner_id": looking.id}),
                ],
            }
        )
        share.attachment_ids = [Command.link(_write_document(story).id)]
        story.run.name_records("share", ["running"], share)
        _propose(share)


def agree_on_it(story):
    """The customer asks, agrees to the first version, and does what it says."""
    share = _get_share(story)
    if not share:
        return
    with _standing_at(story, OPENED) as move_to:
        access = _visit(story, share)
        share_of_his = access.share_id
        share_of_his._comment_sudo(access, texts.COMMENT)
        move_to(_day(story, ANSWERED))
        reply = story.env["kam.share.reply"].create({"share_id": share.id, "text": texts.ANSWER})
        reply.action_send()
        _look(share)
        move_to(_day(story, AGREED))
        name = access.partner_id.name
        share_of_his._take_answer_sudo(access, "agreed", signed_name=name, version=1)
        _look(share)
        move_to(_day(story, DELIVERED))
        value = story.get("kam.value", "share", "tastings")
        story.env["kam.value.reading"].create(
            {"value_id": value.id, **story.prepare(texts.READING)}
        )
        value.action_deliver()
        move_to(_day(story, TICKED_OFF))
        action = story.get("kam.action", "share", "receiver")
        share_of_his._tick_off_sudo(access, action.id, texts.TICKED)
        move_to(_day(story, CONFIRMED))
        _visit(story, share)
        share_of_his._answer_value_sudo(access, value.id, "partly", texts.PART, texts.REASON)
        _look(share)


def propose_again(story):
    """The plan moves on, and a second version waits for the customer's answer."""
    share = _get_share(story)
    if not share or share.state != "agreed":
        return
    with _standing_at(story, CHANGED) as move_to:
        story.make("kam.action", "share", _shared(texts.ADDED))
        for model, key in (("kam.action", "action"), ("kam.key.date", "date")):
            story.get(model, "history", key).is_shared = True
        for action in story.get("kam.action", "share", "space"):
            action.date_deadline += timedelta(days=14)
        for key_date in story.get("kam.key.date", "key_date", "prices"):
            key_date.date += timedelta(days=7)
        story.env.flush_all()
        move_to(_day(story, PROPOSED_AGAIN))
        _propose(share, texts.NOTE)
    share.action_refresh_drift()


# who sees it


def _let_in(story):
    """Give the contact of the files a user of the portal, and somebody else an address.

    :return: tuple of res.partner: who agrees, and who only sees
    """
    contact, looking = story.person("contact"), story.person("shop")
    host = "".join(letter for letter in story.partner.name.lower() if letter.isalnum())
    for person in (contact, looking):
        person.sudo().email = f"{login_of(person.name)}@{host}.example"
    portal = story.run.env.ref("base.group_portal")
    if not contact.user_ids:
        user = story.run.env["res.users"].create(
            {
                "login": login_of(contact.name),
                "password": login_of(contact.name),
                "partner_id": contact.id,
                "group_ids": [Command.set(portal.ids)],
                "tz": pytz.country_timezones[contact.country_id.code or "US"][0],
            }
        )
        story.run.name_records("customer_user", ["running"], user)
    return contact, looking


def login_of(name):
    """The login of somebody of the customer; the password is the same.

    >>> login_of("Horst Kloss")
    'horst.kloss'
    """
    return ".".join(name.lower().split())


def _visit(story, share):
    """Open the page as the contact of the files.

    :return: his kam.share.access, as his pages have it
    """
    user = story.person("contact").user_ids[:1]
    accesses = story.env["kam.share.access"].with_user(user)._find_live_sudo(user)
    access = accesses.filtered(lambda one: one.share_id.id == share.id)
    access._note_seen_sudo()
    return access


# what leaves


def _choose_lines(story):
    """Switch on what the customer is to see, and off what is ours alone."""
    for model, (prefix, keys) in SHOWN.items():
        for key in keys:
            story.get(model, prefix, key).is_shared = True
    for name in (RELIABLE, SHARED_PLAN):
        story.objective(name).is_shared = True
    story.objective(PURCHASES).is_shared = False
    story.plan.section_ids.filtered(lambda one: one.name in OURS).is_shared = False
    story.action(OPPORTUNITY).is_shared = False
    needed = [("account_id", "=", story.partner.id), ("needs", "!=", False)]
    story.env["kam.delivery.note"].search(needed).is_shared = True
    story.make("kam.action", "share", _shared(texts.ACTIONS))
    [value] = story.make("kam.value", "share", _shared({"tastings": texts.TASTINGS})).values()
    value.action_agree()


def _shared(lines):
    return {key: {**values, "is_shared": True} for key, values in lines.items()}


def _write_document(story):
    """The last orders of the customer with their days, as a table."""
    shift = story.run.calendar.shift
    orders = [one for one in story.run.data.orders if one.customer_id == story.partner.ref]
    rows = [
        f"{order.key},{shift(order.ordered)},{shift(order.required)},{shift(order.shipped) or ''}"
        for order in sorted(orders, key=lambda one: one.ordered, reverse=True)[:30]
    ]
    text = "\n".join(["Order,Ordered on,Asked for,Left on", *rows])
    return story.env["ir.attachment"].create(
        {"name": texts.DOCUMENT, "datas": base64.b64encode(text.encode()), "mimetype": "text/csv"}
    )


def _propose(share, note=False):
    """Ask for agreement through the check before sharing."""
    dialogue = share.env["kam.share.check"].browse(share.action_propose()["res_id"])
    dialogue.write({"note": note, "is_acknowledged": True})
    dialogue.action_share()


def _look(share):
    """Mark as done what told the account manager that something came."""
    share.activity_ids.action_feedback()


def _get_share(story):
    share = story.run.ref("share_running")
    return share and share.with_env(story.env)


# days, and no mails


def _day(story, days):
    return story.today - timedelta(days=days)


@contextmanager
def _standing_at(story, days):
    """Let it be so many days ago; mails that would go out are taken back."""
    mails = story.run.env["mail.mail"].sudo()
    last = mails.search([], order="id desc", limit=1).id or 0
    with standing_at(story.env, _day(story, days)) as move_to:
        yield move_to
        story.env.flush_all()
        mails.search([("id", ">", last)]).unlink()
        story.env.flush_all()
