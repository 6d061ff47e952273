from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools.misc import format_date

from ...tools.brief.brief import cut_name
from ..common.days import today_of_user
from ..common.known import is_known

MOST_PEOPLE, MOST_OF_A_KIND = 3, 2
# Days within which a date is near.
NEAR_DAYS = 60


class KamBriefLines(models.AbstractModel):
    """The facts of a brief: a few of each kind, and how many more there are."""

    _name = "kam.brief.lines"
    _description = "Facts of a Brief"

    def _get_brief_lines(self, contacts):
        """All lines of one plan but that of the meeting: list of dicts as `get_brief` gives them.

        :param contacts: res.partner, who comes
        """
        return [
            *self._prepare_people_lines(contacts),
            *(self._prepare_promise_lines() if self.show_actions else ()),
            *(self._prepare_delivery_lines() if self.show_deliveries else ()),
            *(self._prepare_change_lines() if self.show_changes else ()),
            *(self._prepare_value_lines() if self.show_values else ()),
            *self._prepare_question_lines(contacts),
            *(self._prepare_key_date_lines() if self.show_key_dates else ()),
        ]

    @api.model
    def _prepare_brief_line(self, kind, record, text, date=None):
        return {
            "text": text,
            "kind": kind,
            "date": fields.Date.to_string(date) or False,
            "res_model": record._name,
            "res_id": record.id,
        }

    @api.model
    def _prepare_rest_lines(self, kind, model, left):
        """One line that says how many more there are, or none."""
        if left <= 0:
            return []
        text = self.env._("and %s more", left)
        return [
            {"text": text, "kind": kind, "date": False, "res_model": model._name, "res_id": False}
        ]

    def _prepare_lines_of(self, kind, model, domain, order, prepare):
        """The first lines of one kind.

        :param prepare: function of a record: tuple (text, date or a false value)
        """
        model = self.env[model]
        if not model.has_access("read"):
            return []
        records = model.search(domain, order=order, limit=MOST_OF_A_KIND)
        is_full = len(records) == MOST_OF_A_KIND
        left = model.search_count(domain) - MOST_OF_A_KIND if is_full else 0
        lines = [self._prepare_brief_line(kind, one, *prepare(one)) for one in records]
        return lines + self._prepare_rest_lines(kind, model, left)

    @api.model
    def _say_day(self, day):
        return format_date(self.env, day)

    # who comes

    def _prepare_people_lines(self, contacts):
        """Who comes, what they are to us, who of ours knows them, and when they last met."""
        shown = contacts[:MOST_PEOPLE]
        people = self.env["kam.stakeholder"]
        if self.show_map and shown:
            of_contacts = Domain("partner_id", "in", shown.ids)
            people = people.search(self._get_places_domain() & of_contacts)
        by_contact = people.grouped("partner_id")
        lines = []
        for contact in shown:
            person = by_contact.get(contact, people.browse())
            text = " · ".join(self._describe_person(contact, person))
            lines.append(
                self._prepare_brief_line("person", contact, text, person.last_contact_date)
            )
        return lines + self._prepare_rest_lines("person", contacts, len(contacts) - len(shown))

    def _describe_person(self, contact, person):
        """Job, place in their house, and our contact; buying roles are a judgement and not told."""
        employer = contact.commercial_partner_id
        is_elsewhere = employer not in (contact, self.partner_id)
        name = [contact.name or contact.display_name, contact.function or person.title]
        name.append(is_elsewhere and employer.name)
        yield cut_name(", ".join(filter(None, name)))
        if person.manager_id:
            yield self.env._("reports to %s", cut_name(person.manager_id.name))
        if person.buying_center_id:
            yield self.env._("buying centre %s", cut_name(person.buying_center_id.name))
        if self.show_map and not person:
            yield self.env._("not on the map")
        if ours := person._get_best_relationship().user_id:
            yield self.env._("our contact: %s", ours.name)
        if person.last_contact_date:
            yield self.env._("last contact: %s", self._say_day(person.last_contact_date))
        elif person:
            yield self.env._("no contact recorded")

    # promises both ways

    def _prepare_promise_lines(self):
        """Open actions that people of theirs do, and those of ours that they know of or take part
        in. What is to close a gap in the map is our own affair.
        """
        still_open = Domain("plan_id", "=", self.id) & Domain("is_open", "=", True)
        theirs = Domain("user_id", "=", False) & Domain("contact_id", "!=", False)
        promised = Domain("contact_id", "!=", False) | Domain("is_shared", "=", True)
        ours = Domain("user_id", "!=", False) & promised
        ours &= Domain("id", "not in", self._find_closing_actions_sudo())
        order = "date_deadline, id"
        return [
            *self._prepare_lines_of(
                "theirs", "kam.action", still_open & theirs, order, self._describe_theirs
            ),
            *self._prepare_lines_of(
                "ours", "kam.action", still_open & ours, order, self._describe_ours
            ),
        ]

    def _find_closing_actions_sudo(self):
        """Query of the actions that close gaps, also of those gaps that the user may not see."""
        closing = Domain("action_id.plan_id", "=", self.id)
        return self.env["kam.gap"].sudo()._search(closing).subselect("action_id")

    @api.model
    def _describe_theirs(self, action):
        return self._describe_promise(self.env._("They"), action.contact_id.name, action)

    @api.model
    def _describe_ours(self, action):
        return self._describe_promise(self.env._("We"), action.user_id.name, action)

    @api.model
    def _describe_promise(self, side, who, action):
        values = {
            "side": side,
            "action": cut_name(action.name),
            "who": who,
            "day": self._say_day(action.date_deadline),
        }
        text = (
            self.env._("%(side)s: “%(action)s” (%(who)s), was due on %(day)s", **values)
            if action.is_overdue
            else self.env._("%(side)s: “%(action)s” (%(who)s), due on %(day)s", **values)
        )
        return text, action.date_deadline

    def _prepare_delivery_lines(self):
        """What is late, or may become so."""
        domain = self._get_places_domain() & Domain("state", "in", ("late", "at_risk"))
        return self._prepare_lines_of(
            "delivery", "kam.delivery", domain, "promised_date, id", self._describe_delivery
        )

    @api.model
    def _describe_delivery(self, delivery):
        text = self.env._(
            "%(delivery)s: %(state)s, promised for %(day)s",
            delivery=cut_name(delivery.name),
            state=delivery._fields["state"].convert_to_export(delivery.state, delivery),
            day=self._say_day(delivery.promised_date) if delivery.promised_date else "–",
        )
        return text, delivery.promised_date

    # what changed, value, dates

    def _prepare_change_lines(self):
        domain = Domain("plan_id", "=", self.id) & Domain("state", "=", "open")
        return self._prepare_lines_of("change", "kam.change", domain, None, self._describe_change)

    @api.model
    def _describe_change(self, change):
        parts = (cut_name(change.name), change.explanation)
        return " – ".join(filter(None, parts)), change.date

    def _prepare_value_lines(self):
        """What the customer was asked to confirm, and did not answer yet."""
        domain = Domain("plan_id", "=", self.id) & Domain("state", "=", "delivered")
        return self._prepare_lines_of(
            "value", "kam.value", domain, "claim_date, id", self._describe_value
        )

    @api.model
    def _describe_value(self, value):
        amount = value.amount if is_known(value.amount) else None
        text = self.env._(
            "“%(value)s”: %(amount)s, asked on %(day)s, no answer yet",
            value=cut_name(value.name),
            amount=self._format_on_paper(amount, value.currency_id),
            day=self._say_day(value.claim_date),
        )
        return text, value.claim_date

    def _prepare_key_date_lines(self):
        today = today_of_user(self)
        domain = self._get_places_domain() & Domain("next_date", ">=", today)
        domain &= Domain("next_date", "<=", today + timedelta(days=NEAR_DAYS))
        return self._prepare_lines_of(
            "key_date", "kam.key.date", domain, "next_date, id", self._describe_key_date
        )

    @api.model
    def _describe_key_date(self, line):
        text = self.env._(
            "%(day)s: %(name)s (%(kind)s)",
            day=self._say_day(line.next_date),
            name=cut_name(line.name),
            kind=line._fields["kind"].convert_to_export(line.kind, line),
        )
        return text, line.next_date
