from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

from ..common.arguments import check_numbers, check_one
from ..common.days import get_zone_of_user_sudo, today_of_user

REPORT = "kam_planning.action_report_kam_brief"


class KamBrief(models.AbstractModel):
    """What somebody should know before he meets or calls a customer, in about ten lines, each with
    its record. Facts only: what is thought of people is never in it, whoever asks.

    The lines are made in `kam_brief_lines` and `kam_brief_questions`.
    """

    _name = "kam.brief"
    _description = "Brief for a Meeting"

    @api.readonly
    def get_brief(self, contact_ids=None):
        """What to know before a meeting or a call, in the user's language and with his rights.

        :param list contact_ids: ids of the contacts who come; by default those of the next review
            or of the user's next meeting with people of the customer, whichever is first
        :return: dict ``plan_id``, ``name`` (of the plan), ``customer``, ``date`` (today),
            ``contact_ids``, ``headings`` ({kind: what its lines are called}) and ``lines``: list of
            dicts ``text``, ``kind`` (meeting, person, theirs, ours, delivery, change, value,
            question or key_date), ``date`` (ISO, or False), ``res_model`` and ``res_id`` (False
            where a line says how many more there are)
        :raise UserError: for none or several plans, and for what are no ids
        :raise AccessError: when the user may not read the plan or a contact
        """
        check_one(self)
        plan = self._in_language_of_user()
        meeting, contacts = plan._find_whom_it_is_about(contact_ids)
        return {
            "plan_id": plan.id,
            "name": plan.name,
            "customer": plan.partner_id.display_name,
            "date": fields.Date.to_string(today_of_user(plan)),
            "contact_ids": contacts.ids,
            "headings": plan._get_brief_headings(),
            "lines": meeting + plan._get_brief_lines(contacts),
        }

    @api.model
    def _get_brief_headings(self):
        """What stands above the lines of each kind."""
        return {
            "meeting": self.env._("Next meeting"),
            "person": self.env._("Who comes"),
            "theirs": self.env._("They owe us"),
            "ours": self.env._("We owe them"),
            "delivery": self.env._("Deliveries due"),
            "change": self.env._("What changed"),
            "value": self.env._("Value without an answer"),
            "question": self.env._("To ask"),
            "key_date": self.env._("Key dates near"),
        }

    def action_open_brief(self):
        """Open the brief of the plan, for the next review or meeting.

        :return: client action
        :raise AccessError: when the user may not read the plan
        """
        check_one(self)
        return self._prepare_brief_action(None)

    @api.readonly
    def action_print_brief(self, contact_ids=None):
        """Print the brief on one page.

        :param list contact_ids: as `get_brief` takes them
        :return: report action
        :raise AccessError: when the user may not read the plan or a contact
        """
        check_one(self)
        if contact_ids is not None:
            self._check_brief_contacts(contact_ids)
        data = {"plan_id": self.id, "contact_ids": contact_ids}
        return self.env.ref(REPORT).report_action(None, data=data, config=False)

    def _prepare_brief_action(self, contacts):
        """The screen of the brief: of these contacts, or None for the next meeting's."""
        return {
            "type": "ir.actions.client",
            "tag": "kam_brief",
            "name": self.env._("Brief: %s", self.partner_id.name),
            "target": "new",
            "context": {"dialog_size": "large"},
            "params": {
                "plan_id": self.id,
                "contact_ids": None if contacts is None else contacts.ids,
            },
        }

    def _in_language_of_user(self):
        """Programs that ask say no language: the user's own is meant."""
        lang = self.env.context.get("lang") or self.env.user.lang
        return self.with_context(lang=lang)

    # whom it is about

    def _find_whom_it_is_about(self, contact_ids):
        """The line of the meeting, in a list, and the contacts who come to it."""
        if contact_ids is not None:
            return [], self._check_brief_contacts(contact_ids)
        found = list(filter(None, (self._find_brief_review(), self._find_brief_event())))
        if not found:
            return [], self.env["res.partner"]
        day, record, contacts = min(found, key=lambda meeting: meeting[0])
        text = self.env._("Next: %(meeting)s, %(day)s", meeting=record.name, day=self._say_day(day))
        return [self._prepare_brief_line("meeting", record, text, day)], contacts

    def _check_brief_contacts(self, contact_ids):
        """The contacts of these ids; which one is not there or is hidden is not told."""
        check_numbers(self.env, contact_ids=contact_ids)
        contacts = self.env["res.partner"].browse(list(dict.fromkeys(contact_ids)))
        readable = contacts.exists()._filtered_access("read")
        if contacts - readable:
            raise AccessError(
                self.env._("One of these contacts is not there, or you may not read it.")
            )
        return contacts

    def _find_brief_review(self):
        """The next review of the plan: tuple (day, review, contacts), or None."""
        if not self.show_reviews:
            return None
        domain = Domain("plan_id", "=", self.id) & Domain("state", "=", "planned")
        domain &= Domain("date_planned", ">=", today_of_user(self))
        review = self.env["kam.review"].search(domain, order="date_planned, id", limit=1)
        if not review:
            return None
        return review.date_planned, review, review.contact_ids._filtered_access("read")

    def _find_brief_event(self):
        """The user's next meeting with people of the customer: as `_find_brief_review`. Meetings of
        others are theirs.
        """
        me, scope = self.env.user.partner_id, self.partner_id._get_account_scope()[self.partner_id]
        domain = Domain("stop", ">=", fields.Datetime.now())
        domain &= Domain("partner_ids", "in", scope.ids) & Domain("partner_ids", "in", me.ids)
        event = self.env["calendar.event"].search(domain, order="start, id", limit=1)
        if not event:
            return None
        zone = get_zone_of_user_sudo(self.env.user, self.company_id)
        return event._get_day_in(zone), event, event._get_brief_contacts()
